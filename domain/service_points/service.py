"""What a township's points may do, and the services rendered there that are no cases.

Some of them are no government matters at all (助农取现, 水电气缴费; JX24-24, -48): nothing is
decided, so nobody needs a power for them. No personal data is kept: for which groups, not for whom.
"""

from datetime import datetime
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from domain.kernel.authority import By
from domain.kernel.event import Command, Event
from domain.kernel.facts import Conveniences, Offer, Offered, ServicePoint
from domain.kernel.pack import Convenience
from domain.kernel.refusal import IllegalState, Invalid, NotFound
from domain.kernel.rulebook import Rulebook
from domain.service_points.point import require_of_point, require_open, terms_of

_LINES = 500


class PublishConveniences(Command, frozen=True, kw_only=True):
    """Publish what the service points of the township may do, as a whole (JX24-26).

    Each line is a convenience of the pack, with the matter of the county's list that it is, if any.
    """

    TYPE: ClassVar[str] = "service_points.publish_conveniences"
    township: str
    lines: tuple[Offered, ...]
    published_in: str


class RecordService(Command, frozen=True, kw_only=True):
    """Record a service that is no case; `groups`: whom it was for, never who (JX24-22)."""

    TYPE: ClassVar[str] = "service_points.record_service"
    number: str
    point: str
    convenience: str
    groups: tuple[str, ...] = ()


class VoidService(Command, frozen=True, kw_only=True):
    """It was recorded wrongly; what it earned is taken back (B-26)."""

    TYPE: ClassVar[str] = "service_points.void_service"
    number: str
    reason: str


class ConveniencesPublished(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "service_points.conveniences_published"
    township: str
    lines: tuple[Offered, ...]
    published_in: str


class ServiceRendered(Event, frozen=True, kw_only=True):
    """`government` as the rules of that day said: without it there was no power in it."""

    TYPE: ClassVar[str] = "service_points.service_rendered"
    number: str
    point: str
    township: str
    convenience: str
    government: bool
    groups: tuple[str, ...]
    person: str
    post: str


class ServiceVoided(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "service_points.service_voided"
    number: str
    point: str
    reason: str


EVENTS = (ConveniencesPublished, ServiceRendered, ServiceVoided)


class Service(Struct, frozen=True):
    number: str
    point: str
    township: str
    voided: datetime | None = None


def convenience(identity: str, rules: Rulebook) -> Convenience | None:
    return next((found for found in rules.pack.convenience if found.id == identity), None)


def publish(command: PublishConveniences, at: datetime, rules: Rulebook) -> list[Event]:
    terms_of(rules)
    named = [line.convenience for line in command.lines]
    matters = [line.matter for line in command.lines if line.matter is not None]
    repeated = len({(line.convenience, line.matter) for line in command.lines}) != len(named)
    if not 0 < len(named) <= _LINES or repeated or len(set(matters)) != len(matters):
        raise rules.refuse(
            Invalid, "service_points.list_lines", f"清单须有1至{_LINES}行，同一事项只列一次"
        )
    if not command.published_in.strip():
        raise rules.refuse(Invalid, "service_points.list_not_public", "请写明清单在哪里公布")
    for line in command.lines:
        found = convenience(line.convenience, rules)
        if found is None:
            raise rules.refuse(
                NotFound,
                "service_points.no_such_convenience",
                f"没有便民服务“{line.convenience}”",
            )
        if line.matter is not None and not found.government:
            raise rules.refuse(
                Invalid,
                "service_points.not_government",
                f"“{found.name}”不是政务服务事项，不对应清单事项",
            )
        if line.matter is not None:
            rules.matter(line.matter)
    return [
        ConveniencesPublished(
            occurred_at=at,
            township=command.township,
            lines=command.lines,
            published_in=command.published_in,
        )
    ]


def record(
    command: RecordService,
    state: Service | None,
    point: ServicePoint,
    conveniences: Conveniences | None,
    by: By,
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    if state is not None:
        raise rules.refuse(
            IllegalState, "service_points.service_taken", f"服务编号{command.number}已被使用"
        )
    require_open(point, at, rules)
    require_of_point(point, by, at, rules)
    found = _offered(command, point, conveniences, at, rules)
    if unknown := [group for group in command.groups if group not in terms_of(rules).group]:
        raise rules.refuse(
            Invalid, "service_points.group", f"没有服务对象类别“{'、'.join(unknown)}”"
        )
    return [
        ServiceRendered(
            occurred_at=at,
            number=command.number,
            point=point.point,
            township=point.township,
            convenience=found.id,
            government=found.government,
            groups=tuple(sorted(set(command.groups))),
            person=by.person,
            post=by.post,
        )
    ]


def _offered(
    command: RecordService,
    point: ServicePoint,
    conveniences: Conveniences | None,
    at: datetime,
    rules: Rulebook,
) -> Convenience:
    found = convenience(command.convenience, rules)
    lines = conveniences.at(at) if conveniences else ()
    own = [line for line in lines if line.convenience == command.convenience]
    if found is None or not own:
        raise rules.refuse(
            Invalid,
            "service_points.not_on_list",
            f"“{command.convenience}”不在{rules.short(point.township)}的便民服务事项清单之内",
        )
    if all(line.matter is not None for line in own):
        raise rules.refuse(
            Invalid,
            "service_points.makes_a_case",
            f"“{found.name}”是清单事项，请收件时写明服务点，不作单独登记",
        )
    return found


def void(command: VoidService, state: Service, at: datetime, rules: Rulebook) -> list[Event]:
    if state.voided is not None:
        raise rules.refuse(
            IllegalState, "service_points.already_voided", "该项服务已经作废，不再重复"
        )
    if not command.reason.strip():
        raise rules.refuse(Invalid, "service_points.reason", "请写明理由")
    return [
        ServiceVoided(occurred_at=at, number=state.number, point=state.point, reason=command.reason)
    ]


def evolve(state: Service | None, event: Event) -> Service | None:
    match event:
        case ServiceRendered():
            return Service(event.number, event.point, event.township)
        case ServiceVoided(occurred_at=at) if state:
            return replace(state, voided=at)
    return state


def evolve_conveniences(state: Conveniences | None, event: Event) -> Conveniences | None:
    match event:
        case ConveniencesPublished(township=township, lines=lines, occurred_at=at):
            earlier = state.editions if state else ()
            return Conveniences(township, (*earlier, Offer(at, lines)))
    return state
