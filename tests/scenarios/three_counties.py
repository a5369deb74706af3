"""Three counties on one installation in which everything collides but the counties.

Each story is played under the county's own pack, whose organs are renamed so that the bodies that
own and keep its seal have the same ids everywhere: so have its staff, its seal, cases, papers,
applicants, and the commands themselves.
"""

import re
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import asyncpg
import msgspec
from msgspec.structs import replace

from domain.cases.commands import (
    Accept,
    Decide,
    Deliver,
    Forward,
    IssueCertificate,
    Receive,
    Review,
)
from domain.kernel.authority import OPERATOR, By
from domain.kernel.event import Command
from domain.kernel.pack import Pack
from domain.kernel.refusal import Refusal
from domain.programmes.commands import DesignatePilots
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
from infra.vault import Vault
from projections.catalogue import VIEWS
from projections.runner import Projections
from services.demo.acts import TOWNSHIP_POSTS, Act, CasePlan, County
from services.demo.dossier import seat, synthetic_applicant
from services.execute import Executor
from services.processes.reactor import Reactor
from services.processes.scheduler import Scheduler
from tenants.calendars import seed
from tests.rongan import RONGAN
from tests.scenarios.hall import REFORM
from tests.scenarios.one_seal import HALL_POSTS
from tests.scenarios.town import PACK as ZEZHOU
from tests.scenarios.town import STEPS
from tests.world import CODEC, XINGGUO, at

OWNER, BODY, NUMBER = "owner", "body", 11
CASE, SECOND = "case-1", "case-2"
NOW: ContextVar[datetime] = ContextVar("NOW")
ATTEMPT = Decide(case=SECOND, outcome="granted", document_number="决-2")


class Move(NamedTuple):
    at: datetime
    by: By
    command: Command


def renamed(pack: Pack, owner: str, body: str) -> Pack:
    """The pack with these two organs under the ids that all three use, and one seal number."""
    text = msgspec.json.encode(pack).decode()
    for old, new in ((owner, OWNER), (body, BODY)):
        text = re.sub(rf"\b{old}\b", new, text)
    found = msgspec.json.decode(text, type=Pack)
    rules = (replace(rule, numbers=rule.numbers or (NUMBER, NUMBER)) for rule in found.seal)
    return replace(found, seal=tuple(rules))


COUNTIES = {
    "xingguo": County("xingguo", renamed(XINGGUO, "approval", "xingjiang")),
    "zezhou": County("zezhou", renamed(ZEZHOU, "jiazhen", "jiazhen_first")),
    "rongan": County("rongan", renamed(RONGAN, "jia_township", "jia_centre")),
}


def receive(matter: int, organ: str, case: str = CASE) -> tuple[By, Command]:
    command = Receive(
        case=case,
        matter=matter,
        receiver=organ,
        channel="window",
        stated={},
        applicant=synthetic_applicant(case),
    )
    return seat(organ, "window_clerk"), command


def brought_into_use(rule: str, name: str, keeper: str) -> Iterator[tuple[By, Command]]:
    head, custodian = seat(OWNER, "principal"), seat(keeper, "custodian")
    where = {"owner": OWNER, "number": NUMBER}
    yield head, msgspec.convert({**where, "rule": rule, "name": name, "holder": keeper},
                                ApproveEngraving)  # fmt: skip
    yield head, RecordEngraving(owner=OWNER, number=NUMBER, name=name, engraver="刻章单位（演示）")
    yield head, RegisterSeal(owner=OWNER, number=NUMBER, imprint="0" * 64)
    yield head, GrantSeal(owner=OWNER, number=NUMBER)
    named = NameCustodian(owner=OWNER, number=NUMBER, person=custodian.person)
    yield seat(keeper, "principal"), named
    yield head, PutIntoUse(owner=OWNER, number=NUMBER)


def sealed(keeper: str, kind: str, number: str) -> Iterator[tuple[By, Command]]:
    papers = (Document(kind, number),)
    apply = ApplyForUse(case=CASE, owner=OWNER, number=NUMBER, documents=papers)
    consent = ConsentToUse(case=CASE, owner=OWNER, number=NUMBER, documents=(kind,))
    yield seat(keeper, "seal_user"), apply
    yield seat(OWNER, "principal"), consent
    stamp = Stamp(case=CASE, owner=OWNER, number=NUMBER, document=kind)
    yield seat(keeper, "custodian"), stamp


def _acts(acts: Iterator[Act]) -> Iterator[tuple[By, Command]]:
    for act in acts:
        yield act.by, act.command


def _founded(county: County, *years: int) -> Iterator[tuple[By, Command]]:
    yield OPERATOR, county.adoption().command
    for year in years:
        yield OPERATOR, seed(year)


def _by_agreement() -> Iterator[Move]:
    """Handed down by agreement; the first case is granted, the second accepted."""
    county, morning = COUNTIES["xingguo"], at("2024-01-04 09:00")
    deeds = [
        *_founded(county, 2023, 2024),
        *_acts(county.staffing(OWNER, {"principal": ()})),
        *_acts(county.staffing(BODY, TOWNSHIP_POSTS)),
        *_acts(county.handing_down(OWNER, BODY)),
        *_acts(county.case(CasePlan(CASE, BODY, 21, {}))),
        *list(_acts(county.case(CasePlan(SECOND, BODY, 21, {}))))[:2],
    ]
    yield from (Move(morning, *deed) for deed in deeds)


def _by_steps() -> Iterator[Move]:
    """The town decides in its own name, and sends up what it may only accept."""
    county, morning = COUNTIES["zezhou"], at("2022-05-10 09:00")
    upper = "county_departments"
    accept = Accept(case=CASE, document_number=f"{CASE}-受")
    grant = Decide(case=CASE, outcome="granted", document_number=f"{CASE}-决")
    clerk = seat(OWNER, "window_clerk")
    deeds = [
        *_founded(county, 2022, 2023),
        *_acts(county.staffing(OWNER, STEPS)),
        *_acts(county.staffing(BODY, STEPS)),
        *_acts(county.staffing(upper, STEPS)),
        *brought_into_use("service_seal", "泽州县甲镇人民政府行政审批服务专用章", OWNER),
        receive(7, OWNER),
        (clerk, accept),
        (seat(OWNER, "approver"), grant),
        *sealed(OWNER, "decision", f"{CASE}-决"),
        *sealed(OWNER, "certificate", f"{CASE}-证"),
        (clerk, IssueCertificate(case=CASE, certificate_number=f"{CASE}-证")),
        (clerk, Deliver(case=CASE)),
        receive(1001, BODY, SECOND),
        (seat(BODY, "window_clerk"), Forward(case=SECOND)),
        (seat(upper, "window_clerk"), Accept(case=SECOND, document_number=f"{SECOND}-受")),
    ]
    yield from (Move(morning, *deed) for deed in deeds)


def _by_one_seal() -> Iterator[Move]:
    """On trial in two townships; the hall decides in the government's name."""
    county = COUNTIES["rongan"]
    pilots = DesignatePilots(programme=REFORM, organs=(OWNER, "yi_township"))
    name = f"{county.rules.organ(OWNER).name}行政审批（服务）专用章"
    clerk = seat(BODY, "window_clerk")
    before = [
        *_founded(county, 2021, 2022),
        *_acts(county.staffing(OWNER, {"principal": ()})),
        *_acts(county.staffing("service_office", {"principal": ()})),
        (seat("service_office", "principal"), pilots),
        *_acts(county.staffing(BODY, HALL_POSTS)),
        *brought_into_use("township_seal", name, BODY),
    ]
    grant = Decide(case=CASE, outcome="granted", document_number=f"{CASE}-决")
    during = [
        receive(1, BODY),
        (clerk, Accept(case=CASE, document_number=f"{CASE}-受")),
        *sealed(BODY, "acceptance", f"{CASE}-受"),
        (seat(BODY, "reviewer"), Review(case=CASE, opinion="符合条件")),
        (seat(BODY, "approver"), grant),
        *sealed(BODY, "decision", f"{CASE}-决"),
        *sealed(BODY, "certificate", f"{CASE}-证"),
        (clerk, IssueCertificate(case=CASE, certificate_number=f"{CASE}-证")),
        (clerk, Deliver(case=CASE)),
        receive(2, BODY, SECOND),
        (clerk, Accept(case=SECOND, document_number=f"{SECOND}-受")),
    ]
    yield from (Move(at("2022-02-21 09:00"), *deed) for deed in before)
    yield from (Move(at("2022-03-01 09:00"), *deed) for deed in during)


def story(tenant: str) -> list[Move]:
    """With an attempt at the end that each county refuses, by its own rules."""
    tell = {"xingguo": _by_agreement, "zezhou": _by_steps, "rongan": _by_one_seal}
    moves = list(tell[tenant]())
    clerk = seat(BODY, "window_clerk")
    return [*moves, Move(moves[-1].at, clerk, ATTEMPT)]


class Installation:
    """One executor with one cache for all counties; each task has the time of its county."""

    def __init__(self, pool: asyncpg.Pool, log: EventLog) -> None:
        self.pool = pool
        self.executor = Executor(log, Vault(pool, bytes(32)), NOW.get)
        self.projections = Projections(pool, CODEC, VIEWS)
        self.reactor = Reactor(self.executor, self.projections, pool)
        self.scheduler = Scheduler(self.reactor)
        self.refused: dict[str, list[str]] = {}

    async def play(self, tenant: str, first: int, moves: list[Move]) -> None:
        """The n-th command of each county has the same id."""
        for n, move in enumerate(moves, first):
            NOW.set(move.at)
            try:
                await self.executor.execute(tenant, move.by, move.command, UUID(int=n + 1))
            except Refusal as no:
                self.refused.setdefault(tenant, []).append(f"{n} {no.code}")

    async def settle(self, tenant: str) -> None:
        """What follows from it all, at the end of the story."""
        NOW.set(story(tenant)[-1].at)
        await self.scheduler.work(tenant)
        await self.scheduler.sweep(tenant)
        await self.reactor.catch_up(tenant)
        await self.projections.catch_up(tenant)

    async def views(self, tenant: str) -> dict[str, list[dict[str, object]]]:
        return {
            view.name: [
                dict(row)
                for row in await self.pool.fetch(
                    f"select * from views.{view.name} where tenant = $1 order by key", tenant
                )
            ]
            for view in VIEWS
        }
