"""Inquiries and documents over HTTP, from the acts to the lists (RA22-20, -22, -23)."""

from tests.services.http.knock import Door
from tests.services.http.test_problems import assert_problem

ASKING = {
    "number": "函-1",
    "to": "approval",
    "subject": "材料",
    "question": "可否用电子证照？",
    "matter": 21,
}


async def test_asked_and_answered(door: Door) -> None:
    await door.set_up()
    centre = await door.person(door.by("xingjiang", "window_clerk"))
    department = await door.person(door.by("approval", "principal"))
    asked = await door.post("/inquiries", ASKING, centre)
    assert (asked.status_code, asked.headers["ETag"]) == (201, '"1"')
    await door.catch_up()
    (row,) = (await door.get("/inquiries?open=true&department=approval", centre)).json()["items"]
    assert (row["key"], row["organ"], row["matter"]) == ("函-1", "xingjiang", 21)
    answer = {"answer": "可以。", "document_number": "复-1"}
    mine = await door.post("/inquiries/函-1/answer", answer, centre)
    assert_problem(mine, 403, "exchange.not_asked")
    assert (await door.post("/inquiries/函-1/answer", answer, department)).status_code == 200
    again = await door.post("/inquiries/函-1/answer", answer, department)
    assert_problem(again, 409, "exchange.already_answered")
    await door.catch_up()
    assert (await door.get("/inquiries?open=true", centre)).json()["items"] == []
    (row,) = (await door.get("/inquiries?organ=xingjiang", department)).json()["items"]
    assert (row["answer"], row["open"]) == ("可以。", False)


async def test_addressed_and_received(door: Door) -> None:
    await door.set_up()
    centre = await door.person(door.by("xingjiang", "window_clerk"))
    department = await door.person(door.by("approval", "principal"))
    paper = {"number": "文-1", "title": "通知", "addressees": ["xingjiang", "gulonggang"]}
    assert (await door.post("/documents", paper, department)).status_code == 201
    await door.catch_up()
    waiting = "/documents?acknowledged=false&addressee=xingjiang"
    (row,) = (await door.get(waiting, centre)).json()["items"]
    assert (row["key"], row["way"], row["waiting"]) == ("approval/文-1", "issued", 2)
    assert (await door.get("/documents?addressee=agriculture", centre)).json()["items"] == []
    received = await door.post("/documents/approval/文-1/acknowledgement", {}, centre)
    assert received.status_code == 200
    await door.catch_up()
    (row,) = (await door.get(waiting, centre)).json()["items"]
    assert (list(row["acknowledged"]), row["waiting"]) == (["xingjiang"], 1)
