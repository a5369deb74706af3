"""The closed lists of words that a pack may use."""

from typing import Literal

from msgspec import Struct

Power = Literal["licence", "confirmation", "public_service", "payment", "levy", "other"]
Level = Literal["province", "city", "county", "township", "village"]
OrganKind = Literal[
    "government",
    "office",
    "department",
    "mass_organisation",
    "party_organ",
    "city_branch",
    "public_institution",
    "township",
    "subdistrict_committee",
    "development_zone",
    "service_centre",
    "service_outlet",
    "village",
    "leading_group",
]
StepKind = Literal[
    "consult",
    "receive",
    "accept",
    "review",
    "survey",
    "session",
    "forward",
    "decide",
    "stamp",
    "certify",
    "deliver",
    "return",
    "push",
    "feedback",
    "revoke",
    "correct",
]
FORBIDDEN = frozenset({"request_materials"})
"""What a step may forbid: to ask the applicant again for materials (行政许可法 35, B-34).

A pack that is adopted from now on names nothing else; what was adopted before may name more.
"""
BESIDE: frozenset[StepKind] = frozenset({"push", "feedback"})
"""Nobody takes these in the case itself: the platform pushes, supervisors tell what they found."""
DutyKind = Literal[
    "collection",
    "operation",
    "step",
    "process",
    "review",
    "result",
    "guidance",
    "supervision",
    "external",
    "recourse",
]
Basis = Literal["text", "law", "default", "contested"]
Share = Literal["sole", "equal", "joint", "part"]
Finding = Literal[
    "own_name",
    "beyond_scope",
    "after_suspension",
    "after_expiry",
    "after_loss",
    "without_consent",
    "without_post",
    "improper_fee",
    "overdue",
    "not_pushed",
    "unlawful",
]
"""What history or paper shows was not in order; what follows is the pack's to say."""
BasisFinding = Literal[
    "law", "regulation", "rule", "provincial_catalogue", "none_found", "not_needed"
]
Evidence = Literal[
    "receive", "session", "forward", "accept", "review", "decide", "certify", "deliver",
    "use_applied", "use_consented", "seal_use", "agreement", "announcement",
]  # fmt: skip
LedgerField = Literal[
    "used_at", "matter", "approved_by", "certificate_number", "document_number",
    "case", "document", "copies", "applicant", "stamped_by",
]  # fmt: skip
CertificateForm = Literal["physical", "electronic"]
MatterStatus = Literal["current", "repealed", "superseded"]
"""What law has made of a matter since it was listed (B-45); only a current one is handled."""
Lapse = Literal["deemed_accepted", "deemed_renewed"]
Certainty = Literal["text", "law", "borrowed", "default"]


class Data(Struct, frozen=True, forbid_unknown_fields=True):
    """Base of every pack struct: immutable, a misspelt key is an error.

    Every struct repeats `kw_only` (msgspec does not inherit it) and `frozen` (mypy does not).
    """
