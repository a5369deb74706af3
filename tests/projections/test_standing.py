"""Views that nothing new concerns are moved on without being read for; no other view is."""

import asyncio
from pathlib import Path

from infra.sql import queries
from projections import runner
from projections.failures import Failures
from projections.pushes import Pushes
from projections.seal_register import SealRegister
from tests.county import County

OPEN = queries(Path(runner.__file__).parent / "runner.sql")["open_checkpoints"]
POSITION = "select position from views.checkpoints where tenant = $1 and view = $2"


async def test_only_views_that_nothing_new_concerns_pass_the_new_by(county: County) -> None:
    await county.projections.catch_up(county.tenant)
    head = await county.executor.log.head(county.tenant)
    await county.steps(0, 1)
    new = await county.executor.log.read(county.tenant, head)
    types = {type(recorded.event).TYPE for recorded in new}
    concerned = {name for name, view in county.projections.views.items() if types & {*view.types}}
    assert {*await county.projections.behind(county.tenant)} == concerned
    assert 0 < len(concerned) < len(county.projections.views) / 2
    for name in county.projections.views:
        at = await county.pool.fetchval(POSITION, county.tenant, name)
        assert at == (head if name in concerned else head + len(new))
    taken = await county.projections.catch_up(county.tenant)
    assert taken == len(new) * len(concerned)
    assert not await county.projections.behind(county.tenant)


async def test_what_somebody_is_moving_is_left_to_him(county: County) -> None:
    await county.projections.catch_up(county.tenant)
    before = await county.executor.log.head(county.tenant)
    await county.steps(0, 0)
    async with county.pool.acquire() as other, other.transaction():
        await other.fetchval(f"{POSITION} for update", county.tenant, Pushes.name)
        assert Pushes.name in await county.projections.behind(county.tenant)
        assert await county.pool.fetchval(POSITION, county.tenant, Pushes.name) == before
    assert Pushes.name not in await county.projections.behind(county.tenant)


async def test_what_starts_anew_takes_everything_in(county: County) -> None:
    await county.projections.catch_up(county.tenant)
    await county.pool.execute(
        "update views.checkpoints set position = 0 where view = $1", SealRegister.name
    )
    await county.steps(0, 0)
    assert SealRegister.name in await county.projections.behind(county.tenant)
    assert await county.pool.fetchval(POSITION, county.tenant, SealRegister.name) == 0


async def test_a_view_that_nothing_is_left_for_fails_no_more(county: County) -> None:
    await county.projections.catch_up(county.tenant)
    await county.steps(0, 0)
    await Failures(county.pool).failed(county.tenant, Pushes.name, ValueError("gone"))

    async def failing() -> list[str]:
        return [row.view for row in await county.projections.status() if row.failing]

    assert await failing() == [Pushes.name]
    await county.projections.catch_up(county.tenant, [Pushes.name])
    assert await failing() == []


async def test_two_who_begin_with_many_views_do_not_wait_for_each_other(county: County) -> None:
    names = [f"view_{number:04}" for number in range(3000)]

    async def begin(order: list[str]) -> None:
        async with county.pool.acquire() as connection, connection.transaction():
            await connection.execute(OPEN, "elsewhere", order)

    await asyncio.gather(begin(names), begin(names[::-1]))
