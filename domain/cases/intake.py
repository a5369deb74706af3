"""Intake (行政许可法 32): received, asked for more once, accepted (also with gaps) or declined."""

import math
from datetime import date, datetime
from typing import TypedDict

from msgspec import Struct

from domain.cases.case import Case, lapsed, require_going, require_open
from domain.cases.commands import (
    Accept,
    Decline,
    NotifySupplement,
    Receive,
    SupplyMaterials,
)
from domain.cases.events import (
    CaseAccepted,
    CaseDeclined,
    CaseDeemedAccepted,
    CaseReceived,
    MaterialsSupplied,
    SupplementNotified,
)
from domain.cases.renewal import renewal
from domain.cases.routing import Route, Stated
from domain.cases.visits import require_style
from domain.kernel.authority import Authority
from domain.kernel.event import Event
from domain.kernel.facts import AtPoint, Guide
from domain.kernel.personal import Sealed
from domain.kernel.refusal import IllegalState, Invalid
from domain.kernel.rulebook import Rulebook
from domain.kernel.windows import AtWindow, window_for
from domain.kernel.workdays import Calendar, day_of, due

_NUMBER_LENGTH = 100
_MATERIALS_LIMIT = 100
_TEXT_LENGTH = 200


class Missed(Struct, frozen=True):
    """The acceptance not done in time: which step, whose, since when its clock ran, by what law."""

    step: str
    organ: str
    since: datetime
    clause: str


class Beside(Struct, frozen=True):
    """What a receipt notes beside its route: what the guide promised, who collected it."""

    guide: Guide | None = None
    point: AtPoint | None = None


class Taken(TypedDict):
    """What the event of every act in a case says."""

    occurred_at: datetime
    case: str
    step: str
    authority: Authority


def check_number(number: str, what: str = "办件编号") -> None:
    """Refuse what cannot name streams and addresses."""
    visible = number.strip() and number.isprintable() and len(number) <= _NUMBER_LENGTH
    if not visible or "/" in number or number in (".", ".."):
        raise Invalid("cases.number", f"{what}须为1至{_NUMBER_LENGTH}个可见字符，不含“/”")


def check_stated(stated: Stated) -> None:
    """Refuse what cannot be a stated fact."""
    for name, value in stated.items():
        if isinstance(value, float) and not math.isfinite(value):
            raise Invalid("cases.fact_not_a_number", f"“{name}”不是有效的数字")


def document_number(number: str, rules: Rulebook) -> str:
    if not number.strip():
        raise rules.refuse(Invalid, "cases.document_number", "须填写文书编号")
    return number


def receive(
    command: Receive,
    state: Case | None,
    route: Route,
    authority: Authority,
    applicant: Sealed,
    beside: Beside,
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    if state is not None:
        raise rules.refuse(IllegalState, "cases.number_taken", f"办件编号{command.case}已被使用")
    require_style(command.style, rules)
    return [
        CaseReceived(
            occurred_at=at,
            case=command.case,
            matter=command.matter,
            receiver=command.receiver,
            channel=command.channel,
            stated=command.stated,
            applicant=applicant,
            route=route,
            policy=rules.version,
            renewal=renewal(rules.matter(command.matter), command.stated, at, rules),
            promised_days=beside.guide.promised_at(at) if beside.guide else None,
            window=_window(command, authority, rules),
            style=command.style,
            point=beside.point,
            step=authority.step,
            authority=authority,
        )
    ]


def _window(command: Receive, authority: Authority, rules: Rulebook) -> AtWindow | None:
    """The hall's own; a body that sits in it has its own counter there (RA22-12)."""
    if authority.organ != command.receiver:
        return None
    matter = rules.matter(command.matter)
    return window_for(matter.domain, matter.power, rules, authority.mode, command.receiver)


def notify_supplement(
    command: NotifySupplement, case: Case, taken: Taken, guide: Guide | None, rules: Rulebook
) -> list[Event]:
    """All that is missing, once: what was not named then may not be asked for later.

    `guide` is the matter's as published, if it is.
    """
    if case.supplement is not None:
        raise rules.refuse(
            IllegalState,
            "cases.supplement_once",
            "本件已经一次性告知补正，不得再次告知；请受理、容缺受理或者不予受理",
        )
    missing = _listed(command.missing)
    _require_in_guide(missing, guide, taken["occurred_at"], rules)
    return [
        SupplementNotified(
            **taken,
            missing=missing,
            document_number=document_number(command.document_number, rules),
        )
    ]


def supply(command: SupplyMaterials, case: Case, taken: Taken, rules: Rulebook) -> list[Event]:
    """Take in what was asked for or promised; nothing else is waited for."""
    require_going(case, rules)
    came = set(_listed(command.materials))
    missing = case.supplement.missing if case.supplement else ()
    if surplus := came - {*missing, *(gap.material for gap in case.gaps)}:
        raise rules.refuse(
            Invalid,
            "cases.not_awaited",
            f"没有要求补交：{'、'.join(sorted(surplus))}；请只登记待补的材料",
        )
    left = tuple(material for material in missing if material not in came)
    return [
        MaterialsSupplied(
            **taken,
            materials=command.materials,
            missing=left,
            gaps=tuple(gap for gap in case.gaps if gap.material not in came),
            complete=bool(missing) and not left,
        )
    ]


def _require_in_guide(
    materials: tuple[str, ...], guide: Guide | None, at: datetime, rules: Rulebook
) -> None:
    """Refuse to ask for what the published guide does not list (行政许可法 31)."""
    if guide is None or guide.published > at:
        return
    if beyond := [material for material in materials if material not in guide.materials]:
        raise rules.refuse(
            Invalid,
            "cases.not_in_guide",
            f"办事指南未列：{'、'.join(beyond)}；不得要求提交与申请事项无关的材料，"
            f"本事项的材料是：{'、'.join(guide.materials)}",
        )


def accept(
    command: Accept,
    case: Case,
    taken: Taken,
    guide: Guide | None,
    calendar: Calendar,
    rules: Rulebook,
) -> list[Event]:
    """With gaps where the county has a rule for it; see `notify_supplement` for the guide."""
    number = document_number(command.document_number, rules)
    missing = case.supplement.missing if case.supplement else ()
    promised = {gap.material for gap in command.gaps}
    if open_ := [material for material in missing if material not in promised]:
        raise rules.refuse(
            IllegalState,
            "cases.materials_missing",
            f"告知补正的材料尚未收齐：{'、'.join(open_)}；请待补齐后受理，或者容缺受理",
        )
    if command.gaps:
        gaps = tuple(gap.material for gap in command.gaps)
        _require_in_guide(gaps, guide, taken["occurred_at"], rules)
        _check_gaps(command, day_of(taken["occurred_at"], rules), calendar, rules)
    return [
        CaseAccepted(
            **taken, document_number=number, gaps=command.gaps, commitment=command.commitment
        )
    ]


def _check_gaps(command: Accept, accepted: date, calendar: Calendar, rules: Rulebook) -> None:
    tolerant = rules.pack.tolerant
    if tolerant is None:
        raise rules.refuse(
            Invalid, "cases.tolerance", "本县未规定容缺受理，材料不齐的请一次性告知补正"
        )
    _listed(tuple(gap.material for gap in command.gaps))
    if not command.commitment.strip():
        raise rules.refuse(
            Invalid, "cases.commitment", "容缺受理须填写申请人的承诺（承诺书编号或者内容）"
        )
    last = due(accepted, tolerant.days, tolerant.unit, calendar).on
    for gap in command.gaps:
        if not accepted <= gap.until <= last:
            raise rules.refuse(
                Invalid,
                "cases.tolerance",
                f"“{gap.material}”的补交期限须在受理之日至{last}之间",
            )


def decline(command: Decline, taken: Taken, rules: Rulebook) -> list[Event]:
    if not command.reasons.strip():
        raise rules.refuse(Invalid, "cases.decline_needs_reasons", "不予受理须说明理由")
    if command.ground == "not_competent" and not command.go_to.strip():
        raise rules.refuse(
            Invalid,
            "cases.decline_go_to",
            "不属于本机关职权范围的，须告知申请人向哪个行政机关申请",
        )
    return [
        CaseDeclined(
            **taken,
            ground=command.ground,
            reasons=command.reasons,
            go_to=command.go_to,
            document_number=document_number(command.document_number, rules),
            policy=rules.version,
        )
    ]


def deem_accepted(
    case: Case, missed: Missed, at: datetime, rules: Rulebook
) -> list[CaseDeemedAccepted]:
    """The acceptance that was missed, or the refusal where somebody took it in hand after all.

    The law binds licences; that other matters follow it is the county's default.
    """
    step = rules.step(case.mode, missed.step)
    if step.id == case.deemed:
        raise lapsed(step, rules)
    require_open(step, case, rules)
    if case.supplement is not None:
        raise rules.refuse(IllegalState, "cases.supplemented", "本件已在期限内告知补正，不视为受理")
    sla = rules.slas[step.within or ""]
    binding = sla.scope in (None, rules.matter(case.matter).power)
    return [
        CaseDeemedAccepted(
            occurred_at=at,
            case=case.number,
            step=missed.step,
            organ=missed.organ,
            since=missed.since,
            clause=missed.clause,
            basis="law" if binding else "default",
        )
    ]


def _listed(materials: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse a list that names nothing, names something twice or is no list of names."""
    named = [m for m in materials if m.strip() and len(m) <= _TEXT_LENGTH]
    if len(set(named)) != len(materials) or not 0 < len(materials) <= _MATERIALS_LIMIT:
        raise Invalid("cases.materials", "请逐项写明材料名称，不留空、不重复")
    return materials
