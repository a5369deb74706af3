"""A county that measures: lists with a rate to reach, styles, reasons for another visit."""

from msgspec.structs import replace

from domain.kernel.pack import MatterList, Pack, Target, VisitTerms
from tests.world import XINGGUO

TOWN, VILLAGE = "upper", "lower"
SPLIT = 20  # the matters up to it are in the first list


def printed(name: str, count: int) -> MatterList:
    return MatterList(
        id=name,
        name=f"{name}清单",
        title=f"（测试）{name}",
        count=count,
        clause="附件",
        source="测试",
    )


def target(name: str, at_least: float) -> Target:
    return Target(
        id=f"{name}_online",
        name="网上可办率",
        list=name,
        measure="online_able_rate",
        at_least=at_least,
        clause="四(四)1",
        source="ZZ22-27 ZZ22-28",
    )


MATTERS = tuple(
    replace(
        matter,
        list=TOWN if matter.no <= SPLIT else VILLAGE,
        row=matter.no if matter.no <= SPLIT else matter.no - SPLIT,
    )
    for matter in XINGGUO.matter
)
REASONS = VisitTerms(
    reasons={"papers": "补交材料", "wish": "申请人自愿", "for_nothing": "无故"},
    unwarranted=("for_nothing",),
    chosen=("wish",),
    clause="四(四)1",
    source="ZZ22-30",
)
PACK: Pack = replace(
    XINGGUO,
    list=(printed(TOWN, SPLIT), printed(VILLAGE, len(MATTERS) - SPLIT)),
    matter=MATTERS,
    target=(target(TOWN, 0.6), target(VILLAGE, 0.5)),
    visits=REASONS,
    style={"guided": "导办", "by_agent": "代办"},
)
