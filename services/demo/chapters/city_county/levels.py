"""Who sits at both levels, and which matters are whose: what the chapters of this story share."""

from typing import Any

from domain.cases.commands import Forward, IssueCertificate
from domain.seals.use import ApplyForUse, ConsentToUse, Document, Stamp
from services.demo.act import Deed
from services.demo.dossier import Dossier, seat
from services.demo.stage import Stage

COUNTY, CITY, HALL = "approval", "ganzhou_approval", "county_hall"
INDUSTRY, CITY_INDUSTRY = "market_regulation", "city_regulators"
LIBRARY = "city_licence_library"
DIRECT, SERVICE, REVIEWED, FORWARDED = 101, 102, 103, 104
PAIR: dict[str, Any] = {"delegator": CITY, "delegatee": COUNTY}
WINDOW: dict[str, Any] = {"window": "city_county_window", "organ": HALL}
FILE = "f" * 64  # the digest of an electronic certificate; there is no file behind it
_SEAL: dict[str, Any] = {"owner": CITY, "number": 1}


def dossier(stage: Stage, number: str, matter: int) -> Dossier:
    """What the county took on is received by itself, the rest at the window of the hall."""
    receiver = COUNTY if matter in (DIRECT, SERVICE) else HALL
    return stage.dossier(number, matter, receiver)


def reviewed(case: Dossier) -> tuple[Deed, ...]:
    """受理、审核、转报 by the county, in whose window it came (XG22-07, -10)."""
    sent = Forward(case=case.number, external_reference=f"{case.number}-审核转报件")
    return (
        case.accept(COUNTY),
        case.review(COUNTY),
        (seat(COUNTY, "window_clerk"), sent),
    )


def certified(case: Dossier, by: str) -> Deed:
    """制证, on paper and on file at once (XG22-24)."""
    command = IssueCertificate(
        case=case.number,
        certificate_number=case.document("certificate").number,
        digest=FILE,
        identifier=f"照-{case.number}",
    )
    return seat(by, "window_clerk"), command


def sealed_above(case: Dossier, *kinds: str) -> tuple[Deed, ...]:
    """加盖市级审批专用章 (XG22-07)."""
    about = {"case": case.number, **_SEAL}
    documents: tuple[Document, ...] = tuple(case.document(kind) for kind in kinds)
    stamps = tuple(
        (seat(CITY, "custodian"), Stamp(**about, document=kind, digest=FILE)) for kind in kinds
    )
    return (
        (seat(CITY, "seal_user"), ApplyForUse(**about, documents=documents)),
        (seat(CITY, "principal"), ConsentToUse(**about, documents=kinds)),
        *stamps,
    )


def decided_above(case: Dossier) -> tuple[Deed, ...]:
    """The city grants, seals, makes the certificate; the hall delivers."""
    return (
        case.grant(CITY),
        *sealed_above(case, "decision", "certificate"),
        certified(case, CITY),
        case.deliver(HALL),
    )
