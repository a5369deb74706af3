"""随机抽取 of an inspection whose population is large: collected part by part, then recorded once.

What is drawn is what docs/draw.md says, whoever collects it and however often that is interrupted
(XG23-77, JX24-44). Before it is recorded it can be cancelled; then nothing was drawn.
"""

import msgspec
from msgspec import Struct

from domain.kernel.refusal import NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.supervision.draw import RISKS
from domain.supervision.inspection import SampleTaken, TakeSample
from infra.jobs import Place, Slice
from projections.seal_ledger import sheet
from services.commands.frame import Seen, collect
from services.commands.inspections import to_draw
from services.jobs.asker import seat
from services.jobs.words import Name
from services.main import Platform

_FILE = "抽取结果.csv"
_HEADS = ("单位", "事项序号", "风险", "总件数", "抽取的办件")


class Draw(Struct, frozen=True, kw_only=True, tag="draw", tag_field="kind"):
    """By whoever holds the inspection of this number."""

    number: Name


async def make(it: Platform, tenant: str, asked: Draw, place: Place) -> Slice:
    """The cursor is what was seen so far; the last step is the event, under an id of the job's."""
    by = seat(place.asker)
    if by is None:
        raise NotPermitted("jobs.no_seat", "随机抽取须由在岗人员提交")
    seen = msgspec.json.decode(place.cursor, type=Seen) if place.cursor else Seen()
    unit = it.executor.unit(tenant, by)
    if not seen.complete:
        planned = await to_draw(asked.number, unit)
        before = seen.position
        await collect(unit, planned, seen)
        return Slice(
            cursor=msgspec.json.encode(seen).decode(),
            done=seen.position - before,
            total=planned.position,
            binding=seen.complete,
        )
    command = TakeSample(number=asked.number, frame=tuple(seen.frame()))
    command_id = it.vault.command_id("jobs", f"{tenant}:{place.job}")
    done = await it.executor.execute(tenant, by, command, command_id)
    ((_, event),) = done.events
    if not isinstance(event, SampleTaken):
        raise TypeError(event.TYPE)
    return Slice(cursor="", done=0, name=_FILE, content=_drawn(event, await unit.rules()))


def _drawn(event: SampleTaken, rules: Rulebook) -> bytes:
    rows = (
        (rules.short(it.organ), str(it.matter), RISKS[it.risk], str(it.size), case)
        for it in event.strata
        for case in it.drawn
    )
    return (sheet.BOM + sheet.lines([_HEADS, *rows])).encode()
