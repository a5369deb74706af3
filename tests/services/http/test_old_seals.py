"""Old seals over HTTP: cleared up act by act, how far that is, and who demanded one anyway."""

from domain.seals.old.demand import DemandInternalSeal, RecordSealDemand
from domain.seals.old.seal import CancelOldSeal, InventoryOldSeal, SealUpOldSeal
from services.demo.acts import County
from tests.scenarios.clearing import ASKING, CIVIL, DEMAND, HEAD, LAW, PACK, PAPER, SEAL, seat
from tests.services.http.knock import Door
from tests.services.http.test_problems import assert_problem
from tests.world import at


async def test_old_seals_are_cleared_up_and_demands_told(door: Door) -> None:
    """ZZ22-15, -18, -19."""
    door.world.county = County("xingguo", PACK)
    await door.set_up()
    await door.world.play(*door.world.county.staffing(ASKING.organ, {"approver": ()}))
    first = await door.give(HEAD, InventoryOldSeal(**SEAL, **CIVIL))
    assert (first.status_code, first.headers["ETag"]) == (201, '"1"')
    stale = await door.give(HEAD, CancelOldSeal(**SEAL, reason="x"), headers={"If-Match": '"2"'})
    assert_problem(stale, 412, "command.outdated")
    for command in (
        CancelOldSeal(**SEAL, reason="机构撤销"),
        SealUpOldSeal(**SEAL, place="保险柜", witness="w"),
    ):
        assert (await door.give(HEAD, command)).status_code == 200
    refused = await door.give(ASKING, DemandInternalSeal(**DEMAND))
    assert_problem(refused, 403, "seal.internal_demanded")
    assert refused.json()["clause"] == "四(二)3"
    assert (await door.give(ASKING, DemandInternalSeal(**DEMAND, law=LAW))).status_code == 201
    record = RecordSealDemand(
        **{**DEMAND, "number": "印-2"},
        demanded_by=ASKING.organ,
        demanded_at=at("2024-01-02 10:00"),
        evidence=PAPER,
    )
    assert (await door.give(HEAD, record)).status_code == 201
    await door.catch_up()

    token = await door.person(seat("approval"))
    (row,) = (await door.get("/old-seals?status=sealed_up&organ=xingjiang", token)).json()["items"]
    assert (row["key"], row["place"], row["witness"]) == ("xingjiang/1", "保险柜", "w")
    assert (await door.get("/old-seals?standing=established", token)).json()["items"] == []
    seal = await door.get("/old-seals/xingjiang/1", token)
    assert seal.headers["ETag"] == f'"{row["version"]}"' == '"3"'
    assert_problem(await door.get("/old-seals/xingjiang/2", token), 404, "seal.old_unknown")

    told = (await door.get("/old-seals/progress", token)).json()
    assert told["complete_by"] == "2024-05-31"
    counted = {row["organ"]: row["inventoried"] for row in told["organs"]}
    assert set(counted) == {organ.id for organ in PACK.organ if organ.kind == "township"}
    assert sum(counted.values()) == counted["xingjiang"] == 1
    (only,) = (await door.get("/old-seals/progress?organ=xingjiang", token)).json()["organs"]
    assert (only["sealed_up"], only["left"]) == (1, 0)
    nobody = await door.get("/old-seals/progress?organ=nobody", token)
    assert_problem(nobody, 404, "organisation.no_such_organ")

    demands = (await door.get("/seal-demands", token)).json()["items"]
    assert [row["key"] for row in demands] == ["印-1", "印-2"]
    (violation,) = (await door.get("/seal-demands?violation=true", token)).json()["items"]
    assert (violation["key"], violation["demanded_by"]) == ("印-2", ASKING.organ)


async def test_a_county_without_a_programme_has_nothing_to_clear_up(door: Door) -> None:
    await door.set_up()
    answer = await door.give(HEAD, InventoryOldSeal(**SEAL, **CIVIL))
    assert_problem(answer, 409, "seal.no_old_programme")
    told = await door.get("/old-seals/progress", await door.person(HEAD))
    assert told.json() == {"complete_by": None, "organs": []}
