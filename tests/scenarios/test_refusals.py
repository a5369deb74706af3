"""The main refusals: given a county at work, when somebody lacks power, then code and clause."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple
from uuid import uuid4

import pytest
from msgspec.structs import replace

from domain.attempts.attempt import AttemptMade
from domain.cases.commands import Accept, Decide, Deliver, Receive
from domain.delegation.agreement import SignAgreement, TerminateAgreement
from domain.kernel.authority import OPERATOR, By
from domain.kernel.event import Command
from domain.kernel.refusal import Refusal
from domain.organisation.posts import (
    AssumePost,
    AuthoriseStaff,
    LeavePost,
    WithdrawStaffAuthorisation,
)
from domain.seals.life import RecordEngraving, SuspendSeal
from domain.seals.use import ApplyForUse, ConsentToUse, Document, Stamp
from services.demo.acts import TOWNSHIP_POSTS, CasePlan, synthetic_applicant
from tests.world import World

TOWN, OTHER, OWNER, NUMBER = "xingjiang", "gulonggang", "approval", 11
CASE = "case-1"


class Row(NamedTuple):
    """`given` prepares beyond a decided case of no. 21 in 兴江乡; then `by` issues `when`."""

    name: str
    by: tuple[str, str]
    when: Command
    code: str
    clause: str
    given: Callable[[World], Awaitable[object]] | None = None


async def _applied(world: World) -> None:
    await world.do(world.by(TOWN, "seal_user"), apply())


async def _consented(world: World) -> None:
    await _applied(world)
    await world.do(world.by(TOWN, "principal"), consent())


async def _principal_applied_as_user(world: World) -> None:
    """The principal also holds the seal user's post and applied himself (XG23-56, B-08)."""
    person = world.by(TOWN, "principal").person
    await world.do(OPERATOR, AssumePost(organ=TOWN, post="seal_user", person=person))
    await world.do(
        world.by(TOWN, "principal"),
        AuthoriseStaff(person=person, organ=TOWN, steps=("apply",), matters=(21,)),
    )
    await world.do(By(person, TOWN, "seal_user"), apply())


async def _forestry_seal_in_use(world: World) -> None:
    county = world.county
    towns = tuple(organ.id for organ in county.pack.organ if organ.seal_no)[:8]
    await world.play(*county.staffing("forestry", {"principal": ()}), county.pilot(12, towns))
    await world.play(*county.handing_down("forestry", TOWN))


async def _suspended(world: World) -> None:
    await _consented(world)
    await world.do(
        world.by(OWNER, "principal"), SuspendSeal(owner=OWNER, number=NUMBER, reason="核查")
    )


async def _terminated(world: World) -> None:
    await _consented(world)
    await world.do(
        world.by(OWNER, "principal"),
        TerminateAgreement(delegator=OWNER, delegatee=TOWN, reason="收回"),
    )


async def _custodian_left(world: World) -> None:
    await _consented(world)
    await world.do(
        OPERATOR, LeavePost(organ=TOWN, post="custodian", person=world.by(TOWN, "custodian").person)
    )


async def _authorisation_withdrawn(world: World) -> None:
    person = world.by(TOWN, "seal_user").person
    await world.do(
        world.by(TOWN, "principal"),
        WithdrawStaffAuthorisation(person=person, organ=TOWN, reason="轮岗"),
    )


async def _stamped(world: World) -> None:
    await _consented(world)
    await world.do(world.by(TOWN, "custodian"), stamp())


async def _assisted_case(world: World) -> None:
    """No. 7 is 乡镇帮办代办: the township only helps (XG23-52)."""
    await world.do(
        world.by(TOWN, "window_clerk"),
        Receive(
            case="case-7",
            matter=7,
            receiver=TOWN,
            channel="window",
            stated={"disability_grade": "三级", "disability_kind": "肢体", "action": "新办"},
            applicant=synthetic_applicant("7"),
        ),
    )


async def _case_of_other_township(world: World) -> None:
    county = world.county
    await world.play(*county.staffing(OTHER, TOWNSHIP_POSTS))
    await world.play(*county.handing_down(OWNER, OTHER))
    await world.play(*list(county.case(CasePlan("case-2", OTHER, 21, {})))[:7])


def apply(case: str = CASE, owner: str = OWNER, number: int = NUMBER) -> ApplyForUse:
    return ApplyForUse(
        case=case, owner=owner, number=number, documents=(Document("decision", f"{case}-决"),)
    )


def consent() -> ConsentToUse:
    return ConsentToUse(case=CASE, owner=OWNER, number=NUMBER, documents=("decision",))


def stamp() -> Stamp:
    return Stamp(case=CASE, owner=OWNER, number=NUMBER, document="decision")


USER, HEAD, KEEPER = (TOWN, "seal_user"), (TOWN, "principal"), (TOWN, "custodian")

ROWS = (
    # XG23-51, XG23-83, E5-2: the seal of another department
    Row(
        "wrong seal",
        USER,
        apply(owner="forestry"),
        "seal.wrong_department",
        "附件3-1",
        _forestry_seal_in_use,
    ),
    # XG23-83, E5-2: the seal of 兴江乡 (11) used by 古龙岗镇
    Row(
        "wrong township",
        (OTHER, "seal_user"),
        apply(case="case-2"),
        "seal.wrong_township",
        "附件3-1",
        _case_of_other_township,
    ),
    # XG23-52, E5-2: no. 7 is not a seal matter
    Row(
        "matter out of scope",
        USER,
        apply(case="case-7"),
        "seal.out_of_scope",
        "附件3 一.3",
        _assisted_case,
    ),
    Row("seal never engraved", USER, apply(number=12), "seal.not_registered", "附件3 一.2"),
    # XG23-56, E5-3
    Row("no application", HEAD, consent(), "seal.not_applied", "平台规则"),
    Row("no consent", KEEPER, stamp(), "seal.consent_missing", "附件3 二.2", _applied),
    Row(
        "consent by another post",
        (TOWN, "approver"),
        consent(),
        "seal.consent_by_principal",
        "附件3 二.2",
        _applied,
    ),
    Row(
        "consent by the applicant himself",
        HEAD,
        consent(),
        "seal.consent_by_applicant",
        "附件3 二.2",
        _principal_applied_as_user,
    ),
    # XG23-57
    Row(
        "stamping by who is not custodian", USER, stamp(), "seal.custody", "附件3 二.3", _consented
    ),
    Row(
        "custodian left the post",
        KEEPER,
        stamp(),
        "organisation.post_not_held",
        "五(一)",
        _custodian_left,
    ),
    Row(
        "staff not authorised",
        USER,
        apply(),
        "organisation.not_authorised",
        "四(二)",
        _authorisation_withdrawn,
    ),
    Row("seal suspended", KEEPER, stamp(), "seal.not_in_use", "附件3 二.4", _suspended),
    # XG23-05: the agreement ended between consent and stamp
    Row("agreement ended", KEEPER, stamp(), "delegation.not_in_force", "附件3 二.1", _terminated),
    Row(
        "one document, one use",
        KEEPER,
        stamp(),
        "seal.one_use_per_document",
        "附件3 二.3",
        _stamped,
    ),
    Row(
        "blank stamping",
        USER,
        ApplyForUse(case=CASE, owner=OWNER, number=NUMBER, documents=(Document("decision", " "),)),
        "seal.document_number",
        "附件3 二.3",
    ),
    Row(
        "a document that is not the case's",
        USER,
        ApplyForUse(
            case=CASE, owner=OWNER, number=NUMBER, documents=(Document("decision", "别的"),)
        ),
        "seal.document_number",
        "附件3 二.3",
    ),
    Row(
        "delivery before the stamp",
        (TOWN, "window_clerk"),
        Deliver(case=CASE),
        "cases.step_not_yet",
        "四(二)",
    ),
    Row(
        "a step twice",
        (TOWN, "window_clerk"),
        Accept(case=CASE, document_number="x"),
        "cases.step_taken",
        "平台规则",
    ),
    Row(
        "deciding twice",
        (TOWN, "approver"),
        Decide(case=CASE, outcome="granted", document_number="x"),
        "cases.step_taken",
        "平台规则",
    ),
    Row(
        "another township takes a step",
        (OTHER, "approver"),
        Decide(case=CASE, outcome="granted", document_number="x"),
        "cases.wrong_performer",
        "四(四)",
        _case_of_other_township,
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
async def test_refused_with_code_and_clause_and_nothing_changed(world: World, row: Row) -> None:
    await world.set_up(OWNER, TOWN)
    await world.play(*list(world.county.case(world.plan(CASE)))[:7])
    if row.given:
        await row.given(world)
    before = await world.executor.log.head(world.tenant)

    with pytest.raises(Refusal) as refused:
        await world.do(world.by(*row.by), row.when)

    assert refused.value.code == row.code
    assert refused.value.clause == row.clause
    assert refused.value.source
    written = await world.executor.log.read(world.tenant, before)
    attempts = [item.event for item in written]
    assert all(isinstance(event, AttemptMade) and event.code == row.code for event in attempts)
    remembered = row.when.POWER and refused.value.kind == "not_permitted"
    assert len(attempts) == (1 if remembered else 0)


async def test_an_attempt_repeated_is_refused_the_same_and_remembered_once(world: World) -> None:
    await world.set_up(OWNER, TOWN)
    await world.play(*list(world.county.case(world.plan(CASE)))[:7])
    await _applied(world)
    command_id = uuid4()
    for _ in range(3):
        with pytest.raises(Refusal) as refused:
            await world.do(world.by(*KEEPER), stamp(), command_id)
        assert refused.value.code == "seal.consent_missing"
        assert refused.value.clause == "附件3 二.2"
    attempts = await world.executor.log.read(world.tenant, types=[AttemptMade.TYPE])
    assert len(attempts) == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        # XG23-55: all seven contents
        ({"contents": {"basis": "x"}}, "delegation.contents_incomplete"),
        # XG23-52: only matters handled with the seal, and only the department's own
        ({"matters": (7,)}, "delegation.matter_not_delegable"),
        ({"matters": (12,)}, "delegation.matter_not_delegable"),
        ({"matters": ()}, "delegation.matter_not_delegable"),
        # B-14: addressees without a row in annex 3-1
        (
            {"delegatee": "economic_zone"},
            "seal.organ_without_seal",
        ),
    ],
)
async def test_an_agreement_that_does_not_stand_is_not_signed(
    world: World, changes: dict[str, object], code: str
) -> None:
    county = world.county
    await world.play(county.adoption())
    for organ in (OWNER, TOWN, "economic_zone"):
        await world.play(*county.staffing(organ, {"principal": ()}))
    (good,) = [
        act.command
        for act in county.handing_down(OWNER, TOWN)
        if isinstance(act.command, SignAgreement)
    ]
    with pytest.raises(Refusal) as refused:
        await world.do(world.by(OWNER, "principal"), replace(good, **changes))
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": "兴国县行政审批局行政审批专用章（12）"}, "seal.name_pattern"),  # XG23-82, B-17
        ({"number": 10}, "seal.organ_without_seal"),  # numbers 1-10 are nobody's
        (
            {"owner": "transport", "name": "兴国县交运局行政审批专用章（11）"},
            "organisation.not_principal",
        ),
    ],
)
async def test_a_seal_that_the_table_does_not_know_is_not_engraved(
    world: World, changes: dict[str, object], code: str
) -> None:
    county = world.county
    await world.play(county.adoption())
    await world.play(*county.staffing(OWNER, {"principal": ()}))
    (good,) = [
        act.command
        for act in county.handing_down(OWNER, TOWN)
        if isinstance(act.command, RecordEngraving)
    ]
    with pytest.raises(Refusal) as refused:
        await world.do(world.by(OWNER, "principal"), replace(good, **changes))
    assert refused.value.code == code


async def test_a_department_that_delegates_nothing_may_not_engrave(world: World) -> None:
    """XG23-54: engraved by the delegating department; 县交运局 delegates none."""
    county = world.county
    await world.play(county.adoption())
    await world.play(*county.staffing("transport", {"principal": ()}))
    with pytest.raises(Refusal) as refused:
        await world.do(
            world.by("transport", "principal"),
            RecordEngraving(
                owner="transport",
                number=11,
                rule="no2",
                name="兴国县交运局行政审批专用章（11）",
                engraver="x",
            ),
        )
    assert refused.value.code == "seal.engraved_by_delegator"
