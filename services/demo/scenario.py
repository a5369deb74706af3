"""The demo's story: one county, some townships, cases drawn by a seeded generator."""

from collections.abc import Iterator
from random import Random

from domain.kernel.pack import Guard, Pack
from services.demo.acts import TOWNSHIP_POSTS, Act, CasePlan, County

PILOT_MATTER = 12
PILOT_SIZE = 8
TOWNSHIPS = 3
CASES = 12
REFUSED_EVERY = 6


def story(tenant: str, pack: Pack, seed: int) -> Iterator[Act]:
    """Setting the county up, then its cases, in the order of play."""
    draw = Random(seed)  # noqa: S311  a story, not a secret
    county = County(tenant, pack)
    yield county.adoption()
    yield from county.calendars()
    townships = [organ.id for organ in pack.organ if organ.seal_no is not None]
    chosen = draw.sample(townships, TOWNSHIPS)
    delegators = sorted({m.delegator for m in pack.matter if m.delegator and m.mode == "no2_seal"})
    yield from setting_up(county, delegators, chosen, draw)
    matters = [m for m in pack.matter if m.mode == "no2_seal"]
    for n in range(CASES):
        matter = draw.choice(matters)
        yield from county.case(
            CasePlan(
                number=f"演示-{n + 1:03}",
                township=draw.choice(chosen),
                matter=matter.no,
                stated={guard.field: _within(guard) for guard in matter.guard if guard.field},
                refuse=(n + 1) % REFUSED_EVERY == 0,
            )
        )


def setting_up(
    county: County, delegators: list[str], townships: list[str], draw: Random
) -> Iterator[Act]:
    matters = [m for m in county.pack.matter if m.delegator in delegators]
    supervisors = sorted({organ for m in matters for organ in m.supervisors} - {*delegators})
    for department in (*delegators, *supervisors):
        yield from county.staffing(department, {"principal": ()})
    others = [o.id for o in county.pack.organ if o.seal_no is not None and o.id not in townships]
    pilot = tuple(townships + draw.sample(others, PILOT_SIZE - len(townships)))
    yield county.pilot(PILOT_MATTER, pilot)
    for township in townships:
        yield from county.staffing(township, TOWNSHIP_POSTS)
        for delegator in delegators:
            yield from county.handing_down(delegator, township)


def _within(guard: Guard) -> str | float:
    """A stated fact that satisfies the guard."""
    if guard.kind == "quantity":
        return (guard.at_least or 0.0) + 1.5
    return guard.allow[0] if guard.allow else "宾馆"
