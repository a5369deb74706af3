"""What may be asked for a seal itself; its uses are in `use`."""

from datetime import date, datetime
from typing import ClassVar

from domain.kernel.event import Command
from domain.kernel.facts import SealForm


class SealCommand(Command, frozen=True, kw_only=True):
    owner: str
    number: int


class ApproveEngraving(SealCommand, frozen=True, kw_only=True):
    """The owner's head approves the seal; `name` is its text, checked against the pattern.

    `holder`: who is to keep it, where the number does not say so. `form`: one that the pack allows.
    """

    TYPE: ClassVar[str] = "seals.approve_engraving"
    rule: str
    name: str
    holder: str = ""
    form: SealForm = "physical"


class RecordEngraving(SealCommand, frozen=True, kw_only=True):
    """Whoever the pack says had the seal engraved (XG23-54); `name` is the text on it."""

    TYPE: ClassVar[str] = "seals.record_engraving"
    name: str
    engraver: str


class RegisterSeal(SealCommand, frozen=True, kw_only=True):
    """The imprint specimen is filed: `imprint` is the SHA-256 (hex) of its scan."""

    TYPE: ClassVar[str] = "seals.register"
    imprint: str


class GrantSeal(SealCommand, frozen=True, kw_only=True):
    """Hand the seal to the township under their agreement; one that was returned, once more."""

    TYPE: ClassVar[str] = "seals.grant"


class PutIntoUse(SealCommand, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.bring_into_use"


class SuspendSeal(SealCommand, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.suspend"
    reason: str


class ReportAnomaly(SealCommand, frozen=True, kw_only=True):
    """By custodian, township or owner, at once: the seal rests meanwhile (XG23-60)."""

    TYPE: ClassVar[str] = "seals.report_anomaly"
    circumstances: str


class ReinstateSeal(SealCommand, frozen=True, kw_only=True):
    """The owner has cleared up why the seal was suspended (XG23-60)."""

    TYPE: ClassVar[str] = "seals.reinstate"
    reason: str


class ReportLoss(SealCommand, frozen=True, kw_only=True):
    """By custodian, township or owner, at once; out of use since `lost_at` (XG23-60)."""

    TYPE: ClassVar[str] = "seals.report_loss"
    lost_at: datetime
    circumstances: str


class AnnounceLoss(SealCommand, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.announce_loss"
    published_in: str


class RecordRecovery(SealCommand, frozen=True, kw_only=True):
    """The lost seal was found. It rests until the owner reinstates it."""

    TYPE: ClassVar[str] = "seals.record_recovery"
    circumstances: str


class VoidSeal(SealCommand, frozen=True, kw_only=True):
    """The owner declares a lost seal void, once its loss was announced; this is final."""

    TYPE: ClassVar[str] = "seals.void"
    reason: str


class ReturnSeal(SealCommand, frozen=True, kw_only=True):
    """The township gives the seal back to its owner."""

    TYPE: ClassVar[str] = "seals.return"
    reason: str


class SealUp(SealCommand, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.seal_up"
    reason: str


class DestroySeal(SealCommand, frozen=True, kw_only=True):
    """Before a `witness` (staff id), by the `method` said."""

    TYPE: ClassVar[str] = "seals.destroy"
    witness: str
    method: str


class NameCustodian(SealCommand, frozen=True, kw_only=True):
    """The township names who keeps the seal; the one before is released (XG23-57)."""

    TYPE: ClassVar[str] = "seals.name_custodian"
    person: str


class HandOverSeal(SealCommand, frozen=True, kw_only=True):
    """The custodian, or the township's head for him, hands over to another in that post.

    Who holds the post is the head's appointment, so custody stays with a designated person
    (XG23-57). The witness is neither of the two.
    """

    TYPE: ClassVar[str] = "seals.hand_over"
    to: str
    witness: str
    reason: str


class RecordAbsence(SealCommand, frozen=True, kw_only=True):
    """The custodian is away until `until`: a deputy in that post keeps the seal (XG23-57)."""

    TYPE: ClassVar[str] = "seals.record_absence"
    deputy: str
    until: datetime
    reason: str


class GiveStandingConsent(SealCommand, frozen=True, kw_only=True):
    """Consent beforehand to all documents of some kinds; `until` is the last day.

    Only where the pack gives such a consent (XG23-56, B-08).
    """

    TYPE: ClassVar[str] = "seals.give_standing_consent"
    POWER: ClassVar[bool] = True
    kinds: tuple[str, ...]
    until: date


class WithdrawStandingConsent(SealCommand, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "seals.withdraw_standing_consent"
    kinds: tuple[str, ...]
    reason: str


CustodyCommand = NameCustodian | HandOverSeal | RecordAbsence
LossCommand = ReportAnomaly | ReportLoss | AnnounceLoss | RecordRecovery | VoidSeal
StandingCommand = GiveStandingConsent | WithdrawStandingConsent
