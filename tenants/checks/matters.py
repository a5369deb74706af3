"""The matter list: modes, organs, guards and what law says about each matter."""

from collections.abc import Iterator
from typing import get_args

from domain.kernel.instruments import SIGNED
from domain.kernel.pack import Guard, Matter, Mode, OrganKind, Pack
from tenants.binder import parse
from tenants.checks.common import keyed, organ_ids, repeated, unknown, unresolved
from tenants.checks.modes import parties_used
from tenants.fault import Fault, below

_ONE_ORGAN = ("delegator", "county_organ", "city_organ")
_ORGANS = ("supervisors", "city_supervisors")
# What a guard says depends on its kind; all kinds not named here are lists of allowed or denied.
_NEEDS = {"quantity": ("at_least or at_most", "unit"), "territory": ("count",)}


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
        yield from _guards(pack, key, matter, mode)
        yield from _offers(pack, key, matter)
        yield from _charges(key, matter)
        yield from _status(key, matter)
        for limit_key, limit in keyed(below(key, "limit"), matter.limit):
            if limit.days <= 0:
                yield Fault(below(limit_key, "days"), "a time limit is 1 or more")
            if limit.of == "renewal_before_expiry" and limit.unit == "working_days":
                reason = "a window before an expiry is counted back in days or months"
                yield Fault(below(limit_key, "unit"), reason)
            if limit.after is not None and limit.of != "decision":
                yield Fault(below(limit_key, "after"), "only the decision waits for an examination")


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
            reason = f"mode {mode.id!r} has no step {step!r} that a matter can grant"
            yield Fault(below(key, "grants"), reason)
    yield from repeated(below(key, "grants"), matter.grants)
    delegated = any(need.instrument in SIGNED for need in mode.needs)
    if delegated and matter.power == "licence" and matter.delegation_basis is None:
        reason = "a delegated licence must say on what law it is delegated (行政许可法 24)"
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
                reason = f"{matter.name} has none, but mode {mode_id!r} needs one: party {party!r}"
                yield Fault(below(key, field), reason)


def _guards(pack: Pack, key: str, matter: Matter, mode: Mode | None) -> Iterator[Fault]:
    parent, known = below(key, "guard"), {mode.id for mode in pack.mode}
    yield from repeated(parent, (guard.id for guard in matter.guard))
    for guard_key, guard in keyed(parent, matter.guard):
        yield from unknown(below(guard_key, "otherwise"), [guard.otherwise], known, "mode")
        if guard.otherwise is None and mode is not None and mode.otherwise is None:
            reason = "a guard routes and never rejects, but neither it nor the mode says where to"
            yield Fault(below(guard_key, "otherwise"), reason)
        yield from (Fault(guard_key, reason) for reason in _incomplete(guard))


def _incomplete(guard: Guard) -> Iterator[str]:
    """Say what a guard of its kind lacks, and what it says that its kind cannot mean."""
    says = {
        "allow or deny": bool(guard.allow or guard.deny),
        "at_least or at_most": guard.at_least is not None or guard.at_most is not None,
        "unit": guard.unit is not None,
        "count": guard.count is not None,
    }
    needs = _NEEDS.get(guard.kind, ("allow or deny",))
    for part, said in says.items():
        if said != (part in needs):
            verb = "cannot have" if said else "needs"
            yield f"a guard of kind {guard.kind!r} {verb} {part}"
    if both := sorted(set(guard.allow) & set(guard.deny)):
        yield f"allowed and denied at once: {', '.join(both)}"


def _charges(key: str, matter: Matter) -> Iterator[Fault]:
    parent = below(key, "charge")
    yield from repeated(parent, (charge.name for charge in matter.charge), "name")
    for charge_key, charge in keyed(parent, matter.charge):
        if charge.amount_yuan is not None and charge.amount_yuan <= 0:
            yield Fault(below(charge_key, "amount_yuan"), "a charge is more than nothing")
        if matter.fee == "free":
            yield Fault(charge_key, "the matter is free of charge")


def _status(key: str, matter: Matter) -> Iterator[Fault]:
    """Check that whoever is turned away learns which law did that, and where to go (B-45)."""
    for field in ("status_clause", "status_note"):
        said = bool(getattr(matter, field).strip())
        if matter.status != "current" and not said:
            yield Fault(below(key, field), f"the matter is {matter.status}: say by which law")
        if matter.status == "current" and said:
            yield Fault(below(key, field), "the matter is current, so there is nothing to explain")


def _offers(pack: Pack, key: str, matter: Matter) -> Iterator[Fault]:
    ids, kinds = organ_ids(pack), {organ.kind for organ in pack.organ}
    for offer_key, offer in keyed(below(key, "offer"), matter.offer):
        if not offer.at:
            yield Fault(below(offer_key, "at"), "an offer must name at least one place")
        for place in offer.at:
            if place in get_args(OrganKind) and place not in kinds:
                yield Fault(below(offer_key, "at"), f"no organ is of kind {place!r}", ("organ",))
            elif place not in get_args(OrganKind):
                yield from unknown(below(offer_key, "at"), [place], ids, "organ")
