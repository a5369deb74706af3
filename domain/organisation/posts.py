"""Posts and staff authorisation: commands, decisions, folds.

Appointments are made by the platform's operator while a county is set up, afterwards by the head
(principal) of the organ; authorising staff is the principal's own act.
"""

from datetime import date, datetime
from typing import ClassVar

import msgspec

from domain.kernel.authority import OPERATOR, By
from domain.kernel.event import Command, Event
from domain.kernel.facts import Grant, Period, Post, Staff
from domain.kernel.refusal import IllegalState, Invalid, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL
from domain.kernel.words import ACTS
from domain.kernel.workdays import first_moment_late
from domain.organisation.events import (
    PostAssumed,
    PostLeft,
    StaffAuthorisationWithdrawn,
    StaffAuthorised,
)

CONSENT = "consent"


class AssumePost(Command, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "organisation.assume_post"
    organ: str
    post: str
    person: str


class LeavePost(Command, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "organisation.leave_post"
    organ: str
    post: str
    person: str


class AuthoriseStaff(Command, frozen=True, kw_only=True):
    """Which steps (by kind) of which matters the person may take for the organ.

    `until` is the last day. To consent to the use of a seal is authorised for a period only, and
    only where the pack lets it be delegated (B-08).
    """

    TYPE: ClassVar[str] = "organisation.authorise_staff"
    person: str
    organ: str
    steps: tuple[str, ...]
    matters: tuple[int, ...]
    until: date | None = None


class WithdrawStaffAuthorisation(Command, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "organisation.withdraw_staff_authorisation"
    person: str
    organ: str
    reason: str


def decide_post(
    command: AssumePost | LeavePost, post: Post | None, by: By, at: datetime, rules: Rulebook
) -> list[Event]:
    organ = rules.organ(command.organ)
    if by != OPERATOR and (by.organ, by.post) != (command.organ, PRINCIPAL):
        raise rules.refuse(
            NotPermitted,
            "organisation.not_principal",
            f"任免{organ.name}人员应由其主要负责人办理",
        )
    if command.post not in rules.pack.post:
        raise rules.refuse(Invalid, "organisation.no_such_post", f"没有“{command.post}”这一岗位")
    held = post is not None and post.held_by(command.person, at)
    match command:
        case AssumePost() if held:
            raise rules.refuse(
                IllegalState, "organisation.post_already_held", f"{command.person}已在该岗位"
            )
        case AssumePost():
            return [
                PostAssumed(
                    occurred_at=at, organ=command.organ, post=command.post, person=command.person
                )
            ]
        case LeavePost() if not held:
            raise rules.refuse(
                IllegalState, "organisation.post_not_held", f"{command.person}不在该岗位"
            )
    return [PostLeft(occurred_at=at, organ=command.organ, post=command.post, person=command.person)]


def decide_staff(
    command: AuthoriseStaff | WithdrawStaffAuthorisation, by: By, at: datetime, rules: Rulebook
) -> list[Event]:
    organ = rules.organ(command.organ)
    if (by.organ, by.post) != (command.organ, PRINCIPAL):
        raise rules.refuse(
            NotPermitted,
            "organisation.not_principal",
            f"授权{organ.name}工作人员应由其主要负责人作出",
        )
    if isinstance(command, WithdrawStaffAuthorisation):
        return [
            StaffAuthorisationWithdrawn(
                occurred_at=at, person=command.person, organ=command.organ, reason=command.reason
            )
        ]
    if not command.steps or not command.matters:
        raise rules.refuse(
            Invalid, "organisation.authorisation_empty", "授权须写明环节和事项，不得空白"
        )
    if unknown := [step for step in command.steps if step not in ACTS]:
        raise rules.refuse(
            Invalid,
            "organisation.unknown_act",
            f"没有环节类别“{'、'.join(unknown)}”；可以写 "
            + "、".join(f"{act}（{name}）" for act, name in ACTS.items()),
        )
    for no in command.matters:
        rules.matter(no)
    until = None if command.until is None else first_moment_late(command.until, rules)
    if until is not None and until <= at:
        raise rules.refuse(Invalid, "organisation.period", "授权的止日已过，请填写今后的日期")
    if CONSENT in command.steps:
        _delegable(until, rules)
    return [
        StaffAuthorised(
            occurred_at=at,
            person=command.person,
            organ=command.organ,
            steps=command.steps,
            matters=command.matters,
            until=until,
        )
    ]


def _delegable(until: datetime | None, rules: Rulebook) -> None:
    """Consent to the use of a seal is the principal's, but for what the pack says (B-08)."""
    if not any(seal.consent and seal.consent.delegable for seal in rules.pack.seal):
        raise rules.refuse(
            Invalid,
            "seal.consent_not_delegable",
            "用印须由主要负责人本人签字同意，不得授权他人代签",
        )
    if until is None:
        raise rules.refuse(
            Invalid, "organisation.period", "授权他人签字同意用印须写明期限，请填写止日"
        )


def evolve_post(state: Post | None, event: Event) -> Post | None:
    match event:
        case PostAssumed(organ=organ, post=post, person=person, occurred_at=at):
            held = state.holders if state else {}
            periods = (*held.get(person, ()), Period(at))
            return Post(organ, post, {**held, person: periods})
        case PostLeft(person=person, occurred_at=at) if state:
            *earlier, current = state.holders[person]
            periods = (*earlier, msgspec.structs.replace(current, end=at))
            return msgspec.structs.replace(state, holders={**state.holders, person: periods})
    return state


def evolve_staff(state: Staff | None, event: Event) -> Staff | None:
    match event:
        case StaffAuthorised(person=person, organ=organ, steps=steps, matters=matters):
            grants = state.grants if state else ()
            grant = Grant(organ, steps, matters, Period(event.occurred_at, event.until))
            return Staff(person, (*grants, grant))
        case StaffAuthorisationWithdrawn(organ=organ, occurred_at=at) if state:
            grants = tuple(
                msgspec.structs.replace(grant, period=Period(grant.period.start, at))
                if grant.organ == organ and grant.period.holds_at(at)
                else grant
                for grant in state.grants
            )
            return Staff(state.person, grants)
    return state
