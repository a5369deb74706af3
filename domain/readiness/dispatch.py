"""调度: meetings on how the reform goes, what was settled there, until it is carried out (XG23-34).

Problems that a meeting takes up are supervision's own: they are cited by number. What is settled is
tracked here, each with whoever carries it out and a day.
"""

from datetime import date, datetime
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from domain.kernel.authority import By
from domain.kernel.event import Command, Event
from domain.kernel.refusal import IllegalState, Invalid, NotFound, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import administration
from domain.kernel.workdays import day_of

_TITLE = 200
_LENGTH = 2_000
_MOST = 100  # problems, resolutions


class Resolution(Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be done by an organ; `due_on`: by when, if the meeting said so."""

    organ: str
    text: str
    due_on: date | None = None


class HoldDispatch(Command, frozen=True, kw_only=True):
    """Put a meeting on record: who came, which problems it took up, what it settled."""

    TYPE: ClassVar[str] = "readiness.hold_dispatch"
    number: str
    title: str
    attending: tuple[str, ...]
    problems: tuple[str, ...] = ()
    resolutions: tuple[Resolution, ...] = ()


class CloseResolution(Command, frozen=True, kw_only=True):
    """What came of a resolution, counted from 1; by whoever carried it out, or who convened."""

    TYPE: ClassVar[str] = "readiness.close_resolution"
    number: str
    resolution: int
    result: str


class DispatchHeld(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "readiness.dispatch_held"
    number: str
    organ: str
    title: str
    attending: tuple[str, ...]
    problems: tuple[str, ...]
    resolutions: tuple[Resolution, ...]
    person: str
    post: str


class ResolutionClosed(Event, frozen=True, kw_only=True):
    """Each is carried out by itself, before or after the others."""

    TYPE: ClassVar[str] = "readiness.resolution_closed"
    EFFECT: ClassVar[bool] = True
    number: str
    resolution: int
    organ: str
    result: str
    person: str
    post: str


EVENTS = (DispatchHeld, ResolutionClosed)


class Dispatch(Struct, frozen=True):
    held: DispatchHeld
    closed: tuple[int, ...] = ()


def hold(
    command: HoldDispatch, state: Dispatch | None, by: By, at: datetime, rules: Rulebook
) -> DispatchHeld:
    if state is not None:
        raise rules.refuse(
            IllegalState, "readiness.dispatch_taken", f"调度编号{command.number}已被使用"
        )
    conveners = administration(rules) + tuple(it.lead for it in rules.pack.programme if it.lead)
    if by.organ not in conveners:
        names = "、".join(map(rules.short, dict.fromkeys(conveners)))
        raise rules.refuse(
            NotPermitted, "readiness.not_convener", f"由牵头单位调度：{names or '政策包未列'}"
        )
    resolutions = tuple(
        replace(it, organ=rules.organ(it.organ).id, text=it.text.strip())
        for it in command.resolutions
    )
    today = day_of(at, rules)
    attending = tuple(dict.fromkeys(rules.organ(organ).id for organ in command.attending))
    if (
        not 0 < len(command.title.strip()) <= _TITLE
        or not attending
        or max(len(command.problems), len(resolutions)) > _MOST
        or not all(0 < len(it.text) <= _LENGTH for it in resolutions)
        or any(it.due_on is not None and it.due_on < today for it in resolutions)
    ):
        raise rules.refuse(
            Invalid,
            "readiness.dispatch_incomplete",
            f"请填写调度名称、参加单位和各项议定事项（承办单位、内容，期限不早于当天），至多{_MOST}项",
        )
    return DispatchHeld(
        occurred_at=at,
        number=command.number,
        organ=by.organ,
        title=command.title.strip(),
        attending=attending,
        problems=tuple(dict.fromkeys(command.problems)),
        resolutions=resolutions,
        person=by.person,
        post=by.post,
    )


def no_such_problem(number: str, rules: Rulebook) -> NotFound:
    return rules.refuse(NotFound, "readiness.no_such_problem", f"没有编号为{number}的问题登记")


def close(
    command: CloseResolution, state: Dispatch | None, by: By, at: datetime, rules: Rulebook
) -> ResolutionClosed:
    if state is None or not 0 < command.resolution <= len(state.held.resolutions):
        raise rules.refuse(
            NotFound,
            "readiness.no_such_resolution",
            f"没有调度{command.number}第{command.resolution}项议定事项",
        )
    carrier = state.held.resolutions[command.resolution - 1].organ
    if by.organ not in (carrier, state.held.organ):
        raise rules.refuse(
            NotPermitted,
            "readiness.not_carrier",
            f"由承办单位{rules.short(carrier)}或者调度单位报告结果",
        )
    if command.resolution in state.closed:
        raise rules.refuse(IllegalState, "readiness.resolution_closed", "该项议定事项已经办结")
    if not 0 < len(command.result.strip()) <= _LENGTH:
        raise rules.refuse(
            Invalid, "readiness.report_incomplete", f"请填写进展情况，不超过{_LENGTH}字"
        )
    return ResolutionClosed(
        occurred_at=at,
        number=command.number,
        resolution=command.resolution,
        organ=by.organ,
        result=command.result.strip(),
        person=by.person,
        post=by.post,
    )


def evolve(state: Dispatch | None, event: Event) -> Dispatch | None:
    match event:
        case DispatchHeld():
            return Dispatch(event)
        case ResolutionClosed(resolution=number) if state:
            return replace(state, closed=(*state.closed, number))
    return state
