"""Matter list: which matters are handed down, to whom, under which mode, as of a day (XG23-09)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

import asyncpg
import msgspec
from msgspec import Struct

from domain.kernel.event import Event, Recorded
from domain.kernel.pack import BasisFinding, MatterStatus
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import POWER_SOURCES
from domain.matters.declared import ComplexityDeclared, Legality, LegalityReviewed
from domain.matters.guide import GuidePublished, GuideSupplemented
from domain.matters.online import OnlineDeclared
from domain.matters.pilot import PilotEnded, PilotStarted, RolloutDecided
from domain.policy.adoption import PackAdopted
from projections.view import Row, View


class Listed(Struct, frozen=True):
    """One matter under one version of the pack, with names as people read them.

    `row` is its number in its printed list, `no` its name in the county. `mode_label` is 办理方式
    as printed, "" where the list leaves it blank (B-41); `mode_name` what the pack makes of it.
    """

    no: int
    main: str
    sub: str | None
    name: str
    power: str | None
    power_label: str
    delegator: str
    supervisors: tuple[str, ...]
    mode: str
    mode_label: str
    remark: str | None
    guards: tuple[str, ...]
    piloted: bool  # its entry calls for a pilot in some townships first (XG23-46)
    delegation_basis: BasisFinding | None
    basis_text: str  # the words of that law, or what was searched in vain (B-12)
    basis_source: str
    source: str
    list: str | None = None
    list_name: str = ""
    row: int = 0
    mode_name: str = ""
    status: MatterStatus = "current"
    status_clause: str = ""
    status_note: str = ""
    power_source: str = ""  # from whom the list says the power is, and how (ZZ22-41)
    on_application: bool = True


class Period(Struct, frozen=True):
    """`valid_from` is a local day; the period ends where the next version takes effect.

    `adopted` is the position of the adoption: of two versions of one day the later adopted counts.
    """

    valid_from: date
    adopted: int
    policy: str
    matter: Listed


class PilotState(Struct, frozen=True):
    """`earliest_rollout`: the planned pilot is over then; only a decision rolls it out (B-01)."""

    organs: tuple[str, ...]
    started: datetime
    earliest_rollout: date | None = None
    rolled_out: datetime | None = None
    ended: datetime | None = None
    reason: str = ""


class GuideState(Struct, frozen=True):
    """One publication of the matter's guide (XG23-10), or a township's own addition (XG23-66).

    `promised_days`: 承诺时限, working days from acceptance to the decision; None: not promised.
    """

    revision: int
    organ: str | None  # None: the delegating department's own
    published_in: str
    at: datetime
    ref: str
    promised_days: int | None = None


class Review(Struct, frozen=True):
    """What a legality review came to, beside the pack's own finding (B-12)."""

    legality: Legality
    document_number: str
    opinion: str
    at: datetime
    ref: str


class Complexity(Struct, frozen=True):
    reason: str
    at: datetime
    due_on: date
    ref: str


class OnlineDeclaration(Struct, frozen=True):
    """Whether the matter runs online and can be done online, as declared by an organ (ZZ22-26)."""

    runs_online: bool
    online_able: bool
    organ: str
    at: datetime
    ref: str


class MatterRow(Row, frozen=True, kw_only=True):
    no: int
    periods: tuple[Period, ...] = ()
    pilot: PilotState | None = None
    guides: tuple[GuideState, ...] = ()
    reviews: tuple[Review, ...] = ()
    complexity: Complexity | None = None
    online: tuple[OnlineDeclaration, ...] = ()

    def guide_on(self, day: date, zone: ZoneInfo) -> GuideState | None:
        """The department's guide as published last by a local day."""
        own = [g for g in self.guides if g.organ is None and _by(g.at, day, zone)]
        return own[-1] if own else None

    def review_on(self, day: date, zone: ZoneInfo) -> Review | None:
        found = [review for review in self.reviews if _by(review.at, day, zone)]
        return found[-1] if found else None

    def online_on(self, day: date, zone: ZoneInfo) -> OnlineDeclaration | None:
        """As declared last by a local day."""
        found = [online for online in self.online if _by(online.at, day, zone)]
        return found[-1] if found else None

    def complexity_on(self, day: date, zone: ZoneInfo) -> Complexity | None:
        found = self.complexity
        return found if found is not None and _by(found.at, day, zone) else None

    def pilot_on(self, day: date, zone: ZoneInfo) -> PilotState | None:
        """The pilot as it stood on a local day; None: the townships were not named yet."""
        pilot = self.pilot
        if pilot is None or not _by(pilot.started, day, zone):
            return None
        over = pilot.rolled_out or pilot.ended
        if over is None or _by(over, day, zone):
            return pilot
        return msgspec.structs.replace(pilot, rolled_out=None, ended=None, reason="")


def _by(at: datetime, day: date, zone: ZoneInfo) -> bool:
    return at.astimezone(zone).date() <= day


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
