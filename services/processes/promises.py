"""承诺时限: the time that the guide promises for the decision, beside the one that law sets.

It starts, stands still and ends with the clock of the decision, for whoever has to decide. An
extension by law (行政许可法 42) gives more days to the law's term only: a promise is the county's
own word, and what the law allows beyond it was not promised.
"""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from domain.cases.case import Case
from domain.cases.terms import step_due
from domain.kernel.event import Command
from domain.kernel.rulebook import Rulebook
from domain.obligations.obligation import (
    PROMISE,
    AdjustTerm,
    AnnulObligation,
    MeetObligation,
    OpenObligation,
    WaiveObligation,
)

_CLAUSE = "办事指南"
_SOURCE = "XG23-10 行政许可法 30"


def beside(commands: Iterable[Command], case: Case, rules: Rulebook) -> Iterator[Command]:
    """The commands, those about the decision's own clock once more for what was promised."""
    days = case.promised_days
    # In any mode: a transfer ends what was due under another.
    steps = {s.id for mode in rules.pack.mode for s in mode.step if s.kind == "decide"}
    for command in commands:
        yield command
        identity: str = getattr(command, "obligation", "")
        step = step_due(identity)
        if days is not None and step in steps:
            yield from _promised(command, PROMISE + identity.removeprefix(step), days)


def _promised(command: Command, identity: str, days: int) -> Iterator[Command]:
    match command:
        case OpenObligation():
            yield replace(
                command,
                obligation=identity,
                kind=PROMISE,
                days=days,
                unit="working_days",
                roll=False,
                sla="",
                certainty="text",
                clause=_CLAUSE,
                source=_SOURCE,
                lapse="",
            )
        case AdjustTerm():
            yield replace(command, obligation=identity, extra_days=0)
        case MeetObligation() | WaiveObligation() | AnnulObligation():
            yield replace(command, obligation=identity)
