"""Two organs that tell one another: a county's own pack with progress, result and feedback."""

from datetime import timedelta

import asyncpg
import msgspec
from msgspec.structs import replace

from domain.kernel.event import Event
from domain.kernel.pack import Pack, Sla, Step
from domain.pushes.feedback import Conclusion, GiveFeedback
from infra.log import EventLog
from projections import pushes
from projections.pushes import PushRow
from tests.scenarios.window import Window
from tests.world import XINGGUO

SUPERVISOR, TOWN = "agriculture", "xingjiang"
PROGRESS, RESULT = "progress:case-1:agriculture", "push:case-1:agriculture"
FEEDBACK = "feedback:case-1:agriculture"
# Acts of a case with a certificate, as the demo plays them.
RECEIPT, ACCEPTED, REVIEW, DECISION, LAST = 0, 4, 5, 6, 12


def sla(identity: str, days: int, starts: str) -> Sla:
    said: dict[str, object] = {
        "id": identity,
        "name": identity,
        "days": days,
        "unit": "working_days",
        "starts": starts,
        "certainty": "text",
        "clause": "四(五)",
        "source": "RA22-25",
    }
    return msgspec.convert(said, Sla)


def a_step(identity: str, kind: str, by: str, to: str, within: str) -> Step:
    said = {"id": identity, "kind": kind, "name": identity, "by": [by], "to": [to]}
    return msgspec.convert({**said, "within": within}, Step)


def a_pack(*further: Step) -> Pack:
    """The mode with the seal pushes at once, on the way and back; `further` steps behind."""
    mode = next(mode for mode in XINGGUO.mode if mode.id == "no2_seal")
    steps = [replace(step, within="at_once") if step.id == "push" else step for step in mode.step]
    steps += [
        a_step("progress", "push", "town", "industry", "on_the_way"),
        a_step("feedback", "feedback", "industry", "town", "back"),
        *further,
    ]
    made = replace(mode, step=tuple(steps))
    return replace(
        XINGGUO,
        mode=tuple(made if other.id == mode.id else other for other in XINGGUO.mode),
        sla=(
            *XINGGUO.sla,
            sla("at_once", 0, "decide"),
            sla("on_the_way", 0, "accept"),
            sla("back", 1, "push"),
        ),
    )


PACK = a_pack()


class Channel(Window):
    """Two organs that tell one another."""

    async def push(self) -> int:
        """A moment later, all that is to be pushed; how many."""
        self.now += timedelta(minutes=1)
        return await self.scheduler.push(self.tenant)

    async def due(self) -> dict[str, tuple[str, str]]:
        rows = await self.react()
        return {
            key: (str(row.due_on), row.outcome)
            for key, row in rows.items()
            if row.kind in ("push", "feedback")
        }

    async def shown(self, *, to: str | None = None, waiting: bool = False) -> list[PushRow]:
        await self.projections.catch_up(self.tenant)
        return await pushes.pushes(self.pool, self.tenant, to=to, waiting=waiting)

    async def feedback(
        self,
        conclusion: Conclusion = "in_order",
        *,
        post: str = "supervisor",
        document_number: str = "",
    ) -> list[Event]:
        command = GiveFeedback(
            case="case-1",
            findings="经现场核查，与许可内容相符",
            conclusion=conclusion,
            document_number=document_number,
        )
        return await self.events(self.by(SUPERVISOR, post), command)

    async def logged(self, event: type[Event]) -> list[Event]:
        found = await self.executor.log.read(self.tenant, types=(event.TYPE,))
        return [item.event for item in found]


async def begun(pool: asyncpg.Pool, log: EventLog, pack: Pack) -> Channel:
    made = Channel(pool, log)
    await made.begin(pack)
    await made.staff(SUPERVISOR, {"principal": (), "supervisor": (), "window_clerk": ()})
    return made
