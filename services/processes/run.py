"""Follows every tenant's log and carries out what its events and its due dates lead to.

At least once and from any number of workers: ids repeat with their cause, and what is already so
appends nothing. Events of one stream are taken in order, streams beside each other.
"""

import asyncio
from collections.abc import Sequence
from itertools import islice

import asyncpg

from domain.calendars.years import YearAdopted, YearCorrected
from domain.kernel import streams
from domain.kernel.authority import AUTOMATION
from domain.kernel.event import Event, Recorded
from domain.kernel.facts import Agreement, Fact, Trial
from domain.kernel.refusal import Refusal
from domain.kernel.workdays import Calendar, day_of, start_of
from domain.obligations import escalation
from domain.obligations.escalation import Owed
from domain.obligations.obligation import RecomputeDue
from domain.reports.closing import PeriodEvent
from domain.service_points.account import month_of
from projections import (
    case_register,
    matter_list,
    obligations,
    points,
    progress,
    report_periods,
)
from projections.runner import Projections
from services.commands.authorities import moves_cases, settled_now
from services.execute import Executor
from services.processes import in_flight, periodic_reports, react
from services.processes.reaction import Reaction
from services.unit import Unit

CURSOR = "reactor"
_BATCH = 200
_AT_ONCE = 64
_ROUNDS = 20  # of what leads to what; three do for all that there is now
_VIEW = obligations.Obligations.name
_CALENDARS = (YearAdopted, YearCorrected)
_FOLLOWED: tuple[type[Event], ...] = tuple(dict.fromkeys((*react.EVENTS, *in_flight.ENDINGS)))
_EVENTS: tuple[type[Event], ...] = (*_FOLLOWED, *_CALENDARS)

# Something else was faster: what the reaction was for is so already, or is no longer called for.
OVERTAKEN = frozenset(
    {
        "cases.already_decided",
        "cases.concluded",
        "cases.no_channel",
        "cases.not_expired",
        "cases.supplemented",
        "cases.step_taken",
        "delegation.no_agreement",
        "delegation.not_ended",
        "obligations.not_yet_late",
        "obligations.paused",
        "obligations.provisional",
        "obligations.unknown",
        "pushes.not_due",
    }
)


class ReactionError(Exception):
    """What an event leads to could not be carried out; the cursor stands right before it."""

    def __init__(self, tenant: str, position: int) -> None:
        super().__init__(f"tenant {tenant}, position {position}")
        self.tenant = tenant
        self.position = position


class Reactor:
    """`recomputes`: follow calendar years as well; workers make tasks of them instead."""

    def __init__(
        self,
        executor: Executor,
        projections: Projections,
        pool: asyncpg.Pool,
        *,
        recomputes: bool = True,
    ) -> None:
        self._executor = executor
        self._projections = projections
        self._pool = pool
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._types = tuple(event.TYPE for event in (_EVENTS if recomputes else _FOLLOWED))

    async def follow(self, tenant: str, limit: int = _BATCH) -> int:
        """React to the next events of the log; how many. 0: the end was reached.

        Raises `ReactionError` for the first event whose commands failed; everything before it is
        done, and so may be some after it.
        """
        at = await progress.position(self._pool, tenant, CURSOR)
        head = await self._executor.log.head(tenant)
        if at >= head:
            return 0
        found = await self._executor.log.read(tenant, at, limit=limit, types=self._types)
        unit = self._executor.unit(tenant)
        by_stream: dict[str, list[Recorded]] = {}
        for recorded in found:
            by_stream.setdefault(recorded.stream, []).append(recorded)
        failed = [
            failure
            for failure in await asyncio.gather(
                *(self._in_order(tenant, events, unit) for events in by_stream.values())
            )
            if failure is not None
        ]
        if failed:
            first, error = min(failed, key=lambda failure: failure[0])
            await progress.move_cursor(self._pool, tenant, CURSOR, first - 1)
            raise ReactionError(tenant, first) from error
        # Fewer than asked for: there was nothing else up to the head that was seen before.
        until = found[-1].position if len(found) == limit else max(head, _last(found))
        await progress.move_cursor(self._pool, tenant, CURSOR, until)
        return len(found)

    async def react_to(self, tenant: str, position: int) -> None:
        """React again to one event that was passed over, and to what followed on its stream."""
        until = await progress.position(self._pool, tenant, CURSOR)
        unit = self._executor.unit(tenant)
        stream, after = "", position - 1
        while after < until:
            found = await self._executor.log.read(tenant, after, limit=_BATCH, types=self._types)
            for recorded in found:
                stream = stream or recorded.stream
                if recorded.stream == stream and recorded.position <= until:
                    await self._carry_out_all(tenant, recorded, unit)
            after = found[-1].position if len(found) == _BATCH else until

    async def pass_over(self, tenant: str, position: int) -> None:
        """Go on behind an event that keeps failing; `react_to` makes up for it."""
        await progress.move_cursor(self._pool, tenant, CURSOR, position)

    async def catch_up(self, tenant: str) -> int:
        """Follow to the end of the log; how many events were reacted to."""
        total = 0
        while taken := await self.follow(tenant):
            total += taken
        return total

    async def overdue(
        self, tenant: str, *, limit: int = obligations.PAGE
    ) -> list[obligations.ObligationRow]:
        """What is still open though its last day is over in the county, as far as the view is."""
        unit = self._executor.unit(tenant)
        rules = await unit.rules()
        midnight = start_of(day_of(unit.at, rules), rules)
        return await obligations.due_now(self._pool, tenant, midnight, limit=limit)

    async def sweep(self, tenant: str) -> int:
        """Carry out what follows from due dates that have passed; how many there were.

        First everything that was recorded is taken in: nobody is late for our being slow.
        """
        await self.catch_up(tenant)
        await self._projections.catch_up(tenant, [_VIEW])
        rows = await self.overdue(tenant)
        await self._all(tenant, [react.overdue(row) for row in rows])
        return len(rows) + await self.move(tenant)

    async def to_move(self, tenant: str, *, limit: int = _BATCH) -> list[tuple[str, str]]:
        """Day, change and number of open cases whose matter has another mode by now; the change.

        Only where a rule takes them along (B-22), as far as the views are. Of one day there may be
        several changes: each moves a case once.
        """
        unit, found = self._executor.unit(tenant), list[tuple[str, str]]()
        if not moves_cases(await unit.adopted()):
            return []
        rules = await unit.rules()
        for no, change in await matter_list.moving(self._pool, tenant):
            settled = await settled_now(unit, no, rules)
            if settled is None or settled.moves is None:
                continue
            cases = await case_register.to_move(
                self._pool, tenant, no, settled.mode, settled.at, limit=limit
            )
            day = day_of(settled.at, rules)
            found += [(f"{day}/{change}/{case}", change) for case in cases]
        return found[:limit]

    async def move(self, tenant: str) -> int:
        """Take open cases along into the mode that their matter has by now; how many."""
        if not moves_cases(await self._executor.unit(tenant).adopted()):
            return 0
        views = [matter_list.MatterList.name, case_register.CaseRegister.name]
        await self._projections.catch_up(tenant, views)
        found = await self.to_move(tenant)
        await self._all(tenant, [react.moving(key, change) for key, change in found])
        return len(found)

    async def push(self, tenant: str) -> int:
        """Send what is to be pushed; how many there were."""
        await self._projections.catch_up(tenant, [_VIEW])
        rows = await obligations.to_push(self._pool, tenant)
        await self._all(tenant, [react.sending(row) for row in rows])
        return len(rows)

    async def to_escalate(self, tenant: str, *, limit: int = _BATCH) -> list[tuple[str, str]]:
        """Step and obligation of what is so late that somebody is to be told; what opened it.

        By the policy of the day: a step that is new tells of what was late before as well.
        """
        unit = self._executor.unit(tenant)
        rules = await unit.rules()
        if not rules.pack.escalation:
            return []
        calendar = (await unit.get(streams.CALENDAR, Calendar)).state or Calendar()
        today, found = day_of(unit.at, rules), []
        for step in rules.pack.escalation:
            until = escalation.last_due(step, today, calendar)
            rows = await obligations.late_since(
                self._pool, tenant, step.kind, until, step.id, limit=limit
            )
            found += [
                (f"{step.id}/{row.key}", row.opened)
                for row in rows
                if escalation.told(step, _owed(row), rules)
            ]
        return found[:limit]

    async def escalate(self, tenant: str) -> int:
        """Tell whoever is to be told of what is late; how often."""
        await self._projections.catch_up(tenant, [_VIEW])
        found = await self.to_escalate(tenant)
        await self._all(tenant, [react.escalating(key, opened) for key, opened in found])
        return len(found)

    async def to_settle(self, tenant: str, *, limit: int = _BATCH) -> list[tuple[str, str]]:
        """Months of service points that are over in the county, as far as the view is."""
        unit = self._executor.unit(tenant)
        month = month_of(unit.at, await unit.rules())
        return await points.to_settle(self._pool, tenant, month, limit=limit)

    async def settle(self, tenant: str) -> int:
        """Settle the months that are over; how many there were (JX24-49).

        First everything that was recorded is taken in: what was done in a month counts there.
        """
        await self.catch_up(tenant)
        await self._projections.catch_up(tenant, [points.Points.name])
        found = await self.to_settle(tenant)
        await self._all(tenant, [react.settling(key, first) for key, first in found])
        return len(found)

    async def to_close(self, tenant: str, *, limit: int = _BATCH) -> list[tuple[str, str]]:
        """Periods of reports that are over in the county, as far as the view is."""
        unit = self._executor.unit(tenant)
        adopted = await unit.adopted()
        closed = await report_periods.closed(self._pool, tenant)
        return list(islice(periodic_reports.to_close(adopted, closed, unit.at), limit))

    async def close(self, tenant: str) -> int:
        """Close the periods of reports that are over; how many there were (XG23-61)."""
        await self._projections.catch_up(tenant, [report_periods.ReportPeriods.name])
        found = await self.to_close(tenant)
        await self._all(tenant, [react.closing(key, adoption) for key, adoption in found])
        return len(found)

    async def work(self, tenant: str) -> None:
        """Everything there is to do for a tenant now: for commands that run without a worker."""
        for _ in range(_ROUNDS):
            done = await self.sweep(tenant) + await self.push(tenant)
            done += await self.settle(tenant) + await self.close(tenant)
            done += await self.escalate(tenant)
            if not done + await self.catch_up(tenant):
                return

    async def carry_out(self, tenant: str, reaction: Reaction) -> None:
        """Execute its command as the platform; being overtaken is no trouble."""
        try:
            await self._executor.execute(
                tenant,
                AUTOMATION,
                reaction.command,
                reaction.id(tenant, self._executor.vault),
                correlation=reaction.correlation,
                causation=reaction.causation,
            )
        except Refusal as refusal:
            if refusal.code not in OVERTAKEN:
                raise

    async def recompute(self, tenant: str, recorded: Recorded, year: int, after: str = "") -> str:
        """Compute anew the open due dates that rest on a year's calendar: a page, behind a key.

        The last key of the page; empty where there are no more.

        What was opened before the calendar changed is in the view once that has caught up; what is
        opened afterwards reads the changed calendar, since appending checks its version.
        """
        await self._projections.catch_up(tenant, [_VIEW])
        page = await obligations.resting_on(self._pool, tenant, year, after=after)
        cause = str(recorded.position)
        await self._all(
            tenant,
            [
                Reaction(cause, f"{RecomputeDue.TYPE}:{key}", RecomputeDue(obligation=key),
                         recorded.ref, recorded.correlation)
                for key in page
            ],
        )  # fmt: skip
        return page[-1] if page else ""

    async def _in_order(
        self, tenant: str, events: Sequence[Recorded], unit: Unit
    ) -> tuple[int, Exception] | None:
        """React to a stream's events one after the other; the first that failed, with its error."""
        for recorded in events:
            try:
                async with self._slots:
                    await self._carry_out_all(tenant, recorded, unit)
            except Exception as error:  # noqa: BLE001  told to the caller with its position
                return recorded.position, error
        return None

    async def _carry_out_all(self, tenant: str, recorded: Recorded, unit: Unit) -> None:
        event = recorded.event
        if isinstance(event, _CALENDARS):
            last = await self.recompute(tenant, recorded, event.year)
            while last:
                last = await self.recompute(tenant, recorded, event.year, last)
            return
        if isinstance(event, PeriodEvent):  # one of a hundred names a stream of its own each
            found = await react.react(recorded, unit)
            for kind in dict.fromkeys(type(it.command) for it in found):
                await self._all(tenant, [it for it in found if type(it.command) is kind])
        elif isinstance(event, react.EVENTS):
            for reaction in await react.react(recorded, unit):
                await self.carry_out(tenant, reaction)
        if isinstance(event, in_flight.ENDINGS):
            await self._transfer(tenant, recorded, unit)

    async def _transfer(self, tenant: str, recorded: Recorded, unit: Unit) -> None:
        """Move the open cases that rest on an agreement, or a trial, to where their mode says.

        What was received before the end is in the register once that has caught up; appending a
        receipt checks its version, so none is opened under it afterwards: but for paper from before
        the end, which stays with the township that it was handed in at.
        """
        ended: Fact[Agreement | Trial] = await unit.get(recorded.stream, Agreement | Trial)  # type: ignore[arg-type]  # the two kinds of stream that end
        if ended.state is None:
            return
        await self._projections.catch_up(tenant, [case_register.CaseRegister.name])
        versions = (await unit.adopted()).versions
        receivers = {o for v in versions for o in in_flight.receivers(ended.state, v.rules)}
        after: str | None = ""
        while after is not None:
            page = await case_register.open_at(
                self._pool, tenant, receivers, after=after, limit=_BATCH
            )
            reactions = []
            for case in page:
                rules = await unit.rules_of(case.policy, case.mode)
                command = in_flight.transfer(recorded.event, case, ended.state, rules)
                if command is not None:
                    key, cause = f"{command.TYPE}:{command.case}", str(recorded.position)
                    reactions.append(
                        Reaction(cause, key, command, recorded.ref, recorded.correlation)
                    )
            await self._all(tenant, reactions)
            after = page[-1].key if len(page) == _BATCH else None

    async def _all(self, tenant: str, reactions: Sequence[Reaction]) -> None:
        for start in range(0, len(reactions), _AT_ONCE):
            part = reactions[start : start + _AT_ONCE]
            await asyncio.gather(*(self.carry_out(tenant, reaction) for reaction in part))


def _owed(row: obligations.ObligationRow) -> Owed:
    return Owed(row.kind, row.debtor, row.creditor, row.due_on)


def _last(found: Sequence[Recorded]) -> int:
    return found[-1].position if found else 0
