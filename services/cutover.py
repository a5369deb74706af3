"""The cut-over: what relied on the seals that a notice prohibits, before it and after (B-20, B-22).

For an auditor and for whoever reports upwards: every stamp with what it rested on, what became of
each matter and of each case that was in flight, and whether anything was stamped with a seal that
was out of use. It reads; nothing is changed by it.
"""

from collections.abc import AsyncIterator, Iterable
from datetime import date, datetime

import asyncpg
from msgspec import Struct

from domain.kernel import streams
from domain.kernel.facts import Seal
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import start_of
from domain.policy.adoption import AdoptedAbove, Policy
from domain.policy.conflict import Finding
from domain.policy.self_inspection import Outcome, SelfInspection
from domain.seals.use import SealUsed
from projections.case_register import CaseRegister, CaseRow
from projections.page import Wanted, page
from services.commands.self_inspections import existing, outstanding, seals_of
from services.unit import Unit

_PAGE = 500


class Stamp(Struct, frozen=True, kw_only=True):
    """One stamp: `rested_on`, link by link, as the event keeps it; `in_use`: the seal was then."""

    used_at: datetime
    before: bool
    seal: str
    holder: str
    matter: int
    item: str
    case: str
    document: str
    document_number: str
    approved_by: str
    stamped_by: str
    rested_on: tuple[str, ...]
    in_use: bool
    ref: str


class Moved(Struct, frozen=True, kw_only=True):
    """One matter: what was found, what was decided, how often its seal was used.

    `goes_on_under` is empty where it is on no list any more.
    """

    finding: Finding
    item: str
    outcome: Outcome | None
    goes_on_under: str
    stamps_before: int
    stamps_after: int


class InFlight(Struct, frozen=True, kw_only=True):
    """One case under the prohibited way that was open when the notice came, or came in after.

    `before`: it was received before the notice came into force.
    """

    case: str
    matter: int
    item: str
    receiver: str
    received_at: datetime
    before: bool
    mode_then: str
    mode_now: str
    rules: str
    transferred: bool
    status: str
    outcome: str | None
    concluded_at: datetime | None


class CutOver(Struct, frozen=True, kw_only=True):
    """`stamped_out_of_use`: stamps with a seal that was not in use then; none may be."""

    upper: str
    name: str
    effective_from: date
    evidence: str
    status: str
    matters: tuple[Moved, ...]
    stamps: tuple[Stamp, ...]
    in_flight: tuple[InFlight, ...]
    outstanding: tuple[str, ...]
    stamped_out_of_use: int


async def cut_over(unit: Unit, pool: asyncpg.Pool, upper: str) -> CutOver:
    """Of one notice; `NotFound` where it brought nothing to light."""
    state = await existing(unit, upper)
    policy = await unit.adopted()
    rules = await unit.rules()
    notice = next(it for it in reversed(policy.above) if it.pack.id == upper)
    since = start_of(notice.effective_from, rules)
    stamps = [stamp async for stamp in _stamps(unit, state, since, policy)]
    rows = [row async for row in _open_then(unit, pool, state, since)]
    return CutOver(
        upper=upper,
        name=_titled(notice),
        effective_from=notice.effective_from,
        evidence=notice.evidence,
        status=state.status,
        matters=tuple(_moved(finding, state, stamps, policy, rules) for finding in _each(state)),
        stamps=tuple(stamps),
        in_flight=tuple(_in_flight(row, since, policy) for row in rows),
        outstanding=tuple(await outstanding(unit, state, rules)),
        stamped_out_of_use=sum(not stamp.in_use for stamp in stamps),
    )


def _each(state: SelfInspection) -> list[Finding]:
    """One of each matter that was ever found: as found now, else as it was found last."""
    found = {**{finding.matter: finding for finding in state.ever}, **state.findings}
    return [found[no] for no in sorted(found)]


def _titled(notice: AdoptedAbove) -> str:
    upper = notice.pack.upper
    document = next((d for d in notice.pack.document if upper and d.id == upper.document), None)
    number = document.number if document else None
    return f"{notice.pack.name}{f'（{number}）' if number else ''}"


async def _stamps(
    unit: Unit, state: SelfInspection, since: datetime, policy: Policy
) -> AsyncIterator[Stamp]:
    bearing: dict[int, set[tuple[str, int]]] = {}
    for finding in state.ever:
        bearing.setdefault(finding.matter, set()).update(seals_of(finding, policy))
    async for recorded in unit.history(SealUsed, until=await unit.head()):
        used = recorded.event
        if isinstance(used, SealUsed) and (used.owner, used.number) in bearing.get(used.matter, ()):
            rules = policy.version(recorded.policy).rules
            yield await _stamp(unit, used, recorded.ref, since, rules)


async def _stamp(unit: Unit, used: SealUsed, ref: str, since: datetime, rules: Rulebook) -> Stamp:
    seal = (await unit.get(streams.seal(used.owner, used.number), Seal)).state
    return Stamp(
        used_at=used.occurred_at,
        before=used.occurred_at < since,
        seal=seal.name if seal else f"{rules.short(used.owner)}（{used.number}）",
        holder=rules.short(used.authority.organ),
        matter=used.matter,
        item=rules.item(used.matter),
        case=used.case,
        document=used.document,
        document_number=used.document_number,
        approved_by=used.approved_by,
        stamped_by=used.stamped_by,
        rested_on=tuple(f"{link.says}（{link.ref}）" for link in used.authority.chain),
        in_use=seal is not None and seal.status_at(used.occurred_at) == "in_use",
        ref=ref,
    )


async def _open_then(
    unit: Unit, pool: asyncpg.Pool, state: SelfInspection, since: datetime
) -> AsyncIterator[CaseRow]:
    """Those that were open when the notice came into force, or came in before the way changed."""
    ways = {(finding.matter, finding.mode) for finding in state.ever}
    cursor: str | None = None
    while True:
        wanted = Wanted(
            where={
                "matter = any({}::int[])": sorted({matter for matter, _ in ways}),
                "received_at < {}": max(since, unit.at),
                "(concluded_at is null or concluded_at >= {})": since,
            },
            sort="received_at",
            sorts={"received_at": datetime},
            cursor=cursor,
            limit=_PAGE,
        )
        rows = await page(pool, CaseRegister(), unit.tenant, wanted)
        for row in rows.items:
            if (row.matter, _mode_then(row)) in ways:
                yield row
        cursor = rows.next
        if cursor is None:
            return


def _moved(
    finding: Finding,
    state: SelfInspection,
    stamps: Iterable[Stamp],
    policy: Policy,
    rules: Rulebook,
) -> Moved:
    then = policy.version(finding.rules).rules  # they alone may know the matter and its mode
    own = [stamp for stamp in stamps if stamp.matter == finding.matter]
    return Moved(
        finding=finding,
        item=then.item(finding.matter),
        outcome=state.outcome_of(finding.matter),
        goes_on_under=_goes_on_under(finding, state, then, rules),
        stamps_before=sum(stamp.before for stamp in own),
        stamps_after=sum(not stamp.before for stamp in own),
    )


def _goes_on_under(finding: Finding, state: SelfInspection, then: Rulebook, rules: Rulebook) -> str:
    if finding.matter not in state.findings:  # a later list goes before what was decided (B-23)
        listed = rules.matters.get(finding.matter)
        return rules.mode(listed.mode).title if listed else ""
    outcome = state.outcomes.get(finding.matter)
    if outcome is None or outcome.mode is None:
        return then.mode(finding.mode).title
    mode = rules.modes.get(outcome.mode) or then.modes.get(outcome.mode)
    return mode.title if mode else outcome.mode


def _mode_then(row: CaseRow) -> str:
    return row.transfers[0].mode_before if row.transfers else row.mode


def _in_flight(row: CaseRow, since: datetime, policy: Policy) -> InFlight:
    rules = policy.version(row.policy).rules
    return InFlight(
        case=row.key,
        matter=row.matter,
        item=rules.item(row.matter),
        receiver=rules.short(row.receiver),
        received_at=row.received_at,
        before=row.received_at < since,
        mode_then=rules.mode(_mode_then(row)).title,
        mode_now=rules.mode(row.mode).title,
        rules=row.policy,
        transferred=bool(row.transfers),
        status=row.status,
        outcome=row.outcome,
        concluded_at=row.concluded_at,
    )
