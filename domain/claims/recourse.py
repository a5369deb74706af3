"""Whom an organ holds accountable for what it bore, by which rule (追偿追责: XG23-73, B-05)."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from msgspec import Struct

from domain.claims.checks import (
    POSTS,
    existing,
    require_amount,
    require_past,
    require_seat,
    require_told,
)
from domain.claims.claim import (
    Claim,
    DecideRecourse,
    LiabilityBorne,
    ProposeRecourse,
    RecourseDecided,
    RecourseProposed,
    Weighed,
)
from domain.kernel.authority import By
from domain.kernel.event import Event
from domain.kernel.pack import Mode
from domain.kernel.parties import Cast, bind
from domain.kernel.refusal import IllegalState, Invalid, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL


class RecourseRule(Struct, frozen=True):
    """`factors` are what weighs, in the rule's own words."""

    clause: str
    source: str
    factors: tuple[str, ...]


BY_LAW = RecourseRule("国家赔偿法 16(1)", "B-05", ("故意或者重大过失",))
"""Against whoever acted in the case, for what was paid: where the county's rules have no words."""


def rules_between(
    organ: str, against: str, mode: Mode, cast: Cast, rules: Rulebook
) -> tuple[RecourseRule, ...]:
    """Those of the case's mode, in the pack's order, whatever is found of the case afterwards.

    `organ` bore the liability. A line that today's findings exclude may be what a court's judgment
    calls for, and what is found may change: the view shows both.
    """
    found = tuple(_of_mode(organ, against, mode, cast, rules))
    if found:
        return found
    acted = {cast.receiver, *cast.actors.values()}
    return (BY_LAW,) if against in acted and against != organ else ()


def _of_mode(
    organ: str, against: str, mode: Mode, cast: Cast, rules: Rulebook
) -> Iterator[RecourseRule]:
    for duty in mode.duty:
        if duty.duty != "recourse" or duty.by is None:
            continue
        if organ in bind(rules, duty.by, cast) and against in bind(rules, duty.bearer, cast):
            yield RecourseRule(duty.clause, duty.source, duty.factors)


def proposed(
    command: ProposeRecourse,
    state: Claim | None,
    known: tuple[RecourseRule, ...],
    by: By,
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    """By the organ that bore it; what was proposed may be proposed anew until it is decided.

    `known`: the rules by which it may hold the other accountable.
    """
    claim = existing(command.number, state, rules)
    bearing = _bearing(claim, by, rules, POSTS)
    rules.organ(command.against)
    rule = _rule(command, known, bearing, rules)
    _require_undecided(claim, by.organ, command.against, rules)
    require_told(rules, command.measure)
    _require_recoverable(command.amount_yuan, bearing, claim, command.against, rules)
    return [
        RecourseProposed(
            occurred_at=at,
            number=command.number,
            case=claim.opened.case,
            organ=by.organ,
            against=command.against,
            measure=command.measure.strip(),
            amount_yuan=command.amount_yuan,
            by=by,
            factors=_weighed(command.factors, rule, rules),
            clause=rule.clause,
            source=rule.source,
        )
    ]


def decided(
    command: DecideRecourse, state: Claim | None, by: By, at: datetime, rules: Rulebook
) -> list[Event]:
    claim = existing(command.number, state, rules)
    bearing = _bearing(claim, by, rules, (PRINCIPAL,))
    recourse = claim.recourse.get((by.organ, command.against))
    if recourse is None:
        raise rules.refuse(
            IllegalState,
            "claims.not_proposed",
            f"还没有提出对{rules.short(command.against)}的追偿追责：先逐项写明考虑的因素",
        )
    _require_undecided(claim, by.organ, command.against, rules)
    require_told(rules, command.reasons, command.document_number)
    require_past(command.decided_on, at, rules)
    _require_recoverable(command.amount_yuan, bearing, claim, command.against, rules)
    said = bool(command.measure.strip())
    if command.pursued != said or (command.amount_yuan and not command.pursued):
        raise rules.refuse(
            Invalid, "claims.measure", "决定追偿追责的须写明怎样追偿追责；决定不予追究的不填"
        )
    if command.decided_on < bearing.borne_on:
        raise rules.refuse(Invalid, "claims.out_of_order", "追偿追责以已经承担责任为前提")
    return [
        RecourseDecided(
            occurred_at=at,
            number=command.number,
            case=claim.opened.case,
            organ=by.organ,
            against=command.against,
            measure=command.measure.strip(),
            amount_yuan=command.amount_yuan,
            by=by,
            pursued=command.pursued,
            reasons=command.reasons.strip(),
            decided_on=command.decided_on,
            document_number=command.document_number.strip(),
            factors=recourse.proposed.factors,
            clause=recourse.proposed.clause,
        )
    ]


def _rule(
    command: ProposeRecourse,
    known: tuple[RecourseRule, ...],
    bearing: LiabilityBorne,
    rules: Rulebook,
) -> RecourseRule:
    """The rule that the command means; law alone lets only what was paid be recovered."""
    open_to = [rule for rule in known if rule != BY_LAW or bearing.amount_yuan > 0]
    found = [rule for rule in open_to if command.clause in ("", rule.clause)]
    if not found:
        clauses = "、".join(rule.clause for rule in open_to) or "没有"
        raise rules.refuse(
            Invalid,
            "claims.no_recourse",
            f"{rules.short(bearing.organ)}对{rules.short(command.against)}追偿追责的依据：{clauses}",
        )
    return found[0]


def _weighed(
    factors: Mapping[str, str], rule: RecourseRule, rules: Rulebook
) -> tuple[Weighed, ...]:
    """Each factor of the rule in words, and no other."""
    if set(factors) != set(rule.factors):
        raise rules.refuse(
            Invalid,
            "claims.factors",
            f"追偿追责应当逐项考虑并写明：{'、'.join(rule.factors)}（{rule.clause}）",
        )
    require_told(rules, *factors.values())
    return tuple(Weighed(factor, factors[factor].strip()) for factor in rule.factors)


def _bearing(claim: Claim, by: By, rules: Rulebook, posts: tuple[str, ...]) -> LiabilityBorne:
    bearing = claim.borne.get(by.organ)
    if bearing is None:
        raise rules.refuse(
            NotPermitted, "claims.not_borne", f"{rules.short(by.organ)}没有承担责任，不能追偿追责"
        )
    require_seat((by.organ,), by, rules, posts)
    return bearing


def _require_undecided(claim: Claim, organ: str, against: str, rules: Rulebook) -> None:
    recourse = claim.recourse.get((organ, against))
    if recourse is not None and recourse.decided is not None:
        raise rules.refuse(
            IllegalState,
            "claims.recourse_decided",
            f"对{rules.short(against)}的追偿追责已经决定（{recourse.decided.document_number}）",
        )


def _require_recoverable(
    amount_yuan: float, bearing: LiabilityBorne, claim: Claim, against: str, rules: Rulebook
) -> None:
    """No more than was borne, from all together (国家赔偿法 16(1): 部分或者全部)."""
    require_amount(amount_yuan, rules)
    others = sum(
        it.decided.amount_yuan
        for (organ, other), it in claim.recourse.items()
        if organ == bearing.organ and other != against and it.decided is not None
    )
    left = bearing.amount_yuan - others
    if amount_yuan > left:
        raise rules.refuse(
            Invalid, "claims.amount", f"已经承担{bearing.amount_yuan:g}元，最多还能追偿{left:g}元"
        )
