"""What makes a township able to exercise what it was handed: training first (XG23-25, RA22-21)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import asyncpg
import pytest
from msgspec.structs import replace

from domain.kernel import streams
from domain.kernel.authority import OPERATOR, By
from domain.kernel.event import Command
from domain.kernel.facts import Trained
from domain.kernel.refusal import Refusal
from domain.organisation.posts import AssumePost
from domain.readiness.training import Attendance, HoldTraining
from infra.log import EventLog
from projections.page import Wanted, page
from projections.trainings import Trainings
from services.demo.acts import County as Acts
from tenants.loader import bundled, load
from tests.county import County
from tests.scenarios.settled import BARE, OTHER, OWNER, TOWN, Settled
from tests.world import at

HELD = HoldTraining(
    number="训-1",
    form="on_site",
    title="现场指导",
    matters=(21, 25, 21),
    trainers=("health", OWNER),
    invited=(BARE, TOWN),
    attendance=(
        Attendance(TOWN, ("t-1", "t-2")),
        Attendance(OTHER, ("o-1",)),
        Attendance(TOWN, ("t-2", " t-3 ")),
    ),
)


async def rows(county: County, view: Any, sort: str, **where: object) -> Sequence[Any]:
    await county.projections.catch_up(county.tenant)
    asked = {f"{name} = {{}}": value for name, value in where.items()}
    wanted = Wanted(where=asked, sort=sort, sorts={sort: datetime}, cursor=None, limit=50)
    return (await page(county.pool, view, county.tenant, wanted)).items


async def trained(county: County, organ: str) -> Trained | None:
    return (await county.executor.unit(county.tenant).get(streams.trained(organ), Trained)).state


async def test_a_training_says_who_came_for_which_matters(settled: Settled) -> None:
    """XG23-25, -30, ZZ22-05: and each organ that came is known to be trained from that day on."""
    head = settled.by(OWNER, "principal")
    await settled.do(head, HELD)
    later = replace(HELD, number="训-2", form="online", matters=(12,), trainers=(), invited=())
    settled.now = at("2024-01-08 10:00")
    await settled.do(head, replace(later, occurred_at=at("2024-01-04 15:00")))  # entered after it
    first, second = sorted(await rows(settled, Trainings(), "held_at"), key=lambda row: row.key)
    assert (first.organ, first.trainers, first.form) == (OWNER, ("health", OWNER), "on_site")
    assert (first.matters, first.attending, first.absent) == ((21, 25), (TOWN, OTHER), (BARE,))
    assert first.attendance[0].persons == ("t-1", "t-2", "t-3")
    assert (first.people, second.trainers, second.absent) == (4, (OWNER,), ())
    town = await trained(settled, TOWN)
    assert town is not None
    assert [it.number for it in town.trainings] == ["训-1", "训-2"]
    assert town.on(21, at("2024-01-05 09:59")) == ()
    assert [it.persons for it in town.on(21, settled.now)] == [("t-1", "t-2", "t-3")]
    assert [it.number for it in town.on(12, at("2024-01-04 15:00"))] == ["训-2"]
    assert await trained(settled, BARE) is None


NOBODY = (Attendance(TOWN, ()),)
TRAINING_REFUSALS: Mapping[str, tuple[str, str, Command]] = {
    "by a township": ("readiness.not_organiser", TOWN, HELD),
    "no number": ("cases.number", OWNER, replace(HELD, number=" ")),
    "no such form": ("readiness.no_such_form", OWNER, replace(HELD, form="lecture")),
    "no title": ("readiness.training_incomplete", OWNER, replace(HELD, title=" ")),
    "nobody came": ("readiness.training_incomplete", OWNER, replace(HELD, attendance=())),
    "nobody by name": ("readiness.training_incomplete", OWNER, replace(HELD, attendance=NOBODY)),
    "no such organ": (
        "organisation.no_such_organ", OWNER, replace(HELD, attendance=(Attendance("x", ("1",)),))),
    "invited nobody there is": (
        "organisation.no_such_organ", OWNER, replace(HELD, invited=("x",))),
    "no such trainer": ("organisation.no_such_organ", OWNER, replace(HELD, trainers=("x",))),
    "of another's matter": ("readiness.not_their_matter", "health", replace(HELD, trainers=())),
    "a name that is none": (
        "readiness.training_incomplete", OWNER,
        replace(HELD, attendance=(Attendance(TOWN, ("1" * 201,)),))),
    "no such matter": ("matters.not_listed", OWNER, replace(HELD, matters=(999,))),
}  # fmt: skip


@pytest.mark.parametrize("row", TRAINING_REFUSALS)
async def test_what_a_training_does_not_allow(unchanged: Settled, row: str) -> None:
    code, organ, command = TRAINING_REFUSALS[row]
    assert await unchanged.refused(unchanged.by(organ, "principal"), command) == code


async def test_a_training_is_recorded_once_and_from_a_post(settled: Settled) -> None:
    head = settled.by(OWNER, "principal")
    await settled.do(head, HELD)
    assert await settled.refused(head, HELD) == "readiness.training_taken"
    stranger = By("stranger", OWNER, "principal")
    assert await settled.refused(stranger, HELD) == "organisation.post_not_held"


async def test_the_bodies_that_the_rules_name_are_invited_to_each(
    pool: asyncpg.Pool, log: EventLog
) -> None:
    """RA22-21: 组织基层政务服务机构参加; who stays away is seen."""
    pack = load(bundled("rongan"))
    county = County(pool, log)
    await county.projections.ensure()
    county.tenant, county.now = "rongan", at("2022-04-01 09:00")
    county.county = Acts(county.tenant, pack)
    centres = tuple(organ.id for organ in pack.organ if organ.kind == "service_centre")
    await county.play(county.county.adoption())
    head = By("head", "agriculture", "principal")
    await county.do(OPERATOR, AssumePost(organ=head.organ, post=head.post, person=head.person))
    held = HoldTraining(
        number="训-1",
        form="session",
        title="业务培训",
        attendance=(Attendance(centres[0], ("c-1",)),),
        invited=centres[1:-1],
    )
    with pytest.raises(Refusal) as refused:
        await county.do(head, held)
    assert (refused.value.code, refused.value.detail) == (
        "readiness.not_invited",
        {"missing": centres[-1]},
    )
    await county.do(head, replace(held, invited=centres[1:]))
    (row,) = await rows(county, Trainings(), "held_at")
    assert (row.attending, row.absent, row.matters) == (centres[:1], centres[1:], ())
