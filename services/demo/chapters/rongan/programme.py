"""启动、试点、推广: the programme from its plan to the roll-out (RA22-28 to -32)."""

from collections.abc import Iterator
from itertools import chain

from domain.matters.lists import TakeListStep
from domain.programmes.commands import DesignatePilots, EvaluatePilot, RollOut, SummarisePilot
from services.demo.act import Act
from services.demo.acts import County
from services.demo.stage import Stage

_HEAD: dict[str, tuple[str, ...]] = {"principal": ()}
_PORTAL = "县政府门户网站（演示）"
_OPINION = "融安县全面推行基层“一枚印章管审批（服务）”改革实施意见（演示）"


def launched(stage: Stage, before: County, lead: str, day: str) -> Iterator[Act]:
    """`before`: the county as its plan has it, without any list (B-64)."""
    yield from stage.dated(f"{day} 09:00", before.adoption().says, [before.adoption()])
    yield from stage.dated(
        f"{day} 09:10", "采用工作日历（已公布的各年一次备齐）", before.calendars()
    )
    heads = chain.from_iterable(before.staffing(organ, _HEAD) for organ in (lead, *stage.towns))
    yield from stage.dated(f"{day} 10:00", "牵头单位和各乡镇的主要负责人到位", heads)


def pilots(stage: Stage, programme: str, lead: str, towns: tuple[str, ...]) -> Iterator[Act]:
    """选取2-3个乡镇 (RA22-29, B-61)."""
    head, names = stage.by(lead, "principal"), "、".join(map(stage.called, towns))
    one = DesignatePilots(programme=programme, organs=towns[:1])
    yield from stage.refused(
        "2022-02-14 09:00", "试点只报1个乡镇", "programmes.pilot_count", (head, one)
    )
    named = DesignatePilots(programme=programme, organs=towns)
    yield from stage.at("2022-02-14 10:00", f"试点：{names}，自试点阶段起", (head, named))


def listed(stage: Stage) -> Iterator[Act]:
    """编制公布实施清单, adopted as the next version of the pack (RA22-14)."""
    rules = stage.rules
    for day, step in zip(("2022-02-16", "2022-02-21"), rules.pack.list_step, strict=True):
        command = TakeListStep(
            version=rules.pack.version,
            step=step.id,
            document_number=f"演示〔2022〕{day[-2:]}号",
            published_in=_PORTAL if step.publishes else "",
        )
        says = f"实施清单{step.name}（{stage.called(step.by)}）"
        yield from stage.at(f"{day} 09:00", says, (stage.by(step.by, "principal"), command))
    adoption = stage.county.adoption()
    says = f"{adoption.says}：清单{len(rules.pack.matter)}项（演示）"
    yield from stage.dated("2022-02-22 09:00", says, [adoption])


def rolled_out(
    stage: Stage, programme: str, lead: str, towns: tuple[str, ...], other: str
) -> Iterator[Act]:
    """总结、评估、实施意见, then everywhere (RA22-30)."""
    head = stage.by(lead, "principal")
    paper = EvaluatePilot(
        programme=programme, document_number="演示评估〔2022〕1号", conclusion="具备全面推行条件"
    )
    yield from stage.refused(
        "2022-05-16 09:00", "未经总结就要评估", "programmes.not_summarised", (head, paper)
    )
    outsider = SummarisePilot(
        programme=programme, organ=other, document_number="演示总结0号", summary="未试点"
    )
    yield from stage.refused(
        "2022-05-16 10:00",
        f"{stage.called(other)}不是试点，要报总结",
        "programmes.not_a_pilot",
        (stage.by(other, "principal"), outsider),
    )
    for n, town in enumerate(towns, 1):
        summary = SummarisePilot(
            programme=programme,
            organ=town,
            document_number=f"演示总结〔2022〕{n}号",
            summary="窗口合并、印章统一的做法可复制（演示）",
        )
        says = f"{stage.called(town)}总结试点经验"
        yield from stage.at("2022-05-18 09:00", says, (stage.by(town, "principal"), summary))
    out = RollOut(programme=programme, document_number="演示〔2022〕20号", title=_OPINION)
    yield from stage.refused(
        "2022-05-19 09:00", "未经评估就要全面推行", "programmes.not_evaluated", (head, out)
    )
    yield from stage.at("2022-05-25 09:00", "评估试点", (head, paper))
    yield from stage.at("2022-06-01 09:00", "印发实施意见，全县推行", (head, out))
