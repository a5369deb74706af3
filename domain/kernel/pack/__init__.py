"""The language of policy packs: what a county may say about its own reform, as typed data.

A pack is data with a legal basis; adopting one is an event that carries the whole content, so the
structs here are stored for ever and are versioned like event bodies (`Pack.schema`). Nothing in
this module knows a county. Sources: DESIGN 4; DOMAIN E1 (responsibility matrix), E2 (what differs).

Dates are ISO calendar dates in the county's own time zone. `source` holds requirement IDs
(`XG23-56`) or an article of law; `clause` is the place in the county's document as officials
cite it (`附件3 二.2`).
"""

from datetime import date

from msgspec import field

from domain.kernel.pack.exchange import (
    CopyTerms,
    InquiryTerms,
    LicenceTerms,
    OldSealTerms,
    PolicyNoticeTerms,
)
from domain.kernel.pack.lists import GrantTerms, GuideTerms, ListStep, MatterList, Target
from domain.kernel.pack.matters import (
    Charge,
    Guard,
    LegalBasis,
    Limit,
    Matter,
    Offer,
    PowerFrom,
)
from domain.kernel.pack.modes import (
    ConsentRule,
    Duty,
    LedgerColumn,
    Mode,
    Need,
    Otherwise,
    SealRule,
    Step,
    When,
)
from domain.kernel.pack.organs import (
    Document,
    Jurisdiction,
    NameRule,
    Organ,
    Phase,
    Programme,
    Relation,
)
from domain.kernel.pack.readiness import (
    Condition,
    ContactTerms,
    HandoverTerms,
    TrainingTerms,
    WorkPlanTerms,
)
from domain.kernel.pack.service_points import Convenience, PointsTerms, ServicePointTerms
from domain.kernel.pack.supervision import (
    AccountabilityTerms,
    CorrectionTerms,
    InspectionKind,
)
from domain.kernel.pack.terms import (
    AgreementTerms,
    Escalation,
    Extension,
    ModeChangeTerms,
    RenewalTerms,
    Report,
    Rule,
    Sla,
    SummaryTerms,
    Task,
    TaskContent,
    Tolerance,
)
from domain.kernel.pack.upper import Catalogue, Demand, Prohibition, Remedy, Upper
from domain.kernel.pack.windows import VisitTerms, Window
from domain.kernel.pack.words import (
    BESIDE,
    FORBIDDEN,
    Basis,
    BasisFinding,
    Certainty,
    CertificateForm,
    Data,
    DutyKind,
    Evidence,
    Finding,
    LedgerField,
    Level,
    MatterStatus,
    OrganKind,
    Power,
    Share,
    StepKind,
)

__all__ = [
    "BESIDE",
    "FORBIDDEN",
    "PACK_SCHEMA",
    "AccountabilityTerms",
    "AgreementTerms",
    "Basis",
    "BasisFinding",
    "Catalogue",
    "Certainty",
    "CertificateForm",
    "Charge",
    "Condition",
    "ConsentRule",
    "ContactTerms",
    "Convenience",
    "CopyTerms",
    "CorrectionTerms",
    "Data",
    "Demand",
    "Document",
    "Duty",
    "DutyKind",
    "Escalation",
    "Evidence",
    "Extension",
    "Finding",
    "GrantTerms",
    "Guard",
    "GuideTerms",
    "HandoverTerms",
    "InquiryTerms",
    "InspectionKind",
    "Jurisdiction",
    "LedgerColumn",
    "LedgerField",
    "LegalBasis",
    "Level",
    "LicenceTerms",
    "Limit",
    "ListStep",
    "Matter",
    "MatterList",
    "MatterStatus",
    "Mode",
    "ModeChangeTerms",
    "NameRule",
    "Need",
    "Offer",
    "OldSealTerms",
    "Organ",
    "OrganKind",
    "Otherwise",
    "Pack",
    "Phase",
    "PointsTerms",
    "PolicyNoticeTerms",
    "Power",
    "PowerFrom",
    "Programme",
    "Prohibition",
    "Relation",
    "Remedy",
    "RenewalTerms",
    "Report",
    "Rule",
    "SealRule",
    "ServicePointTerms",
    "Share",
    "Sla",
    "Step",
    "StepKind",
    "SummaryTerms",
    "Target",
    "Task",
    "TaskContent",
    "Tolerance",
    "TrainingTerms",
    "Upper",
    "VisitTerms",
    "When",
    "Window",
    "WorkPlanTerms",
]

PACK_SCHEMA = 1


class Pack(Data, frozen=True, kw_only=True):
    """One version of a county's rules, whole. See the module's text for units."""

    schema: int = PACK_SCHEMA
    id: str
    version: str
    name: str
    effective_from: date
    jurisdiction: Jurisdiction
    upper: Upper | None = None  # what makes it an upper level's
    late_entry_days: int = 7  # occurred-to-recorded gap that needs no reason (DESIGN 3)
    document: tuple[Document, ...]
    organ: tuple[Organ, ...]
    # A name for many organs, as printed ("各乡镇人民政府") -> organ ids or organ kinds (B-16).
    group: dict[str, tuple[str, ...]] = field(default_factory=dict)
    post: dict[str, str] = field(default_factory=dict)  # post id -> its name in the county
    naming: tuple[NameRule, ...] = ()
    relation: tuple[Relation, ...] = ()
    programme: tuple[Programme, ...] = ()
    phase: tuple[Phase, ...] = ()
    party: dict[str, str]
    seal: tuple[SealRule, ...] = ()
    mode: tuple[Mode, ...]
    list: tuple[MatterList, ...] = ()
    matter: tuple[Matter, ...]
    target: tuple[Target, ...] = ()
    window: tuple[Window, ...] = ()
    style: dict[str, str] = field(default_factory=dict)  # how applicants are served: id -> name
    visits: VisitTerms | None = None  # None: a visit needs no reason of a kind
    inquiry: InquiryTerms | None = None
    copies: CopyTerms | None = None
    licences: LicenceTerms | None = None  # None: no library of certificates on file
    policy_notice: PolicyNoticeTerms | None = None  # None: nobody owes a notice of policies
    service_points: ServicePointTerms | None = None  # None: townships open none
    convenience: tuple[Convenience, ...] = ()
    points: PointsTerms | None = None  # None: service points earn nothing
    old_seals: OldSealTerms | None = None
    agreement: AgreementTerms | None = None
    agreement_of: tuple[AgreementTerms, ...] = ()  # what is concluded under some modes only
    list_step: tuple[ListStep, ...] = ()
    guide: GuideTerms | None = None
    grant: GrantTerms | None = None
    handover: HandoverTerms | None = None  # None: nobody hands materials over
    readiness: tuple[Condition, ...] = ()  # empty: nothing more is asked of townships
    contacts: ContactTerms | None = None  # None: departments name nobody to turn to
    work_plan: tuple[WorkPlanTerms, ...] = ()  # empty: no unit owes a plan of its own
    training: TrainingTerms | None = None  # None: no form of training is on record
    sla: tuple[Sla, ...] = ()
    escalation: tuple[Escalation, ...] = ()  # none: nobody is told of what is late
    mode_change: ModeChangeTerms | None = None  # None: open cases are finished as they began
    renewal: RenewalTerms | None = None  # None: the passing of the expiry brings nothing about
    tolerant: Tolerance | None = None  # None: nothing is accepted with gaps
    inspection: tuple[InspectionKind, ...] = ()  # none: the county's rules name no way to inspect
    correction: CorrectionTerms | None = None  # None: orders rest on law alone
    accountability: AccountabilityTerms | None = None  # None: only a refused correction opens one
    report: tuple[Report, ...] = ()
    summary: SummaryTerms | None = None  # None: no summary is owed upwards
    task: tuple[Task, ...] = ()
    rule: tuple[Rule, ...] = ()
