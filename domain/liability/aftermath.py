"""What followed a case elsewhere: who bore what to the outside, whom it is recovered from (B-05).

Facts as attribution looks at them, whatever context they are from (XG23-72, -73, -79, -80).
"""

from datetime import date, datetime

from msgspec import Struct


class Borne(Struct, frozen=True, kw_only=True):
    """What an organ bore to the outside, by which document; `claim` is the claim's number."""

    claim: str
    organ: str
    measure: str
    amount_yuan: float
    borne_on: date
    document_number: str
    ref: str


class Factor(Struct, frozen=True):
    """One factor in the words of the rule, and what it came to."""

    factor: str
    says: str


class Recourse(Struct, frozen=True, kw_only=True):
    """`organ` bore it and holds `against` accountable; `pursued` None: it is proposed only."""

    claim: str
    organ: str
    against: str
    clause: str
    factors: tuple[Factor, ...]
    measure: str
    amount_yuan: float
    pursued: bool | None
    decided_on: date | None
    document_number: str
    ref: str


class Later(Struct, frozen=True, kw_only=True):
    """One thing that followed, in the order of the log: when, by or about which organ, in words."""

    at: datetime
    organ: str
    says: str
    ref: str
