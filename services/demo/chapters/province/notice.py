"""The province's notice arrives; the county inspects itself, matter by matter (JX24-33 to -35).

Its day is a demonstration's: the notice has none (B-21). What the catalogues are said to hold is
one too: the county enters what concerns it.
"""

from collections.abc import Iterator
from datetime import date

from domain.delegation.agreement import SignAgreement, TerminateAgreement
from domain.kernel.authority import OPERATOR
from domain.kernel.pack import Pack
from domain.matters.catalogues import AdoptCatalogueVersion, Entry
from domain.matters.declared import RecordLegalityReview
from domain.matters.grounds import EvaluateCapacity, RecordStudy
from domain.organisation.posts import AuthoriseStaff
from domain.policy.adoption import AdoptUpperPack
from domain.policy.self_inspection import CloseSelfInspection, DecideOutcome, OpenSelfInspection
from domain.seals.commands import SuspendSeal
from services.demo.act import Act
from services.demo.chapters.opening import PORTAL
from services.demo.stage import Stage
from tenants.loader import digest

_DAY = date(2024, 6, 1)
_FROM = date(2024, 6, 17)
LAW, KEEP, BACK = "森林法 57(3)", "jx_keep", "jx_back"


def arrives(stage: Stage, notice: Pack, lead: str) -> Iterator[Act]:
    """Adopted on evidence; what goes against it is flagged with the adoption (B-20, B-21)."""
    adopt = AdoptUpperPack(
        pack=notice,
        digest=digest(notice),
        effective_from=_DAY,
        evidence="县政府办收文登记〔2024〕演示1号",
    )
    unknown = AdoptUpperPack(pack=notice, digest=adopt.digest, effective_from=_DAY, evidence=" ")
    yield from stage.refused(
        "2024-06-03 08:30",
        "采用省里通知，没有写明生效日期的依据",
        "policy.evidence",
        (OPERATOR, unknown),
    )
    yield from stage.at(
        "2024-06-03 09:00", f"采用上级政策：{notice.name}，逐项列出不符", (OPERATOR, adopt)
    )
    head = stage.by(lead, "principal")
    begin = OpenSelfInspection(
        upper=notice.id, document_number="演示自查〔2024〕1号", due_on=date(2024, 7, 31)
    )
    yield from stage.at("2024-06-03 14:00", "开始自查自纠，7月31日前完成", (head, begin))


def prohibited(stage: Stage, owner: str, other: str, matter: int) -> Iterator[Act]:
    """Nothing is handed down anew that no law allows (B-12)."""
    again = SignAgreement(
        delegator=owner,
        delegatee=other,
        contents={},
        matters=(matter,),
        valid_from=_FROM,
    )
    yield from stage.refused(
        "2024-06-04 10:00",
        f"{stage.called(owner)}要与{stage.called(other)}再签委托协议",
        "delegation.no_legal_basis",
        (stage.by(owner, "principal"), again),
    )


def catalogues(stage: Stage, lead: str, listed: dict[str, tuple[int, ...]]) -> Iterator[Act]:
    """What the county found in each catalogue of the province (JX24-16, -27, B-24)."""
    head = stage.by(lead, "principal")
    upper = stage.rules.pack.upper
    cited = {it.id: it.version for it in upper.catalogue} if upper else {}
    for n, (catalogue, matters) in enumerate(listed.items(), 1):
        entries = tuple(
            Entry(name=stage.rules.matter(no).name, number=f"演示{no}", matters=(no,))
            for no in matters
        )
        command = AdoptCatalogueVersion(
            catalogue=catalogue,
            version=cited[catalogue],
            effective_from=_DAY,
            entries=entries,
            document_number=f"演示目录〔2024〕{n}号",
        )
        says = f"登记省目录中与本县有关的{len(entries)}条（演示）"
        yield from stage.at(f"2024-06-05 {8 + n:02}:00", says, (head, command))


def grounds(
    stage: Stage,
    lead: str,
    moving: dict[int, str],
    unsuited: dict[str, str],
    towns: tuple[str, ...],
) -> Iterator[Act]:
    """Research, capacity and legality of each matter that moves (JX24-08, -28, -36)."""
    head = stage.by(lead, "principal")
    for n, (no, mode) in enumerate(moving.items()):
        study = RecordStudy(
            matter=no,
            mode=mode,
            necessity="群众就近办理需要（演示）",
            document_number=f"演示论证{no}号",
            unsuited=unsuited.get(mode, ""),
        )
        able = EvaluateCapacity(
            matter=no,
            mode=mode,
            organs=towns,
            able=True,
            opinion="人员、设备齐全（演示）",
            document_number=f"演示评估{no}号",
        )
        lawful = RecordLegalityReview(
            matter=no,
            mode=mode,
            legality="lawful",
            document_number=f"演示法审〔2024〕{no}号",
            opinion="不改变法定实施主体，或者在省目录之内（演示）",
        )
        owner = stage.by(stage.rules.matter(no).delegator or "", "principal")
        yield from stage.at(
            f"2024-06-0{6 + n // 8} {9 + n % 8:02}:00",
            f"{stage.rules.item(no)}：研究论证、能力评估、合法性审核",
            (head, study),
            (head, able),
            (owner, lawful),
        )


def outcomes(
    stage: Stage, notice: Pack, lead: str, remedies: dict[int, tuple[str, str]]
) -> Iterator[Act]:
    """One for each matter: kept on a law, under another mode, back to the county (B-20)."""
    head = stage.by(lead, "principal")
    first = next(no for no, (remedy, _) in remedies.items() if remedy != KEEP)
    wrong = _outcome(notice, first, KEEP, "继续委托", basis="无")
    yield from stage.refused(
        "2024-06-12 08:30",
        f"{stage.rules.item(first)}没有依据，不能保留",
        "policy.no_basis_to_keep",
        (head, wrong),
    )
    for no, (remedy, reason) in remedies.items():
        kept = remedy == KEEP
        command = _outcome(notice, no, remedy, reason, basis=LAW if kept else "", stays=kept)
        says = f"{stage.rules.item(no)}：{reason}"
        yield from stage.at("2024-06-12 09:00", says, (head, command))


def _outcome(
    notice: Pack, no: int, remedy: str, reason: str, *, basis: str = "", stays: bool = False
) -> DecideOutcome:
    return DecideOutcome(
        upper=notice.id,
        matter=no,
        remedy=remedy,
        effective_from=_FROM,
        reason=reason,
        document_number="演示自查〔2024〕2号",
        basis=basis,
        seal_stays=stays,
        published_in=PORTAL,
    )


def session_staff(
    stage: Stage, matters: tuple[int, ...], town: str, owners: tuple[str, ...]
) -> Iterator[Act]:
    """Whoever sits at either end of the line is authorised for it by name (ZZ22-10)."""
    for n, (organ, post) in enumerate(
        ((town, "window_clerk"), *((it, "approver") for it in owners))
    ):
        command = AuthoriseStaff(
            person=f"{organ}-{post}", organ=organ, steps=("session",), matters=matters
        )
        says = f"{stage.called(organ)}：授权 {organ}-{post} 远程办理"
        yield from stage.at(
            f"2024-06-14 {9 + n:02}:00", says, (stage.by(organ, "principal"), command)
        )


def stopped(
    stage: Stage, notice: Pack, lead: str, owners: tuple[str, ...], open_case: str
) -> Iterator[Act]:
    """Seals out of use, agreements ended; what is still open goes on where its mode says."""
    head = stage.by(lead, "principal")
    close = CloseSelfInspection(upper=notice.id, document_number="演示自查〔2024〕9号")
    pairs = [(owner, town) for owner in owners for town in stage.towns]
    stop = [
        (
            stage.by(owner, "principal"),
            SuspendSeal(**stage.seal(owner, town), reason="自查自纠，停止使用（演示）"),
        )
        for owner, town in pairs
    ]
    yield from stage.at("2024-06-19 09:00", f"{len(stop)}枚“2号章”停止使用", *stop)
    case = stage.dossier(open_case, 21, stage.towns[0])
    yield from stage.refused(
        "2024-06-19 11:00",
        f"{open_case} 停用之后申请用印",
        "seal.not_in_use",
        case.apply("decision"),
    )
    yield from stage.refused(
        "2024-06-19 15:00",
        "协议还没有终止，自查自纠不能办结",
        "policy.not_carried_out",
        (head, close),
    )
    ended = [
        (
            stage.by(owner, "principal"),
            TerminateAgreement(**stage.pair(owner, town), reason="自查自纠（演示）"),
        )
        for owner, town in pairs
    ]
    yield from stage.at("2024-06-20 09:00", f"终止{len(ended)}份委托协议，在办件转县级", *ended)
    yield from stage.at("2024-06-21 16:00", "自查自纠办结：各事项处理结果执行完毕", (head, close))
