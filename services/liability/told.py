"""What the streams of a case tell, as findings look at it: acts, instruments, terms, notes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from domain.cases.events import (
    CaseAct,
    CaseCorrected,
    CaseDecided,
    CaseReceived,
)
from domain.cases.irregularity import CaseIrregularityDismissed, CaseIrregularityRecorded
from domain.kernel import streams
from domain.kernel.event import Event, Recorded
from domain.kernel.facts import Fact
from domain.kernel.instruments import withdrawable
from domain.kernel.parties import Cast
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import ACTS, DUE
from domain.kernel.words import document as word
from domain.kernel.workdays import first_moment_late
from domain.liability.findings import Act, History, Noted, Receipt, Term
from domain.obligations.obligation import ENDS_BY_TIME, PROMISE, Obligation
from domain.seals.use import SealUsed, UseApplied, UseConsented
from projections.liability import LiabilityRow
from services.unit import fold

_SEAL_ACTS: Mapping[type[Event], str] = {
    UseApplied: "apply",
    UseConsented: "consent",
    SealUsed: "stamp",
}
_NO_FINDING = (PROMISE, "feedback")


def receipt(counted: Sequence[Recorded], rules: Rulebook) -> tuple[Receipt | None, tuple[str, ...]]:
    """The receipt, with the stream of who may have taken the authority back, if anybody can."""
    first = next((r for r in counted if isinstance(r.event, CaseReceived)), None)
    if first is None or not isinstance(first.event, CaseReceived):
        return None, ()
    event, mode = first.event, rules.modes.get(first.event.route.mode)
    receipt = Receipt(ref=first.ref, at=event.occurred_at, mode=event.route.mode)
    if mode is None:
        return receipt, ()
    pair = withdrawable(mode, Cast(rules.matter(event.matter), event.receiver, {}), rules)
    return receipt, () if pair is None else (streams.agreement(*pair),)


def acts(recorded: Recorded, void: set[tuple[str, int]], rules: Rulebook) -> Iterator[Act]:
    """What somebody did by authority: a step of the case, or a part of a seal's use.

    A stamp that was made void is none: the document was never given to anybody.
    """
    event = recorded.event
    match event:
        case SealUsed(serial=serial) if (recorded.stream, serial) in void:
            return
        case UseApplied() | UseConsented() | SealUsed():
            says = f"{ACTS[_SEAL_ACTS[type(event)]]}：{word(event.document)}"
        case CaseAct():
            mode = rules.modes.get(event.authority.mode)  # of before it moved, maybe gone since
            steps = mode.step if mode else ()
            says = next((it.name for it in steps if it.id == event.step), "") or event.step
        case _:
            return
    authority = event.authority
    yield Act(
        ref=recorded.ref,
        says=says,
        at=event.occurred_at,
        person=authority.person,
        seat=f"{authority.organ}/{authority.post}",
        agreements=tuple(
            link.ref.rpartition("@")[0] for link in authority.chain if link.kind == "agreement"
        ),
        seal=streams.seal(event.owner, event.number) if isinstance(event, SealUsed) else "",
    )


def states(stream: str, told: Sequence[Recorded]) -> History[Any]:
    """The stream's state after each of its events."""
    found: list[Fact[Any]] = []
    fact: Fact[Any] = Fact(stream, 0, None)
    for recorded in told:
        fact = fold(fact, [recorded.event])
        found.append(fact)
    return tuple(found)


def terms(histories: Iterable[History[Obligation]], rules: Rulebook) -> Iterator[Term]:
    """A waived, paused or provisional term makes nobody late, unless it had done so before.

    A promise is no term of law: who breaks it is late with it, and that is no finding (超期). Nor
    is feedback that comes late: who supervises did not handle the case (RA22-24, -26). Nor does
    anybody owe that time passes.
    """
    for history in filter(None, histories):
        latest = history[-1]
        term = latest.state
        if term is None or term.opened.kind in _NO_FINDING:
            continue
        idle = term.outcome == "waived" or term.provisional or term.paused
        idle = idle or term.opened.lapse in ENDS_BY_TIME
        step = DUE.get(term.opened.kind, term.opened.kind)
        yield Term(
            ref=latest.ref,
            says=f"{step}应于{term.due_on}前完成（{term.opened.clause or term.opened.sla}）",
            push=term.opened.kind == "push",
            late_from=first_moment_late(term.due_on, rules),
            fulfilled=term.fulfilled,
            counts=term.outcome == "late" or not idle,
        )


def noted(
    told: Sequence[Recorded], row: LiabilityRow, rules: Rulebook, until: datetime | None
) -> Iterator[Noted]:
    """What was found on paper, and facts that turned out to be outside what was handed down."""
    corrected, decided = None, None
    dismissed = {
        r.event.irregularity for r in told if isinstance(r.event, CaseIrregularityDismissed)
    }
    for recorded in told:
        event = recorded.event
        match event:
            case CaseIrregularityRecorded() if recorded.version in dismissed:
                pass
            case CaseIrregularityRecorded(happened_at=at) if until is None or at <= until:
                says = event.description
                yield Noted(finding=event.finding, at=at, says=says, rests_on=(recorded.ref,))
            case CaseCorrected():
                corrected = event, recorded.ref
            case CaseDecided() if until is None or event.occurred_at <= until:
                decided = event.occurred_at, recorded.ref
    if corrected is None or decided is None or not rules.mode(row.mode).needs:
        return
    event, ref = corrected
    if event.outside:
        yield Noted(
            finding="beyond_scope",
            at=decided[0],
            says="；".join(reason.text for reason in event.outside),
            rests_on=(decided[1], ref),
        )
