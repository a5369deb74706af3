"""A notice from above arrives: what it finds, what becomes of each matter, what stays (B-20…B-24).

The notice is a small one of the test's own; the province's is played in `test_notice`.
"""

from collections import Counter
from datetime import date

import asyncpg
import msgspec
import pytest
from msgspec.structs import replace

from domain.cases.commands import Decide
from domain.cases.events import CaseReceived
from domain.delegation.agreement import SignAgreement, TerminateAgreement
from domain.delegation.amendment import AmendAgreement
from domain.kernel import streams
from domain.kernel.authority import OPERATOR, By
from domain.kernel.pack import (
    Document,
    Jurisdiction,
    Mode,
    ModeChangeTerms,
    Pack,
    Prohibition,
    Remedy,
    Step,
    Upper,
)
from domain.matters.declared import RecordLegalityReview
from domain.matters.settled import ChangeMode
from domain.policy.adoption import AdoptPack, AdoptUpperPack, Policy
from domain.policy.self_inspection import (
    CloseSelfInspection,
    DecideOutcome,
    OpenSelfInspection,
    SelfInspection,
)
from domain.seals.commands import ReinstateSeal, SuspendSeal
from infra.log import EventLog
from projections.matter_list import SettledMode, as_of
from services.commands.handled import mode_now
from services.commands.self_inspections import outstanding
from services.cutover import CutOver, cut_over
from services.cutover.stamps import stamps
from services.unit import Unit
from tenants.loader import digest
from tests.scenarios.window import DEPARTMENT_POSTS, Window, a_window
from tests.world import XINGGUO, at

DAY = date(2024, 2, 1)
"""Plainly synthetic: the notice has no date (B-21)."""

FAR = Mode(
    id="far",
    name="远程办理",
    source="B-20",
    step=(
        Step(id="receive", kind="receive", name="收件", by=("far_counter",)),
        Step(id="decide", kind="decide", name="审批", by=("far_dept",), after=("receive",)),
    ),
)
NOTICE = Pack(
    id="notice",
    version="1",
    name="上级通知",
    effective_from=DAY,
    jurisdiction=Jurisdiction(region="360000", name="某省", level="province"),
    upper=Upper(
        regions=("360000",),
        document="notice",
        corrects="三(二)",
        latest=date(2024, 11, 30),
        prohibition=(
            Prohibition(
                id="seals",
                kind="extra_seal",
                clause="三(二)",
                text="不得另行刻章",
                source="JX24-33",
            ),
            Prohibition(
                id="basis",
                kind="delegation_without_basis",
                clause="三(二)",
                text="不得违法委托",
                source="JX24-34",
            ),
        ),
        remedy=(
            Remedy(
                id="keep",
                name="有依据，保留",
                kind="keep",
                basis=("law", "regulation", "rule"),
                clause="三(二)",
                source="B-20",
            ),
            Remedy(
                id="remote", name="远程办理", kind="mode", mode="far", clause="一", source="B-20"
            ),
            Remedy(id="back", name="收回县级", kind="back", clause="三(二)", source="B-20"),
        ),
    ),
    document=(Document(id="notice", title="上级通知", source="B-21"),),
    organ=(),
    post={"principal": "主要负责人"},
    party={"far_counter": "case.receiver", "far_dept": "matter.delegator"},
    mode=(FAR,),
    matter=(),
)
ADOPT = AdoptUpperPack(
    pack=NOTICE, digest=digest(NOTICE), effective_from=DAY, evidence="（演示）收文登记〔2024〕1号"
)
OPEN = OpenSelfInspection(upper="notice", document_number="审改办1号", due_on=date(2024, 3, 1))
OUTCOME = DecideOutcome(
    upper="notice",
    matter=21,
    remedy="remote",
    effective_from=DAY,
    reason="未查到委托依据",
    document_number="审改办2号",
)
CLOSE = CloseSelfInspection(upper="notice", document_number="审改办9号")
SUSPEND = SuspendSeal(owner="approval", number=11, reason="自查自纠")


@pytest.fixture
async def county(pool: asyncpg.Pool, log: EventLog) -> Window:
    county = await a_window(pool, log)
    await county.staff("approval", DEPARTMENT_POSTS)
    return county


async def received(county: Window, number: str) -> CaseReceived:
    await county.receive(number=number)
    events = await county.executor.log.load(county.tenant, streams.case(number))
    event = events[0].event
    assert isinstance(event, CaseReceived)
    return event


async def state(county: Window) -> SelfInspection:
    fact = await county.executor.unit(county.tenant).get(
        streams.self_inspection("notice"), SelfInspection
    )
    assert fact.state is not None
    return fact.state


async def test_a_notice_is_found_out_decided_and_carried_out(county: Window) -> None:
    """JX24-33, -34, -35; E5-8: from the conflict to the closed inspection; history untouched."""
    county.now = at("2024-01-31 16:00")
    await county.play(*county.county.case(county.plan("case-0")))
    before = await received(county, "case-1")
    admin = county.by("approval", "principal")
    assert await county.refused(admin, OPEN) == "policy.no_conflict"
    county.now = at("2024-02-01 09:00")
    history = await county.executor.log.read(county.tenant, 0, limit=1000)

    done = await county.do(OPERATOR, ADOPT)
    assert [event.TYPE for _, event in done.events] == [
        "policy.upper_pack_adopted",
        "policy.conflict_flagged",
    ]
    found = (await state(county)).findings
    assert sorted(found) == list(range(12, 27))
    assert Counter(f.basis for f in found.values()) == {"law": 1, "none_found": 11, "not_needed": 3}
    assert (found[12].basis, found[12].prohibitions) == ("law", ("seals",))
    assert found[14].prohibitions == ("seals", "basis")
    assert found[13].prohibitions == ("seals",), "no licence, so outside 行政许可法 24"

    # The county's rules now carry the notice's; what was received keeps those it began under.
    policy = (await county.executor.unit(county.tenant).get(streams.POLICY, Policy)).state
    assert policy is not None
    in_force = policy.in_force(county.now)
    assert in_force is not None
    assert in_force.rules.version == "xingguo@2023-11-30+notice@1"
    assert policy.in_force(at("2024-01-31 09:00")) is policy.own[0]
    assert before.route.mode == "no2_seal"

    # Nothing new is handed down without a basis, and no such seal comes into use any more.
    sign = SignAgreement(
        delegator="approval", delegatee="gulonggang", contents={}, matters=(21,), valid_from=DAY
    )
    assert await county.refused(admin, sign) == "delegation.no_legal_basis"
    await _no_licence(county, admin, replace(sign, matters=(25,)))
    reinstate = ReinstateSeal(owner="approval", number=11, reason="查清")
    assert await county.refused(admin, reinstate) == "seal.prohibited_above"

    await _refusals(county, admin)
    await _outcomes(county, admin)
    after = await received(county, "case-2")
    assert after.route.mode == "far"
    county.now = at("2024-02-02 09:00")
    assert (await received(county, "case-3")).route.mode == "far"

    assert await county.refused(admin, CLOSE) == "policy.not_carried_out"
    await county.do(admin, SUSPEND)
    assert await county.refused(admin, CLOSE) == "policy.not_carried_out"
    await county.do(
        admin, TerminateAgreement(delegator="approval", delegatee="xingjiang", reason="自查自纠")
    )
    await county.do(admin, CLOSE)
    assert (await state(county)).status == "closed"
    assert await county.refused(admin, OUTCOME) == "policy.inspection_not_open"

    kept = await county.executor.log.read(county.tenant, 0, limit=len(history))
    assert kept == history, "nothing of what was done before is touched (B-22)"
    due = (await county.react())["self_inspection:notice:1"]
    assert (due.outcome, due.debtor, due.due_on) == ("met", "approval", date(2024, 3, 1))
    unit = county.executor.unit(county.tenant)
    _tells(await cut_over(unit, county.pool, "notice"))
    await _stamps(unit, county.pool)


async def _no_licence(county: Window, admin: By, sign: SignAgreement) -> None:
    """B-12: the notice speaks of every matter on application, so of these a review must say it."""
    review = RecordLegalityReview(
        matter=25, legality="unclear", document_number="审1号", opinion="没有依据可以核对"
    )
    amend = AmendAgreement(
        delegator="approval", delegatee="xingjiang", add=(25,), valid_from=DAY, reason="增加"
    )
    for found in (None, review, replace(review, mode="far", legality="lawful")):
        if found is not None:
            await county.do(admin, found)
        for command in (sign, amend):
            assert await county.refused(admin, command) == "delegation.not_reviewed"
    await county.do(admin, replace(review, legality="lawful"))
    assert await county.refused(admin, sign) == "delegation.contents_incomplete"


async def _stamps(unit: Unit, pool: asyncpg.Pool) -> None:
    """Each with what it rested on, two at a time."""
    first = await stamps(unit, pool, "notice", limit=2)
    rest = await stamps(unit, pool, "notice", limit=2, cursor=first.next)
    made = (*first.items, *rest.items)
    assert (len(first.items), rest.next) == (2, None)
    assert {(stamp.case, stamp.before, stamp.in_use) for stamp in made} == {("case-0", True, True)}
    assert {stamp.document for stamp in made} == {"acceptance", "decision", "certificate"}
    rested = "".join(made[0].rested_on)
    for link in ("agreement/approval/xingjiang@", "seal/approval/11@", "policy@1"):
        assert link in rested


def _tells(told: CutOver) -> None:
    """What relied on the seals, on what, and what became of the matters and of open cases."""
    assert (told.status, told.outstanding, told.stamped_out_of_use) == ("closed", (), 0)
    moved = {it.finding.matter: it for it in told.matters}
    assert (moved[21].goes_on_under, moved[21].stamps_before, moved[21].stamps_after) == (
        "远程办理",
        3,
        0,
    )
    (open_then,) = told.in_flight
    assert (open_then.case, open_then.transferred) == ("case-1", True)
    assert open_then.rules == "xingguo@2023-11-30", "it keeps the rules it began under"


async def _refusals(county: Window, admin: By) -> None:
    assert await county.refused(admin, OUTCOME) == "policy.inspection_not_open"
    assert await county.refused(county.clerk, OPEN) == "organisation.not_administration"
    late = replace(OPEN, due_on=date(2024, 1, 1))
    assert await county.refused(admin, late) == "policy.inspection_term"
    await county.do(admin, OPEN)
    assert await county.refused(admin, OPEN) == "policy.inspection_open"
    for wrong, code in (
        (replace(OUTCOME, matter=7), "policy.no_finding"),
        (replace(OUTCOME, remedy="other"), "policy.no_such_remedy"),
        (replace(OUTCOME, remedy="keep", basis="某规章"), "policy.no_basis_to_keep"),
        (replace(OUTCOME, matter=12, remedy="keep"), "policy.basis_missing"),
        (replace(OUTCOME, reason=" "), "policy.reason"),
        (replace(OUTCOME, document_number=""), "policy.document"),
        (replace(OUTCOME, effective_from=date(2024, 1, 31)), "policy.outcome_day"),
        (replace(OUTCOME, seal_stays=True), "policy.seal_stays"),
        (CLOSE, "policy.undecided"),
    ):
        assert await county.refused(admin, wrong) == code


async def _outcomes(county: Window, admin: By) -> None:
    keep = replace(OUTCOME, matter=12, remedy="keep", basis="森林法 57(3)", seal_stays=True)
    await county.do(admin, keep)
    for matter in (13, *range(14, 27)):
        remedy = "back" if matter in (13, 26) else "remote"
        await county.do(admin, replace(OUTCOME, matter=matter, remedy=remedy))
    outcomes = (await state(county)).outcomes
    assert {no: it.mode for no, it in outcomes.items() if it.mode != "far"} == {
        12: None,
        13: "county_channel",
        26: "county_channel",
    }


def a_list(version: str, day: date, own: Pack = XINGGUO, **otherwise: object) -> AdoptPack:
    """A later version of the county's rules, with other rows or tables."""
    pack = replace(own, version=version, effective_from=day, **otherwise)
    return AdoptPack(pack=pack, digest=digest(pack))


async def test_what_a_later_list_says_is_found_beside_what_is_in_force(county: Window) -> None:
    """B-20: no list to come empties an inspection, and what only it does is found before its day.

    Nos. 20 and 26 are gone from it or handled otherwise, no. 22 rests on a law there, and no. 7
    comes under a seal.
    """
    county.now = at("2024-02-01 09:00")
    await county.do(OPERATOR, ADOPT)
    now = (await state(county)).findings
    rows = {matter.no: matter for matter in XINGGUO.matter if matter.no != 26}
    rows[7] = replace(rows[7], mode="no2_seal")
    rows[20] = replace(rows[20], mode="assisted", guard=())
    assert rows[22].delegation_basis is not None
    rows[22] = replace(rows[22], delegation_basis=replace(rows[22].delegation_basis, finding="law"))
    lists = tuple(replace(it, count=25) if it.count == 26 else it for it in XINGGUO.list)
    later = a_list("2024-03", date(2024, 3, 1), matter=tuple(rows.values()), list=lists)
    await county.do(OPERATOR, later)
    found = (await state(county)).findings
    assert {no: finding for no, finding in found.items() if no != 7} == now
    assert (found[7].mode, found[7].prohibitions) == ("no2_seal", ("seals", "basis"))


def renamed(pack: Pack) -> Pack:
    """The same with other names for the mode under a seal and for the seal."""
    said = msgspec.json.encode(pack).decode()
    for name, other in (
        ('"no2_seal"', '"later_mode"'),
        ('"no2"', '"later_seal"'),
        ('"seal:no2"', '"seal:later_seal"'),
    ):
        said = said.replace(name, other)
    return msgspec.json.decode(said, type=Pack)


async def test_a_finding_is_read_by_the_rules_that_it_was_found_in(county: Window) -> None:
    """B-20, B-22: later rules may know neither its mode nor its seal, nor find it out any more."""
    county.now = at("2024-01-31 16:00")
    await county.play(*county.county.case(county.plan("case-0")))
    await received(county, "case-1")
    county.now = at("2024-02-01 09:00")
    admin = county.by("approval", "principal")
    await county.do(OPERATOR, ADOPT)
    await county.do(admin, OPEN)
    own, day = renamed(XINGGUO), date(2024, 3, 1)
    rows = tuple(replace(it, mode="later_mode") if it.no == 7 else it for it in own.matter)
    await county.do(OPERATOR, a_list("2024-03", day, own, matter=rows))
    assert (await state(county)).findings[7].mode == "later_mode", "no rules of today know it"
    await county.do(admin, replace(OUTCOME, matter=7, remedy="back", effective_from=day))
    assert (await state(county)).outcomes[7].mode == "county_channel"
    await county.do(admin, OUTCOME)
    county.now = at("2024-03-01 09:00")
    await county.projections.catch_up(county.tenant)
    unit = county.executor.unit(county.tenant)
    told, made = (
        await cut_over(unit, county.pool, "notice"),
        await stamps(unit, county.pool, "notice"),
    )
    agreement, seal = told.outstanding[-2:]
    assert (agreement[-6:], seal[-4:]) == ("仍含第21项", "仍在使用")
    assert {stamp.case for stamp in made.items} == {"case-0"}
    assert [it.case for it in told.in_flight] == ["case-1"]

    rows = tuple(
        replace(it, mode="assisted", guard=()) if it.mode == "no2_seal" else it
        for it in XINGGUO.matter
    )
    await county.do(OPERATOR, a_list("2024-03.2", day, matter=rows))
    assert (await state(county)).findings == {}
    # The list moved every matter; the seal that was engraved for them is still there (JX24-33).
    assert await county.refused(admin, CLOSE) == "policy.not_carried_out"
    await county.do(admin, SUSPEND)
    await county.do(admin, CLOSE)
    unit = county.executor.unit(county.tenant)
    after = await cut_over(unit, county.pool, "notice")
    assert await stamps(unit, county.pool, "notice") == made
    assert after.in_flight == told.in_flight
    moved = {it.finding.matter: it for it in after.matters}
    assert sorted(moved) == [7, *range(12, 27)]
    assert moved[21].outcome is not None
    assert (moved[21].outcome.remedy, moved[21].goes_on_under) == ("remote", moved[7].goes_on_under)


async def test_open_cases_go_along_with_an_outcome_where_the_county_says_so(
    pool: asyncpg.Pool, log: EventLog
) -> None:
    """B-20, B-22: into a mode of the notice, which the rules of their receipt do not know."""
    terms = ModeChangeTerms(in_flight="move", clause="（演示）五", source="B-22")
    county = await a_window(pool, log, replace(XINGGUO, mode_change=terms))
    await county.staff("approval", DEPARTMENT_POSTS)
    await received(county, "case-1")
    own = (await county.case()).policy
    county.now = at("2024-02-01 09:00")
    await county.do(OPERATOR, ADOPT)
    await county.do(county.by("approval", "principal"), OPEN)
    await county.do(county.by("approval", "principal"), OUTCOME)
    await county.react()
    moved = await county.case()
    assert (moved.mode, moved.policy) == ("far", f"{own}+notice@1")
    decide = Decide(case="case-1", outcome="granted", document_number="决-1")
    await county.do(county.by("approval", "approver"), decide)
    await county.react()
    told = await cut_over(county.executor.unit(county.tenant), county.pool, "notice")
    assert [(it.case, it.transferred) for it in told.in_flight] == [("case-1", True)]


async def test_only_what_binds_the_county_is_adopted_and_only_once(county: Window) -> None:
    """A pack for one province cannot be adopted by a county of another (region codes; B-21)."""
    assert NOTICE.upper is not None
    other = replace(NOTICE, upper=replace(NOTICE.upper, regions=("450000",)))
    clash = replace(NOTICE, party={**NOTICE.party, "town": "case.receiver"})
    invalid = replace(NOTICE, party={})
    for pack, code in (
        (other, "policy.other_region"),
        (clash, "policy.clash"),
        (invalid, "policy.pack_invalid"),
        (XINGGUO, "policy.not_upper_pack"),
    ):
        wrong = replace(ADOPT, pack=pack, digest=digest(pack))
        assert await county.refused(OPERATOR, wrong) == code
    assert await county.refused(OPERATOR, replace(ADOPT, evidence=" ")) == "policy.evidence"
    late = replace(ADOPT, effective_from=date(2024, 12, 1))
    assert await county.refused(OPERATOR, late) == "policy.effective_from"
    assert await county.refused(county.by("approval", "principal"), ADOPT) == "policy.not_operator"
    plain = AdoptPack(pack=NOTICE, digest=digest(NOTICE))
    assert await county.refused(OPERATOR, plain) == "policy.upper_pack"
    await county.do(OPERATOR, ADOPT)
    assert await county.refused(OPERATOR, ADOPT) == "policy.already_adopted"
    second = replace(NOTICE, id="second")
    another = replace(ADOPT, pack=second, digest=digest(second))
    assert await county.refused(OPERATOR, another) == "policy.clash", "one level above for now"
    taken = replace(XINGGUO, version="2", party={**XINGGUO.party, "far_dept": "case.receiver"})
    later = AdoptPack(pack=taken, digest=digest(taken))
    assert await county.refused(OPERATOR, later) == "policy.clash"


async def test_a_mode_changes_by_event_until_a_later_list(county: Window) -> None:
    """B-22, B-23: cases before stay; a later version of the list may print it otherwise."""
    admin = county.by("approval", "principal")
    change = ChangeMode(
        matter=21,
        mode="county_channel",
        effective_from=date(2024, 1, 8),
        reason="试行后调整",
        document_number="审改办3号",
    )
    for wrong, code in (
        (replace(change, mode="no2_seal"), "matters.no_such_mode"),
        (replace(change, effective_from=date(2024, 1, 3)), "matters.change_day"),
        (replace(change, reason=""), "matters.reason"),
        (replace(change, matter=99), "matters.not_listed"),
    ):
        assert await county.refused(admin, wrong) == code
    await county.do(admin, change)
    assert (await received(county, "case-1")).route.mode == "no2_seal"
    county.now = at("2024-01-08 09:00")
    assert (await received(county, "case-2")).route.mode == "county_channel"
    assert (await county.case()).mode == "no2_seal"

    for version, month, mode, runs in (
        ("2024-02", 2, "no2_seal", "county_channel"),  # it changes other things alone
        ("2024-03", 3, "assisted", "assisted"),
        ("2024-04", 4, "no2_seal", "no2_seal"),  # what it changed before does not come back
    ):
        await county.do(OPERATOR, printed(mode, date(2024, month, 1)))
        county.now = at(f"2024-{month:02}-01 09:00")
        assert (await received(county, f"case-{version}")).route.mode == runs
        shown = await _shown(county)
        assert (shown.mode if shown else mode) == runs, "the list says so too"


def printed(mode: str, day: date) -> AdoptPack:
    """A later list, which prints one matter otherwise."""
    matters = tuple(
        replace(it, mode=mode, guard=()) if it.no == 21 else it for it in XINGGUO.matter
    )
    return a_list(str(day), day, matter=matters)


async def test_what_is_decided_for_a_day_rests_on_the_list_of_that_day(county: Window) -> None:
    """B-20, B-23: it goes before the list then in force; a list after it may undo it."""
    admin = county.by("approval", "principal")
    county.now = at("2024-02-01 09:00")
    await county.do(OPERATOR, ADOPT)
    await county.do(admin, OPEN)
    await county.do(OPERATOR, printed("assisted", date(2024, 3, 1)))
    outcome = replace(OUTCOME, effective_from=date(2024, 3, 4))
    same = ChangeMode(
        matter=21,
        mode="assisted",
        effective_from=date(2024, 3, 4),
        reason="按新清单",
        document_number="审改办3号",
    )
    assert await county.refused(admin, same) == "matters.no_such_mode"
    await county.do(admin, outcome)
    await county.do(admin, replace(outcome, matter=12))
    kept = replace(OUTCOME, matter=12, remedy="keep", basis="森林法 57(3)")
    await county.do(admin, kept)  # before what was decided first has come

    county.now = at("2024-03-04 09:00")
    assert (await received(county, "case-1")).route.mode == "far"
    unit = county.executor.unit(county.tenant)
    assert await mode_now(unit, 12, await unit.rules()) == "no2_seal"
    await county.do(OPERATOR, printed("no2_seal", date(2024, 3, 20)))
    assert not any("第21项应按" in line for line in await _left(county))
    county.now = at("2024-03-20 09:00")
    assert any("第21项应按“远程办理”办理" in line for line in await _left(county))
    await county.do(admin, replace(outcome, effective_from=date(2024, 3, 20)))
    assert not any("第21项应按" in line for line in await _left(county))


async def _left(county: Window) -> list[str]:
    unit = county.executor.unit(county.tenant)
    return await outstanding(unit, await state(county), await unit.rules())


async def _shown(county: Window) -> SettledMode | None:
    await county.projections.catch_up(county.tenant)
    day = county.now.astimezone(county.county.rules.zone).date()
    (row,) = (it for _, it in await as_of(county.pool, county.tenant, day) if it.no == 21)
    policy = await county.executor.unit(county.tenant).adopted()
    return row.settled_on(day, county.county.rules.zone, policy.lists)
