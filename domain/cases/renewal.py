"""Renewals: filed in time or late, and what the law does where nobody decides (行政许可法 50)."""

from datetime import date, datetime
from typing import ClassVar

from msgspec import Struct

from domain.kernel.event import Command, Event
from domain.kernel.pack import Limit, Matter
from domain.kernel.refusal import Invalid
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import TERM_LIMIT, before, day_of

FIELD = "expires_on"
"""The stated fact that a matter with a window for renewals asks for: an ISO calendar date."""


class Renewal(Struct, frozen=True):
    """The permit to renew ends with `expires_on`; `file_by` was the last day to apply (C3).

    `late`: applied for after it; then the law makes nothing of the passing of the expiry.
    """

    expires_on: date
    file_by: date
    late: bool
    clause: str


class CaseDeemedRenewed(Event, frozen=True, kw_only=True):
    """视为准予延续: an effect of law, so without a person or a document (行政许可法 50).

    Nobody decided before the expiry on what was applied for in time.
    """

    TYPE: ClassVar[str] = "cases.deemed_renewed"
    EFFECT: ClassVar[bool] = True
    case: str
    organ: str
    expires_on: date
    clause: str


class DeemRenewed(Command, frozen=True, kw_only=True):
    """The permit has expired undecided: `obligation` is the decision due before."""

    TYPE: ClassVar[str] = "cases.deem_renewed"
    AUTOMATED: ClassVar[bool] = True
    obligation: str


EVENTS = (CaseDeemedRenewed,)


def renewal(
    matter: Matter, stated: dict[str, str | float], at: datetime, rules: Rulebook
) -> Renewal | None:
    """What a receipt at that moment means for the permit; None: nothing is to be renewed."""
    window = _window(matter)
    if window is None:
        return None
    actions = (guard for guard in matter.guard if guard.kind == "action" and guard.allow)
    if any(stated.get(guard.field) not in guard.allow for guard in actions):
        return None  # the list has it for renewals: this is something else, for another channel
    told = stated.get(FIELD)
    if told is None:
        raise rules.refuse(
            Invalid, "cases.fact_missing", "请填写原证的有效期届满日（expires_on）", field=FIELD
        )
    try:
        expires_on = datetime.strptime(str(told), "%Y-%m-%d").date()  # noqa: DTZ007  a day
        last = file_by(expires_on, window)
    except (ValueError, OverflowError):
        raise Invalid(
            "cases.expiry_date", f"有效期届满日“{told}”须写作YYYY-MM-DD形式的日期"
        ) from None
    received = day_of(at, rules)
    if (expires_on - received).days > TERM_LIMIT:
        raise Invalid("cases.expiry_date", f"有效期届满日{expires_on}过于遥远，请核对年份")
    return Renewal(expires_on, last, received > last, window.source)


def window_of(matter: Matter, rules: Rulebook) -> tuple[int, Limit] | None:
    """By which matter its permit is renewed, and how long before the expiry at the latest.

    Lists name the renewal of a permit as a matter of its own, or as one action of several.
    """
    own = (
        it for it in rules.pack.matter if it.certificate and it.certificate == matter.certificate
    )
    found = ((it.no, window) for it in (matter, *own) if (window := _window(it)) is not None)
    return next(found, None)


def file_by(expires_on: date, window: Limit) -> date:
    """The last day to apply."""
    if window.unit == "working_days":
        raise ValueError("the validator admits days and months")
    return before(expires_on, window.days, window.unit)


def _window(matter: Matter) -> Limit | None:
    found = (it for it in matter.limit if it.of == "renewal_before_expiry")
    return next((it for it in found if it.unit != "working_days"), None)
