"""What a tray tells: codes, and beside them the officials' words."""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from domain.kernel.facts import SealStatus

Act = Literal["step", "apply", "consent", "stamp"]


class SealName(Struct, frozen=True):
    owner: str
    owner_name: str
    number: int


class Item(Struct, frozen=True, kw_only=True):
    """One thing to do in one case. `kind` is the step's, or what is to be done with a seal.

    `since` is when it became this seat's turn; `due_on`, `late`: by the obligation, if there is
    one; `note` says what else must be known.
    """

    act: Act
    kind: str
    label: str
    case: str
    matter: int
    matter_name: str
    mode: str
    mode_name: str
    step: str | None = None
    optional: bool = False
    document: str | None = None
    document_label: str = ""
    document_number: str = ""
    copies: int | None = None
    seal: SealName | None = None
    applicant: str = ""  # who applied for the seal: a staff id
    since: datetime
    due_on: date | None = None
    provisional: bool = False
    late: bool = False
    note: str = ""


class Due(Struct, frozen=True, kw_only=True):
    """An obligation of the seat that is still to be done."""

    obligation: str
    kind: str
    label: str
    about: str
    due_on: date
    provisional: bool
    late: bool
    clause: str


class ToldLate(Struct, frozen=True, kw_only=True):
    """What another organ, or this one, has not done: the seat was told of it by policy."""

    obligation: str
    kind: str
    label: str
    about: str
    debtor: str
    debtor_name: str
    due_on: date
    step: str
    step_name: str
    told_at: datetime
    clause: str


class InCustody(Struct, frozen=True, kw_only=True):
    seal: SealName
    name: str
    status: SealStatus
    status_label: str


class ToApprove(Struct, frozen=True, kw_only=True):
    """A redemption of points that the seat is to approve (JX24-25). Money is in fen."""

    point: str
    number: str
    township: str
    township_name: str
    points: int
    fen: int
    fund: str
    since: datetime


class InSupervision(Struct, frozen=True, kw_only=True):
    """A problem that waits for the seat (XG23-62, -78): `act` is what comes next.

    correct: the organ itself must put it right; order, judge, pursue: it is the supervisor's turn.
    """

    act: Literal["correct", "order", "judge", "pursue"]
    label: str
    number: str
    organ: str
    organ_name: str
    description: str
    status: str
    status_label: str
    due_on: date | None
    late: bool
    since: datetime


class ToWithdraw(Struct, frozen=True, kw_only=True):
    """A report of matters not handled well enough: who gave the authority decides on it (XG22-20).

    It is taken back, or the report is answered.
    """

    delegatee: str
    delegatee_name: str
    matters: tuple[int, ...]
    circumstances: str
    document_number: str
    since: datetime


class InTray(Struct, frozen=True, kw_only=True):
    """What waits for one seat. `next` is the cursor of the page that follows, of the items only.

    `summary` says it in a line, also that there is nothing.
    """

    organ: str
    organ_name: str
    post: str
    post_name: str
    summary: str
    items: list[Item]
    next: str | None
    due: list[Due]
    seals: list[InCustody]
    redemptions: list[ToApprove]
    problems: list[InSupervision]
    shortfalls: list[ToWithdraw]
    told_late: list[ToldLate]
