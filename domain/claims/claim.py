"""A claim about a case: 行政复议, 行政诉讼 or 国家赔偿, what came of it, and who bore what (B-05).

Others decide it; the platform keeps what was decided by whom in which document, which organ bore
the liability outwards, and whom that organ holds accountable for it (追偿追责: XG23-72, -73;
行政复议法 19(3), 行政诉讼法 26(5), 国家赔偿法 7(4), 16). No personal data.
"""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, Literal

from msgspec import Struct
from msgspec.structs import replace

from domain.kernel.authority import By
from domain.kernel.event import Command, Event
from domain.kernel.pack import Finding

Kind = Literal["review", "litigation", "compensation"]
KINDS: Mapping[Kind, str] = {
    "review": "行政复议",
    "litigation": "行政诉讼",
    "compensation": "国家赔偿",
}
Outcome = Literal["upheld", "annulled", "varied", "unlawful", "ordered", "compensation", "ended"]
OUTCOMES: Mapping[Outcome, str] = {
    "upheld": "维持或者驳回",
    "annulled": "撤销",
    "varied": "变更",
    "unlawful": "确认违法",
    "ordered": "责令履行",
    "compensation": "决定赔偿",
    "ended": "撤回或者终止",
}
ADVERSE: frozenset[Outcome] = frozenset(
    {"annulled", "varied", "unlawful", "ordered", "compensation"}
)
"""What an organ answers for to the outside."""
Status = Literal["open", "decided", "borne", "proposed", "closed"]
STATUSES: Mapping[Status, str] = {
    "open": "审理中",
    "decided": "已有结果",
    "borne": "已承担责任",
    "proposed": "拟追偿追责",
    "closed": "追偿追责已决定",
}


class OpenClaim(Command, frozen=True, kw_only=True):
    """Put a claim about a case on record, without personal data.

    `respondent` is the organ that it is against; `handled_by` who decides it, as printed;
    `document_number` that of the notice which says so; `request` what is asked for.
    """

    TYPE: ClassVar[str] = "claims.open"
    number: str
    case: str
    kind: Kind
    respondent: str
    handled_by: str
    received_on: date
    document_number: str
    request: str


class RecordClaimOutcome(Command, frozen=True, kw_only=True):
    """What was decided elsewhere: by whom, on which day, in which document.

    A later instance decides anew; what the earlier said stays known. `amount_yuan` is what is to be
    paid. `finding`: what it found not to be in order, where that is one of the county's findings;
    without it, that the act was unlawful or improper.
    """

    TYPE: ClassVar[str] = "claims.record_outcome"
    number: str
    outcome: Outcome
    decided_by: str
    decided_on: date
    document_number: str
    summary: str
    amount_yuan: float = 0
    finding: Finding | None = None


class BearLiability(Command, frozen=True, kw_only=True):
    """The organ that bore it says how, by which document; `amount_yuan` 0 where nothing was paid.

    XG23-72.
    """

    TYPE: ClassVar[str] = "claims.bear_liability"
    number: str
    measure: str
    borne_on: date
    document_number: str
    amount_yuan: float = 0


class ProposeRecourse(Command, frozen=True, kw_only=True):
    """Whom the organ that bore it means to hold accountable: each factor weighed in words.

    `factors` are those of the county's rule, by its own words (XG23-73: five); `clause` says which
    rule, where several are about the two organs. A person is held to account elsewhere.
    """

    TYPE: ClassVar[str] = "claims.propose_recourse"
    number: str
    against: str
    factors: dict[str, str]
    measure: str
    amount_yuan: float = 0
    clause: str = ""


class DecideRecourse(Command, frozen=True, kw_only=True):
    """The principal of the organ that bore it decides, also that nobody is held accountable.

    `measure` and `amount_yuan` as decided, be it other than proposed.
    """

    TYPE: ClassVar[str] = "claims.decide_recourse"
    number: str
    against: str
    pursued: bool
    reasons: str
    decided_on: date
    document_number: str
    measure: str = ""
    amount_yuan: float = 0


class Weighed(Struct, frozen=True):
    """One factor in the words of the rule, and what it comes to in this case."""

    factor: str
    says: str


class ClaimEvent(Event, frozen=True, kw_only=True):
    number: str
    case: str


class ClaimOpened(ClaimEvent, frozen=True, kw_only=True):
    """`policy` is the version of the rules that say who may put it on record."""

    TYPE: ClassVar[str] = "claims.opened"
    kind: Kind
    matter: int
    respondent: str
    handled_by: str
    received_on: date
    document_number: str
    request: str
    by: By
    policy: str


class ClaimDecided(ClaimEvent, frozen=True, kw_only=True):
    """`instance` counts the decisions on one claim from 1; the last one holds."""

    TYPE: ClassVar[str] = "claims.decided"
    instance: int
    outcome: Outcome
    decided_by: str
    decided_on: date
    document_number: str
    summary: str
    amount_yuan: float
    finding: Finding | None
    by: By


class LiabilityBorne(ClaimEvent, frozen=True, kw_only=True):
    """`organ` bore it to the outside."""

    TYPE: ClassVar[str] = "claims.liability_borne"
    organ: str
    measure: str
    borne_on: date
    document_number: str
    amount_yuan: float
    by: By


class RecourseEvent(ClaimEvent, frozen=True, kw_only=True):
    """`organ` bore the liability and holds `against` accountable for it."""

    organ: str
    against: str
    measure: str
    amount_yuan: float
    by: By


class RecourseProposed(RecourseEvent, frozen=True, kw_only=True):
    """`factors` in the order of the rule that `clause` names."""

    TYPE: ClassVar[str] = "claims.recourse_proposed"
    factors: tuple[Weighed, ...]
    clause: str
    source: str


class RecourseDecided(RecourseEvent, frozen=True, kw_only=True):
    """With the factors as they were weighed; `pursued`: somebody is held accountable."""

    TYPE: ClassVar[str] = "claims.recourse_decided"
    pursued: bool
    reasons: str
    decided_on: date
    document_number: str
    factors: tuple[Weighed, ...]
    clause: str


EVENTS = (ClaimOpened, ClaimDecided, LiabilityBorne, RecourseProposed, RecourseDecided)


class Recourse(Struct, frozen=True):
    """What one organ does about another: proposed, perhaps again, until it is decided."""

    proposed: RecourseProposed
    decided: RecourseDecided | None = None


class Claim(Struct, frozen=True):
    """`borne` by organ; `recourse` by who bore it and who is held accountable."""

    opened: ClaimOpened
    decided: ClaimDecided | None = None
    borne: dict[str, LiabilityBorne] = {}
    recourse: dict[tuple[str, str], Recourse] = {}

    @property
    def respondents(self) -> tuple[str, ...]:
        """Who says what came of it: the organ it is against, and whoever put it on record."""
        return tuple(dict.fromkeys((self.opened.respondent, self.opened.by.organ)))

    @property
    def status(self) -> Status:
        if self.recourse:
            done = all(it.decided for it in self.recourse.values())
            return "closed" if done else "proposed"
        return "borne" if self.borne else "open" if self.decided is None else "decided"


def evolve(state: Claim | None, event: Event) -> Claim | None:
    match event:
        case ClaimOpened():
            return Claim(event)
        case ClaimDecided() if state:
            return replace(state, decided=event)
        case LiabilityBorne(organ=organ) if state:
            return replace(state, borne={**state.borne, organ: event})
        case RecourseProposed(organ=organ, against=against) if state:
            known = Recourse(event)
            return replace(state, recourse={**state.recourse, (organ, against): known})
        case RecourseDecided(organ=organ, against=against) if state:
            pair = (organ, against)
            known = replace(state.recourse[pair], decided=event)
            return replace(state, recourse={**state.recourse, pair: known})
    return state
