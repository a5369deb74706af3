"""Random legal and illegal acts of a small county, through the real executor on a real log.

Two townships, two matters, three people who hold all their posts. Afterwards every event is judged
by `invariants`, with eyes of its own; views are rebuilt, and questions asked on the way are asked
again as known then. Which tests attack which invariant is said in
tests/architecture/data/proofs.toml.
"""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count, product
from typing import Any, ClassVar
from uuid import uuid4

import asyncpg
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from msgspec.structs import replace

from domain.attempts.attempt import AttemptMade
from domain.cases.commands import ChargeFee, CorrectCase, Decide
from domain.delegation.standing import Redelegate
from domain.kernel.authority import By
from domain.kernel.event import Command
from domain.kernel.refusal import Refusal
from domain.seals.use import ConsentToUse, RefuseUse, Stamp, VoidUse
from infra.database import connect
from infra.embedded import EmbeddedServer
from infra.log import EventLog
from infra.vault import Vault
from projections.catalogue import VIEWS
from projections.runner import Projections
from services.demo.acts import CasePlan, County
from services.execute import Executor
from services.liability.answer import Answered, Liabilities
from services.processes.reactor import Reactor
from services.processes.scheduler import Scheduler
from tests.scenarios.invariants import check
from tests.scenarios.small_county import (
    CASES,
    HEAD,
    MATTERS,
    PAPER_TROUBLES,
    PEOPLE,
    POSTS,
    SEAL_TROUBLES,
    STAFF_TROUBLES,
    TOWNS,
    TROUBLES,
    beginnings,
    both,
    broken,
    by,
    mended,
    seal_of,
)
from tests.servers import a_database
from tests.world import CODEC, XINGGUO, at

numbers, towns = st.integers(0, len(CASES) - 1), st.sampled_from(TOWNS)
matters = st.sampled_from(MATTERS)
people, posts = st.sampled_from(PEOPLE), st.sampled_from(tuple(POSTS))
hours = st.integers(1, 80)
kinds = st.sampled_from(("acceptance", "decision", "certificate"))


class Place:
    """The database and the loop that all examples share; each has a tenant of its own."""

    def __init__(self, runner: asyncio.Runner, pool: asyncpg.Pool) -> None:
        self.runner = runner
        self.pool = pool
        self.now = at("2024-01-04 09:00")
        self.log = EventLog(pool, CODEC)
        self.executor = Executor(self.log, Vault(pool, bytes(32)), lambda: self.now)
        self.projections = Projections(pool, CODEC, VIEWS)
        self.reactor = Reactor(self.executor, self.projections, pool)
        self.scheduler = Scheduler(self.reactor)
        self.liabilities = Liabilities(self.executor, pool)
        self.tenants, self.numbers = count(), count()
        self.stamped = 0

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)


class SmallCounty(RuleBasedStateMachine):
    place: ClassVar[Place]

    def __init__(self) -> None:
        super().__init__()
        self.tenant = f"county-{next(self.place.tenants)}"
        self.place.now = at("2024-01-04 09:00")
        acts = County(self.tenant, XINGGUO)
        self.coming = [
            [(act.by, act.command) for act in acts.case(CasePlan(number, town, matter, {}))]
            for number, town, matter in CASES
        ]
        self.head = 0
        self.lasting: list[tuple[str, str]] = []
        self.asked: list[tuple[str, int, datetime, Answered]] = []
        for who, command in beginnings():
            assert self.attempt(who, command)

    def attempt(self, who: By, command: Command) -> bool:
        """DESIGN 9.8: refused, it leaves nothing but the remembered attempt."""
        self.place.now += timedelta(minutes=1)
        if command.occurred_at is not None:
            command = replace(command, late_reason="停电")
        return bool(self.place.run(self._attempt(who, command)))

    async def _attempt(self, who: By, command: Command) -> bool:
        log, refusal = self.place.log, None
        try:
            await self.place.executor.execute(self.tenant, who, command, uuid4())
        except Refusal as no:
            refusal = no
        written = [item.event for item in await log.read(self.tenant, self.head)]
        self.head += len(written)
        if refusal is None:
            return True
        remembered = command.POWER and refusal.kind == "not_permitted"
        assert len(written) == remembered
        assert all(isinstance(event, AttemptMade) for event in written)
        return False

    async def _settle(self) -> None:
        await self.place.scheduler.sweep(self.tenant)
        await self.place.reactor.catch_up(self.tenant)
        await self.place.projections.catch_up(self.tenant)
        self.head = await self.place.log.head(self.tenant)

    def next_of(self, n: int) -> tuple[By, Command] | None:
        """Of the case's ordinary acts; who holds the post in the ordinary county."""
        if not self.coming[n]:
            return None
        who, command = self.coming[n][0]
        return by(who.organ, who.post), command

    # What goes as it should, as far as it still can.

    @rule(n=numbers, acts=st.integers(1, 9))
    def go_on(self, n: int, acts: int) -> None:
        for _ in range(acts):
            coming = self.next_of(n)
            if coming is None or not self.attempt(*coming):
                return
            self.coming[n].pop(0)

    @rule(n=numbers, ago=hours)
    def go_on_with_paper_of_before(self, n: int, ago: int) -> None:
        coming = self.next_of(n)
        if coming is not None:
            moment = self.place.now - timedelta(hours=ago)
            if self.attempt(coming[0], replace(coming[1], occurred_at=moment)):
                self.coming[n].pop(0)

    @rule(passing=hours)
    def time_passes(self, passing: int) -> None:
        self.place.now += timedelta(hours=passing)

    @rule()
    def what_follows_by_rule(self) -> None:
        self.place.run(self._settle())

    @rule(n=numbers)
    def somebody_asks_who_answers(self, n: int) -> None:
        self.place.run(self._ask(CASES[n][0]))

    async def _ask(self, case: str) -> None:
        await self._settle()
        try:
            answer = await self.place.liabilities.of(self.tenant, case)
        except Refusal:
            return  # not received yet
        self.asked.append((case, answer.known_at, self.place.now, answer))

    # What goes wrong.

    @rule(n=numbers, town=towns, post=posts, person=people)
    def somebody_else_tries(self, n: int, town: str, post: str, person: str) -> None:
        coming = self.next_of(n)
        if coming is not None and self.attempt(by(town, post, person), coming[1]):
            self.coming[n].pop(0)

    @rule(n=numbers, kind=kinds, town=towns, person=people)
    def a_seal_is_used_out_of_turn(self, n: int, kind: str, town: str, person: str) -> None:
        case, owner = CASES[n][0], seal_of(town)
        self.attempt(by(town, "custodian", person), Stamp(case=case, **owner, document=kind))
        consent = ConsentToUse(case=case, **owner, documents=(kind,))
        self.attempt(by(town, "principal", person), consent)
        self.attempt(by(town, "custodian"), Stamp(case=case, **owner, document=kind))

    @rule(n=numbers, kind=kinds, stamped=st.booleans())
    def a_use_is_refused_or_spoiled(self, n: int, kind: str, stamped: bool) -> None:  # noqa: FBT001  a case
        case, town, _ = CASES[n]
        about, head = seal_of(town), by(town, "principal")
        if stamped:
            self.attempt(head, VoidUse(case=case, **about, document=kind, reason="污损"))
        else:
            self.attempt(head, RefuseUse(case=case, **about, documents=(kind,), reason="有误"))

    @rule(n=numbers)
    def power_is_overstepped(self, n: int) -> None:
        case, town, _ = CASES[n]
        clerk, head = by(town, "window_clerk"), by(town, "principal")
        self.attempt(clerk, ChargeFee(case=case, name="代办费", amount_yuan=20, basis="自定"))
        self.attempt(head, Redelegate(**both(town), to="某村民委员会", matters=(21,)))
        decide = Decide(case=case, outcome="granted", document_number="x")
        self.attempt(HEAD, decide)
        self.attempt(clerk, CorrectCase(case=case, stated={"note": "更正"}, reason="笔误"))

    @rule(town=towns, matter=matters, trouble=st.sampled_from(SEAL_TROUBLES), early=st.booleans())
    def the_seal_is_in_trouble(self, town: str, matter: int, trouble: str, early: bool) -> None:  # noqa: FBT001  a case
        self.use_amid(town, matter, trouble, early=early)

    @rule(town=towns, matter=matters, trouble=st.sampled_from(PAPER_TROUBLES), early=st.booleans())
    def the_agreement_is(self, town: str, matter: int, trouble: str, early: bool) -> None:  # noqa: FBT001  a case
        self.use_amid(town, matter, trouble, early=early)

    @rule(town=towns, matter=matters, trouble=st.sampled_from(STAFF_TROUBLES), early=st.booleans())
    def the_people_change(self, town: str, matter: int, trouble: str, early: bool) -> None:  # noqa: FBT001  a case
        self.use_amid(town, matter, trouble, early=early)

    @rule(town=towns, trouble=st.sampled_from(TROUBLES))
    def trouble_lasts(self, town: str, trouble: str) -> None:
        for who, command in broken(trouble, town, self.place.now):
            self.attempt(who, command)
        self.lasting.append((town, trouble))

    @rule()
    def order_is_restored(self) -> None:
        while self.lasting:
            town, trouble = self.lasting.pop()
            for who, command in mended(trouble, town, self.place.now):
                self.attempt(who, command)

    def use_amid(self, town: str, matter: int, trouble: str, *, early: bool) -> None:
        """A document on its way to the seal, with trouble before the consent or before the stamp.

        The stamp is tried now and dated back to when the trouble had begun but was not told.
        """
        number = f"t{next(self.place.numbers)}"
        acts = list(County(self.tenant, XINGGUO).case(CasePlan(number, town, matter, {})))
        *before, _, last = [(by(town, act.by.post), act.command) for act in acts[:5]]
        for who, command in before:
            self.attempt(who, command)
        about: dict[str, Any] = {"case": number, **seal_of(town)}
        consent = ConsentToUse(**about, documents=("acceptance",))
        stamp = Stamp(**about, document="acceptance")
        for at_consent in (True, False):
            self.place.now += timedelta(hours=2)
            if early == at_consent:
                for who, command in broken(trouble, town, self.place.now):
                    self.attempt(who, command)
            if at_consent:
                self.attempt(by(town, "principal", "bela"), consent)
                self.attempt(by(town, "principal"), consent)
        self.attempt(last[0], replace(stamp, occurred_at=self.place.now - timedelta(hours=1)))
        self.attempt(last[0], replace(stamp, occurred_at=self.place.now - timedelta(hours=3)))
        self.attempt(last[0], stamp)
        for who, command in mended(trouble, town, self.place.now):
            self.attempt(who, command)
        self.attempt(last[0], stamp)

    # What must hold.

    def teardown(self) -> None:
        self.place.run(self._judge())

    async def _judge(self) -> None:
        await self._settle()
        history = await self.place.log.read(self.tenant, 0)
        self.place.stamped += check(history, XINGGUO).used
        for case, known_at, then, answer in self.asked:
            again = await self.place.liabilities.of(self.tenant, case, known_at, then)
            assert (again.lines, again.findings) == (answer.lines, answer.findings)


@pytest.fixture
def place(server: EmbeddedServer) -> Iterator[Place]:
    with asyncio.Runner() as runner, _place(runner, server) as made:
        SmallCounty.place = made
        yield made


@pytest.mark.parametrize("troubles", [SEAL_TROUBLES, PAPER_TROUBLES, STAFF_TROUBLES])
def test_every_trouble_right_before_the_consent_or_the_stamp(
    place: Place, troubles: tuple[str, ...]
) -> None:
    """DESIGN 9.4, 9.5; E4: each for itself, so that none is left to chance."""
    county = SmallCounty()
    for trouble in troubles:
        for matter, early in product(MATTERS, (True, False)):
            county.use_amid(TOWNS[0], matter, trouble, early=early)
    county.teardown()
    assert place.stamped >= len(troubles), "what was mended is stamped"


def test_whatever_happens_in_a_small_county_the_invariants_hold(place: Place) -> None:
    """DESIGN 9.2, 9.4, 9.5, 9.6, 9.8; E4."""
    run_state_machine_as_test(
        SmallCounty,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.reuse, Phase.generate),  # each takes a second: not to be shrunk
            report_multiple_bugs=False,
        ),
    )
    assert place.stamped, "the seals were used, or nothing was shown"
    live = place.run(_contents(place.pool))
    for view in VIEWS:
        place.run(place.projections.rebuild(view.name))
    assert place.run(_contents(place.pool)) == live


async def _contents(pool: asyncpg.Pool) -> dict[str, list[tuple[Any, ...]]]:
    return {
        view.name: [
            tuple(row)
            for row in await pool.fetch(f"select * from views.{view.name} order by tenant, key")
        ]
        for view in VIEWS
    }


@contextmanager
def _place(runner: asyncio.Runner, server: EmbeddedServer) -> Iterator[Place]:
    copied = a_database(server)
    database = runner.run(copied.__aenter__())
    opened = connect(database, 8)
    pool = runner.run(opened.__aenter__())
    place = Place(runner, pool)
    try:
        yield place
    finally:
        runner.run(place.log.close())
        runner.run(opened.__aexit__(None, None, None))
        runner.run(copied.__aexit__(None, None, None))
