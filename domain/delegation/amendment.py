"""Changing the schedule of an agreement that runs, with a validity of its own (B-10).

Signed by the department, countersigned by the township, as the agreement itself was. What is added
is announced by itself (B-11); what is removed leaves its cases without an instrument.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar

from domain.delegation.agreement import MattersEnded
from domain.delegation.checks import (
    countersigned,
    midnight,
    require_delegable,
    require_reason,
)
from domain.delegation.pair import PairCommand, PairEvent, about
from domain.kernel.event import Event
from domain.kernel.facts import Agreement, Amendment, Pilot, Term
from domain.kernel.instruments import CONCLUDED
from domain.kernel.refusal import IllegalState, Invalid
from domain.kernel.rulebook import Rulebook


class AmendAgreement(PairCommand, frozen=True, kw_only=True):
    """The delegator's principal signs a change of the schedule, from `valid_from` on."""

    TYPE: ClassVar[str] = "delegation.amend_agreement"
    add: tuple[int, ...] = ()
    remove: tuple[int, ...] = ()
    valid_from: date
    reason: str


class CountersignAmendment(PairCommand, frozen=True, kw_only=True):
    """The township's principal signs the change: it holds from now, or from its first day."""

    TYPE: ClassVar[str] = "delegation.countersign_amendment"


class AmendmentSigned(PairEvent, frozen=True, kw_only=True):
    """`term` is the version at which the amended term was signed."""

    TYPE: ClassVar[str] = "delegation.amendment_signed"
    term: int
    add: tuple[int, ...]
    remove: tuple[int, ...]
    valid_from: datetime
    reason: str
    delegator_signatory: str


class AmendmentCountersigned(PairEvent, frozen=True, kw_only=True):
    """`valid_from` is the moment from which the schedule is another."""

    TYPE: ClassVar[str] = "delegation.amendment_countersigned"
    term: int
    add: tuple[int, ...]
    remove: tuple[int, ...]
    valid_from: datetime
    delegatee_signatory: str


EVENTS = (AmendmentSigned, AmendmentCountersigned)

AmendmentCommand = AmendAgreement | CountersignAmendment


def decide(
    command: AmendmentCommand,
    state: Agreement | None,
    signatory: str,
    pilots: Mapping[int, Pilot],
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    """`signatory` is who acts; `pilots` are those of the matters to be added."""
    if isinstance(command, AmendAgreement):
        return [_signed(command, state, signatory, pilots, at, rules)]
    proposed = state.proposed if state else None
    if state is None or proposed is None:
        raise rules.refuse(IllegalState, "delegation.no_amendment", "没有待签署的协议变更")
    start = max(at, proposed.valid_from)
    term = _term(state, start, at, rules)
    _require_change(term, proposed, start, rules)
    where = about(command, at)
    changed = AmendmentCountersigned(
        **where,
        term=term.signed,
        add=proposed.add,
        remove=proposed.remove,
        valid_from=start,
        delegatee_signatory=signatory,
    )
    if start > at or not proposed.remove:
        return [changed]
    left = MattersEnded(
        **where,
        amendment=state.version + 1,
        matters=proposed.remove,
        ended_at=start,
    )
    return [changed, left]


def _signed(
    command: AmendAgreement,
    state: Agreement | None,
    signatory: str,
    pilots: Mapping[int, Pilot],
    at: datetime,
    rules: Rulebook,
) -> AmendmentSigned:
    start = max(at, midnight(command.valid_from, rules))
    term = _term(state, start, at, rules)
    require_reason(command.reason, "变更协议", rules)
    add, remove = tuple(sorted(set(command.add))), tuple(sorted(set(command.remove)))
    _require_change(term, Amendment(term.signed, add, remove, start), start, rules)
    require_delegable(add, (command.delegator, command.delegatee), pilots, at, rules, CONCLUDED)
    return AmendmentSigned(
        **about(command, at),
        term=term.signed,
        add=add,
        remove=remove,
        valid_from=start,
        reason=command.reason,
        delegator_signatory=signatory,
    )


def _term(state: Agreement | None, start: datetime, at: datetime, rules: Rulebook) -> Term:
    """The term that the change falls into."""
    countersigned(state, at, rules)
    term = state.term_at(start) if state else None
    if term is None:
        raise rules.refuse(
            Invalid, "delegation.amendment_outside_term", "变更的起日不在协议期限之内"
        )
    return term


def _require_change(term: Term, change: Amendment, start: datetime, rules: Rulebook) -> None:
    """Refuse to add what is there and to remove what is not, then or later in the term."""
    lasting = {s.matter for s in term.schedule if s.period.end is None or start < s.period.end}
    wrong = [no for no in change.add if no in lasting]
    wrong += [no for no in change.remove if term.scheduled(no, start) is None]
    if wrong:
        raise rules.refuse(
            Invalid,
            "delegation.amendment_without_effect",
            f"{rules.items(wrong)}已在协议之内而又增加，或者不在协议之内而又取消",
        )
    if not (change.add or change.remove):
        raise rules.refuse(
            Invalid, "delegation.amendment_without_effect", "变更须写明增加或者取消的事项"
        )
