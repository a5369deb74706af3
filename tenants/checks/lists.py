"""How lists and guides come about, and until when power is handed down."""

from collections import Counter
from collections.abc import Iterator

from domain.kernel.pack import Matter, MatterList, Pack
from tenants.checks.common import keyed, organ_ids, repeated, unknown
from tenants.fault import Fault, below

_SHOWN = 10  # of many numbers the first are enough to see what went wrong


def lists(pack: Pack) -> Iterator[Fault]:
    """Check that the rows of each printed list are all there, under the numbers printed."""
    yield from repeated("list", (printed.id for printed in pack.list))
    known = [printed.id for printed in pack.list]
    only = known[0] if len(known) == 1 else None  # of a single list every matter is a row
    for key, matter in keyed("matter", pack.matter):
        yield from unknown(below(key, "list"), [matter.list], known, "list")
        if matter.list is None and len(known) > 1:
            yield Fault(below(key, "list"), f"没有写在哪份清单上：请写其中之一 {'、'.join(known)}")
        if matter.row is not None and not known:
            reason = "写了清单上的序号，政策包却没有 [[list]]：请补上清单，或者删去序号"
            yield Fault(below(key, "row"), reason, ("list",))
    for key, printed in keyed("list", pack.list):
        rows = [matter for matter in pack.matter if (matter.list or only) == printed.id]
        yield from _rows(key, printed, rows)


def _rows(key: str, printed: MatterList, matters: list[Matter]) -> Iterator[Fault]:
    if printed.count != len(matters) and not printed.unknown:
        reason = f"{printed.name}照文件有{printed.count}项，这里有{len(matters)}项：请核对"
        yield Fault(below(key, "count"), reason, ("matter",))
    numbered = Counter(matter.no if matter.row is None else matter.row for matter in matters)
    faults = {
        "重复": [no for no, times in numbered.items() if times > 1],
        f"不在1至{printed.count}之内": [no for no in numbered if not 1 <= no <= printed.count],
        "缺少": [no for no in range(1, printed.count + 1) if no not in numbered],
    }
    if printed.unknown:
        del faults["缺少"]
    for what, numbers in faults.items():
        if numbers:
            said = "、".join(map(str, sorted(numbers)[:_SHOWN]))
            more = "等" if len(numbers) > _SHOWN else ""
            yield Fault(key, f"序号{what}：{said}{more}", ("matter",))


def targets(pack: Pack) -> Iterator[Fault]:
    yield from repeated("target", (target.id for target in pack.target))
    known = {printed.id for printed in pack.list}
    for key, target in keyed("target", pack.target):
        yield from unknown(below(key, "list"), [target.list], known, "list")
        if not 0 <= target.at_least <= 1:
            reason = f"{target.at_least:g} 不是 0 到 1 之间的比例：60% 写作 0.6"
            yield Fault(below(key, "at_least"), reason)


def list_steps(pack: Pack) -> Iterator[Fault]:
    yield from repeated("list_step", (step.id for step in pack.list_step))
    known = organ_ids(pack)
    for key, step in keyed("list_step", pack.list_step):
        yield from unknown(below(key, "by"), [step.by], known, "organ")
        for field in ("name", "state"):
            if not getattr(step, field).strip():
                yield Fault(below(key, field), "办理人员要看，不能空着")
    if pack.list_step and not pack.list_step[-1].publishes:
        yield Fault("list_step", "清单没有公布的一步：最后一步请写 publishes = true")


def guide(pack: Pack) -> Iterator[Fault]:
    if pack.guide is None:
        return
    for content, words in {**pack.guide.contents, "materials": pack.guide.materials}.items():
        if not words.strip():
            yield Fault(below("guide", content), "要写依据的原文，不能空着")


def grant(pack: Pack) -> Iterator[Fault]:
    """Its clocks run from a day that the pack must know."""
    terms = pack.grant
    if terms is None:
        return
    limits = {sla.id for sla in pack.sla}
    yield from unknown("grant.within", [terms.within], limits, "sla")
    yield from unknown("grant.complex", [terms.complex], limits, "sla")
    slas = {sla.id: sla for sla in pack.sla}
    both = [slas[it] for it in (terms.within, terms.complex) if it in slas]
    if len({sla.unit for sla in both}) > 1:  # one is prolonged to the other
        yield Fault(
            "grant.complex", "两个时限的单位要一样：较复杂事项是延长一般事项的时限", ("sla",)
        )
    elif len(both) > 1 and both[0].days > both[1].days:
        yield Fault("grant.complex", "较复杂事项的时限不能比一般事项的短", ("sla",))
    dated = {document.id: document.issued_on for document in pack.document}
    yield from unknown("grant.document", [terms.document], dated, "document")
    if terms.document in dated and dated[terms.document] is None:
        reason = "这份文件没有印发日期，无从起算：请在 [[document]] 补上 issued_on"
        yield Fault("grant.document", reason, ("document",))
