"""The province's notice arrives: what it finds, what becomes of each matter (JX24-33 to -35, B-20).

The notice has no day; that of its arrival here is plainly synthetic (B-21).
"""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from domain.delegation.agreement import TerminateAgreement
from domain.kernel.authority import OPERATOR
from domain.kernel.pack import Pack
from domain.organisation.posts import AuthoriseStaff
from domain.policy.adoption import AdoptUpperPack
from domain.policy.self_inspection import CloseSelfInspection, DecideOutcome, OpenSelfInspection
from domain.seals.commands import ReinstateSeal, SuspendSeal
from services.demo.act import Act
from services.demo.acts import DEPARTMENT_POSTS, TOWNSHIP_POSTS, CasePlan
from services.demo.chapters.city_county.levels import COUNTY
from services.demo.stage import Stage
from tenants.loader import digest

TOWN = "xingjiang"
WAITING, _IN_FLIGHT = ("演示-201",), "演示-022"
_MATTER, _LAWFUL, _FOUND = 21, 12, range(12, 27)
_DAY = date(2024, 6, 3)
_PORTAL = "县政府门户网站（演示）"
_LAW = "森林法 57(3)"


def handed_down(stage: Stage) -> Iterator[Act]:
    """The county's programme of 2023: a township takes matters on, under a seal (XG23-04, -05)."""
    county = stage.county
    yield from stage.dated("2023-11-30 09:00", county.adoption().says, [county.adoption()])
    acts = county.staffing(TOWN, TOWNSHIP_POSTS)
    yield from stage.dated("2023-12-01 09:00", f"{stage.called(TOWN)}：人员到位", acts)
    head, matters = stage.by(COUNTY, "principal"), tuple(sorted(stage.rules.matters))
    allowed = tuple(
        (
            head,
            AuthoriseStaff(
                person=f"{COUNTY}-{post}",
                organ=COUNTY,
                steps=DEPARTMENT_POSTS[post],
                matters=matters,
            ),
        )
        for post in ("window_clerk", "reviewer", "approver")
    )
    yield from stage.at("2023-12-04 09:00", "县行政审批局人员按新清单获授权", *allowed)
    acts = county.handing_down(COUNTY, TOWN)
    says = f"县行政审批局与{stage.called(TOWN)}：委托协议、公告、“2号章”"
    yield from stage.dated("2023-12-11 09:00", says, acts)
    case = county.case(CasePlan("演示-021", TOWN, _MATTER, {}))
    says = f"演示-021 {stage.called(TOWN)}用“2号章”办结"
    yield from stage.dated("2024-01-08 09:00", says, case)
    begun = islice(county.case(CasePlan(_IN_FLIGHT, TOWN, _MATTER, {})), 2)
    yield from stage.dated("2024-05-31 15:00", f"{_IN_FLIGHT} 收件、受理，在办", begun)


def arrived(stage: Stage, notice: Pack) -> Iterator[Act]:
    """Adopted with evidence of its day; the platform flags what it prohibits (B-20, B-21)."""
    adopt = AdoptUpperPack(
        pack=notice,
        digest=digest(notice),
        effective_from=_DAY,
        evidence="（演示）收文登记〔2024〕1号",
    )
    yield from stage.at(
        "2024-06-03 09:00", f"收到省级通知，采用 {notice.name}：标出冲突事项", (OPERATOR, adopt)
    )
    head = stage.by(COUNTY, "principal")
    seal = stage.seal(COUNTY, TOWN)
    opened = OpenSelfInspection(
        upper=notice.id, document_number="演示自查〔2024〕1号", due_on=date(2024, 6, 28)
    )
    yield from stage.at("2024-06-04 09:00", "启动自查自纠", (head, opened))
    for no in _FOUND:
        kept = no == _LAWFUL
        outcome = DecideOutcome(
            upper=notice.id,
            matter=no,
            remedy="jx_keep" if kept else "jx_back",
            effective_from=date(2024, 6, 6),
            reason="有法律依据（演示）" if kept else "未查到委托依据，或者不得另行刻章（演示）",
            document_number=f"演示自查〔2024〕{no}号",
            basis=_LAW if kept else "",
            seal_stays=kept,
            published_in="" if kept else _PORTAL,
        )
        says = f"第{no}项{'有依据，继续委托' if kept else '收回县级部门办理'}"
        yield from stage.at("2024-06-05 09:00", says, (head, outcome))
    closing = CloseSelfInspection(upper=notice.id, document_number="演示自查〔2024〕99号")
    yield from stage.refused(
        "2024-06-06 09:00", "印章未停、协议未终止就要办结自查", "policy.not_carried_out",
        (head, closing),
    )  # fmt: skip
    yield from stage.at(
        "2024-06-06 10:00",
        "暂停使用“2号章”",
        (head, SuspendSeal(**seal, reason="自查自纠（演示）")),
    )
    yield from stage.refused(
        "2024-06-06 11:00",
        "又要恢复使用",
        "seal.prohibited_above",
        (head, ReinstateSeal(**seal, reason="工作需要（演示）")),
    )
    ended = TerminateAgreement(**stage.pair(COUNTY, TOWN), reason="自查自纠（演示）")
    yield from stage.at("2024-06-06 15:00", "终止委托协议，在办件转县级", (head, ended))
    yield from stage.at("2024-06-07 09:00", "自查自纠办结", (head, closing))
    moved = stage.dossier(_IN_FLIGHT, _MATTER, TOWN)
    yield from stage.at(
        "2024-06-13 14:00",
        f"{_IN_FLIGHT} 转来的在办件由县行政审批局审核、审批、送达",
        moved.review(COUNTY),
        moved.grant(COUNTY),
        moved.deliver(COUNTY),
    )


def left_open(stage: Stage) -> Iterator[Act]:
    """For the visitors: received where the matter is handled now."""
    case = stage.dossier(WAITING[0], _MATTER, COUNTY)
    says = f"{case.number} 县行政审批局收件，待受理（留给来访者）"
    yield from stage.at("2024-07-12 14:30", says, case.receive())
