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
            if step.forms and step.kind != "certify":
                yield Fault(below(key, "forms"), "只有制证这一步有证照的形式")
            if len(set(step.forms)) != len(step.forms):
                yield Fault(below(key, "forms"), "同一形式只写一次")
            rules = [seals[name] for name in step.seal if name in seals]
            kind = step.document_made
            if kind is not None and rules and not any(kind in rule.on for rule in rules):
                reason = f"这一步产生“{kind}”，而写的印章都不盖它（见印章的 on）"
                yield Fault(below(key, "seal"), reason, ("seal",))
        yield from _certified(mode_key, mode)


def numbers(pack: Pack) -> Iterator[Fault]:
    """Owner and number name a seal: two kinds of seal of one owner must not share a number."""
    for key, rule in keyed("seal", pack.seal):
        first, last = _range(rule)
        if last - first >= _NUMBERS_LIMIT:
            reason = f"有{last - first + 1}个编号；一个持有者最多{_NUMBERS_LIMIT}枚"
            if not rule.numbered_by_holder:
                yield Fault(below(key, "numbers"), reason)
        if rule.consent is not None and rule.consent.by not in (rule.holder, rule.owner):
            reason = f"只能由持有者“{rule.holder}”或者所有者“{rule.owner}”同意"
            yield Fault(below(key, "consent.by"), reason)
        for field in ("custodian", "user"):
            if getattr(rule, field) is None:
                yield Fault(below(key, field), "要写岗位，不写谁也用不了这枚章")
        yield from _engraved(pack, key, rule)
    for (_, one), (key, other) in combinations(keyed("seal", pack.seal), 2):
        (a, b), (c, d) = _range(one), _range(other)
        if one.owner == other.owner and a <= d and c <= b:
            free = max(b, d) + 1
            reason = (
                f"“{other.owner}”的印章“{one.id}”也用这些编号：请分开。不写 numbers 就是 [1, 1]；"
                f"例如写 numbers = [{free}, {free + d - c}]"
            )
            yield Fault(below(key, "numbers"), reason)


def _made(key: str, step: Step, makers: dict[str, str]) -> Iterator[Fault]:
    kind = step.document_made
    if kind is None:
        return
    if "/" in kind or not kind.strip():
        yield Fault(below(key, "makes"), f"“{kind}”不能做文书的名称：不能空着，不能有斜杠")
    other = makers.setdefault(kind, step.id)
    if other != step.id:
        reason = f"步骤“{other}”已经产生“{kind}”：请用 makes 写明这一步产生什么"
        yield Fault(below(key, "makes"), reason)


def _certified(mode_key: str, mode: Mode) -> Iterator[Fault]:
    """A certificate follows from a decision, and has its number beside it (B-09)."""
    made = {step.document_made for step in mode.step}
    for key, step in keyed(below(mode_key, "step"), mode.step):
        if step.kind == "certify" and _CERTIFIED not in made:
            yield Fault(key, f"制证之前要有文书“{_CERTIFIED}”，没有步骤产生它")


def _engraved(pack: Pack, key: str, rule: SealRule) -> Iterator[Fault]:
    party = rule.engraved_by
    if party in (None, rule.owner, rule.holder) or party not in pack.party:
        return
    role = role_of(pack.party[party or ""])
    if role is None:
        reason = "只能由所有者、持有者或者写成 role(…) 的当事方刻制"
        yield Fault(below(key, "engraved_by"), reason)
    elif not any(role in organ.roles for organ in pack.organ):
        yield Fault(
            below(key, "engraved_by"), f"没有机构担任“{role}”：请在机构的 roles 补上", ("organ",)
        )


def _range(rule: SealRule) -> tuple[int, int]:
    return rule.numbers or (1, 1)
