"""Who answers, over HTTP: as known, as valid, and what was found on paper."""

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.cases.irregularity import RecordIrregularity
from domain.seals.commands import ReportLoss
from tests.services.http.knock import Door
from tests.services.http.test_problems import assert_problem

PATH = "/cases/case-1/liability"


@pytest.fixture
async def token(door: Door) -> str:
    """A case with its acceptance stamped before, the rest after the seal was lost."""
    await door.set_up()
    await door.case("case-1", steps=7)
    return await door.token("auditor")


def results(answer: Any) -> set[tuple[str, str]]:
    return {
        (each["bearer"]["id"], each["line"]["share"])
        for each in answer["lines"]
        if each["line"]["duty"] == "result"
    }


async def test_what_was_known_before_the_report_can_still_be_asked(door: Door, token: str) -> None:
    """E5-6."""
    lost = datetime.now(UTC)
    await door.case("case-1")
    before = (await door.get(PATH, token)).json()
    assert before["findings"] == []
    report = ReportLoss(owner="approval", number=11, lost_at=lost, circumstances="清点时未见")
    assert (await door.give(door.by("xingjiang", "custodian"), report)).status_code == 200
    await door.catch_up()
    after = (await door.get(PATH, token)).json()
    assert [(f["finding"], f["label"]) for f in after["findings"]] == [
        ("after_loss", "遗失后用印")
    ] * 2
    use, shown = after["findings"][0]["rests_on"]
    assert (use["type"], shown["type"]) == ("seals.used", "seals.lost")
    assert shown["recorded_at"] > use["recorded_at"]
    assert results(after) == {("xingjiang", "sole")}
    then = (await door.get(f"{PATH}?known_at={before['known_at']}", token)).json()
    assert results(then) == results(before) == {("xingjiang", "equal"), ("approval", "equal")}
    assert (await door.get(f"{PATH}?known_at={use['recorded_at']}", token)).json()["findings"] == []
    moment = lost.isoformat().replace("+00:00", "Z")
    valid = (await door.get(f"{PATH}?valid_at={moment}", token)).json()
    assert valid["findings"] == []


async def test_moments_are_positions_or_times_with_a_zone(door: Door, token: str) -> None:
    for asked, status, code in (
        ("known_at=x", 400, "http.malformed"),
        ("known_at=2024-01-31T10:00:00", 400, "http.malformed"),
        ("valid_at=2024-01-31", 400, "http.malformed"),
        ("known_at=1000000", 422, "feed.beyond_head"),
        ("known_at=0001-01-01T00:00:00%2B14:00", 400, "http.malformed"),
        ("valid_at=9999-12-31T23:59:59-14:00", 400, "http.malformed"),
        ("known_at=9223372036854775807", 422, "feed.beyond_head"),
        ("known_at=0", 404, "cases.unknown"),
        ("known_at=2024-01-31T10:00:00%2B08:00", 404, "cases.unknown"),
    ):
        assert_problem(await door.get(f"{PATH}?{asked}", token), status, code)


async def test_an_irregularity_is_put_on_record_by_who_supervises(door: Door, token: str) -> None:
    """XG23-62, -74."""
    noted = RecordIrregularity(
        case="case-1",
        finding="own_name",
        happened_at=datetime.now(UTC),
        description="以乡镇名义另行出具批复",
        evidence="0" * 64,
    )
    refused = await door.give(door.by("xingjiang", "principal"), noted)
    assert_problem(refused, 403, "cases.not_supervisor")
    assert (await door.give(door.by("approval", "principal"), noted)).status_code == 200
    await door.catch_up()
    answer = (await door.get(PATH, token)).json()
    assert [finding["says"] for finding in answer["findings"]] == ["以乡镇名义另行出具批复"]
    outside = {
        each["bearer"]["id"] for each in answer["lines"] if each["line"]["layer"] == "external"
    }
    assert outside == {"xingjiang"}
