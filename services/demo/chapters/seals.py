"""Seals in use: kept, handed over, deputised, stopped, found, given back (XG23-54…-60)."""

from collections.abc import Iterator

from domain.organisation.posts import (
    AssumePost,
    AuthoriseStaff,
    LeavePost,
    WithdrawStaffAuthorisation,
)
from domain.seals.commands import (
    DestroySeal,
    HandOverSeal,
    RecordAbsence,
    RecordRecovery,
    ReinstateSeal,
    ReportAnomaly,
    ReportLoss,
    ReturnSeal,
    SealUp,
    SuspendSeal,
)
from domain.seals.use import RefuseUse, VoidUse
from services.demo.act import Act
from services.demo.stage import Stage


def _deputy(town: str) -> str:
    return f"{town}-custodian-b"


def spoiled(stage: Stage, town: str) -> Iterator[Act]:
    """Refused for a wrong copy count, spoiled, stamped again: every line stays (XG23-59)."""
    case = stage.dossier("演示-115", 21, town)
    number = case.number
    opened = case.opened()
    yield from stage.at("2024-01-09 13:30", f"{number} 种畜禽许可：收件、受理并用印", *opened)
    papers = case.papers()
    of = {"case": number, **stage.seal(case.owner, town)}
    no = RefuseUse(**of, documents=papers, reason="决定文书份数不对，更正后再报")
    yield from stage.at(
        "2024-01-11 14:00",
        f"{number} 审批后申请用印，主要负责人不同意",
        case.review(),
        case.grant(),
        case.apply(*papers),
        (case.by("principal"), no),
    )
    void = VoidUse(**of, document="decision", reason="盖章模糊，文书作废重印")
    yield from stage.at(
        "2024-01-11 15:30",
        f"{number} 重新申请，盖章模糊，作废",
        *case.sealed(*papers),
        (case.by("custodian"), void),
    )
    yield from stage.at(
        "2024-01-11 16:30",
        f"{number} 决定重新用印，制证、送达",
        *case.sealed("decision"),
        case.certify(),
        case.deliver(),
    )


def absence(stage: Stage, town: str) -> Iterator[Act]:
    """XG23-57: a designated person, also while the custodian is away."""
    deputy, principal = _deputy(town), stage.by(town, "principal")
    seals = stage.seals_of(town)
    until = stage.moment("2024-01-27")
    assume = AssumePost(organ=town, post="custodian", person=deputy)
    away = [
        (
            stage.by(town, "custodian"),
            RecordAbsence(**seal, deputy=deputy, until=until, reason="培训"),
        )
        for seal in seals
    ]
    says = f"{stage.rules.short(town)}：保管人离岗培训至1月26日，{len(seals)}枚印章由 {deputy} 代管"
    yield from stage.at("2024-01-22 08:30", says, (principal, assume), *away)
    case = stage.dossier("演示-116", 13, town, deputy)
    opened = case.opened()
    yield from stage.at(
        "2024-01-23 13:30", f"{case.number} 重大疾病免费救治：收件、受理，代管人盖章", *opened
    )
    usual = stage.dossier("演示-116", 13, town)
    yield from stage.at(
        "2024-01-25 13:30",
        f"{case.number} 审核、审批，申请用印并获同意",
        case.review(),
        case.grant(),
        case.apply("decision"),
        case.consent("decision"),
    )
    yield from stage.refused(
        "2024-01-26 15:00",
        f"{case.number} 离岗的保管人要盖章",
        "seal.custody",
        usual.stamp("decision"),
    )
    yield from stage.at(
        "2024-01-29 09:30",
        f"{case.number} 保管人回岗后盖章，送达",
        usual.stamp("decision"),
        usual.deliver(),
    )


def handed_over(stage: Stage, town: str) -> Iterator[Act]:
    """The custodian leaves: a witness sees all seals handed over (XG23-57)."""
    old, new = stage.by(town, "custodian"), _deputy(town)
    principal = stage.by(town, "principal")
    seals = stage.seals_of(town)
    assume = AssumePost(organ=town, post="custodian", person=new)
    witness = f"{town}-reviewer"
    over = [
        (old, HandOverSeal(**seal, to=new, witness=witness, reason="岗位调整")) for seal in seals
    ]
    left = LeavePost(organ=town, post="custodian", person=old.person)
    says = (
        f"{stage.rules.short(town)}：{old.person} 向 {new} 交接{len(seals)}枚印章，{witness} 监交"
    )
    yield from stage.at("2024-02-19 09:00", says, (principal, assume), *over, (principal, left))


def clerk_leaves(stage: Stage, town: str) -> Iterator[Act]:
    """Who leaves has nothing left to act by."""
    rules, principal = stage.rules, stage.by(town, "principal")
    person = f"{town}-window_clerk-b"
    assume = AssumePost(organ=town, post="window_clerk", person=person)
    back = WithdrawStaffAuthorisation(organ=town, person=person, reason="借调期满")
    left = LeavePost(organ=town, post="window_clerk", person=person)
    may = AuthoriseStaff(
        organ=town, person=person, steps=("receive",), matters=tuple(sorted(rules.matters))
    )
    says = f"{rules.short(town)}：借调 {person} 到窗口，授权收件"
    yield from stage.at("2024-01-08 08:30", says, (principal, assume), (principal, may))
    yield from stage.at(
        "2024-02-08 17:00",
        f"{rules.short(town)}：{person} 借调期满，收回授权",
        (principal, back),
        (principal, left),
    )


def anomaly(stage: Stage, owner: str, town: str) -> Iterator[Act]:
    """XG23-60: told at once, out of use until it is cleared up."""
    seal = stage.seal(owner, town)
    told = ReportAnomaly(**seal, circumstances="印面磨损，印文缺笔")
    name = f"{stage.rules.short(owner)}在{stage.rules.short(town)}的印章"
    yield from stage.at(
        "2024-01-16 08:40", f"{name}印文异常：报告，停用", (stage.by(town, "custodian"), told)
    )
    back = ReinstateSeal(**seal, reason="清洗后复核，印文与备案印模一致")
    yield from stage.at(
        "2024-01-17 16:00", f"{name}查明后恢复使用", (stage.by(owner, "principal"), back)
    )


def found_again(stage: Stage, owner: str, town: str) -> Iterator[Act]:
    seal = stage.seal(owner, town)
    name = f"{stage.rules.short(owner)}在{stage.rules.short(town)}的印章"
    keeper, head = stage.by(town, "custodian"), stage.by(owner, "principal")
    gone = ReportLoss(
        **seal, lost_at=stage.moment("2024-01-30 17:00"), circumstances="保险柜内未见"
    )
    yield from stage.at("2024-01-31 08:40", f"{name}不见了：报告遗失", (keeper, gone))
    found = RecordRecovery(**seal, circumstances="在档案室文件箱内找到")
    back = ReinstateSeal(**seal, reason="核对印模无误，其间未使用")
    yield from stage.at("2024-01-31 16:00", f"{name}找到", (keeper, found))
    yield from stage.at("2024-02-01 10:30", f"{name}核对后恢复使用", (head, back))


def over_the_holiday(stage: Stage, owner: str) -> Iterator[Act]:
    """The owner stops its seals over the Spring Festival."""
    head, name = stage.by(owner, "principal"), stage.rules.short(owner)
    seals = [stage.seal(owner, town) for town in stage.towns]
    stop = [(head, SuspendSeal(**seal, reason="春节假期停用")) for seal in seals]
    back = [(head, ReinstateSeal(**seal, reason="假期结束")) for seal in seals]
    yield from stage.at("2024-02-09 16:00", f"{name}：{len(seals)}枚印章春节停用", *stop)
    yield from stage.at("2024-02-18 08:40", f"{name}：印章恢复使用", *back)


def given_back(stage: Stage, owner: str, town: str) -> Iterator[Act]:
    """What an agreement no longer calls for is returned, sealed up, destroyed before a witness."""
    seal = stage.seal(owner, town)
    head, name = stage.by(owner, "principal"), stage.rules.short(owner)
    back = ReturnSeal(**seal, reason="委托协议到期")
    says = f"{stage.rules.short(town)}缴回{name}的印章"
    yield from stage.at("2024-03-04 08:40", says, (stage.by(town, "principal"), back))
    yield from stage.at(
        "2024-03-05 08:40", f"{name}封存该印章", (head, SealUp(**seal, reason="不再委托"))
    )
    destroy = DestroySeal(**seal, witness=f"{owner}-reviewer", method="切割销毁")
    yield from stage.at("2024-03-07 08:40", f"{name}监销该印章", (head, destroy))
