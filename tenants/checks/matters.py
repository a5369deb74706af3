"""The matter list: modes, organs, guards and what law says about each matter."""

from collections.abc import Iterator
from typing import get_args

from domain.kernel.instruments import DELEGATED
from domain.kernel.pack import Guard, Matter, Mode, OrganKind, Pack
from tenants.binder import parse
from tenants.checks.common import keyed, organ_ids, repeated, unknown, unresolved
from tenants.checks.modes import parties_used
from tenants.fault import Fault, below

_ONE_ORGAN = ("delegator", "county_organ", "city_organ")
# The law itself, or what is made under it: a notice can do neither (B-25, JX24-09).
_BY_LAW = {"law", "regulation", "rule"}
_ORGANS = ("supervisors", "city_supervisors")
# What a guard says depends on its kind; all kinds not named here are lists of allowed or denied.
_NEEDS = {"quantity": ("at_least 或 at_most", "unit"), "territory": ("count",)}


def matters(pack: Pack) -> Iterator[Fault]:
    by_id = {mode.id: mode for mode in pack.mode}
    reads = {mode.id: facts_read(pack, mode) for mode in pack.mode}
    yield from repeated("matter", (matter.no for matter in pack.matter), "no")
    for key, matter in keyed("matter", pack.matter):
        yield from unknown(below(key, "mode"), [matter.mode], by_id, "mode")
        yield from _organs(pack, key, matter)
        mode = by_id.get(matter.mode)
        if mode is not None:
            yield from _against_mode(key, matter, mode)
            yield from _facts(key, matter, mode, reads)
        yield from _guards(pack, key, matter.guard, mode)
        yield from _offers(pack, key, matter)
        yield from _charges(key, matter)
        yield from _status(key, matter)
        yield from _by_law(key, matter)
        for limit_key, limit in keyed(below(key, "limit"), matter.limit):
            if limit.days <= 0:
                yield Fault(below(limit_key, "days"), "时限至少是1")
            if limit.of == "renewal_before_expiry" and limit.unit == "working_days":
                reason = "届满前多久申请，按日或者月倒数，不能用工作日"
                yield Fault(below(limit_key, "unit"), reason)
            if limit.after is not None and limit.of != "decision":
                yield Fault(below(limit_key, "after"), "只有作出决定的时限可以等检验、考试")


def _by_law(key: str, matter: Matter) -> Iterator[Fault]:
    """What only a law may do with a matter, said to be done by none."""
    for field in ("law_split", "confined"):
        basis = getattr(matter, field)
        if basis is not None and basis.finding not in _BY_LAW:
            reason = "只有法律、法规、规章可以这样规定：law、regulation、rule"
            yield Fault(below(key, f"{field}.finding"), reason)


def facts_read(pack: Pack, mode: Mode) -> dict[str, str]:
    """Find the facts of a matter that a mode reads, each with a party that reads it."""
    facts: dict[str, str] = {}
    for party in sorted(parties_used(pack, mode)):
        try:
            binder = parse(pack.party[party])
        except ValueError:  # reported where the party is bound
            continue
        facts.update(dict.fromkeys(binder.facts, party))
    return facts


def _organs(pack: Pack, key: str, matter: Matter) -> Iterator[Fault]:
    known = organ_ids(pack)
    for field in _ONE_ORGAN:
        yield from unknown(below(key, field), [getattr(matter, field)], known, "organ")
    for field in _ORGANS:
        yield from unknown(below(key, field), getattr(matter, field), known, "organ")
    if matter.power_from is not None:
        yield from unresolved(pack, below(key, "power_from.by"), [matter.power_from.by])


def _against_mode(key: str, matter: Matter, mode: Mode) -> Iterator[Fault]:
    grantable = {step.id for step in mode.step if step.grant}
    for step in matter.grants:
        if step not in grantable:
            reason = f"办理方式“{mode.id}”没有可以分步赋权（grant = true）的步骤“{step}”"
            yield Fault(below(key, "grants"), reason)
    yield from repeated(below(key, "grants"), matter.grants)
    delegated = any(need.instrument in DELEGATED for need in mode.needs)
    if delegated and matter.power == "licence" and matter.delegation_basis is None:
        reason = "委托的行政许可要写明凭什么可以委托（行政许可法 24）"
        yield Fault(below(key, "delegation_basis"), reason)


def _facts(
    key: str, matter: Matter, mode: Mode, reads: dict[str, dict[str, str]]
) -> Iterator[Fault]:
    """Report what a mode of the matter reads and the matter does not say."""
    routes = [mode.otherwise.mode if mode.otherwise else None]
    routes.extend(guard.otherwise for guard in matter.guard)
    for mode_id in dict.fromkeys([mode.id, *(route for route in routes if route)]):
        for fact, party in sorted(reads.get(mode_id, {}).items()):
            source, _, field = fact.partition(".")
            if source == "matter" and not getattr(matter, field):
                reason = f"“{matter.name}”没有写，办理方式“{mode_id}”的“{party}”要用：请补上"
                yield Fault(below(key, field), reason)


def mode_guards(pack: Pack) -> Iterator[Fault]:
    """Check the limits on every matter of a mode as those of one matter are."""
    for key, mode in keyed("mode", pack.mode):
        yield from _guards(pack, key, mode.guard, mode)
        for guard_key, guard in keyed(below(key, "guard"), mode.guard):
            if guard.kind == "territory":
                reason = "试点乡镇按事项确定：请把这条限制写在各事项里"
                yield Fault(below(guard_key, "kind"), reason)


def _guards(pack: Pack, key: str, guards: tuple[Guard, ...], mode: Mode | None) -> Iterator[Fault]:
    parent, known = below(key, "guard"), {mode.id for mode in pack.mode}
    documents = {document.id for document in pack.document}
    yield from repeated(parent, (guard.id for guard in guards))
    for guard_key, guard in keyed(parent, guards):
        yield from unknown(below(guard_key, "otherwise"), [guard.otherwise], known, "mode")
        imposed = [guard.imposed_by]
        yield from unknown(below(guard_key, "imposed_by"), imposed, documents, "document")
        if guard.otherwise is None and mode is not None and mode.otherwise is None:
            reason = "不符合限制的要改走别处，而限制和办理方式都没有写 otherwise：请写明"
            yield Fault(below(guard_key, "otherwise"), reason)
        yield from (Fault(guard_key, reason) for reason in _incomplete(guard))


def _incomplete(guard: Guard) -> Iterator[str]:
    """Say what a guard of its kind lacks, and what it says that its kind cannot mean."""
    says = {
        "allow 或 deny": bool(guard.allow or guard.deny),
        "at_least 或 at_most": guard.at_least is not None or guard.at_most is not None,
        "unit": guard.unit is not None,
        "count": guard.count is not None,
    }
    needs = _NEEDS.get(guard.kind, ("allow 或 deny",))
    for part, said in says.items():
        if said != (part in needs):
            verb = "不能写" if said else "要写"
            yield f"{guard.kind} 类的限制{verb} {part}"
    if both := sorted(set(guard.allow) & set(guard.deny)):
        yield f"既允许又不允许，请留一处：{'、'.join(both)}"


def _charges(key: str, matter: Matter) -> Iterator[Fault]:
    parent = below(key, "charge")
    yield from repeated(parent, (charge.name for charge in matter.charge), "name")
    for charge_key, charge in keyed(parent, matter.charge):
        if charge.amount_yuan is not None and charge.amount_yuan <= 0:
            yield Fault(below(charge_key, "amount_yuan"), "收费要大于零；不收费的不要写")
        if matter.fee == "free":
            yield Fault(charge_key, '这项事项写了不收费（fee = "free"），不能再列收费')


def _status(key: str, matter: Matter) -> Iterator[Fault]:
    """Check that whoever is turned away learns which law did that, and where to go (B-45)."""
    for field in ("status_clause", "status_note"):
        said = bool(getattr(matter, field).strip())
        if matter.status != "current" and not said:
            yield Fault(below(key, field), f"status 写了 {matter.status}，要写明是哪部法律改的")
        if matter.status == "current" and said:
            yield Fault(below(key, field), "事项有效，不用写这一项：请删去，或者改 status")


def _offers(pack: Pack, key: str, matter: Matter) -> Iterator[Fault]:
    ids, kinds = organ_ids(pack), {organ.kind for organ in pack.organ}
    for offer_key, offer in keyed(below(key, "offer"), matter.offer):
        if not offer.at:
            yield Fault(below(offer_key, "at"), "至少要写一处能办的地方")
        for place in offer.at:
            if place in get_args(OrganKind) and place not in kinds:
                yield Fault(below(offer_key, "at"), f"没有“{place}”这一类的机构", ("organ",))
            elif place not in get_args(OrganKind):
                yield from unknown(below(offer_key, "at"), [place], ids, "organ")
