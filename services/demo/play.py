"""Playing a story: each act at its moment, and in between what follows by rule and by time.

The clock is the story's, so nothing is entered late unless it is meant to be. What was played
before is not played again: the log knows the ids of its commands.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.kernel.authority import AUTOMATION
from domain.kernel.refusal import Refusal
from infra.log import EventLog
from services.demo.act import Act
from services.demo.told import TOLD, told
from services.execute import Executor
from services.processes.scheduler import Scheduler

_PAGE = 1000
_EVENING, _NIGHT = time(18), time(0, 5)


class Clock:
    """What time it is in the story."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class UnexpectedError(Exception):
    """An act was refused that should not be, or was not refused as it should be."""

    def __init__(self, act: Act, refusal: Refusal | None) -> None:
        said = "went through" if refusal is None else f"{refusal.code} {refusal.message}"
        expected = act.refused or "to go through"
        super().__init__(f"{act.at} {act.says} ({act.command.TYPE}): expected {expected}: {said}")


class ChangedError(Exception):
    """The log holds a story, and not this one."""


class Line(Struct, frozen=True):
    """What a spectator is told: an act, its refusal, or what the platform did by rule.

    `position` is where the log ends after it; `steps`: how many acts it stands for.
    """

    at: datetime
    says: str
    position: int
    steps: int = 1
    refusal: Refusal | None = None
    by_rule: bool = False


class Player:
    """Plays a story for one tenant. `clock` is the one that `executor` and `scheduler` go by."""

    def __init__(self, tenant: str, executor: Executor, scheduler: Scheduler, clock: Clock) -> None:
        self._tenant = tenant
        self._executor = executor
        self._scheduler = scheduler
        self._clock = clock
        self.repeated = 0  # acts that the log held before
        self.new = 0
        self._followed = -1  # the position up to which all that follows was done

    @property
    def _log(self) -> EventLog:
        return self._executor.log

    async def play(self, acts: Sequence[Act]) -> AsyncIterator[Line]:
        """Play what is left of the story, in order, and say what happens.

        Raises `UnexpectedError`; `ChangedError` where the log holds another story.
        """
        start = await self._resume(acts)
        self.repeated = start
        if start == len(acts):
            return
        self._clock.now = acts[max(start - 1, 0)].moment
        for act in acts[start:]:
            for moment in self._between(self._clock.now, act.moment):
                for line in await self._work(moment):
                    yield line
            self._clock.now = act.moment
            yield await self._act(act)
        for line in await self._work(_at(_EVENING, self._clock.now)):
            yield line

    async def _resume(self, acts: Sequence[Act]) -> int:
        """How many acts were played before. A refusal may leave nothing to know it by."""
        known: set[UUID] = set()
        position = 0
        while found := await self._log.read(self._tenant, position, limit=_PAGE):
            known |= {recorded.command for recorded in found}
            position = found[-1].position
        start = max((n for n, act in enumerate(acts, 1) if act.id in known), default=0)
        missing = [act for act in acts[:start] if not act.refused and act.id not in known]
        if missing or (known and not start):
            raise ChangedError
        return start

    async def _act(self, act: Act) -> Line:
        self.new += 1
        try:
            done = await self._executor.execute(self._tenant, act.by, act.command, act.id)
        except Refusal as refusal:
            if refusal.code != act.refused:
                raise UnexpectedError(act, refusal) from refusal
            head = await self._log.head(self._tenant)
            return Line(act.moment, act.says, head, refusal=refusal)
        if act.refused:
            raise UnexpectedError(act, None)
        return Line(act.moment, act.says, done.appended.last)

    def _between(self, now: datetime, then: datetime) -> Iterator[datetime]:
        """When the platform works between two acts: that evening, then just after each midnight."""
        if now.date() == then.date():
            return
        yield _at(_EVENING, now)
        for days in range(1, (then.date() - now.date()).days + 1):
            yield _at(_NIGHT, now + timedelta(days=days))

    async def _work(self, moment: datetime) -> list[Line]:
        """All that follows by then, and what of it is worth telling."""
        self._clock.now = moment
        before = await self._log.head(self._tenant)
        if before == self._followed and not (
            await self._scheduler.overdue(self._tenant)
            or await self._scheduler.to_move(self._tenant)
            or await self._scheduler.to_settle(self._tenant)
            or await self._scheduler.to_close(self._tenant)
        ):
            return []  # most nights: nothing was recorded since, nothing falls due, no month ends
        await self._scheduler.work(self._tenant)
        self._followed = await self._log.head(self._tenant)
        found = await self._log.read(self._tenant, before, limit=_PAGE, types=TOLD)
        ruled = [recorded for recorded in found if recorded.actor == AUTOMATION.person]
        if not ruled:
            return []
        rules = await self._executor.unit(self._tenant).rules()
        return [Line(moment, says, position, by_rule=True) for position, says in told(ruled, rules)]


def _at(hour: time, day: datetime) -> datetime:
    return datetime.combine(day.date(), hour, day.tzinfo)


async def in_rows(lines: AsyncIterator[Line]) -> AsyncIterator[Line]:
    """With one line for acts in a row that say the same, dated by the first."""
    row: Line | None = None
    async for line in lines:
        if row is not None and row.says == line.says and line.refusal is None:
            row = replace(row, position=line.position, steps=row.steps + 1)
            continue
        if row is not None:
            yield row
        row = line
    if row is not None:
        yield row
