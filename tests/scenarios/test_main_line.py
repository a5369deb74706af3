from domain.cases.events import CaseConcluded
from tests.world import World


async def test_a_stamped_case_runs_from_window_to_conclusion(world: World) -> None:
    await world.set_up()
    events = await world.play(*world.county.case(world.plan()))
    assert isinstance(events[-1], CaseConcluded)
