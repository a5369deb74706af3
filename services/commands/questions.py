"""Questions that change nothing: who could do what, from the same facts that commands look at."""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import get_args

from msgspec import Struct

from domain.authority.answer import Question
from domain.authority.standing import missing_instrument
from domain.cases.routing import require_begun
from domain.delegation.coverage import called_for
from domain.kernel import streams
from domain.kernel.authority import Authority
from domain.kernel.facts import Pilot, Post
from domain.kernel.instruments import Pair
from domain.kernel.pack import Power
from domain.kernel.parties import Cast
from domain.kernel.refusal import Invalid
from domain.kernel.rulebook import Rulebook
from domain.kernel.windows import AtWindow, window_for, window_of
from domain.kernel.workdays import Calendar, day_of
from domain.matters.declared import GrantClock, grant_clock
from domain.matters.lists import ListVersion
from infra.log import EventLog
from services.commands.authorities import answered, instruments, settled_now
from services.commands.handled import as_handled
from services.unit import Unit


async def may(unit: Unit, matter: int, kind: str, rules: Rulebook) -> Authority:
    """The authority of `unit.by` for a kind of step of a matter at `unit.at`, or `NotPermitted`.

    The question is about a case received at the organ itself, within the matter's guards.
    """
    row = rules.matter(matter)
    organ = rules.organ(unit.by.organ)
    settled = await settled_now(unit, matter, rules)
    mode = rules.mode(settled.mode) if settled else rules.mode_on(matter, day_of(unit.at, rules))
    rules = rules.within(mode.id)
    require_begun(mode, unit.at, rules)
    cast = Cast(row, organ.id, {}, settled.grants if settled else None)
    step = next((step for step in mode.step if step.kind == kind), None)
    if step is None:
        raise rules.refuse(Invalid, "cases.no_such_step", f"“{mode.name}”没有“{kind}”这一环节")
    standing = await instruments(unit, mode, cast, rules, seals=True)
    missing = missing_instrument(mode.id, cast, standing, unit.at, rules)
    if missing is not None:
        raise missing
    question = Question(
        by=unit.by,
        matter=matter,
        mode=mode.id,
        step=step.id,
        receiver=organ.id,
        actors={},
        granted=cast.granted,
        act=kind,
        post=step.post,
        at=unit.at,
    )
    return await answered(unit, question, rules)


class WindowAnswer(Struct, frozen=True):
    """Which window; None: the county has none, or a body in the hall receives it itself (B-66)."""

    domain: str
    power: str
    matter: int | None
    window: AtWindow | None


def window_asked(domain: str, power: str, matter: int | None, rules: Rulebook) -> WindowAnswer:
    """About a matter of the list, or about any domain and kind of power (RA22-11)."""
    if matter is not None:
        row = rules.matter(matter)
        found = window_of(row, rules)
        return WindowAnswer(row.domain or "", row.power or "", matter, found)
    kind = next((known for known in get_args(Power) if known == power), None)
    if kind is None or not domain.strip():
        kinds = "、".join(get_args(Power))
        raise rules.refuse(
            Invalid,
            "matters.window_question",
            f"请给出事项序号，或者领域和权力类型（{kinds}）",
        )
    return WindowAnswer(domain, power, None, window_for(domain, kind, rules))


async def list_status(unit: Unit, policy: str) -> ListVersion | None:
    """How far the matter list of a pack version has come (XG23-09); None: no step is on record."""
    version = policy.rpartition("@")[2]
    return (await unit.get(streams.list_version(version), ListVersion)).state


async def grant_clocks(unit: Unit, rules: Rulebook) -> tuple[GrantClock, ...]:
    """The ordinary limit for training and grant, then that for complex matters (E5-4, B-02)."""
    calendar = (await unit.get(streams.CALENDAR, Calendar)).state or Calendar()
    both = (grant_clock(calendar, rules, complex_=longer) for longer in (False, True))
    return tuple(clock for clock in both if clock is not None)


async def called_for_now(unit: Unit, rules: Rulebook) -> Mapping[Pair, tuple[int, ...]]:
    """Which pairs must have concluded what on which matters, as these are handled now (B-10)."""
    return called_for(await as_handled(unit, rules), await pilots(unit, rules), unit.at)


async def pilots(unit: Unit, rules: Rulebook) -> dict[int, Pilot]:
    """The pilots of the matters whose list entry calls for one (XG23-46)."""
    found = {}
    for matter in rules.pack.matter:
        if rules.territory(matter.no) is not None:
            fact = await unit.get(streams.pilot(matter.no), Pilot)
            if fact.state is not None:
                found[matter.no] = fact.state
    return found


class Evidence(Struct, frozen=True):
    """An event that a line of the liability view rests on."""

    ref: str
    type: str
    occurred_at: datetime
    recorded_at: datetime
    late_reason: str = ""  # why it was entered late (补录), if it was


async def evidence(log: EventLog, tenant: str, refs: Iterable[str]) -> Mapping[str, Evidence]:
    """The events behind `stream@version` references."""
    wanted = set(refs)
    names = sorted({ref.rpartition("@")[0] for ref in wanted})
    loaded = await log.histories(tenant, names, await log.head(tenant))
    return {
        item.ref: Evidence(
            item.ref,
            item.event.TYPE,
            item.event.occurred_at,
            item.recorded_at,
            item.event.late_reason or "",
        )
        for items in loaded.values()
        for item in items
        if item.ref in wanted
    }


async def held(unit: Unit, person: str, rules: Rulebook) -> tuple[str, ...]:
    """Every seat (`organ/post`) of the county that the person holds at `unit.at`."""
    seats = [f"{organ}/{post}" for organ in rules.organs for post in rules.pack.post]
    posts = await asyncio.gather(*(unit.get(f"post/{seat}", Post) for seat in seats))
    return tuple(
        seat
        for seat, post in zip(seats, posts, strict=True)
        if post.state is not None and post.state.held_by(person, unit.at)
    )
