"""An old seal: what may be asked for it, what happened to it, how it stands (ZZ22-15, -16).

It is the seal of a body inside a town or under a department. Such a body is no organ of the pack:
it is called by its own name, under the `organ` that it belongs to.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Literal

from msgspec import Struct

from domain.kernel.event import Command, Event

Standing = Literal["established", "internal"]
Condition = Literal["in_use", "little_used", "unused", "abolished", "renamed", "outdated"]
OldStatus = Literal["kept", "open", "applied", "retained", "rejected", "cancelled", "sealed_up"]

STANDINGS: Mapping[Standing, str] = {
    "established": "正式设立机构",
    "internal": "内设（下设）机构",
}
CONDITIONS: Mapping[Condition, str] = {
    "in_use": "正常使用",
    "little_used": "用处不大",
    "unused": "未正常使用",
    "abolished": "机构撤销",
    "renamed": "名称变更",
    "outdated": "历史变迁",
}
STATUS_NAMES: Mapping[OldStatus, str] = {
    "kept": "依规保留",
    "open": "待处理",
    "applied": "已申请保留",
    "retained": "经审查保留",
    "rejected": "不予保留",
    "cancelled": "已取消",
    "sealed_up": "已封存",
}


class OldSealCommand(Command, frozen=True, kw_only=True):
    """`number` is the seal's place in the inventory of its organ."""

    organ: str
    number: int


class InventoryOldSeal(OldSealCommand, frozen=True, kw_only=True):
    """Put a seal on the inventory (ZZ22-15): `name` is its text, `keeper` the body that keeps it.

    `established_by`: the document that set the body up, where it was formally established.
    """

    TYPE: ClassVar[str] = "seals.inventory_old"
    name: str
    keeper: str
    standing: Standing
    condition: Condition
    established_by: str = ""


class CancelOldSeal(OldSealCommand, frozen=True, kw_only=True):
    """The seal is none any more; what waits is that it be sealed up (ZZ22-15)."""

    TYPE: ClassVar[str] = "seals.cancel_old"
    reason: str


class ApplyForRetention(OldSealCommand, frozen=True, kw_only=True):
    """The organ wants a body's seal kept, and says why it is really needed (ZZ22-16)."""

    TYPE: ClassVar[str] = "seals.apply_for_retention"
    reason: str


class ApproveRetention(OldSealCommand, frozen=True, kw_only=True):
    """The unified review lets the seal be kept, by a numbered document (ZZ22-16)."""

    TYPE: ClassVar[str] = "seals.approve_retention"
    document_number: str


class RejectRetention(OldSealCommand, frozen=True, kw_only=True):
    """The unified review does not let it be kept: it is sealed up (ZZ22-16)."""

    TYPE: ClassVar[str] = "seals.reject_retention"
    document_number: str
    reason: str


class SealUpOldSeal(OldSealCommand, frozen=True, kw_only=True):
    """Put it away for good at a `place`, before a `witness` (staff id) (ZZ22-15)."""

    TYPE: ClassVar[str] = "seals.seal_up_old"
    place: str
    witness: str


ReviewCommand = ApproveRetention | RejectRetention


class OldSealEvent(Event, frozen=True, kw_only=True):
    organ: str
    number: int


class OldSealInventoried(OldSealEvent, frozen=True, kw_only=True):
    """`kept`: it needs no review, by the county's terms at that time."""

    TYPE: ClassVar[str] = "seals.old_inventoried"
    name: str
    keeper: str
    standing: Standing
    condition: Condition
    established_by: str
    kept: bool


class OldSealCancelled(OldSealEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.old_cancelled"
    reason: str


class RetentionApplied(OldSealEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.retention_applied"
    reason: str


class RetentionApproved(OldSealEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.retention_approved"
    decided_by: str
    document_number: str


class RetentionRejected(OldSealEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.retention_rejected"
    decided_by: str
    document_number: str
    reason: str


class OldSealSealedUp(OldSealEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.old_sealed_up"
    place: str
    witness: str


EVENTS = (
    OldSealInventoried,
    OldSealCancelled,
    RetentionApplied,
    RetentionApproved,
    RetentionRejected,
    OldSealSealedUp,
)


class OldSeal(Struct, frozen=True):
    """`history`: since when it stood how, the latest last."""

    organ: str
    number: int
    name: str
    keeper: str
    standing: Standing
    condition: Condition
    history: tuple[tuple[datetime, OldStatus], ...]

    @property
    def status(self) -> OldStatus:
        return self.history[-1][1]
