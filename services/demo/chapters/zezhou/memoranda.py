"""下放事项的备忘录签署、事项公布工作 (ZZ22-04 to -06), and what rests on it (ZZ22-41)."""

from collections.abc import Iterator

from msgspec.structs import replace

from domain.delegation.agreement import AnnounceDelegation
from services.demo.act import Act, Deed
from services.demo.stage import Stage

_PUBLISHED = "一体化政务服务平台（演示）"


def signed(stage: Stage, towns: tuple[str, ...]) -> Iterator[Act]:
    """By every department of the remark 直接赋权, each with each town; the matters published."""
    county = stage.county
    owners = stage.delegators
    by, whole = county.sign(owners[0], towns[0])
    yield from stage.refused(
        "2022-04-18 09:00",
        f"{stage.called(owners[0])}的备忘录不写下放什么、如何培训指导",
        "delegation.contents_incomplete",
        (by, replace(whole, contents={})),
    )
    for n, owner in enumerate(owners):
        name, minute = stage.called(owner), f"{n * 8:02}"
        matters = county.matters_of(owner)
        signing = [county.sign(owner, town) for town in towns]
        says = f"{name}与{len(towns)}个镇签署{len(matters)}项的备忘录"
        yield from stage.at(f"2022-04-18 10:{minute}", says, *signing)
        back = [county.countersign(owner, town) for town in towns]
        yield from stage.at(f"2022-04-19 10:{minute}", f"{name}的备忘录：各镇签署", *back)
        public = [_publish(stage, owner, town) for town in towns]
        says = f"{name}公布所下放的{len(matters)}项"
        yield from stage.at(f"2022-04-21 10:{minute}", says, *public)


def _publish(stage: Stage, owner: str, town: str) -> Deed:
    command = AnnounceDelegation(
        **stage.pair(owner, town),
        matters=stage.county.matters_of(owner),
        published_in=_PUBLISHED,
    )
    return stage.by(owner, "principal"), command


def without_one(stage: Stage, owner: str, town: str, matter: int) -> Iterator[Act]:
    """No memorandum: the department goes on handling it, the town gathers (B-42); then it signs."""
    case = stage.dossier("演示-108", matter, town)
    number, name, department = case.number, stage.called(town), stage.called(owner)
    yield from stage.at(
        "2022-05-18 10:00",
        f"{number} {name}未签备忘录：转{department}直接办理",
        case.receive(),
        case.forward(),
        case.accept(owner),
        case.grant(owner),
        case.deliver(owner),
    )
    yield from stage.at(
        "2022-05-25 09:00",
        f"{department}与{name}签署备忘录并公布",
        stage.county.sign(owner, town),
        stage.county.countersign(owner, town),
        _publish(stage, owner, town),
    )


def empowered(stage: Stage, town: str, to_accept: int, to_decide: int) -> Iterator[Act]:
    """直接赋权 says where power is from, not how far it reaches (B-42)."""
    case = stage.dossier("演示-106", to_accept, town)
    yield from stage.at(
        "2022-05-17 14:00",
        f"{case.number} 直接赋权、乡级只受理：受理并用印，转报",
        *case.opened(),
        case.forward(),
    )
    yield from stage.at(
        "2022-05-19 14:00",
        f"{case.number} {stage.called(case.owner)}决定、返回，镇送达",
        case.grant(case.owner),
        case.hand_back(),
        case.deliver(),
    )
    own = stage.dossier("演示-107", to_decide, town)
    yield from stage.at(
        "2022-05-19 15:00",
        f"{own.number} 直接赋权、办理方式空白：镇以自己名义办结",
        *own.opened(),
        *own.granted(),
    )
