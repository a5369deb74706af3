"""Parties, what they are bound to, and the seals they own and hold."""

from collections.abc import Iterator
from string import Formatter

from domain.kernel.pack import ConsentRule, Pack, SealRule
from tenants.binder import parse
from tenants.checks.common import keyed, repeated, unknown
from tenants.fault import Fault, below

PLACEHOLDERS = frozenset(
    {"owner.name", "owner.short", "holder.name", "holder.short", "holder.seal_no", "number"}
)


def parties(pack: Pack) -> Iterator[Fault]:
    steps = {step.id for mode in pack.mode for step in mode.step}
    for party, expression in pack.party.items():
        key = below("party", party)
        try:
            binder = parse(expression)
        except ValueError as error:
            yield Fault(key, str(error))
            continue
        for step in sorted(binder.steps - steps):
            yield Fault(key, f"没有办理方式有步骤“{step}”，无从知道是谁办的", ("mode",))


def seals(pack: Pack) -> Iterator[Fault]:
    yield from repeated("seal", (rule.id for rule in pack.seal))
    for key, rule in keyed("seal", pack.seal):
        for field in ("owner", "holder", "engraved_by"):
            yield from unknown(below(key, field), [getattr(rule, field)], pack.party, "party")
        for field in ("custodian", "user"):
            yield from unknown(below(key, field), [getattr(rule, field)], pack.post, "post")
        if not rule.on:
            yield Fault(below(key, "on"), "至少要写盖在一种文书上")
        for which in rule.per:
            if which not in {"owner", "holder"}:
                yield Fault(below(key, "per"), f"只能按 owner、holder 各有一枚，不能写“{which}”")
        if rule.numbers is not None and not 1 <= rule.numbers[0] <= rule.numbers[1]:
            yield Fault(below(key, "numbers"), "第一个编号至少是1，最后一个不能比它小")
        yield from repeated(below(key, "ledger"), (column.field for column in rule.ledger), "field")
        yield from _names(key, rule)
        if rule.consent is not None:
            yield from _consent(pack, below(key, "consent"), rule, rule.consent)


def _names(key: str, rule: SealRule) -> Iterator[Fault]:
    for pattern in rule.names:
        try:
            fields = [name for _, name, _, _ in Formatter().parse(pattern) if name is not None]
        except ValueError as error:
            yield Fault(below(key, "names"), f"“{pattern}”不是能用的样式，花括号要成对：{error}")
            continue
        for name in fields:
            if name not in PLACEHOLDERS:
                known = ", ".join(sorted(PLACEHOLDERS))
                yield Fault(below(key, "names"), f"不认识 {{{name}}}；可以用 {known}")


def _consent(pack: Pack, key: str, rule: SealRule, consent: ConsentRule) -> Iterator[Fault]:
    yield from unknown(below(key, "by"), [consent.by], pack.party, "party")
    yield from unknown(below(key, "post"), [consent.post], pack.post, "post")
    yield from unknown(below(key, "not"), [consent.forbid], pack.post, "post")
    if consent.forbid == consent.post:
        reason = f"岗位“{consent.post}”既要同意又不能同意，谁也用不了这枚章：请改一处"
        yield Fault(below(key, "not"), reason)
    if consent.for_ == "case":
        yield Fault(below(key, "for"), "同意按每份文书作出：请写 document；多份文书可以一次同意")
    for kind in consent.standing:
        if kind not in rule.on:
            yield Fault(below(key, "standing"), f"这种印章不盖“{kind}”（见 on）")
