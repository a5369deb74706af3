"""配套制度、技术设备…: what a township itself sees to, and says that it is there (XG23-69).

Which items there are is the county's to say. One stream per organ and item.
"""

from datetime import datetime
from typing import ClassVar

from msgspec.structs import replace

from domain.kernel.authority import By
from domain.kernel.event import Command, Event
from domain.kernel.facts import Item, Period, ended
from domain.kernel.refusal import IllegalState, Invalid
from domain.kernel.rulebook import Rulebook

_LENGTH = 200


class ConfirmItem(Command, frozen=True, kw_only=True):
    """The organ of whoever acts has the item: by which document, an inventory or its own rules."""

    TYPE: ClassVar[str] = "readiness.confirm_item"
    item: str
    document_number: str


class WithdrawItem(Command, frozen=True, kw_only=True):
    """It is there no more, or not in order."""

    TYPE: ClassVar[str] = "readiness.withdraw_item"
    item: str
    reason: str


class ItemConfirmed(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "readiness.item_confirmed"
    organ: str
    item: str
    document_number: str
    clause: str
    person: str


class ItemWithdrawn(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "readiness.item_withdrawn"
    organ: str
    item: str
    reason: str
    person: str


EVENTS = (ItemConfirmed, ItemWithdrawn)


def confirm(
    command: ConfirmItem, state: Item | None, by: By, at: datetime, rules: Rulebook
) -> ItemConfirmed:
    items = {c.id: c for c in rules.pack.readiness if c.kind == "item"}
    number = command.document_number.strip()
    if command.item not in items or not 0 < len(number) <= _LENGTH:
        known = "、".join(f"{it.name}（{it.id}）" for it in items.values())
        raise rules.refuse(
            Invalid,
            "readiness.no_such_item",
            f"请填写条件编号和依据的文号，自行具备的条件有：{known}",
        )
    if state is not None and state.stands(at):
        raise rules.refuse(IllegalState, "readiness.item_stands", "该项条件已经确认")
    return ItemConfirmed(
        occurred_at=at,
        organ=by.organ,
        item=command.item,
        document_number=number,
        clause=items[command.item].clause,
        person=by.person,
    )


def withdraw(
    command: WithdrawItem, state: Item | None, by: By, at: datetime, rules: Rulebook
) -> ItemWithdrawn:
    if state is None or not state.stands(at):
        raise rules.refuse(IllegalState, "readiness.item_missing", "该项条件没有确认，无须撤回")
    if not 0 < len(command.reason.strip()) <= _LENGTH:
        raise rules.refuse(Invalid, "readiness.reason", f"请写明理由，不超过{_LENGTH}字")
    return ItemWithdrawn(
        occurred_at=at,
        organ=by.organ,
        item=command.item,
        reason=command.reason.strip(),
        person=by.person,
    )


def evolve(state: Item | None, event: Event) -> Item | None:
    match event:
        case ItemConfirmed(document_number=number, occurred_at=at):
            known = state or Item(number)
            return Item(number, (*known.periods, Period(at)))
        case ItemWithdrawn(occurred_at=at) if state:
            return replace(state, periods=ended(state.periods, at))
    return state
