"""Who holds which post, and who of the staff may do what (ZZ22-10, XG23-57)."""

from datetime import datetime
from typing import ClassVar

from domain.kernel.event import Event


class PostAssumed(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "organisation.post_assumed"
    organ: str
    post: str
    person: str


class PostLeft(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "organisation.post_left"
    organ: str
    post: str
    person: str


class StaffAuthorised(Event, frozen=True, kw_only=True):
    """`until` is the midnight after the last day; None: until withdrawn."""

    TYPE: ClassVar[str] = "organisation.staff_authorised"
    person: str
    organ: str
    steps: tuple[str, ...]
    matters: tuple[int, ...]
    until: datetime | None = None


class StaffAuthorisationWithdrawn(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "organisation.staff_authorisation_withdrawn"
    person: str
    organ: str
    reason: str


EVENTS = (PostAssumed, PostLeft, StaffAuthorised, StaffAuthorisationWithdrawn)
