"""Both invented counties walked by their in-trays alone, in all their modes.

What waits is accepted, what does not wait is refused (in the first case of a mode), and every case
comes to its end.
"""

import asyncpg
import pytest

from infra.log import EventLog
from tests.scenarios.next_county import Verdict, jia, yi
from tests.world import at

# matter, where the applicant comes, which extent, when, and the mode that this leads to
JIA = (
    (1, "east", "不跨乡镇", "2024-03-18 10:00", "either_accepts"),
    (1, "bureau", "不跨乡镇", "2024-03-18 10:00", "either_accepts"),
    (1, "east", "跨乡镇", "2024-03-18 10:00", "county_alone"),
    (2, "east", "", "2024-03-18 10:00", "own_name"),
    (2, "west", "", "2024-03-18 10:00", "county_alone"),
    (4, "bureau", "", "2024-03-18 10:00", "county_alone"),
    (3, "east", "不跨乡镇", "2024-03-29 16:00", "collected"),
    (3, "east", "不跨乡镇", "2024-03-30 10:00", "either_accepts"),
)
YI = (
    (1, "south_hall", "both_decide"),
    (1, "north_hall", "by_department"),
    (2, "south_hall", "side_by_side"),
    (3, "south_hall", "by_row"),
    (3, "north_hall", "by_department"),
    (4, "south_hall", "by_row"),
    (5, "north_hall", "by_department"),
)


@pytest.mark.parametrize("outcome", ["granted", "refused"])
async def test_the_first_county_by_its_trays(
    pool: asyncpg.Pool, log: EventLog, outcome: Verdict
) -> None:
    county = await jia(pool, log)
    attacked: set[str] = set()
    for n, (matter, receiver, extent, day, mode) in enumerate(JIA):
        number = f"case-{n}"
        county.now = at(day)
        case = await county.receive(number, matter, receiver, **_stated(extent))
        assert case.mode == mode
        attack = outcome == "granted" and mode not in attacked
        attacked.add(mode)
        done = await county.walk(number, {"decide": outcome}, attack=attack)
        case = await county.case(number)
        assert (case.outcome, case.concluded is not None) == (outcome, True), done
        assert {organ for organ, _ in done} <= {receiver, "bureau"}


def _stated(extent: str) -> dict[str, str | float]:
    return {"extent": extent} if extent else {}


@pytest.mark.parametrize("refuses", ["", "safety", "decide"])
async def test_the_second_county_by_its_trays(
    pool: asyncpg.Pool, log: EventLog, refuses: str
) -> None:
    county = await yi(pool, log)
    attacked: set[str] = set()
    for n, (matter, receiver, mode) in enumerate(YI):
        number = f"case-{n}"
        case = await county.receive(number, matter, receiver)
        assert case.mode == mode
        attack = not refuses and mode not in attacked
        attacked.add(mode)
        done = await county.walk(number, {refuses: "refused"}, attack=attack)
        case = await county.case(number)
        there = any(step == refuses for _, step in done)
        expected = "refused" if there else "granted"
        assert (case.outcome, case.concluded is not None) == (expected, True), done
