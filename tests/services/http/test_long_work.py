"""Long work over a county: a draw recorded once, and all papers of a month (XG23-61, -77)."""

from io import BytesIO
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest
from httpx import Response

from domain.kernel import streams
from domain.supervision.draw import drawn
from domain.supervision.inspection import Inspection, SampleTaken
from infra.jobs import TASK, Place, Slice
from infra.tasks import Task
from services.commands import frame
from services.jobs.kinds import make
from services.jobs.running import run
from tests.county import County, a_county
from tests.services.http.knock import Door
from tests.services.http.test_problems import assert_problem
from tests.world import at

PLAN = {
    "number": "检-1", "kind": "random", "organs": ["xingjiang"], "purpose": "先签后盖",
    "matters": [21], "percent": 50,
}  # fmt: skip
DRAW = {"kind": "draw", "number": "检-1"}
MONTH = {"kind": "report_papers", "report": "monthly", "period": "2024-01", "form": "html"}


async def asked(door: Door, what: object, token: str) -> UUID:
    job = uuid4()
    answer = await door.post("/jobs", {"job": str(job), "asked": what}, token)
    assert answer.status_code == 201, answer.text
    return job


async def step(door: Door, tenant: str, job: UUID, *, dies: bool = False) -> Slice:
    """One slice; a worker that dies has not noted it."""
    place: Place | None = await door.platform.jobs.place(tenant, job)
    assert place is not None
    found = await make(door.platform, tenant, place)
    assert isinstance(found, Slice), found
    if not dies:
        await door.platform.jobs.advance(tenant, job, place, found)
    return found


async def taken(county: County) -> list[SampleTaken]:
    items = await county.executor.log.load(county.tenant, streams.inspection("检-1"))
    return [it.event for it in items if isinstance(it.event, SampleTaken)]


async def _given_up_and_cancelled(door: Door, tenant: str, job: UUID, token: str) -> Response:
    """What is answered; then its task, which failed as often as one may, is put back."""
    tasks, task = door.platform.tasks, Task(tenant, TASK, str(job))
    while not await tasks.fail(task, await tasks.claim(task) or 0, "boom"):
        pass
    assert (await door.get(f"/jobs/{job}", token)).json()["state"] == "failed"
    answer = await door.post(f"/jobs/{job}/cancel", {}, token)
    assert [it.key for it in await tasks.replay(tenant=tenant)] == [str(job)]
    return answer


async def test_a_draw_from_much_is_recorded_once_and_can_be_stopped_before(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """XG23-77, JX24-44: killed in the middle and at the end, cancelled, asked for twice."""
    county = await a_county(door.platform.pool, door.platform.log)
    for n in range(6):
        await county.steps(0, 0, number=f"抽-{n}")
    token = await door.person(county.by("agriculture", "supervisor"))
    assert (await door.post("/supervision/inspections", PLAN, token)).status_code == 201
    unit, rules = county.executor.unit(county.tenant), county.county.rules
    state = (await unit.get(streams.inspection("检-1"), Inspection)).state
    assert state is not None
    planned = state.planned
    whole = await frame.frame(unit, planned, rules)
    assert len(whole) == 6
    monkeypatch.setattr(frame, "AT_ONCE", planned.position // 3)
    direct = await door.post("/supervision/inspections/检-1/draw", {}, token)
    assert_problem(direct, 409, "supervision.long_draw")
    nobody = await door.token("service", scopes=("read",))
    refused = await door.post("/jobs", {"job": str(uuid4()), "asked": DRAW}, nobody)
    assert_problem(refused, 403, "jobs.no_seat")

    stopped = await asked(door, DRAW, token)
    await step(door, county.tenant, stopped)
    left = await _given_up_and_cancelled(door, county.tenant, stopped, token)
    assert (left.status_code, left.json()["state"]) == (200, "cancelled")
    assert await run(door.platform, county.tenant, str(stopped)) is False
    assert await taken(county) == []

    job = await asked(door, DRAW, token)
    await step(door, county.tenant, job, dies=True)
    while not (await step(door, county.tenant, job)).binding:
        assert await taken(county) == []
    late = await door.post(f"/jobs/{job}/cancel", {}, token)
    assert_problem(late, 409, "jobs.binding")
    await step(door, county.tenant, job, dies=True)
    # Given up where nobody can tell whether it was recorded: tried again, it is so once.
    late = await _given_up_and_cancelled(door, county.tenant, job, token)
    assert_problem(late, 409, "jobs.binding")
    assert "请由运维人员重新执行" in late.json()["detail"]
    assert await run(door.platform, county.tenant, str(job)) is False
    assert_problem(await door.post(f"/jobs/{job}/cancel", {}, token), 409, "jobs.ended")
    (event,) = await taken(county)
    assert planned.sampling is not None
    assert event.strata == drawn(planned.seed, whole, planned.sampling)
    assert (event.size, event.by) == (6, county.by("agriculture", "supervisor"))
    shown = (await door.get(f"/jobs/{job}", token)).json()
    assert (shown["state"], shown["done"], shown["total"]) == ("done", *[planned.position] * 2)
    lines = (await door.get(f"/jobs/{job}/file", token)).text.splitlines()
    assert [line.rpartition(",")[2] for line in lines[1:]] == list(event.strata[0].drawn)
    again = await asked(door, DRAW, token)
    await run(door.platform, county.tenant, str(again))
    failed = (await door.get(f"/jobs/{again}", token)).json()
    assert (failed["state"], failed["error"].split()[0]) == ("failed", "supervision.not_now")


async def test_all_papers_of_a_month_come_as_one_file(door: Door) -> None:
    """XG23-33, -61, B-07: drafts for whoever is to sign, and the book of what was sent."""
    county = await a_county(door.platform.pool, door.platform.log)
    await county.steps(0, 99)
    county.now = at("2024-02-01 09:00")
    await county.scheduler.work(county.tenant)
    token = await door.person(county.by("xingjiang", "principal"))
    rules = county.county.rules
    pair = f"{rules.short('xingjiang')}报{rules.short('approval')}"

    async def files(which: str) -> dict[str, str]:
        job = await asked(door, {**MONTH, "which": which}, token)
        await run(door.platform, county.tenant, str(job))
        content = (await door.get(f"/jobs/{job}/file", token)).content
        if not content.startswith(b"PK"):
            return {"汇总.html": content.decode()}
        with ZipFile(BytesIO(content)) as archive:
            return {name: archive.read(name).decode() for name in archive.namelist()}

    drafts = await files("draft")
    assert list(drafts) == [f"{pair}（草稿）.html", "汇总.html"]
    assert list(await files("sent")) == ["汇总.html"]
    letter = {"document_number": "月报-1", "remarks": "办件平稳"}
    one = "/reports/monthly/2024-01/xingjiang/approval"
    assert (await door.post(one, letter, token)).status_code == 201
    book = await files("all")
    assert list(book) == [f"{pair}.html", "汇总.html"]
    assert "月报-1" in book[f"{pair}.html"]
    none = await asked(door, {**MONTH, "period": "2024-Q1"}, token)
    await run(door.platform, county.tenant, str(none))
    failed = (await door.get(f"/jobs/{none}", token)).json()
    assert (failed["state"], failed["error"].split()[0]) == ("failed", "reports.not_owed")
    wrong = {"job": str(uuid4()), "asked": {**MONTH, "period": "2024-13"}}
    assert_problem(await door.post("/jobs", wrong, token), 400, "http.malformed")
