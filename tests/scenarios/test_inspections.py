"""Inspections of all kinds, a draw that anybody can repeat, circulars.

XG23-33, -63, -77, JX24-38, -41, -44, -47, ZZ22-35, -36, XG22-29, RA22-31; 行政许可法 61.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from domain.cases.events import CaseReceived
from domain.cases.irregularity import DismissIrregularity, RecordIrregularity
from domain.kernel import streams
from domain.kernel.event import Command
from domain.supervision.circular import IssueCircular
from domain.supervision.draw import Framed, Sampling, drawn
from domain.supervision.inspection import (
    CancelInspection,
    CloseInspection,
    DrawSample,
    Evaluation,
    Inspection,
    PlanInspection,
    RecordCheck,
    SampleTaken,
)
from domain.supervision.problem import RecordProblem
from projections.circulars import Circulars
from projections.inspections import InspectionRow, Inspections
from tenants.loader import bundled, load
from tests.scenarios.settled import OTHER, OWNER, TOWN, Settled
from tests.scenarios.test_supervision import (
    DIGEST,
    ELSE,
    FOUND,
    HEAD,
    HERE,
    OWNERS,
    SUPERVISOR,
    Given,
    Seat,
    given,
    listed,
    problem,
)
from tests.world import at

PLAN = PlanInspection(
    number="检-1", kind="random", organs=(TOWN, OTHER), purpose="先签后盖", matters=(21,),
    percent=50,
)  # fmt: skip
EVERYDAY = replace(PLAN, kind="everyday")
DRAW = DrawSample(number="检-1")
CHECK = RecordCheck(
    number="检-1", organ=TOWN, in_order=True, description="台账齐全", evidence=DIGEST
)
GRADES = tuple(Evaluation(organ=it, grade="good", says="规范") for it in (TOWN, OTHER))
CLOSE = CloseInspection(
    number="检-1", evaluations=GRADES, inspectors=("agriculture-supervisor",), record=DIGEST
)
CANCEL = CancelInspection(number="检-1", reason="并入上级检查")
CIRCULAR = IssueCircular(
    number="通-1", tone="progress", title="一季度工作进展和成效", text="均按期办结",
    organs=(TOWN, OTHER), to=("health",), published_in="县政府门户网站",
)  # fmt: skip


async def inspection(county: Settled) -> InspectionRow:
    (row,) = await listed(county, Inspections(), "planned_at")
    assert isinstance(row, InspectionRow)
    return row


async def taken(county: Settled) -> SampleTaken:
    """As the log has it."""
    items = await county.executor.log.load(county.tenant, streams.inspection("检-1"))
    (event,) = [it.event for it in items if isinstance(it.event, SampleTaken)]
    return event


def irregular(case: str) -> RecordIrregularity:
    return RecordIrregularity(
        case=case, finding="without_consent", happened_at=at("2024-01-05 09:00"),
        description="先盖后签", evidence=DIGEST,
    )  # fmt: skip


async def test_what_is_drawn_follows_from_seed_and_position(settled: Settled) -> None:
    """Repeated here by hand, from the feed alone; what came later changes nothing (JX24-44)."""
    await given(settled, (SUPERVISOR, irregular("decided")), (SUPERVISOR, irregular("accepted")))
    settled.now = at("2024-01-05 11:00")
    version = await settled.executor.unit(settled.tenant).get(streams.case("accepted"), object)
    dismiss = DismissIrregularity(case="accepted", irregularity=version.version, reason="查无")
    await given(settled, (SUPERVISOR, dismiss), (SUPERVISOR, PLAN))
    await given(settled, (SUPERVISOR, irregular("reviewed")))
    await settled.receive("later", 21)
    await given(settled, (HEAD, DRAW))

    row = await inspection(settled)
    feed = await settled.executor.log.read(settled.tenant, limit=5_000)
    before = [it.event for it in feed if it.position <= row.position]
    places = {TOWN: TOWN, OTHER: OTHER}
    cases = [it for it in before if isinstance(it, CaseReceived)]
    frame = {
        it.case: places[it.receiver] for it in cases if it.matter == 21 and it.receiver in places
    }
    assert "later" not in frame
    high = {"decided"}
    groups = {
        (place, "high" if case in high else "plain"): [
            c for c, p in frame.items() if p == place and (c in high) == (case in high)
        ]
        for case, place in frame.items()
    }
    expected = {
        group: sorted(cases, key=lambda case: sha256(f"{row.seed}:{case}".encode()).hexdigest())[
            : len(cases) if group[1] == "high" else max(1, -(-len(cases) // 2))
        ]
        for group, cases in groups.items()
    }
    assert {(s.organ, s.risk): list(s.drawn) for s in row.strata} == expected
    lines = sorted(
        f"{place}\t21\t{'high' if case in high else 'plain'}\t{case}\n"
        for case, place in frame.items()
    )
    assert row.frame == sha256("".join(lines).encode()).hexdigest()
    assert (row.size, len(row.seed)) == (len(frame), 64)
    event = await taken(settled)
    assert (event.seed, event.position) == (row.seed, row.position)
    assert await settled.refused(settled.by(*SUPERVISOR), DRAW) == "supervision.not_now"
    await given(settled, (SUPERVISOR, replace(PLAN, number="检-2")))
    rows = await listed(settled, Inspections(), "planned_at")
    assert len({it.seed for it in rows}) == 2


async def test_each_organ_is_looked_at_in_what_is_supervised_there(settled: Settled) -> None:
    """No matters named: those of each organ, not all of them at every one."""
    both = replace(PLAN, organs=(TOWN, OWNER), matters=())
    await given(settled, (SUPERVISOR, both), (SUPERVISOR, DRAW))
    fact = await settled.executor.unit(settled.tenant).get(streams.inspection("检-1"), Inspection)
    assert fact.state is not None
    planned = fact.state.planned
    alone = set(planned.supervised[TOWN]) - set(planned.supervised[OWNER])
    assert alone
    assert alone < set(planned.matters)
    assert not any(planned.covers(OWNER, no) for no in alone)
    old = replace(planned, supervised={})  # of a plan from before
    assert all(old.covers(OWNER, no) for no in alone)


def test_the_draw_alone() -> None:
    """Strata apart, at least so many, percents rounded up; the document's code draws the same."""
    frame = [Framed(o, m, "plain", f"{o}{m}-{n}") for o in "ab" for m in (1, 2) for n in range(9)]
    frame += [Framed("a", 1, "high", f"h-{n}") for n in range(3)]
    sampling = Sampling(at_least=2, percent=25, high_percent=100)
    strata = drawn("00", reversed(frame), sampling)
    assert [(s.organ, s.matter, s.risk, s.size, len(s.drawn)) for s in strata] == [
        ("a", 1, "high", 3, 3), ("a", 1, "plain", 9, 3), ("a", 2, "plain", 9, 3),
        ("b", 1, "plain", 9, 3), ("b", 2, "plain", 9, 3),
    ]  # fmt: skip
    assert drawn("00", frame, sampling) == strata
    assert drawn("01", frame, sampling) != strata
    assert drawn("00", frame, replace(sampling, at_least=100))[1].size == 9
    said = (Path(__file__).parents[2] / "docs/draw.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", said, re.DOTALL)
    told: dict[str, Any] = {}
    exec(code, told)  # noqa: S102  what an auditor would run
    cases = [it.case for it in frame if (it.organ, it.matter, it.risk) == ("a", 1, "plain")]
    assert told["drawn"]("00", cases, 2, 25) == list(strata[1].drawn)


async def test_what_is_drawn_is_looked_at_evaluated_and_signed(settled: Settled) -> None:
    """XG23-77, 行政许可法 61: what is wrong becomes a problem of the inspection."""
    await given(settled, (SUPERVISOR, PLAN), (SUPERVISOR, DRAW))
    refused = await settled.refused(settled.by(*SUPERVISOR), CLOSE)
    assert refused == "supervision.not_finished"
    row = await inspection(settled)
    sample = [(s.organ, case) for s in row.strata for case in s.drawn]
    assert {organ for organ, _ in sample} == {TOWN, OTHER}
    taken_for = replace(CHECK, organ=OTHER, case=next(case for at, case in sample if at == TOWN))
    assert await settled.refused(settled.by(*HEAD), taken_for) == "supervision.not_in_scope"
    for organ, case in sample:
        seen = replace(CHECK, organ=organ, case=case, in_order=organ == TOWN)
        await given(settled, (SUPERVISOR, seen))
    found = RecordProblem(
        number="问-1", organ=OTHER, found_in="inspection", source="检-1", description="先盖后签",
        evidence=DIGEST, matter=21, case="elsewhere",
    )  # fmt: skip
    await given(settled, (HEAD, found), (HEAD, CLOSE))
    row = await inspection(settled)
    assert (row.status, row.problems, row.inspectors) == ("closed", ("问-1",), CLOSE.inspectors)
    assert (row.words, row.clause, row.record) == ("随机抽查", "附件3 五.2", DIGEST)
    assert sum(not seen.in_order for seen in row.checks) == len(sample) - sum(
        organ == TOWN for organ, _ in sample
    )
    assert (await problem(settled)).source == "检-1"
    late = replace(found, number="问-2")
    assert await settled.refused(settled.by(*HEAD), late) == "supervision.not_now"


PLANNED: Given = (SUPERVISOR, EVERYDAY)
RANDOM: Given = (SUPERVISOR, PLAN)
DRAWN: Given = (SUPERVISOR, DRAW)
IN = RecordProblem(
    number="问-1", organ=TOWN, found_in="inspection", source="检-1", description="先盖后签",
    evidence=DIGEST, matter=21,
)  # fmt: skip
REFUSALS: Mapping[str, tuple[str, Sequence[Given], Seat, Command]] = {
    "the number is taken": ("number_taken", [PLANNED], *PLANNED),
    "no such kind": ("no_such_kind", [], SUPERVISOR, replace(PLAN, kind="none")),
    "nobody is inspected": ("incomplete", [], SUPERVISOR, replace(PLAN, organs=())),
    "for no purpose": ("incomplete", [], SUPERVISOR, replace(PLAN, purpose=" ")),
    "of another department's matter": (
        "not_supervisor", [], SUPERVISOR, replace(PLAN, matters=(21, 12))),
    "by a township": ("not_supervisor", [], ELSE, replace(PLAN, organs=(TOWN,))),
    "of oneself": ("not_supervisor", [], HERE, replace(PLAN, organs=(TOWN,))),
    "by a reviewer": ("not_supervisor", [], (OWNER, "reviewer"), PLAN),
    "none of each": ("sampling", [], SUPERVISOR, replace(PLAN, at_least=0)),
    "more than all": ("sampling", [], SUPERVISOR, replace(PLAN, percent=101)),
    "fewer of high risk": ("sampling", [], SUPERVISOR, replace(PLAN, high_percent=10)),
    "no such inspection": ("no_such_inspection", [], *DRAWN),
    "drawn by another": ("not_supervisor", [RANDOM], OWNERS, DRAW),
    "a draw where none is": ("not_drawn", [PLANNED], *DRAWN),
    "nothing to draw": (
        "sample_size", [(SUPERVISOR, replace(PLAN, since=date(2024, 1, 5)))], *DRAWN),
    "seen before the draw": ("not_now", [RANDOM], SUPERVISOR, CHECK),
    "an organ and what stands under it": (
        "overlapping", [], OWNERS, replace(EVERYDAY, organs=("county_government", TOWN))),
    "a case that another handles": (
        "not_in_scope", [PLANNED], SUPERVISOR, replace(CHECK, case="elsewhere")),
    "a case of a matter that is not looked at": (
        "not_in_scope", [PLANNED], SUPERVISOR, replace(CHECK, case="service")),
    "seen elsewhere": ("not_in_scope", [PLANNED], SUPERVISOR, replace(CHECK, organ="liangcun")),
    "a case of one's own choice": (
        "not_in_scope", [RANDOM, DRAWN], SUPERVISOR, replace(CHECK, case="service")),
    "seen twice": ("checked_already", [PLANNED, (SUPERVISOR, CHECK)], SUPERVISOR, CHECK),
    "nothing to show": ("evidence", [PLANNED], SUPERVISOR, replace(CHECK, evidence="")),
    "a problem elsewhere": (
        "not_in_scope", [PLANNED], SUPERVISOR, replace(IN, organ="liangcun")),
    "a problem of no inspection": ("no_such_inspection", [], SUPERVISOR, IN),
    "a problem of another's": ("not_supervisor", [PLANNED], OWNERS, IN),
    "closed before the draw": ("not_finished", [RANDOM], SUPERVISOR, CLOSE),
    "not all evaluated": (
        "evaluation", [PLANNED], SUPERVISOR, replace(CLOSE, evaluations=GRADES[:1])),
    "evaluated twice": (
        "evaluation", [PLANNED], SUPERVISOR, replace(CLOSE, evaluations=(*GRADES, GRADES[0]))),
    "not signed": ("unsigned", [PLANNED], SUPERVISOR, replace(CLOSE, inspectors=())),
    "no record": ("evidence", [PLANNED], SUPERVISOR, replace(CLOSE, record="x")),
    "cancelled without a word": (
        "incomplete", [PLANNED], SUPERVISOR, replace(CANCEL, reason="")),
    "closed after it was cancelled": (
        "not_now", [PLANNED, (SUPERVISOR, CANCEL)], SUPERVISOR, CLOSE),
    "a circular number taken": ("number_taken", [(OWNERS, CIRCULAR)], OWNERS, CIRCULAR),
    "a circular of a township": ("not_supervisor", [], ELSE, CIRCULAR),
    "a circular by a supervisor": ("not_supervisor", [], SUPERVISOR, CIRCULAR),
    "a circular about nobody": ("incomplete", [], OWNERS, replace(CIRCULAR, organs=())),
    "a circular that says nothing": ("incomplete", [], OWNERS, replace(CIRCULAR, text="")),
    "a circular that rests on nothing": (
        "cites", [], OWNERS, replace(CIRCULAR, cites=("inspection/none@1",))),
}  # fmt: skip


async def test_what_inspections_do_not_allow(settled: Settled) -> None:
    for n, (says, (code, before, seat, command)) in enumerate(REFUSALS.items()):
        await given(settled, *((by, _numbered(it, n)) for by, it in before))
        told = await settled.refused(settled.by(*seat), _numbered(command, n))
        assert told == f"supervision.{code}", says
    nowhere = replace(_numbered(CHECK, _PLAIN), case="none")
    assert await settled.refused(settled.by(*SUPERVISOR), nowhere) == "cases.unknown"
    ahead = replace(PLAN, since=date(2024, 1, 6))
    assert await settled.refused(settled.by(*SUPERVISOR), ahead) == "time.future"


_PLAIN = next(n for n, row in enumerate(REFUSALS.values()) if row[1] == [PLANNED])


def _numbered(command: Command, row: int) -> Command:
    """Each row has an inspection, a problem and a circular of its own."""
    named = {"number": f"{getattr(command, 'number', '')}-{row}"}
    if isinstance(command, RecordProblem):
        named["source"] = f"{command.source}-{row}"
    return replace(command, **named)


async def test_a_circular_says_who_does_how_and_where_it_is_public(settled: Settled) -> None:
    """XG23-33, -63: 及时通报有关情况; ZZ22-36: 并向社会公开; JX24-41: praise too."""
    await given(settled, FOUND, (OWNERS, replace(CIRCULAR, cites=("problem/问-1@1",))))
    praise = replace(CIRCULAR, number="通-2", tone="praise", organs=(OTHER,), published_in="")
    await given(settled, (HEAD, praise))
    rows = {row.key: row for row in await listed(settled, Circulars(), "issued_at")}
    first = rows["通-1"]
    assert (first.organ, first.organs, first.to) == (OWNER, (TOWN, OTHER), ("health",))
    assert (first.cites, first.published_in) == (("problem/问-1@1",), "县政府门户网站")
    assert (rows["通-2"].organ, rows["通-2"].published_in) == ("agriculture", "")


@pytest.mark.parametrize(
    ("county", "kinds"),
    [
        # XG23-63, -77; the last is of the county's other programme
        ("xingguo", {"日常检查", "随机抽查", "定期核查", "现场稽核", "督查", "督导检查"}),
        ("zezhou", {"不定期督导检查"}),  # ZZ22-35
        ("xingguo-2022", {"督导检查"}),  # XG22-29
        ("rongan", {"督查", "改革工作考核"}),  # RA22-31
    ],
)
def test_kinds_are_each_countys_own(county: str, kinds: set[str]) -> None:
    listed = load(bundled(county)).inspection
    assert {it.name for it in listed} == kinds
    assert {it.name for it in listed if it.draws} <= {"随机抽查"}
