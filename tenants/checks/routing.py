"""Where a matter goes by its domain: windows, and tables of who stands in which relation."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import get_args

from domain.kernel.pack import Mode, OrganKind, Pack, Window
from tenants.checks.common import keyed, organ_ids, repeated, unknown
from tenants.checks.modes import parties_used
from tenants.fault import Fault, below

_RELATION = re.compile(r"relation\.(\w+)\(")


def windows(pack: Pack) -> Iterator[Fault]:
    """Check that every matter has one window: of its domain, else the first of its kind (B-63)."""
    yield from repeated("window", (window.id for window in pack.window))
    by_domain = [(key, w) for key, w in keyed("window", pack.window) if not w.modes]
    for licences, kind in ((True, "行政许可"), (False, "其他事项")):
        own = [(key, w) for key, w in by_domain if w.licences is licences]
        if by_domain and not own:
            yield Fault("window", f"没有受理{kind}的窗口：没有窗口管的领域归到哪里？请补一个")
        taken: dict[str, str] = {}
        for key, window in own:
            for domain in window.domains:
                other = taken.setdefault(domain, window.id)
                if other != window.id:
                    yield Fault(below(key, "domains"), f"“{domain}”已经归窗口“{other}”")
    for key, window in keyed("window", pack.window):
        yield from _place(pack, key, window)
        if not window.domains and not window.modes:
            yield Fault(below(key, "domains"), "窗口至少要管一个领域")
        for domain, times in Counter(window.domains).items():
            if times > 1:
                yield Fault(below(key, "domains"), f"“{domain}”写了{times}次")


def _place(pack: Pack, key: str, window: Window) -> Iterator[Fault]:
    """Check where a window stands, who runs it, and that what it serves comes there (B-36)."""
    organs, kinds = organ_ids(pack), {organ.kind for organ in pack.organ}
    if pack.upper is not None:  # it stands in counties, whose organs are not in this pack
        kinds = {*get_args(OrganKind)}
    yield from unknown(below(key, "at"), window.at, organs | kinds, "organ")
    yield from unknown(below(key, "by"), [window.by], organs, "organ")
    yield from unknown(below(key, "modes"), window.modes, {m.id for m in pack.mode}, "mode")
    if window.modes and (window.domains or window.licences):
        yield Fault(below(key, "domains"), "按办理方式设的窗口（modes）不再按领域分：请删去一样")
    if window.modes and not window.at:
        yield Fault(below(key, "at"), "按办理方式设的窗口要写设在哪里：机构编号或者类别")


def relations(pack: Pack) -> Iterator[Fault]:
    known = organ_ids(pack)
    for key, line in keyed("relation", pack.relation):
        yield from unknown(below(key, "organ"), [line.organ], known, "organ")
        yield from unknown(below(key, "of"), [line.of], known, "organ")
    names = {line.name for line in pack.relation}
    for party, expression in pack.party.items():
        used = _RELATION.findall(expression)
        yield from unknown(below("party", party), used, names, "relation")
    modes = {mode.id: mode for mode in pack.mode}
    for key, matter in keyed("matter", pack.matter):
        mode = modes.get(matter.mode)
        if mode is not None and matter.domain is not None:
            yield from _domain(pack, key, matter.domain, mode)


def _domain(pack: Pack, key: str, domain: str, mode: Mode) -> Iterator[Fault]:
    """Check that the tables that the matter's mode looks at say something of its domain."""
    read = {name for p in parties_used(pack, mode) for name in _RELATION.findall(pack.party[p])}
    for name in sorted(read):
        lines = [line for line in pack.relation if line.name == name]
        if lines and all(line.domain not in (None, domain) for line in lines):
            reason = f"关系表“{name}”里没有领域“{domain}”的一行：请补上，或者改事项的领域"
            yield Fault(below(key, "domain"), reason, ("relation",))
