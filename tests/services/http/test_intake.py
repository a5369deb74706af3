"""The window over HTTP: consultations, what is missing, what is declined."""

from domain.cases.commands import ChargeFee, Decline, NotifySupplement
from domain.cases.consultation import Consult
from tests.services.http.knock import Door
from tests.services.http.test_problems import assert_problem


async def test_consultations_are_recorded_and_listed(door: Door) -> None:
    """XG23-13, XG23-14, XG23-23."""
    await door.set_up()
    clerk = door.by("xingjiang", "window_clerk")
    for number, online in (("咨-1", True), ("咨-2", False)):
        consult = Consult(
            number=number,
            matter=21,
            organ="xingjiang",
            question="需要什么材料？",
            answer="见办事指南",
            steered_online=online,
        )
        assert (await door.give(clerk, consult)).status_code == 201
    await door.catch_up()
    token = await door.person(clerk)
    told = (await door.get("/consultations?steered_online=true", token)).json()["items"]
    assert [(row["key"], row["matter"]) for row in told] == [("咨-1", 21)]


async def test_what_the_window_may_not_do_is_a_problem_with_its_clause(door: Door) -> None:
    """行政许可法 32, 58; XG23-70: an extra fee is refused as an attempt at power."""
    await door.set_up()
    await door.case("case-1", steps=1)
    clerk = door.by("xingjiang", "window_clerk")
    notice = NotifySupplement(case="case-1", missing=("系谱资料",), document_number="补-1")
    assert (await door.give(clerk, notice)).status_code == 200
    assert_problem(await door.give(clerk, notice), 409, "cases.supplement_once")
    decline = Decline(
        case="case-1", ground="not_competent", reasons="由省级办理", document_number="不-1"
    )
    assert_problem(await door.give(clerk, decline), 422, "cases.decline_go_to")
    fee = ChargeFee(case="case-1", name="工本费", amount_yuan=5, basis="惯例")
    problem = assert_problem(await door.give(clerk, fee), 403, "cases.fee")
    assert problem["clause"] == "附件3 三(二)4"
    await door.catch_up()
    auditor = await door.token(kind="auditor")
    (attempt,) = (await door.get("/attempts?code=cases.fee", auditor)).json()["items"]
    assert (attempt["organ"], attempt["act"], attempt["about"]) == (
        "xingjiang", "cases.charge_fee", "case/case-1",
    )  # fmt: skip
