"""Delegation agreements between a department and a township (XG23-05, -55; B-10, B-11).

One agreement per pair, its matters as a schedule. The department signs, the township
countersigns (共同签订, 二(三)): from then on it is in force, not before its first day. A licence
may be exercised only after delegatee and content were announced (行政许可法 24).
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import ClassVar

import msgspec

from domain.kernel.event import Command, Event
from domain.kernel.facts import Agreement, Announced, Period, Pilot
from domain.kernel.refusal import IllegalState, Invalid
from domain.kernel.rulebook import Rulebook


class SignAgreement(Command, frozen=True, kw_only=True):
    """The delegator's principal signs. `contents` has a text for each item that the pack asks for.

    `valid_until` is the last day; None: until terminated (XG23-55).
    """

    TYPE: ClassVar[str] = "delegation.sign_agreement"
    delegator: str
    delegatee: str
    contents: dict[str, str]
    matters: tuple[int, ...]
    valid_from: date
    valid_until: date | None = None


class CountersignAgreement(Command, frozen=True, kw_only=True):
    """The township's principal signs: only now is the agreement in force (XG23-05)."""

    TYPE: ClassVar[str] = "delegation.countersign_agreement"
    delegator: str
    delegatee: str


class AnnounceDelegation(Command, frozen=True, kw_only=True):
    """Delegatee and content made public, with the place of publication (行政许可法 24)."""

    TYPE: ClassVar[str] = "delegation.announce"
    delegator: str
    delegatee: str
    matters: tuple[int, ...]
    published_in: str


class TerminateAgreement(Command, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "delegation.terminate_agreement"
    delegator: str
    delegatee: str
    reason: str


class ExpireAgreement(Command, frozen=True, kw_only=True):
    """Record that its term has ended, by the passing of time alone."""

    TYPE: ClassVar[str] = "delegation.expire_agreement"
    AUTOMATED: ClassVar[bool] = True
    delegator: str
    delegatee: str


class AgreementSigned(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "delegation.agreement_signed"
    delegator: str
    delegatee: str
    contents: dict[str, str]
    matters: tuple[int, ...]
    valid_from: datetime
    valid_until: datetime | None
    delegator_signatory: str


class AgreementCountersigned(Event, frozen=True, kw_only=True):
    """`valid_from` is the moment from which the agreement is in force."""

    TYPE: ClassVar[str] = "delegation.agreement_countersigned"
    delegator: str
    delegatee: str
    delegatee_signatory: str
    valid_from: datetime


class DelegationAnnounced(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "delegation.announced"
    delegator: str
    delegatee: str
    matters: tuple[int, ...]
    published_in: str


class AgreementTerminated(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "delegation.agreement_terminated"
    delegator: str
    delegatee: str
    reason: str


class AgreementExpired(Event, frozen=True, kw_only=True):
    """`ended_at` is when the term ended: the midnight after its last day."""

    TYPE: ClassVar[str] = "delegation.agreement_expired"
    delegator: str
    delegatee: str
    ended_at: datetime


EVENTS = (
    AgreementSigned,
    AgreementCountersigned,
    DelegationAnnounced,
    AgreementTerminated,
    AgreementExpired,
)

AgreementCommand = SignAgreement | CountersignAgreement | AnnounceDelegation | TerminateAgreement


def decide(
    command: AgreementCommand,
    state: Agreement | None,
    signatory: str,
    pilots: Mapping[int, Pilot],
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    """`signatory` is who acts; `pilots` are those of the matters to be handed down."""
    match command:
        case SignAgreement():
            return _sign(command, state, signatory, pilots, at, rules)
        case CountersignAgreement():
            return [_countersigned(command, state, signatory, at, rules)]
        case AnnounceDelegation():
            agreement = _standing(state, at, rules)
            if not command.published_in.strip():
                raise rules.refuse(Invalid, "delegation.not_announced", "公告须写明公布的载体")
            extra = set(command.matters) - set(agreement.matters)
            if extra or not command.matters:
                raise rules.refuse(
                    Invalid,
                    "delegation.matter_not_in_agreement",
                    f"公告事项须在协议之内：{_numbers(extra) or '未写明事项'}",
                )
            return [
                DelegationAnnounced(
                    occurred_at=at,
                    delegator=command.delegator,
                    delegatee=command.delegatee,
                    matters=command.matters,
                    published_in=command.published_in,
                )
            ]
        case TerminateAgreement():
            _signed(state, at, rules)
            return [
                AgreementTerminated(
                    occurred_at=at,
                    delegator=command.delegator,
                    delegatee=command.delegatee,
                    reason=command.reason,
                )
            ]


def expire(
    command: ExpireAgreement, state: Agreement | None, at: datetime, rules: Rulebook
) -> list[AgreementExpired]:
    """Nothing where its end is on record already."""
    if state is None:
        raise rules.refuse(IllegalState, "delegation.no_agreement", "双方没有签订委托协议")
    if state.closed:
        return []
    end = state.term.end
    if end is None or end > at:
        raise rules.refuse(IllegalState, "delegation.not_ended", "委托协议的期限尚未届满")
    return [
        AgreementExpired(
            occurred_at=at,
            delegator=command.delegator,
            delegatee=command.delegatee,
            ended_at=end,
        )
    ]


def _countersigned(
    command: CountersignAgreement,
    state: Agreement | None,
    signatory: str,
    at: datetime,
    rules: Rulebook,
) -> AgreementCountersigned:
    agreement = _signed(state, at, rules)
    if agreement.countersigned:
        raise rules.refuse(IllegalState, "delegation.already_signed", "双方均已签署")
    return AgreementCountersigned(
        occurred_at=at,
        delegator=command.delegator,
        delegatee=command.delegatee,
        delegatee_signatory=signatory,
        valid_from=max(at, agreement.term.start),
    )


def _sign(
    command: SignAgreement,
    state: Agreement | None,
    signatory: str,
    pilots: Mapping[int, Pilot],
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    if state is not None and (state.term.end is None or state.term.end > at):
        raise rules.refuse(IllegalState, "delegation.already_signed", "双方已有有效的委托协议")
    rules.organ(command.delegator)
    township = rules.organ(command.delegatee)
    if not township.seals:
        # B-14: addressees of the notice without a row in annex 3-1.
        raise rules.refuse(Invalid, "seal.organ_without_seal", f"{township.name}不在用章单位之列")
    terms = rules.pack.agreement
    missing = [
        name
        for key, name in (terms.contents if terms else {}).items()
        if not command.contents.get(key, "").strip()
    ]
    if missing:
        raise rules.refuse(
            Invalid, "delegation.contents_incomplete", f"协议缺少：{'、'.join(missing)}"
        )
    foreign = [
        no
        for no in command.matters
        if rules.matter(no).delegator != command.delegator or not needs_agreement(rules, no)
    ]
    if foreign or not command.matters:
        raise rules.refuse(
            Invalid,
            "delegation.matter_not_delegable",
            f"不属于该部门委托的事项：{_numbers(foreign) or '未写明事项'}",
        )
    untried = [no for no in command.matters if not tried_out(no, township.id, pilots, at, rules)]
    if untried:
        raise rules.refuse(
            Invalid,
            "matters.not_in_pilot",
            f"{_numbers(untried)}尚在试点，{township.name}不在试点乡镇名单内；全面推行须另行决定",
        )
    end = command.valid_until
    if end is not None and end < command.valid_from:
        raise rules.refuse(Invalid, "delegation.term_reversed", "期限的止日早于起日")
    return [
        AgreementSigned(
            occurred_at=at,
            delegator=command.delegator,
            delegatee=command.delegatee,
            contents=command.contents,
            matters=tuple(sorted(set(command.matters))),
            valid_from=_midnight(command.valid_from, rules),
            valid_until=None if end is None else _midnight(end + timedelta(days=1), rules),
            delegator_signatory=signatory,
        )
    ]


def needs_agreement(rules: Rulebook, matter: int) -> bool:
    """Whether the matter's mode is exercised under a delegation agreement."""
    mode = rules.mode(rules.matter(matter).mode)
    return any(need.instrument == "agreement" for need in mode.needs)


def tried_out(
    matter: int, township: str, pilots: Mapping[int, Pilot], at: datetime, rules: Rulebook
) -> bool:
    """Whether a matter under a pilot may be handed to this township yet (XG23-46)."""
    if rules.territory(matter) is None:
        return True
    pilot = pilots.get(matter)
    return pilot is not None and pilot.includes(township, at)


def _standing(state: Agreement | None, at: datetime, rules: Rulebook) -> Agreement:
    agreement = _signed(state, at, rules)
    if not agreement.countersigned:
        raise rules.refuse(
            IllegalState,
            "delegation.not_countersigned",
            f"委托协议尚未经{rules.short(agreement.delegatee)}主要负责人签署，双方签署后方可生效",
        )
    return agreement


def _signed(state: Agreement | None, at: datetime, rules: Rulebook) -> Agreement:
    if state is None:
        raise rules.refuse(IllegalState, "delegation.no_agreement", "双方没有签订委托协议")
    if state.term.end is not None and state.term.end <= at:
        raise rules.refuse(IllegalState, "delegation.not_in_force", "委托协议已经终止或到期")
    return state


def _midnight(day: date, rules: Rulebook) -> datetime:
    return datetime.combine(day, time(), rules.zone)


def _numbers(matters: set[int] | list[int]) -> str:
    return "、".join(f"第{no}项" for no in sorted(matters))


def evolve(state: Agreement | None, event: Event) -> Agreement | None:
    version = state.version + 1 if state else 1
    replace = msgspec.structs.replace
    match event:
        case AgreementSigned():
            return Agreement(
                event.delegator,
                event.delegatee,
                event.contents,
                event.matters,
                Period(event.valid_from, event.valid_until),
                version,
                0,
                {},
            )
        case AgreementCountersigned(valid_from=start) if state:
            term = Period(start, state.term.end)
            return replace(state, version=version, countersigned=version, term=term)
        case DelegationAnnounced(matters=matters, occurred_at=at) if state:
            now = dict.fromkeys(matters, Announced(at, version))
            return replace(state, version=version, announced={**now, **state.announced})
        case AgreementTerminated(occurred_at=at) if state:
            term = Period(state.term.start, at)
            return replace(state, version=version, term=term, closed=True)
        case AgreementExpired() if state:
            return replace(state, version=version, closed=True)
    return state
