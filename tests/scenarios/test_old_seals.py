"""What becomes of the old seals when one seal takes over, and who demands one anyway.

ZZ22-15 to -19: everything inventoried; cancelled in principle and sealed up; kept where the body
was formally established, or where the unified review agrees; none may be demanded without a law.
"""

import asyncio
from datetime import date
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from msgspec.structs import replace

from domain.attempts.attempt import AttemptMade
from domain.kernel import streams
from domain.kernel.authority import By
from domain.kernel.event import Command
from domain.kernel.pack import Rule
from domain.kernel.refusal import Refusal
from domain.kernel.rulebook import Rulebook
from domain.seals.old.demand import DemandInternalSeal, RecordSealDemand
from domain.seals.old.seal import (
    ApplyForRetention,
    ApproveRetention,
    CancelOldSeal,
    InventoryOldSeal,
    OldSeal,
    RejectRetention,
    SealUpOldSeal,
)
from domain.seals.old.terms import towns
from domain.seals.use import ApplyForUse, Document
from infra.log import EventLog
from projections import old_seals
from projections.old_seals import OldSeals, Progress
from projections.seal_demands import SealDemands
from services.demo.acts import County as Acts
from tenants.loader import bundled, load
from tests.scenarios.clearing import (
    ADMINISTRATION,
    ASKING,
    CENTRE,
    CIVIL,
    DEMAND,
    DEPT,
    GOVERNMENT,
    HEAD,
    LAW,
    OFFICE,
    OFFICE_POSTS,
    OTHER,
    PACK,
    PAPER,
    REVIEW,
    SEAL,
    TERMS,
    TOWN,
    Clearing,
    seat,
)
from tests.world import at


@pytest.fixture
async def county(pool: asyncpg.Pool, log: EventLog) -> Clearing:
    made = Clearing(pool, log)
    await made.begin()
    return made


# The inventory, and what becomes of each (ZZ22-15, -16).


async def test_a_seal_of_little_use_is_cancelled_and_sealed_up(county: Clearing) -> None:
    """ZZ22-15."""
    await county.inventory()
    assert (await county.rows())["xingjiang/1"].status == "open"
    county.now = at("2024-01-08 09:00")
    await county.do(HEAD, CancelOldSeal(**SEAL, reason="机构已经撤销"))
    county.now = at("2024-01-09 15:00")
    sealing = SealUpOldSeal(**SEAL, place="乡党政办保险柜", witness="xingjiang-approver")
    done = await county.do(HEAD, sealing)
    row = (await county.rows())["xingjiang/1"]
    assert (row.status, row.since, row.place, row.witness, row.reason) == (
        "sealed_up", county.now, "乡党政办保险柜", "xingjiang-approver", "机构已经撤销",
    )  # fmt: skip
    assert (row.name, row.keeper, row.condition) == (CIVIL["name"], "民政办", "little_used")
    assert (row.inventoried_at, row.version) == (at("2024-01-04 09:00"), 3)
    assert done.events[0][0] == streams.old_seal(TOWN, 1)
    seal = (await county.executor.unit(county.tenant).get("old_seal/xingjiang/1", OldSeal)).state
    assert seal is not None
    assert [status for _, status in seal.history] == ["open", "cancelled", "sealed_up"]


async def test_the_unified_review_keeps_one_and_not_the_other(county: Clearing) -> None:
    """ZZ22-16: the county government agrees, by a numbered document, or it does not."""
    for number in (1, 2):
        await county.inventory(number)
        apply = ApplyForRetention(organ=TOWN, number=number, reason="对外业务确需使用")
        await county.do(HEAD, apply)
    await county.do(REVIEW, ApproveRetention(**SEAL, document_number="审查1号"))
    rejecting = RejectRetention(
        organ=TOWN, number=2, document_number="审查2号", reason="可用专用章"
    )
    await county.do(REVIEW, rejecting)
    rows = await county.rows()
    kept, gone = rows["xingjiang/1"], rows["xingjiang/2"]
    assert (kept.status, kept.decided_by, kept.document_number) == (
        "retained", GOVERNMENT, "审查1号",
    )  # fmt: skip
    assert (gone.status, gone.document_number, gone.reason) == ("rejected", "审查2号", "可用专用章")
    await county.do(HEAD, SealUpOldSeal(organ=TOWN, number=2, place="保险柜", witness="w"))
    gone = (await county.rows())["xingjiang/2"]
    assert (gone.status, gone.document_number, gone.place) == ("sealed_up", "审查2号", "保险柜")


async def test_a_formally_established_body_of_a_town_keeps_its_seal(county: Clearing) -> None:
    """ZZ22-16: without a review, by the document that set it up; of a department's: no."""
    formal: dict[str, Any] = {
        "standing": "established",
        "established_by": "编发〔2020〕1号",
        "condition": "in_use",
    }
    await county.inventory(**formal)
    row = (await county.rows())["xingjiang/1"]
    assert (row.status, row.established_by) == ("kept", "编发〔2020〕1号")
    refused = await county.refusal(HEAD, ApplyForRetention(**SEAL, reason="x"))
    assert (refused.code, refused.clause) == ("seal.retention_not_needed", "四(二)3")
    department = InventoryOldSeal(organ=DEPT, number=1, **{**CIVIL, **formal})
    refused = await county.refusal(seat(DEPT), department)
    assert (refused.code, refused.clause) == ("seal.old_standing", "四(二)3")
    unproven = InventoryOldSeal(organ=TOWN, number=2, **{**CIVIL, **formal, "established_by": " "})
    assert (await county.refusal(HEAD, unproven)).code == "seal.old_standing"
    # Which bodies keep theirs is the county's to say.
    wider = replace(PACK, old_seals=replace(TERMS, kept_at=("township", "county")))
    await county.adopt(wider)
    await county.do(seat(DEPT), department)
    assert (await county.rows())["agriculture/1"].status == "kept"


@pytest.mark.parametrize("condition", ["abolished", "renamed"])
async def test_what_a_body_was_called_before_is_no_seal_to_keep(
    county: Clearing, condition: str
) -> None:
    """机构撤销、名称变更: of a formally established body too (ZZ22-15, 国务院印章规定 24)."""
    formal: dict[str, Any] = {"standing": "established", "established_by": "编发〔2020〕1号"}
    await county.inventory(**formal, condition=condition)
    assert (await county.rows())["xingjiang/1"].status == "open"
    await county.do(HEAD, CANCEL)
    await county.do(HEAD, SEAL_UP)
    assert (await county.rows())["xingjiang/1"].status == "sealed_up"


async def test_a_town_clears_up_for_its_centre(county: Clearing) -> None:
    await county.do(HEAD, InventoryOldSeal(organ=CENTRE.id, number=1, **CIVIL))
    await county.do(seat(CENTRE.id), CancelOldSeal(organ=CENTRE.id, number=1, reason="x"))
    assert (await county.rows())["xingjiang_centre/1"].status == "cancelled"
    # But a department's is not its superior's.
    of_department = InventoryOldSeal(organ=DEPT, number=1, **CIVIL)
    assert (await county.refusal(REVIEW, of_department)).code == "organisation.not_principal"


INVENTORY = InventoryOldSeal(**SEAL, **CIVIL)
CANCEL = CancelOldSeal(**SEAL, reason="机构撤销")
APPLY = ApplyForRetention(**SEAL, reason="确需使用")
APPROVE = ApproveRetention(**SEAL, document_number="审查1号")
REJECT = RejectRetention(**SEAL, document_number="审查1号", reason="不需要")
SEAL_UP = SealUpOldSeal(**SEAL, place="保险柜", witness="w")
# What was done by whom before, who asks for what, the code of the refusal.
REFUSED: tuple[tuple[tuple[Command, ...], By, Command, str], ...] = (
    ((INVENTORY,), HEAD, INVENTORY, "seal.old_exists"),
    ((), HEAD, CANCEL, "seal.old_unknown"),
    ((), HEAD, APPLY, "seal.old_unknown"),
    ((), REVIEW, APPROVE, "seal.old_unknown"),
    ((), HEAD, SEAL_UP, "seal.old_unknown"),
    ((INVENTORY,), HEAD, SEAL_UP, "seal.old_wrong_status"),
    ((INVENTORY,), REVIEW, APPROVE, "seal.old_wrong_status"),
    ((INVENTORY,), REVIEW, REJECT, "seal.old_wrong_status"),
    ((INVENTORY, APPLY), HEAD, APPLY, "seal.old_wrong_status"),
    ((INVENTORY, APPLY), HEAD, SEAL_UP, "seal.old_wrong_status"),
    ((INVENTORY, APPLY, APPROVE), HEAD, SEAL_UP, "seal.old_wrong_status"),
    ((INVENTORY, APPLY, APPROVE), REVIEW, REJECT, "seal.old_wrong_status"),
    ((INVENTORY, APPLY, REJECT), HEAD, APPLY, "seal.old_wrong_status"),
    ((INVENTORY, CANCEL), HEAD, APPLY, "seal.old_wrong_status"),
    ((INVENTORY, CANCEL, SEAL_UP), HEAD, CANCEL, "seal.old_wrong_status"),
    ((INVENTORY, CANCEL), HEAD, replace(SEAL_UP, witness=HEAD.person), "seal.witness"),
    ((INVENTORY, CANCEL), HEAD, replace(SEAL_UP, place=" "), "seal.incomplete"),
    ((INVENTORY, CANCEL), HEAD, replace(SEAL_UP, witness=""), "seal.incomplete"),
    ((), HEAD, replace(INVENTORY, name=" "), "seal.incomplete"),
    ((), HEAD, replace(INVENTORY, keeper=""), "seal.incomplete"),
    ((INVENTORY,), HEAD, replace(CANCEL, reason=""), "seal.incomplete"),
    ((INVENTORY,), HEAD, replace(APPLY, reason="\t"), "seal.incomplete"),
    ((INVENTORY, APPLY), REVIEW, replace(APPROVE, document_number=""), "seal.incomplete"),
    ((INVENTORY, APPLY), REVIEW, replace(REJECT, reason=""), "seal.incomplete"),
    ((), HEAD, replace(INVENTORY, organ="nobody"), "organisation.no_such_organ"),
    ((), seat(OTHER), INVENTORY, "organisation.not_principal"),
    ((), seat(TOWN, "approver"), INVENTORY, "organisation.not_principal"),
    ((), seat(CENTRE.id), INVENTORY, "organisation.not_principal"),
    ((), By("somebody", TOWN, "principal"), INVENTORY, "organisation.post_not_held"),
    ((INVENTORY,), REVIEW, CANCEL, "organisation.not_principal"),
    ((INVENTORY, APPLY), HEAD, APPROVE, "organisation.not_principal"),
    ((INVENTORY, APPLY), OFFICE, REJECT, "organisation.not_principal"),
    ((INVENTORY, APPLY), By("somebody", GOVERNMENT, "principal"), APPROVE,
     "organisation.post_not_held"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("before", "by", "command", "code"),
    REFUSED,
    ids=[f"{code} {type(command).__name__} {n}" for n, (_, _, command, code) in enumerate(REFUSED)],
)
async def test_what_an_old_seals_state_and_whose_it_is_refuse(
    county: Clearing, before: tuple[Command, ...], by: By, command: Command, code: str
) -> None:
    """ZZ22-15, -16."""
    for earlier in before:
        reviewed = isinstance(earlier, ApproveRetention | RejectRetention)
        await county.do(REVIEW if reviewed else HEAD, earlier)
    assert (await county.refusal(by, command)).code == code


async def test_a_county_without_a_programme_refuses_all_of_it(county: Clearing) -> None:
    await county.adopt(replace(PACK, old_seals=None))
    record = RecordSealDemand(**DEMAND, demanded_by=DEPT, demanded_at=county.now, evidence=PAPER)
    for by, command in (
        *((HEAD, act) for act in (INVENTORY, CANCEL, APPLY, SEAL_UP)),
        *((REVIEW, act) for act in (APPROVE, REJECT)),
        (ASKING, DemandInternalSeal(**DEMAND)),
        (HEAD, record),
    ):
        assert (await county.refusal(by, command)).code == "seal.no_old_programme"


async def test_an_old_seal_stamps_nothing(county: Clearing) -> None:
    """ZZ22-17: kept or not, the centre's matters are stamped with the one seal only."""
    await county.play(*list(county.county.case(county.plan()))[:7])
    await county.inventory(standing="established", established_by="编发1号")
    use = ApplyForUse(
        case="case-1", owner=TOWN, number=1, documents=(Document("decision", "case-1-决"),)
    )
    refused = await county.refusal(seat(TOWN, "seal_user"), use)
    assert refused.code == "seal.not_registered"


# How far the county is (ZZ22-19).


async def test_progress_counts_what_is_done_and_what_is_left(county: Clearing) -> None:
    """By organ; a town that has not begun is there too."""
    for number in range(1, 7):
        await county.inventory(number)
    await county.inventory(7, standing="established", established_by="编发1号")
    of: list[dict[str, Any]] = [{"organ": TOWN, "number": number} for number in range(8)]
    for number in (2, 3):
        await county.do(HEAD, CancelOldSeal(**of[number], reason="x"))
    await county.do(HEAD, SealUpOldSeal(**of[3], place="柜", witness="w"))
    for number in (4, 5, 6):
        await county.do(HEAD, ApplyForRetention(**of[number], reason="x"))
    await county.do(REVIEW, ApproveRetention(**of[5], document_number="1"))
    await county.do(REVIEW, RejectRetention(**of[6], document_number="2", reason="x"))
    await county.inventory(organ=DEPT)
    await county.do(seat(DEPT), CancelOldSeal(organ=DEPT, number=1, reason="x"))
    await county.do(seat(DEPT), SealUpOldSeal(organ=DEPT, number=1, place="柜", witness="w"))
    await county.projections.catch_up(county.tenant)
    counted = await old_seals.progress(county.pool, county.tenant, (OTHER, TOWN))
    town = Progress(
        organ=TOWN, inventoried=7, open=1, applied=1, kept=1, retained=1, cancelled=1,
        rejected=1, sealed_up=1, left=4,
    )  # fmt: skip
    department = Progress(organ=DEPT, inventoried=1, sealed_up=1)
    assert counted == [Progress(organ=OTHER), town, department]
    assert [row.done for row in counted] == [False, False, True]
    only = await old_seals.progress(county.pool, county.tenant, (TOWN,), organ=TOWN)
    assert only == [town]
    keys = [row.key for row in await old_seals.register(county.pool, county.tenant, organ=TOWN)]
    assert keys == [f"{TOWN}/{number}" for number in range(1, 8)]


# Nobody may demand an internal seal, unless law says so (ZZ22-18).


@pytest.mark.parametrize("law", ["", " ", "上级要求", "《某法》", "第十条"])
async def test_a_demand_without_a_law_is_refused_and_remembered(county: Clearing, law: str) -> None:
    """ZZ22-18: with what was demanded of whom, once, whoever repeats it."""
    demand, command_id = DemandInternalSeal(**DEMAND, law=law), uuid4()
    for _ in range(2):
        with pytest.raises(Refusal) as refused:
            await county.do(ASKING, demand, command_id)
        assert (refused.value.code, refused.value.clause) == ("seal.internal_demanded", "四(二)3")
    log = county.executor.log
    (item,) = await log.read(county.tenant, types=(AttemptMade.TYPE,))
    attempt = item.event
    assert isinstance(attempt, AttemptMade)
    assert (attempt.organ, attempt.act, attempt.about) == (
        DEPT, "seals.demand_internal", "seal_demand/印-1",
    )  # fmt: skip
    assert attempt.detail == {"organ": TOWN, "seal": CIVIL["name"], "matter": "21", "case": ""}
    assert await county.demands() == []


async def test_the_countys_own_words_go_first(county: Clearing) -> None:
    words = "各级各部门不得要求加盖各镇内设机构和县直各部门下设机构印章"
    rule = Rule(id="seal.internal_demanded", clause="四(二)3", text=words, source="ZZ22-18")
    named = replace(PACK, rule=(*PACK.rule, rule))
    await county.adopt(named)
    refused = await county.refusal(ASKING, DemandInternalSeal(**DEMAND))
    assert (refused.text, refused.source) == (words, "ZZ22-18")


async def test_a_demand_by_law_is_on_record(county: Clearing) -> None:
    await county.play(*list(county.county.case(county.plan()))[:1])
    await county.do(ASKING, DemandInternalSeal(**DEMAND, case="case-1", law=LAW))
    (demand,) = await county.demands()
    assert (demand.demanded_by, demand.law, demand.violation) == (DEPT, LAW, False)
    assert (demand.demanded_at, demand.case, demand.evidence) == (county.now, "case-1", "")


@pytest.mark.parametrize("recorder", [HEAD, seat(ADMINISTRATION), OFFICE], ids=lambda by: by.seat)
async def test_what_was_demanded_on_paper_is_put_on_record(county: Clearing, recorder: By) -> None:
    """ZZ22-18: by whom it was demanded of, or by who administers the service; anybody's demand."""
    when = at("2024-01-02 10:00")
    for number, by_whom, law in (
        ("1", "县农业农村局", ""),
        ("2", "某市直单位", "通知要求"),
        ("3", DEPT, LAW),
    ):
        record = RecordSealDemand(
            **{**DEMAND, "number": number},
            law=law,
            demanded_by=by_whom,
            demanded_at=when,
            evidence=PAPER,
        )
        await county.do(recorder, record)
    first, second, third = await county.demands()
    assert [it.violation for it in (first, second, third)] == [True, True, False]
    assert [it.demanded_by for it in (first, second, third)] == [DEPT, "某市直单位", DEPT]
    assert (first.demanded_at, first.evidence, first.recorded_by, first.person) == (
        when, PAPER, recorder.organ, recorder.person,
    )  # fmt: skip
    await county.projections.catch_up(county.tenant)
    rows = await county.pool.fetch("select * from views.seal_demands where violation")
    assert {row["key"] for row in rows} == {"1", "2"}


RECORD = RecordSealDemand(
    **DEMAND, demanded_by=DEPT, demanded_at=at("2024-01-02 10:00"), evidence=PAPER
)
LAWFUL = DemandInternalSeal(**DEMAND, law=LAW)
REFUSED_DEMANDS: tuple[tuple[By, Command, str], ...] = (
    (ASKING, replace(LAWFUL, case="none"), "cases.unknown"),
    (ASKING, replace(LAWFUL, case="case-1", matter=22), "seal.demand_case"),
    (ASKING, replace(LAWFUL, matter=999), "matters.not_listed"),
    (ASKING, replace(LAWFUL, organ="nobody"), "organisation.no_such_organ"),
    (ASKING, replace(LAWFUL, seal=" "), "seal.incomplete"),
    (ASKING, replace(LAWFUL, number="a/b"), "cases.number"),
    (ASKING, replace(LAWFUL, number="taken"), "seal.demand_number"),
    (By("somebody", DEPT, "approver"), LAWFUL, "organisation.post_not_held"),
    (By("somebody", DEPT, "approver"), replace(LAWFUL, law=""), "organisation.post_not_held"),
    (ASKING, RECORD, "seal.demand_recorder"),
    (seat(OTHER), RECORD, "seal.demand_recorder"),
    (seat(TOWN, "approver"), RECORD, "seal.demand_recorder"),
    (seat(ADMINISTRATION, "approver"), RECORD, "seal.demand_recorder"),
    (seat(DEPT, "supervisor"), RECORD, "seal.demand_recorder"),
    (By("somebody", TOWN, "principal"), RECORD, "organisation.post_not_held"),
    (HEAD, replace(RECORD, number="taken"), "seal.demand_number"),
    (HEAD, replace(RECORD, evidence="ab"), "seal.demand_evidence"),
    (HEAD, replace(RECORD, demanded_at=at("2024-02-01")), "time.future"),
    (HEAD, replace(RECORD, demanded_by=" "), "seal.incomplete"),
)


@pytest.mark.parametrize(
    ("by", "command", "code"),
    REFUSED_DEMANDS,
    ids=[f"{code} {n}" for n, (_, _, code) in enumerate(REFUSED_DEMANDS)],
)
async def test_what_a_demand_or_its_record_lacks(
    county: Clearing, by: By, command: Command, code: str
) -> None:
    await county.play(*list(county.county.case(county.plan()))[:1])
    await county.do(ASKING, replace(LAWFUL, number="taken"))
    assert (await county.refusal(by, command)).code == code


async def test_of_two_who_inventory_the_same_number_one_wins(county: Clearing) -> None:
    both = (replace(INVENTORY, name=f"章{n}") for n in range(2))
    told = await asyncio.gather(*(county.do(HEAD, it) for it in both), return_exceptions=True)
    (refused,) = (it for it in told if isinstance(it, Refusal))
    assert (len(told), refused.code) == (2, "seal.old_exists")


async def test_the_views_built_anew_equal_the_live_ones(county: Clearing) -> None:
    """Invariant 6."""
    for command in (INVENTORY, APPLY):
        await county.do(HEAD, command)
    await county.do(REVIEW, REJECT)
    await county.do(HEAD, SEAL_UP)
    await county.do(HEAD, RECORD)
    await county.projections.catch_up(county.tenant)

    async def contents() -> list[list[asyncpg.Record]]:
        names = (OldSeals.name, SealDemands.name)
        return [await county.pool.fetch(f"select * from views.{name}") for name in names]

    live = await contents()
    assert [len(rows) for rows in live] == [1, 1]
    for view in (OldSeals, SealDemands):
        await county.projections.rebuild(view.name)
    assert await contents() == live


# The first county that has such a programme, by its own pack and its own words.

ZEZHOU = load(bundled("zezhou"))
ZZ_TOWN, ZZ_CENTRE, ZZ_DEPT = "jiazhen", "jiazhen_centre", "human_resources"


@pytest.fixture
async def zezhou(pool: asyncpg.Pool, log: EventLog) -> Clearing:
    made = Clearing(pool, log)
    made.tenant = "zezhou"
    await made.projections.ensure()
    made.now = at("2022-04-11 09:00")
    made.county = Acts("zezhou", ZEZHOU)
    await made.play(made.county.adoption())
    for organ in (ZZ_TOWN, ZZ_CENTRE, GOVERNMENT, ZZ_DEPT):
        await made.play(*made.county.staffing(organ, {"principal": ()}))
    await made.play(*made.county.staffing("approval_services", OFFICE_POSTS))
    return made


async def test_zezhou_clears_up_until_the_end_of_may(zezhou: Clearing) -> None:
    """ZZ22-15, -16, -17, -19: a town and a department; what is needed is kept by the government."""
    assert ZEZHOU.old_seals is not None
    assert ZEZHOU.old_seals.complete_by == date(2022, 5, 31)
    await zezhou.inventory(1, organ=ZZ_TOWN, condition="outdated")
    await zezhou.inventory(2, organ=ZZ_TOWN)
    await zezhou.inventory(3, organ=ZZ_TOWN, standing="established", established_by="编发1号")
    await zezhou.inventory(1, organ=ZZ_DEPT)
    formal = CIVIL | {"standing": "established", "established_by": "编发2号"}
    beyond = InventoryOldSeal(organ=ZZ_DEPT, number=2, **formal)
    refused = await zezhou.refusal(seat(ZZ_DEPT), beyond)
    assert (refused.code, refused.clause) == ("seal.old_standing", "四(二)3")
    assert refused.text.startswith("除正式设立各镇机构可保留公章外")
    zezhou.now = at("2022-05-20 09:00")
    first: dict[str, Any] = {"organ": ZZ_TOWN, "number": 1}
    second = first | {"number": 2}
    head, review = seat(ZZ_TOWN), seat(GOVERNMENT)
    await zezhou.do(head, CancelOldSeal(**first, reason="历史变迁，不再使用"))
    await zezhou.do(head, SealUpOldSeal(**first, place="镇党政办", witness="w"))
    await zezhou.do(head, ApplyForRetention(**second, reason="确需使用"))
    await zezhou.do(review, ApproveRetention(**second, document_number="审查1号"))
    await zezhou.projections.catch_up(zezhou.tenant)
    expected = towns(Rulebook(ZEZHOU))
    counted = await old_seals.progress(zezhou.pool, zezhou.tenant, expected)
    assert [row.organ for row in counted] == [*expected, ZZ_DEPT]
    assert [(row.inventoried, row.left, row.done) for row in counted] == [
        (3, 0, True), (0, 0, False), (0, 0, False), (1, 1, False),
    ]  # fmt: skip


async def test_in_zezhou_nobody_demands_what_no_law_requires(zezhou: Clearing) -> None:
    """ZZ22-18: refused in the plan's own words; what was done on paper is put on record."""
    demand: dict[str, Any] = {**DEMAND, "organ": ZZ_TOWN, "matter": 1}
    refused = await zezhou.refusal(seat(ZZ_DEPT), DemandInternalSeal(**demand))
    assert refused.text == (
        "除法律法规特别规定外，各级各部门不得要求加盖各镇内设机构和县直各部门下设机构印章。"
    )
    assert (refused.clause, refused.source) == ("四(二)3", "ZZ22-18")
    record = RecordSealDemand(
        **demand, demanded_by="县人社局", demanded_at=zezhou.now, evidence=PAPER
    )
    assert (await zezhou.refusal(seat(ZZ_DEPT), record)).code == "seal.demand_recorder"
    await zezhou.do(seat("approval_services", "supervisor"), record)
    (told,) = await zezhou.demands()
    assert (told.demanded_by, told.violation) == (ZZ_DEPT, True)
