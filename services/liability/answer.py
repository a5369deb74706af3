"""Who answers for a case, as known at one moment and as valid at another (DESIGN 3, 5; B-74).

One function for every door. What was *known* is the log up to a position; what was *valid* are the
acts until a moment, by the instruments as known. The case stays under the rules of its decision.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import asyncpg
from msgspec import Struct
from msgspec.structs import replace

from domain.kernel import streams
from domain.kernel.event import Recorded
from domain.kernel.refusal import Invalid, NotFound
from domain.kernel.rulebook import Rulebook
from domain.liability.aftermath import Later
from domain.liability.attribution import CaseFacts, Line, attribute
from domain.liability.findings import Found, Known, Noted, findings
from domain.seals.use import UseVoided
from projections import liability as view
from projections import obligations as due
from projections.liability import LiabilityRow
from services.execute import YEARS, Executor
from services.liability import aftermath, saying, told

Clocks = Callable[[str, str], Awaitable[Sequence[str]]]
"""The ids of all that was ever due about a tenant's stream."""


class Answered(Struct, frozen=True, kw_only=True):
    """`known_at` is a position of the log; `valid_at` the moment until which acts count.

    `later`: what supervision, claims and recourse brought, in order.
    """

    facts: CaseFacts
    lines: tuple[Line, ...]
    later: tuple[Later, ...]
    rules: Rulebook
    known_at: int
    valid_at: datetime

    @property
    def findings(self) -> tuple[Found, ...]:
        return self.facts.findings


class Liabilities:
    """The question, over one log and its views."""

    def __init__(
        self, executor: Executor, pool: asyncpg.Pool, clocks: Clocks | None = None
    ) -> None:
        """`clocks` where another than the view knows what was due about a stream."""
        self._executor = executor
        self._log = executor.log
        self._pool = pool
        self._clocks = clocks or self._viewed

    async def of(
        self,
        tenant: str,
        case: str,
        known_at: int | datetime | None = None,
        valid_at: datetime | None = None,
    ) -> Answered:
        """Now and by everything known, where neither moment is given.

        Raises `NotFound` for a case that was not known then, `Invalid` for a moment without a zone
        or a position that the log has not reached.
        """
        _check_moment(valid_at)
        _check_moment(known_at)
        row: LiabilityRow | None = None
        if known_at is None:
            row, position = await view.live(self._pool, tenant, case)
        else:
            position = await self._position(tenant, known_at)
        kinds = await self._kinds(tenant)
        names = [streams.case(case), *(streams.use(case, kind) for kind in kinds)]
        loaded = await self._log.histories(tenant, names, position)
        heard = sorted((r for items in loaded.values() for r in items), key=lambda r: r.position)
        # Only who asks for it is told less: another machine's clock may be ahead of the log's.
        counted = [r for r in heard if valid_at is None or r.event.occurred_at <= valid_at]
        if known_at is not None or valid_at is not None:
            row = view.folded(case, counted)
        if row is None:
            raise NotFound("cases.unknown", f"没有编号为{case}的办件，或者当时尚未收件")
        rules = await self._executor.unit(tenant).rules_of(row.policy)
        until = valid_at or await self._until(tenant, position, known_at)
        after = [*loaded[streams.case(case)], *await self._after(tenant, case, position)]
        after.sort(key=lambda r: r.position)
        so_far = [r for r in after if valid_at is None or r.event.occurred_at <= valid_at]
        said = (*told.noted(heard, row, rules, valid_at), *aftermath.noted(after, valid_at))
        found = findings(await self._known(tenant, row, counted, said, rules, position, until))
        borne, recourse = aftermath.borne(so_far), aftermath.recourse(so_far)
        facts = replace(row.facts(found), borne=borne, recourse=recourse)
        return Answered(
            facts=facts,
            lines=attribute(facts, rules),
            later=saying.later(so_far, rules),
            rules=rules,
            known_at=position,
            valid_at=until,
        )

    async def _after(self, tenant: str, case: str, position: int) -> list[Recorded]:
        """What supervision found in it and what was claimed about it, as known then."""
        names = await aftermath.streams_about(self._pool, tenant, case)
        loaded = await self._log.histories(tenant, names, position)
        return [recorded for items in loaded.values() for recorded in items]

    async def _viewed(self, tenant: str, stream: str) -> Sequence[str]:
        return await due.about(self._pool, tenant, stream)

    async def _position(self, tenant: str, known_at: int | datetime) -> int:
        if isinstance(known_at, datetime):
            return await self._log.known_at(tenant, known_at)
        if known_at > await self._log.head(tenant):
            raise Invalid("feed.beyond_head", "日志尚未到达这一位置")
        return known_at

    async def _until(self, tenant: str, position: int, known_at: int | datetime | None) -> datetime:
        """As of when terms are judged: when it was known, else now."""
        now = self._executor.unit(tenant).at
        if known_at is None or position == 0:
            return now
        if isinstance(known_at, datetime):
            return min(known_at, now)
        [last] = await self._log.read(tenant, position - 1, limit=1)
        return min(last.recorded_at, now)

    async def _kinds(self, tenant: str) -> tuple[str, ...]:
        """The kinds of document that a seal of the county may go on, under any of its rules."""
        policy = await self._executor.unit(tenant).adopted()
        return tuple(
            dict.fromkeys(
                kind
                for version in policy.versions
                for seal in version.rules.seals.values()
                for kind in seal.on
            )
        )

    async def _known(
        self,
        tenant: str,
        row: LiabilityRow,
        counted: Sequence[Recorded],
        said: tuple[Noted, ...],
        rules: Rulebook,
        position: int,
        until: datetime,
    ) -> Known:
        void = {
            (recorded.stream, recorded.event.serial)
            for recorded in counted
            if isinstance(recorded.event, UseVoided)
        }
        acts = tuple(act for recorded in counted for act in told.acts(recorded, void, rules))
        seats = {act.seat: streams.post(*act.seat.split("/", 1)) for act in acts}
        seals = {act.seal for act in acts if act.seal}
        agreements = {stream for act in acts for stream in act.agreements}
        received, handed = told.receipt(counted, rules)
        ids = await self._clocks(tenant, streams.case(row.key))
        clocks = [streams.obligation(identity) for identity in ids]
        wanted = [*seats.values(), *seals, *agreements, *clocks, *handed]
        loaded = await self._log.histories(tenant, wanted, position)
        states = {stream: told.states(stream, items) for stream, items in loaded.items()}
        return Known(
            matter=row.matter,
            acts=acts,
            seals={stream: states[stream] for stream in seals},
            agreements={stream: states[stream] for stream in agreements},
            posts={seat: states[stream] for seat, stream in seats.items()},
            terms=tuple(told.terms((states[clock] for clock in clocks), rules)),
            noted=said,
            until=until,
            receipt=received
            and replace(received, handed=next((states[stream] for stream in handed), ())),
        )


def _check_moment(moment: int | datetime | None) -> None:
    if not isinstance(moment, datetime):
        return
    if moment.tzinfo is None:
        raise Invalid("time.no_zone", "时间须带时区")
    if moment.year not in YEARS:
        raise Invalid("time.unreal", f"时间须在{YEARS[0]}年至{YEARS[-1]}年之间")
