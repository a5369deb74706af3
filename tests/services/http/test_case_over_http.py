"""A county from its adoption to a concluded case, over HTTP alone."""

from services.demo.acts import TOWNSHIP_POSTS
from tests.services.http.knock import Door


async def test_a_county_from_adoption_to_a_concluded_case(door: Door) -> None:
    county = door.world.county
    await door.play([county.adoption()])
    await door.play(county.staffing("approval", {"principal": ()}))
    await door.play(county.staffing("xingjiang", TOWNSHIP_POSTS))
    await door.play(county.handing_down("approval", "xingjiang"))
    answers = await door.play(county.case(door.world.plan("2024-1")))

    received, delivered = answers[0], answers[-1]
    assert [event["type"] for event in delivered["events"]] == [
        "cases.delivered",
        "cases.concluded",
    ]
    assert received["query_code"] == door.platform.vault.query_code("xingguo", "2024-1")
    await door.catch_up()

    clerk = await door.person(door.by("xingjiang", "window_clerk"))
    row = await door.get(f"/cases/2024-1?after={delivered['position']}", clerk)
    assert row.status_code == 200
    assert row.json()["status"] == "concluded"
    assert row.headers["ETag"] == f'"{delivered["events"][-1]["version"]}"'
    assert int(row.headers["Tongban-Position"]) >= delivered["position"]
