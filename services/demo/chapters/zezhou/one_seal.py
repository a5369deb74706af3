"""“行政审批服务专用章”: one for each town, in use before May is over (ZZ22-12, -13, -19)."""

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from domain.kernel.words import document as word
from domain.organisation.posts import AssumePost
from domain.seals.commands import (
    GiveStandingConsent,
    HandOverSeal,
    WithdrawStandingConsent,
)
from services.demo.act import Act
from services.demo.stage import Stage

_STEPS = ("批准刻制", "刻制", "印模备案", "交付本镇便民服务中心", "指定保管人", "启用")


def into_use(stage: Stage, days: tuple[str, ...], *towns: str) -> Iterator[Act]:
    """A day for each step."""
    county = stage.county
    for n, (day, title) in enumerate(zip(days, _STEPS, strict=True)):
        deeds = [county.seal(town, town)[n][1] for town in towns]
        names = "、".join(map(stage.called, towns))
        yield from stage.at(f"{day} 09:00", f"{names}“行政审批服务专用章”{title}", *deeds)


def misnamed(stage: Stage, town: str) -> Iterator[Act]:
    """专用章名称统一 (ZZ22-12)."""
    (_, (by, command)), *_ = stage.county.seal(town, town)
    name = f"{stage.called(town)}便民服务中心专用章"
    yield from stage.refused(
        "2022-05-06 15:00",
        f"{stage.called(town)}拟刻“{name}”",
        "seal.name_pattern",
        (by, replace(command, name=name)),
    )


def standing_consent(stage: Stage, town: str, matter: int) -> Iterator[Act]:
    """For what is many and simple, not for decisions (B-48); withdrawn when it has done its work.

    Nobody stamps without either.
    """
    head, seal = stage.by(town, "principal"), stage.seal(town, town)
    case = stage.dossier("演示-103", matter, town)
    yield from stage.at(
        "2022-05-17 09:00", f"{case.number} 收件、受理、申请用印", case.receive(), case.accept(),
        case.apply("acceptance"),
    )  # fmt: skip
    yield from stage.refused(
        "2022-05-17 09:30",
        f"{case.number} 未经同意就盖章",
        "seal.consent_missing",
        case.stamp("acceptance"),
    )
    until = date(2022, 12, 31)
    decisions = GiveStandingConsent(**seal, kinds=("decision",), until=until)
    yield from stage.refused(
        "2022-05-17 10:00",
        f"主要负责人拟对{word('decision')}概括同意",
        "seal.standing_consent",
        (head, decisions),
    )
    notices = GiveStandingConsent(**seal, kinds=("acceptance",), until=until)
    yield from stage.at(
        "2022-05-17 10:30",
        f"主要负责人对{word('acceptance')}概括同意，{case.number} 据此盖章",
        (head, notices),
        case.stamp("acceptance"),
    )
    yield from stage.at("2022-05-20 10:00", f"{case.number} 审批、用印、送达", *case.granted())
    back = WithdrawStandingConsent(**seal, kinds=("acceptance",), reason="集中受理期已过（演示）")
    yield from stage.at("2022-06-24 16:00", "撤回概括同意，恢复逐件同意", (head, back))


def handed_over(stage: Stage, town: str) -> Iterator[Act]:
    """XG23-57 everywhere: a witness sees the seal handed over."""
    keeper, to = stage.by(town, "custodian"), f"{town}-custodian-b"
    (seal,) = stage.seals_of(town)
    assume = AssumePost(organ=town, post="custodian", person=to)
    over = HandOverSeal(**seal, to=to, witness=f"{town}-reviewer", reason="岗位调整（演示）")
    yield from stage.at(
        "2022-06-27 09:00",
        f"{stage.called(town)}：{keeper.person} 向 {to} 交接专用章",
        (stage.by(town, "principal"), assume),
        (keeper, over),
    )
