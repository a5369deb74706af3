"""Delegation agreements between a department and a township (XG23-05, -55; B-10, B-11).

One agreement per pair, its matters as a schedule. The department signs, the township
countersigns (共同签订, 二(三)): from then on it is in force, not before its first day. A licence
may be exercised only after delegatee and content were announced (行政许可法 24). The next term may
be signed while one runs, if it starts no earlier than that one ends.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import ClassVar

from domain.delegation.checks import (
    countersigned,
    midnight,
    require_delegable,
    require_free,
    require_notice,
    require_reason,
    signed,
)
from domain.delegation.pair import PairCommand, PairEvent, about
from domain.kernel.event import Event
from domain.kernel.facts import Agreement, Pilot, Term
from domain.kernel.instruments import SEAL
from domain.kernel.refusal import IllegalState, Invalid
from domain.kernel.rulebook import Rulebook


class SignAgreement(PairCommand, frozen=True, kw_only=True):
    """The delegator's principal signs. `contents` has a text for each item that the pack asks for.

    `valid_until` is the last day; None: until terminated (XG23-55).
    """

    TYPE: ClassVar[str] = "delegation.sign_agreement"
    contents: dict[str, str]
    matters: tuple[int, ...]
    valid_from: date
    valid_until: date | None = None


class CountersignAgreement(PairCommand, frozen=True, kw_only=True):
    """The township's principal signs: only now is the agreement in force (XG23-05)."""

    TYPE: ClassVar[str] = "delegation.countersign_agreement"


class AnnounceDelegation(PairCommand, frozen=True, kw_only=True):
    """Delegatee and content made public, with the place of publication (行政许可法 24)."""

    TYPE: ClassVar[str] = "delegation.announce"
    matters: tuple[int, ...]
    published_in: str


class TerminateAgreement(PairCommand, frozen=True, kw_only=True):
    """The delegator ends what runs and what is still to begin, with the reason.

    It ends once the township is told: dated back, by `notice_number`, the notice served then.
    """

    TYPE: ClassVar[str] = "delegation.terminate_agreement"
    reason: str
    notice_number: str = ""


class ExpireAgreement(PairCommand, frozen=True, kw_only=True):
    """Record what has ended by the passing of time alone: its term, or a matter's place in it."""

    TYPE: ClassVar[str] = "delegation.expire_agreement"
    AUTOMATED: ClassVar[bool] = True


class AgreementSigned(PairEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "delegation.agreement_signed"
    contents: dict[str, str]
    matters: tuple[int, ...]
    valid_from: datetime
    valid_until: datetime | None
    delegator_signatory: str


class AgreementCountersigned(PairEvent, frozen=True, kw_only=True):
    """`valid_from` is the moment from which the agreement is in force."""

    TYPE: ClassVar[str] = "delegation.agreement_countersigned"
    delegatee_signatory: str
    valid_from: datetime


class DelegationAnnounced(PairEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "delegation.announced"
    matters: tuple[int, ...]
    published_in: str


class AgreementTerminated(PairEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "delegation.agreement_terminated"
    reason: str
    notice_number: str


class AgreementExpired(PairEvent, frozen=True, kw_only=True):
    """`ended_at` is when the term ended: the midnight after its last day."""

    TYPE: ClassVar[str] = "delegation.agreement_expired"
    ended_at: datetime


class MattersEnded(PairEvent, frozen=True, kw_only=True):
    """Matters left the schedule at `ended_at`, by the amendment of that version of the stream."""

    TYPE: ClassVar[str] = "delegation.matters_ended"
    amendment: int
    matters: tuple[int, ...]
    ended_at: datetime


EVENTS = (
    AgreementSigned,
    AgreementCountersigned,
    DelegationAnnounced,
    AgreementTerminated,
    AgreementExpired,
    MattersEnded,
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
            term = countersigned(state, at, rules)
            if not command.published_in.strip():
                raise rules.refuse(Invalid, "delegation.not_announced", "公告须写明公布的载体")
            lasting = {s.matter for s in term.schedule if s.period.end is None or at < s.period.end}
            extra = set(command.matters) - lasting
            if extra or not command.matters:
                raise rules.refuse(
                    Invalid,
                    "delegation.matter_not_in_agreement",
                    f"公告事项须在协议之内：{rules.items(extra) or '未写明事项'}",
                )
            return [
                DelegationAnnounced(
                    **about(command, at),
                    matters=command.matters,
                    published_in=command.published_in,
                )
            ]
        case TerminateAgreement():
            signed(state, at, rules)
            require_reason(command.reason, "终止协议", rules)
            require_notice(command, command.notice_number, rules)
            return [
                AgreementTerminated(
                    **about(command, at),
                    reason=command.reason,
                    notice_number=command.notice_number,
                )
            ]


def expire(
    command: ExpireAgreement, state: Agreement | None, at: datetime, rules: Rulebook
) -> list[Event]:
    """One event for each term and each amendment; nothing where every end is on record already."""
    if state is None or state.latest is None:
        raise rules.refuse(IllegalState, "delegation.no_agreement", "双方没有签订委托协议")
    running = [term for term in state.terms if term.countersigned and not term.closed]
    ended = [end for term in running if (end := term.period.end) is not None and end <= at]
    removed = [event for term in running for event in _removed(command, term, at)]
    if running and not (ended or removed):
        raise rules.refuse(IllegalState, "delegation.not_ended", "委托协议的期限尚未届满")
    return removed + [
        AgreementExpired(
            **about(command, at),
            ended_at=end,
        )
        for end in ended
    ]


def _removed(command: ExpireAgreement, term: Term, at: datetime) -> list[Event]:
    """What amendments took out of the schedule, and no event says so yet."""
    due: dict[tuple[int, datetime], list[int]] = {}
    for entry in term.schedule:
        end = entry.period.end
        if entry.removed_by and not entry.closed and end is not None and end <= at:
            due.setdefault((entry.removed_by, end), []).append(entry.matter)
    return [
        MattersEnded(
            **about(command, at),
            amendment=amendment,
            matters=tuple(matters),
            ended_at=end,
        )
        for (amendment, end), matters in due.items()
    ]


def _countersigned(
    command: CountersignAgreement,
    state: Agreement | None,
    signatory: str,
    at: datetime,
    rules: Rulebook,
) -> AgreementCountersigned:
    term = signed(state, at, rules)
    if term.countersigned:
        raise rules.refuse(IllegalState, "delegation.already_signed", "双方均已签署")
    return AgreementCountersigned(
        **about(command, at),
        delegatee_signatory=signatory,
        valid_from=max(at, term.period.start),
    )


def _sealed(matter: int, rules: Rulebook) -> bool:
    """Whether a seal has to be in use for it: what is only reviewed below needs none (XG22-07)."""
    needs = (need for mode in rules.modes_of(matter) for need in mode.needs)
    return any(need.instrument.startswith(SEAL) for need in needs)


def _sign(
    command: SignAgreement,
    state: Agreement | None,
    signatory: str,
    pilots: Mapping[int, Pilot],
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    start = midnight(command.valid_from, rules)
    if state is not None and state.latest is not None:
        require_free(state.latest, start, at, rules)
    rules.organ(command.delegator)
    township = rules.organ(command.delegatee)
    if not township.seals and any(_sealed(no, rules) for no in command.matters):
        # B-14: addressees of the notice without a row in annex 3-1.
        raise rules.refuse(Invalid, "seal.organ_without_seal", f"{township.name}不在用章单位之列")
    terms = rules.agreement
    missing = [
        name
        for key, name in (terms.contents if terms else {}).items()
        if not command.contents.get(key, "").strip()
    ]
    if missing:
        raise rules.refuse(
            Invalid, "delegation.contents_incomplete", f"协议缺少：{'、'.join(missing)}"
        )
    if not command.matters:
        raise rules.refuse(Invalid, "delegation.matter_not_delegable", "协议未写明委托的事项")
    require_delegable(command.matters, (command.delegator, township.id), pilots, at, rules)
    end = command.valid_until
    if end is not None and end < command.valid_from:
        raise rules.refuse(Invalid, "delegation.term_reversed", "期限的止日早于起日")
    return [
        AgreementSigned(
            **about(command, at),
            contents=command.contents,
            matters=tuple(sorted(set(command.matters))),
            valid_from=start,
            valid_until=None if end is None else midnight(end + timedelta(days=1), rules),
            delegator_signatory=signatory,
        )
    ]
