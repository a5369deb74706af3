"""Seals over HTTP: the register, the ledger with what is wrong with a use, and its export."""

import csv
from datetime import UTC, datetime

from domain.seals.commands import ReportLoss
from tests.services.http.knock import Door
from tests.services.http.test_problems import assert_problem


async def test_the_register_the_ledger_and_its_export_tell_of_a_loss(door: Door) -> None:
    """XG23-58, -59, -60."""
    await door.set_up()
    before = datetime.now(UTC)
    await door.case()
    keeper = door.by("xingjiang", "custodian")
    loss = ReportLoss(owner="approval", number=11, lost_at=before, circumstances="遗失")
    assert (await door.give(keeper, loss)).status_code == 200
    await door.catch_up()
    token = await door.person(door.by("xingjiang", "principal"))

    (seal,) = (await door.get("/seals?status=lost&custodian=xingjiang-custodian", token)).json()[
        "items"
    ]
    assert (seal["key"], seal["reason"]) == ("approval/11", "遗失")
    assert (await door.get("/seals?status=in_use", token)).json()["items"] == []
    fact = await door.get("/seals/approval/11", token)
    assert fact.headers["ETag"] == f'"{seal["version"]}"'

    uses = (await door.get("/seal-uses", token)).json()["items"]
    assert [use["irregular"] for use in uses] == ["after_loss"] * 3

    answer = await door.get("/seal-uses/export?holder=xingjiang", token)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(answer.content.decode("utf-8-sig").splitlines())
    assert head[:2] == ["使用印章的时间", "使用的事项"]
    assert len(rows) == len(uses)
    nothing = await door.get("/seal-uses/export?matter=7", token)
    assert len(nothing.text.splitlines()) == 1


async def test_a_moment_has_a_zone(door: Door) -> None:
    await door.set_up()
    token = await door.person(door.by("xingjiang", "custodian"))
    body = {"lost_at": "2024-03-04T09:00:00", "circumstances": "遗失"}
    answer = await door.post("/seals/approval/11/loss", body, token)
    assert_problem(answer, 400, "http.malformed")
