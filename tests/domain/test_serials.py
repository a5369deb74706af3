"""Ranges of serial numbers, as they are printed (XG23-65)."""

import pytest

from domain.readiness.serials import LIMIT, serials, skipped

NO_RANGE = (
    ("甲0001号", "甲0000号"),  # backwards
    ("甲0001号", "乙0002号"),
    ("甲0001号", "甲0002"),
    ("甲099号", "甲0100号"),  # not written as long
    ("甲号", "乙号"),
    ("", ""),
    ("0001", f"{LIMIT + 1:04}"),
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
