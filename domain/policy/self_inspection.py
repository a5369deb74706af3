"""A county inspects itself against a notice from above: what becomes of a matter (JX24-35, B-20).

One inspection per notice, on the stream of its name. It opens on the findings that the adoption
flagged, decides each matter by one of the notice's remedies with reason and document, and closes
when every decision is carried out. Nothing of what was done before is touched (B-22).
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from domain.kernel.event import Command, Event
from domain.kernel.pack import Remedy
from domain.kernel.refusal import IllegalState, Invalid, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import day_of
from domain.policy.conflict import ConflictFlagged, Finding


class OpenSelfInspection(Command, frozen=True, kw_only=True):
    """Begin it, by a document; `due_on` is the county's own day for its end."""

    TYPE: ClassVar[str] = "policy.open_self_inspection"
    upper: str
    document_number: str
    due_on: date


class DecideOutcome(Command, frozen=True, kw_only=True):
    """Decide what becomes of one matter, from a day on.

    `remedy`: one of the notice's. `basis`: the law it rests on, where it is kept. `seal_stays`:
    whether the seal it was handled with stays in use, which only a matter that is kept can ask for.
    `published_in`: where the changed list is public, for a matter that moves (JX24-31).
    """

    TYPE: ClassVar[str] = "policy.decide_outcome"
    upper: str
    matter: int
    remedy: str
    effective_from: date
    reason: str
    document_number: str
    basis: str = ""
    seal_stays: bool = False
    published_in: str = ""


class CloseSelfInspection(Command, frozen=True, kw_only=True):
    """End it, once every matter has an outcome that is carried out; the report has a number."""

    TYPE: ClassVar[str] = "policy.close_self_inspection"
    upper: str
    document_number: str


class SelfInspectionOpened(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "policy.self_inspection_opened"
    upper: str
    organ: str
    document_number: str
    due_on: date


class OutcomeDecided(Event, frozen=True, kw_only=True):
    """`mode`: under which the matter goes on; None: it stays as it is."""

    TYPE: ClassVar[str] = "policy.outcome_decided"
    upper: str
    matter: int
    remedy: str
    mode: str | None
    effective_from: date
    reason: str
    document_number: str
    basis: str
    seal_stays: bool
    clause: str


class SelfInspectionClosed(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "policy.self_inspection_closed"
    upper: str
    organ: str
    document_number: str


EVENTS = (ConflictFlagged, SelfInspectionOpened, OutcomeDecided, SelfInspectionClosed)


class Outcome(Struct, frozen=True):
    remedy: str
    mode: str | None
    effective_from: date
    reason: str
    document_number: str
    basis: str
    seal_stays: bool
    clause: str
    at: datetime
    version: int


class SelfInspection(Struct, frozen=True):
    """`findings` by matter, as flagged last; `outcomes` by matter."""

    upper: str
    findings: Mapping[int, Finding]
    flagged: datetime
    opened: datetime | None = None
    due_on: date | None = None
    outcomes: Mapping[int, Outcome] = {}
    closed: datetime | None = None
    rounds: int = 0  # how often it was opened
    version: int = 0

    @property
    def undecided(self) -> tuple[int, ...]:
        return tuple(no for no in self.findings if no not in self.outcomes)

    @property
    def status(self) -> str:
        if self.closed is not None:
            return "closed"
        return "flagged" if self.opened is None else "open"


STATUSES = {"flagged": "待自查", "open": "自查中", "closed": "已办结"}


def open_(
    command: OpenSelfInspection,
    state: SelfInspection | None,
    organ: str,
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    found = _existing(state, rules)
    if found.opened is not None:
        raise rules.refuse(IllegalState, "policy.inspection_open", "自查自纠已经开始")
    _require_document(command.document_number, rules)
    if command.due_on < day_of(at, rules):
        raise rules.refuse(Invalid, "policy.inspection_term", "完成期限早于今天")
    return [
        SelfInspectionOpened(
            occurred_at=at,
            upper=command.upper,
            organ=organ,
            document_number=command.document_number,
            due_on=command.due_on,
        )
    ]


def decide_outcome(
    command: DecideOutcome, state: SelfInspection | None, at: datetime, rules: Rulebook
) -> OutcomeDecided:
    """The decision; a matter decided once may be decided otherwise until the inspection closes."""
    found = _going(state, rules)
    finding = found.findings.get(command.matter)
    if finding is None:
        raise rules.refuse(
            Invalid,
            "policy.no_finding",
            f"{rules.item(command.matter)}不在自查发现之列；有：{rules.items(found.findings)}",
        )
    remedy = remedy_of(command.remedy, rules)
    _require_document(command.document_number, rules)
    if not command.reason.strip():
        raise rules.refuse(Invalid, "policy.reason", "每一事项的处理结果须写明理由")
    if command.effective_from < day_of(at, rules):
        raise rules.refuse(
            Invalid, "policy.outcome_day", "处理结果自今天或者以后的一天起执行，不改变已经办理的"
        )
    _require_fit(command, remedy, finding, rules)
    return OutcomeDecided(
        occurred_at=at,
        upper=command.upper,
        matter=command.matter,
        remedy=remedy.id,
        mode=goes_on_under(remedy, finding, rules),
        effective_from=command.effective_from,
        reason=command.reason.strip(),
        document_number=command.document_number,
        basis=command.basis.strip(),
        seal_stays=command.seal_stays,
        clause=remedy.clause,
    )


def goes_on_under(remedy: Remedy, finding: Finding, rules: Rulebook) -> str | None:
    """The mode that the remedy leads to; None: the matter stays as it is."""
    if remedy.kind == "mode":
        return remedy.mode
    if remedy.kind == "keep":
        return None
    elsewhere = rules.mode(finding.mode).otherwise
    if elsewhere is None:
        raise rules.refuse(
            Invalid, "policy.no_way_back", f"“{rules.mode(finding.mode).name}”没有写明收回后的渠道"
        )
    return elsewhere.mode


def close(
    command: CloseSelfInspection,
    state: SelfInspection | None,
    remaining: tuple[str, ...],
    organ: str,
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    """`remaining`: what is decided and not carried out, in words."""
    found = _going(state, rules)
    _require_document(command.document_number, rules)
    if found.undecided:
        raise rules.refuse(
            IllegalState,
            "policy.undecided",
            f"还有事项没有处理结果：{rules.items(found.undecided)}",
        )
    if remaining:
        raise rules.refuse(
            IllegalState, "policy.not_carried_out", f"处理结果尚未执行完毕：{'；'.join(remaining)}"
        )
    return [
        SelfInspectionClosed(
            occurred_at=at,
            upper=command.upper,
            organ=organ,
            document_number=command.document_number,
        )
    ]


def remedy_of(name: str, rules: Rulebook) -> Remedy:
    remedies = rules.pack.upper.remedy if rules.pack.upper else ()
    found = next((remedy for remedy in remedies if remedy.id == name), None)
    if found is None:
        known = "、".join(f"{remedy.id}（{remedy.name}）" for remedy in remedies)
        raise rules.refuse(
            Invalid, "policy.no_such_remedy", f"没有“{name}”这种处理结果；有：{known or '无'}"
        )
    return found


def _require_fit(command: DecideOutcome, remedy: Remedy, finding: Finding, rules: Rulebook) -> None:
    item = rules.item(command.matter)
    if remedy.kind == "keep" and finding.basis not in remedy.basis:
        raise NotPermitted(
            "policy.no_basis_to_keep",
            f"{item}没有可以保留的依据：清单记载为“{finding.basis_text or '未查到'}”",
            clause=remedy.clause,
            source=remedy.source,
        )
    if remedy.kind == "keep" and not command.basis.strip():
        raise rules.refuse(
            Invalid, "policy.basis_missing", f"保留{item}须写明法律、法规、规章的条款"
        )
    if command.seal_stays and remedy.kind != "keep":
        raise rules.refuse(
            Invalid, "policy.seal_stays", f"{item}不再按原方式办理，原印章不能继续使用"
        )


def _existing(state: SelfInspection | None, rules: Rulebook) -> SelfInspection:
    if state is None:
        raise rules.refuse(IllegalState, "policy.no_conflict", "没有需要自查自纠的上级政策")
    return state


def _going(state: SelfInspection | None, rules: Rulebook) -> SelfInspection:
    found = _existing(state, rules)
    if found.status != "open":
        raise rules.refuse(
            IllegalState, "policy.inspection_not_open", f"自查自纠{STATUSES[found.status]}"
        )
    return found


def _require_document(number: str, rules: Rulebook) -> None:
    if not number.strip():
        raise rules.refuse(Invalid, "policy.document", "请写明文书编号")


def evolve(state: SelfInspection | None, event: Event) -> SelfInspection | None:
    if isinstance(event, ConflictFlagged):
        found = {each.matter: each for each in event.findings}
        if state is None:
            return SelfInspection(event.upper, found, event.occurred_at, version=1)
        # A later version of the rules: what is not in it needs no outcome, what is new does.
        kept = {no: it for no, it in state.outcomes.items() if no in found}
        again = any(no not in kept for no in found)
        return replace(
            state,
            findings=found,
            flagged=event.occurred_at,
            outcomes=kept,
            opened=None if again and state.closed else state.opened,
            closed=None if again else state.closed,
            version=state.version + 1,
        )
    if state is None:
        return None
    state = replace(state, version=state.version + 1)
    match event:
        case SelfInspectionOpened(due_on=due_on, occurred_at=at):
            return replace(state, opened=at, due_on=due_on, rounds=state.rounds + 1)
        case OutcomeDecided():
            outcome = Outcome(
                event.remedy,
                event.mode,
                event.effective_from,
                event.reason,
                event.document_number,
                event.basis,
                event.seal_stays,
                event.clause,
                event.occurred_at,
                state.version,
            )
            return replace(state, outcomes={**state.outcomes, event.matter: outcome})
        case SelfInspectionClosed(occurred_at=at):
            return replace(state, closed=at)
    return state
