"""What the contexts tell each other: neutral facts, folded from events, never events themselves.

Each fact answers as valid at a moment ("was the seal in use then?"), as known now; folding fewer
events gives what was known earlier (DESIGN 3). All moments are aware datetimes; intervals include
their start and exclude their end; an open end is None.
"""

from domain.kernel.facts.agreements import (
    Agreement,
    Amendment,
    Announced,
    Answered,
    Procedure,
    Scheduled,
    Shortfall,
    Term,
    Withdrawn,
)
from domain.kernel.facts.base import Fact, Period, ended
from domain.kernel.facts.matters import (
    Assessment,
    Guide,
    Notice,
    Online,
    OnlineState,
    Paper,
    Pilot,
    Promise,
    Readiness,
    Trial,
)
from domain.kernel.facts.organisation import Grant, Post, Staff
from domain.kernel.facts.readiness import Access, Item, Supplied, Supply, Trained, Training
from domain.kernel.facts.seals import Seal, SealForm, SealStatus, StandingConsent
from domain.kernel.facts.service_points import (
    AtPoint,
    Conveniences,
    Offer,
    Offered,
    ServicePoint,
)
from domain.kernel.facts.windows import Counter, Posting

__all__ = [
    "Access",
    "Agreement",
    "Amendment",
    "Announced",
    "Answered",
    "Assessment",
    "AtPoint",
    "Conveniences",
    "Counter",
    "Fact",
    "Grant",
    "Guide",
    "Item",
    "Notice",
    "Offer",
    "Offered",
    "Online",
    "OnlineState",
    "Paper",
    "Period",
    "Pilot",
    "Post",
    "Posting",
    "Procedure",
    "Promise",
    "Readiness",
    "Scheduled",
    "Seal",
    "SealForm",
    "SealStatus",
    "ServicePoint",
    "Shortfall",
    "Staff",
    "StandingConsent",
    "Supplied",
    "Supply",
    "Term",
    "Trained",
    "Training",
    "Trial",
    "Withdrawn",
    "ended",
]
