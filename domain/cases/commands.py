"""What may be asked of a case: to open it, to take a step of its mode, to note a missed one."""

from datetime import date
from typing import ClassVar, Literal

from domain.cases.events import Declined, Gap
from domain.kernel.authority import By
from domain.kernel.event import Command
from domain.kernel.personal import Plain


class Applicant(Plain, frozen=True, forbid_unknown_fields=True):
    """Who applies."""

    name: str
    id_number: str
    phone: str = ""


class Receive(Command, frozen=True, kw_only=True):
    """Open a case at the window of an organ. `stated`: the facts the matter's guards ask for.

    `style`: how the applicant is served, one of the county's styles (ZZ22-20, RA22-17). `point`:
    the service point that collected it for the applicant, if one did (JX24-26).
    """

    TYPE: ClassVar[str] = "cases.receive"
    case: str
    matter: int
    receiver: str
    channel: str
    stated: dict[str, str | float]
    applicant: Applicant
    style: str | None = None
    point: str | None = None


class StepCommand(Command, frozen=True, kw_only=True):
    KIND: ClassVar[str] = ""
    case: str
    step: str | None = None  # None: the only step of that kind in the mode


class NotifySupplement(StepCommand, frozen=True, kw_only=True):
    """Tell the applicant, once, all that is missing (行政许可法 32(4))."""

    TYPE: ClassVar[str] = "cases.notify_supplement"
    KIND: ClassVar[str] = "accept"
    missing: tuple[str, ...]
    document_number: str


class Accept(StepCommand, frozen=True, kw_only=True):
    """Accept; tolerantly (容缺受理) where `gaps` are to come and the applicant undertook it."""

    TYPE: ClassVar[str] = "cases.accept"
    KIND: ClassVar[str] = "accept"
    document_number: str
    gaps: tuple[Gap, ...] = ()
    commitment: str = ""


class Decline(StepCommand, frozen=True, kw_only=True):
    """不予受理: no permit is needed, or another organ is competent (行政许可法 32(1), 32(2))."""

    TYPE: ClassVar[str] = "cases.decline"
    KIND: ClassVar[str] = "accept"
    ground: Declined
    reasons: str
    document_number: str
    go_to: str = ""


class Forward(StepCommand, frozen=True, kw_only=True):
    """转报: hand the materials on to who accepts, with the number in its business system."""

    TYPE: ClassVar[str] = "cases.forward"
    KIND: ClassVar[str] = "forward"
    external_reference: str = ""


class Survey(StepCommand, frozen=True, kw_only=True):
    """踏勘, by the members of staff named: who records it is one of them (行政许可法 34).

    `remote`: 云踏勘; `joined` are then those at the other end, of another organ (JX24-20).
    """

    TYPE: ClassVar[str] = "cases.survey"
    KIND: ClassVar[str] = "survey"
    staff: tuple[str, ...]
    found: str
    remote: bool = False
    joined: tuple[By, ...] = ()


class ReturnResult(StepCommand, frozen=True, kw_only=True):
    """结果返回乡镇: send the decision back to the window that collected."""

    TYPE: ClassVar[str] = "cases.return_result"
    KIND: ClassVar[str] = "return"


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
    outcome: Literal["granted", "refused"]
    document_number: str
    reasons: str = ""
    remedies: str = ""


class IssueCertificate(StepCommand, frozen=True, kw_only=True):
    """制证: on paper and, where the rules have it so, on file at once (XG22-24).

    `digest` is the file's SHA-256, `identifier` its name in the e-licence library; `valid_until`
    the last day, where it has one.
    """

    TYPE: ClassVar[str] = "cases.issue_certificate"
    KIND: ClassVar[str] = "certify"
    certificate_number: str
    digest: str = ""
    identifier: str = ""
    valid_until: date | None = None


class Deliver(StepCommand, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "cases.deliver"
    KIND: ClassVar[str] = "deliver"
    way: str = "window"


class WindowCommand(Command, frozen=True, kw_only=True):
    """What the window does beside the steps: whoever may receive the case may do it."""

    case: str


class SupplyMaterials(WindowCommand, frozen=True, kw_only=True):
    """补正材料收到: materials that were asked for, or that the applicant had promised."""

    TYPE: ClassVar[str] = "cases.supply_materials"
    materials: tuple[str, ...]


class Withdraw(WindowCommand, frozen=True, kw_only=True):
    """The applicant takes the application back before it is decided."""

    TYPE: ClassVar[str] = "cases.withdraw"
    reason: str


class CorrectCase(WindowCommand, frozen=True, kw_only=True):
    """Correct stated facts; what is then outside the delegation goes elsewhere, if undecided."""

    TYPE: ClassVar[str] = "cases.correct"
    stated: dict[str, str | float]
    reason: str


class RecordVisit(WindowCommand, frozen=True, kw_only=True):
    """The applicant had to come to the window once more; `reason`: why, by the county's codes."""

    TYPE: ClassVar[str] = "cases.record_visit"
    purpose: str
    reason: str = ""


class ChargeFee(WindowCommand, frozen=True, kw_only=True):
    """Charge the applicant: only what the matter's entry lists (XG23-70, 行政许可法 58)."""

    TYPE: ClassVar[str] = "cases.charge_fee"
    POWER: ClassVar[bool] = True
    name: str
    amount_yuan: float
    basis: str


class MoveCase(Command, frozen=True, kw_only=True):
    """Its matter is handled otherwise since a day, and the rule of that change moves open cases."""

    TYPE: ClassVar[str] = "cases.move"
    AUTOMATED: ClassVar[bool] = True
    case: str


class TransferCase(Command, frozen=True, kw_only=True):
    """An instrument that the case's mode needs has ended: go on in the channel the mode names.

    `code`, `message`, `clause`, `source` say why, as a refusal for the same reason would.
    """

    TYPE: ClassVar[str] = "cases.transfer"
    AUTOMATED: ClassVar[bool] = True
    case: str
    code: str
    message: str
    clause: str
    source: str
