"""Matter list: which matters are handed down, to whom, under which mode, as of a day (XG23-09)."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

import asyncpg
import msgspec

from domain.kernel.event import Event, Recorded
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import POWER_SOURCES
from domain.matters.declared import ComplexityDeclared, LegalityReviewed
from domain.matters.guide import GuidePublished, GuideSupplemented
from domain.matters.online import OnlineDeclared
from domain.matters.pilot import PilotEnded, PilotStarted, RolloutDecided
from domain.matters.settled import ModeChanged, ModeSettled, is_open
from domain.policy.adoption import PackAdopted
from projections.matter_list.rows import (
    Complexity,
    GuideState,
    Listed,
    MatterRow,
    OnlineDeclaration,
    Period,
    PilotState,
    Review,
    SettledMode,
)
from projections.view import View

__all__ = [
    "Complexity",
    "GuideState",
    "Listed",
    "MatterList",
    "MatterRow",
    "OnlineDeclaration",
    "Period",
    "PilotState",
    "Review",
    "SettledMode",
    "as_of",
]


class MatterList(View[MatterRow]):
    name: ClassVar = "matter_list"
    label: ClassVar = "事项清单"
    events: ClassVar = (
        PackAdopted,
        PilotStarted,
        RolloutDecided,
        PilotEnded,
        GuidePublished,
        GuideSupplemented,
        LegalityReviewed,
        ComplexityDeclared,
        OnlineDeclared,
        ModeSettled,
        ModeChanged,
    )
    row = MatterRow

    def keys(self, event: Event) -> Iterable[str]:
        if isinstance(event, PackAdopted):
            return [f"{matter.no:04}" for matter in event.pack.matter]
        return [f"{event.matter:04}"]  # type: ignore[attr-defined]  # the others: of one matter

    def fold(self, row: MatterRow | None, key: str, recorded: Recorded) -> MatterRow | None:
        row = row or MatterRow(key=key, no=int(key))
        replace = msgspec.structs.replace
        event = recorded.event
        match event:
            case PackAdopted(pack=pack, effective_from=day):
                period = Period(
                    day,
                    recorded.position,
                    f"{pack.id}@{pack.version}",
                    _listed(row.no, Rulebook(pack)),
                )
                return replace(row, periods=(*row.periods, period))
            case PilotStarted() | RolloutDecided() | PilotEnded():
                return replace(row, pilot=_piloted(row, event))
            case GuidePublished() | GuideSupplemented():
                return replace(row, guides=(*row.guides, _guided(row, event, recorded.ref)))
            case LegalityReviewed(legality=found, document_number=number, opinion=opinion):
                review = Review(found, number, opinion, event.occurred_at, recorded.ref)
                return replace(row, reviews=(*row.reviews, review))
            case ComplexityDeclared(reason=reason, due_on=due_on, occurred_at=at):
                return replace(row, complexity=Complexity(reason, at, due_on, recorded.ref))
            case OnlineDeclared(runs_online=running, online_able=able, organ=organ):
                online = OnlineDeclaration(running, able, organ, event.occurred_at, recorded.ref)
                return replace(row, online=(*row.online, online))
            case ModeSettled() | ModeChanged():
                return replace(row, settled=(*row.settled, _settled(event, recorded.ref)))
        return row


def _piloted(
    row: MatterRow, event: PilotStarted | RolloutDecided | PilotEnded
) -> PilotState | None:
    at = event.occurred_at
    if isinstance(event, PilotStarted):
        return PilotState(event.organs, at, event.earliest_rollout)
    if row.pilot is None:
        return None
    over = "rolled_out" if isinstance(event, RolloutDecided) else "ended"
    return msgspec.structs.replace(row.pilot, reason=event.reason, **{over: at})


def _settled(event: ModeSettled | ModeChanged, ref: str) -> SettledMode:
    mode, reason, number = event.mode, event.reason, event.document_number
    if isinstance(event, ModeChanged):
        return SettledMode(
            mode,
            (),
            reason,
            number,
            event.at,
            ref,
            event.effective_from,
            event.instead_of,
            event.moves,
        )
    return SettledMode(mode, event.grants, reason, number, event.occurred_at, ref)


def _guided(row: MatterRow, event: GuidePublished | GuideSupplemented, ref: str) -> GuideState:
    if isinstance(event, GuidePublished):
        return GuideState(
            event.revision, None, event.published_in, event.occurred_at, ref, event.promised_days
        )
    revision = max((guide.revision for guide in row.guides), default=0)
    return GuideState(revision, event.organ, event.published_in, event.occurred_at, ref)


def _listed(no: int, rules: Rulebook) -> Listed:
    matter = rules.matter(no)
    basis, printed, given = matter.delegation_basis, rules.list_of(no), matter.power_from
    mode = rules.mode(matter.mode).title
    names = {**{organ.id: organ.name for organ in rules.pack.organ}, **matter.printed}
    return Listed(
        no=matter.no,
        main=matter.main,
        sub=matter.sub,
        name=matter.name,
        power=matter.power,
        power_label=matter.power_label,
        delegator=names.get(matter.delegator or "", ""),
        supervisors=tuple(names[organ] for organ in matter.supervisors),
        mode=matter.mode,
        mode_label=mode if matter.mode_label is None else matter.mode_label,
        remark=matter.remark,
        guards=tuple(guard.label for guard in matter.guard),
        piloted=any(guard.kind == "territory" for guard in matter.guard),
        delegation_basis=basis.finding if basis else None,
        basis_text=basis.text if basis else "",
        basis_source=basis.source if basis else "",
        source=matter.source,
        list=printed.id if printed else None,
        list_name=printed.name if printed else "",
        row=matter.no if matter.row is None else matter.row,
        mode_name=mode,
        status=matter.status,
        status_clause=matter.status_clause,
        status_note=matter.status_note,
        power_source=given.by + POWER_SOURCES.get(given.source, given.source) if given else "",
        on_application=matter.on_application,
        open=is_open(rules, no),
    )


async def as_of(pool: asyncpg.Pool, tenant: str, day: date) -> list[tuple[Period, MatterRow]]:
    """The list in force on a day, in order; empty before the first version takes effect."""
    rows = await pool.fetch(
        "select to_jsonb(t) as row from views.matter_list t where tenant = $1 order by no", tenant
    )
    found = [
        (period, row)
        for row in (msgspec.json.decode(item["row"], type=MatterRow) for item in rows)
        for period in row.periods
        if period.valid_from <= day
    ]
    if not found:
        return []
    in_force = max((period.valid_from, period.adopted) for period, _ in found)
    return [
        (period, row) for period, row in found if (period.valid_from, period.adopted) == in_force
    ]


async def moving(pool: asyncpg.Pool, tenant: str) -> list[tuple[int, str]]:
    """The matters of which a change took open cases along, or will; the latest such change."""
    rows = await pool.fetch(
        "select to_jsonb(t) as row from views.matter_list t "
        """where tenant = $1 and settled @> '[{"moves": true}]' order by no""",
        tenant,
    )
    found = (msgspec.json.decode(item["row"], type=MatterRow) for item in rows)
    return [(row.no, [it.ref for it in row.settled if it.moves][-1]) for row in found]
