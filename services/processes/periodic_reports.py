"""What is reported period by period: which periods are over, and who owes what then (XG23-61)."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta

from domain.kernel import streams
from domain.kernel.event import Command, Event
from domain.kernel.pack import Sla
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL
from domain.kernel.workdays import start_of
from domain.obligations.obligation import MeetObligation, OpenObligation
from domain.policy.adoption import Policy
from domain.reports.closing import Owed, PeriodClosed, due
from domain.reports.periodic import ReportSent
from domain.reports.periods import Every, bounds, over, period_of, periodic, terms_of

EVENTS: tuple[type[Event], ...] = (PeriodClosed, ReportSent)
_REPORT = "report"
_INSTANT = timedelta(microseconds=1)


def to_close(
    policy: Policy, closed: Collection[tuple[str, str]], now: datetime
) -> Iterator[tuple[str, str]]:
    """Report and period, with the adoption that calls for it; the oldest first.

    What was over before the county was on the platform was never due on it. The rules of a
    period's last day say whether there is a report on it.
    """
    first: dict[tuple[str, Every], str] = {}
    for version in policy.versions:
        since = max(start_of(version.effective_from, version.rules), version.adopted_at)
        for terms in version.rules.pack.report:
            if every := periodic(terms):
                begun = period_of(every, since, version.rules)
                first[terms.id, every] = min(begun, first.get((terms.id, every), begun))
    for (report, every), begun in first.items():
        rules = policy.own[0].rules  # days are the county's own
        for period in over(every, begun, now, rules):
            last = bounds(every, period, rules)[1] - _INSTANT
            version_then = policy.in_force(last)
            if (
                (report, period) not in closed
                and version_then is not None
                and any((t.id, t.every) == (report, every) for t in version_then.rules.pack.report)
            ):
                yield f"{report}/{period}", f"{streams.POLICY}@{version_then.number}"


def commands(
    event: Event, ref: str, sent: Mapping[tuple[str, str], datetime], rules: Rulebook
) -> Iterator[Command]:
    """`sent`: when what was owed by the one to the other was sent, before anybody came to its end.

    `rules` are those that the period was closed by; where they set no term, nothing falls due.
    """
    match event:
        case PeriodClosed():
            terms, _ = terms_of(event.report, rules)
            if terms.due is None:
                return
            sla = rules.slas[terms.due]
            yield from (_opened(event, owed, sla, rules) for owed in event.owed)
            for (by, to), at in sent.items():
                stream = streams.report(event.report, by, to, event.period)
                yield _met(event.report, event.period, (by, to), f"{stream}@1", at)
        case ReportSent():
            yield _met(event.report, event.period, (event.by, event.to), ref, event.occurred_at)


def _met(report: str, period: str, pair: tuple[str, str], ref: str, at: datetime) -> MeetObligation:
    return MeetObligation(obligation=due(report, period, pair), evidence=ref, at=at)


def _opened(event: PeriodClosed, owed: Owed, sla: Sla, rules: Rulebook) -> OpenObligation:
    """Counted from the period's last day."""
    return OpenObligation(
        obligation=due(event.report, event.period, (owed.by, owed.to)),
        kind=_REPORT,
        about=streams.report(event.report, owed.by, owed.to, event.period),
        matter=0,
        debtor=owed.by,
        creditor=owed.to,
        post=PRINCIPAL,
        started_at=event.end - _INSTANT,
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
