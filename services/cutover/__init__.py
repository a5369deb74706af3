"""The cut-over: what relied on the seals that a notice prohibits, before it and after (B-20, B-22).

For an auditor and for whoever reports upwards: every stamp with what it rested on, what became of
each matter and of each case that was in flight, and whether anything was stamped with a seal that
was out of use. It reads; nothing is changed by it.
"""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import date, datetime

import asyncpg
from msgspec import Struct

from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import start_of
from domain.matters.settled import words
from domain.policy.adoption import AdoptedAbove, Policy
from domain.policy.conflict import Finding
from domain.policy.self_inspection import Outcome, SelfInspection
from projections.case_register import CaseRegister, CaseRow
from projections.page import Wanted, page
from services.commands.self_inspections import existing, outstanding
from services.cutover.stamps import PAGE, in_use, notice_of, used_at, used_by
from services.unit import Unit


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
    """`stamped_out_of_use`: stamps with a seal that was not in use then; none may be.

    The stamps themselves are told a page at a time (`stamps.stamps`).
    """

    upper: str
    name: str
    effective_from: date
    evidence: str
    status: str
    matters: tuple[Moved, ...]
    in_flight: tuple[InFlight, ...]
    outstanding: tuple[str, ...]
    stamped_out_of_use: int


async def cut_over(unit: Unit, pool: asyncpg.Pool, upper: str) -> CutOver:
    """Of one notice; `NotFound` where it brought nothing to light."""
    state = await existing(unit, upper)
    policy, rules = await unit.adopted(), await unit.rules()
    notice = notice_of(policy, upper)
    since = start_of(notice.effective_from, rules)
    counted: Counter[tuple[int, bool]] = Counter()
    out_of_use = 0
    cursor: str | None = ""
    while cursor is not None:
        used = await used_by(unit, pool, state, policy, cursor=cursor, limit=PAGE)
        for row in used.items:
            counted[row.matter, used_at(row) < since] += 1
            out_of_use += not await in_use(unit, row)
        cursor = used.next
    rows = [row async for row in _open_then(unit, pool, state, since)]
    return CutOver(
        upper=upper,
        name=_titled(notice),
        effective_from=notice.effective_from,
        evidence=notice.evidence,
        status=state.status,
        matters=tuple(_moved(finding, state, counted, policy, rules) for finding in _each(state)),
        in_flight=tuple(_in_flight(row, since, policy) for row in rows),
        outstanding=tuple(await outstanding(unit, state, rules)),
        stamped_out_of_use=out_of_use,
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
            limit=PAGE,
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
    stamps: Counter[tuple[int, bool]],
    policy: Policy,
    rules: Rulebook,
) -> Moved:
    then = policy.version(finding.rules).rules  # they alone may know the matter and its mode
    return Moved(
        finding=finding,
        item=then.item(finding.matter),
        outcome=state.outcome_of(finding.matter),
        goes_on_under=_goes_on_under(finding, state, then, rules),
        stamps_before=stamps[finding.matter, True],
        stamps_after=stamps[finding.matter, False],
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
        mode_then=words(_mode_then(row), (), rules),  # as it was received, maybe gone since
        mode_now=rules.mode(row.mode).title,
        rules=row.policy,
        transferred=bool(row.transfers),
        status=row.status,
        outcome=row.outcome,
        concluded_at=row.concluded_at,
    )
