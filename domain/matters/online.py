"""Which matters run online, which can be done online, and what share that is (ZZ22-26…-29, B-49).

Declared by event and dated; the latest declaration counts, and another one takes it back.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from typing import ClassVar

from msgspec import Struct

from domain.kernel.event import Command, Event
from domain.kernel.facts import Online, OnlineState
from domain.kernel.pack import Matter, Target
from domain.kernel.refusal import IllegalState, Invalid
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import administration


class DeclareOnline(Command, frozen=True, kw_only=True):
    """Whether the matter runs online (上网运行), and whether it can be done online (网上可办)."""

    TYPE: ClassVar[str] = "matters.declare_online"
    matter: int
    runs_online: bool
    online_able: bool


class OnlineDeclared(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "matters.online_declared"
    matter: int
    runs_online: bool
    online_able: bool
    organ: str


EVENTS = (OnlineDeclared,)


class Rate(Struct, frozen=True):
    """网上可办率 of one list: `online_able` of the `running`, and the target that it is held to.

    Of the list's matters, `on_application` (依申请) and current ones alone count; `undeclared` of
    them nobody has declared anything about. `share` and `met` are None while none runs online: the
    rate is undefined then, not 0 (E5-10).
    """

    target: str
    name: str
    list: str
    at_least: float
    clause: str
    source: str
    on_application: int
    undeclared: int
    running: int
    online_able: int
    share: float | None
    met: bool | None


def stewards(no: int, rules: Rulebook) -> tuple[str, ...]:
    """Who may declare it: who keeps the county's list, else the matter's own department."""
    department = rules.matter(no).department  # of a matter that is on the list at all
    return administration(rules) or tuple(filter(None, (department,)))


def decide(
    command: DeclareOnline, state: Online | None, organ: str, at: datetime, rules: Rulebook
) -> list[OnlineDeclared]:
    if command.online_able and not command.runs_online:
        raise rules.refuse(
            Invalid,
            "matters.not_running_online",
            f"{rules.item(command.matter)}未上网运行，不能认定网上可办；请先开通申办入口",
        )
    latest = state.states[-1] if state else None
    declared = OnlineState(at, command.runs_online, command.online_able)
    if latest is not None and latest.same_as(declared):
        raise rules.refuse(
            IllegalState, "matters.online_unchanged", "与最近一次认定相同，无须再次认定"
        )
    return [
        OnlineDeclared(
            occurred_at=at,
            matter=command.matter,
            runs_online=command.runs_online,
            online_able=command.online_able,
            organ=organ,
        )
    ]


def evolve(state: Online | None, event: Event) -> Online | None:
    match event:
        case OnlineDeclared(occurred_at=at, runs_online=running, online_able=able):
            earlier = state.states if state else ()
            return Online(event.matter, (*earlier, OnlineState(at, running, able)))
    return state


def rates(declared: Mapping[int, OnlineState], rules: Rulebook) -> Iterator[Rate]:
    """Every target of the pack against what was declared of each matter by number (E5-10, B-49)."""
    for target in rules.pack.target:
        if target.measure == "online_able_rate":
            yield _rate(target, declared, rules)


def _rate(target: Target, declared: Mapping[int, OnlineState], rules: Rulebook) -> Rate:
    counted = [matter.no for matter in _listed(target, rules) if counts(matter)]
    states = [declared[no] for no in counted if no in declared]
    running = sum(state.runs_online for state in states)
    able = sum(state.runs_online and state.online_able for state in states)
    # As printed: 0.6 is six tenths, and exactly 60 % is not less than that (不低于).
    least = Fraction(str(target.at_least))
    return Rate(
        target=target.id,
        name=target.name,
        list=target.list,
        at_least=target.at_least,
        clause=target.clause,
        source=target.source,
        on_application=len(counted),
        undeclared=len(counted) - len(states),
        running=running,
        online_able=able,
        share=able / running if running else None,
        met=Fraction(able, running) >= least if running else None,
    )


def counts(matter: Matter) -> bool:
    """What is repealed or superseded, or starts without an applicant, is in neither count."""
    return matter.on_application and matter.status == "current"


def _listed(target: Target, rules: Rulebook) -> Iterator[Matter]:
    printed = rules.pack.list
    only = printed[0].id if len(printed) == 1 else None  # of a single list every matter is a row
    return (matter for matter in rules.pack.matter if (matter.list or only) == target.list)
