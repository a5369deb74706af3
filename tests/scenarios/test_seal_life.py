"""A seal from its approval to its end: loss, anomaly, return, destruction (XG23-54, -60, E4)."""

import asyncpg
import pytest
from msgspec.structs import replace

from domain.kernel.authority import AUTOMATION
from domain.seals.commands import (
    AnnounceLoss,
    ApproveEngraving,
    DestroySeal,
    GrantSeal,
    NameCustodian,
    PutIntoUse,
    RecordEngraving,
    RecordRecovery,
    RegisterSeal,
    ReinstateSeal,
    ReportAnomaly,
    ReportLoss,
    ReturnSeal,
    SealUp,
    SuspendSeal,
    VoidSeal,
)
from infra.log import EventLog
from projections import delegation_register
from tests.scenarios.seal_office import (
    CERTIFICATE,
    DECISION,
    NUMBER,
    OWNER,
    TOWN,
    Office,
    apply,
    consent,
    stamp,
)
from tests.world import at

NAME = "兴国县行政审批局行政审批专用章（11）"
FILED = "0" * 64


@pytest.fixture
def office(pool: asyncpg.Pool, log: EventLog) -> Office:
    return Office(pool, log)


async def test_lost_on_monday_used_twice_reported_on_thursday(office: Office) -> None:
    """XG23-60, E5-6: the uses were regular as known before the report, and are not after it."""
    await office.open(case_acts=7)
    monday = at("2024-03-11 08:00")
    await office.stamp(DECISION, at("2024-03-12 10:00"))
    await office.stamp(CERTIFICATE, at("2024-03-13 10:00"))
    before = await office.ledger()
    assert {entry.irregular for entry in before.values()} == {None}
    assert (await office.seal()).status_at(monday) == "in_use"

    office.now = at("2024-03-14 09:00")
    told = {"lost_at": monday, "circumstances": "下乡途中遗失"}
    await office.change(office.keeper, ReportLoss, **told)

    seal = await office.seal()
    assert [seal.status_at(moment) for moment in (at("2024-03-11 07:59"), monday, office.now)] == [
        "in_use", "lost", "lost",
    ]  # fmt: skip
    after = await office.ledger()
    assert {entry.document: entry.irregular for entry in after.values()} == {
        "acceptance": None, "decision": "after_loss", "certificate": "after_loss",
    }  # fmt: skip
    row = await office.row()
    assert (row.status, row.lost_at, row.reason) == ("lost", monday, "下乡途中遗失")
    # Nothing more is stamped, today or dated back into the days of the loss.
    for when in (None, at("2024-03-13 12:00")):
        late = replace(apply(DECISION), occurred_at=when)
        assert (await office.refused(office.user, late))[0] == "seal.not_in_use"


async def test_what_was_lost_is_found_and_reinstated_or_declared_void(office: Office) -> None:
    """XG23-60: 查明情况，依法处理; void is final (DOMAIN E4), and a new seal takes its place."""
    await office.open()
    lost = office.now
    told = {"lost_at": lost, "circumstances": "失窃"}
    office.now = at("2024-03-05 09:00")
    await office.change(office.mayor, ReportLoss, **told)
    assert await office.unchanged(office.head, VoidSeal, reason="x") == "seal.loss_not_announced"
    assert await office.unchanged(office.head, ReinstateSeal, reason="x") == "seal.wrong_status"
    office.now = found = at("2024-03-06 09:00")
    await office.change(office.keeper, RecordRecovery, circumstances="群众送回")
    seal = await office.seal()
    assert (seal.status_at(at("2024-03-05 12:00")), seal.status) == ("lost", "suspended")
    # It was found on the 6th: it cannot have been lost again before.
    early = {"lost_at": lost, "circumstances": "x"}
    assert await office.unchanged(office.mayor, ReportLoss, **early) == "seal.lost_at"
    future = {"lost_at": at("2024-03-07 09:00"), "circumstances": "x"}
    assert await office.unchanged(office.mayor, ReportLoss, **future) == "seal.lost_at"
    assert await office.unchanged(office.mayor, ReinstateSeal, reason="x") == (
        "organisation.not_principal"
    )
    await office.change(office.head, ReinstateSeal, reason="核对印模无误")
    assert (await office.seal()).status_at(found) == "in_use"

    office.now = at("2024-03-08 09:00")
    await office.change(office.head, ReportLoss, lost_at=office.now, circumstances="再次遗失")
    assert await office.unchanged(office.head, AnnounceLoss, published_in=" ") == "seal.incomplete"
    await office.change(office.head, AnnounceLoss, published_in="《赣南日报》（演示）")
    await office.change(office.head, VoidSeal, reason="公告期满未找回")
    assert (await office.seal()).status_at(office.now) == "void"
    again = {"circumstances": "找到"}
    assert await office.unchanged(office.mayor, RecordRecovery, **again) == "seal.wrong_status"
    office.now = at("2024-03-11 09:00")
    await office.change(office.head, ApproveEngraving, rule="no2", name=NAME)
    seal = await office.seal()
    assert (seal.status, seal.imprint, seal.custodian_at(office.now)) == ("approved", None, None)
    assert seal.status_at(at("2024-03-05 12:00")) == "lost", "the old one's history stays"


async def test_an_anomaly_rests_the_seal_until_the_owner_clears_it(office: Office) -> None:
    """XG23-60: 发现有异常情况，及时汇报."""
    await office.open(case_acts=7)
    await office.do(office.user, apply(DECISION))
    await office.do(office.mayor, consent("decision"))
    stranger = office.by(TOWN, "approver")
    told = {"circumstances": "印章柜封条破损"}
    assert await office.unchanged(stranger, ReportAnomaly, **told) == "seal.custody"
    await office.change(office.keeper, ReportAnomaly, **told)
    assert await office.refused(office.keeper, stamp("decision")) == (
        "seal.not_in_use", "附件3 二.4",
    )  # fmt: skip
    assert (await office.row()).reason == "印章柜封条破损"
    await office.change(office.head, ReinstateSeal, reason="已查明，印章未被动用")
    await office.do(office.keeper, stamp("decision"))


async def test_a_suspension_entered_late_tells_of_the_uses_since(office: Office) -> None:
    await office.open(case_acts=7)
    await office.stamp(DECISION, at("2024-03-12 10:00"))
    office.now = at("2024-03-13 10:00")
    since = at("2024-03-12 08:00")
    await office.change(office.head, SuspendSeal, reason="电话通知停用", occurred_at=since)
    entry = (await office.ledger())["case-1/decision"]
    assert entry.irregular == "after_suspension"


async def test_returned_sealed_up_destroyed(office: Office) -> None:
    await office.open()
    assert await office.unchanged(office.head, SealUp, reason="x") == "seal.wrong_status"
    assert await office.unchanged(office.head, ReturnSeal, reason="x") == (
        "organisation.not_principal"
    )
    await office.change(office.mayor, ReturnSeal, reason="协议终止")
    assert (await office.row()).custodian is None
    held = await delegation_register.row_of(office.pool, office.tenant, OWNER, TOWN)
    assert held is not None
    assert [(seal.status, seal.custodian) for seal in held.seals] == [("returned", None)]
    destroy = {"witness": "approval-clerk", "method": "送公安机关指定单位销毁"}
    assert await office.unchanged(office.head, DestroySeal, **destroy) == "seal.wrong_status"
    await office.change(office.head, SealUp, reason="不再使用")
    for wrong, code in (
        ({"witness": office.head.person}, "seal.witness"),
        ({"witness": " "}, "seal.incomplete"),
        ({"method": ""}, "seal.incomplete"),
    ):
        changed = {**destroy, **wrong}
        assert await office.unchanged(office.head, DestroySeal, **changed) == code
    await office.change(office.head, DestroySeal, **destroy)
    row = await office.row()
    assert (row.status, row.reason) == ("destroyed", destroy["method"])
    assert await office.unchanged(office.head, GrantSeal) == "seal.wrong_status"


async def test_a_returned_seal_is_granted_once_more(office: Office) -> None:
    await office.open()
    await office.change(office.mayor, ReturnSeal, reason="轮换")
    await office.change(office.head, GrantSeal)
    assert await office.unchanged(office.head, PutIntoUse) == "seal.custody"
    await office.change(office.mayor, NameCustodian, person=office.keeper.person)
    await office.change(office.head, PutIntoUse)
    assert (await office.seal()).status == "in_use"


async def test_engraving_needs_its_approval_and_the_approved_name(office: Office) -> None:
    """XG23-54: 应当由县直单位刻制; XG23-82, B-17: the name."""
    county = office.county
    await office.play(county.adoption())
    await office.play(*county.staffing(OWNER, {"principal": ()}))
    engrave = RecordEngraving(owner=OWNER, number=NUMBER, name=NAME, engraver="刻章单位（演示）")
    assert await office.refused(office.head, engrave) == (
        "seal.engraving_not_approved", "附件3 二.1",
    )  # fmt: skip
    await office.change(office.head, ApproveEngraving, rule="no2", name=NAME)
    assert await office.unchanged(office.head, ApproveEngraving, rule="no2", name=NAME) == (
        "seal.exists"
    )
    wrong = {"name": "兴国县行政审批局专用章", "engraver": "x"}
    assert await office.unchanged(office.head, RecordEngraving, **wrong) == "seal.name_pattern"
    await office.do(office.head, engrave)
    assert await office.unchanged(office.head, RegisterSeal, imprint="x") == "seal.imprint"
    assert await office.unchanged(office.head, GrantSeal) == "seal.wrong_status"
    await office.change(office.head, RegisterSeal, imprint=FILED)
    assert await office.unchanged(office.head, GrantSeal) == "delegation.no_agreement"
    # What has no holder's custody yet can be lost too, and stays what it was when found.
    lost = {"lost_at": office.now, "circumstances": "x"}
    await office.change(office.head, ReportLoss, **lost)
    await office.change(office.head, RecordRecovery, circumstances="x")
    assert (await office.seal()).status == "registered"
    assert await office.unchanged(AUTOMATION, SuspendSeal, reason="x") == (
        "organisation.not_principal"
    )
