"""Whether the instruments that a handling mode needs stand at a moment (DESIGN 4, 5).

Where one is missing when a case is received, the case goes elsewhere (B-01); where one falls away
later, the act itself is refused.
"""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from domain.kernel.authority import By, Link
from domain.kernel.facts import Agreement, Counter, Fact, Seal, Trial, Withdrawn
from domain.kernel.instruments import (
    ANNOUNCEMENT,
    BETWEEN_TWO,
    CONCLUDED,
    CONFIRMATION,
    OF_PROGRAMME,
    PROCEDURE,
    READY,
    SEAL,
    WINDOW,
    Pair,
    pair_of,
    programme_of,
    withdrawable,
)
from domain.kernel.pack import Matter, Mode, Need
from domain.kernel.parties import Cast, bind
from domain.kernel.refusal import NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import quoted


class Instruments(Struct, frozen=True, kw_only=True):
    """What the log says of them: what two organs concluded, by pair; seals by their rule.

    `trials`: where a programme is tried out, by its id.
    """

    agreements: Mapping[Pair, Fact[Agreement]]
    trials: Mapping[str, Fact[Trial]] = {}
    seals: Mapping[str, tuple[Fact[Seal], ...]] = {}
    windows: Mapping[str, Fact[Counter]] = {}  # where the case came in, by id


def missing_instrument(
    mode: str, cast: Cast, instruments: Instruments, at: datetime, rules: Rulebook
) -> NotPermitted | None:
    """Why a new case cannot run under a mode: it goes elsewhere, or is refused (B-01).

    Its authority was withdrawn (XG22-20), or an instrument does not stand.
    """
    taken = taken_back(rules.mode(mode), cast, instruments, at, rules)
    if taken is not None:
        day = taken.start.astimezone(rules.zone).date()
        said = f"{rules.item(cast.matter.no)}的权限自{day}起已经收回，不再按这种方式收件"
        return rules.refuse(NotPermitted, "delegation.withdrawn", said)
    for need in needs(rules.mode(mode), cast.matter):
        if need.instrument.startswith(SEAL):
            if not _seal_in_use(need.instrument.removeprefix(SEAL), cast, instruments, at, rules):
                return rules.refuse(NotPermitted, "seal.not_put_into_use", "该乡镇没有使用中的印章")
            continue
        refusal = problem(need, rules.mode(mode), cast, instruments, at, rules)
        if refusal is not None:
            return refusal
    return None


def _seal_in_use(
    rule: str, cast: Cast, instruments: Instruments, at: datetime, rules: Rulebook
) -> bool:
    """Whether who would use it in this case has one: another's copy is of no use here."""
    holders = bind(rules, rules.seals[rule].holder, cast)
    states = (fact.state for fact in instruments.seals.get(rule, ()))
    return any(
        seal.rule == rule and seal.holder in holders and seal.status_at(at) == "in_use"
        for seal in states
        if seal is not None
    )


def taken_back(
    mode: Mode, cast: Cast, instruments: Instruments, at: datetime, rules: Rulebook
) -> Withdrawn | None:
    """The withdrawal that keeps a case out that is received at a moment, if there is one."""
    pair = withdrawable(mode, cast, rules)
    state = None if pair is None else instruments.agreements[pair].state
    return state.withdrawn(cast.matter.no, mode.id, at) if state else None


def in_flight(
    mode: Mode, cast: Cast, instruments: Instruments, at: datetime, rules: Rulebook
) -> Link | None:
    """What an act says in a case that was received before the authority was withdrawn (B-22)."""
    pair = withdrawable(mode, cast, rules)
    taken = taken_back(mode, cast, instruments, at, rules)
    if pair is None or taken is None:
        return None
    day = taken.start.astimezone(rules.zone).date()
    ref = f"{instruments.agreements[pair].stream}@{taken.version}"
    said = f"{rules.short(pair[0])}自{day}起收回权限，此前收件的由{rules.short(pair[1])}继续办理"
    return Link("withdrawal", ref, said)


def needs(mode: Mode, matter: Matter) -> tuple[Need, ...]:
    """Those that hold for the matter (B-11: an announcement only for licences)."""
    source = matter.power_from and matter.power_from.source
    return tuple(
        need
        for need in mode.needs
        if need.when is None
        or (need.when.concerns(matter.power) and need.when.power_from in (None, source))
    )


def problem(
    need: Need,
    mode: Mode,
    cast: Cast,
    instruments: Instruments,
    at: datetime,
    rules: Rulebook,
) -> NotPermitted | None:
    """Why an instrument does not stand: concluded, announced, on trial; None: it does."""
    if need.instrument.startswith(OF_PROGRAMME):
        return _trial(need, cast, instruments, at, rules)
    if need.instrument.startswith(WINDOW):
        return _window(need.instrument.removeprefix(WINDOW), cast, instruments, at, rules)
    if need.instrument not in BETWEEN_TWO:
        return None
    pair = pair_of(need, mode, cast, rules)
    agreement = None if pair is None else instruments.agreements[pair].state
    if need.instrument in CONCLUDED:
        return _agreement(need, agreement, cast.matter, at, rules)
    if need.instrument == PROCEDURE:
        return _procedure(agreement, cast.matter, at, rules)
    if agreement is None or not agreement.announced_for(cast.matter.no, at):
        return rules.refuse(
            NotPermitted,
            "delegation.not_announced",
            f"{rules.item(cast.matter.no)}的受委托机关和委托内容尚未公告",
        )
    return None


def link(
    need: Need, mode: Mode, cast: Cast, instruments: Instruments, at: datetime, rules: Rulebook
) -> Link | None:
    """How an act cites the instrument that it rests on."""
    if need.instrument.startswith(OF_PROGRAMME):
        return _tried(need, cast, instruments, rules)
    if need.instrument.startswith(WINDOW):
        return _at_window(instruments.windows[need.instrument.removeprefix(WINDOW)], rules)
    pair = pair_of(need, mode, cast, rules)
    fact = None if pair is None else instruments.agreements[pair]
    if need.instrument == PROCEDURE:
        return None if fact is None else _fixed(fact, cast.matter, at, rules)
    entry = fact.state.scheduled(cast.matter.no, at) if fact and fact.state else None
    if fact is None or fact.state is None or entry is None:
        return None
    both = f"{rules.short(fact.state.delegator)}—{rules.short(fact.state.delegatee)}"
    if need.instrument == ANNOUNCEMENT:
        if entry.announced is None:
            return None
        day = entry.announced.at.astimezone(rules.zone).date()
        ref = f"{fact.stream}@{entry.announced.version}"
        return Link("announcement", ref, f"{both}委托已于{day}公告")
    # The event that put the matter under delegation: the countersignature, or an amendment's.
    ref = f"{fact.stream}@{entry.version}"
    name = "承接确认" if need.instrument == CONFIRMATION else rules.agreement_name
    return Link("agreement", ref, f"{both}{name}，含{rules.item(cast.matter.no)}")


def _trial(
    need: Need, cast: Cast, instruments: Instruments, at: datetime, rules: Rulebook
) -> NotPermitted | None:
    """A programme is for the townships that try it out, until it is opened to all (RA22-29)."""
    trial = instruments.trials[programme_of(need) or ""].state
    found = trial.assessed(cast.receiver, at) if trial else None
    name = rules.short(cast.receiver)
    if found is not None and found.keeps_out(cast.matter.no):
        said = f"{name}暂不具备条件（{found.reason}），按原方式办理"
        return rules.refuse(NotPermitted, "programmes.not_ready", said)
    if need.instrument.startswith(READY) or (trial and trial.includes(cast.receiver, at)):
        return None
    said = f"{name}不在试点乡镇之列，推广之前按原方式办理"
    return rules.refuse(NotPermitted, "programmes.not_in_pilot", said)


def _window(
    window: str, cast: Cast, instruments: Instruments, at: datetime, rules: Rulebook
) -> NotPermitted | None:
    """What is received at a dedicated window begins with its opening (B-36, XG22-13)."""
    state = instruments.windows[window].state
    if state is not None and state.open_at(at):
        return None
    said = f"{rules.short(cast.receiver)}的{quoted(rules.window(window))}没有启用，不得在此收件办理"
    return rules.refuse(NotPermitted, "organisation.window_not_open", said)


def _at_window(fact: Fact[Counter], rules: Rulebook) -> Link | None:
    if fact.state is None:
        return None
    ref = f"{fact.stream}@{fact.state.opened}"
    return Link(
        "window", ref, f"{rules.short(fact.state.organ)}{quoted(rules.window(fact.state.window))}"
    )


def posting(window: str, by: By, instruments: Instruments, at: datetime, rules: Rulebook) -> Link:
    """That whoever acts is posted to the window by his own organ (XG22-14, JX24-12)."""
    fact = instruments.windows[window]
    if fact.state is None or not fact.state.posted(by.person, by.organ, at):
        raise rules.refuse(
            NotPermitted,
            "organisation.not_posted",
            f"{by.person}没有由{rules.short(by.organ)}派驻{quoted(rules.window(window))}",
            person=by.person,
        )
    return Link("window", fact.ref, f"{rules.short(by.organ)}派驻{quoted(rules.window(window))}")


def _tried(need: Need, cast: Cast, instruments: Instruments, rules: Rulebook) -> Link | None:
    fact = instruments.trials[programme_of(need) or ""]
    if fact.state is None or need.instrument.startswith(READY):
        return None  # that nobody found it lacking needs no paper
    name = next((p.name for p in rules.pack.programme if p.id == fact.state.programme), "")
    how = "全面推行" if fact.state.rolled_out else f"{rules.short(cast.receiver)}试点"
    return Link("trial", fact.ref, f"{name}：{how}")


def _procedure(
    agreement: Agreement | None, matter: Matter, at: datetime, rules: Rulebook
) -> NotPermitted | None:
    """Two organs' work on a matter begins once they have settled how (XG22-08)."""
    if agreement is not None and agreement.procedure(matter.no, at) is not None:
        return None
    said = f"{rules.item(matter.no)}的审核审批程序尚未明确，不得按这种方式办理"
    return rules.refuse(NotPermitted, "delegation.procedure_not_fixed", said)


def _fixed(fact: Fact[Agreement], matter: Matter, at: datetime, rules: Rulebook) -> Link | None:
    found = fact.state.procedure(matter.no, at) if fact.state else None
    if found is None:
        return None
    said = f"{rules.item(matter.no)}审核审批程序已由{found.document_number}明确"
    return Link("procedure", f"{fact.stream}@{found.version}", said)


def _agreement(
    need: Need, agreement: Agreement | None, matter: Matter, at: datetime, rules: Rulebook
) -> NotPermitted | None:
    name = rules.agreement_name
    nothing = agreement is None or agreement.latest is None
    if nothing and need.instrument == CONFIRMATION:
        return rules.refuse(
            NotPermitted, "delegation.not_confirmed", "承接单位尚未确认承接，不得以自己名义办理"
        )
    if agreement is None or agreement.latest is None:
        return rules.refuse(NotPermitted, "delegation.no_agreement", f"没有签订{name}")
    if not agreement.latest.countersigned and agreement.term_at(at) is None:
        return rules.refuse(
            NotPermitted,
            "delegation.not_countersigned",
            f"{name}尚未经{rules.short(agreement.delegatee)}主要负责人签署",
        )
    if agreement.term_at(at) is None:
        return rules.refuse(
            NotPermitted, "delegation.not_in_force", f"{name}尚未生效、已到期或已终止"
        )
    if agreement.suspended_at(at):
        return rules.refuse(
            NotPermitted,
            "delegation.suspended",
            f"{rules.short(agreement.delegator)}已暂停{name}，恢复前不得以其名义办理",
        )
    if not agreement.covers(matter.no, at):
        return rules.refuse(
            NotPermitted,
            "delegation.matter_not_in_agreement",
            f"{rules.item(matter.no)}不在{name}之内",
        )
    return None
