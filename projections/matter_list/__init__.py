"""Matter list: which matters are handed down, to whom, under which mode, as of a day (XG23-09)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

import asyncpg
import msgspec
from msgspec import Struct

from domain.kernel.event import Event, Recorded
from domain.kernel.pack import BasisFinding, Matter
from domain.matters.pilot import PilotStarted, RolloutDecided
from domain.policy.adoption import PackAdopted
from projections.view import Row, View


class Listed(Struct, frozen=True):
    """One matter under one version of the pack, with names as people read them."""

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
    source: str


class Period(Struct, frozen=True):
    """`valid_from` is a local day; the period ends where the next version takes effect.

    `adopted` is the position of the adoption: of two versions of one day the later adopted counts.
    """

    valid_from: date
    adopted: int
    policy: str
    matter: Listed


class PilotState(Struct, frozen=True):
    organs: tuple[str, ...]
    started: datetime
    rolled_out: datetime | None = None


class MatterRow(Row, frozen=True, kw_only=True):
    no: int
    periods: tuple[Period, ...] = ()
    pilot: PilotState | None = None

    def pilot_on(self, day: date, zone: ZoneInfo) -> PilotState | None:
        """The pilot as it stood on a local day; None: the townships were not named yet."""
        pilot = self.pilot
        if pilot is None or pilot.started.astimezone(zone).date() > day:
            return None
        if pilot.rolled_out is None or pilot.rolled_out.astimezone(zone).date() <= day:
            return pilot
        return msgspec.structs.replace(pilot, rolled_out=None)


class MatterList(View[MatterRow]):
    name: ClassVar = "matter_list"
    label: ClassVar = "事项清单"
    events: ClassVar = (PackAdopted, PilotStarted, RolloutDecided)
    row = MatterRow

    def keys(self, event: Event) -> Iterable[str]:
        match event:
            case PackAdopted(pack=pack):
                return [f"{matter.no:04}" for matter in pack.matter]
            case PilotStarted(matter=no) | RolloutDecided(matter=no):
                return [f"{no:04}"]
        return ()

    def fold(self, row: MatterRow | None, key: str, recorded: Recorded) -> MatterRow | None:
        row = row or MatterRow(key=key, no=int(key))
        replace = msgspec.structs.replace
        match recorded.event:
            case PackAdopted(pack=pack, effective_from=day):
                matter = next(m for m in pack.matter if m.no == row.no)
                names = {organ.id: organ.name for organ in pack.organ}
                modes = {mode.id: mode.label or mode.name for mode in pack.mode}
                period = Period(
                    day,
                    recorded.position,
                    f"{pack.id}@{pack.version}",
                    _listed(matter, names, modes),
                )
                return replace(row, periods=(*row.periods, period))
            case PilotStarted(organs=organs, occurred_at=at):
                return replace(row, pilot=PilotState(organs, at))
            case RolloutDecided(occurred_at=at) if row.pilot:
                return replace(row, pilot=replace(row.pilot, rolled_out=at))
        return row


def _listed(matter: Matter, names: dict[str, str], modes: dict[str, str]) -> Listed:
    basis = matter.delegation_basis
    names = {**names, **matter.printed}
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
        mode_label=modes[matter.mode],
        remark=matter.remark,
        guards=tuple(guard.label for guard in matter.guard),
        piloted=any(guard.kind == "territory" for guard in matter.guard),
        delegation_basis=basis.finding if basis else None,
        source=matter.source,
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
