"""Authority taken back: who took it on reports that it falls short, who gave it decides (XG22-20).

按程序上报市级部门收回权限: the lower organ can only report; the upper one withdraws, from a day,
for a reason of a closed list (B-37). What is received from then on is refused; what was received
before goes on, unless the county's rule on cases in flight says otherwise (B-22).
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import ClassVar, Literal

from msgspec import Struct

from domain.delegation.checks import midnight, require_reason
from domain.delegation.pair import PairCommand, PairEvent, about
from domain.kernel.event import Event
from domain.kernel.facts import Agreement
from domain.kernel.instruments import Pair, withdrawable
from domain.kernel.pack import Mode
from domain.kernel.parties import Cast
from domain.kernel.refusal import IllegalState, Invalid
from domain.kernel.rulebook import Rulebook

Ground = Literal[
    "poor_acceptance",
    "basis_void",
    "law_changed",
    "low_volume",
    "linkage",
    "professional_difficulty",
    "own_wish",
]
"""承接不到位 is XG22's own; the others are criteria seen elsewhere (广州 2024, B-37)."""

GROUNDS: Mapping[Ground, str] = {
    "poor_acceptance": "承接不到位",
    "basis_void": "设定依据失效",
    "law_changed": "法律法规规章调整",
    "low_volume": "办件量少",
    "linkage": "与其他事项关联，不宜单独承接",
    "professional_difficulty": "专业性强，承接有困难",
    "own_wish": "承接单位申请不再承接",
}


class ReportShortfall(PairCommand, frozen=True, kw_only=True):
    """承接不到位情况上报: by the organ that took the matters on, to the one that gave them.

    `cites`: the events that show it, as `stream@version`, be it a problem that supervision found.
    """

    TYPE: ClassVar[str] = "delegation.report_shortfall"
    matters: tuple[int, ...]
    circumstances: str
    document_number: str
    cites: tuple[str, ...] = ()


class AnswerShortfall(PairCommand, frozen=True, kw_only=True):
    """Authority stays where it is, by the principal of the organ that gave it: why, and on what.

    Nothing keeps it from being withdrawn later.
    """

    TYPE: ClassVar[str] = "delegation.answer_shortfall"
    matters: tuple[int, ...]
    reason: str
    document_number: str


class WithdrawAuthority(PairCommand, frozen=True, kw_only=True):
    """收回权限: by the principal of the organ that gave it, for matters, from a day.

    For `poor_acceptance` the shortfall must have been reported before. `cites`: as there.
    """

    TYPE: ClassVar[str] = "delegation.withdraw_authority"
    POWER: ClassVar[bool] = True
    matters: tuple[int, ...]
    ground: Ground
    reason: str
    document_number: str
    valid_from: date
    cites: tuple[str, ...] = ()


class ShortfallReported(PairEvent, frozen=True, kw_only=True):
    """`organ` reported it: the one that took the matters on, or who leads the service there."""

    TYPE: ClassVar[str] = "delegation.shortfall_reported"
    matters: tuple[int, ...]
    circumstances: str
    document_number: str
    organ: str
    person: str
    cites: tuple[str, ...] = ()


class ShortfallAnswered(PairEvent, frozen=True, kw_only=True):
    """`shortfalls`: the reports that it answers."""

    TYPE: ClassVar[str] = "delegation.shortfall_answered"
    matters: tuple[int, ...]
    reason: str
    document_number: str
    shortfalls: tuple[int, ...]
    delegator_signatory: str


class TakenBack(Struct, frozen=True):
    """A matter with the modes under which it is not received any more."""

    matter: int
    modes: tuple[str, ...]


class AuthorityWithdrawn(PairEvent, frozen=True, kw_only=True):
    """`starts_at`: what is received from then on is refused. `shortfalls`: reports it rests on."""

    TYPE: ClassVar[str] = "delegation.authority_withdrawn"
    matters: tuple[int, ...]
    taken_back: tuple[TakenBack, ...]
    ground: Ground
    reason: str
    document_number: str
    starts_at: datetime
    shortfalls: tuple[int, ...]
    delegator_signatory: str
    cites: tuple[str, ...] = ()


EVENTS = (ShortfallReported, ShortfallAnswered, AuthorityWithdrawn)


Under = Mapping[int, tuple[Mode, ...]]
"""The modes under which each matter is received: its list's, and what it was changed to (B-23)."""


def report(
    command: ReportShortfall, by: tuple[str, str], under: Under, at: datetime, rules: Rulebook
) -> list[Event]:
    """`by` are the organ and the person."""
    for no in command.matters:
        _modes(no, under[no], command, rules)
    if not (command.matters and command.circumstances.strip() and command.document_number.strip()):
        raise rules.refuse(
            Invalid, "delegation.shortfall", "上报须写明事项、承接不到位的情况和文书编号"
        )
    organ, person = by
    return [
        ShortfallReported(
            **about(command, at),
            matters=tuple(sorted(set(command.matters))),
            circumstances=command.circumstances,
            document_number=command.document_number,
            organ=organ,
            person=person,
            cites=tuple(dict.fromkeys(command.cites)),
        )
    ]


def leave(
    command: AnswerShortfall,
    state: Agreement | None,
    signatory: str,
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    """Only what was reported and waits can be answered so."""
    waiting = state.waiting if state else ()
    matters = tuple(sorted(set(command.matters)))
    unreported = set(matters) - {no for report in waiting for no in report.matters}
    if unreported:
        raise rules.refuse(
            IllegalState,
            "delegation.no_shortfall",
            f"{rules.items(unreported)}没有待答复的承接不到位的上报",
        )
    require_reason(command.reason, "不收回权限", rules)
    if not matters or not command.document_number.strip():
        raise rules.refuse(Invalid, "delegation.answer", "答复须写明事项和文书编号")
    return [
        ShortfallAnswered(
            **about(command, at),
            matters=matters,
            reason=command.reason,
            document_number=command.document_number,
            shortfalls=tuple(it.version for it in waiting if set(it.matters) & set(matters)),
            delegator_signatory=signatory,
        )
    ]


def withdraw(
    command: WithdrawAuthority,
    state: Agreement | None,
    signatory: str,
    under: Under,
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    start = max(at, midnight(command.valid_from, rules))
    matters = tuple(sorted(set(command.matters)))
    taken_back = tuple(TakenBack(no, _modes(no, under[no], command, rules)) for no in matters)
    require_reason(command.reason, "收回权限", rules)
    if not matters or not command.document_number.strip():
        raise rules.refuse(Invalid, "delegation.withdrawal", "收回权限须写明事项和文书编号")
    if start > at and rules.agreement is not None and rules.agreement.in_flight is not None:
        # What is open is transferred when the withdrawal is told; it cannot be told too early.
        raise rules.refuse(
            Invalid,
            "delegation.withdrawal_date",
            "本县规定在办件随即转办，收回权限自作出之日起生效，请在当天办理",
        )
    again = [
        each.matter
        for each in taken_back
        if state is not None and any(state.withdrawn(each.matter, m, start) for m in each.modes)
    ]
    if again:
        raise rules.refuse(
            IllegalState, "delegation.already_withdrawn", f"{rules.items(again)}的权限已经收回"
        )
    reports = tuple(_reports(state, matters))
    unreported = set(matters) - {no for _, reported in reports for no in reported}
    if command.ground == "poor_acceptance" and unreported:
        raise rules.refuse(
            IllegalState,
            "delegation.no_shortfall",
            f"{rules.items(unreported)}没有上报过承接不到位的情况，请先按程序上报",
        )
    return [
        AuthorityWithdrawn(
            **about(command, at),
            matters=matters,
            taken_back=taken_back,
            ground=command.ground,
            reason=command.reason,
            document_number=command.document_number,
            starts_at=start,
            shortfalls=tuple(version for version, _ in reports),
            delegator_signatory=signatory,
            cites=tuple(dict.fromkeys(command.cites)),
        )
    ]


def _modes(
    no: int, under: tuple[Mode, ...], command: PairCommand, rules: Rulebook
) -> tuple[str, ...]:
    """The matter's modes whose authority these two could withdraw between them; else a refusal."""
    pair: Pair = (rules.organ(command.delegator).id, rules.organ(command.delegatee).id)
    cast = Cast(rules.matter(no), command.delegatee, {})
    found = [mode.id for mode in under if withdrawable(mode, cast, rules) == pair]
    if not found:
        raise rules.refuse(
            Invalid,
            "delegation.not_withdrawable",
            f"{rules.item(no)}不是{rules.short(pair[0])}交{rules.short(pair[1])}承接、"
            "可以收回权限的事项",
        )
    return tuple(found)


def _reports(
    state: Agreement | None, matters: tuple[int, ...]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """The reports about any of the matters: where they stand, and which they name."""
    for shortfall in state.shortfalls if state else ():
        if set(shortfall.matters) & set(matters):
            yield shortfall.version, shortfall.matters
