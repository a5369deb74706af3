"""Days and moments as they are typed: the county's own, unless a zone is named."""

from datetime import UTC, date, datetime, time

from domain.kernel.refusal import Invalid
from domain.kernel.rulebook import Rulebook
from domain.reports.periods import written
from services.cli.output import fail


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail("cli.date", f"“{text}”不是 YYYY-MM-DD 形式的日期")


def days(since: str, until: str) -> tuple[date, date]:
    """From one to another, both with it."""
    first, last = day(since), day(until)
    if last < first:
        fail("cli.date", f"{until}早于{since}，其间没有一天")
    return first, last


def month(text: str) -> str:
    if written(text) != "month":
        fail("cli.month", f"“{text}”不是 YYYY-MM 形式的月份")
    return text


def period(text: str) -> str:
    """A month, a quarter or a year."""
    if written(text) is None:
        fail("cli.period", f"“{text}”不是期间；期间如 2024-03、2024-Q1 或 2024")
    return text


def moment(text: str, rules: Rulebook, alone: time = time.min) -> datetime:
    """`alone` is the time meant where only a day is given. Raises `Invalid`."""
    try:
        found = datetime.fromisoformat(text)
        if len(text) == len("2024-01-31"):
            found = datetime.combine(found, alone)
        zoned = found if found.tzinfo else found.replace(tzinfo=rules.zone)
        return zoned.astimezone(UTC)
    except (ValueError, OverflowError):
        said = f"“{text}”不是时间，或者超出日历；时间如 2024-01-31 15:00"
        raise Invalid("time.unreal", said) from None
