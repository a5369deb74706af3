"""A duty that is long over, in a county whose rules say who is told of it."""

from datetime import date
from uuid import uuid4

from msgspec.structs import replace

from domain.kernel.authority import AUTOMATION, OPERATOR
from domain.kernel.pack import Escalation
from domain.obligations.obligation import OpenObligation
from domain.policy.adoption import AdoptPack
from tenants.content import digest
from tests.world import World, at

STEP = Escalation(
    id="second_day", name="逾期两日提请督办", kind=("reply",), after=2, unit="days",
    to=("creditor", "above"), clause="示例 五(三)", source="test",
)  # fmt: skip
LATE = "reply:late"


async def something_late(world: World, debtor: str, creditor: str) -> None:
    today = date(2024, 1, 2)
    pack = replace(world.county.pack, version=str(today), effective_from=today, escalation=(STEP,))
    adopting = AdoptPack(pack=pack, digest=digest(pack))
    owed = OpenObligation(
        occurred_at=at("2024-01-31"), obligation=LATE, kind="reply", about="inquiry/函-1", matter=0,
        debtor=debtor, creditor=creditor, post="principal", started_at=at("2024-01-31"), days=3,
        unit="days", roll=False, sla="test", certainty="text", clause="", source="test", lapse="",
        rules=world.county.rules.version,
    )  # fmt: skip
    for by, command in ((OPERATOR, adopting), (AUTOMATION, owed)):
        await world.executor.execute(world.tenant, by, command, uuid4())
