"""Counties that nobody wrote code for: two invented packs, onboarded and worked in as any county.

A case is walked by its in-trays alone: whatever waits for some seat is done, until nothing waits.
At every stop whatever no tray offers is tried too, and must be refused.
"""

import asyncio
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal

import asyncpg
import pytest

from domain.cases.case import AFTERWARDS, Case
from domain.cases.commands import (
    Accept,
    Decide,
    Deliver,
    Forward,
    IssueCertificate,
    Receive,
    ReturnResult,
    Review,
    StepCommand,
    Survey,
)
from domain.cases.revocation import CorrectApproval, RevokeApproval
from domain.cases.session import HoldSession
from domain.delegation.agreement import AnnounceDelegation, CountersignAgreement, SignAgreement
from domain.delegation.confirmation import ConfirmAcceptance
from domain.kernel import streams
from domain.kernel.authority import OPERATOR, By
from domain.kernel.event import Command
from domain.kernel.facts import SealForm
from domain.kernel.pack import BESIDE, Pack, Step, StepKind
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
from domain.seals.engraving import seal_names
from domain.seals.places import engravers
from domain.seals.use import ApplyForUse, ConsentToUse, Document, Stamp
from infra.log import EventLog
from services.demo.acts import County
from services.demo.dossier import seat, synthetic_applicant
from services.liability.answer import Answered, Liabilities
from services.trays.ask import in_tray, matters_elsewhere
from services.trays.shape import Item
from tenants.calendars import seed
from tenants.loader import load
from tests.county import County as Working
from tests.world import at

PACKS = Path(__file__).parents[1] / "tenants" / "data"
DIGEST = hashlib.sha256(b"file").hexdigest()
POSTS = {
    "principal": (),
    "custodian": (),
    "seal_user": ("apply",),
    "window_clerk": ("receive", "accept", "forward", "certify", "return", "deliver"),
    "reviewer": ("review", "survey"),
    "approver": ("decide", "correct", "revoke"),
    "supervisor": (),
}
Verdict = Literal["granted", "refused"]
_ENOUGH = 60  # more acts than any case here has
_SHARE = 11
_ONCE = at("2022-01-01")
_REASONS: dict[str, Any] = {
    "reasons": "不符合条件（示例）",
    "remedies": "可以申请复议、提起诉讼（示例）",
}


def pack(name: str) -> Pack:
    return load(PACKS / name)


class NextCounty(Working):
    """A county of an invented pack: everybody in office, no seal and no agreement yet."""

    def __init__(self, pool: asyncpg.Pool, log: EventLog, name: str) -> None:
        super().__init__(pool, log)
        self.tenant = name
        self.county = County(name, pack(name))
        self.seals: list[tuple[str, str, int]] = []

    async def begin(self) -> None:
        self.now = at("2024-03-18 09:00")
        await self.projections.ensure()
        await self.play(self.county.adoption())
        for year in (2023, 2024):
            await self.do(OPERATOR, seed(year))
        for organ in self.county.pack.organ:
            await self.play(*self.county.staffing(organ.id, POSTS))

    async def make_seal(
        self, rule: str, owner: str, holder: str, number: int, form: SealForm = "physical"
    ) -> None:
        """From the approval to use, each step by whoever the pack says."""
        for by, command in self.seal_acts(rule, owner, holder, number, form):
            await self.do(by, command)
        self.seals.append((rule, owner, number))

    def seal_acts(
        self, rule: str, owner: str, holder: str, number: int, form: SealForm = "physical"
    ) -> Iterator[tuple[By, Command]]:
        rules = self.county.rules
        made = rules.seals[rule]
        about: dict[str, Any] = {"owner": owner, "number": number}
        (name,) = seal_names(rules, made, owner, holder, number)
        head = seat(owner, "principal")
        engraver = seat(engravers(rules, made, owner, holder)[0], "principal")
        yield head, ApproveEngraving(**about, rule=rule, name=name, holder=holder, form=form)
        yield engraver, RecordEngraving(**about, name=name, engraver="刻章单位（示例）")
        yield head, RegisterSeal(**about, imprint=hashlib.sha256(name.encode()).hexdigest())
        yield head, GrantSeal(**about)
        keeper = seat(holder, "custodian").person
        yield seat(holder, "principal"), NameCustodian(**about, person=keeper)
        yield head, PutIntoUse(**about)

    async def receive(self, number: str, matter: int, organ: str, **stated: str | float) -> Case:
        await self.do(seat(organ, "window_clerk"), self.receipt(number, matter, organ, **stated))
        return await self.case(number)

    def receipt(self, number: str, matter: int, organ: str, **stated: str | float) -> Receive:
        return Receive(
            case=number,
            matter=matter,
            receiver=organ,
            channel="window",
            stated=stated,
            applicant=synthetic_applicant(number),
        )

    async def case(self, number: str) -> Case:
        fact = await self.executor.unit(self.tenant).get(streams.case(number), Case)
        assert fact.state is not None
        return fact.state

    async def refusal(self, by: By, command: Command) -> Refusal:
        with pytest.raises(Refusal) as refused:
            await self.do(by, command)
        return refused.value

    async def refused_with(self, by: By, command: Command) -> str:
        """The code, of a refusal that says by which clause."""
        refused = await self.refusal(by, command)
        assert refused.clause, refused.code
        return refused.code

    async def trays(self, number: str) -> list[tuple[By, Item]]:
        """What waits in the case, for every seat there is of whoever could have to do with it."""
        await self.projections.catch_up(self.tenant)
        case, rules = await self.case(number), self.county.rules
        seats = [
            seat(organ.id, post)
            for organ in self.county.pack.organ
            if organ.id == case.receiver or case.matter in matters_elsewhere(organ.id, rules)
            for post in POSTS
        ]
        trays = await asyncio.gather(
            *(in_tray(self.executor, self.pool, self.tenant, by) for by in seats)
        )
        return [
            (by, item)
            for by, tray in zip(seats, trays, strict=True)
            for item in tray.items
            if item.case == number
        ]

    async def walk(
        self,
        number: str,
        outcomes: Mapping[str, Verdict] | None = None,
        *,
        until: str = "",
        attack: bool = True,
    ) -> list[tuple[str, str]]:
        """Do what waits until nothing does, or until `until` waits; who did what, in order.

        `outcomes`: step -> what its decider says; all others grant. With `attack` whatever no tray
        offers is tried before each act.
        """
        done: list[tuple[str, str]] = []
        for turn in range(_ENOUGH):
            waiting = await self.trays(number)
            if attack:
                await self.nothing_else(number, waiting, turn)
            names = {name for _, item in waiting for name in _names(item)}
            if not waiting or until in names:
                return done
            by, item = waiting[0]
            await self.do(by, self.command_of(item, by, outcomes or {}))
            done.append((by.organ, item.step or f"{item.kind} {item.document}"))
        raise AssertionError(done)

    def command_of(self, item: Item, by: By, outcomes: Mapping[str, Verdict]) -> Command:
        """What the item of a tray asks for, in the words of a command."""
        if item.step is not None:
            step = self.county.rules.step(item.mode, item.step)
            return step_command(step, item.case, by, outcomes.get(item.step, "granted"))
        assert item.seal is not None
        assert item.document is not None
        assert not item.note, item.note
        about: dict[str, Any] = {
            "case": item.case,
            "owner": item.seal.owner,
            "number": item.seal.number,
        }
        if item.act == "apply":
            paper = item.document_number or certificate(item.case)
            return ApplyForUse(**about, documents=(Document(item.document, paper),))
        if item.act == "consent":
            return ConsentToUse(**about, documents=(item.document,))
        return Stamp(**about, document=item.document, digest=DIGEST)

    async def nothing_else(
        self, number: str, waiting: Sequence[tuple[By, Item]], turn: int = 0
    ) -> None:
        """Whoever tries what no tray offers is refused: steps, and seals on documents.

        A share of all there is to try, another one at each turn.
        """
        case = await self.case(number)
        tried = [
            *self._steps_besides(case, waiting),
            *self._seals_besides(case, waiting),
        ]
        for by, command in tried[turn % _SHARE :: _SHARE]:
            await self.refusal(by, command)

    def _steps_besides(
        self, case: Case, waiting: Sequence[tuple[By, Item]]
    ) -> Iterator[tuple[By, Command]]:
        offered = {(by.organ, item.step) for by, item in waiting}
        for step in self.county.rules.mode(case.mode).step:
            if step.kind in BESIDE or step.kind in {"receive", *AFTERWARDS}:
                continue
            for organ in self.county.pack.organ:
                if (organ.id, step.id) not in offered:
                    by = seat(organ.id, step.post or "")
                    yield by, step_command(step, case.number, by)

    def _seals_besides(
        self, case: Case, waiting: Sequence[tuple[By, Item]]
    ) -> Iterator[tuple[By, Command]]:
        used = {
            (by.organ, item.act, item.document, *self._rule_of(item))
            for by, item in waiting
            if item.seal
        }
        papers = {**case.documents, "certificate": certificate(case.number)}
        for rule, owner, number in self.seals:
            about: dict[str, Any] = {"case": case.number, "owner": owner, "number": number}
            made = self.county.rules.seals[rule]
            for organ in self.county.pack.organ:
                user, keeper = made.user or "", made.custodian or ""
                for kind in sorted(set(papers) & set(made.on)):
                    documents = (Document(kind, papers[kind]),)
                    for act, post, command in (
                        ("apply", user, ApplyForUse(**about, documents=documents)),
                        ("consent", "principal", ConsentToUse(**about, documents=(kind,))),
                        ("stamp", keeper, Stamp(**about, document=kind, digest=DIGEST)),
                    ):
                        if (organ.id, act, kind, rule, owner) not in used:
                            yield seat(organ.id, post), command

    def _rule_of(self, item: Item) -> tuple[str, str]:
        assert item.seal is not None
        about = (item.seal.owner, item.seal.number)
        return next(rule for rule, *seal in self.seals if tuple(seal) == about), about[0]

    async def answered(self, number: str) -> Answered:
        await self.projections.catch_up(self.tenant)
        return await Liabilities(self.executor, self.pool).of(self.tenant, number)


def _names(item: Item) -> tuple[str, ...]:
    """What a walk may stop at: a step, an act with a seal, that act on a kind of document."""
    return (item.step,) if item.step else (item.act, f"{item.act} {item.document}")


def certificate(number: str) -> str:
    return f"{number}-证"


def step_command(step: Step, number: str, by: By, outcome: Verdict = "granted") -> StepCommand:
    """The step taken in the plainest way."""
    paper = f"{number}-{step.id}"
    about: dict[str, Any] = {"case": number, "step": step.id}
    refusing: dict[str, Any] = _REASONS if outcome == "refused" else {}
    made: dict[StepKind, StepCommand] = {
        "accept": Accept(**about, document_number=paper),
        "forward": Forward(**about, external_reference="外-1"),
        "session": HoldSession(
            **about,
            participants=(by,),
            medium="视频（示例）",
            started_at=_ONCE,
            ended_at=_ONCE,
            identity="查验证件（示例）",
            identity_checked_by=by.person,
            shown="材料（示例）",
            established="属实（示例）",
        ),
        "review": Review(**about, opinion="同意（示例）"),
        "survey": Survey(**about, staff=(by.person,), found="与申请一致（示例）"),
        "decide": Decide(**about, outcome=outcome, document_number=paper, **refusing),
        "certify": IssueCertificate(**about, certificate_number=certificate(number)),
        "return": ReturnResult(**about),
        "deliver": Deliver(**about),
        "correct": CorrectApproval(
            **about,
            ground="improper",
            corrected="改为申请所列范围（示例）",
            document_number=paper,
            **_REASONS,
        ),
        "revoke": RevokeApproval(**about, ground="fraud", document_number=paper, **_REASONS),
    }
    return made[step.kind]


async def jia(pool: asyncpg.Pool, log: EventLog) -> NextCounty:
    """Seven seals of three owners in use; one township confirmed what it takes on."""
    county = NextCounty(pool, log, "sample_jia")
    await county.begin()
    await county.make_seal("town_acceptance", "east", "east", 1)
    await county.make_seal("county_acceptance", "bureau", "bureau", 8)
    await county.make_seal("copy", "bureau", "west", 1)
    await county.make_seal("copy", "bureau", "east", 2)
    await county.make_seal("copy", "bureau", "east", 3)
    await county.make_seal("county_decision", "bureau", "bureau", 6)
    await county.make_seal("county_revocation", "bureau", "bureau", 7)
    await county.make_seal("town_decision", "east", "east", 2)
    await county.do(seat("east", "principal"), confirmation("east"))
    return county


def confirmation(town: str) -> ConfirmAcceptance:
    """The town takes on what it is empowered to do in its own name."""
    return ConfirmAcceptance(
        delegator="bureau",
        delegatee=town,
        matters=(2,),
        document_number="承-1",
        valid_from=date(2024, 3, 18),
    )


async def yi(pool: asyncpg.Pool, log: EventLog) -> NextCounty:
    """One township tries the joint approval out and has signed; the other has not."""
    county = NextCounty(pool, log, "sample_yi")
    await county.begin()
    await county.make_seal("hall_acceptance", "south", "south_hall", 1, "electronic")
    await county.make_seal("first_decision", "bureau", "bureau", 2)
    await county.make_seal("second_decision", "safety", "safety", 3)
    pilots = DesignatePilots(programme="joint_approval", organs=("south",))
    await county.do(seat("bureau", "principal"), pilots)
    pair: dict[str, Any] = {"delegator": "bureau", "delegatee": "south"}
    sign = SignAgreement(
        **pair, contents={"basis": "示例"}, matters=(3, 4), valid_from=county.now.date()
    )
    await county.do(seat("bureau", "principal"), sign)
    await county.do(seat("south", "principal"), CountersignAgreement(**pair))
    announce = AnnounceDelegation(**pair, matters=(3,), published_in="门户（示例）")
    await county.do(seat("bureau", "principal"), announce)
    return county
