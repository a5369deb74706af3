"""Programmes and their phases: what the calendar and the trial of a reform go by (B-60, B-61)."""

from collections.abc import Iterator

from domain.kernel.pack import Pack, Phase
from tenants.checks.common import keyed, organ_ids, repeated, unknown
from tenants.fault import Fault, below


def programmes(pack: Pack) -> Iterator[Fault]:
    issued = {document.id: document.issuer for document in pack.document}
    for key, programme in keyed("programme", pack.programme):
        yield from unknown(below(key, "lead"), [programme.lead], organ_ids(pack), "organ")
        if programme.ends_on is not None and programme.ends_on < programme.starts_on:
            yield Fault(below(key, "ends_on"), "结束的日期早于开始的日期")
        trials = [p for p in pack.phase if p.programme == programme.id and p.pilots is not None]
        if len(trials) > 1:
            yield Fault(
                below(key, "id"), "只能在一个阶段试点，这里有几个阶段写了 pilots", ("phase",)
            )
        if trials and programme.lead is None and issued.get(programme.document) is None:
            yield Fault(below(key, "lead"), "由谁公布试点乡镇？请写 lead，或者补上文件的印发机关")


def phases(pack: Pack) -> Iterator[Fault]:
    known = {programme.id: programme for programme in pack.programme}
    yield from repeated("phase", (phase.id for phase in pack.phase))
    for key, phase in keyed("phase", pack.phase):
        yield from unknown(below(key, "programme"), [phase.programme], known, "programme")
        if phase.ends_on < phase.starts_on:
            yield Fault(below(key, "ends_on"), "结束的日期早于开始的日期")
        programme = known.get(phase.programme)
        last = programme.ends_on if programme else None
        if programme is not None and phase.starts_on < programme.starts_on:
            yield Fault(below(key, "starts_on"), f"早于改革项目开始的日期 {programme.starts_on}")
        if last is not None and phase.ends_on > last:
            yield Fault(below(key, "ends_on"), f"晚于改革项目结束的日期 {last}")
        yield from _pilots(key, phase)


def _pilots(key: str, phase: Phase) -> Iterator[Fault]:
    least, most = phase.pilots or (1, 1)
    if not 1 <= least <= most:
        yield Fault(below(key, "pilots"), "最少的个数至少是1，最多的不能比最少的小")
