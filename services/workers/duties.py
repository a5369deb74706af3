"""What workers do: which tasks there are, what calls for them, and how each is done.

What is due is read from the views, what an event calls for from the log; a task carries ids only.
Every task may run twice: its commands have ids that follow from what they are for.
"""

from collections.abc import Mapping

from domain.calendars.years import YearAdopted, YearCorrected
from domain.kernel.event import Recorded
from domain.kernel.refusal import Refusal
from domain.obligations.obligation import ObligationLate
from domain.subjects.erasure import SubjectErased
from infra import jobs
from infra.tasks import Counts
from projections import obligations, points, progress
from projections.obligations import Obligations
from services.jobs.running import run
from services.main import Platform
from services.processes import react
from services.processes.reactor import CURSOR, Reactor
from services.processes.scheduler import Scheduler
from services.workers.runner import Handler

PUSH, LAPSE, REACT, ERASE, RECOMPUTE = "push", "lapse", "react", "finish_erasure", "recompute"
SETTLE, CLOSE, ESCALATE, JOB = "settle", "close_period", "escalate", jobs.TASK
MOVE = "move_case"
PRIORITIES: Mapping[str, int] = {
    PUSH: 10,
    ERASE: 10,
    REACT: 20,
    LAPSE: 30,
    MOVE: 30,
    RECOMPUTE: 40,
    SETTLE: 50,
    CLOSE: 50,
    ESCALATE: 50,
    JOB: 60,  # whoever asked for long work waits for it anyway
}
"""Every task there is; of what has arrived at a worker, the lower goes first."""

CALLING = tuple(event.TYPE for event in (SubjectErased, YearAdopted, YearCorrected))
"""Types of events that call for a task."""
_TELLING = tuple(event.TYPE for event in react.EVENTS if event is not ObligationLate)
# Types of events by which an obligation may be met or given up.
TASKS = "tasks"
"""The cursor behind which such events have theirs."""
NOTHING = Counts()
_LOOK_AHEAD = 100  # events that a worker may be behind and still find all of them at once


class Duties:
    """Of all tenants of a process."""

    def __init__(self, it: Platform, reactor: Reactor, scheduler: Scheduler) -> None:
        self._it = it
        self._reactor = reactor
        self._scheduler = scheduler
        self.handlers: Mapping[str, Handler] = {
            PUSH: self.push,
            LAPSE: self.lapse,
            MOVE: self.move,
            REACT: self.react,
            ERASE: self.finish_erasure,
            RECOMPUTE: self.recompute,
            SETTLE: self.settle,
            CLOSE: self.close,
            ESCALATE: self.escalate,
            JOB: self.job,
        }

    async def to_push(self, tenant: str, limit: int) -> list[str]:
        rows = await obligations.to_push(self._it.pool, tenant, limit=limit)
        return [row.key for row in rows]

    async def overdue(self, tenant: str, limit: int) -> list[str]:
        """Whose last day is over in the county; none while no rules are in force there."""
        try:
            return [row.key for row in await self._scheduler.overdue(tenant, limit=limit)]
        except Refusal:
            return []

    async def to_move(self, tenant: str, limit: int) -> list[str]:
        """Open cases that a change takes along; none while no rules are in force there."""
        try:
            return await self._scheduler.to_move(tenant, limit=limit)
        except Refusal:
            return []

    async def move(self, tenant: str, key: str) -> None:
        """Move an open case, unless it was decided or moved meanwhile."""
        await self._reactor.carry_out(tenant, react.moving(key))

    async def to_settle(self, tenant: str, limit: int) -> list[str]:
        """Months of service points that are over; none while no rules are in force there."""
        try:
            return [key for key, _ in await self._scheduler.to_settle(tenant, limit=limit)]
        except Refusal:
            return []

    async def to_run(self, tenant: str, limit: int) -> list[str]:
        """Long work that somebody asked for and that has not ended."""
        return await self._it.jobs.open(tenant, limit)

    async def job(self, tenant: str, key: str) -> bool:
        """Go on with long work, for half the time that a task has; whether there is more."""
        return await run(self._it, tenant, key)

    async def settle(self, tenant: str, key: str) -> None:
        """Settle a month of a service point, once all that was done in it was taken in."""
        if await self._all_is_known(tenant):
            first = await points.first_event(self._it.pool, tenant, key)
            await self._reactor.carry_out(tenant, react.settling(key, first or ""))

    async def to_close(self, tenant: str, limit: int) -> list[str]:
        """Periods of reports that are over; none while no rules are in force there."""
        try:
            return [key for key, _ in await self._scheduler.to_close(tenant, limit=limit)]
        except Refusal:
            return []

    async def close(self, tenant: str, key: str) -> None:
        """Close a period, unless another worker was faster."""
        adoption = dict(await self._scheduler.to_close(tenant)).get(key)
        if adoption is not None:
            await self._reactor.carry_out(tenant, react.closing(key, adoption))

    async def to_escalate(self, tenant: str, limit: int) -> list[str]:
        """What is so late that somebody is to be told; none while no rules are in force there."""
        try:
            return [key for key, _ in await self._scheduler.to_escalate(tenant, limit=limit)]
        except Refusal:
            return []

    async def escalate(self, tenant: str, key: str) -> None:
        """Tell whoever a step names that an obligation is late, once all is known that meets it."""
        if await self._all_is_known(tenant):
            row = await self._obligation(tenant, key.partition("/")[2])
            await self._reactor.carry_out(tenant, react.escalating(key, row.opened))

    async def push(self, tenant: str, key: str) -> None:
        """Send the result that an obligation calls for."""
        row = await self._obligation(tenant, key)
        await self._reactor.carry_out(tenant, react.sending(row))

    async def lapse(self, tenant: str, key: str) -> None:
        """What follows from the end of an obligation's last day.

        Only once everything recorded before was taken in: nobody is late for our being slow, nor by
        a calendar that was corrected. Where that waits, this is put off: it is found again later.
        """
        if await self._all_is_known(tenant):
            row = await self._obligation(tenant, key)
            await self._reactor.carry_out(tenant, react.overdue(row))

    async def react(self, tenant: str, key: str) -> None:
        """React to an event (its position) that was passed over."""
        await self._reactor.react_to(tenant, int(key))

    async def finish_erasure(self, tenant: str, key: str) -> None:
        """Destroy the key of an erased subject, if whoever erased did not live to do it."""
        await self._it.vault.destroy(tenant, key)

    async def recompute(self, tenant: str, key: str) -> None:
        """Compute due dates anew with the calendar year that an event adopted or corrected.

        The key is the event's position, and where to go on: a page of them is a task.
        """
        position, _, after = key.partition(":")
        [recorded] = await self._it.log.read(tenant, int(position) - 1, limit=1)
        event = recorded.event
        if not isinstance(event, YearAdopted | YearCorrected):
            raise TypeError(f"position {position} holds {event.TYPE}")
        last = await self._reactor.recompute(tenant, recorded, event.year, after)
        if last:
            await self._it.tasks.offer(tenant, RECOMPUTE, [f"{position}:{last}"], 1)

    async def _all_is_known(self, tenant: str) -> bool:
        """Take in what the log holds by now; False where something of it waits as a task."""
        cursors = {CURSOR: _TELLING, TASKS: CALLING}
        at = {name: await progress.position(self._it.pool, tenant, name) for name in cursors}
        types = [one for some in cursors.values() for one in some]
        found = await self._it.log.read(tenant, min(at.values()), limit=_LOOK_AHEAD, types=types)
        behind = {
            name
            for name, some in cursors.items()
            if any(item.position > at[name] and item.event.TYPE in some for item in found)
        }
        if CURSOR in behind or len(found) == _LOOK_AHEAD:
            await self._reactor.catch_up(tenant)
        if TASKS in behind or len(found) == _LOOK_AHEAD:
            return False
        # Looked at last: whoever moves a cursor over an event makes its task first.
        return not unknown(await self._it.tasks.waiting(tenant))

    async def _obligation(self, tenant: str, key: str) -> obligations.ObligationRow:
        row = await obligations.obligation(self._it.pool, tenant, key)
        if row is None:  # the view is being made anew
            await self._it.projections.catch_up(tenant, [Obligations.name])
            row = await obligations.obligation(self._it.pool, tenant, key)
        if row is None:
            raise LookupError(f"no obligation {key}")
        return row


def unknown(waiting: Mapping[str, Counts]) -> bool:
    """Whether what an event led to, or a calendar, is not known yet: nobody is late meanwhile."""
    return any(waiting.get(task, NOTHING) != NOTHING for task in (REACT, RECOMPUTE))


def task_of(recorded: Recorded) -> tuple[str, str]:
    """Kind and key of the task that an event calls for."""
    if isinstance(recorded.event, SubjectErased):
        return ERASE, recorded.event.subject
    return RECOMPUTE, str(recorded.position)
