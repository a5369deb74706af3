"""One town of a county whose lists say which steps are the town's: its station, its departments."""

from collections.abc import Iterator

import asyncpg
import pytest

from domain.cases.case import Case
from domain.cases.commands import (
    Accept,
    Decide,
    Receive,
)
from domain.kernel import streams
from domain.kernel.authority import OPERATOR, By
from domain.kernel.event import Command
from domain.kernel.refusal import Refusal
from domain.seals.commands import (
    ApproveEngraving,
    GrantSeal,
    NameCustodian,
    PutIntoUse,
    RecordEngraving,
    RegisterSeal,
)
from domain.seals.use import ApplyForUse, ConsentToUse, Document, Stamp
from infra.log import EventLog
from services.demo.acts import County
from services.demo.dossier import seat, synthetic_applicant
from services.liability.answer import Liabilities
from tenants.calendars import seed
from tenants.loader import bundled, load
from tests.county import County as Working
from tests.world import at

ACCEPT = Accept(case="case-1", document_number="受-1")
GRANT = Decide(case="case-1", outcome="granted", document_number="决-1")
PACK = load(bundled("zezhou"))
TOWN, STATION, COUNTY, DEPT = "jiazhen", "jiazhen_first", "county_departments", "human_resources"
STEPS = {
    "window_clerk": ("receive", "accept", "review", "forward", "certify", "return", "deliver"),
    "reviewer": ("review",),
    "approver": ("decide",),
    "seal_user": ("apply",),
    "custodian": (),
    "principal": (),
}


def brought_into_use() -> Iterator[tuple[By, Command]]:
    """The town's one seal (ZZ22-12): its own, so its own principal has it made."""
    head, keeper = seat(TOWN, "principal"), seat(TOWN, "custodian").person
    name = "泽州县甲镇人民政府行政审批服务专用章"
    yield (
        head,
        ApproveEngraving(owner=TOWN, number=1, rule="service_seal", name=name, holder=TOWN),
    )
    yield head, RecordEngraving(owner=TOWN, number=1, name=name, engraver="指定刻章单位（演示）")
    yield head, RegisterSeal(owner=TOWN, number=1, imprint="0" * 64)
    yield head, GrantSeal(owner=TOWN, number=1)
    yield head, NameCustodian(owner=TOWN, number=1, person=keeper)
    yield head, PutIntoUse(owner=TOWN, number=1)


class Town(Working):
    """One town, one station, two departments, from 10 May 2022; the seal is in use."""

    def __init__(self, pool: asyncpg.Pool, log: EventLog) -> None:
        super().__init__(pool, log)
        self.tenant = "zezhou"
        self.county = County(self.tenant, PACK)
        self.now = at("2022-05-10 09:00")

    async def begin(self) -> None:
        await self.projections.ensure()
        await self.play(self.county.adoption())
        for year in (2022, 2023):
            await self.do(OPERATOR, seed(year))
        for organ in (TOWN, STATION, COUNTY, DEPT):
            posts = {"principal": (), **{post: acts for post, acts in STEPS.items() if acts}}
            await self.play(*self.county.staffing(organ, posts))
        await self.play(*self.county.staffing(TOWN, {"custodian": ()}))
        for by, command in brought_into_use():
            await self.do(by, command)

    async def take(self, organ: str, post: str, command: Command) -> None:
        await self.do(self.by(organ, post), command)

    async def receive(self, matter: int, organ: str = TOWN, number: str = "case-1") -> None:
        command = Receive(
            case=number,
            matter=matter,
            receiver=organ,
            channel="window",
            stated={},
            applicant=synthetic_applicant(number),
        )
        await self.take(organ, "window_clerk", command)

    async def refusal(self, by: By, command: Command) -> Refusal:
        with pytest.raises(Refusal) as refused:
            await self.do(by, command)
        return refused.value

    async def seal(self, kind: str, number: str) -> None:
        """Applied for, consented to, stamped."""
        documents = (Document(kind, number),)
        apply = ApplyForUse(case="case-1", owner=TOWN, number=1, documents=documents)
        consent = ConsentToUse(case="case-1", owner=TOWN, number=1, documents=(kind,))
        await self.take(TOWN, "seal_user", apply)
        await self.take(TOWN, "principal", consent)
        stamp = Stamp(case="case-1", owner=TOWN, number=1, document=kind)
        await self.take(TOWN, "custodian", stamp)

    async def case(self) -> Case:
        case = (await self.executor.unit(self.tenant).get(streams.case("case-1"), Case)).state
        assert case is not None
        return case

    async def bearers(self) -> set[tuple[str, str, str]]:
        await self.projections.catch_up(self.tenant)
        answered = await Liabilities(self.executor, self.pool).of(self.tenant, "case-1")
        return {(line.duty, line.bearer, line.basis) for line in answered.lines}


async def a_town(pool: asyncpg.Pool, log: EventLog) -> Town:
    made = Town(pool, log)
    await made.begin()
    return made
