"""空白证书: which numbers whom was handed, and what became of each (XG23-65).

The stock of a kind of certificate knows every range (`stock/…`), so no number is handed over twice,
whichever paper comes in first. What became of the numbers of one range is on a stream of its own
(`blanks/…`): used for a case, or void. Each number has one end; in which order they come says
nothing, nor what others do, so what was done on paper may be entered after what came later.
"""

from datetime import datetime
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from domain.kernel.authority import By
from domain.kernel.event import Command, Event
from domain.kernel.refusal import IllegalState, Invalid, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.readiness.handover import TOWNSHIP, MaterialsHandedOver
from domain.readiness.serials import Serials, runs, serials

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
    EFFECT: ClassVar[bool] = True
    certificate: str
    handover: str
    line: int
    organ: str
    holder: str
    first: str
    last: str


class BlanksReceived(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "readiness.blanks_received"
    EFFECT: ClassVar[bool] = True
    certificate: str
    handover: str
    line: int


class BlanksReturned(Event, frozen=True, kw_only=True):
    """`serials`: those that were left; each may be handed over again."""

    TYPE: ClassVar[str] = "readiness.blanks_returned"
    EFFECT: ClassVar[bool] = True
    certificate: str
    handover: str
    line: int
    serials: tuple[str, ...]


class BlankUsed(Event, frozen=True, kw_only=True):
    """`organ` issued it; none where only the holder was known to."""

    TYPE: ClassVar[str] = "readiness.blank_used"
    EFFECT: ClassVar[bool] = True
    certificate: str
    handover: str
    line: int
    serial: str
    case: str
    person: str
    organ: str = ""


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
    """One range in somebody's hands; `returned` are the numbers that came back, and when."""

    handover: str
    line: int
    holder: str
    numbers: Serials
    handed: datetime
    received: datetime | None = None
    returned: tuple[Serials, ...] = ()
    returned_at: datetime | None = None

    def kept(self, at: datetime) -> tuple[Serials, ...]:
        """Numbers that are not back by then."""
        gone = self.returned if self.returned_at is not None and self.returned_at <= at else ()
        return self.numbers.without(gone)

    def in_hand(self, holder: str, at: datetime) -> bool:
        return self.holder == holder and self.received is not None and self.received <= at


class Stock(Struct, frozen=True):
    allotments: tuple[Allotment, ...] = ()

    def of(self, serial: str) -> Allotment | None:
        """The range that the number was handed over in and did not come back from."""
        number = serials(serial, serial)
        if number is None:
            return None
        for it in self.allotments:
            if it.numbers.common(number) and number.without(it.returned):
                return it
        return None


class Spent(Struct, frozen=True):
    """Numbers of one range that are used or void."""

    used: frozenset[str] = frozenset()
    void: frozenset[str] = frozenset()

    def left(self, numbers: Serials) -> tuple[str, ...]:
        return tuple(it for run in numbers.without(runs(self.used | self.void)) for it in run)


def allot(
    handed: MaterialsHandedOver, place: int, stock: Stock | None, rules: Rulebook
) -> BlanksAllotted:
    """Nobody is handed a number that another has then or later, or that comes twice in one go."""
    line = handed.lines[place - 1]
    before = (it for it in handed.lines[: place - 1] if it.certificate == line.certificate)
    theirs = [
        *filter(None, (it.serials for it in before)),
        *(run for it in (stock.allotments if stock else ()) for run in it.kept(handed.occurred_at)),
    ]
    wanted = line.serials
    taken = [both for run in theirs if wanted and (both := wanted.common(run))]
    if wanted and taken:
        count = len(wanted) - sum(map(len, wanted.without(taken)))
        raise rules.refuse(
            IllegalState,
            "readiness.serials_taken",
            f"“{line.certificate}”{next(iter(min(taken)))}等{count}个号已经转交，请核对号段",
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


def not_held(
    certificate: str, serial: str, organ: str, found: Allotment | None, rules: Rulebook
) -> NotPermitted:
    """`found`: the range that the number is in after all; of another, or not acknowledged yet."""
    if found is not None and found.holder != organ:
        return rules.refuse(
            NotPermitted,
            "readiness.blank_of_another",
            f"“{certificate}”{serial}在转交给{rules.short(found.holder)}的号段之内",
        )
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
    of = (command.number, command.line)
    if (
        allotment is None
        or (allotment.handover, allotment.line) != of
        or not allotment.in_hand(by.organ, at)
    ):
        raise not_held(certificate, command.serial, by.organ, allotment, rules)
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
        case BlanksAllotted(first=first, last=last, occurred_at=at):
            numbers = serials(first, last)
            if numbers is None:
                return known
            found = Allotment(event.handover, event.line, event.holder, numbers, at)
            return Stock((*known.allotments, found))
        case BlanksReceived(occurred_at=at):
            return _with(known, event, received=at)
        case BlanksReturned(serials=back, occurred_at=at):
            return _with(known, event, returned=runs(back), returned_at=at)
    return state


def _with(stock: Stock, event: BlanksReceived | BlanksReturned, **changes: object) -> Stock:
    of = (event.handover, event.line)
    return Stock(
        tuple(
            replace(it, **changes) if (it.handover, it.line) == of else it
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
