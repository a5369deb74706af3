"""Candidates: what the platform itself makes of the log, for a supervisor to judge (XG23-62, -64).

Nothing of a candidate is stored before somebody confirms it, which makes it a problem, or dismisses
it with reasons. Whoever judges says what was judged: kind, organ, matter or case, and the events
that it rests on. Its key is made of these, so one thing is judged once (see `key`).
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Literal, TypedDict

from msgspec import Struct

from domain.kernel.authority import By
from domain.kernel.event import Command, Event
from domain.kernel.pack import Finding
from domain.kernel.refusal import IllegalState, Invalid
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import FINDINGS
from domain.supervision.problem import Problem, ProblemRecorded
from domain.supervision.requirements import number_taken, require_supervisor, require_text

Kind = (
    Finding
    | Literal[
        "attempt",
        "extra_fee",
        "extra_materials",
        "repeated_visits",
        "foreign_blank",
        "untaken",
        "vacuum",
        "unsupervised",
        "passed_on",
    ]
)
_OTHERS: Mapping[Kind, str] = {
    "attempt": "越权尝试",  # DESIGN 5
    "extra_fee": "企图额外收费",  # XG23-70
    "extra_materials": "超出办事指南要求材料",  # 行政许可法 31
    "repeated_visits": "让群众重复跑",  # ZZ22-29, -30
    "foreign_blank": "使用他方空白证书",  # XG23-65
    "untaken": "接放脱节",  # XG23-64
    "vacuum": "权力真空",  # XG23-64
    "unsupervised": "监管空白",  # XG23-64
    "passed_on": "推诿扯皮",  # XG23-64
}
KINDS: Mapping[str, str] = dict[str, str]([*FINDINGS.items(), *_OTHERS.items()])
_DIGITS = 16
_MOVING = "obligation/"  # its last event moves on while it stays one and the same


class ConfirmCandidate(Command, frozen=True, kw_only=True):
    """It is so: a problem of the number given begins, resting on the candidate's events.

    The fields are the candidate's own, as it was listed.
    """

    TYPE: ClassVar[str] = "supervision.confirm_candidate"
    candidate: str
    kind: Kind
    organ: str
    cites: tuple[str, ...]
    number: str
    description: str
    matter: int | None = None
    case: str | None = None


class DismissCandidate(Command, frozen=True, kw_only=True):
    """It is nothing, and why. The fields are the candidate's own, as it was listed."""

    TYPE: ClassVar[str] = "supervision.dismiss_candidate"
    candidate: str
    kind: Kind
    organ: str
    cites: tuple[str, ...]
    reason: str
    matter: int | None = None
    case: str | None = None


Judged = ConfirmCandidate | DismissCandidate


class CandidateEvent(Event, frozen=True, kw_only=True):
    candidate: str
    kind: Kind
    organ: str
    matter: int | None
    case: str | None
    cites: tuple[str, ...]
    by: By


class CandidateConfirmed(CandidateEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "supervision.candidate_confirmed"
    problem: str


class CandidateDismissed(CandidateEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "supervision.candidate_dismissed"
    reason: str


EVENTS = (CandidateConfirmed, CandidateDismissed)


class Candidate(Struct, frozen=True):
    """One that was judged."""

    confirmed: bool


def key(kind: Kind, organ: str, case: str | None, cites: tuple[str, ...]) -> str:
    """The same for the same thing, whenever it is asked: by what it was about first."""
    first = cites[0] if cites else ""
    if first.startswith(_MOVING):
        first = first.rpartition("@")[0]
    told = hashlib.sha256("\n".join((kind, organ, case or "", first)).encode()).hexdigest()
    return f"{kind}-{told[:_DIGITS]}"


def judge(
    command: Judged,
    state: Candidate | None,
    problem: Problem | None,
    supervisors: tuple[str, ...],
    by: By,
    at: datetime,
    rules: Rulebook,
) -> tuple[Event, ProblemRecorded | None]:
    """What is put on record of the candidate, and the problem that begins with it, if one does."""
    if not command.cites or command.candidate != key(
        command.kind, command.organ, command.case, command.cites
    ):
        raise rules.refuse(
            Invalid, "supervision.candidate_changed", "所填与平台所列的不是同一情形，请重新查询"
        )
    if state is not None:
        said = "已经确认" if state.confirmed else "已经排除"
        raise rules.refuse(IllegalState, "supervision.candidate_judged", f"这一情形{said}")
    require_supervisor(supervisors, by, rules)
    if isinstance(command, DismissCandidate):
        require_text(command.reason, "请写明排除的理由", rules)
        dismissed = CandidateDismissed(
            occurred_at=at, **_about(command), by=by, reason=command.reason.strip()
        )
        return dismissed, None
    if problem is not None:
        raise number_taken("问题编号", command.number, rules)
    require_text(command.description, "请写明问题", rules)
    confirmed = CandidateConfirmed(occurred_at=at, **_about(command), by=by, problem=command.number)
    return confirmed, ProblemRecorded(
        occurred_at=at,
        number=command.number,
        organ=command.organ,
        found_in="candidate",
        source=command.candidate,
        description=command.description.strip(),
        provision="",
        evidence="",  # the log's own events show it
        matter=command.matter,
        case=command.case,
        cites=command.cites,
        supervisors=supervisors,
        by=by,
        policy=rules.version,
    )


class _About(TypedDict):
    candidate: str
    kind: Kind
    organ: str
    matter: int | None
    case: str | None
    cites: tuple[str, ...]


def _about(command: Judged) -> _About:
    return {
        "candidate": command.candidate,
        "kind": command.kind,
        "organ": command.organ,
        "matter": command.matter,
        "case": command.case,
        "cites": command.cites,
    }


def evolve(state: Candidate | None, event: Event) -> Candidate | None:
    if isinstance(event, CandidateEvent):
        return Candidate(isinstance(event, CandidateConfirmed))
    return state
