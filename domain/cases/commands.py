"""What may be asked of a case: to open it, to take a step of its mode, to note a missed one."""

from typing import ClassVar

from msgspec import Struct

from domain.cases.events import Outcome
from domain.kernel.event import Command


class Applicant(Struct, frozen=True, forbid_unknown_fields=True):
    """Personal data of who applies. Exists in commands only; in events it is `Sealed`."""

    name: str
    id_number: str
    phone: str = ""


class Receive(Command, frozen=True, kw_only=True):
    """Open a case at the window of an organ. `stated`: the facts the matter's guards ask for."""

    TYPE: ClassVar[str] = "cases.receive"
    case: str
    matter: int
    receiver: str
    channel: str
    stated: dict[str, str | float]
    applicant: Applicant


class StepCommand(Command, frozen=True, kw_only=True):
    KIND: ClassVar[str] = ""
    case: str
    step: str | None = None  # None: the only step of that kind in the mode


class Accept(StepCommand, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "cases.accept"
    KIND: ClassVar[str] = "accept"
    document_number: str


class DeemAccepted(Command, frozen=True, kw_only=True):
    """The time for telling what is missing has passed: `obligation` is the acceptance due."""

    TYPE: ClassVar[str] = "cases.deem_accepted"
    AUTOMATED: ClassVar[bool] = True
    obligation: str


class Review(StepCommand, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "cases.review"
    KIND: ClassVar[str] = "review"
    opinion: str


class Decide(StepCommand, frozen=True, kw_only=True):
    """Grant, or refuse with reasons and remedies (行政许可法 38)."""

    TYPE: ClassVar[str] = "cases.decide"
    POWER: ClassVar[bool] = True
    KIND: ClassVar[str] = "decide"
    outcome: Outcome
    document_number: str
    reasons: str = ""
    remedies: str = ""


class IssueCertificate(StepCommand, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "cases.issue_certificate"
    KIND: ClassVar[str] = "certify"
    certificate_number: str


class Deliver(StepCommand, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "cases.deliver"
    KIND: ClassVar[str] = "deliver"
    way: str = "window"
