"""监管结果反馈: what a supervising body found, returned to whoever handles the case (RA22-26, E3).

The way back of 双推送、双回路 (XG22-23). It stands beside the case: nothing waits for it, and it
may come as often as there is something to tell, also long after the conclusion.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import ClassVar, Literal

from msgspec import Struct

from domain.kernel.authority import By
from domain.kernel.event import Command, Event
from domain.kernel.pack import Step
from domain.kernel.parties import Cast, bind_all, performers
from domain.kernel.refusal import IllegalState, Invalid, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL, SUPERVISOR

Conclusion = Literal["in_order", "problems_found"]
CONCLUSIONS: dict[Conclusion, str] = {"in_order": "未发现问题", "problems_found": "发现问题"}


class GiveFeedback(Command, frozen=True, kw_only=True):
    """Return what supervision of the case found to the body that handles it.

    `document_number`: of the paper that says so, where there is one.
    """

    TYPE: ClassVar[str] = "pushes.give_feedback"
    case: str
    findings: str
    conclusion: Conclusion
    document_number: str = ""


class FeedbackGiven(Event, frozen=True, kw_only=True):
    """`organ` supervises, `to` are told; `serial` counts what the organ has told of this case."""

    TYPE: ClassVar[str] = "pushes.feedback_given"
    case: str
    matter: int
    step: str
    organ: str
    to: tuple[str, ...]
    serial: int
    findings: str
    conclusion: Conclusion
    document_number: str
    person: str
    post: str


EVENTS = (FeedbackGiven,)


class Feedback(Struct, frozen=True):
    """How often one organ has told what it found in one case."""

    given: int


class WayBack(Struct, frozen=True):
    """A feedback step in one case: the `organs` that take it, and the organs that are told."""

    step: Step
    organs: tuple[str, ...]
    to: tuple[str, ...]

    @property
    def post(self) -> str:
        """The post that owes it; the principal may always speak for the organ."""
        return self.step.post or SUPERVISOR

    def receivers(self, organ: str) -> tuple[str, ...]:
        """Nobody tells itself what it found."""
        return tuple(other for other in self.to if other != organ)


def ways_back(steps: Iterable[Step], cast: Cast, rules: Rulebook) -> Iterator[WayBack]:
    """Of these steps of a case, those by which supervision is told."""
    for step in steps:
        if step.kind == "feedback":
            yield WayBack(step, performers(rules, step, cast), bind_all(rules, step.to, cast))


def way_of(organ: str, ways: Iterable[WayBack]) -> WayBack | None:
    """By which the organ tells what it found; None: it supervises nothing in this case."""
    return next((way for way in ways if organ in way.organs and way.receivers(organ)), None)


def give(
    command: GiveFeedback,
    state: Feedback | None,
    matter: int,
    ways: tuple[WayBack, ...],
    by: By,
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    if not ways:
        raise rules.refuse(
            IllegalState, "pushes.no_feedback", "本件的办理方式没有“监管结果反馈”环节"
        )
    way = way_of(by.organ, ways)
    if way is None or by.post not in (PRINCIPAL, way.post):
        entitled = dict.fromkeys(organ for one in ways for organ in one.organs)
        post = rules.post((way or ways[0]).post)
        raise rules.refuse(
            NotPermitted,
            "pushes.not_supervisor",
            "监管结果应由承担监管职责的单位反馈："
            f"{'、'.join(map(rules.short, entitled))}的主要负责人或者{post}",
        )
    if not command.findings.strip():
        raise rules.refuse(Invalid, "pushes.findings", "反馈监管结果须写明监管情况")
    return [
        FeedbackGiven(
            occurred_at=at,
            case=command.case,
            matter=matter,
            step=way.step.id,
            organ=by.organ,
            to=way.receivers(by.organ),
            serial=1 if state is None else state.given + 1,
            findings=command.findings,
            conclusion=command.conclusion,
            document_number=command.document_number.strip(),
            person=by.person,
            post=by.post,
        )
    ]


def evolve(state: Feedback | None, event: Event) -> Feedback | None:
    match event:
        case FeedbackGiven(serial=serial):
            return Feedback(serial)
    return state
