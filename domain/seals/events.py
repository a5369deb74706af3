"""What happens to a seal: its life, its custody, the standing consents to its use (DOMAIN E4)."""

from datetime import datetime
from typing import ClassVar, TypedDict

from domain.kernel.event import Event
from domain.kernel.facts import Seal, SealForm, SealStatus


class SealEvent(Event, frozen=True, kw_only=True):
    owner: str
    number: int
    holder: str


class Where(TypedDict):
    """What every event about an existing seal says."""

    occurred_at: datetime
    owner: str
    number: int
    holder: str


def about(seal: Seal, at: datetime) -> Where:
    return {
        "occurred_at": at,
        "owner": seal.owner,
        "number": seal.number,
        "holder": seal.holder,
    }


class EngravingApproved(SealEvent, frozen=True, kw_only=True):
    """`name` is the text that the seal is to bear (B-17)."""

    TYPE: ClassVar[str] = "seals.engraving_approved"
    rule: str
    name: str
    form: SealForm = "physical"


class SealEngraved(SealEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.engraved"
    rule: str
    name: str
    engraver: str


class SealRegistered(SealEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.registered"
    imprint: str


class SealGranted(SealEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.granted"
    agreement: str  # stream@version of the agreement it is granted under


class SealPutIntoUse(SealEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.put_into_use"


class SealSuspended(SealEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.suspended"
    reason: str


class AnomalyReported(SealEvent, frozen=True, kw_only=True):
    """Something is wrong with the seal: it rests until that is cleared up (XG23-60)."""

    TYPE: ClassVar[str] = "seals.anomaly_reported"
    circumstances: str
    reported_by: str


class SealReinstated(SealEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.reinstated"
    reason: str


class SealLost(SealEvent, frozen=True, kw_only=True):
    """Reported when it occurred; lost since `lost_at`, and out of use since then (XG23-60)."""

    TYPE: ClassVar[str] = "seals.lost"
    lost_at: datetime
    circumstances: str
    reported_by: str


class LossAnnounced(SealEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.loss_announced"
    published_in: str


class SealRecovered(SealEvent, frozen=True, kw_only=True):
    """Found again. One that was in use rests, `status`, until it is reinstated."""

    TYPE: ClassVar[str] = "seals.recovered"
    circumstances: str
    status: SealStatus


class SealVoided(SealEvent, frozen=True, kw_only=True):
    """A lost seal was declared void: even found again it is none any more."""

    TYPE: ClassVar[str] = "seals.voided"
    reason: str


class SealReturned(SealEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.returned"
    reason: str


class SealSealedUp(SealEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.sealed_up"
    reason: str


class SealDestroyed(SealEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.destroyed"
    witness: str
    method: str


class CustodianNamed(SealEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.custodian_named"
    person: str


class SealHandedOver(SealEvent, frozen=True, kw_only=True):
    """From one custodian to the next, before a witness (XG23-57)."""

    TYPE: ClassVar[str] = "seals.handed_over"
    from_: str
    person: str
    witness: str
    reason: str


class CustodyDeputised(SealEvent, frozen=True, kw_only=True):
    """The custodian is absent: the deputy keeps the seal until `until`, then he again."""

    TYPE: ClassVar[str] = "seals.custody_deputised"
    custodian: str
    deputy: str
    until: datetime
    reason: str


class StandingConsented(SealEvent, frozen=True, kw_only=True):
    """`until` is the midnight after the last day."""

    TYPE: ClassVar[str] = "seals.standing_consented"
    kinds: tuple[str, ...]
    until: datetime
    by: str


class StandingConsentWithdrawn(SealEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.standing_consent_withdrawn"
    kinds: tuple[str, ...]
    reason: str


EVENTS = (
    EngravingApproved,
    SealEngraved,
    SealRegistered,
    SealGranted,
    SealPutIntoUse,
    SealSuspended,
    AnomalyReported,
    SealReinstated,
    SealLost,
    LossAnnounced,
    SealRecovered,
    SealVoided,
    SealReturned,
    SealSealedUp,
    SealDestroyed,
    CustodianNamed,
    SealHandedOver,
    CustodyDeputised,
    StandingConsented,
    StandingConsentWithdrawn,
)
