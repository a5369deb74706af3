"""培训和授予印章: due for each matter from the publication of the plan (XG23-30, -31; B-02, B-04).

五(二) has the departments do it, and gives complex matters more time: so it is the department's
duty, matter by matter. It is done when every township that the matter is handed down to was trained
on it and holds the seal. Where that was over before the county was on the platform it is history.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from domain.delegation.coverage import called_for
from domain.kernel import streams
from domain.kernel.event import Event
from domain.kernel.facts import Pilot, Seal, Trained
from domain.kernel.instruments import sealed
from domain.kernel.pack import GrantTerms
from domain.kernel.parties import Cast
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL, answers_to
from domain.kernel.workdays import day_of, start_of
from domain.matters.declared import ComplexityDeclared
from domain.obligations.obligation import AdjustTerm, MeetObligation, OpenObligation
from domain.readiness.training import TrainingHeld
from domain.seals.events import SealGranted

EVENTS: tuple[type[Event], ...] = (ComplexityDeclared, TrainingHeld, SealGranted)
_GRANT = "grant"

Handed = Mapping[int, tuple[str, ...]]
"""Matters with the townships that they are handed down to now; none yet: a pilot is to be named."""


def handed(rules: Rulebook, pilots: Mapping[int, Pilot], at: datetime) -> Handed:
    """The matters that a department hands down with a seal (XG23-16)."""
    found: dict[int, tuple[str, ...]] = {
        matter.no: ()
        for matter in rules.pack.matter
        if matter.delegator is not None and any(_seals(matter.no, None, rules))
    }
    for (_, township), matters in called_for(rules, pilots, at).items():
        for no in matters:
            if no in found:
                found[no] = (*found[no], township)
    return found


def published(rules: Rulebook) -> tuple[GrantTerms, date] | None:
    """What the plan says, and the day that both clocks run from; None: it says nothing of them."""
    terms = rules.pack.grant
    if terms is None:
        return None
    issued = next((d.issued_on for d in rules.pack.document if d.id == terms.document), None)
    return None if issued is None else (terms, issued)


def opened(rules: Rulebook, matters: Iterable[int], at: datetime) -> Iterator[OpenObligation]:
    """What the departments owe by rules that were adopted at a moment."""
    found = published(rules)
    if found is None:
        return
    terms, issued = found
    sla = rules.slas[terms.within]
    for no in matters:
        debtor = rules.matter(no).delegator or ""
        yield OpenObligation(
            obligation=due(no, issued),
            kind=_GRANT,
            about=streams.matter(no),
            matter=no,
            debtor=debtor,
            creditor=answers_to(debtor, rules),
            post=PRINCIPAL,
            started_at=start_of(issued, rules),
            days=sla.days,
            unit=sla.unit,
            roll=sla.roll,
            sla=sla.id,
            certainty=sla.certainty,
            clause=terms.clause,
            source=terms.source,
            lapse="",
            rules=rules.version,
            historic_until=day_of(at, rules),
        )


def due(no: int, issued: date) -> str:
    return f"{_GRANT}:{no}:{issued}"


def prolonged(event: ComplexityDeclared, rules: Rulebook) -> Iterator[AdjustTerm]:
    """A matter that was declared complex in time has the longer limit (B-04)."""
    found = published(rules)
    if found is None:
        return
    terms, issued = found
    ordinary, longer = rules.slas[terms.within], rules.slas[terms.complex]
    yield AdjustTerm(
        obligation=due(event.matter, issued),
        started_at=start_of(issued, rules),
        extra_days=longer.days - ordinary.days,  # in one unit: the validator asks for that
        pauses=(),
        reason=f"认定为较复杂事项：{event.reason}",
    )


def looked_at(matters: Iterable[int], handed: Handed, rules: Rulebook) -> set[str]:
    """The streams that say whether it is done."""
    found: set[str] = set()
    for no in matters:
        for township in handed.get(no, ()):
            found.add(streams.trained(township))
            found.update(streams.seal(*name) for name in _seals(no, township, rules))
    return found


def met(
    ref: str,
    matters: Iterable[int],
    handed: Handed,
    states: Mapping[str, Trained | Seal | None],
    rules: Rulebook,
) -> Iterator[MeetObligation]:
    """Of these matters, those that are done in all their townships; `at`: since when they are."""
    found = published(rules)
    if found is None:
        return
    for no in matters:
        done = [_done(no, township, states, rules) for township in handed.get(no, ())]
        since = [at for at in done if at is not None]
        if done and len(since) == len(done):
            yield MeetObligation(obligation=due(no, found[1]), evidence=ref, at=max(since))


def _done(
    no: int, township: str, states: Mapping[str, Trained | Seal | None], rules: Rulebook
) -> datetime | None:
    """Since when the township is trained on the matter and holds its seal."""
    trained = states.get(streams.trained(township))
    on = trained.trainings if isinstance(trained, Trained) else ()
    taught = min((it.at for it in on if no in it.matters), default=None)
    seals = (states.get(streams.seal(*name)) for name in _seals(no, township, rules))
    granted = min(
        (
            at
            for seal in seals
            if isinstance(seal, Seal)
            for at, status in seal.history
            if status == "granted"
        ),
        default=None,
    )
    return max(taught, granted) if taught and granted else None


def _seals(no: int, township: str | None, rules: Rulebook) -> Iterator[tuple[str, int]]:
    """Owner and number of the seals that would do there; of any township without one."""
    for organ in rules.pack.organ if township is None else (rules.organ(township),):
        if organ.level == "township" and organ.seals:
            cast = Cast(rules.matter(no), organ.id, {})
            for mode in rules.modes_of(no):
                yield from (name for _, name in sealed(mode, cast, rules))
