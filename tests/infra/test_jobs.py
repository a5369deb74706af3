"""Long work is done slice by slice: each once, whoever dies, whoever is faster, until cancelled."""

import asyncio
from io import BytesIO
from uuid import UUID, uuid4
from zipfile import ZipFile

import asyncpg
import pytest
from msgspec.structs import replace

from infra.jobs import TASK, Jobs, Place, Slice
from infra.tasks import Task, Tasks

TENANT, OTHER = "xg", "yd"
ASKED = b'{"kind": "sample"}'


@pytest.fixture
def jobs(pool: asyncpg.Pool) -> Jobs:
    return Jobs(pool)


async def asked(jobs: Jobs) -> UUID:
    job = uuid4()
    await jobs.ask(TENANT, job, "sample", ASKED, "organ/post:person")
    return job


async def file_of(jobs: Jobs, job: UUID, tenant: str = TENANT) -> tuple[str, bytes]:
    made = await jobs.made(tenant, job)
    return made.name, b"".join([piece async for piece in made.pieces])


def a_slice(cursor: str, name: str, content: bytes | None) -> Slice:
    return Slice(cursor=cursor, done=1, total=3, name=name, content=content)


async def at(jobs: Jobs, job: UUID) -> Place:
    place = await jobs.place(TENANT, job)
    assert place is not None
    return place


async def test_slices_of_one_name_are_one_file_and_of_several_an_archive(jobs: Jobs) -> None:
    job = await asked(jobs)
    for cursor, name, content in (("1", "甲.csv", b"a"), ("2", "甲.csv", b"b"), ("", "", None)):
        await jobs.advance(TENANT, job, await at(jobs, job), a_slice(cursor, name, content))
    shown = await jobs.show(TENANT, job)
    assert shown is not None
    assert (shown.state, shown.done, shown.total) == ("done", 3, 3)
    assert shown.ended_at is not None
    assert await file_of(jobs, job) == ("甲.csv", b"ab")
    assert await jobs.place(TENANT, job) is None
    several = await asked(jobs)
    for cursor, name in (("1", "甲.docx"), ("", "乙.docx")):
        await jobs.advance(TENANT, several, await at(jobs, several), a_slice(cursor, name, b"x"))
    archive = ZipFile(BytesIO((await file_of(jobs, several))[1]))
    assert archive.namelist() == ["甲.docx", "乙.docx"]


async def test_of_two_runners_at_one_place_one_goes_on(jobs: Jobs) -> None:
    job = await asked(jobs)
    place = await at(jobs, job)
    found = await asyncio.gather(
        *(jobs.advance(TENANT, job, place, a_slice("1", "甲", b"a")) for _ in range(8))
    )
    assert [went for went in found if went is not None] == [replace(place, cursor="1", pieces=1)]
    shown = await jobs.show(TENANT, job)
    assert shown is not None
    assert (shown.state, shown.done) == ("running", 1)


async def test_what_is_cancelled_or_refused_goes_no_further_and_leaves_no_file(jobs: Jobs) -> None:
    for stop in (jobs.cancel, lambda tenant, job: jobs.refuse(tenant, job, "x.code 不行")):
        job = await asked(jobs)
        place = await at(jobs, job)
        later = await jobs.advance(TENANT, job, place, a_slice("1", "甲", b"a"))
        assert later is not None
        await stop(TENANT, job)
        assert await jobs.advance(TENANT, job, later, a_slice("2", "甲", b"b")) is None
        assert await file_of(jobs, job) == await file_of(jobs, job, OTHER)
        assert not await jobs.cancel(TENANT, job)
        assert str(job) not in await jobs.open(TENANT, 9)
    states = {job.state: job.error for job in await jobs.newest(TENANT)}
    assert states == {"cancelled": "", "failed": "x.code 不行"}


async def test_what_another_county_asked_for_is_not_there(jobs: Jobs) -> None:
    job = await asked(jobs)
    assert await jobs.show(OTHER, job) is None
    assert not await jobs.cancel(OTHER, job)
    assert not [*await jobs.open(OTHER, 9), *await jobs.newest(OTHER)]
    await jobs.ask(OTHER, job, "other", b"{}", "x")  # the same id elsewhere is another job
    [mine], [theirs] = await jobs.newest(TENANT), await jobs.newest(OTHER)
    assert (mine.kind, theirs.kind) == ("sample", "other")


async def test_asked_twice_it_is_one_and_what_ended_long_ago_is_gone(
    jobs: Jobs, pool: asyncpg.Pool
) -> None:
    job = await asked(jobs)
    await jobs.ask(TENANT, job, "other", b"{}", "somebody else")
    [shown] = await jobs.newest(TENANT)
    assert (shown.kind, shown.asker) == ("sample", "organ/post:person")
    await jobs.advance(TENANT, job, await at(jobs, job), a_slice("", "甲", b"a"))
    await asked(jobs)
    assert len(await jobs.newest(TENANT)) == 2
    await pool.execute("update work.jobs set ended_at = ended_at - interval '8 days'")
    await jobs.ask(TENANT, job, "sample", ASKED, "somebody else")  # it may be asked for anew
    assert [kept.asker for kept in await jobs.newest(TENANT) if kept.id == job] == ["somebody else"]
    assert await pool.fetchval("select count(*) from work.job_files") == 0


async def test_a_task_that_was_given_up_makes_its_job_a_failed_one(
    jobs: Jobs, pool: asyncpg.Pool
) -> None:
    job = await asked(jobs)
    tasks = Tasks(pool, tries=1, lease_seconds=60, run_seconds=30)
    await tasks.offer(TENANT, TASK, [str(job)], 1)
    task = Task(TENANT, TASK, str(job))
    assert await tasks.claim(task) == 1
    await tasks.again(task)
    assert await tasks.claim(task) == 1  # what comes again has all its tries
    await tasks.fail(task, 1, "boom")
    shown = await jobs.show(TENANT, job)
    assert shown is not None
    assert (shown.state, shown.error) == ("failed", "boom")
    await tasks.replay(tenant=TENANT)
    shown = await jobs.show(TENANT, job)
    assert shown is not None
    assert shown.state == "queued"
