"""Nobody may require the imprint of an internal seal, unless law says so (ZZ22-17, -18).

Whoever demands one without citing that law is refused, and the attempt remembered. What is demanded
on paper anyway is put on record by whom it was demanded of, or by who administers the service.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from msgspec import Struct

from domain.kernel.authority import By
from domain.kernel.digest import is_sha256
from domain.kernel.event import Command, Event
from domain.kernel.refusal import IllegalState, Invalid, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL, SUPERVISOR, administration
from domain.seals.old.life import require_complete
from domain.seals.old.terms import ClearUp, keepers

# A law and its article: 《…法》第…条. Whether it says so is for people to judge, from the record.
_CITATION = re.compile(r"《[^《》]+》.*第.+条")
_WORDS: Mapping[str, str] = {"seal": "所要求的印章", "demanded_by": "提出要求的单位"}


class SealDemand(Command, frozen=True, kw_only=True):
    """`seal` is the internal seal, by its text; `organ` the one under which it is kept.

    For a `matter`, in a `case` if there is one; `law` is the law that requires it, with its
    article.
    """

    number: str
    organ: str
    seal: str
    matter: int
    case: str = ""
    law: str = ""


class DemandInternalSeal(SealDemand, frozen=True, kw_only=True):
    """Require the imprint of an internal seal: refused unless a law is cited (ZZ22-18)."""

    TYPE: ClassVar[str] = "seals.demand_internal"
    POWER: ClassVar[bool] = True


class RecordSealDemand(SealDemand, frozen=True, kw_only=True):
    """Put on record what was demanded on paper, by an organ or any other body named (ZZ22-18).

    `evidence` is the SHA-256 (hex) of the paper; without a law cited it is a violation.
    """

    TYPE: ClassVar[str] = "seals.record_demand"
    demanded_by: str
    demanded_at: datetime
    evidence: str


class InternalSealDemanded(Event, frozen=True, kw_only=True):
    """`demanded_by`: an organ's id, or the name of a body that is none of the county's.

    `violation`: no law was cited. `evidence`: empty where it was demanded here, by its own act.
    """

    TYPE: ClassVar[str] = "seals.internal_demanded"
    demand: str
    organ: str
    seal: str
    matter: int
    case: str
    law: str
    violation: bool
    demanded_by: str
    demanded_at: datetime
    evidence: str
    recorded_by: str
    person: str
    post: str


EVENTS = (InternalSealDemanded,)


class Demand(Struct, frozen=True):
    number: str


def require_law(command: DemandInternalSeal, county: ClearUp) -> None:
    """Refuse a demand that no law stands behind; the refusal says what was demanded."""
    if not cites_law(command.law):
        raise county.refuse(
            NotPermitted,
            "seal.internal_demanded",
            f"不得要求加盖{county.rules.short(command.organ)}的“{command.seal}”；"
            "法律法规另有规定的，须写明其名称和条款",
            organ=command.organ,
            seal=command.seal,
            matter=str(command.matter),
            case=command.case,
        )


def require_recorder(organ: str, by: By, rules: Rulebook) -> None:
    """The organ of which it was demanded, or who administers the service, says what happened."""
    asked = by.organ in keepers(rules, organ) and by.post == PRINCIPAL
    administers = by.organ in administration(rules)
    if not asked and not (administers and by.post in (PRINCIPAL, SUPERVISOR)):
        raise rules.refuse(
            NotPermitted,
            "seal.demand_recorder",
            f"违规要求加盖印章的情况由{rules.short(organ)}主要负责人，"
            "或者政务服务管理部门的主要负责人、监管人员登记",
        )


def decide(
    command: DemandInternalSeal | RecordSealDemand,
    state: Demand | None,
    case_matter: int | None,
    by: By,
    at: datetime,
    county: ClearUp,
) -> list[Event]:
    """`case_matter` is the matter of the case named; None: no case is."""
    rules = county.rules
    if state is not None:
        raise rules.refuse(
            IllegalState, "seal.demand_number", f"编号{command.number}已被使用，请换一个编号"
        )
    require_complete(command, _WORDS, rules)
    if case_matter not in (None, command.matter):
        raise rules.refuse(
            Invalid,
            "seal.demand_case",
            f"办件{command.case}不是{rules.item(command.matter)}的办件",
        )
    matter = case_matter or rules.matter(command.matter).no
    by_whom, when, shown = by.organ, at, ""
    if isinstance(command, RecordSealDemand):
        _require_shown(command, at, rules)
        by_whom = _body(command.demanded_by, rules)
        when, shown = command.demanded_at, command.evidence
    return [
        InternalSealDemanded(
            occurred_at=at,
            demand=command.number,
            organ=command.organ,
            seal=command.seal,
            matter=matter,
            case=command.case,
            law=command.law.strip(),
            violation=not cites_law(command.law),
            demanded_by=by_whom,
            demanded_at=when,
            evidence=shown,
            recorded_by=by.organ,
            person=by.person,
            post=by.post,
        )
    ]


def _require_shown(command: RecordSealDemand, at: datetime, rules: Rulebook) -> None:
    if command.demanded_at > at:
        raise Invalid("time.future", "提出要求的时间不得晚于登记时间")
    if not is_sha256(command.evidence):
        raise rules.refuse(
            Invalid,
            "seal.demand_evidence",
            "须登记证据材料的 SHA-256 摘要（64 位十六进制小写）",
        )


def cites_law(text: str) -> bool:
    return _CITATION.search(text) is not None


def _body(name: str, rules: Rulebook) -> str:
    """The organ of that id or name; whoever else demanded is called as it was written."""
    for organ in rules.pack.organ:
        if name in (organ.id, organ.name, *organ.aliases):
            return organ.id
    return name.strip()


def evolve(state: Demand | None, event: Event) -> Demand | None:
    return Demand(event.demand) if isinstance(event, InternalSealDemanded) else state
