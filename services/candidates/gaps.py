"""XG23-64: 接放脱节、权力真空、监管空白, as the registers show them now.

Handed down and not taken on; power that nobody can use; power that nobody watches.
"""

import asyncio
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Literal

import asyncpg

from domain.kernel import streams
from domain.kernel.facts import Fact, Post
from domain.kernel.pack import Mode
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL, SUPERVISOR
from domain.kernel.supervision import supervisors_of
from projections.delegation_register import DelegationRow, Paper, register
from projections.pushes import PushRow, pushes
from services.candidates.shape import Raised
from services.unit import Unit

_UNREAD = timedelta(days=15)
"""A result that a supervisor has not acknowledged for so long is watched by nobody."""
_ANNOUNCED = "announcement"
_SEAL = "seal:"
_PUSHES = 100

Gap = Literal["untaken", "vacuum", "unsupervised"]


async def gaps(unit: Unit, pool: asyncpg.Pool, rules: Rulebook) -> list[Raised]:
    rows, unread = await asyncio.gather(
        register(pool, unit.tenant), pushes(pool, unit.tenant, waiting=True, limit=_PUSHES)
    )
    running = [row for row in rows if row.status(unit.at) == "in_force"]
    watching = {organ for row in running for organ in _watching(row, unit.at, rules)}
    vacant, blind = await asyncio.gather(
        _vacant(unit, {row.delegatee for row in running}, (PRINCIPAL,)),
        _vacant(unit, watching, (PRINCIPAL, SUPERVISOR)),
    )
    return [
        *(it for row in rows for it in _handed_down(row, unit.at, rules)),
        *(it for row in running for it in _running(row, unit.at, vacant, rules)),
        *_unwatched(running, blind, unit.at, rules),
        *(_unread(row, rules) for row in unread if row.sent_at + _UNREAD <= unit.at),
    ]


def _handed_down(row: DelegationRow, at: datetime, rules: Rulebook) -> Iterator[Raised]:
    """Signed by one of the two only; or ended, with no channel for those who come."""
    status, matters = row.status(at), row.matters(at) or _last(row)
    names = f"{rules.short(row.delegator)}—{rules.short(row.delegatee)}{rules.agreement_name}"
    if status == "unsigned":
        yield _of(row, row.delegatee, "untaken", f"{names}尚未签署，事项没有承接", rules)
    closed = [no for no in matters if _no_channel(no, rules)]
    if status in ("expired", "terminated", "suspended") and closed:
        words = {"expired": "已到期", "terminated": "已终止", "suspended": "暂停"}[status]
        said = f"{names}{words}，{rules.items(closed)}没有其他办理渠道"
        yield _of(row, row.delegator, "vacuum", said, rules)


def _running(
    row: DelegationRow, at: datetime, vacant: set[str], rules: Rulebook
) -> Iterator[Raised]:
    """In force, but without what it takes; what one organ must mend is told at once."""
    names = f"{rules.short(row.delegator)}—{rules.short(row.delegatee)}"
    lacking: dict[tuple[Gap, str], list[str]] = {}
    for gap, organ, said in _lacking(row, at, rules):
        lacking.setdefault((gap, organ), []).append(said)
    for (gap, organ), all_said in lacking.items():
        yield _of(row, organ, gap, f"{names}：{'；'.join(all_said)}", rules)
    if row.delegatee in vacant:
        told = f"{rules.short(row.delegatee)}没有在任的{rules.post(PRINCIPAL)}，无人签字同意"
        yield _of(row, row.delegatee, "vacuum", told, rules)


def _lacking(row: DelegationRow, at: datetime, rules: Rulebook) -> Iterator[tuple[Gap, str, str]]:
    """The announcement, the seal: what is missing, what that comes to, and whose it is."""
    listed = [no for no in row.matters(at) if no in rules.matters]
    needs = {need.instrument for no in listed for need in _mode(no, rules).needs}
    term = row.term(at)
    quiet = {it.matter for it in term.schedule if it.announced is None} if term else set()
    licences = [no for no in listed if no in quiet and rules.matter(no).power == "licence"]
    if _ANNOUNCED in needs and licences:
        yield "untaken", row.delegator, f"{rules.items(licences)}没有公告，不能办理"
    if any(need.startswith(_SEAL) for need in needs) and not row.seals_in_use:
        if row.seals:
            yield "vacuum", row.delegator, "印章停用、遗失或者收回，没有在用的印章"
        else:
            yield "untaken", row.delegator, "没有授予印章，不能办理"


def _unwatched(
    rows: Iterable[DelegationRow], blind: set[str], at: datetime, rules: Rulebook
) -> Iterator[Raised]:
    """Who has the duty to supervise and nobody in the post: once for each such organ."""
    told: set[str] = set()
    for row in rows:
        for organ in _watching(row, at, rules) & blind - told:
            told.add(organ)
            said = f"{rules.short(organ)}负有监管职责，没有在任的主要负责人或者监管人员"
            yield _of(row, organ, "unsupervised", said, rules, row.papers[0])


def _unread(row: PushRow, rules: Rulebook) -> Raised:
    matter = rules.matters.get(row.matter)
    modes = rules.modes_of(row.matter) if matter else ()
    return Raised(
        kind="unsupervised",
        organ=row.receiver,
        matter=row.matter,
        case=row.case,
        at=row.sent_at,
        says=f"推送{_UNREAD.days}日以上未签收，审批结果没有人监管",
        cites=(row.sent,),
        supervisors=supervisors_of(rules, row.receiver, [(matter, it) for it in modes if matter]),
    )


def _of(
    row: DelegationRow,
    organ: str,
    gap: Gap,
    said: str,
    rules: Rulebook,
    since: Paper | None = None,
) -> Raised:
    """It rests on how the agreement stands: on what was done about it last, or `since`."""
    paper = since or row.papers[-1]
    return Raised(
        kind=gap,
        organ=organ,
        matter=None,
        case=None,
        at=paper.at,
        says=said,
        cites=(paper.ref,),
        supervisors=supervisors_of(
            rules,
            organ,
            [(rules.matter(no), _mode(no, rules)) for no in _last(row) if no in rules.matters],
        ),
    )


def _watching(row: DelegationRow, at: datetime, rules: Rulebook) -> set[str]:
    listed = [no for no in row.matters(at) if no in rules.matters]
    pairs = [(rules.matter(no), _mode(no, rules)) for no in listed]
    return set(supervisors_of(rules, row.delegatee, pairs))


def _last(row: DelegationRow) -> tuple[int, ...]:
    return row.agreement.matters if row.agreement else ()


def _mode(no: int, rules: Rulebook) -> Mode:
    return rules.modes_of(no)[0]


def _no_channel(no: int, rules: Rulebook) -> bool:
    return no in rules.matters and _mode(no, rules).otherwise is None


async def _vacant(unit: Unit, organs: Iterable[str], posts: tuple[str, ...]) -> set[str]:
    """Those of the organs in which nobody holds any of the posts now."""
    wanted = sorted(organs)
    held = await asyncio.gather(
        *(unit.get(streams.post(organ, post), Post) for organ in wanted for post in posts)
    )
    size = len(posts)
    groups = [held[n * size : (n + 1) * size] for n in range(len(wanted))]
    return {
        organ
        for organ, facts in zip(wanted, groups, strict=True)
        if not any(_held(fact, unit.at) for fact in facts)
    }


def _held(fact: Fact[Post], at: datetime) -> bool:
    holders = fact.state.holders if fact.state else {}
    return any(period.holds_at(at) for periods in holders.values() for period in periods)
