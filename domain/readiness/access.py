"""系统登录权限: who of an organ may log on to which system (XG23-65).

One stream for the two. Each person's right is granted and ended in its own order, whatever is done
with that of others; whoever granted it ends it.
"""

from datetime import datetime
from typing import ClassVar

from msgspec.structs import replace

from domain.kernel.authority import By
from domain.kernel.event import Command, Event
from domain.kernel.facts import Access, Period, ended
from domain.kernel.refusal import BeforePredecessor, IllegalState, Invalid, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import administration
from domain.readiness.handover import require_provider, terms_of

_LENGTH = 200


class GrantAccess(Command, frozen=True, kw_only=True):
    """Grant somebody of an organ the right to log on; `system` is one of the pack's."""

    TYPE: ClassVar[str] = "readiness.grant_access"
    organ: str
    system: str
    person: str


class EndAccess(Command, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "readiness.end_access"
    organ: str
    system: str
    person: str
    reason: str


class AccessGranted(Event, frozen=True, kw_only=True):
    """`person` may log on; `granted_by` of the organ `by_organ` gave it."""

    TYPE: ClassVar[str] = "readiness.access_granted"
    EFFECT: ClassVar[bool] = True
    organ: str
    system: str
    person: str
    by_organ: str
    granted_by: str
    clause: str


class AccessEnded(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "readiness.access_ended"
    EFFECT: ClassVar[bool] = True
    organ: str
    system: str
    person: str
    reason: str
    by_organ: str
    ended_by: str


EVENTS = (AccessGranted, AccessEnded)


def grant(
    command: GrantAccess, state: Access | None, by: By, at: datetime, rules: Rulebook
) -> AccessGranted:
    terms = terms_of(rules)
    require_provider(by.organ, rules)
    person = command.person.strip()
    if command.system not in terms.systems or not 0 < len(person) <= _LENGTH:
        known = "、".join(f"{name}（{it}）" for it, name in terms.systems.items())
        raise rules.refuse(
            Invalid, "readiness.no_such_system", f"请填写人员代号和系统编号，系统有：{known}"
        )
    _require_order(person, state, at)
    if state is not None and state.held_by(person, at):
        raise rules.refuse(
            IllegalState,
            "readiness.access_held",
            f"{person}已有“{terms.systems[command.system]}”的登录权限",
        )
    return AccessGranted(
        occurred_at=at,
        organ=rules.organ(command.organ).id,
        system=command.system,
        person=person,
        by_organ=by.organ,
        granted_by=by.person,
        clause=terms.clause,
    )


def end(
    command: EndAccess, state: Access | None, by: By, at: datetime, rules: Rulebook
) -> AccessEnded:
    require_provider(by.organ, rules)
    _require_order(command.person, state, at)
    if state is None or not state.held_by(command.person, at):
        raise rules.refuse(
            IllegalState, "readiness.no_access", f"{command.person}没有该系统的登录权限"
        )
    grantor = state.grantors[command.person]
    # Of a body that is no more, it is the administration's to see to.
    ending = (grantor,) if grantor in rules.organs else administration(rules)
    if by.organ not in ending:
        raise rules.refuse(
            NotPermitted,
            "readiness.not_grantor",
            f"登录权限由授予的单位收回：{'、'.join(map(rules.short, ending))}",
        )
    if not 0 < len(command.reason.strip()) <= _LENGTH:
        raise rules.refuse(
            Invalid, "readiness.reason", f"请写明交回、作废、收回的理由，不超过{_LENGTH}字"
        )
    return AccessEnded(
        occurred_at=at,
        organ=command.organ,
        system=command.system,
        person=command.person,
        reason=command.reason.strip(),
        by_organ=by.organ,
        ended_by=by.person,
    )


def _require_order(person: str, state: Access | None, at: datetime) -> None:
    latest = state.latest(person) if state else None
    if latest is not None and at < latest:
        raise BeforePredecessor(latest)


def evolve(state: Access | None, event: Event) -> Access | None:
    match event:
        case AccessGranted(person=person, occurred_at=at):
            known = state or Access(event.organ, event.system)
            periods = (*known.holders.get(person, ()), Period(at))
            return replace(
                known,
                holders={**known.holders, person: periods},
                grantors={**known.grantors, person: event.by_organ},
            )
        case AccessEnded(person=person, occurred_at=at) if state:
            periods = ended(state.holders[person], at)
            return replace(state, holders={**state.holders, person: periods})
    return state
