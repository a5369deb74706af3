"""What is reported period by period: which periods are over, and who owes what then (XG23-61)."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from msgspec.structs import replace

from domain.delegation.agreement import AgreementCountersigned, AgreementTerminated
from domain.delegation.amendment import AmendmentCountersigned
from domain.delegation.confirmation import AcceptanceConfirmed
from domain.kernel import streams
from domain.kernel.event import Command, Event
from domain.kernel.pack import Sla
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL
from domain.kernel.workdays import start_of
from domain.matters.pilot import PilotEnded, PilotStarted, RolloutDecided
from domain.matters.settled import ModeChanged, ModeSettled
from domain.obligations.obligation import (
    AnnulObligation,
    MeetObligation,
    OpenObligation,
    WaiveObligation,
)
from domain.policy.adoption import Policy
from domain.reports.closing import AmendPeriod, Owed, PeriodAmended, PeriodClosed, PeriodEvent, due
from domain.reports.periodic import ReportSent
from domain.reports.periods import Every, over, period_of, periodic, terms_of
from services.commands.periods import called_for

EVENTS: tuple[type[Event], ...] = (PeriodClosed, PeriodAmended, ReportSent)
BEARING: tuple[type[Event], ...] = (
    AgreementCountersigned,
    AmendmentCountersigned,
    AcceptanceConfirmed,
    AgreementTerminated,
    PilotStarted,
    RolloutDecided,
    PilotEnded,
    ModeSettled,
    ModeChanged,
)
"""By which somebody may owe a report, or not; entered late, it bears on periods that are closed."""
_REPORT = "report"
_NIL = "本期没有办理事项，也没有使用印章，按规定不须报送"
_FREED = "补录后查明本期没有委托、试点的事项，不须报送"
_INSTANT = timedelta(microseconds=1)


def to_close(
    policy: Policy, closed: Collection[tuple[str, str]], now: datetime
) -> Iterator[tuple[str, str]]:
    """Report and period, with the adoption that calls for it; the oldest first."""
    for report, every, period in _over(policy, now):
        if (report, period) not in closed:
            version = called_for(policy, report, every, period, policy.own[0].rules)
            if version is not None:
                yield f"{report}/{period}", f"{streams.POLICY}@{version.number}"


def to_amend(event: Event, policy: Policy, now: datetime) -> Iterator[AmendPeriod]:
    """The periods that were over by now, though what is known now happened before their end."""
    since = event.at if isinstance(event, ModeChanged) else event.occurred_at
    for report, _, period in _over(policy, now, since):
        yield AmendPeriod(report=report, period=period)


def _over(
    policy: Policy, now: datetime, since: datetime | None = None
) -> Iterator[tuple[str, Every, str]]:
    """Every report with the periods that ended after a moment and are over; the oldest first."""
    first: dict[tuple[str, Every], datetime] = {}
    for version in policy.versions:
        begun = max(start_of(version.effective_from, version.rules), version.adopted_at)
        for terms in version.rules.pack.report:
            if every := periodic(terms):
                first[terms.id, every] = min(begun, first.get((terms.id, every), begun))
    for (report, every), begun in first.items():
        rules = policy.own[0].rules  # days are the county's own
        start = period_of(every, max(begun, since or begun), rules)
        for period in over(every, start, now, rules):
            yield report, every, period


def commands(
    event: Event,
    ref: str,
    sent: Mapping[tuple[str, str], datetime],
    nil: Iterable[Owed],
    rules: Rulebook,
) -> Iterator[Command]:
    """`sent`: when what was owed by the one to the other was sent, before anybody took its end in.

    `nil`: of whom no report is asked for, since nothing happened; each may send one all the same.
    `rules` are those that the period was closed by; where they set no term, nothing falls due.
    """
    match event:
        case PeriodEvent():
            terms, _ = terms_of(event.report, rules)
            if terms.due is None:
                return
            sla = rules.slas[terms.due]
            sla = replace(sla, clause=sla.clause or terms.clause)  # what asks for the report
            since = event.end - _INSTANT if isinstance(event, PeriodClosed) else event.occurred_at
            yield from (_opened(event, owed, since, sla, rules) for owed in event.owed)
            for owed in event.freed if isinstance(event, PeriodAmended) else ():
                identity = due(event.report, event.period, (owed.by, owed.to))
                yield AnnulObligation(obligation=identity, reason=_FREED)
            for (by, to), at in sent.items():
                stream = streams.report(event.report, by, to, event.period)
                yield _met(event.report, event.period, (by, to), f"{stream}@1", at)
            for owed in nil:
                identity = due(event.report, event.period, (owed.by, owed.to))
                yield WaiveObligation(obligation=identity, reason=_NIL)
        case ReportSent():
            yield _met(event.report, event.period, (event.by, event.to), ref, event.occurred_at)


def _met(report: str, period: str, pair: tuple[str, str], ref: str, at: datetime) -> MeetObligation:
    return MeetObligation(obligation=due(report, period, pair), evidence=ref, at=at)


def _opened(
    event: PeriodEvent, owed: Owed, since: datetime, sla: Sla, rules: Rulebook
) -> OpenObligation:
    """Counted from the period's last day; where nobody could know of it, from when it was known."""
    return OpenObligation(
        obligation=due(event.report, event.period, (owed.by, owed.to)),
        kind=_REPORT,
        about=streams.report(event.report, owed.by, owed.to, event.period),
        matter=0,
        debtor=owed.by,
        creditor=owed.to,
        post=PRINCIPAL,
        started_at=since,
        days=sla.days,
        unit=sla.unit,
        roll=sla.roll,
        sla=sla.id,
        certainty=sla.certainty,
        clause=sla.clause,
        source=sla.source,
        lapse="",
        rules=rules.version,
    )
