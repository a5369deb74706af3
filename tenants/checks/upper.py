"""What an upper level says to its counties: whom it binds, what it demands, prohibits, allows."""

import re
from collections.abc import Iterator

from domain.kernel.pack import Demand, Pack, Remedy, Upper
from tenants.checks.common import keyed, repeated, unknown
from tenants.fault import Fault, below

_REGION = re.compile(r"\d{6}")
_ABOVE = ("province", "city")
# What demands of these kinds say, and no others.
_ONLY = {"catalogue": {"in_catalogue", "outside"}, "instead_of": {"outside", "unsuited"}}
_BY_LEVEL = {"no_narrowing", "law_levels"}
# What a remedy of each kind must say; it may say nothing of the others.
_SAYS = {"keep": "basis", "mode": "mode"}


def upper(pack: Pack) -> Iterator[Fault]:
    found = pack.upper
    if found is None:
        return
    if pack.jurisdiction.level not in _ABOVE:
        reason = "写了 [upper] 的是省、市的政策包，县级政策包不写"
        yield Fault("jurisdiction.level", reason)
    if pack.matter:
        yield Fault("matter", "上级政策包不列县里的事项：请删去")
    yield from _bound(pack, found)
    catalogues = {catalogue.id for catalogue in found.catalogue}
    modes = {mode.id for mode in pack.mode}
    for table in ("catalogue", "demand", "prohibition", "remedy"):
        rows = getattr(found, table)
        yield from repeated(below("upper", table), (row.id for row in rows))
        for key, row in keyed(below("upper", table), rows):
            for field in ("clause", "text", "source"):
                if not getattr(row, field, "…").strip():
                    yield Fault(below(key, field), "拒绝、自查时要引用，不能空着")
    for key, demand in keyed("upper.demand", found.demand):
        yield from unknown(below(key, "modes"), demand.modes, modes, "mode")
        yield from unknown(below(key, "instead_of"), demand.instead_of, modes, "mode")
        yield from unknown(below(key, "catalogue"), demand.catalogue, catalogues, "upper.catalogue")
        yield from (Fault(below(key, field), reason) for field, reason in _demanded(demand))
    for key, remedy in keyed("upper.remedy", found.remedy):
        yield from unknown(below(key, "mode"), [remedy.mode], modes, "mode")
        yield from unknown(below(key, "catalogue"), remedy.catalogue, catalogues, "upper.catalogue")
        yield from (Fault(below(key, field), reason) for field, reason in _remedied(remedy))


def _bound(pack: Pack, found: Upper) -> Iterator[Fault]:
    if not found.regions:
        yield Fault("upper.regions", "要写对哪些行政区划代码有约束力")
    for region in found.regions:
        if not _REGION.fullmatch(region):
            yield Fault("upper.regions", f"“{region}”不是六位行政区划代码")
    documents = {document.id for document in pack.document}
    yield from unknown("upper.document", [found.document], documents, "document")


def _demanded(demand: Demand) -> Iterator[tuple[str, str]]:
    """Say what a demand of its kind lacks, and what it says that its kind cannot mean."""
    for field, kinds in _ONLY.items():
        if bool(getattr(demand, field)) != (demand.kind in kinds):
            verb = "要写" if demand.kind in kinds else "不能写"
            yield field, f"{demand.kind} 类的要求{verb} {field}"
    if not demand.levels and demand.kind in _BY_LEVEL:
        yield "levels", f"{demand.kind} 类的要求要写 levels"
    if demand.levels and demand.kind not in _BY_LEVEL | {"free_choice"}:
        yield "levels", f"{demand.kind} 类的要求不能写 levels"
    if demand.without and demand.kind != "law_levels":
        yield "without", f"{demand.kind} 类的要求不能写 without"
    if demand.undivided and demand.kind != "law_levels":
        yield "undivided", f"{demand.kind} 类的要求不能写 undivided"


def _remedied(remedy: Remedy) -> Iterator[tuple[str, str]]:
    for kind, field in _SAYS.items():
        if bool(getattr(remedy, field)) != (remedy.kind == kind):
            verb = "要写" if remedy.kind == kind else "不能写"
            yield field, f"{remedy.kind} 类的结果{verb} {field}"
