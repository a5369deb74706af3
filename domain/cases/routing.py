"""Which handling mode a case runs under: the matter's own, or the channel its guards lead to.

A guard routes, it never rejects (B-01): outside the limits of the delegation the county's own body
remains competent.
"""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from domain.kernel.facts import Pilot
from domain.kernel.pack import Guard, Matter, Mode, Organ
from domain.kernel.refusal import IllegalState, Invalid, NotPermitted, Refusal
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import STATUSES, quoted
from domain.kernel.workdays import day_of

Stated = Mapping[str, str | float]


class Reason(Struct, frozen=True):
    """Why a case left its matter's own mode: a stable code, words, and the clause."""

    code: str
    text: str
    clause: str
    source: str


class Route(Struct, frozen=True):
    """`granted`: the steps granted in this case, where somebody settled it for the matter (B-41).

    None: those that the matter's row grants.
    """

    mode: str
    reasons: tuple[Reason, ...] = ()
    granted: tuple[str, ...] | None = None

    @property
    def refusal(self) -> NotPermitted | None:
        """Why the case left its matter's own mode, as told to whoever acts nevertheless."""
        if not self.reasons:
            return None
        reason = self.reasons[0]
        message = f"本件已转由其他单位办理：{reason.text}"
        return NotPermitted(reason.code, message, clause=reason.clause, source=reason.source)


def require_begun(mode: Mode, at: datetime, rules: Rulebook) -> None:
    """Refuse what comes in before the mode's first day (XG22-06): nobody may handle it so yet."""
    if mode.since is not None and day_of(at, rules) < mode.since:
        raise rules.refuse(
            NotPermitted,
            "cases.mode_not_begun",
            f"{quoted(mode.title or mode.id)}自{mode.since}起实施，在此之前不得按这种方式收件",
        )


class Origin(Struct, frozen=True):
    """A case as it comes in: of which matter, under which of its modes, where, with which facts.

    `granted`: as in `Route`. `pilot` is the matter's, if its entry calls for one.
    """

    matter: Matter
    mode: Mode
    receiver: str
    stated: Stated
    pilot: Pilot | None
    granted: tuple[str, ...] | None = None


def route(origin: Origin, missing: Refusal | None, at: datetime, rules: Rulebook) -> Route:
    """The mode for a case, with every reason for leaving the one that its matter has.

    `missing` is the first instrument of the matter's own mode that does not stand, if any.
    Raises `Invalid` where a guard asks for a fact that was not stated.
    """
    failed = outside(origin, at, rules)
    why = reasons(failed, origin.receiver, origin.stated, rules)
    if missing is not None:
        why += (Reason(missing.code, missing.message, missing.clause, missing.source),)
    if not why:
        return Route(origin.mode.id, granted=origin.granted)
    elsewhere = channel(origin.matter, origin.mode.id, failed, rules)
    if elsewhere is None:
        # The validator demands a channel for every guard; an instrument may have none.
        raise missing or rules.refuse(NotPermitted, "cases.no_channel", "没有可以转往的办理渠道")
    return Route(elsewhere, why)


def outside(origin: Origin, at: datetime, rules: Rulebook) -> tuple[Guard, ...]:
    """The limits that these facts exceed, of the matter and of every matter of its mode.

    Raises `Invalid` as `route` does.
    """
    return tuple(
        guard
        for guard in (*origin.matter.guard, *origin.mode.guard)
        if not _holds(guard, origin.receiver, origin.stated, origin.pilot, at, rules)
    )


def reasons(
    failed: tuple[Guard, ...], receiver: str, stated: Stated, rules: Rulebook
) -> tuple[Reason, ...]:
    return tuple(
        Reason(
            "cases.outside_guard", _why(guard, receiver, stated, rules), guard.clause, guard.source
        )
        for guard in failed
    )


def channel(matter: Matter, mode: str, failed: tuple[Guard, ...], rules: Rulebook) -> str | None:
    """The mode in which a case of this one goes on: a failed guard's own, else the mode's.

    A matter that was moved keeps the limits of its row: what exceeds them goes where the mode that
    the row prints leads, if the one that it was moved to leads nowhere (B-01, B-23).
    """
    special = next((guard.otherwise for guard in failed if guard.otherwise), None)
    modes = (mode, matter.mode) if failed else (mode,)
    general = (beside.mode for it in modes if (beside := rules.mode(it).otherwise))
    return special or next(general, None)


def _holds(
    guard: Guard, receiver: str, stated: Stated, pilot: Pilot | None, at: datetime, rules: Rulebook
) -> bool:
    if guard.kind == "territory":
        return pilot is not None and pilot.includes(receiver, at)
    value = stated.get(guard.field)
    if value is None:
        raise rules.refuse(
            Invalid,
            "cases.fact_missing",
            f"请填写“{guard.label}”",
            field=guard.field,
        )
    if guard.kind == "quantity":
        return _within(guard, value, rules)
    return str(value) not in guard.deny and (not guard.allow or str(value) in guard.allow)


def _why(guard: Guard, receiver: str, stated: Stated, rules: Rulebook) -> str:
    """What the case says and what the list allows, as a clerk would put it."""
    if guard.kind == "territory":
        return f"{rules.short(receiver)}不在试点乡镇名单内"
    value = stated[guard.field]
    if guard.kind == "quantity":
        unit = guard.unit or ""
        bounds = [
            f"{word}{bound:g}{unit}"
            for word, bound in (("不少于", guard.at_least), ("不多于", guard.at_most))
            if bound is not None
        ]
        return f"{guard.label}为{value}{unit}，委托范围是{'、'.join(bounds)}"
    limit = f"只限{'、'.join(guard.allow)}" if guard.allow else f"不含{'、'.join(guard.deny)}"
    return f"{guard.label}为“{value}”，{limit}"


def require_current(matter: Matter, rules: Rulebook) -> None:
    """Refuse what the law has done away with since it was listed, by that law (B-45)."""
    if matter.status == "current":
        return
    raise IllegalState(
        "matters.not_current",
        f"{rules.item(matter.no)}“{matter.name}”{STATUSES[matter.status]}，不再受理："
        f"{matter.status_note}",
        clause=matter.status_clause,
        source=matter.source,
    )


def require_offered(matter: Matter, organ: Organ, stated: Stated, rules: Rulebook) -> None:
    """Refuse where the matter is not handled at this place (XG23-41, -42, -43, B-13).

    Outlets are places of handling without power: they take only what the list sends them.
    """
    if any(offer.subtype for offer in matter.offer) and "subtype" not in stated:
        kinds = "、".join(offer.subtype or "" for offer in matter.offer)
        raise rules.refuse(
            Invalid, "cases.fact_missing", f"请填写办理类型：{kinds}", field="subtype"
        )
    fitting = [o for o in matter.offer if o.subtype in (None, stated.get("subtype"))]
    if any({organ.id, organ.kind} & set(offer.at) for offer in fitting):
        return
    if not matter.offer and organ.kind != "service_outlet":
        return
    places = "、".join(dict.fromkeys(_place(p, rules) for o in fitting for p in o.at))
    raise rules.refuse(
        Invalid,
        "cases.not_offered_here",
        f"{rules.item(matter.no)}不在{organ.name}办理，"
        f"请引导申请人到{places or '乡镇便民服务中心'}办理",
    )


def _place(place: str, rules: Rulebook) -> str:
    if place == "township":
        return "乡镇便民服务中心"
    named = [organ.name for organ in rules.pack.organ if place in (organ.id, organ.kind)]
    return named[0] if named else place


def _within(guard: Guard, value: str | float, rules: Rulebook) -> bool:
    if isinstance(value, str):
        raise rules.refuse(
            Invalid, "cases.fact_not_a_number", f"“{guard.label}”须为数字（单位：{guard.unit}）"
        )
    low, high = guard.at_least, guard.at_most
    if guard.exclusive:
        return (low is None or value > low) and (high is None or value < high)
    return (low is None or value >= low) and (high is None or value <= high)
