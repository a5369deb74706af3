"""Service points (服务点): a township opens one for a village, and appoints who helps there.

Its agents (帮办代办) collect and forward for the villagers, and have no power (JX24-22 to -26).
"""

from datetime import datetime
from typing import ClassVar

from msgspec.structs import replace

from domain.kernel.authority import By
from domain.kernel.event import Command, Event
from domain.kernel.facts import AtPoint, Conveniences, Period, Post, ServicePoint
from domain.kernel.pack import ServicePointTerms
from domain.kernel.refusal import IllegalState, Invalid, NotFound, NotPermitted
from domain.kernel.rulebook import Rulebook

_LENGTH = 200


class OpenPoint(Command, frozen=True, kw_only=True):
    """Open a service point for a village; `village` is its organ id, else its name (JX24-23)."""

    TYPE: ClassVar[str] = "service_points.open"
    point: str
    township: str
    village: str
    kind: str
    name: str


class ClosePoint(Command, frozen=True, kw_only=True):
    """From now on nothing comes through it; what it earned stays."""

    TYPE: ClassVar[str] = "service_points.close"
    point: str
    reason: str


class AppointAgent(Command, frozen=True, kw_only=True):
    """Appoint who helps there; `person` is a staff id in the agents' post of the township."""

    TYPE: ClassVar[str] = "service_points.appoint_agent"
    point: str
    person: str


class DismissAgent(Command, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "service_points.dismiss_agent"
    point: str
    person: str
    reason: str


class PointOpened(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "service_points.opened"
    point: str
    township: str
    village: str
    kind: str
    name: str


class PointClosed(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "service_points.closed"
    point: str
    reason: str


class AgentAppointed(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "service_points.agent_appointed"
    point: str
    person: str


class AgentDismissed(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "service_points.agent_dismissed"
    point: str
    person: str
    reason: str


EVENTS = (PointOpened, PointClosed, AgentAppointed, AgentDismissed)

PointCommand = ClosePoint | AppointAgent | DismissAgent


def terms_of(rules: Rulebook) -> ServicePointTerms:
    if rules.pack.service_points is None:
        raise rules.refuse(Invalid, "service_points.none_here", "本县未规定设立服务点")
    return rules.pack.service_points


def open_(
    command: OpenPoint, state: ServicePoint | None, at: datetime, rules: Rulebook
) -> list[Event]:
    terms = terms_of(rules)
    if state is not None:
        raise rules.refuse(
            IllegalState, "service_points.number_taken", f"服务点编号{command.point}已被使用"
        )
    if rules.organ(command.township).level != "township":
        name = rules.short(command.township)
        raise rules.refuse(Invalid, "service_points.not_township", f"{name}不是乡镇、街道")
    village = rules.organs.get(command.village)
    if village is not None and village.id not in rules.below(command.township):
        raise rules.refuse(
            Invalid,
            "service_points.other_township",
            f"{village.name}不属于{rules.short(command.township)}",
        )
    if command.kind not in terms.kind:
        raise rules.refuse(
            Invalid,
            "service_points.kind",
            f"没有“{command.kind}”这类服务点；可以写 {_words(terms.kind)}",
        )
    for text in (command.name, command.village):
        if not text.strip() or len(text) > _LENGTH:
            raise rules.refuse(
                Invalid, "service_points.incomplete", f"请填写服务点名称和所在村，不超过{_LENGTH}字"
            )
    return [
        PointOpened(
            occurred_at=at,
            point=command.point,
            township=command.township,
            village=command.village,
            kind=command.kind,
            name=command.name,
        )
    ]


def change(
    command: PointCommand,
    point: ServicePoint,
    post: Post | None,
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    """`post` is the agents' at the township: whoever helps there holds it (JX24-26)."""
    match command:
        case AppointAgent(person=person):
            require_open(point, at, rules)
            if point.helped_by(person, at):
                raise rules.refuse(
                    IllegalState, "service_points.is_agent", f"{person}已是该服务点的代办人员"
                )
            if post is None or not post.held_by(person, at):
                name = rules.post(terms_of(rules).post)
                raise rules.refuse(
                    NotPermitted,
                    "service_points.agent_without_post",
                    f"{person}未任{rules.short(point.township)}的“{name}”",
                )
            return [AgentAppointed(occurred_at=at, point=point.point, person=person)]
        case DismissAgent(person=person, reason=reason):
            if not point.helped_by(person, at):
                raise rules.refuse(
                    IllegalState, "service_points.not_agent", f"{person}不是该服务点的代办人员"
                )
            _require_reason(reason, rules)
            return [AgentDismissed(occurred_at=at, point=point.point, person=person, reason=reason)]
        case ClosePoint(reason=reason):
            require_open(point, at, rules)
            _require_reason(reason, rules)
            return [PointClosed(occurred_at=at, point=point.point, reason=reason)]


def require_open(point: ServicePoint, at: datetime, rules: Rulebook) -> None:
    if not point.open_at(at):
        raise rules.refuse(
            IllegalState, "service_points.not_open", f"服务点“{point.name}”尚未开设或者已经停办"
        )


def require_of_point(point: ServicePoint, by: By, at: datetime, rules: Rulebook) -> None:
    """What a point did is told by its agents, or by whoever is not an agent at its township."""
    agent = by.post == terms_of(rules).post
    entitled = by.organ in rules.below(point.township)
    if not entitled or (agent and not point.helped_by(by.person, at)):
        raise rules.refuse(
            NotPermitted,
            "service_points.not_of_point",
            f"由该服务点的代办人员或者{rules.short(point.township)}的工作人员登记",
        )


def through(
    point: ServicePoint,
    conveniences: Conveniences | None,
    matter: int,
    receiver: str,
    at: datetime,
    rules: Rulebook,
) -> AtPoint:
    """A case that a point collected: in its own township, and of a matter that is on its list."""
    require_open(point, at, rules)
    township = rules.short(point.township)
    if receiver not in rules.below(point.township):
        raise rules.refuse(
            Invalid,
            "service_points.other_township",
            f"服务点“{point.name}”是{township}的，代收的办件由{township}收件",
        )
    lines = conveniences.at(at) if conveniences else ()
    for line in lines:
        if line.matter == matter:
            return AtPoint(point.point, line.convenience)
    raise rules.refuse(
        Invalid,
        "service_points.not_on_list",
        f"{rules.item(matter)}不在{township}的便民服务事项清单之内",
    )


def unknown(point: str, rules: Rulebook) -> NotFound:
    return rules.refuse(NotFound, "service_points.unknown", f"没有编号为{point}的服务点")


def _require_reason(reason: str, rules: Rulebook) -> None:
    if not reason.strip():
        raise rules.refuse(Invalid, "service_points.reason", "请写明理由")


def _words(names: dict[str, str]) -> str:
    return "、".join(f"{identity}（{name}）" for identity, name in names.items())


def evolve(state: ServicePoint | None, event: Event) -> ServicePoint | None:
    if isinstance(event, PointOpened):
        return ServicePoint(
            event.point,
            event.township,
            event.village,
            event.kind,
            event.name,
            Period(event.occurred_at),
        )
    if state is None:
        return None
    match event:
        case PointClosed(occurred_at=at):
            ended = {
                person: _until(periods, at) if state.helped_by(person, at) else periods
                for person, periods in state.agents.items()
            }
            return replace(state, period=replace(state.period, end=at), agents=ended)
        case AgentAppointed(person=person, occurred_at=at):
            periods = (*state.agents.get(person, ()), Period(at))
            return replace(state, agents={**state.agents, person: periods})
        case AgentDismissed(person=person, occurred_at=at):
            periods = _until(state.agents[person], at)
            return replace(state, agents={**state.agents, person: periods})
    return state


def _until(periods: tuple[Period, ...], at: datetime) -> tuple[Period, ...]:
    *earlier, current = periods
    return (*earlier, replace(current, end=at))
