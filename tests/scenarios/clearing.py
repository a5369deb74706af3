"""A county that clears up its old seals: a variant of the first one's pack, and who acts in it."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from domain.attempts.attempt import AttemptMade
from domain.kernel.authority import By
from domain.kernel.event import Command
from domain.kernel.pack import OldSealTerms, Organ, Pack
from domain.kernel.refusal import Refusal
from domain.seals.old.demand import InternalSealDemanded
from domain.seals.old.seal import InventoryOldSeal
from projections import old_seals
from projections.old_seals import OldSealRow
from services.demo.acts import TOWNSHIP_POSTS
from services.demo.acts import County as Acts
from tests.county import County
from tests.world import XINGGUO, at

TOWN, OTHER, DEPT, GOVERNMENT = "xingjiang", "gulonggang", "agriculture", "county_government"
ADMINISTRATION = "approval"  # which administers the service in this county
CENTRE = Organ(
    id="xingjiang_centre",
    name="兴江乡便民服务中心",
    short="兴江乡便民服务中心",
    kind="service_centre",
    level="township",
    parent=TOWN,
    source="ZZ22-07",
)
TERMS = OldSealTerms(
    retention_by=GOVERNMENT,
    complete_by=date(2024, 5, 31),
    clause="四(二)3",
    source="ZZ22-15 ZZ22-16",
)
PACK = replace(XINGGUO, old_seals=TERMS, organ=(*XINGGUO.organ, CENTRE))
PAPER = "ab" * 32
LAW = "《某法》第十条"

SEAL: dict[str, Any] = {"organ": TOWN, "number": 1}
CIVIL: dict[str, Any] = {
    "name": "兴江乡人民政府民政办公室",
    "keeper": "民政办",
    "standing": "internal",
    "condition": "little_used",
}
OFFICE_POSTS: dict[str, tuple[str, ...]] = {"principal": (), "supervisor": (), "approver": ()}
DEMAND: dict[str, Any] = {"number": "印-1", "organ": TOWN, "seal": CIVIL["name"], "matter": 21}


def seat(organ: str, post: str = "principal") -> By:
    return By(f"{organ}-{post}", organ, post)


HEAD, REVIEW, OFFICE = seat(TOWN), seat(GOVERNMENT), seat(ADMINISTRATION, "supervisor")
ASKING = seat(DEPT, "approver")


class Clearing(County):
    """A county with a programme for old seals, and somebody at work wherever one acts."""

    async def begin(self) -> None:
        await self.projections.ensure()
        self.now = at("2024-01-04 09:00")
        self.county = Acts(self.tenant, PACK)
        county = self.county
        await self.play(county.adoption())
        await self.play(*county.staffing(TOWN, TOWNSHIP_POSTS))
        for organ in (OTHER, GOVERNMENT, CENTRE.id):
            await self.play(*county.staffing(organ, {"principal": ()}))
        for organ in (ADMINISTRATION, DEPT):
            await self.play(*county.staffing(organ, OFFICE_POSTS))
        await self.play(*county.handing_down(ADMINISTRATION, TOWN))

    async def adopt(self, pack: Pack) -> None:
        act = Acts(self.tenant, replace(pack, version="2")).adoption()
        await self.do(act.by, act.command)

    async def inventory(self, number: int = 1, organ: str = TOWN, **more: Any) -> None:
        seal = InventoryOldSeal(organ=organ, number=number, **{**CIVIL, **more})
        await self.do(seat(organ), seal)

    async def refusal(self, by: By, command: Command) -> Refusal:
        """What it is refused with; nothing but an attempt at power is written."""
        before = await self.executor.log.head(self.tenant)
        with pytest.raises(Refusal) as refused:
            await self.do(by, command)
        assert refused.value.clause
        assert refused.value.source
        written = [item.event for item in await self.executor.log.read(self.tenant, before)]
        remembered = command.POWER and refused.value.kind == "not_permitted"
        assert [type(event) for event in written] == [AttemptMade] * remembered
        return refused.value

    async def rows(self) -> dict[str, OldSealRow]:
        await self.projections.catch_up(self.tenant)
        return {row.key: row for row in await old_seals.register(self.pool, self.tenant)}

    async def demands(self) -> list[InternalSealDemanded]:
        log = self.executor.log
        recorded = await log.read(self.tenant, types=(InternalSealDemanded.TYPE,))
        return [item.event for item in recorded if isinstance(item.event, InternalSealDemanded)]
