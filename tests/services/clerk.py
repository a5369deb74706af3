"""A process that forks `tongban` for each line: a command costs no start, and is a process still.

A line is JSON: arguments, environment and where standard output and error go. The answer is the
code that the command ended with.
"""

import atexit
import json
import os
import subprocess
import sys
import traceback
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

from services.cli.main import main

ROOT = Path(__file__).parents[2]
_ONE_AT_A_TIME = Lock()


def tongban(
    arguments: tuple[str, ...], settings: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """What it says with nothing set but these settings, and the code it ends with."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith("TONGBAN_")}
    with TemporaryDirectory() as folder, _ONE_AT_A_TIME:
        out, err = Path(folder) / "out", Path(folder) / "err"
        process = _clerk()
        assert process.stdin
        assert process.stdout
        line = [arguments, {**environ, **settings}, str(out), str(err)]
        process.stdin.write(json.dumps(line) + "\n")
        process.stdin.flush()
        code = int(process.stdout.readline())
        said = out.read_text("utf-8"), err.read_text("utf-8")
    return subprocess.CompletedProcess(list(arguments), code, *said)


class Tongban:
    """`tongban` in a home of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def run(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return tongban(arguments, {"TONGBAN_HOME": str(self.home), **settings})

    def ok(self, *arguments: str) -> str:
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def json(self, *arguments: str) -> Any:
        return json.loads(self.ok(*arguments, "--json"))


@cache
def _clerk() -> subprocess.Popen[str]:
    """One for all tests of this process; it ends with its standard input."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.services.clerk"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "500"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(process.communicate)
    return process


def _serve() -> None:
    for line in sys.stdin:
        arguments, environ, out, err = json.loads(line)
        pid = os.fork()
        if not pid:
            _become(arguments, environ, out, err)
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201  the answer


def _become(arguments: list[str], environ: dict[str, str], out: str, err: str) -> None:
    code = 1
    try:
        os.environ.clear()
        os.environ.update(environ)
        for channel, path in enumerate((os.devnull, out, err)):
            file = os.open(path, os.O_RDWR | os.O_CREAT)
            os.dup2(file, channel)
        sys.argv = ["tongban", *arguments]
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001  said, as an interpreter says it
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve()
