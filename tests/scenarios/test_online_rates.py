"""What share of the matters that run online can be done there (ZZ22-26…-29, B-49, E5-10)."""

from fractions import Fraction

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.kernel.facts import Online, OnlineState
from domain.kernel.pack import MatterStatus, Pack
from domain.kernel.rulebook import Rulebook
from domain.matters.online import DeclareOnline, OnlineDeclared, Rate, rates
from infra.log import EventLog
from projections.matter_list import as_of
from services.targets import targets
from tests.scenarios.measured import MATTERS, PACK, SPLIT, TOWN, VILLAGE, target
from tests.scenarios.window import Window, a_window
from tests.world import at

HEAD = ("approval", "principal")
NOON = at("2024-01-04 12:00")
FIRST = [matter.no for matter in MATTERS if matter.no <= SPLIT]
SECOND = [matter.no for matter in MATTERS if matter.no > SPLIT]


@pytest.fixture
async def county(pool: asyncpg.Pool, log: EventLog) -> Window:
    return await a_window(pool, log, PACK)


def declare(no: int, *, runs: bool = True, able: bool = True) -> DeclareOnline:
    return DeclareOnline(matter=no, runs_online=runs, online_able=able)


async def told(county: Window, *commands: DeclareOnline) -> None:
    for command in commands:
        await county.do(county.by(*HEAD), command)


async def shown(county: Window, day: str) -> dict[str, Rate]:
    await county.projections.catch_up(county.tenant)
    found, _ = await targets(county.executor, county.pool, county.tenant, at(day).date())
    assert found.policy == f"{PACK.id}@{PACK.version}"
    return {rate.list: rate for rate in found.items}


async def test_e5_10_exactly_sixty_and_fifty_per_cent_pass_and_none_online_is_no_rate(
    county: Window,
) -> None:
    """E5-10, ZZ22-27, ZZ22-28: 不低于; the denominator is what runs online (B-49)."""
    for rate in (await shown(county, "2024-01-04")).values():
        assert (rate.running, rate.online_able, rate.share, rate.met) == (0, 0, None, None)
        assert rate.undeclared == rate.on_application > 0
    await told(county, *(declare(no, able=no <= 3) for no in FIRST[:5]))
    await told(county, *(declare(no, able=no == SECOND[0]) for no in SECOND[:2]))
    found = await shown(county, "2024-01-04")
    first, second = found[TOWN], found[VILLAGE]
    assert (first.online_able, first.running, first.share, first.met) == (3, 5, 0.6, True)
    assert (second.online_able, second.running, second.share, second.met) == (1, 2, 0.5, True)
    assert (first.clause, first.undeclared) == ("四(四)1", len(FIRST) - 5)

    await told(county, declare(FIRST[5], able=False))  # one more that only runs there
    assert [(r.online_able, r.running, r.met) for r in (await shown(county, "2024-01-04")).values()
            ] == [(3, 6, False), (1, 2, True)]  # fmt: skip


async def test_the_latest_declaration_counts_and_each_day_has_its_own(county: Window) -> None:
    await told(county, declare(1))
    county.now = at("2024-01-08 09:00")
    await told(county, declare(1, able=False))
    county.now = at("2024-01-10 09:00")
    await told(county, declare(1, runs=False, able=False))
    days = {day: (await shown(county, f"2024-01-{day}"))[TOWN] for day in ("03", "07", "09", "10")}
    assert {day: (rate.online_able, rate.running, rate.met) for day, rate in days.items()} == {
        "03": (0, 0, None),
        "07": (1, 1, True),
        "09": (0, 1, False),
        "10": (0, 0, None),
    }
    listed = {p.matter.no: row for p, row in await as_of(county.pool, county.tenant, NOON.date())}
    zone = county.county.rules.zone
    state = listed[1].online_on(NOON.date(), zone)
    assert state is not None
    assert (state.runs_online, state.online_able, state.organ) == (True, True, "approval")
    assert listed[1].online_on(at("2024-01-03").date(), zone) is None
    assert listed[2].online_on(NOON.date(), zone) is None


async def test_a_declaration_names_who_made_it(county: Window) -> None:
    (event,) = await county.events(county.by(*HEAD), declare(1))
    assert event == OnlineDeclared(
        occurred_at=county.now, matter=1, runs_online=True, online_able=True, organ="approval"
    )


@pytest.mark.parametrize(
    ("by", "command", "code"),
    [
        (HEAD, declare(1, runs=False), "matters.not_running_online"),
        (HEAD, declare(99), "matters.not_listed"),
        (("xingjiang", "principal"), declare(1), "organisation.not_principal"),
        (("approval", "reviewer"), declare(1), "organisation.not_principal"),
        (("agriculture", "principal"), declare(1), "organisation.not_principal"),
    ],
)
async def test_what_does_not_stand_is_not_declared(
    county: Window, by: tuple[str, str], command: DeclareOnline, code: str
) -> None:
    """ZZ22-26, B-73: by the principal of whoever keeps the list; able only where it runs."""
    assert await county.refused(county.by(*by), command) == code


async def test_the_same_again_is_no_declaration(county: Window) -> None:
    await told(county, declare(1, able=False))
    again = await county.refused(county.by(*HEAD), declare(1, able=False))
    assert again == "matters.online_unchanged"
    await told(county, declare(1), declare(1, able=False))


async def test_where_nobody_keeps_the_list_the_matters_own_department_declares(
    pool: asyncpg.Pool, log: EventLog
) -> None:
    unkept = replace(PACK, organ=tuple(replace(organ, roles=()) for organ in PACK.organ))
    county = await a_window(pool, log, unkept)
    await county.staff("forestry", {"principal": ()})
    assert county.county.rules.matter(12).delegator == "forestry"
    assert await county.refused(county.by(*HEAD), declare(12)) == "organisation.not_principal"
    (event,) = await county.events(county.by("forestry", "principal"), declare(12))
    assert isinstance(event, OnlineDeclared)
    assert event.organ == "forestry"


# The arithmetic, over whatever was declared.


STATES = st.tuples(st.booleans(), st.booleans()).map(
    lambda it: OnlineState(NOON, it[0], it[0] and it[1])
)
STATUSES: st.SearchStrategy[MatterStatus] = st.sampled_from(("current", "repealed"))


@given(
    declared=st.dictionaries(st.sampled_from([m.no for m in MATTERS]), STATES),
    of=st.lists(st.tuples(st.booleans(), STATUSES), min_size=len(MATTERS), max_size=len(MATTERS)),
    percent=st.integers(0, 100),
)
def test_both_counts_are_of_current_matters_on_application_that_run_online(
    declared: dict[int, OnlineState], of: list[tuple[bool, MatterStatus]], percent: int
) -> None:
    """B-49, B-45: each matter counted by itself says the same; what is not current never counts."""
    matters = tuple(
        replace(matter, on_application=applied, status=status)
        for matter, (applied, status) in zip(MATTERS, of, strict=True)
    )
    aims = (target(TOWN, percent / 100), target(VILLAGE, percent / 100))
    pack: Pack = replace(PACK, matter=matters, target=aims)
    for rate in rates(declared, Rulebook(pack)):
        mine = [
            matter.no
            for matter in matters
            if (matter.list, matter.on_application, matter.status) == (rate.list, True, "current")
        ]
        running = [no for no in mine if no in declared and declared[no].runs_online]
        able = [no for no in running if declared[no].online_able]
        assert (rate.on_application, rate.running, rate.online_able) == (
            len(mine), len(running), len(able),
        )  # fmt: skip
        assert rate.undeclared == len([no for no in mine if no not in declared])
        assert (rate.met is None) == (rate.share is None) == (not running)
        if running:
            assert rate.met is (len(able) * 100 >= percent * len(running))


@given(running=st.integers(1, SPLIT), percent=st.integers(1, 100))
def test_a_rate_on_the_line_passes_and_one_matter_less_does_not(running: int, percent: int) -> None:
    """E5-10: at least, exactly; no rounding lets a matter pass that is missing."""
    least = -(-percent * running // 100)  # the fewest that reach it
    rules = Rulebook(replace(PACK, target=(target(TOWN, percent / 100),)))
    for able, met in ((least, True), (least - 1, False)):
        declared = {
            no: OnlineState(NOON, runs_online=True, online_able=n < able)
            for n, no in enumerate(FIRST[:running])
        }
        (rate,) = rates(declared, rules)
        assert rate.met is met
        assert Fraction(rate.online_able, rate.running) == Fraction(able, running)


@given(moments=st.lists(st.integers(0, 50), max_size=6), asked=st.integers(-1, 51))
def test_a_state_holds_until_the_next_is_declared(moments: list[int], asked: int) -> None:
    moment = [at(f"2024-01-04 12:{minute:02}") for minute in sorted(moments)]
    states = tuple(
        OnlineState(it, runs_online=True, online_able=bool(n % 2)) for n, it in enumerate(moment)
    )
    now = at("2024-01-04 11:59") if asked < 0 else at(f"2024-01-04 12:{asked:02}")
    held = [state for state in states if state.since <= now]
    assert Online(1, states).at(now) == (held[-1] if held else None)
