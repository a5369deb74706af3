"""Both invented counties walked by their in-trays alone, in all their modes.

What waits is accepted, what does not wait is refused, and every case comes to its end.
"""

from typing import Any

import asyncpg
import pytest

from domain.delegation.agreement import AnnounceDelegation, CountersignAgreement, SignAgreement
from domain.delegation.confirmation import ConfirmAcceptance
from domain.programmes.trial import DesignatePilots
from infra.log import EventLog
from services.demo.dossier import seat
from tests.scenarios.next_county import NextCounty, Verdict
from tests.world import at


async def jia(pool: asyncpg.Pool, log: EventLog) -> NextCounty:
    """Seven seals of three owners in use; one township confirmed what it takes on."""
    county = NextCounty(pool, log, "sample_jia")
    await county.begin()
    await county.make_seal("town_acceptance", "east", "east", 1)
    await county.make_seal("county_acceptance", "bureau", "bureau", 8)
    await county.make_seal("copy", "bureau", "west", 1)
    await county.make_seal("copy", "bureau", "east", 2)
    await county.make_seal("copy", "bureau", "east", 3)
    await county.make_seal("county_decision", "bureau", "bureau", 6)
    await county.make_seal("county_revocation", "bureau", "bureau", 7)
    await county.make_seal("town_decision", "east", "east", 2)
    confirmed = ConfirmAcceptance(
        delegator="bureau",
        delegatee="east",
        matters=(2,),
        document_number="承-1",
        valid_from=county.now.date(),
    )
    await county.do(seat("east", "principal"), confirmed)
    return county


async def yi(pool: asyncpg.Pool, log: EventLog) -> NextCounty:
    """One township tries the joint approval out and has signed; the other has not."""
    county = NextCounty(pool, log, "sample_yi")
    await county.begin()
    await county.make_seal("hall_acceptance", "south", "south_hall", 1, "electronic")
    await county.make_seal("first_decision", "bureau", "bureau", 2)
    await county.make_seal("second_decision", "safety", "safety", 3)
    pilots = DesignatePilots(programme="joint_approval", organs=("south",))
    await county.do(seat("bureau", "principal"), pilots)
    pair: dict[str, Any] = {"delegator": "bureau", "delegatee": "south"}
    sign = SignAgreement(
        **pair, contents={"basis": "示例"}, matters=(3, 4), valid_from=county.now.date()
    )
    await county.do(seat("bureau", "principal"), sign)
    await county.do(seat("south", "principal"), CountersignAgreement(**pair))
    announce = AnnounceDelegation(**pair, matters=(3,), published_in="门户（示例）")
    await county.do(seat("bureau", "principal"), announce)
    return county


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
    for n, (matter, receiver, extent, day, mode) in enumerate(JIA):
        number = f"case-{n}"
        county.now = at(day)
        case = await county.receive(number, matter, receiver, **_stated(extent))
        assert case.mode == mode
        done = await county.walk(number, {"decide": outcome}, attack=outcome == "granted")
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
    for n, (matter, receiver, mode) in enumerate(YI):
        number = f"case-{n}"
        case = await county.receive(number, matter, receiver)
        assert case.mode == mode
        done = await county.walk(number, {refuses: "refused"}, attack=not refuses)
        case = await county.case(number)
        there = any(step == refuses for _, step in done)
        expected = "refused" if there else "granted"
        assert (case.outcome, case.concluded is not None) == (expected, True), done
