"""Ranges of serial numbers, as they are printed (XG23-65)."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.readiness.serials import LENGTH, LIMIT, Serials, runs, serials, skipped

NO_RANGE = (
    ("甲0001号", "甲0000号"),  # backwards
    ("甲0001号", "乙0002号"),
    ("甲0001号", "甲0002"),
    ("甲099号", "甲0100号"),  # not written as long
    ("甲号", "乙号"),
    ("", ""),
    ("0001", f"{LIMIT + 1:04}"),
    ("9" * (LENGTH + 1), "9" * (LENGTH + 1)),
    ("١", "٢"),  # digits of another script are text
)
RANGES = st.builds(
    lambda before, first, size: Serials(before, "号", 2, first, first + size),
    st.sampled_from(("甲", "乙")),
    st.integers(0, 40),
    st.integers(0, 20),
)


@pytest.mark.parametrize(("first", "last"), NO_RANGE)
def test_what_is_no_range(first: str, last: str) -> None:
    assert serials(first, last) is None


def test_a_range_holds_its_numbers_as_printed() -> None:
    """The last run of digits counts: the year before it is text."""
    found = serials("证〔2023〕第0099号", "证〔2023〕第0101号")
    assert found is not None
    assert list(found) == ["证〔2023〕第0099号", "证〔2023〕第0100号", "证〔2023〕第0101号"]
    assert len(found) == 3
    assert str(found) == "证〔2023〕第0099号至证〔2023〕第0101号"
    assert [*map(str, runs(("02", "04", "01")))] == ["01至02", "04"]
    assert all(number in found for number in found)
    for other in (
        "证〔2023〕第0098号",
        "证〔2023〕第0102号",
        "证〔2024〕第0100号",
        "证〔2023〕第100号",
        7,
    ):
        assert other not in found
    longest = serials("1", "9")
    assert longest is not None
    assert len(serials("0001", f"{LIMIT:04}") or ()) == LIMIT


def test_a_number_is_skipped_when_a_later_one_is_spent() -> None:
    found = serials("01", "05")
    assert found is not None
    assert skipped(found, ()) == ()
    assert skipped(found, ("01", "02")) == ()
    assert skipped(found, ("04", "02")) == ("01", "03")
    assert skipped(found, ("07", "x4", "")) == ()


@given(RANGES, st.lists(RANGES, max_size=4))
def test_ranges_are_reckoned_with_as_the_sets_of_their_numbers(
    one: Serials, others: list[Serials]
) -> None:
    whole, gone = set(one), {number for other in others for number in other}
    left = [number for run in one.without(others) for number in run]
    assert left == sorted(whole - gone)
    for other in others:
        assert set(one.common(other) or ()) == whole & set(other)
    assert {number for run in runs(gone) for number in run} == gone
    assert sum(map(len, runs(gone))) == len(gone)
    assert all(number in one for number in whole)
    assert not any(number in one for number in gone - whole)
    last = max(whole & gone, default="")
    assert list(skipped(one, gone)) == sorted(it for it in whole - gone if it < last)


def test_neither_a_long_number_nor_a_long_range_takes_long() -> None:
    """Of a text of digits to the end a search would begin anew at each; int() stops at 4,300."""
    began = perf_counter()
    for text in ("1" * 1_000_000, "1a" * 500_000, "a" * 1_000_000):
        assert serials(text, text) is None
        assert text not in Serials("", "", 1, 0, 9)
    wide = Serials("", "", 9, 0, 999_999_999)
    left = wide.without(Serials("", "", 9, n, n) for n in (5, 1))
    assert [len(run) for run in left] == [1, 3, 999_999_994]
    assert perf_counter() - began < 30  # alone some milliseconds; else it would be hours
