"""What the steps of a mode put on paper, and which seals go on it.

A kind of document has one maker in a mode: by it a use finds the step, the seal and the number.
"""

from collections.abc import Iterator
from itertools import combinations

from domain.kernel.pack import Mode, Pack, SealRule, Step
from tenants.binder import role_of
from tenants.checks.common import keyed
from tenants.fault import Fault, below

_NUMBERS_LIMIT = 50
_CERTIFIED = "decision"


def papers(pack: Pack) -> Iterator[Fault]:
    seals = {rule.id: rule for rule in pack.seal}
    for mode_key, mode in keyed("mode", pack.mode):
        makers: dict[str, str] = {}
        for key, step in keyed(below(mode_key, "step"), mode.step):
            yield from _made(key, step, makers)
            rules = [seals[name] for name in step.seal if name in seals]
            kind = step.document_made
            if kind is not None and rules and not any(kind in rule.on for rule in rules):
                reason = f"the step makes {kind!r}, and none of its seals goes on that"
                yield Fault(below(key, "seal"), reason, ("seal",))
        yield from _certified(mode_key, mode)


def numbers(pack: Pack) -> Iterator[Fault]:
    """Owner and number name a seal: two kinds of seal of one owner must not share a number."""
    for key, rule in keyed("seal", pack.seal):
        first, last = _range(rule)
        if last - first >= _NUMBERS_LIMIT:
            reason = f"{last - first + 1} numbers; one holder keeps at most {_NUMBERS_LIMIT} seals"
            if not rule.numbered_by_holder:
                yield Fault(below(key, "numbers"), reason)
        if rule.consent is not None and rule.consent.by not in (rule.holder, rule.owner):
            reason = f"its holder or its owner consents: {rule.holder!r} or {rule.owner!r}"
            yield Fault(below(key, "consent.by"), reason)
        for field in ("custodian", "user"):
            if getattr(rule, field) is None:
                yield Fault(below(key, field), "name the post: nobody could use this seal")
        yield from _engraved(pack, key, rule)
    for (_, one), (key, other) in combinations(keyed("seal", pack.seal), 2):
        (a, b), (c, d) = _range(one), _range(other)
        if one.owner == other.owner and a <= d and c <= b:
            reason = f"{other.owner!r} has seals {one.id!r} of the same numbers; give each its own"
            yield Fault(below(key, "numbers"), reason)


def _made(key: str, step: Step, makers: dict[str, str]) -> Iterator[Fault]:
    kind = step.document_made
    if kind is None:
        return
    if "/" in kind or not kind.strip():
        yield Fault(below(key, "makes"), f"{kind!r} cannot name a kind of document")
    other = makers.setdefault(kind, step.id)
    if other != step.id:
        reason = f"step {other!r} makes {kind!r} already; say with `makes` what this one makes"
        yield Fault(below(key, "makes"), reason)


def _certified(mode_key: str, mode: Mode) -> Iterator[Fault]:
    """A certificate follows from a decision, and has its number beside it (B-09)."""
    made = {step.document_made for step in mode.step}
    for key, step in keyed(below(mode_key, "step"), mode.step):
        if step.kind == "certify" and _CERTIFIED not in made:
            yield Fault(key, f"a certificate follows a document {_CERTIFIED!r}; no step makes one")


def _engraved(pack: Pack, key: str, rule: SealRule) -> Iterator[Fault]:
    party = rule.engraved_by
    if party in (None, rule.owner, rule.holder) or party not in pack.party:
        return
    role = role_of(pack.party[party or ""])
    if role is None:
        reason = "a seal is engraved by its owner, its holder or a party bound by role(…)"
        yield Fault(below(key, "engraved_by"), reason)
    elif not any(role in organ.roles for organ in pack.organ):
        yield Fault(below(key, "engraved_by"), f"no organ has the role {role!r}", ("organ",))


def _range(rule: SealRule) -> tuple[int, int]:
    return rule.numbers or (1, 1)
