"""What happens in one case (办件). Every step's event carries the authority it rested on."""

from datetime import date, datetime
from typing import ClassVar, Literal

from msgspec import Struct

from domain.cases.renewal import Renewal
from domain.cases.routing import Reason, Route
from domain.kernel.authority import Authority, By
from domain.kernel.event import Event
from domain.kernel.facts import AtPoint
from domain.kernel.personal import Sealed
from domain.kernel.windows import AtWindow
from domain.kernel.words import DECISION

Outcome = Literal["granted", "refused", "declined", "withdrawn"]
Cause = Literal["correction", "instrument", "mode"]
Declined = Literal["not_needed", "not_competent"]  # 行政许可法 32(1), 32(2)


class Gap(Struct, frozen=True):
    """A material that the applicant promised to bring by a day (容缺受理)."""

    material: str
    until: date


class CaseAct(Event, frozen=True, kw_only=True):
    """Something that somebody did in a case, within the power of one of its steps."""

    case: str
    step: str
    authority: Authority


class StepTaken(CaseAct, frozen=True, kw_only=True):
    """The step itself: what waited for it may come."""


class CaseReceived(StepTaken, frozen=True, kw_only=True):
    """收件. `stated` are the facts the guards look at; the applicant is ciphertext.

    `promised_days`: the promise of the guide that was public then, in working days. `window`: the
    one of the hall that it goes to; None: the county has no windows (RA22-11). `style`: how the
    applicant is served (ZZ22-20, RA22-17). `point`: the service point that collected it (JX24-26).
    """

    TYPE: ClassVar[str] = "cases.received"
    matter: int
    receiver: str
    channel: str
    stated: dict[str, str | float]
    applicant: Sealed
    route: Route
    policy: str
    renewal: Renewal | None = None
    promised_days: int | None = None
    window: AtWindow | None = None
    style: str | None = None
    point: AtPoint | None = None


class CaseAccepted(StepTaken, frozen=True, kw_only=True):
    """受理, with the number of the acceptance notice (行政许可法 32).

    `gaps` and `commitment` where it was accepted tolerantly (容缺受理): what is still to come until
    when, and what the applicant undertook.
    """

    TYPE: ClassVar[str] = "cases.accepted"
    document_number: str
    gaps: tuple[Gap, ...] = ()
    commitment: str = ""


class CaseDeclined(StepTaken, frozen=True, kw_only=True):
    """不予受理, with the number of the notice of it (行政许可法 32). `go_to`: who is competent.

    `policy`: the version in force for it; empty in what was declined before that was written down.
    """

    TYPE: ClassVar[str] = "cases.declined"
    ground: Declined
    reasons: str
    go_to: str
    document_number: str
    policy: str = ""


class SupplementNotified(CaseAct, frozen=True, kw_only=True):
    """一次性告知补正: all that is missing, told once (行政许可法 32(4))."""

    TYPE: ClassVar[str] = "cases.supplement_notified"
    missing: tuple[str, ...]
    document_number: str


class MaterialsSupplied(CaseAct, frozen=True, kw_only=True):
    """补正材料收到. `missing` and `gaps` are what remains afterwards.

    `complete`: all that the supplement notice named is there now; acceptance is due anew.
    """

    TYPE: ClassVar[str] = "cases.materials_supplied"
    materials: tuple[str, ...]
    missing: tuple[str, ...]
    gaps: tuple[Gap, ...]
    complete: bool


class CaseDeemedAccepted(Event, frozen=True, kw_only=True):
    """视为受理: an effect of law, so without a person, an authority or a notice (行政许可法 32).

    Nobody told the applicant in time what was missing: the case counts as accepted since receipt.
    `organ` is the one that had to accept; `since` when the case was received. `basis`: the law
    binds licences; that other matters follow it is the county's default.
    """

    TYPE: ClassVar[str] = "cases.deemed_accepted"
    EFFECT: ClassVar[bool] = True
    case: str
    step: str
    organ: str
    since: datetime
    clause: str
    basis: Literal["law", "default"] = "law"


class CaseReviewed(StepTaken, frozen=True, kw_only=True):
    """审核."""

    TYPE: ClassVar[str] = "cases.reviewed"
    opinion: str


class CaseForwarded(StepTaken, frozen=True, kw_only=True):
    """转报: who collected hands the materials on.

    `external_reference`: the number that the owner's business system gave, if it has one.
    """

    TYPE: ClassVar[str] = "cases.forwarded"
    to: tuple[str, ...]
    external_reference: str


class SiteSurveyed(StepTaken, frozen=True, kw_only=True):
    """踏勘: the members of staff who went, two at least (行政许可法 34), and what they found.

    `remote`: 云踏勘, with whoever `joined` from the other end (JX24-20).
    """

    TYPE: ClassVar[str] = "cases.site_surveyed"
    staff: tuple[str, ...]
    found: str
    remote: bool = False
    joined: tuple[By, ...] = ()


class SessionHeld(StepTaken, frozen=True, kw_only=True):
    """远程办理: who took part for whom, when, over what; what was shown and established (JX24-19).

    `identity`: how the applicant's identity was checked where he came, by whom. `recording`: the
    SHA-256 of the recording, empty where there is none.
    """

    TYPE: ClassVar[str] = "cases.session_held"
    participants: tuple[By, ...]
    medium: str
    started_at: datetime
    ended_at: datetime
    identity: str
    identity_checked_by: str
    shown: str
    established: str
    recording: str


class ResultReturned(StepTaken, frozen=True, kw_only=True):
    """结果返回乡镇: the decision comes back to the window where the applicant came."""

    TYPE: ClassVar[str] = "cases.result_returned"
    to: tuple[str, ...]


class CaseDecided(StepTaken, frozen=True, kw_only=True):
    """审批决定: mode and version in force at the decision are what liability follows.

    Where several organs decide, only the last to grant and whoever refuses is `final`: until then
    the case has no outcome.
    """

    TYPE: ClassVar[str] = "cases.decided"
    outcome: Outcome
    reasons: str
    remedies: str
    document_number: str
    mode: str
    policy: str
    document: str = DECISION  # the kind of document that it is
    final: bool = True


class CertificateIssued(StepTaken, frozen=True, kw_only=True):
    """制证: the certificate bears the seal of the deciding organ (行政许可法 39).

    `valid_until`: its last day, where it has one and whoever issued it said so.
    """

    TYPE: ClassVar[str] = "cases.certificate_issued"
    certificate_number: str
    use: str  # the seal use on it, stream@version
    valid_until: date | None = None


class CaseDelivered(StepTaken, frozen=True, kw_only=True):
    """送达."""

    TYPE: ClassVar[str] = "cases.delivered"
    way: str


class CaseWithdrawn(CaseAct, frozen=True, kw_only=True):
    """撤回申请: the applicant takes the application back before it is decided."""

    TYPE: ClassVar[str] = "cases.withdrawn"
    reason: str


class CaseCorrected(CaseAct, frozen=True, kw_only=True):
    """更正申请事实. `stated`: all facts as they are now known to be; `corrected`: which changed.

    `outside`: the limits of the delegation that these facts exceed; `renewal`: what they mean for
    the permit, as of the receipt.
    """

    TYPE: ClassVar[str] = "cases.corrected"
    stated: dict[str, str | float]
    corrected: tuple[str, ...]
    outside: tuple[Reason, ...]
    renewal: Renewal | None = None
    reason: str


class CaseTransferred(Event, frozen=True, kw_only=True):
    """转办: the case goes on in the channel that its mode names, for `route.reasons` (B-01).

    `cause`: facts were corrected, an instrument of its mode ended, or its matter's mode changed.
    `transfer` counts from 1.
    """

    TYPE: ClassVar[str] = "cases.transferred"
    case: str
    mode_before: str
    route: Route
    cause: Cause
    transfer: int


class CaseMoved(CaseTransferred, frozen=True, kw_only=True):
    """转按新的办理方式: the matter is handled otherwise, and a rule takes open cases along (B-22).

    It was so with the first day of the new mode, by rule alone: what was done in the old one before
    may still be entered. `policy`: the rules that it goes on under, those that know the mode.
    `received`: the step there that the receipt stands for, by `received_by`.
    """

    TYPE: ClassVar[str] = "cases.moved"
    EFFECT: ClassVar[bool] = True
    policy: str
    received: str
    received_by: str


class VisitRecorded(CaseAct, frozen=True, kw_only=True):
    """The applicant had to come to the window once more.

    `reason`: a code of the county's, `unwarranted` if it calls that one 无故 (ZZ22-30, B-51).
    `online_able`: the matter could be done online then; `despite_online`: and yet it was not the
    applicant who chose to come (ZZ22-29).
    """

    TYPE: ClassVar[str] = "cases.visit_recorded"
    purpose: str
    reason: str = ""
    unwarranted: bool = False
    online_able: bool = False
    despite_online: bool = False


class FeeCharged(CaseAct, frozen=True, kw_only=True):
    """A charge that the matter's entry lists was levied (行政许可法 58)."""

    TYPE: ClassVar[str] = "cases.fee_charged"
    name: str
    amount_yuan: float
    basis: str


class CaseConcluded(Event, frozen=True, kw_only=True):
    """办结."""

    TYPE: ClassVar[str] = "cases.concluded"
    case: str
    outcome: Outcome


EVENTS = (
    CaseReceived,
    SupplementNotified,
    MaterialsSupplied,
    CaseAccepted,
    CaseDeclined,
    CaseDeemedAccepted,
    CaseForwarded,
    CaseReviewed,
    SiteSurveyed,
    SessionHeld,
    CaseDecided,
    CertificateIssued,
    ResultReturned,
    CaseDelivered,
    CaseWithdrawn,
    CaseCorrected,
    CaseTransferred,
    CaseMoved,
    VisitRecorded,
    FeeCharged,
    CaseConcluded,
)
