"""空白证书: which numbers whom was handed, and what became of each (XG23-65).

The stock of a kind of certificate knows every range (`stock/…`), so no number is handed over twice.
What became of the numbers of one range is on a stream of its own (`blanks/…`): used for a case, or
void. Each number has one end; in which order they come says nothing, so what was done on paper may
be entered after what came later.
"""

from collections.abc import Collection
from datetime import datetime
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from domain.kernel.authority import By
from domain.kernel.event import Command, Event
from domain.kernel.refusal import IllegalState, Invalid, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.readiness.handover import TOWNSHIP, Line, MaterialsHandedOver
from domain.readiness.serials import Serials, serials

_LENGTH = 200


class VoidBlank(Command, frozen=True, kw_only=True):
    """A blank certificate was spoiled or is missing: it is never used."""

    TYPE: ClassVar[str] = "readiness.void_blank"
    number: str
    line: int
    serial: str
    reason: str


class BlanksAllotted(Event, frozen=True, kw_only=True):
    """A range of the certificate was handed over to `holder`, in a line of a hand-over."""

    TYPE: ClassVar[str] = "readiness.blanks_allotted"
    certificate: str
    handover: str
    line: int
    organ: str
    holder: str
    first: str
    last: str


class BlanksReceived(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "readiness.blanks_received"
    certificate: str
    handover: str
    line: int


class BlanksReturned(Event, frozen=True, kw_only=True):
    """`serials`: those that were left; each may be handed over again."""

    TYPE: ClassVar[str] = "readiness.blanks_returned"
    certificate: str
    handover: str
    line: int
    serials: tuple[str, ...]


class BlankUsed(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "readiness.blank_used"
    EFFECT: ClassVar[bool] = True
    certificate: str
    handover: str
    line: int
    serial: str
    case: str
    person: str


class BlankVoided(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "readiness.blank_voided"
    EFFECT: ClassVar[bool] = True
    certificate: str
    handover: str
    line: int
    serial: str
    reason: str
    person: str


EVENTS = (BlanksAllotted, BlanksReceived, BlanksReturned, BlankUsed, BlankVoided)


class Allotment(Struct, frozen=True):
    """One range in somebody's hands; `returned` are the numbers that came back."""

    handover: str
    line: int
    holder: str
    numbers: Serials
    received: datetime | None = None
    returned: frozenset[str] = frozenset()


class Stock(Struct, frozen=True):
    allotments: tuple[Allotment, ...] = ()

    def of(self, holder: str, serial: str, at: datetime) -> Allotment | None:
        """The range that the holder has the number from at a moment."""
        return next(
            (
                it
                for it in self.allotments
                if it.holder == holder
                and serial in it.numbers
                and serial not in it.returned
                and it.received is not None
                and it.received <= at
            ),
            None,
        )


class Spent(Struct, frozen=True):
    """Numbers of one range that are used or void."""

    used: frozenset[str] = frozenset()
    void: frozenset[str] = frozenset()

    def left(self, line: Line) -> tuple[str, ...]:
        return tuple(it for it in line.serials if it not in self.used and it not in self.void)


def allot(
    handed: MaterialsHandedOver, place: int, stock: Stock | None, rules: Rulebook
) -> BlanksAllotted:
    """Nobody is handed a number that another has, or that the same hand-over names twice."""
    line = handed.lines[place - 1]
    theirs = {
        number
        for other in handed.lines[: place - 1]
        if other.certificate == line.certificate
        for number in other.serials
    }
    for known in stock.allotments if stock else ():
        theirs |= {*known.numbers} - known.returned
    taken = theirs.intersection(line.serials)
    if taken:
        raise rules.refuse(
            IllegalState,
            "readiness.serials_taken",
            f"“{line.certificate}”{min(taken)}等{len(taken)}个号已经转交，请核对号段",
        )
    return BlanksAllotted(
        occurred_at=handed.occurred_at,
        certificate=line.certificate,
        handover=handed.number,
        line=place,
        organ=handed.organ,
        holder=handed.to,
        first=line.first,
        last=line.last,
    )


def needed(organ: str, rules: Rulebook) -> bool:
    """Whether a certificate that the organ issues must be from its stock."""
    terms = rules.pack.handover
    return terms is not None and terms.checked and rules.organ(organ).level in TOWNSHIP


def not_held(certificate: str, serial: str, organ: str, rules: Rulebook) -> NotPermitted:
    return rules.refuse(
        NotPermitted,
        "readiness.blank_not_held",
        f"“{certificate}”{serial}不在转交给{rules.short(organ)}并已签收的号段之内",
    )


def require_unspent(serial: str, spent: Spent | None, rules: Rulebook) -> None:
    if spent is not None and serial in spent.used | spent.void:
        how = "已经使用" if serial in spent.used else "已经作废"
        raise rules.refuse(IllegalState, "readiness.blank_spent", f"空白证书{serial}{how}")


def void(
    command: VoidBlank,
    allotment: Allotment | None,
    certificate: str,
    spent: Spent | None,
    by: By,
    at: datetime,
    rules: Rulebook,
) -> BlankVoided:
    if allotment is None:
        raise not_held(certificate, command.serial, by.organ, rules)
    require_unspent(command.serial, spent, rules)
    if not 0 < len(command.reason.strip()) <= _LENGTH:
        raise rules.refuse(
            Invalid, "readiness.reason", f"请写明交回、作废、收回的理由，不超过{_LENGTH}字"
        )
    return BlankVoided(
        occurred_at=at,
        certificate=certificate,
        handover=allotment.handover,
        line=allotment.line,
        serial=command.serial,
        reason=command.reason.strip(),
        person=by.person,
    )


def evolve_stock(state: Stock | None, event: Event) -> Stock | None:
    known = state or Stock()
    match event:
        case BlanksAllotted(first=first, last=last):
            numbers = serials(first, last)
            if numbers is None:
                return known
            found = Allotment(event.handover, event.line, event.holder, numbers)
            return replace(known, allotments=(*known.allotments, found))
        case BlanksReceived(occurred_at=at):
            return _with(known, (event.handover, event.line), at, ())
        case BlanksReturned(serials=back):
            return _with(known, (event.handover, event.line), None, back)
    return state


def _with(
    stock: Stock, of: tuple[str, int], received: datetime | None, returned: Collection[str]
) -> Stock:
    return Stock(
        tuple(
            replace(it, received=received or it.received, returned=it.returned.union(returned))
            if (it.handover, it.line) == of
            else it
            for it in stock.allotments
        )
    )


def evolve_spent(state: Spent | None, event: Event) -> Spent | None:
    known = state or Spent()
    match event:
        case BlankUsed(serial=serial):
            return replace(known, used=known.used | {serial})
        case BlankVoided(serial=serial):
            return replace(known, void=known.void | {serial})
    return state
