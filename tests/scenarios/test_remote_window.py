"""The virtual remote window: a session is a fact, or there was none (JX24-14, -19, -20)."""

import hashlib
from datetime import timedelta

import asyncpg
import pytest
from msgspec.structs import replace

from domain.cases.commands import Accept, Survey
from domain.cases.session import HoldSession
from domain.organisation.posts import WithdrawStaffAuthorisation
from infra.log import EventLog
from projections import case_register
from services.cli.cases import session_held
from services.demo.dossier import seat
from tests.scenarios.two_levels import (
    COUNTY,
    COUNTY_HEAD,
    HALL,
    REMOTE,
    TOWN,
    TwoLevels,
    two_levels,
)
from tests.world import at

CLERK, OFFICIAL = seat(TOWN, "window_clerk"), seat(COUNTY, "approver")
SESSION = HoldSession(
    case="4-1",
    participants=(CLERK, OFFICIAL),
    medium="政务视频专网（示例）",
    started_at=at("2022-06-06 09:30"),
    ended_at=at("2022-06-06 09:50"),
    identity="查验证件原件，人像比对一致",
    identity_checked_by=CLERK.person,
    shown="申请表、场地照片",
    established="材料齐全，与申请一致",
    recording=hashlib.sha256(b"recording").hexdigest(),
)


@pytest.fixture
async def county(pool: asyncpg.Pool, log: EventLog) -> TwoLevels:
    made = await two_levels(pool, log)
    made.now = at("2022-06-06 09:00")
    await made.received("4-1", REMOTE, TOWN)
    made.now = at("2022-06-06 10:00")
    return made


async def test_nobody_acts_as_if_there_had_been_a_session(county: TwoLevels) -> None:
    """JX24-19: both ends wait for it; each way of only saying so is refused, with its clause."""
    waiting = {(by.organ, item.step) for by, item in await county.trays("4-1")}
    assert waiting == {(TOWN, "session"), (COUNTY, "session"), (COUNTY, "survey")}
    accept = Accept(case="4-1", document_number="受-1")
    assert await county.refused_with(seat(COUNTY, "window_clerk"), accept) == "cases.step_not_yet"
    alone = replace(SESSION, participants=(OFFICIAL,), identity_checked_by=OFFICIAL.person)
    elsewhere = seat(HALL, "window_clerk")
    deputy = replace(CLERK, person="ding_town-reviewer")
    late = SESSION.ended_at + timedelta(hours=1)
    early = SESSION.started_at - timedelta(hours=1)
    for command, code in (
        (alone, "cases.session_participants"),  # the town was not there
        (replace(SESSION, participants=(CLERK,)), "cases.session_participants"),  # nor who records
        (replace(SESSION, participants=(CLERK, OFFICIAL, elsewhere)), "cases.session_participants"),
        (replace(SESSION, participants=(CLERK, OFFICIAL) * 11), "cases.session_participants"),
        (replace(SESSION, participants=(deputy, OFFICIAL)), "organisation.post_not_held"),
        (
            replace(SESSION, participants=(seat(TOWN, "seal_user"), OFFICIAL)),
            "organisation.not_authorised",
        ),
        (replace(SESSION, ended_at=late), "cases.session_times"),
        (replace(SESSION, started_at=early), "cases.session_times"),
        (replace(SESSION, started_at=late), "cases.session_times"),
        (replace(SESSION, identity=" "), "cases.session_identity"),
        (replace(SESSION, identity_checked_by=OFFICIAL.person), "cases.session_identity"),
        (replace(SESSION, established=""), "cases.session_incomplete"),
        (replace(SESSION, recording="没有"), "cases.session_incomplete"),
    ):
        assert await county.refused_with(OFFICIAL, command) == code, code
    assert await county.refused_with(elsewhere, SESSION) == "cases.wrong_performer"
    assert (await county.case("4-1")).steps.keys() == {"receive"}


async def test_a_session_is_told_with_who_was_there_and_what_it_came_to(county: TwoLevels) -> None:
    """JX24-14, -19, -20: the town collects and assists, the county decides and answers."""
    await county.do(OFFICIAL, SESSION)
    assert await county.refused_with(CLERK, SESSION) == "cases.step_taken"
    await county.projections.catch_up(county.tenant)
    row = await case_register.case(county.pool, county.tenant, "4-1")
    assert row is not None
    assert row.session is not None
    assert (row.status, row.session.participants) == ("session_held", (CLERK, OFFICIAL))
    assert "ding_town-window_clerk（示例丁镇人民政府）" in session_held(row, county.county.rules)

    survey = Survey(case="4-1", staff=(OFFICIAL.person,), found="现场与申请一致（示例）")
    for wrong in (
        replace(survey, remote=True),  # nobody at the place
        replace(survey, joined=(CLERK,)),  # said to be on the spot
        replace(survey, remote=True, joined=(seat("ding_watch", "supervisor"),)),
    ):
        assert await county.refused_with(OFFICIAL, wrong) == "cases.survey_remote"
    afar = replace(survey, remote=True, joined=(CLERK,))
    ghost = replace(survey, remote=True, joined=(replace(CLERK, person="nobody"),))
    assert await county.refused_with(OFFICIAL, ghost) == "organisation.post_not_held"
    await county.do(OFFICIAL, afar)
    assert (await county.case("4-1")).outcome is None  # an assistance, never a decision

    # Whoever took part may leave: it was so nevertheless.
    leaves = WithdrawStaffAuthorisation(person=OFFICIAL.person, organ=COUNTY, reason="示例")
    await county.do(COUNTY_HEAD, leaves)
    waiting = [(by.organ, item.step) for by, item in await county.trays("4-1")]
    assert waiting == [(COUNTY, "accept")]
    await county.do(seat(COUNTY, "window_clerk"), Accept(case="4-1", document_number="受-1"))
    lines = {li.duty: li for li in (await county.answered("4-1")).lines}
    collection = lines["collection"]
    assert (collection.bearer, collection.rests_on) == (TOWN, ("case/4-1@1", "case/4-1@2"))
