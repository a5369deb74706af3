"""Standing consents: to all documents of a kind for a time, only where the pack gives them.

The rule is consent to each document, signed before it is stamped (XG23-56, B-08).
"""

from collections.abc import Collection
from datetime import datetime

import msgspec

from domain.kernel.authority import By
from domain.kernel.event import Event
from domain.kernel.facts import Period, Seal, StandingConsent
from domain.kernel.refusal import IllegalState, Invalid
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import document as word
from domain.kernel.workdays import first_moment_late
from domain.seals.commands import GiveStandingConsent, StandingCommand
from domain.seals.events import (
    SealDestroyed,
    SealEvent,
    SealReturned,
    SealSealedUp,
    SealVoided,
    StandingConsented,
    StandingConsentWithdrawn,
    about,
)


def decide(command: StandingCommand, seal: Seal, by: By, at: datetime, rules: Rulebook) -> Event:
    where = about(seal, at)
    kinds = tuple(dict.fromkeys(command.kinds))
    if not kinds:
        raise rules.refuse(Invalid, "seal.no_document", "请列明文书种类")
    if not isinstance(command, GiveStandingConsent):
        for kind in kinds:
            if seal.consented_for(kind, at) is None:
                raise rules.refuse(
                    IllegalState, "seal.no_standing_consent", f"对“{word(kind)}”没有概括同意"
                )
        return StandingConsentWithdrawn(**where, kinds=kinds, reason=command.reason)
    consent = rules.seals[seal.rule].consent
    for kind in kinds:
        if consent is None or kind not in consent.standing:
            raise rules.refuse(
                Invalid,
                "seal.standing_consent",
                f"“{word(kind)}”须逐件签字同意，不得概括同意",
            )
    until = first_moment_late(command.until, rules)
    if until <= at:
        raise rules.refuse(Invalid, "seal.consent_period", "同意的止日已过，请填写今后的日期")
    return StandingConsented(**where, kinds=kinds, until=until, by=by.person)


def evolve(seal: Seal, event: SealEvent) -> Seal:
    """`seal.version` already counts the event. Out of the township's hands nothing is consented to.

    So whoever gets the seal back, or another of its number, consents anew.
    """
    at = event.occurred_at
    match event:
        case StandingConsented(kinds=kinds, until=until, by=person):
            given = tuple(
                StandingConsent(kind, person, Period(at, until), seal.version) for kind in kinds
            )
            standing = (*_ended(seal.standing, kinds, at), *given)
        case StandingConsentWithdrawn(kinds=kinds):
            standing = _ended(seal.standing, kinds, at)
        case SealReturned() | SealSealedUp() | SealDestroyed() | SealVoided():
            standing = _ended(seal.standing, [s.kind for s in seal.standing], at)
        case _:
            return seal
    return msgspec.structs.replace(seal, standing=standing)


def _ended(
    standing: tuple[StandingConsent, ...], kinds: Collection[str], at: datetime
) -> tuple[StandingConsent, ...]:
    return tuple(
        msgspec.structs.replace(s, period=Period(s.period.start, at))
        if s.kind in kinds and s.period.holds_at(at)
        else s
        for s in standing
    )
