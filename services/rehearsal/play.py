"""A county's whole history, in the order of its log: each act is decided again under other rules.

What was asked is rebuilt from the events (`asked`), put to the same handler as then with a unit
that reads the states of then (`states`, `unit`), and what comes of it is compared with what was
recorded. An act that would have been refused has happened all the same: what follows rests on it.
"""

from collections.abc import Callable, Sequence
from datetime import date

import asyncpg
from msgspec.structs import replace

from domain.cases.case import Case
from domain.cases.commands import StepCommand, TransferCase
from domain.cases.events import CaseReceived
from domain.kernel import streams
from domain.kernel.authority import AUTOMATION, By
from domain.kernel.event import Command, Recorded
from domain.kernel.pack import Pack
from domain.kernel.refusal import NotFound, Refusal
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import day_of
from domain.obligations.obligation import ObligationOpened
from infra.log import EventLog
from services.commands import HANDLERS
from services.execute import Executor
from services.liability.answer import Liabilities
from services.rehearsal.answering import liability
from services.rehearsal.asked import asked
from services.rehearsal.comparing import Way, differences, routes
from services.rehearsal.naming import Names, act_of, case_of, rules_of
from services.rehearsal.report import Example, Finding, Findings, Report
from services.rehearsal.states import States, step_like
from services.rehearsal.unit import Rehearsed, Sealing

Progress = Callable[[int, int], None]
"""Told how many events of how many were played."""

_PAGE = 1000
_UNKNOWN = frozenset({"matters.not_listed", "organisation.no_such_organ"})


class Rehearsal:
    """One pack, played once against one tenant, by queries alone; None: the rules of the time."""

    def __init__(
        self,
        executor: Executor,
        pool: asyncpg.Pool,
        tenant: str,
        pack: Pack | None,
        *,
        since: date | None = None,
        examples: int = 3,
    ) -> None:
        self._log: EventLog = executor.log
        self._executor = executor
        self._pool = pool
        self._tenant = tenant
        self._pack = pack
        self._since = since
        self.states = States(executor.log, tenant, pack)
        self._found = Findings(examples)
        self._cases: dict[str, None] = {}  # received since then, in their order
        self._clocks: dict[str, list[str]] = {}
        self._stopped: set[str] = set()  # cases that would not have been received
        self._acts = self._following = self._events = 0
        self._not_played: dict[str, int] = {}

    async def play(self, progress: Progress | None = None) -> Report:
        head = await self._log.head(self._tenant)
        if not head:
            raise NotFound("tenants.unknown", f"没有租户“{self._tenant}”，或尚未采用政策包")
        group: list[Recorded] = []
        after = 0
        while after < head:
            for recorded in await self._log.read(self._tenant, after, limit=_PAGE):
                if group and recorded.command != group[0].command:
                    await self._once(group)
                    group = []
                if recorded.position <= head:
                    group.append(recorded)
            after = min(head, after + _PAGE)  # positions of a tenant have no gaps
            if progress is not None:
                progress(after, head)
        await self._once(group)
        await self._attribute(head)
        pack = self._pack or self._rules.pack
        return Report(
            tenant=self._tenant,
            pack=pack.name,
            version=pack.version if self._pack else "",
            head=head,
            since=self._since,
            events=self._events,
            acts=self._acts,
            cases=len(self._cases),
            different=self._found.cases,
            following=self._following,
            not_played=self._not_played,
            groups=self._found.groups,
            organs=self._organs(),
        )

    def _organs(self) -> dict[str, str]:
        lines = [line for g in self._found.groups for line in (*g.finding.went, *g.finding.came)]
        ids = [organ for line in lines for organ in (line.bearer, *line.by)]
        return {organ: self._names.organ(organ) for organ in sorted(set(ids))}

    async def _once(self, group: Sequence[Recorded]) -> None:
        """What one command led to: asked again, and then it has happened."""
        if self.states.policy.own:
            await self._again(group)
        for recorded in group:
            self.states.apply(recorded)
            self._events += 1
            match recorded.event:
                case ObligationOpened(obligation=clock, about=thing):
                    self._clocks.setdefault(thing, []).append(clock)
                case CaseReceived(case=case) if self._counts(recorded):
                    self._cases[case] = None

    def _counts(self, recorded: Recorded) -> bool:
        day = day_of(recorded.event.occurred_at, self._rules)
        return self._since is None or day >= self._since

    @property
    def _rules(self) -> Rulebook:
        """For days and moments: the county's clock is the same under all its rules."""
        return self.states.real.own[0].rules

    @property
    def _names(self) -> Names:
        return Names(self.states.real, self.states.policy)

    async def _again(self, group: Sequence[Recorded]) -> None:
        first = group[0]
        command = asked(group, self._rules)
        by_itself = first.actor == AUTOMATION.person
        if by_itself and not isinstance(command, TransferCase):
            return  # what follows by rule follows from acts, which are asked again
        if command is None:
            kind = first.event.TYPE
            self._not_played[kind] = self._not_played.get(kind, 0) + 1
            return
        case = case_of(first.event)
        if case in self._stopped:
            self._following += 1
            return
        unit = self._unit(first)
        self._acts += 1
        try:
            command = await self._stepped(command, unit)
            sealed = first.event.applicant if isinstance(first.event, CaseReceived) else None
            await HANDLERS[type(command)](command, unit, Sealing(self._pool, sealed))
        except Refusal as no:
            await self._refused(no, group, case)
        else:
            await self._compare(group, unit, case)

    def _unit(self, recorded: Recorded) -> Rehearsed:
        organ, _, post = recorded.post.partition("/")
        return Rehearsed(
            self._log,
            self.states,
            tenant=self._tenant,
            by=By(recorded.actor, organ, post),
            at=recorded.event.occurred_at,
            late_reason=recorded.event.late_reason or "",
        )

    async def _stepped(self, command: Command, unit: Rehearsed) -> Command:
        """Of the mode that the case would be in: the step of that name, or of that kind."""
        if not isinstance(command, StepCommand) or command.step is None:
            return command
        case = (await unit.get(streams.case(command.case), Case)).state
        mode = None if case is None else self.states.mode_of(case)
        return replace(command, step=step_like(command.step, command.KIND, mode))

    async def _refused(self, no: Refusal, group: Sequence[Recorded], case: str) -> None:
        first = group[0]
        if case in self.states.elsewhere:
            self._following += 1
            return
        if isinstance(first.event, CaseReceived):
            self._stopped.add(case)
        found = Finding(
            kind="unknown" if no.code in _UNKNOWN else "refused",
            code=no.code,
            clause=no.clause,
            text=no.text,
            source=no.source,
        )
        await self._add(group, found, no.message)

    async def _compare(self, group: Sequence[Recorded], unit: Rehearsed, case: str) -> None:
        known = case in self.states.elsewhere
        ways = tuple(routes(group, unit.events))
        for way in ways:
            await self._elsewhere(way, group)
        if ways:
            return
        if known:
            self._following += 1
            return
        for finding in differences(group, unit.events, self._names):
            await self._add(group, finding, "")

    async def _elsewhere(self, way: Way, group: Sequence[Recorded]) -> None:
        event = way.event
        self.states.routed(way.recorded, event.case, way.route)
        why = way.route.reasons or event.route.reasons
        found = Finding(
            kind="routed",
            code=why[0].code if why else "",
            clause=why[0].clause if why else "",
            source=why[0].source if why else "",
            before=self._names.mode(event.route.mode),
            after=self._names.mode(way.route.mode),
        )
        came = "；".join(reason.text for reason in way.route.reasons)
        gone = "；".join(reason.text for reason in event.route.reasons)
        await self._add(group, found, came or (gone and f"原因不再有：{gone}"))

    async def _add(self, group: Sequence[Recorded], finding: Finding, says: str) -> None:
        """What was found of an act, with what act it was and of which matter."""
        first = group[0]
        if not self._counts(first):
            return
        event, number = first.event, case_of(first.event)
        matter = getattr(event, "matter", None)
        mode = ""
        if number:
            case = (await self.states.fact(streams.case(number))).state
            if isinstance(case, Case):
                matter, mode = case.matter, self._names.mode(case.mode)
        named = replace(
            finding,
            act=act_of(event),
            matter=self._names.matter(matter) if isinstance(matter, int) else "",
            mode=mode,
        )
        on = day_of(event.occurred_at, self._rules)
        self._found.add(named, Example(ref=first.ref, on=on, case=number, says=says))

    async def _attribute(self, head: int) -> None:
        """Of every case: who answers, as known at the end; who would."""
        liabilities = Liabilities(self._executor, self._pool, self._due)
        for case in self._cases:
            if case in self._stopped:
                continue
            state = (await self.states.fact(streams.case(case))).state
            if not isinstance(state, Case):
                continue
            rules = rules_of(self.states.policy, state.policy)
            answered = await liabilities.of(self._tenant, case, head)
            facts, route = answered.facts, self.states.elsewhere.get(case)
            went, came = liability(answered.lines, facts, answered.rules, rules, route)
            if not (went or came):
                continue
            mode = self._names.mode(facts.mode)
            found = Finding(
                kind="attributed",
                act="责任",
                matter=self._names.matter(facts.matter),
                mode=mode,
                before=mode,
                after=mode if route is None else self._names.mode(route.mode),
                went=went,
                came=came,
            )
            received = min(done.at for done in state.steps.values())
            ref = f"{streams.case(case)}@1"
            self._found.add(found, Example(ref=ref, on=day_of(received, rules), case=case))

    async def _due(self, _: str, stream: str) -> Sequence[str]:
        return self._clocks.get(stream, ())
