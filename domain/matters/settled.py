"""How a matter is handled otherwise than its list prints: by event, with the reason (B-23, B-41).

A list that prints no 办理方式 says neither that the town decides alone nor that it only accepts.
Until somebody settles it for the county nothing is restricted; from then on new cases run as
settled, and those received before go on as they were. A later list that prints how the matter is
handled goes before what was settled for want of it.

A matter whose handling the list does print changes by event too, from a day on: its acceptance type
(B-23), what a self-inspection decided (B-20). It stays so until a later version of the list prints
it otherwise, and does not come back with a list that prints as before again. Cases received before
go on under the mode that they began with, unless the county's rule moves them (B-22).
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import ClassVar

from msgspec import Struct, field

from domain.kernel.event import Command, Event
from domain.kernel.instruments import CONCLUDED, OPEN
from domain.kernel.pack import Mode, ModeChangeTerms
from domain.kernel.refusal import IllegalState, Invalid
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import day_of, start_of


class SettleMode(Command, frozen=True, kw_only=True):
    """Say how the matter is handled from now on: a mode of the pack, and which steps it grants.

    The matter's own mode: it stays as it was until now, which is no longer open then.
    """

    TYPE: ClassVar[str] = "matters.settle_mode"
    matter: int
    mode: str
    grants: tuple[str, ...] = ()
    reason: str
    document_number: str


class ModeSettled(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "matters.mode_settled"
    matter: int
    mode: str
    grants: tuple[str, ...]
    reason: str
    document_number: str


class ChangeMode(Command, frozen=True, kw_only=True):
    """Handle a matter under another mode of the rules, from a day on, by a document (B-23).

    What an upper level demands of such a listing must be met: `published_in` says where the list
    is public (JX24-31); more than before needs `law_changed`, with an `approved_in` (B-27).
    """

    TYPE: ClassVar[str] = "matters.change_mode"
    matter: int
    mode: str
    effective_from: date
    reason: str
    document_number: str
    published_in: str = ""
    law_changed: str = ""
    approved_in: str = ""


class ModeChanged(Event, frozen=True, kw_only=True):
    """`because` cites the event that decided it, where another did: an outcome of an inspection.

    `instead_of`: the mode that the list prints on that day; one that prints another goes first.
    `met`: what met each demand of an upper level, by its id. `in_flight`: what the rules of that
    day say of open cases; None: nothing, so they are finished as they began (B-22).
    """

    TYPE: ClassVar[str] = "matters.mode_changed"
    matter: int
    mode: str
    effective_from: date
    at: datetime  # midnight of that day in the county
    reason: str
    document_number: str
    because: str = ""
    met: dict[str, str] = field(default_factory=dict)
    instead_of: str = ""
    in_flight: ModeChangeTerms | None = None

    @property
    def moves(self) -> bool:
        """Whether open cases go on in the new mode."""
        return self.in_flight is not None and self.in_flight.in_flight == "move"


EVENTS = (ModeSettled, ModeChanged)


class Settled(Struct, frozen=True):
    """Since when a matter runs under another mode than its list prints, and with which steps.

    `instead_of`: the mode that the list did print; None: it left it open. `moves`: by which rule
    open cases go on in it; None: they do not.
    """

    at: datetime
    mode: str
    grants: tuple[str, ...]
    instead_of: str | None = None
    moves: ModeChangeTerms | None = None


Lists = Sequence[tuple[date, Rulebook]]
"""The county's own lists in the order of days, each with the first day that it was in force."""


def is_open(rules: Rulebook, matter: int) -> bool:
    """Whether the list leaves the matter's handling open."""
    mode = rules.mode(rules.matter(matter).mode)
    return any(need.instrument == OPEN for need in mode.needs)


def decide(command: SettleMode, at: datetime, rules: Rulebook) -> list[Event]:
    if not is_open(rules, command.matter):
        raise rules.refuse(
            IllegalState,
            "matters.mode_given",
            "清单已写明这一事项的办理方式，变更须采用新的清单版本",
        )
    mode = rules.modes.get(command.mode)
    if mode is None:
        known = "、".join(m.id for m in rules.modes.values())
        raise rules.refuse(
            Invalid, "matters.no_such_mode", f"没有“{command.mode}”这一办理方式；有：{known}"
        )
    _require_settling(mode, command, rules)
    if not (command.reason.strip() and command.document_number.strip()):
        raise rules.refuse(Invalid, "matters.reason", "明确办理方式须写明理由和文书编号")
    return [
        ModeSettled(
            occurred_at=at,
            matter=command.matter,
            mode=mode.id,
            grants=command.grants,
            reason=command.reason,
            document_number=command.document_number,
        )
    ]


def require_printed(matter: int, rules: Rulebook) -> None:
    """Refuse to change what the list leaves open: that is settled."""
    if is_open(rules, matter):
        raise rules.refuse(
            IllegalState, "matters.mode_open", "清单没有写明办理方式，请先明确（settle_mode）"
        )


def require_change(command: ChangeMode, current: str | None, at: datetime, rules: Rulebook) -> None:
    """Refuse what changes nothing; `current`: the mode from that day on, if it does not change.

    `rules`: of that day, as in `changed`.
    """
    mode = rules.modes.get(command.mode)
    if mode is None or mode.id == current:
        known = "、".join(f"{m.id}（{m.title}）" for m in rules.modes.values() if m.id != current)
        raise rules.refuse(
            Invalid, "matters.no_such_mode", f"不能改为“{command.mode}”；可以改为：{known}"
        )
    if command.effective_from < day_of(at, rules):
        raise rules.refuse(
            Invalid, "matters.change_day", "办理方式自今天或者以后的一天起变更，不改变已经收的件"
        )
    if not (command.reason.strip() and command.document_number.strip()):
        raise rules.refuse(Invalid, "matters.reason", "变更办理方式须写明理由和文书编号")


def changed(
    command: ChangeMode,
    met: dict[str, str],
    at: datetime,
    rules: Rulebook,
    because: str = "",
) -> ModeChanged:
    return ModeChanged(
        occurred_at=at,
        matter=command.matter,
        mode=command.mode,
        effective_from=command.effective_from,
        at=start_of(command.effective_from, rules),
        reason=command.reason.strip(),
        document_number=command.document_number,
        because=because,
        met=met,
        instead_of=rules.matter(command.matter).mode,
        in_flight=rules.pack.mode_change,
    )


def _require_settling(mode: Mode, command: SettleMode, rules: Rulebook) -> None:
    """Refuse what settles nothing, and what rests on other agreements than the list's own mode.

    Neither would two organs have to conclude more first, nor is dropped what they must (ZZ22-04).
    """
    own = rules.mode(rules.matter(command.matter).mode)
    needed = {need.instrument for need in mode.needs}
    others = (needed ^ {need.instrument for need in own.needs}) & CONCLUDED
    if (OPEN in needed and mode.id != own.id) or others:
        raise rules.refuse(
            Invalid,
            "matters.no_such_mode",
            f"“{mode.name}”不能用来明确办理方式：仍为待明确，"
            f"或者是否须签订{rules.agreement_name}与清单所列不同",
        )
    grantable = {step.id: step.name or step.id for step in mode.step if step.grant}
    if unknown := [step for step in command.grants if step not in grantable]:
        raise rules.refuse(
            Invalid,
            "matters.no_such_grant",
            f"“{mode.name}”没有可以授予的环节：{'、'.join(unknown)}；"
            f"可以授予的是：{'、'.join(grantable.values()) or '无'}",
        )


def words(mode: str, grants: tuple[str, ...], rules: Rulebook) -> str:
    """The mode as officials call it, with the steps that are granted under it."""
    found = rules.modes.get(mode)  # none where a later pack dropped it
    names = {step.id: step.name or step.id for step in found.step} if found else {}
    steps = "、".join(names.get(step, step) for step in grants)
    return f"{found.title if found else mode}{f'（{steps}）' if steps else ''}"


def settled_at(
    settled: tuple[Settled, ...], matter: int, at: datetime, rules: Rulebook, lists: Lists
) -> Settled | None:
    """What held at a moment, under the rules of that time: as decided last, of what had begun."""
    day = day_of(at, rules)
    found = [
        each
        for each in settled
        if each.at <= at
        and each.mode in rules.modes
        and _prints(rules, matter, each.instead_of)
        and stands(each.instead_of, matter, (day_of(each.at, rules), day), lists)
    ]
    return found[-1] if found else None


def stands(printed: str | None, matter: int, days: tuple[date, date], lists: Lists) -> bool:
    """Whether every list from a day to another prints the matter's mode so; None: leaves it open.

    A list that is over took away what it printed otherwise, whatever the next one prints.
    """
    return all(_prints(rules, matter, printed) for rules in _between(days, lists))


def _between(days: tuple[date, date], lists: Lists) -> Iterator[Rulebook]:
    (since, until), following = days, [day for day, _ in lists[1:]]
    for (begins, rules), over in zip(lists, [*following, date.max], strict=True):
        if begins <= until and since < over:
            yield rules


def _prints(rules: Rulebook, matter: int, mode: str | None) -> bool:
    if matter not in rules.matters:
        return False
    return is_open(rules, matter) if mode is None else rules.matter(matter).mode == mode
