"""What cases show: findings of their history, visits, materials beyond the guide, blanks."""

from collections.abc import Iterator

import asyncpg

from domain.kernel import streams
from domain.kernel.facts import Guide
from domain.kernel.refusal import NotFound
from domain.kernel.rulebook import Rulebook
from domain.kernel.supervision import supervisors_of
from domain.kernel.words import CERTIFICATE
from domain.liability.findings import Found
from domain.readiness.blanks import Stock
from projections import obligations
from projections.case_register import CaseRow
from services.candidates.passed_on import passed_on
from services.candidates.shape import Raised
from services.liability.answer import Liabilities
from services.unit import Unit

_TERM = "obligation/"


async def of_case(
    row: CaseRow, liabilities: Liabilities, pool: asyncpg.Pool, unit: Unit, rules: Rulebook
) -> list[Raised]:
    """`rules` in force: whoever supervises now judges what was done under any."""
    guide = (await unit.get(streams.guide(row.matter), Guide)).state
    by = _supervising(row.receiver, row, rules)
    found = [
        *_visits(row, rules),
        *_materials(row, guide, rules),
        *await _blank(row, unit, rules),
        *await passed_on(row, pool, unit.tenant, rules, by),
    ]
    try:
        answer = await liabilities.of(unit.tenant, row.key)
    except NotFound:  # that view is a step behind: whoever asks next is told
        return found
    return found + [
        await _finding(it, row, pool, unit.tenant, rules)
        for it in answer.findings
        if not it.settled
    ]


async def _finding(
    found: Found, row: CaseRow, pool: asyncpg.Pool, tenant: str, rules: Rulebook
) -> Raised:
    """XG23-74, -75: of who was to keep a term; else of where the applicant came."""
    organ, first = row.receiver, found.rests_on[0]
    if first.startswith(_TERM):
        identity = first.removeprefix(_TERM).rpartition("@")[0]
        term = await obligations.obligation(pool, tenant, identity)
        organ = term.debtor if term else organ
    return Raised(
        kind=found.finding,
        organ=organ,
        matter=row.matter,
        case=row.key,
        at=found.at,
        says=found.says,
        cites=found.rests_on,
        supervisors=_supervising(organ, row, rules),
    )


def _visits(row: CaseRow, rules: Rulebook) -> Iterator[Raised]:
    """ZZ22-29, -30: made to come again without need, or though it can be done online."""
    for visit in row.visited:
        if visit.unwarranted or visit.despite_online:
            why = "无故再次到场" if visit.unwarranted else "能够网上办理而到场"
            yield Raised(
                kind="repeated_visits",
                organ=visit.organ,
                matter=row.matter,
                case=row.key,
                at=visit.at,
                says=f"{why}（{visit.reason}）",
                cites=(visit.ref,),
                supervisors=_supervising(visit.organ, row, rules),
            )


def _materials(row: CaseRow, guide: Guide | None, rules: Rulebook) -> Iterator[Raised]:
    """行政许可法 31: what was asked for, and the guide that is public now does not list.

    Where one was public at the time, it was refused; so this is of the time before.
    """
    asked = row.supplement
    if asked is None or guide is None:
        return
    beyond = [material for material in asked.asked if material not in guide.materials]
    if beyond:
        yield Raised(
            kind="extra_materials",
            organ=row.receiver,
            matter=row.matter,
            case=row.key,
            at=asked.at,
            says=f"要求补正{'、'.join(beyond)}，办事指南没有列出",
            cites=(asked.ref,),
            supervisors=_supervising(row.receiver, row, rules),
        )


async def _blank(row: CaseRow, unit: Unit, rules: Rulebook) -> list[Raised]:
    """XG23-65: a number from a range that another was handed, where no rule refuses it.

    Of a number that is in no range nothing is known. Which certificates are handed over, and when
    that was entered, does not matter: ranges are asked as they are now.
    """
    matter, mode, serial = (
        rules.matters.get(row.matter),
        rules.modes.get(row.mode),
        row.documents.get(CERTIFICATE),
    )
    if not (matter and matter.certificate and mode and serial):
        return []
    stock = (await unit.get(streams.stock(matter.certificate), Stock)).state
    book = stock.of(serial) if stock else None
    certifying = {step.id for step in mode.step if step.kind == "certify"}
    return [
        Raised(
            kind="foreign_blank",
            organ=taken.organ,
            matter=row.matter,
            case=row.key,
            at=taken.at,
            says=f"“{matter.certificate}”{serial}在转交给{rules.short(book.holder)}的号段之内",
            cites=(taken.ref, f"{streams.handover(book.handover)}@1"),
            supervisors=_supervising(taken.organ, row, rules),
        )
        for taken in row.steps
        if book and taken.step in certifying and taken.organ != book.holder
    ]


def _supervising(organ: str, row: CaseRow, rules: Rulebook) -> tuple[str, ...]:
    matter, mode = rules.matters.get(row.matter), rules.modes.get(row.mode)
    return supervisors_of(rules, organ, [(matter, mode)] if matter and mode else [])
