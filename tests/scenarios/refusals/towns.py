"""Towns with a list of steps and a seal of their own: the rules of ZZ22, broken."""

from datetime import date
from typing import Any

from msgspec.structs import replace

from domain.cases.commands import Receive, RecordVisit
from domain.cases.consultation import Consult
from domain.cases.irregularity import RecordIrregularity
from domain.delegation.agreement import AnnounceDelegation, CountersignAgreement, SignAgreement
from domain.kernel.authority import OPERATOR, By
from domain.matters.guide import PublishGuide
from domain.matters.lists import TakeListStep
from domain.organisation.posts import AssumePost
from domain.seals.commands import ApproveEngraving, RecordEngraving, RegisterSeal
from domain.seals.old.demand import DemandInternalSeal
from domain.seals.old.seal import ApplyForRetention, CancelOldSeal, InventoryOldSeal
from domain.seals.use import ApplyForUse, Document
from services.demo.dossier import seat, synthetic_applicant
from tests.scenarios.refusals.broken import Broken
from tests.scenarios.town import ACCEPT, COUNTY, DEPT, GRANT, PACK, TOWN, Town
from tests.world import at

SECOND, OFFICE, REFORM, GOVERNMENT = (
    "yizhen",
    "establishment",
    "reform_office",
    "county_government",
)
CLERK, HEAD, USER = seat(TOWN, "window_clerk"), seat(TOWN, "principal"), seat(TOWN, "seal_user")
DEPT_HEAD, DEPT_USER = seat(DEPT, "principal"), seat(DEPT, "seal_user")
NEWCOMER = By("newcomer", TOWN, "window_clerk")
OLD = InventoryOldSeal(
    organ=TOWN,
    number=1,
    name="甲镇民政办公室",
    keeper="民政办",
    standing="internal",
    condition="little_used",
)
FORMAL: dict[str, Any] = {"standing": "established", "established_by": "编发2号"}
RECEIVE = Receive(
    case="case-1",
    matter=1,
    receiver=TOWN,
    channel="window",
    stated={},
    applicant=synthetic_applicant("case-1"),
)
SIGN = SignAgreement(
    delegator=DEPT,
    delegatee=TOWN,
    contents={},
    matters=(27,),
    valid_from=date(2022, 4, 7),
)
ANNOUNCE = AnnounceDelegation(
    delegator=DEPT, delegatee=TOWN, matters=(27,), published_in="县政务服务网（演示）"
)
IRREGULAR = RecordIrregularity(
    case="case-1",
    finding="own_name",
    happened_at=at("2022-05-10 09:00"),
    description="以自己名义出具",
    evidence="0" * 64,
)
PUBLISH = TakeListStep(version="2023", step="publish", document_number="文1号")


def contents(*matters: int) -> SignAgreement:
    """Everything that a memorandum says, for these matters."""
    names = {name: f"（演示）{text}" for name, text in TERMS.items()}
    return replace(SIGN, contents=names, matters=matters)


def apply(kind: str, owner: str = TOWN) -> ApplyForUse:
    return ApplyForUse(case="case-1", owner=owner, number=1, documents=(Document(kind, "受-1"),))


async def received(town: Town) -> None:
    await town.receive(1)


async def accepted(town: Town) -> None:
    await town.receive(1)
    await town.take(TOWN, "window_clerk", ACCEPT)


async def in_own_name(town: Town) -> None:
    await town.receive(7)


async def at_the_department(town: Town) -> None:
    """Empowered by no memorandum yet, so in the department's own channel."""
    await town.receive(27)
    await town.take(DEPT, "window_clerk", ACCEPT)


async def user_at_the_department(town: Town) -> None:
    await town.play(*town.county.staffing(DEPT, {"seal_user": ("apply",)}))
    await accepted(town)


async def newcomer(town: Town) -> None:
    await town.do(OPERATOR, AssumePost(organ=TOWN, post="window_clerk", person=NEWCOMER.person))


async def second_town(town: Town) -> None:
    await town.play(*town.county.staffing(SECOND, {"principal": ()}))


async def second_at_work(town: Town) -> None:
    """It has people and no seal yet."""
    posts = {"principal": (), "window_clerk": ("receive", "accept"), "seal_user": ("apply",)}
    await town.play(*town.county.staffing(SECOND, posts))
    await town.receive(1, SECOND)
    await town.take(SECOND, "window_clerk", ACCEPT)


async def only_made(town: Town) -> None:
    """Its seal is engraved and registered, and not in use."""
    await second_at_work(town)
    seal: dict[str, Any] = {"owner": SECOND, "number": 1}
    name = "泽州县乙镇人民政府行政审批服务专用章"
    for command in (
        ApproveEngraving(rule="service_seal", name=name, holder=SECOND, **seal),
        RecordEngraving(name=name, engraver="指定刻章单位（演示）", **seal),
        RegisterSeal(imprint="1" * 64, **seal),
    ):
        await town.do(seat(SECOND, "principal"), command)


async def kept(town: Town) -> None:
    await town.do(HEAD, replace(OLD, **FORMAL))


async def cancelled(town: Town) -> None:
    await town.do(HEAD, OLD)
    await town.do(HEAD, CancelOldSeal(organ=TOWN, number=1, reason="历史变迁"))


async def signed(town: Town) -> None:
    await town.do(DEPT_HEAD, contents(27))


async def concluded(town: Town, memorandum: SignAgreement) -> None:
    await town.do(DEPT_HEAD, memorandum)
    await town.do(HEAD, CountersignAgreement(delegator=DEPT, delegatee=TOWN))
    await town.receive(27)


async def not_published(town: Town) -> None:
    await concluded(town, contents(27))


async def from_june(town: Town) -> None:
    await concluded(town, replace(contents(27), valid_from=date(2022, 6, 1)))


async def another(town: Town) -> None:
    await concluded(town, contents(20))


async def drawn_up(town: Town) -> None:
    for organ in (OFFICE, GOVERNMENT, REFORM):
        await town.play(*town.county.staffing(organ, {"principal": ()}))
    for organ, step in ((OFFICE, "propose"), (GOVERNMENT, "approve")):
        await town.do(seat(organ, "principal"), replace(PUBLISH, step=step))


TERMS = PACK.agreement.contents if PACK.agreement else {}
ROWS = (
    # 四(一): the list, what is handed down, the memorandum.
    Broken("ZZ22-03", seat(REFORM, "principal"), PUBLISH, "matters.list_not_public", "四(一)1",
           drawn_up),
    Broken("ZZ22-04", HEAD, CountersignAgreement(delegator=DEPT, delegatee=TOWN),
           "delegation.no_agreement", "四(一)2"),
    Broken("ZZ22-04", DEPT_HEAD, replace(SIGN, contents={"matters": "一"}),
           "delegation.contents_incomplete", "四(一)2"),
    Broken("ZZ22-04", DEPT_HEAD, ANNOUNCE, "delegation.not_countersigned", "四(一)2", signed),
    Broken("ZZ22-04", CLERK, ACCEPT, "delegation.not_announced", "四(一)2", not_published),
    Broken("ZZ22-04", CLERK, ACCEPT, "delegation.not_in_force", "四(一)2", from_june),
    Broken("ZZ22-04", CLERK, ACCEPT, "delegation.matter_not_in_agreement", "四(一)2", another),
    Broken("ZZ22-05", DEPT_HEAD, contents(1), "delegation.matter_not_delegable", "四(一)2"),
    # 四(二)2: who may handle.
    Broken("ZZ22-09 ZZ22-10", NEWCOMER, RECEIVE, "organisation.not_authorised", "四(二)2",
           newcomer),
    # 四(二)3: the seal, and the old ones.
    Broken("ZZ22-12", seat(SECOND, "principal"),
           ApproveEngraving(owner=SECOND, number=1, rule="service_seal", name="乙镇审批章",
                            holder=SECOND),
           "seal.name_pattern", "四(二)3", second_town),
    Broken("ZZ22-13", USER, apply("contract"), "seal.document_kind", "四(二)3", in_own_name),
    Broken("ZZ22-13", USER, apply("acceptance"), "seal.out_of_scope", "四(二)3", at_the_department),
    Broken("ZZ22-12 ZZ22-13", seat(SECOND, "seal_user"), apply("acceptance"),
           "seal.wrong_department", "四(二)3", second_at_work),
    Broken("ZZ22-19", seat(SECOND, "seal_user"), apply("acceptance", SECOND),
           "seal.not_put_into_use", "四(二)3", only_made),
    Broken("ZZ22-12 ZZ22-19", seat(SECOND, "seal_user"), apply("acceptance", SECOND),
           "seal.not_registered", "四(二)3", second_at_work),
    Broken("ZZ22-16", DEPT_HEAD, replace(OLD, organ=DEPT, **FORMAL), "seal.old_standing",
           "四(二)3"),
    Broken("ZZ22-16", HEAD, ApplyForRetention(organ=TOWN, number=1, reason="确需保留"),
           "seal.retention_not_needed", "四(二)3", kept),
    Broken("ZZ22-15 ZZ22-16", HEAD, ApplyForRetention(organ=TOWN, number=1, reason="确需保留"),
           "seal.old_wrong_status", "四(二)3", cancelled),
    Broken("ZZ22-17", DEPT_USER, apply("acceptance"), "seal.organ_without_seal", "四(二)3",
           user_at_the_department),
    Broken("ZZ22-18", DEPT_HEAD,
           DemandInternalSeal(number="印-1", organ=TOWN, seal="甲镇民政办公室", matter=1),
           "seal.internal_demanded", "四(二)3"),
    # 四(三), 四(四): how applicants are served.
    Broken("ZZ22-22", CLERK,
           Consult(number="咨-1", matter=1, organ=TOWN, question="要带什么？", answer=" "),
           "consultations.incomplete", "四(三)2"),
    Broken("ZZ22-30 ZZ22-29", CLERK, RecordVisit(case="case-1", purpose="到窗口"),
           "cases.visit_reason", "四(四)1", received),
    Broken("ZZ22-32", seat(COUNTY, "principal"),
           PublishGuide(matter=1, contents={"matter": "事项"}, materials=("申请表",),
                        published_in="县政务服务网（演示）"),
           "matters.guide_incomplete", "四(四)2"),
    # 五(二): who supervises.
    Broken("ZZ22-35 ZZ22-38", DEPT_HEAD, IRREGULAR, "cases.not_supervisor", "五(二)", in_own_name),
    # The lists.
    Broken("ZZ22-39 ZZ22-42", CLERK, replace(RECEIVE, matter=999), "matters.not_listed",
           "附件1、附件2"),
    Broken("ZZ22-40 ZZ22-42", seat(TOWN, "approver"), GRANT, "cases.wrong_performer",
           "附件1、附件2 办理方式", accepted),
)  # fmt: skip
