"""One township's seal, in a test that sets the clock: 兴江乡 keeps no. 11 of one department."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import asyncpg
import pytest
from msgspec.structs import replace

from domain.kernel import streams
from domain.kernel.authority import OPERATOR, By
from domain.kernel.event import Command, Event
from domain.kernel.facts import Seal
from domain.kernel.pack import ConsentRule, Pack
from domain.kernel.refusal import Refusal
from domain.kernel.rulebook import Rulebook
from domain.organisation.posts import AssumePost
from domain.seals.commands import SealCommand
from domain.seals.use import ApplyForUse, ConsentToUse, Document, RefuseUse, Stamp, VoidUse
from infra.log import EventLog
from infra.vault import Vault
from projections import seal_ledger, seal_register
from projections.catalogue import VIEWS
from projections.runner import Projections
from projections.seal_ledger.sheet import Entry
from projections.seal_register import SealRow
from services.commands.ledger import judged
from services.demo.acts import County
from services.execute import Executor
from tests.world import CODEC, XINGGUO, World, at

TOWN, OWNER, NUMBER = "xingjiang", "approval", 11
CASE = "case-1"
ACCEPTANCE = Document("acceptance", f"{CASE}-受")
DECISION = Document("decision", f"{CASE}-决")
CERTIFICATE = Document("certificate", f"{CASE}-证")


class Office(World):
    """`now` is the clock; the county is at work from 4 March 2024, 09:00."""

    def __init__(self, pool: asyncpg.Pool, log: EventLog) -> None:
        super().__init__(Executor(log, Vault(pool, bytes(32)), lambda: self.now))
        self.pool = pool
        self.projections = Projections(pool, CODEC, VIEWS)
        self.now = at("2024-03-04 09:00")

    @property
    def head(self) -> By:
        """The owner's principal."""
        return self.by(OWNER, "principal")

    @property
    def mayor(self) -> By:
        """The township's principal."""
        return self.by(TOWN, "principal")

    @property
    def keeper(self) -> By:
        return self.by(TOWN, "custodian")

    @property
    def user(self) -> By:
        return self.by(TOWN, "seal_user")

    async def open(self, pack: Pack = XINGGUO, *, case_acts: int = 0) -> None:
        """The seal in use, and the first acts of a case: 2 accepted, 5 stamped, 7 decided."""
        self.county = County(self.tenant, pack)
        await self.set_up(OWNER, TOWN)
        await self.play(*list(self.county.case(self.plan(CASE)))[:case_acts])

    async def appoint(self, post: str, person: str) -> By:
        await self.do(OPERATOR, AssumePost(organ=TOWN, post=post, person=person))
        return By(person, TOWN, post)

    async def change(self, by: By, kind: type[SealCommand], **fields: Any) -> Event:
        done = await self.do(by, kind(owner=OWNER, number=NUMBER, **fields))
        return done.events[0][1]

    async def refused(self, by: By, command: Command) -> tuple[str, str]:
        """The code and clause of the refusal that must come."""
        with pytest.raises(Refusal) as refusal:
            await self.do(by, command)
        assert refusal.value.source
        return refusal.value.code, refusal.value.clause

    async def unchanged(self, by: By, kind: type[SealCommand], **fields: Any) -> str:
        """The code with which a change is refused."""
        return (await self.refused(by, kind(owner=OWNER, number=NUMBER, **fields)))[0]

    async def seal(self) -> Seal:
        fact = await self.executor.unit(self.tenant).get(streams.seal(OWNER, NUMBER), Seal)
        assert fact.state is not None
        return fact.state

    async def row(self) -> SealRow:
        await self._caught_up()
        (row,) = await seal_register.register(self.pool, self.tenant)
        return row

    async def ledger(self) -> Mapping[str, Entry]:
        await self._caught_up()
        rows = await seal_ledger.ledger(self.pool, self.tenant)
        entries = await judged(self.executor.unit(self.tenant), rows)
        return {entry.key: entry for entry in entries}

    async def _caught_up(self) -> None:
        await self.projections.ensure()
        await self.projections.catch_up(self.tenant)

    async def stamp(self, document: Document, when: datetime | None = None) -> None:
        """Applied for, consented to and stamped, at one moment."""
        self.now = when or self.now
        await self.do(self.user, apply(document))
        await self.do(self.mayor, consent(document.kind))
        await self.do(self.keeper, stamp(document.kind))


def apply(*documents: Document) -> ApplyForUse:
    return ApplyForUse(case=CASE, owner=OWNER, number=NUMBER, documents=documents)


def consent(*kinds: str) -> ConsentToUse:
    return ConsentToUse(case=CASE, owner=OWNER, number=NUMBER, documents=kinds)


def decline(kind: str, reason: str = "文书有误") -> RefuseUse:
    return RefuseUse(case=CASE, owner=OWNER, number=NUMBER, documents=(kind,), reason=reason)


def stamp(kind: str) -> Stamp:
    return Stamp(case=CASE, owner=OWNER, number=NUMBER, document=kind)


def void(kind: str) -> VoidUse:
    return VoidUse(case=CASE, owner=OWNER, number=NUMBER, document=kind, reason="盖章模糊")


def variant(*, custodian_may_use: bool = True, **consent_rule: Any) -> Pack:
    """A county whose seal rule differs: a reform variant is data."""
    rule = Rulebook(XINGGUO).seals["no2"]
    assert isinstance(rule.consent, ConsentRule)
    consent = replace(rule.consent, **consent_rule)
    changed = replace(rule, consent=consent, custodian_may_use=custodian_may_use)
    seals = tuple(changed if it is rule else it for it in XINGGUO.seal)
    return replace(XINGGUO, seal=seals)
