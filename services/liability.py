"""Who answers for a case, as known at one moment and as valid at another (DESIGN 3, 5; B-74).

One function for every door. What was *known* is the log up to a position; what was *valid* are the
acts until a moment, by the instruments as known. The case stays under the rules of its decision.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import asyncpg
from msgspec import Struct
from msgspec.structs import replace

from domain.cases.events import (
    CaseAct,
    CaseCorrected,
    CaseDecided,
    CaseIrregularityDismissed,
    CaseIrregularityRecorded,
    CaseReceived,
)
from domain.kernel import streams
from domain.kernel.event import Event, Recorded
from domain.kernel.facts import Fact
from domain.kernel.instruments import withdrawable
from domain.kernel.parties import Cast
from domain.kernel.refusal import Invalid, NotFound
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import ACTS, DUE
from domain.kernel.words import document as word
from domain.kernel.workdays import first_moment_late
from domain.liability.attribution import CaseFacts, Line, attribute
from domain.liability.findings import Act, Found, History, Known, Noted, Receipt, Term, findings
from domain.obligations.obligation import PROMISE, Obligation
from domain.seals.use import SealUsed, UseApplied, UseConsented, UseVoided
from projections import liability as view
from projections import obligations as due
from projections.liability import LiabilityRow
from services.execute import YEARS, Executor
from services.unit import fold

_SEAL_ACTS: Mapping[type[Event], str] = {
    UseApplied: "apply",
    UseConsented: "consent",
    SealUsed: "stamp",
}
Clocks = Callable[[str, str], Awaitable[Sequence[str]]]
"""The ids of all that was ever due about a tenant's stream."""
_NO_FINDING = (PROMISE, "feedback")


class Answered(Struct, frozen=True, kw_only=True):
    """`known_at` is a position of the log; `valid_at` the moment until which acts count."""

    facts: CaseFacts
    lines: tuple[Line, ...]
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
        told = sorted((r for items in loaded.values() for r in items), key=lambda r: r.position)
        # Only who asks for it is told less: another machine's clock may be ahead of the log's.
        counted = [r for r in told if valid_at is None or r.event.occurred_at <= valid_at]
        if known_at is not None or valid_at is not None:
            row = view.folded(case, counted)
        if row is None:
            raise NotFound("cases.unknown", f"没有编号为{case}的办件，或者当时尚未收件")
        rules = await self._executor.unit(tenant).rules_of(row.policy)
        until = valid_at or await self._until(tenant, position, known_at)
        noted = tuple(_noted(told, row, rules, valid_at))
        found = findings(await self._known(tenant, row, counted, noted, rules, position, until))
        facts = row.facts(found)
        return Answered(
            facts=facts,
            lines=attribute(facts, rules),
            rules=rules,
            known_at=position,
            valid_at=until,
        )

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
        noted: tuple[Noted, ...],
        rules: Rulebook,
        position: int,
        until: datetime,
    ) -> Known:
        void = {
            (recorded.stream, recorded.event.serial)
            for recorded in counted
            if isinstance(recorded.event, UseVoided)
        }
        acts = tuple(act for recorded in counted for act in _acts(recorded, void, rules))
        seats = {act.seat: streams.post(*act.seat.split("/", 1)) for act in acts}
        seals = {act.seal for act in acts if act.seal}
        agreements = {stream for act in acts for stream in act.agreements}
        received, handed = _receipt(counted, rules)
        ids = await self._clocks(tenant, streams.case(row.key))
        clocks = [streams.obligation(identity) for identity in ids]
        wanted = [*seats.values(), *seals, *agreements, *clocks, *handed]
        loaded = await self._log.histories(tenant, wanted, position)
        states = {stream: _states(stream, items) for stream, items in loaded.items()}
        return Known(
            matter=row.matter,
            acts=acts,
            seals={stream: states[stream] for stream in seals},
            agreements={stream: states[stream] for stream in agreements},
            posts={seat: states[stream] for seat, stream in seats.items()},
            terms=tuple(_terms((states[clock] for clock in clocks), rules)),
            noted=noted,
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


def _receipt(
    counted: Sequence[Recorded], rules: Rulebook
) -> tuple[Receipt | None, tuple[str, ...]]:
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


def _acts(recorded: Recorded, void: set[tuple[str, int]], rules: Rulebook) -> Iterator[Act]:
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
            says = rules.step(event.authority.mode, event.step).name or event.step
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


def _states(stream: str, told: Sequence[Recorded]) -> History[Any]:
    """The stream's state after each of its events."""
    found: list[Fact[Any]] = []
    fact: Fact[Any] = Fact(stream, 0, None)
    for recorded in told:
        fact = fold(fact, [recorded.event])
        found.append(fact)
    return tuple(found)


def _terms(histories: Iterable[History[Obligation]], rules: Rulebook) -> Iterator[Term]:
    """A waived, paused or provisional term makes nobody late, unless it had done so before.

    A promise is no term of law: who breaks it is late with it, and that is no finding (超期). Nor
    is feedback that comes late: who supervises did not handle the case (RA22-24, -26).
    """
    for history in filter(None, histories):
        latest = history[-1]
        term = latest.state
        if term is None or term.opened.kind in _NO_FINDING:
            continue
        idle = term.outcome == "waived" or term.provisional or term.paused
        step = DUE.get(term.opened.kind, term.opened.kind)
        yield Term(
            ref=latest.ref,
            says=f"{step}应于{term.due_on}前完成（{term.opened.clause or term.opened.sla}）",
            push=term.opened.kind == "push",
            late_from=first_moment_late(term.due_on, rules),
            fulfilled=term.fulfilled,
            counts=term.outcome == "late" or not idle,
        )


def _noted(
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
