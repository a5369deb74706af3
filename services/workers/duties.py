"""What workers do: which tasks there are, what calls for them, and how each is done.

What is due is read from the views, what an event calls for from the log; a task carries ids only.
Every task may run twice: its commands have ids that follow from what they are for.
"""

from collections.abc import Mapping

from domain.calendars.years import YearAdopted, YearCorrected
from domain.kernel.event import Recorded
from domain.kernel.refusal import Refusal
from domain.kernel.workdays import day_of
from domain.subjects.erasure import SubjectErased
from infra.tasks import Counts
from projections import obligations
from projections.obligations import Obligations
from services.main import Platform
from services.processes import react
from services.processes.run import CURSOR, Reactor
from services.workers.runner import Handler

PUSH, LAPSE, REACT, ERASE, RECOMPUTE = "push", "lapse", "react", "finish_erasure", "recompute"
PRIORITIES: Mapping[str, int] = {PUSH: 10, ERASE: 10, REACT: 20, LAPSE: 30, RECOMPUTE: 40}
"""Every task there is; of what has arrived at a worker, the lower goes first."""

CALLING = tuple(event.TYPE for event in (SubjectErased, YearAdopted, YearCorrected))
"""Types of events that call for a task."""
NOTHING = Counts()


class Duties:
    """Of all tenants of a process."""

    def __init__(self, it: Platform, reactor: Reactor) -> None:
        self._it = it
        self._reactor = reactor
        self.handlers: Mapping[str, Handler] = {
            PUSH: self.push,
            LAPSE: self.lapse,
            REACT: self.react,
            ERASE: self.finish_erasure,
            RECOMPUTE: self.recompute,
        }

    async def to_push(self, tenant: str, limit: int) -> list[str]:
        rows = await obligations.to_push(self._it.pool, tenant, limit=limit)
        return [row.key for row in rows]

    async def overdue(self, tenant: str, limit: int) -> list[str]:
        """Whose last day is over in the county; none while no rules are in force there."""
        unit = self._it.executor.unit(tenant)
        try:
            today = day_of(unit.at, await unit.rules())
        except Refusal:
            return []
        rows = await obligations.due_now(self._it.pool, tenant, today, limit=limit)
        return [row.key for row in rows]

    async def push(self, tenant: str, key: str) -> bool:
        """Send the result that an obligation calls for."""
        row = await self._obligation(tenant, key)
        await self._reactor.carry_out(tenant, react.sending(row))
        return True

    async def lapse(self, tenant: str, key: str) -> bool:
        """What follows from the end of an obligation's last day.

        Only once everything recorded before was taken in: nobody is late for our being slow. Where
        an event waits to be reacted to, this is put off: it is found again later.
        """
        if await self._all_reacted(tenant):
            row = await self._obligation(tenant, key)
            await self._reactor.carry_out(tenant, react.overdue(row))
        return True

    async def react(self, tenant: str, key: str) -> bool:
        """React to an event (its position) that was passed over."""
        await self._reactor.react_to(tenant, int(key))
        return True

    async def finish_erasure(self, tenant: str, key: str) -> bool:
        """Destroy the key of an erased subject, if whoever erased did not live to do it."""
        await self._it.vault.destroy(tenant, key)
        return True

    async def recompute(self, tenant: str, key: str) -> bool:
        """Compute due dates anew with the calendar year that the event (its position) adopted."""
        [recorded] = await self._it.log.read(tenant, int(key) - 1, limit=1)
        event = recorded.event
        if not isinstance(event, YearAdopted | YearCorrected):
            raise TypeError(f"position {key} holds {event.TYPE}")
        await self._reactor.recompute(tenant, recorded, event.year)
        return True

    async def _all_reacted(self, tenant: str) -> bool:
        """Take in what the log holds by now; False where an event still waits, passed over."""
        head = await self._it.log.head(tenant)
        if await self._it.projections.cursor(tenant, CURSOR) < head:
            await self._reactor.catch_up(tenant)
        # Looked at last: whoever passes an event over makes its task first.
        passed_over = (await self._it.tasks.waiting(tenant)).get(REACT, NOTHING)
        return not passed_over.queued and not passed_over.parked

    async def _obligation(self, tenant: str, key: str) -> obligations.ObligationRow:
        row = await obligations.obligation(self._it.pool, tenant, key)
        if row is None:  # the view is being made anew
            await self._it.projections.catch_up(tenant, [Obligations.name])
            row = await obligations.obligation(self._it.pool, tenant, key)
        if row is None:
            raise LookupError(f"no obligation {key}")
        return row


def task_of(recorded: Recorded) -> tuple[str, str]:
    """Kind and key of the task that an event calls for."""
    if isinstance(recorded.event, SubjectErased):
        return ERASE, recorded.event.subject
    return RECOMPUTE, str(recorded.position)
