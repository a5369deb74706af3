"""Who answered for a case before it was judged, in between and now, in brief."""

from collections.abc import Iterator, Sequence

from msgspec import Struct
from rich.markup import escape
from rich.rule import Rule

from domain.claims.claim import LiabilityBorne
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import FINDINGS
from domain.liability.attribution import Line, changed
from domain.supervision.problem import ProblemRecorded
from services.cli.claims import paid
from services.cli.liability import BASES, DUTIES, LAYERS, SHARES
from services.cli.output import console
from services.liability.answer import Answered, Liabilities
from services.main import Platform

_MANY = 1000


class Turns(Struct, frozen=True):
    """`found` and `borne`: up to where the log knew neither the problem nor that anybody paid."""

    case: str
    found: int
    borne: int
    answers: Sequence[Answered]


async def turns_of(it: Platform, tenant: str, case: str) -> Turns:
    types = (ProblemRecorded.TYPE, LiabilityBorne.TYPE)
    events = await it.log.read(tenant, 0, limit=_MANY, types=types)
    about = {type(each.event): each.position for each in reversed(events) if _of(each.event, case)}
    found, borne = about[ProblemRecorded] - 1, about[LiabilityBorne] - 1
    liabilities = Liabilities(it.executor, it.pool)
    answers = [await liabilities.of(tenant, case, known, None) for known in (found, borne, None)]
    return Turns(case, found, borne, answers)


def _of(event: object, case: str) -> bool:
    return isinstance(event, ProblemRecorded | LiabilityBorne) and event.case == case


def print_turns(turns: Turns, rules: Rulebook) -> None:
    """What changed each time; nothing that was known before is gone from the log."""
    said = ("发现问题之前→承担责任之前", "承担责任之前→现在")
    for says, then, now in zip(said, turns.answers, turns.answers[1:], strict=False):
        console.print(Rule(f"{turns.case} 由谁负责：{says}"))
        went, came = changed(then.lines, now.lines)
        for sign, lines in (("− ", went), ("+ ", came)):
            for line in lines:
                print_line(sign, line, rules)


def print_line(sign: str, line: Line, rules: Rulebook) -> None:
    """One line of liability without the events that it rests on."""
    parts = (
        LAYERS[line.layer],
        DUTIES[line.duty],
        rules.short(line.bearer),
        SHARES[line.share],
        BASES[line.basis],
        line.clause,
        FINDINGS[line.finding] if line.finding else "",
        *_followed(line),
    )
    said = "  ".join(part for part in parts if part)
    console.print(f"  {sign}{escape(said)}", highlight=False, soft_wrap=True)


def _followed(line: Line) -> Iterator[str]:
    """What was borne and what is recovered."""
    yield from (f"已承担：{it.measure}{paid(it.amount_yuan)}" for it in line.borne)
    for it in line.recourse:
        said = {None: "拟", True: "决定", False: "不予"}[it.pursued]
        yield f"{said}追偿追责：{it.measure}{paid(it.amount_yuan)}"
