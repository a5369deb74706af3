"""What happens in one case (办件). Every step's event carries the authority it rested on."""

from datetime import datetime
from typing import ClassVar, Literal

from domain.cases.routing import Route
from domain.kernel.authority import Authority
from domain.kernel.event import Event
from domain.kernel.personal import Sealed

Outcome = Literal["granted", "refused"]


class StepTaken(Event, frozen=True, kw_only=True):
    case: str
    step: str
    authority: Authority


class CaseReceived(StepTaken, frozen=True, kw_only=True):
    """收件. `stated` are the facts the guards look at; the applicant is ciphertext."""

    TYPE: ClassVar[str] = "cases.received"
    matter: int
    receiver: str
    channel: str
    stated: dict[str, str | float]
    applicant: Sealed
    route: Route
    policy: str


class CaseAccepted(StepTaken, frozen=True, kw_only=True):
    """受理, with the number of the acceptance notice (行政许可法 32)."""

    TYPE: ClassVar[str] = "cases.accepted"
    document_number: str


class CaseDeemedAccepted(Event, frozen=True, kw_only=True):
    """视为受理: an effect of law, so without a person, an authority or a notice (行政许可法 32).

    Nobody told the applicant in time what was missing: the case counts as accepted since receipt.
    `organ` is the one that had to accept; `since` when the case was received.
    """

    TYPE: ClassVar[str] = "cases.deemed_accepted"
    case: str
    step: str
    organ: str
    since: datetime
    clause: str


class CaseReviewed(StepTaken, frozen=True, kw_only=True):
    """审核."""

    TYPE: ClassVar[str] = "cases.reviewed"
    opinion: str


class CaseDecided(StepTaken, frozen=True, kw_only=True):
    """审批决定: mode and version in force at the decision are what liability follows."""

    TYPE: ClassVar[str] = "cases.decided"
    outcome: Outcome
    reasons: str
    remedies: str
    document_number: str
    mode: str
    policy: str


class CertificateIssued(StepTaken, frozen=True, kw_only=True):
    """制证: the certificate bears the seal of the deciding organ (行政许可法 39)."""

    TYPE: ClassVar[str] = "cases.certificate_issued"
    certificate_number: str
    use: str  # the seal use on it, stream@version


class CaseDelivered(StepTaken, frozen=True, kw_only=True):
    """送达."""

    TYPE: ClassVar[str] = "cases.delivered"
    way: str


class CaseConcluded(Event, frozen=True, kw_only=True):
    """办结."""

    TYPE: ClassVar[str] = "cases.concluded"
    case: str
    outcome: Outcome


EVENTS = (
    CaseReceived,
    CaseAccepted,
    CaseDeemedAccepted,
    CaseReviewed,
    CaseDecided,
    CertificateIssued,
    CaseDelivered,
    CaseConcluded,
)
