"""Advisers, work plans, tasks and meetings around a reform (XG23-26, -29, -34, -35; XG22-27)."""

from datetime import date

from msgspec.structs import replace

from domain.kernel.authority import OPERATOR, By
from domain.kernel.event import Command
from domain.kernel.rulebook import Rulebook
from domain.policy.adoption import AdoptPack
from domain.readiness.contacts import AnswerQuestion, AskQuestion, EndContact, NameContact
from domain.readiness.dispatch import CloseResolution, HoldDispatch, Resolution
from domain.readiness.plans import FileWorkPlan
from domain.readiness.tasks import ReportTask, leads, units
from projections.contacts import Contacts
from projections.dispatches import Dispatches
from projections.questions import Questions
from projections.task_reports import TaskReports
from projections.work_plans import WorkPlans
from services.commands.guidance import owed_plans, task_table
from tenants.loader import bundled, digest, load
from tenants.names import resolve_all
from tests.scenarios.settled import OTHER, OWNER, TOWN, Settled
from tests.scenarios.test_readiness import rows
from tests.world import XINGGUO, at

PROGRAMME = "county_township"
NAME = NameContact(role="adviser", person=f"{OWNER}-reviewer", matters=(21,))
ASK = AskQuestion(number="问-1", to=OWNER, question="能否用电子证照？", matter=21)
ANSWER = AnswerQuestion(number="问-1", answer="可以。")
PLAN = FileWorkPlan(programme=PROGRAMME, title="推进方案", document_number="方-1")
REPORT = ReportTask(programme=PROGRAMME, task=2, text="设备已配齐", content=5)
MEETING = HoldDispatch(
    number="调-1",
    title="调度",
    attending=(OWNER, TOWN),
    resolutions=(
        Resolution(TOWN, "补办培训", date(2024, 1, 31)),
        Resolution("forestry", "补发手册"),
    ),
)
CLOSE = CloseResolution(number="调-1", resolution=1, result="已补训")
Refused = tuple[str, By, Command]


async def test_an_adviser_is_named_asked_and_answers(settled: Settled) -> None:
    """XG23-26: and nobody else may answer, nor he himself once he is named no more."""
    head, adviser = settled.by(OWNER, "principal"), settled.by(OWNER, "reviewer")
    clerk = settled.by(TOWN, "window_clerk")
    end = EndContact(role="adviser", person=adviser.person, reason="岗位调整")
    await settled.do(clerk, ASK)
    before: tuple[Refused, ...] = (
        ("readiness.not_adviser", adviser, ANSWER),
        ("readiness.no_such_role", head, replace(NAME, role="x")),
        ("readiness.contact_incomplete", head, replace(NAME, person=" ")),
        ("organisation.not_principal", adviser, NAME),
        ("readiness.not_their_matter", settled.by("forestry", "principal"), NAME),
        ("readiness.not_named", head, end),
        ("readiness.question_taken", clerk, ASK),
        ("readiness.not_asking", head, replace(ASK, number="问-2")),
        ("readiness.not_asking", clerk, replace(ASK, number="问-2", to=OTHER)),
        ("readiness.question_incomplete", clerk, replace(ASK, number="问-2", question=" ")),
        ("cases.number", clerk, replace(ASK, number="问/2")),
    )
    for code, by, command in before:
        assert await settled.refused(by, command) == code
    await settled.do(head, NAME)
    after: tuple[Refused, ...] = (
        ("readiness.contact_named", head, NAME),
        ("readiness.not_adviser", head, ANSWER),
        ("readiness.question_unknown", adviser, replace(ANSWER, number="问-9")),
        ("readiness.question_incomplete", adviser, replace(ANSWER, answer="")),
        ("readiness.reason", head, replace(end, reason=" ")),
    )
    for code, by, command in after:
        assert await settled.refused(by, command) == code
    on_another = replace(ASK, number="问-3", matter=22)
    await settled.do(clerk, on_another)
    answer = replace(ANSWER, number="问-3")
    assert await settled.refused(adviser, answer) == "readiness.not_adviser"
    await settled.do(adviser, ANSWER)
    assert await settled.refused(adviser, ANSWER) == "readiness.question_answered"
    (row,) = await rows(settled, Questions(), "asked_at", matter=21)
    assert (row.open, row.answer, row.answered_by) == (False, "可以。", adviser.person)
    settled.now = at("2024-01-08 09:00")
    await settled.do(head, end)
    await settled.do(clerk, replace(ASK, number="问-2"))
    later = replace(ANSWER, number="问-2")
    assert await settled.refused(adviser, later) == "readiness.not_adviser"
    (contact,) = await rows(settled, Contacts(), "named_at")
    assert (contact.open, contact.matters, contact.reason) == (False, (21,), "岗位调整")


async def test_a_work_plan_is_asked_for_by_a_day_that_was_over_and_alarms_nobody(
    settled: Settled,
) -> None:
    """XG23-29, B-02: 11月下旬前, issued on the 30th. And that of 2022 (XG22-27)."""
    unit = settled.executor.unit(settled.tenant)
    rules = await unit.rules()
    owed = {it.organ: it for it in await owed_plans(unit, rules) if it.programme == PROGRAMME}
    assert {TOWN, OWNER, "medical_insurance"} <= set(owed)
    assert all(it.historic and it.document_number is None for it in owed.values())
    head = settled.by(TOWN, "principal")
    refused: tuple[Refused, ...] = (
        ("readiness.no_such_programme", head, replace(PLAN, programme="x")),
        ("readiness.plan_incomplete", head, replace(PLAN, title=" ")),
        ("readiness.plan_incomplete", head, replace(PLAN, digest="x")),
        ("organisation.not_principal", settled.by(TOWN, "window_clerk"), PLAN),
    )
    for code, by, command in refused:
        assert await settled.refused(by, command) == code
    await settled.do(head, PLAN)
    await settled.do(head, replace(PLAN, document_number="方-2", digest="a" * 64))
    (row,) = await rows(settled, WorkPlans(), "filed_at")
    assert (row.organ, row.edition, row.document_number) == (TOWN, 2, "方-2")
    unit = settled.executor.unit(settled.tenant)
    (filed,) = (it for it in await owed_plans(unit, rules) if it.document_number)
    assert (filed.organ, filed.document_number) == (TOWN, "方-2")
    assert not [it for it in (await settled.react()).values() if it.about.startswith("work_plan")]


async def test_units_report_on_tasks_and_a_standing_duty_is_never_done(settled: Settled) -> None:
    """XG23-35, ZZ22-43: with the leads and units that the annex prints, and those it left out."""
    town, clerk = settled.by(TOWN, "principal"), settled.by(OTHER, "window_clerk")
    lead, forestry = settled.by(OWNER, "principal"), settled.by("forestry", "principal")
    refused: tuple[Refused, ...] = (
        ("readiness.task_standing", town, replace(REPORT, done=True)),
        ("readiness.not_of_task", forestry, REPORT),
        ("readiness.no_such_task", town, replace(REPORT, task=99)),
        ("readiness.no_such_task", town, replace(REPORT, content=1)),
        ("readiness.no_such_task", town, replace(REPORT, programme="")),
        ("readiness.report_incomplete", town, replace(REPORT, text=" ")),
    )
    for code, by, command in refused:
        assert await settled.refused(by, command) == code
    await settled.do(town, REPORT)
    await settled.do(town, replace(REPORT, text="人员已配齐"))
    first = replace(REPORT, task=1, content=None, done=True)
    await settled.do(lead, first)
    await settled.do(clerk, first)
    assert await settled.refused(clerk, first) == "readiness.task_done"
    found = await rows(settled, TaskReports(), "first_at", organ=TOWN)
    assert [(row.reports, row.text, row.done) for row in found] == [(2, "人员已配齐", False)]
    unit = settled.executor.unit(settled.tenant)
    table = {(it.programme, it.task): it for it in await task_table(unit, await unit.rules())}
    one, two = table[PROGRAMME, 1], table[PROGRAMME, 2]
    assert (one.leads, one.historic, one.done) == ((OWNER,), True, (OWNER, OTHER))
    assert TOWN in one.waiting
    assert {"culture_tourism", "transport"} <= set(one.units)  # left out by the annex (B-15)
    assert (two.standing, two.waiting, two.reported) == (True, (), (TOWN,))
    over = date(2024, 1, 2)
    moved = tuple(replace(it, due_on=over) if it.no == 5 else it for it in XINGGUO.task)
    later = replace(XINGGUO, version="2024-01-06", effective_from=date(2024, 1, 6), task=moved)
    await settled.do(OPERATOR, AdoptPack(pack=later, digest=digest(later)))
    settled.now = at("2024-01-08 09:00")
    unit = settled.executor.unit(settled.tenant)
    table = {(it.programme, it.task): it for it in await task_table(unit, await unit.rules())}
    assert table[PROGRAMME, 3].historic
    assert not table[PROGRAMME, 4].historic, "it fell due under the earlier version (2023-12-31)"
    assert table[PROGRAMME, 5].historic, "the later version named a day that was over"


def test_every_printed_unit_of_a_task_is_found_as_the_pack_is_checked() -> None:
    """ZZ22-43, XG22-30: by name, by another name, or as a group."""
    for name in ("xingguo", "zezhou"):
        pack = load(bundled(name))
        rules = Rulebook(pack)
        for task in pack.task:
            assert leads(task, rules) or not task.lead
            for printed in task.units:
                assert set(resolve_all(pack, printed)) <= set(units(task, rules))


async def test_a_meeting_settles_what_is_tracked_to_its_end(settled: Settled) -> None:
    """XG23-34, XG22-29 (定期调度工作进展), JX24-42 (研判分析会)."""
    head, town = settled.by(OWNER, "principal"), settled.by(TOWN, "window_clerk")
    late = (Resolution(TOWN, "补办", date(2024, 1, 4)),)
    before: tuple[Refused, ...] = (
        ("readiness.not_convener", town, MEETING),
        ("readiness.dispatch_incomplete", head, replace(MEETING, title=" ")),
        ("readiness.dispatch_incomplete", head, replace(MEETING, attending=())),
        ("readiness.dispatch_incomplete", head, replace(MEETING, resolutions=late)),
        ("readiness.dispatch_incomplete", head, replace(MEETING, problems=("题-9",) * 101)),
        ("organisation.no_such_organ", head, replace(MEETING, attending=("x",))),
        ("readiness.no_such_problem", head, replace(MEETING, problems=("题-9",))),
        ("readiness.no_such_resolution", head, CLOSE),
        ("cases.number", head, replace(MEETING, number="调/1")),
    )
    for code, by, command in before:
        assert await settled.refused(by, command) == code
    await settled.do(head, MEETING)
    after: tuple[Refused, ...] = (
        ("readiness.dispatch_taken", head, MEETING),
        ("readiness.no_such_resolution", town, replace(CLOSE, resolution=3)),
        ("readiness.not_carrier", town, replace(CLOSE, resolution=2)),
        ("readiness.report_incomplete", town, replace(CLOSE, result="")),
    )
    for code, by, command in after:
        assert await settled.refused(by, command) == code
    settled.now = at("2024-01-08 10:00")
    await settled.do(head, replace(CLOSE, resolution=2))  # who convened may say so too
    (row,) = await rows(settled, Dispatches(), "held_at")
    assert (row.open, [(it.resolution, it.organ) for it in row.closed]) == (1, [(2, OWNER)])
    # On paper, before it: who carries out another is not bound by when this one was done.
    before_it = replace(CLOSE, occurred_at=at("2024-01-05 09:00"))
    assert await settled.refused(town, before_it) == "time.before_predecessor"
    await settled.do(town, replace(CLOSE, occurred_at=at("2024-01-05 15:00")))
    assert await settled.refused(head, CLOSE) == "readiness.resolution_closed"
    (row,) = await rows(settled, Dispatches(), "held_at")
    assert row.open == 0
