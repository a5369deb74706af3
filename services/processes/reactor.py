"""Follows every tenant's log and carries out what its events lead to.

At least once and from any number of workers: ids repeat with their cause, and what is already so
appends nothing. Events of one stream are taken in order, streams beside each other.
"""

import asyncio
from collections.abc import Sequence

import asyncpg

from domain.calendars.years import YearAdopted, YearCorrected
from domain.kernel.authority import AUTOMATION
from domain.kernel.event import Event, Recorded
from domain.kernel.facts import Agreement, Fact, Trial
from domain.kernel.refusal import Refusal
from domain.obligations.obligation import RecomputeDue
from domain.reports.closing import PeriodEvent
from projections import case_register, obligations, progress
from projections.runner import Projections
from services.execute import Executor
from services.processes import in_flight, react
from services.processes.reaction import Reaction
from services.unit import Unit

CURSOR = "reactor"
_BATCH = 200
_AT_ONCE = 64
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
        self.executor = executor
        self.projections = projections
        self.pool = pool
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._types = tuple(event.TYPE for event in (_EVENTS if recomputes else _FOLLOWED))

    async def follow(self, tenant: str, limit: int = _BATCH) -> int:
        """React to the next events of the log; how many. 0: the end was reached.

        Raises `ReactionError` for the first event whose commands failed; everything before it is
        done, and so may be some after it.
        """
        at = await progress.position(self.pool, tenant, CURSOR)
        head = await self.executor.log.head(tenant)
        if at >= head:
            return 0
        found = await self.executor.log.read(tenant, at, limit=limit, types=self._types)
        unit = self.executor.unit(tenant)
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
            await progress.move_cursor(self.pool, tenant, CURSOR, first - 1)
            raise ReactionError(tenant, first) from error
        # Fewer than asked for: there was nothing else up to the head that was seen before.
        until = found[-1].position if len(found) == limit else max(head, _last(found))
        await progress.move_cursor(self.pool, tenant, CURSOR, until)
        return len(found)

    async def react_to(self, tenant: str, position: int) -> None:
        """React again to one event that was passed over, and to what followed on its stream."""
        until = await progress.position(self.pool, tenant, CURSOR)
        unit = self.executor.unit(tenant)
        stream, after = "", position - 1
        while after < until:
            found = await self.executor.log.read(tenant, after, limit=_BATCH, types=self._types)
            for recorded in found:
                stream = stream or recorded.stream
                if recorded.stream == stream and recorded.position <= until:
                    await self._react(tenant, recorded, unit)
            after = found[-1].position if len(found) == _BATCH else until

    async def pass_over(self, tenant: str, position: int) -> None:
        """Go on behind an event that keeps failing; `react_to` makes up for it."""
        await progress.move_cursor(self.pool, tenant, CURSOR, position)

    async def catch_up(self, tenant: str) -> int:
        """Follow to the end of the log; how many events were reacted to."""
        total = 0
        while taken := await self.follow(tenant):
            total += taken
        return total

    async def carry_out(self, tenant: str, reaction: Reaction) -> None:
        """Execute its command as the platform; being overtaken is no trouble."""
        try:
            await self.executor.execute(
                tenant,
                AUTOMATION,
                reaction.command,
                reaction.id(tenant, self.executor.vault),
                correlation=reaction.correlation,
                causation=reaction.causation,
            )
        except Refusal as refusal:
            if refusal.code not in OVERTAKEN:
                raise

    async def carry_out_all(self, tenant: str, reactions: Sequence[Reaction]) -> None:
        """Some beside each other, in no order."""
        for start in range(0, len(reactions), _AT_ONCE):
            part = reactions[start : start + _AT_ONCE]
            await asyncio.gather(*(self.carry_out(tenant, reaction) for reaction in part))

    async def recompute(self, tenant: str, recorded: Recorded, year: int, after: str = "") -> str:
        """Compute anew the open due dates that rest on a year's calendar: a page, behind a key.

        The last key of the page; empty where there are no more.

        What was opened before the calendar changed is in the view once that has caught up; what is
        opened afterwards reads the changed calendar, since appending checks its version.
        """
        await self.projections.catch_up(tenant, [_VIEW])
        page = await obligations.resting_on(self.pool, tenant, year, after=after)
        cause = str(recorded.position)
        await self.carry_out_all(
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
                    await self._react(tenant, recorded, unit)
            except Exception as error:  # noqa: BLE001  told to the caller with its position
                return recorded.position, error
        return None

    async def _react(self, tenant: str, recorded: Recorded, unit: Unit) -> None:
        event = recorded.event
        if isinstance(event, _CALENDARS):
            last = await self.recompute(tenant, recorded, event.year)
            while last:
                last = await self.recompute(tenant, recorded, event.year, last)
            return
        if isinstance(event, PeriodEvent):  # one of a hundred names a stream of its own each
            found = await react.react(recorded, unit)
            for kind in dict.fromkeys(type(it.command) for it in found):
                await self.carry_out_all(tenant, [it for it in found if type(it.command) is kind])
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
        await self.projections.catch_up(tenant, [case_register.CaseRegister.name])
        versions = (await unit.adopted()).versions
        receivers = {o for v in versions for o in in_flight.receivers(ended.state, v.rules)}
        after: str | None = ""
        while after is not None:
            page = await case_register.open_at(
                self.pool, tenant, receivers, after=after, limit=_BATCH
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
            await self.carry_out_all(tenant, reactions)
            after = page[-1].key if len(page) == _BATCH else None


def _last(found: Sequence[Recorded]) -> int:
    return found[-1].position if found else 0
