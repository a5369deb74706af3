"""A problem from its finding to its correction, or to accountability (XG23-34, -62, -78, -79).

ZZ22-37 too, in the county whose rules name more situations; 行政许可法 60, 72, 74.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from domain.kernel import streams
from domain.kernel.authority import OPERATOR
from domain.kernel.event import Command
from domain.kernel.pack import Pack
from domain.kernel.rulebook import Rulebook
from domain.kernel.supervision import supervisors_of
from domain.policy.adoption import AdoptPack
from domain.supervision.accountability import (
    DropAccountability,
    HoldInterview,
    OpenAccountability,
    RecordAccountabilityOutcome,
)
from domain.supervision.problem import (
    AcceptCorrection,
    DismissProblem,
    OrderCorrection,
    RecordProblem,
    RecordRefusal,
    ReportCorrection,
    ReturnCorrection,
)
from domain.supervision.requirements import still
from projections.accountabilities import Accountabilities
from projections.page import Wanted, page
from projections.problems import Desk, ProblemRow, Problems, in_hand
from services.trays.ask import in_tray
from tenants.loader import bundled, digest, load
from tests.scenarios.settled import OTHER, OWNER, TOWN, Settled
from tests.world import at

DIGEST = "ab" * 32
RECORD = RecordProblem(
    number="问-1", organ=TOWN, found_in="spot", description="先盖章后签字", evidence=DIGEST,
    matter=21, provision="用章前须经主要负责人签字同意",
)  # fmt: skip
ORDER = OrderCorrection(
    number="问-1", document_number="责改1号", demands="补签", due_on=date(2024, 1, 12)
)
REPORT = ReportCorrection(number="问-1", description="已补签", evidence=DIGEST)
ACCEPT = AcceptCorrection(number="问-1", conclusion="已改正")
RETURN = ReturnCorrection(number="问-1", reason="还差一件", due_on=date(2024, 1, 19))
REFUSAL = RecordRefusal(number="问-1", declared=False, reason="期满未改", evidence=DIGEST)
DISMISS = DismissProblem(number="问-1", reason="另纸签过")
OPEN = OpenAccountability(number="责-1", problem="问-1", trigger="refusal", grounds="拒不改正")
INTERVIEW = HoldInterview(
    number="责-1", person="xingjiang-principal", post="principal", summary="限期改正", record=DIGEST
)
OUTCOME = RecordAccountabilityOutcome(
    number="责-1", decided_by="某机关", decided_on=date(2024, 1, 16), document_number="决1号",
    measure="通报批评",
)  # fmt: skip
DROP = DropAccountability(number="责-1", reason="已主动改正")
SUPERVISOR, HEAD = ("agriculture", "supervisor"), ("agriculture", "principal")
OWNERS, HERE, ELSE = (OWNER, "principal"), (TOWN, "principal"), (OTHER, "principal")
Seat = tuple[str, str]
Given = tuple[Seat, Command]


async def given(county: Settled, *acts: Given) -> None:
    for seat, command in acts:
        await county.do(county.by(*seat), command)


async def listed(county: Settled, view: Any, sort: str) -> Sequence[Any]:
    await county.projections.catch_up(county.tenant)
    wanted = Wanted(where={}, sort=sort, sorts={sort: datetime}, cursor=None, limit=10)
    return (await page(county.pool, view, county.tenant, wanted)).items


async def problem(county: Settled) -> ProblemRow:
    (row,) = await listed(county, Problems(), "found_at")
    assert isinstance(row, ProblemRow)
    return row


async def waiting(county: Settled, seat: Seat) -> list[tuple[str, bool]]:
    await county.react()
    tray = await in_tray(county.executor, county.pool, county.tenant, county.by(*seat))
    return [(it.act, it.late) for it in tray.problems]


async def test_it_is_ordered_done_returned_and_done_again(settled: Settled) -> None:
    """Each order is due by itself: the first was met, the second was late (XG23-78)."""
    rests_on = f"{streams.case('decided')}@3"
    await given(settled, (SUPERVISOR, replace(RECORD, case="decided", cites=(rests_on,))))
    row = await problem(settled)
    assert (row.supervisors, row.cites) == ((OWNER, "agriculture"), (rests_on,))
    assert await waiting(settled, HERE) == [("correct", False)]
    assert await waiting(settled, HEAD) == await waiting(settled, OWNERS) == [("order", False)]
    assert await waiting(settled, SUPERVISOR) == await waiting(settled, ELSE) == []

    await given(settled, (HEAD, ORDER))
    due = (await settled.react())["correction:问-1:1"]
    assert (due.debtor, due.creditor, due.post) == (TOWN, "agriculture", "principal")
    assert (str(due.due_on), due.clause, due.about) == ("2024-01-12", "附件3 五.3", "problem/问-1")
    tray = await in_tray(settled.executor, settled.pool, settled.tenant, settled.by(*HERE))
    assert [(d.label, d.about) for d in tray.due] == [("限期改正", "问-1")]
    assert await waiting(settled, HEAD) == []

    settled.now = at("2024-01-12 17:00")
    await given(settled, (HERE, REPORT))
    assert await waiting(settled, SUPERVISOR) == [("judge", False)]
    assert await waiting(settled, HERE) == await waiting(settled, OWNERS) == []
    await given(settled, (SUPERVISOR, RETURN))
    settled.now = at("2024-01-20 09:00")
    assert await waiting(settled, HERE) == [("correct", True)]
    assert await waiting(settled, SUPERVISOR) == [("judge", True)]
    await given(settled, (HERE, REPORT), (SUPERVISOR, ACCEPT))
    found = await settled.react()
    assert [found[f"correction:问-1:{n}"].outcome for n in (1, 2)] == ["met", "late"]
    row = await problem(settled)
    assert (row.status, row.open, row.round, row.ordered_by) == (
        "accepted", False, 2, "agriculture",
    )  # fmt: skip
    assert [turn.type.partition(".")[2] for turn in row.turns] == [
        "correction_ordered", "correction_completed", "correction_returned",
        "correction_completed", "correction_accepted",
    ]  # fmt: skip
    assert await waiting(settled, HERE) == await waiting(settled, SUPERVISOR) == []


async def test_who_refuses_is_held_to_account_and_may_still_correct_it(settled: Settled) -> None:
    """XG23-79: 对拒不改正的，依法予以问责追责; decided elsewhere, recorded here."""
    await given(settled, (OWNERS, RECORD), (OWNERS, ORDER))
    assert await settled.refused(settled.by(*OWNERS), REFUSAL) == "supervision.not_refused"
    settled.now = at("2024-01-13")
    assert await waiting(settled, OWNERS) == [("judge", True)]
    await given(settled, (OWNERS, REFUSAL))
    assert await waiting(settled, OWNERS) == [("pursue", False)]
    await given(settled, (OWNERS, OPEN))
    settled.now = at("2024-01-17 10:00")
    await given(settled, (OWNERS, INTERVIEW), (OWNERS, OUTCOME))
    (case,) = await listed(settled, Accountabilities(), "opened_at")
    assert (case.organ, case.words, case.clause) == (TOWN, "拒不改正", "附件3 五.3")
    assert (case.status, case.decided_by, case.measure) == ("decided", "某机关", "通报批评")
    assert [(it.person, it.record) for it in case.interviews] == [("xingjiang-principal", DIGEST)]
    assert await settled.refused(settled.by(*OWNERS), INTERVIEW) == "supervision.not_now"
    await given(settled, (HERE, REPORT), (OWNERS, ACCEPT))
    row = await problem(settled)
    assert (row.status, row.accountabilities) == ("accepted", ("责-1",))
    assert (await settled.react())["correction:问-1:1"].outcome == "late"


async def test_what_was_not_so_nobody_owes(settled: Settled) -> None:
    await given(settled, (SUPERVISOR, RECORD), (HEAD, ORDER))
    await settled.react()
    settled.now = at("2024-01-15 09:00")
    assert (await settled.react())["correction:问-1:1"].outcome == "late"
    await given(settled, (HERE, REPORT), (SUPERVISOR, RETURN), (HEAD, DISMISS))
    found = await settled.react()
    due = [found[f"correction:问-1:{n}"] for n in (1, 2)]
    assert {(it.outcome, it.reason) for it in due} == {("waived", "查无此事：另纸签过")}
    assert (await problem(settled)).open is False


async def test_an_organ_finds_fault_with_itself(settled: Settled) -> None:
    """自查自纠: it corrects what nobody ordered; who supervises judges it all the same."""
    own = replace(RECORD, found_in="self_inspection", matter=None)
    await given(settled, (HERE, own), (HERE, REPORT))
    row = await problem(settled)
    assert (row.found_by, row.status) == (TOWN, "completed")
    assert {OWNER, "agriculture", "forestry"} <= set(row.supervisors)
    await given(settled, (OWNERS, replace(RETURN, due_on=None)))
    assert not [it for it in await settled.react() if it.startswith("correction:")]
    assert await waiting(settled, OWNERS) == [("order", False)]
    await given(settled, (OWNERS, ORDER), (HERE, REPORT))
    assert (await settled.react())["correction:问-1:1"].creditor == OWNER
    assert await settled.refused(settled.by(*SUPERVISOR), ACCEPT) == "supervision.not_supervisor"
    await given(settled, (OWNERS, ACCEPT))


async def test_what_waits_is_told_first_and_outlives_who_ordered_it(settled: Settled) -> None:
    """B-73: whoever else supervises, else the administration, judges for an organ that is gone."""
    more = [replace(it, number="问-2") for it in (replace(RECORD, organ=OTHER), ORDER)]
    await given(settled, (HEAD, more[0]), (HEAD, more[1]), FOUND, ORDERED, DONE)
    await settled.react()
    rules = settled.county.rules
    today = date(2024, 1, 5)
    desk = Desk(
        organ=HEAD[0], heads=True, administers=False, organs=tuple(rules.organs), today=today
    )
    (first,) = await in_hand(settled.pool, settled.tenant, desk, limit=1)
    assert first.key == "问-1"
    await _reorganised(settled, HEAD[0])
    settled.now = at("2024-01-08 09:00")
    assert await waiting(settled, OWNERS) == [("judge", False)]
    await given(settled, (OWNERS, ACCEPT))
    assert still((HEAD[0], "none"), rules) == (HEAD[0],)
    assert still(("none",), rules) == (OWNER,)


LONG = "长" * 2_001
FOUND, ORDERED, DONE = (SUPERVISOR, RECORD), (HEAD, ORDER), (HERE, REPORT)
DECLARED = (HEAD, replace(REFUSAL, declared=True))
REFUSED = [FOUND, ORDERED, DECLARED]
OPENED = [*REFUSED, (HEAD, OPEN)]
REFUSALS: Mapping[str, tuple[str, Sequence[Given], Seat, Command]] = {
    "the number is taken": ("number_taken", [FOUND], *FOUND),
    "a township finds fault with another": ("not_supervisor", [], ELSE, RECORD),
    "a department that has nothing to do with it": (
        "not_supervisor", [], ("forestry", "principal"), RECORD),
    "a department in what another has no part in": (
        "not_supervisor", [], ("forestry", "principal"),
        replace(RECORD, organ="transport", matter=None)),
    "oneself, as who supervises": ("not_supervisor", [], HERE, RECORD),
    "a self-inspection of another": (
        "not_oneself", [], HEAD, replace(RECORD, found_in="self_inspection")),
    "nothing described": ("incomplete", [], SUPERVISOR, replace(RECORD, description=" ")),
    "too much cited": ("incomplete", [], SUPERVISOR, replace(RECORD, provision=LONG)),
    "no evidence": ("evidence", [], SUPERVISOR, replace(RECORD, evidence="AB" * 32)),
    "no such event": ("cites", [], SUPERVISOR, replace(RECORD, cites=("case/decided@99",))),
    "no event at all": ("cites", [], SUPERVISOR, replace(RECORD, cites=("decided",))),
    "an event of too many digits": (
        "cites", [], SUPERVISOR, replace(RECORD, cites=("case/decided@" + "1" * 5_000,))),
    "a case of another town": ("other_case", [], OWNERS, replace(RECORD, case="elsewhere")),
    "a case of another matter": ("other_case", [], OWNERS, replace(RECORD, case="service")),
    "ordered by nobody's head": ("not_supervisor", [FOUND], SUPERVISOR, ORDER),
    "no such problem": ("no_such_problem", [], *ORDERED),
    "ordered twice": ("not_now", [FOUND, ORDERED], *ORDERED),
    "an order without number": (
        "order_incomplete", [FOUND], HEAD, replace(ORDER, document_number="")),
    "an order that asks for nothing": ("incomplete", [FOUND], HEAD, replace(ORDER, demands="")),
    "due yesterday": ("due_on", [FOUND], HEAD, replace(ORDER, due_on=date(2024, 1, 4))),
    "due when nobody lives any more": (
        "due_on", [FOUND], HEAD, replace(ORDER, due_on=date(2199, 1, 1))),
    "done by another": ("not_owed", [FOUND, ORDERED], ELSE, REPORT),
    "done by a clerk": ("not_owed", [FOUND, ORDERED], (TOWN, "window_clerk"), REPORT),
    "done twice": ("not_now", [FOUND, ORDERED, DONE], *DONE),
    "done without proof": ("evidence", [FOUND], HERE, replace(REPORT, evidence="")),
    "accepted before it is done": ("not_now", [FOUND, ORDERED], HEAD, ACCEPT),
    "accepted by who did it": ("not_supervisor", [FOUND, ORDERED, DONE], HERE, ACCEPT),
    "accepted by who did not order it": ("not_supervisor", [FOUND, ORDERED, DONE], OWNERS, ACCEPT),
    "accepted without a word": (
        "incomplete", [FOUND, DONE], HEAD, replace(ACCEPT, conclusion="")),
    "returned before it is done": ("not_now", [FOUND], HEAD, RETURN),
    "returned for a day gone by": (
        "due_on", [FOUND, ORDERED, DONE], HEAD, replace(RETURN, due_on=date(2024, 1, 1))),
    "returned for no day": (
        "due_on", [FOUND, ORDERED, DONE], HEAD, replace(RETURN, due_on=None)),
    "returned for a day, which is for an order": ("due_on", [FOUND, DONE], SUPERVISOR, RETURN),
    "a refusal of what nobody ordered": ("not_now", [FOUND], HEAD, REFUSAL),
    "a refusal before the day": ("not_refused", [FOUND, ORDERED], HEAD, REFUSAL),
    "a refusal without proof": (
        "evidence", [FOUND, ORDERED], HEAD, replace(REFUSAL, declared=True, evidence="")),
    "dismissed by a supervisor, though it was ordered": (
        "not_supervisor", [FOUND, ORDERED], SUPERVISOR, DISMISS),
    "to account, after it was not so": ("not_now", [*OPENED, (HEAD, DISMISS)], HEAD, INTERVIEW),
    "dismissed twice": ("not_now", [FOUND, (HEAD, DISMISS)], HEAD, DISMISS),
    "dismissed without a word": ("incomplete", [FOUND], HEAD, replace(DISMISS, reason="")),
    "to account, for what was not so": ("not_now", [FOUND, (HEAD, DISMISS)], HEAD, OPEN),
    "to account, before a refusal": ("no_trigger", [FOUND, ORDERED], HEAD, OPEN),
    "for what the rules do not name": (
        "no_trigger", REFUSED, HEAD, replace(OPEN, trigger="complaints")),
    "to account for nothing": ("no_such_problem", [], HEAD, OPEN),
    "to account by a supervisor": ("not_supervisor", REFUSED, SUPERVISOR, OPEN),
    "to account under a number taken": ("number_taken", OPENED, HEAD, OPEN),
    "no such accountability": ("no_such_accountability", REFUSED, HEAD, INTERVIEW),
    "an interview by another": ("not_supervisor", OPENED, OWNERS, INTERVIEW),
    "an interview without record": ("evidence", OPENED, HEAD, replace(INTERVIEW, record="")),
    "an outcome without document": (
        "incomplete", OPENED, HEAD, replace(OUTCOME, document_number="")),
    "after it was dropped": ("not_now", [*OPENED, (HEAD, DROP)], HEAD, INTERVIEW),
}  # fmt: skip


async def test_what_supervision_does_not_allow(settled: Settled) -> None:
    """A number for each row: the county has many problems at once."""
    for n, (says, (code, before, seat, command)) in enumerate(REFUSALS.items()):
        await given(settled, *((by, _numbered(it, n)) for by, it in before))
        told = await settled.refused(settled.by(*seat), _numbered(command, n))
        assert told == f"supervision.{code}", says
    future = _numbered(replace(OUTCOME, decided_on=date(2024, 1, 6)), _row_of("after it was") - 1)
    assert await settled.refused(settled.by(*HEAD), future) == "time.future"


def _numbered(command: Any, row: int) -> Command:
    named = {field: f"{getattr(command, field)}-{row}" for field in ("number", "problem")
             if hasattr(command, field)}  # fmt: skip
    made: Command = replace(command, **named)
    return made


def _row_of(says: str) -> int:
    return next(n for n, row in enumerate(REFUSALS) if row.startswith(says))


async def test_a_county_names_more_situations(settled: Settled) -> None:
    """ZZ22-37: each is opened by its own words and clause, with no refusal before it."""
    terms = load(bundled("zezhou")).accountability
    assert terms is not None
    assert tuple(terms.triggers.values()) == (
        "组织不力", "不按时完成目标任务", "服务不优", "效率不高", "群众反映问题突出",
    )  # fmt: skip
    await _under(settled, accountability=terms)
    await given(settled, FOUND, (HEAD, replace(OPEN, trigger="complaints")))
    (case,) = await listed(settled, Accountabilities(), "opened_at")
    assert (case.words, case.clause) == ("群众反映问题突出", "五(二)")
    await given(settled, (HEAD, DROP))
    (case,) = await listed(settled, Accountabilities(), "opened_at")
    assert (case.status, case.reason) == ("dropped", "已主动改正")


async def _reorganised(settled: Settled, organ: str) -> None:
    """The organ is gone; another of its name has its matters (机构改革)."""
    said = msgspec.json.encode(settled.county.rules.pack)
    other = said.replace(f'"{organ}"'.encode(), f'"new_{organ}"'.encode())
    pack = msgspec.json.decode(other, type=Pack)
    pack = replace(pack, version="2024-01-02", effective_from=date(2024, 1, 2))
    await settled.do(OPERATOR, AdoptPack(pack=pack, digest=digest(pack)))


async def _under(settled: Settled, **changed: Any) -> None:
    pack = replace(
        settled.county.rules.pack, version="2024-01-02", effective_from=date(2024, 1, 2),
        **changed,
    )  # fmt: skip
    await settled.do(OPERATOR, AdoptPack(pack=pack, digest=digest(pack)))


@pytest.mark.parametrize(
    ("county", "organ", "matter", "found"),
    [
        ("xingguo", TOWN, 14, (OWNER, "health")),
        ("xingguo", "health", 14, (OWNER,)),  # nobody supervises himself
        ("xingguo", "county_government", 14, (OWNER,)),  # nor whom he stands under
        ("xingguo", "transport", 14, (OWNER,)),  # nor who has no part in it
        ("zezhou", "yizhen", 27, ("human_resources", "approval_services")),
        ("zezhou", "yizhen_centre", 14, ("approval_services",)),
    ],
)
def test_who_supervises_is_each_countys_own(
    county: str, organ: str, matter: int, found: tuple[str, ...]
) -> None:
    """XG23-22, -62, -76, ZZ22-35: by the duties of the ways in which the matter is handled."""
    rules = Rulebook(load(bundled(county)))
    modes = [(rules.matter(matter), mode) for mode in rules.modes_of(matter)]
    assert supervisors_of(rules, organ, modes) == found
