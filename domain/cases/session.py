"""Sessions held together from afar, and surveys that somebody joins from afar (JX24-14, -19, -20).

A virtual remote window is no device but a fact: who took part for whom, when, over what, what the
applicant was asked and shown, and that his identity was checked where he sits. It is recorded by
one of those who took part, and nothing later in the case may act as if there had been one.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import ClassVar

from msgspec import Struct

from domain.cases.case import Case
from domain.cases.commands import StepCommand, Survey
from domain.cases.events import SessionHeld
from domain.cases.intake import Taken
from domain.kernel.authority import By
from domain.kernel.digest import is_sha256
from domain.kernel.facts import Post, Staff
from domain.kernel.pack import Step
from domain.kernel.parties import bind, bind_all, performers
from domain.kernel.refusal import Invalid, NotPermitted
from domain.kernel.rulebook import Rulebook

PEOPLE_LIMIT = 20
_LENGTH = 2_000


class HoldSession(StepCommand, frozen=True, kw_only=True):
    """远程办理登记, by one of those who took part: for each organ that had to be there, somebody.

    `medium`: over what. `identity`: how the applicant's identity was checked, by which of those at
    the place where he came. `shown` and `established`: what was seen and what it came to.
    `recording`: the SHA-256 of the recording, if there is one.
    """

    TYPE: ClassVar[str] = "cases.hold_session"
    KIND: ClassVar[str] = "session"
    participants: tuple[By, ...]
    medium: str
    started_at: datetime
    ended_at: datetime
    identity: str
    identity_checked_by: str
    shown: str
    established: str
    recording: str = ""


class Known(Struct, frozen=True):
    """What the log has of somebody who is said to have taken part."""

    post: Post | None
    staff: Staff | None


Attendance = Mapping[By, Known]


def hold(
    command: HoldSession,
    case: Case,
    step: Step,
    known: Attendance,
    taken: Taken,
    rules: Rulebook,
) -> SessionHeld:
    _require_times(command, case, taken["occurred_at"], rules)
    there = performers(rules, step, case.cast(rules))
    recorder = taken["authority"]
    by = By(recorder.person, recorder.organ, recorder.post)
    strangers = [who for who in command.participants if who.organ not in there]
    if by not in command.participants or strangers:
        raise _participants(
            "登记人须在参加人员之中，参加人员须是应当参加的单位的："
            f"{'、'.join(map(rules.short, there))}",
            rules,
        )
    for who in command.participants:
        require_there(who, known, command.started_at, rules)
        _require_entitled(who, step, case, known, command.started_at, rules)
    if absent := list(_absent(command, step, case, rules)):
        raise _participants(f"须各方同时参加，还缺：{'、'.join(absent)}", rules)
    _require_identity(command, case, there, rules)
    _require_whole(command, rules)
    return SessionHeld(
        **taken,
        participants=command.participants,
        medium=command.medium,
        started_at=command.started_at,
        ended_at=command.ended_at,
        identity=command.identity,
        identity_checked_by=command.identity_checked_by,
        shown=command.shown,
        established=command.established,
        recording=command.recording,
    )


def require_joined(
    command: Survey, case: Case, known: Attendance, taken: Taken, rules: Rulebook
) -> None:
    """Refuse a survey from afar (云踏勘) that nobody joined from the other end (JX24-20).

    One end is at the place, the other looks on: the township assists, or the county does. Either
    way it is an assistance: what was found is said, nothing is decided.
    """
    organ = taken["authority"].organ
    steps = rules.mode(case.mode).step
    cast = case.cast(rules)
    ends = {case.receiver, *(o for step in steps for o in bind_all(rules, step.by, cast))} - {organ}
    if command.remote != bool(command.joined) or any(w.organ not in ends for w in command.joined):
        raise rules.refuse(
            Invalid,
            "cases.survey_remote",
            "云踏勘须写明另一端参加的人员（本件其他办理单位的）；现场踏勘不写",
        )
    for who in command.joined:
        require_there(who, known, taken["occurred_at"], rules)


def require_there(who: By, known: Attendance, at: datetime, rules: Rulebook) -> None:
    """Refuse somebody who did not hold the post that he is said to have taken part by."""
    found = known.get(who)
    if found is None or found.post is None or not found.post.held_by(who.person, at):
        raise rules.refuse(
            NotPermitted,
            "organisation.post_not_held",
            f"{who.person}当时未任{rules.short(who.organ)}的“{rules.post(who.post)}”",
            person=who.person,
            organ=who.organ,
            post=who.post,
        )


def _require_entitled(
    who: By, step: Step, case: Case, known: Attendance, at: datetime, rules: Rulebook
) -> None:
    staff = known[who].staff
    if staff is None or not staff.may(who.organ, step.kind, case.matter, at):
        raise rules.refuse(
            NotPermitted,
            "organisation.not_authorised",
            f"{who.person}未获授权办理{rules.item(case.matter)}的远程办理，"
            f"请{rules.short(who.organ)}主要负责人先行授权",
            person=who.person,
            act=step.kind,
        )


def _absent(command: HoldSession, step: Step, case: Case, rules: Rulebook) -> Iterator[str]:
    """The parties for whom nobody took part, where all must."""
    if not step.together:
        return
    cast, organs = case.cast(rules), {who.organ for who in command.participants}
    for party in step.by:
        bound = bind(rules, party, cast)
        if bound and not organs & set(bound):
            yield "或者".join(map(rules.short, bound))


def _require_identity(
    command: HoldSession, case: Case, there: tuple[str, ...], rules: Rulebook
) -> None:
    """The lower end answers that the applicant is who he says: somebody there looked."""
    near = case.receiver if case.receiver in there else None
    able = {who.person for who in command.participants if near in (None, who.organ)}
    if not command.identity.strip() or command.identity_checked_by not in able:
        raise rules.refuse(
            Invalid,
            "cases.session_identity",
            f"须写明如何核验申请人身份，并由{rules.short(case.receiver)}在场人员核验",
        )


def _require_times(command: HoldSession, case: Case, at: datetime, rules: Rulebook) -> None:
    received = min(done.at for done in case.steps.values())
    if not received <= command.started_at <= command.ended_at <= at:
        raise rules.refuse(
            Invalid,
            "cases.session_times",
            "远程办理的起止时间须在收件之后、登记之前，且起在止前",
        )


def _require_whole(command: HoldSession, rules: Rulebook) -> None:
    said = (command.medium, command.shown, command.established)
    recording = command.recording
    if any(not text.strip() or len(text) > _LENGTH for text in said) or (
        recording and not is_sha256(recording)
    ):
        raise rules.refuse(
            Invalid,
            "cases.session_incomplete",
            f"须写明方式、出示和查明的内容（各不超过{_LENGTH}字，不写个人信息）；"
            "有录像的登记其 SHA-256 摘要",
        )


def _participants(message: str, rules: Rulebook) -> Invalid:
    return rules.refuse(Invalid, "cases.session_participants", message)
