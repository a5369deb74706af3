"""Empowerment that is only confirmed: the organ takes it on in its own name, nobody else signs.

The power comes from a list (直接赋权, a catalogue of the province); what stands for an agreement is
that the organ confirms to take the matters on. From then on it is amended, suspended, announced and
ended like an agreement, by whoever empowered (DOMAIN E2, E3: AcceptanceConfirmed).
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar

from domain.delegation.checks import midnight, require_delegable, require_free
from domain.delegation.pair import PairCommand, PairEvent, about
from domain.kernel.event import Event
from domain.kernel.facts import Agreement, Pilot
from domain.kernel.instruments import CONFIRMATION
from domain.kernel.refusal import Invalid
from domain.kernel.rulebook import Rulebook


class ConfirmAcceptance(PairCommand, frozen=True, kw_only=True):
    """承接确认, by the principal of the organ that takes the matters on, with its document."""

    TYPE: ClassVar[str] = "delegation.confirm_acceptance"
    matters: tuple[int, ...]
    document_number: str
    valid_from: date


class AcceptanceConfirmed(PairEvent, frozen=True, kw_only=True):
    """`valid_from` is the moment from which the organ acts in its own name."""

    TYPE: ClassVar[str] = "delegation.acceptance_confirmed"
    matters: tuple[int, ...]
    document_number: str
    valid_from: datetime
    delegatee_signatory: str


EVENTS = (AcceptanceConfirmed,)


def decide(
    command: ConfirmAcceptance,
    state: Agreement | None,
    signatory: str,
    pilots: Mapping[int, Pilot],
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    start = midnight(command.valid_from, rules)
    if state is not None and state.latest is not None:
        require_free(state.latest, start, at, rules)
    for organ in (command.delegator, command.delegatee):
        rules.organ(organ)
    if not command.document_number.strip():
        raise rules.refuse(Invalid, "delegation.confirmation", "承接确认须写明确认文书的编号")
    if not command.matters:
        raise rules.refuse(Invalid, "delegation.confirmation", "承接确认须写明承接的事项")
    require_delegable(
        command.matters,
        (command.delegator, command.delegatee),
        pilots,
        at,
        rules,
        frozenset({CONFIRMATION}),
    )
    return [
        AcceptanceConfirmed(
            **about(command, at),
            matters=tuple(sorted(set(command.matters))),
            document_number=command.document_number,
            valid_from=max(at, start),
            delegatee_signatory=signatory,
        )
    ]
