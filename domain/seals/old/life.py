"""The life of an old seal: inventoried, then kept, or cancelled and sealed up (ZZ22-15, -16).

A formally established body of a town keeps its seal; every other is cancelled in principle, unless
the unified review lets it be kept. Who may ask for what is the handlers'. A body that was abolished
or goes by another name has no seal of that text to keep (国务院印章规定 24).
"""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from domain.kernel.authority import By
from domain.kernel.event import Command, Event
from domain.kernel.refusal import IllegalState, Invalid, NotFound
from domain.kernel.rulebook import Rulebook
from domain.seals.old.seal import (
    STATUS_NAMES,
    ApplyForRetention,
    ApproveRetention,
    CancelOldSeal,
    Condition,
    InventoryOldSeal,
    OldSeal,
    OldSealCancelled,
    OldSealCommand,
    OldSealEvent,
    OldSealInventoried,
    OldSealSealedUp,
    OldStatus,
    RejectRetention,
    RetentionApplied,
    RetentionApproved,
    RetentionRejected,
    SealUpOldSeal,
)
from domain.seals.old.terms import ClearUp

_GONE: frozenset[Condition] = frozenset({"abolished", "renamed"})
# In which status an old seal must be for what is asked. To cancel one that waits for its review is
# to withdraw the application; to cancel one that may be kept is its organ's own wish.
_FROM: Mapping[type[OldSealCommand], tuple[OldStatus, ...]] = {
    CancelOldSeal: ("open", "applied", "retained", "kept"),
    ApplyForRetention: ("open",),
    ApproveRetention: ("applied",),
    RejectRetention: ("applied",),
    SealUpOldSeal: ("cancelled", "rejected"),
}
_AFTER: Mapping[type[Event], OldStatus] = {
    OldSealCancelled: "cancelled",
    RetentionApplied: "applied",
    RetentionApproved: "retained",
    RetentionRejected: "rejected",
    OldSealSealedUp: "sealed_up",
}
_WORDS: Mapping[str, str] = {
    "name": "印章名称",
    "keeper": "保管印章的机构",
    "reason": "理由",
    "document_number": "县级审查文件的文号",
    "place": "封存地点",
    "witness": "监封人",
}


def decide(
    command: OldSealCommand, state: OldSeal | None, by: By, at: datetime, county: ClearUp
) -> list[Event]:
    require_complete(command, _WORDS, county.rules)
    if isinstance(command, InventoryOldSeal):
        return [_inventoried(command, state, at, county)]
    seal = _known(state, county)
    if isinstance(command, ApplyForRetention) and seal.status == "kept":
        raise county.refuse(
            IllegalState,
            "seal.retention_not_needed",
            f"{seal.keeper}是正式设立的机构，可以保留印章，无须申请",
        )
    _require(seal, _FROM[type(command)], county.rules)
    return [_changed(command, by, at, county.rules)]


def _inventoried(
    command: InventoryOldSeal, state: OldSeal | None, at: datetime, county: ClearUp
) -> Event:
    if state is not None:
        raise county.rules.refuse(
            IllegalState,
            "seal.old_exists",
            f"{county.rules.short(command.organ)}的第{command.number}号旧印章已经梳理登记",
        )
    established = command.standing == "established"
    _require_standing(command, county)
    kept = established and command.condition not in _GONE
    return OldSealInventoried(
        occurred_at=at,
        organ=command.organ,
        number=command.number,
        name=command.name,
        keeper=command.keeper,
        standing=command.standing,
        condition=command.condition,
        established_by=command.established_by if established else "",
        kept=kept,
    )


def _require_standing(command: InventoryOldSeal, county: ClearUp) -> None:
    """Only bodies of some levels keep their seals without a review, and by what set them up."""
    if command.standing != "established":
        return
    level = county.rules.organ(command.organ).level
    if level not in county.terms.kept_at:
        raise county.refuse(
            Invalid,
            "seal.old_standing",
            f"{county.rules.short(command.organ)}的下设机构不在可以自行保留印章之列，"
            "请按内设（下设）机构登记，确需保留的申请统一审查",
        )
    if not command.established_by.strip():
        raise county.refuse(
            Invalid, "seal.old_standing", "按正式设立机构登记的，须写明设立该机构的文件"
        )


def _known(state: OldSeal | None, county: ClearUp) -> OldSeal:
    if state is None:
        raise county.rules.refuse(
            NotFound, "seal.old_unknown", "没有这枚旧印章的梳理登记，请核对单位和编号"
        )
    return state


def _require(seal: OldSeal, allowed: tuple[OldStatus, ...], rules: Rulebook) -> None:
    if seal.status not in allowed:
        raise rules.refuse(
            IllegalState,
            "seal.old_wrong_status",
            f"“{seal.name}”现为“{STATUS_NAMES[seal.status]}”，"
            f"此项要求“{'、'.join(STATUS_NAMES[status] for status in allowed)}”",
        )


def _changed(command: OldSealCommand, by: By, at: datetime, rules: Rulebook) -> Event:
    organ, number = command.organ, command.number
    match command:
        case CancelOldSeal(reason=reason):
            return OldSealCancelled(occurred_at=at, organ=organ, number=number, reason=reason)
        case ApplyForRetention(reason=reason):
            return RetentionApplied(occurred_at=at, organ=organ, number=number, reason=reason)
        case ApproveRetention(document_number=document):
            return RetentionApproved(
                occurred_at=at,
                organ=organ,
                number=number,
                decided_by=by.organ,
                document_number=document,
            )
        case RejectRetention(document_number=document, reason=reason):
            return RetentionRejected(
                occurred_at=at,
                organ=organ,
                number=number,
                decided_by=by.organ,
                document_number=document,
                reason=reason,
            )
        case SealUpOldSeal(place=place, witness=witness):
            if witness == by.person:
                raise rules.refuse(Invalid, "seal.witness", "封存须由经办人以外的人监封")
            return OldSealSealedUp(
                occurred_at=at, organ=organ, number=number, place=place, witness=witness
            )
    raise TypeError(f"not a command for an old seal: {command!r}")


def require_complete(command: Command, words: Mapping[str, str], rules: Rulebook) -> None:
    """What is recorded says what, why, where, before whom: a blank says nothing."""
    for field, word in words.items():
        value = getattr(command, field, None)
        if value is not None and not value.strip():
            raise rules.refuse(Invalid, "seal.incomplete", f"请写明{word}，不得空白")


def status_after(event: Event) -> OldStatus | None:
    """The status that the event brings; None where it brings none."""
    if isinstance(event, OldSealInventoried):
        return "kept" if event.kept else "open"
    return _AFTER.get(type(event))


def evolve(state: OldSeal | None, event: Event) -> OldSeal | None:
    status = status_after(event)
    if status is None or not isinstance(event, OldSealEvent):
        return state
    since = (event.occurred_at, status)
    if isinstance(event, OldSealInventoried):
        return OldSeal(
            event.organ,
            event.number,
            event.name,
            event.keeper,
            event.standing,
            event.condition,
            (since,),
        )
    if state is None:
        return None
    return msgspec.structs.replace(state, history=(*state.history, since))
