"""Two windows in a hall: a matter goes by its domain and by whether it is a licence (E5-11)."""

import asyncpg
import pytest
from msgspec.structs import replace

from domain.cases.commands import Receive
from domain.kernel.authority import OPERATOR
from domain.kernel.pack import Power
from domain.kernel.refusal import Invalid
from domain.kernel.rulebook import Rulebook
from domain.kernel.windows import window_for, window_of
from domain.policy.adoption import AdoptPack
from infra.log import EventLog
from projections import case_register
from services.commands.questions import window_asked
from services.demo.acts import synthetic_applicant
from tenants.loader import digest
from tests.rongan import RONGAN
from tests.scenarios.hall import Hall, a_hall
from tests.world import XINGGUO

RULES = Rulebook(RONGAN)
RECEIVE = Receive(
    case="case-3",
    matter=3,
    receiver="jia_centre",
    channel="window",
    stated={},
    applicant=synthetic_applicant("3"),
)
LICENCES, OTHERS = "行政审批专窗", "综合服务专窗"


@pytest.fixture
async def hall(pool: asyncpg.Pool, log: EventLog) -> Hall:
    return await a_hall(pool, log)


@pytest.mark.parametrize(
    ("domain", "power", "window", "fallback"),
    [
        ("民政", "licence", LICENCES, False),  # the three of E5-11
        ("民政", "public_service", OTHERS, False),
        ("水利", "licence", LICENCES, True),
        ("水利", "public_service", OTHERS, True),  # B-63
        ("林业", "licence", LICENCES, False),  # RA22-09
        ("林业", "confirmation", OTHERS, True),
        ("残联", "payment", OTHERS, False),  # RA22-10: 非许可类
        ("残联", "licence", LICENCES, True),
        ("农业农村", "other", OTHERS, False),  # RA22-11
        ("农业农村", "licence", LICENCES, False),
        (None, None, OTHERS, True),
    ],
)
def test_a_matter_goes_by_domain_and_kind_of_power(
    domain: str | None, power: Power | None, window: str, *, fallback: bool
) -> None:
    found = window_for(domain, power, RULES)
    assert found is not None
    assert (found.name, found.fallback, found.clause) == (window, fallback, "四(三)")


def test_a_county_without_windows_sends_nobody_anywhere() -> None:
    rules = Rulebook(XINGGUO)
    assert window_for("民政", "licence", rules) is None
    assert {window_of(matter, rules) for matter in XINGGUO.matter} == {None}


def test_a_body_that_sits_in_the_hall_receives_at_its_own_counter() -> None:
    """RA22-12, B-66."""
    found = {matter.no: window_of(matter, RULES) for matter in RONGAN.matter}
    assert {no for no, window in found.items() if window is None} == {6, 7}


def test_a_question_names_a_matter_or_a_domain_with_a_power() -> None:
    by_matter = window_asked("", "", 3, RULES)
    assert by_matter.window == window_for("水利", "licence", RULES)
    assert (by_matter.domain, by_matter.power) == ("水利", "licence")
    assert window_asked("水利", "licence", None, RULES).window == by_matter.window
    for domain, power in (("", ""), ("民政", ""), ("", "licence"), ("民政", "许可"), (" ", "levy")):
        with pytest.raises(Invalid) as refused:
            window_asked(domain, power, None, RULES)
        assert refused.value.code == "matters.window_question"


async def test_the_register_says_at_which_window_a_case_was_received(hall: Hall) -> None:
    """RA22-08, B-63."""
    clerk = await hall.clerk("jia_centre")
    for matter in (1, 2, 3, 5):
        await hall.received(clerk, matter)
    await hall.projections.catch_up(hall.tenant)
    rows = await case_register.cases(hall.pool, hall.tenant)
    windows = {row.matter: row.at_window for row in rows}
    assert {no: (at.name, at.fallback) for no, at in windows.items() if at} == {
        1: (LICENCES, False),
        2: (OTHERS, False),
        3: (LICENCES, True),
        5: (OTHERS, True),
    }


async def test_a_resident_body_receives_in_its_own_name_and_at_no_window(hall: Hall) -> None:
    """RA22-12, B-66: its own authority, and the one seal is none of its instruments."""
    clerk = await hall.clerk("jia_market_office")
    event = await hall.received(clerk, 6)
    assert event.window is None
    assert event.route.mode == "resident"
    assert event.authority.in_name_of == "jia_market_office"
    assert "trial" not in {link.kind for link in event.authority.chain}


async def test_a_county_adjusts_what_its_windows_take(hall: Hall) -> None:
    """RA22-13: by a further version of its rules, and not for who has been received."""
    clerk = await hall.clerk("jia_centre")
    before = (await hall.received(clerk, 3)).window
    licences, others = RONGAN.window
    wider = replace(licences, domains=(*licences.domains, "水利"))
    pack = replace(RONGAN, version="2", window=(wider, others))
    adopt = AdoptPack(pack=pack, digest=digest(pack))
    await hall.do(OPERATOR, adopt)
    again = replace(RECEIVE, case="case-after")
    after = (await hall.one(clerk, again)).window  # type: ignore[attr-defined]  # known here
    assert before is not None
    assert after is not None
    assert (before.name, before.fallback) == (after.name, True)
    assert not after.fallback
    await hall.projections.catch_up(hall.tenant)
    kept = await case_register.case(hall.pool, hall.tenant, "case-3")
    assert kept is not None
    assert kept.at_window == before
