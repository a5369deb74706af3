"""Does in every tenant what time brings: last days that are over, months and periods that end.

What is due is read from the views, so any number of workers may look, at any time and again: the
ids of what they do follow from what it is for.
"""

from itertools import islice

from domain.kernel import streams
from domain.kernel.workdays import Calendar, day_of, start_of
from domain.obligations import escalation
from domain.obligations.escalation import Owed
from domain.service_points.account import month_of
from projections import case_register, matter_list, obligations, points, report_periods
from services.commands.authorities import moves_cases, settled_now
from services.processes import periodic_reports, react
from services.processes.reactor import Reactor

_BATCH = 200
_ROUNDS = 20  # of what leads to what; three do for all that there is now
_VIEW = obligations.Obligations.name


class Scheduler:
    """Goes by the executor's clock; what it does for a tenant, the reactor carries out."""

    def __init__(self, reactor: Reactor) -> None:
        self._reactor = reactor
        self._executor = reactor.executor
        self._projections = reactor.projections
        self._pool = reactor.pool

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
        await self._reactor.catch_up(tenant)
        await self._projections.catch_up(tenant, [_VIEW])
        rows = await self.overdue(tenant)
        await self._reactor.carry_out_all(tenant, [react.overdue(row) for row in rows])
        return len(rows) + await self.move(tenant)

    async def to_move(self, tenant: str, *, limit: int = _BATCH) -> list[str]:
        """Day, change and number of open cases whose matter has another mode by now.

        Only where a rule takes them along (B-22), as far as the views are. Of one day there may be
        several changes: each moves a case once.
        """
        unit, found = self._executor.unit(tenant), list[str]()
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
            found += [f"{day}/{change}/{case}" for case in cases]
        return found[:limit]

    async def move(self, tenant: str, *, limit: int = _BATCH) -> int:
        """Take open cases along into the mode that their matter has by now; how many."""
        if not moves_cases(await self._executor.unit(tenant).adopted()):
            return 0
        views = [matter_list.MatterList.name, case_register.CaseRegister.name]
        await self._projections.catch_up(tenant, views)
        found = await self.to_move(tenant, limit=limit)
        await self._reactor.carry_out_all(tenant, [react.moving(key) for key in found])
        return len(found)

    async def push(self, tenant: str) -> int:
        """Send what is to be pushed; how many there were."""
        await self._projections.catch_up(tenant, [_VIEW])
        rows = await obligations.to_push(self._pool, tenant)
        await self._reactor.carry_out_all(tenant, [react.sending(row) for row in rows])
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
        await self._reactor.carry_out_all(
            tenant, [react.escalating(key, opened) for key, opened in found]
        )
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
        await self._reactor.catch_up(tenant)
        await self._projections.catch_up(tenant, [points.Points.name])
        found = await self.to_settle(tenant)
        await self._reactor.carry_out_all(
            tenant, [react.settling(key, first) for key, first in found]
        )
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
        await self._reactor.carry_out_all(
            tenant, [react.closing(key, adoption) for key, adoption in found]
        )
        return len(found)

    async def work(self, tenant: str) -> None:
        """Everything there is to do for a tenant now: for commands that run without a worker."""
        for _ in range(_ROUNDS):
            done = await self.sweep(tenant) + await self.push(tenant)
            done += await self.settle(tenant) + await self.close(tenant)
            done += await self.escalate(tenant)
            if not done + await self._reactor.catch_up(tenant):
                return


def _owed(row: obligations.ObligationRow) -> Owed:
    return Owed(row.kind, row.debtor, row.creditor, row.due_on)
