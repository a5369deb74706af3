"""The arithmetic of points, over random months: nothing is counted twice and nothing is lost."""

from collections import defaultdict
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.kernel.rulebook import Rulebook
from domain.service_points.account import (
    Account,
    Entry,
    booking_month,
    capped,
    end_of,
    month_of,
    settled,
    settlement,
    taken_back,
    with_entry,
    without,
)
from tests.world import XINGGUO, at

RULES = Rulebook(XINGGUO)
MONTHS = ("2024-01", "2024-02", "2024-03")
_EARN, _REVERSE, _SETTLE = "earn", "reverse", "settle"
ACTS = st.lists(
    st.tuples(st.sampled_from((_EARN, _EARN, _REVERSE, _SETTLE)), st.integers(0, 30)), max_size=60
)


def earned(points: int) -> Entry:
    return Entry(points, at("2024-01-31 18:00"), RULES.version)


@given(ACTS, st.none() | st.integers(1, 20))
def test_what_is_paid_is_what_the_services_that_stayed_come_to(
    acts: list[tuple[str, int]], cap: int | None
) -> None:
    """B-26: whenever it is reversed, the sum over all months is that of a history without it."""
    account, month, stayed = Account("p"), 0, defaultdict[str, dict[str, int]](dict)
    for n, (act, value) in enumerate(acts):
        now = MONTHS[month]
        known = sorted(s for found in stayed.values() for s in found)
        if act == _EARN:
            account = with_entry(account, now, f"s{n}", earned(value))
            stayed[now][f"s{n}"] = value
        elif act == _REVERSE and known:
            source = known[value % len(known)]
            origin = account.month_with(source) or ""
            of = account.month(origin)
            points = taken_back(of, source) if of.settled else 0
            account = without(account, source, now, points)
            del stayed[origin][source]
        elif act == _SETTLE and month < len(MONTHS) - 1:
            account = settled(account, now, settlement(account.month(now), cap), cap)
            month += 1
    for name in MONTHS[month:]:
        account = settled(account, name, settlement(account.month(name), cap), cap)
    assert account.balance == sum(capped(sum(found.values()), cap) for found in stayed.values())
    assert account.available == account.balance


def test_a_month_is_the_countys_own() -> None:
    """Its midnight, not that of Greenwich; a settled month is closed to what comes after it."""
    assert month_of(at("2024-02-01 00:00"), RULES) == "2024-02"
    assert month_of(at("2024-02-01 00:00") - timedelta(microseconds=1), RULES) == "2024-01"
    assert end_of("2024-01", RULES) == at("2024-02-01")
    assert end_of("2024-12", RULES) == at("2025-01-01")
    january, march = at("2024-01-31 18:00"), at("2024-03-01")
    account = with_entry(Account("p"), "2024-01", "s", earned(1))
    assert booking_month(account, january, march, RULES) == "2024-01"
    closed = settled(account, "2024-01", 1, None)
    assert booking_month(closed, january, march, RULES) == "2024-03"
