"""A reform over HTTP: its phases and trial, the window of a matter (RA22-08 to -13, -28 to -30)."""

import pytest

from domain.kernel.authority import OPERATOR
from domain.organisation.posts import AssumePost
from domain.programmes.commands import DesignatePilots
from services.demo.acts import County
from tests.rongan import RONGAN
from tests.scenarios.hall import PILOTS, REFORM
from tests.services.http.knock import PREFIX, Door, request_of
from tests.services.http.test_problems import assert_problem
from tests.world import World, at

TENANT = "rongan"


@pytest.fixture
async def office(door: Door) -> str:
    """The token of the lead's principal, in office since the first phase."""
    world = World(door.platform.executor, TENANT)
    world.county = County(TENANT, RONGAN)
    await world.play(world.county.adoption())
    by = world.by("service_office", "principal")
    await world.do(
        OPERATOR,
        AssumePost(
            organ=by.organ, post=by.post, person=by.person, occurred_at=at("2022-02-20 09:00")
        ),
    )
    return await door.person(by, TENANT)


async def test_the_phases_of_a_programme_on_a_day(door: Door, office: str) -> None:
    """RA22-28, B-60."""
    told = (await door.get("/programmes?as_of=2022-05-10", office)).json()
    (item,) = told["items"]
    assert (told["as_of"], item["phase"], item["trial"]) == ("2022-05-10", "rollout", None)
    assert [phase["name"] for phase in item["phases"]] == ["启动阶段", "试点阶段", "推广阶段"]
    assert (item["document"], item["lead"]) == ("融政监管字〔2022〕3号", "service_office")
    today = (await door.get("/programmes", office)).json()
    assert today["items"][0]["phase"] is None


async def test_a_trial_is_named_and_told(door: Door, office: str) -> None:
    """RA22-29."""
    trial = f"/programmes/{REFORM}/trial"
    assert_problem(await door.get(trial, office), 404, "programmes.no_trial")
    late = await door.post(trial, {"organs": PILOTS}, office)
    told = assert_problem(late, 409, "programmes.pilot_phase_over")
    assert (told["clause"], told["text"][:6]) == ("五(一)", "选取2-3个")
    path, body = request_of(
        DesignatePilots(
            programme=REFORM,
            organs=PILOTS,
            occurred_at=at("2022-02-21 09:00"),
            late_reason="停电期间在纸上办理",
        )
    )
    assert path == trial
    done = await door.post(path, body, office)
    assert done.status_code == 200, done.text
    found = await door.get(trial, office)
    assert found.json()["organs"] == sorted(PILOTS)
    assert found.headers["ETag"] == done.headers["ETag"] == '"1"'


@pytest.mark.parametrize(
    ("query", "window", "fallback"),
    [
        ("domain=民政&power=licence", "行政审批专窗", False),
        ("domain=民政&power=public_service", "综合服务专窗", False),
        ("domain=水利&power=licence", "行政审批专窗", True),
        ("matter=2", "综合服务专窗", False),
    ],
)
async def test_a_matter_is_sent_to_its_window(
    door: Door, office: str, query: str, window: str, *, fallback: bool
) -> None:
    """E5-11."""
    told = (await door.get(f"/windows?{query}", office)).json()["window"]
    assert (told["name"], told["fallback"]) == (window, fallback)


async def test_what_is_asked_for_must_be_said(door: Door, office: str) -> None:
    assert_problem(await door.get("/windows?power=levy", office), 422, "matters.window_question")
    assert_problem(await door.get("/windows?matter=99", office), 404, "matters.not_listed")
    unknown = await door.client.get(
        f"{PREFIX}/windows?domain=民政&power=x", headers={"Authorization": f"Bearer {office}"}
    )
    assert unknown.status_code == 400
    told = (await door.get("/windows?matter=6", office)).json()  # RA22-12, B-66
    assert told["window"] is None
