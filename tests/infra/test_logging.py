"""Logs: one line an event, with what it belongs to, and without the values of variables."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = """
import logging
import structlog
from infra.logging import configure

def fails(identity):
    raise ValueError("no")

configure(json={json})
log = structlog.get_logger("test")
with structlog.contextvars.bound_contextvars(tenant="xg", task="push", key="push:1"):
    log.info("已推送", correlation="c-1")
    logging.getLogger("library").warning("from a library %s", "x")
    logging.getLogger("dramatiq.worker").error("every message")
    try:
        fails("000000190001010000")
    except ValueError:
        log.exception("task failed")
"""


def lines(*, as_json: bool) -> list[str]:
    done = subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-c", PROGRAM.replace("{json}", str(as_json))],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == ""
    return done.stderr.splitlines()


def test_json_lines_say_what_they_belong_to() -> None:
    first, library, failed = [json.loads(line) for line in lines(as_json=True)]
    about = {"tenant": "xg", "task": "push", "key": "push:1"}
    assert first.items() >= {"event": "已推送", "level": "info", "correlation": "c-1"}.items()
    assert all(line.items() >= about.items() for line in (first, library, failed))
    assert library["event"] == "from a library x"
    assert failed["exception"][0]["exc_value"] == "no"


@pytest.mark.parametrize("as_json", [True, False])
def test_no_variable_s_value_is_logged(*, as_json: bool) -> None:
    said = lines(as_json=as_json)
    assert any("task failed" in line for line in said)
    # The last frame's source line names the variable; its value is nowhere.
    assert not any("identity = " in line or "'000000190001010000'" in line for line in said)
