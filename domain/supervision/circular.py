"""通报: what is made known of how the reform goes, to whom, and where (XG23-33, -63, ZZ22-36).

Progress, criticism or praise (JX24-41), by the principal of who supervises the organs it names;
what is public says where it was made so. It may rest on inspections and problems. No personal data.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Literal

from msgspec import Struct

from domain.kernel.authority import By
from domain.kernel.event import Command, Event
from domain.kernel.refusal import Invalid, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL
from domain.supervision.requirements import LENGTH, number_taken, require_text

Tone = Literal["progress", "criticism", "praise"]
TONES: Mapping[Tone, str] = {"progress": "进展通报", "criticism": "通报批评", "praise": "通报表扬"}


class IssueCircular(Command, frozen=True, kw_only=True):
    """Issue a numbered circular to organs that the own organ supervises.

    `organs`: those that it speaks of; `to`: whom else it is sent to. `cites`: the events that
    it rests on, as `stream@version`. `published_in`: where it is public; empty: it is internal.
    """

    TYPE: ClassVar[str] = "supervision.issue_circular"
    number: str
    tone: Tone
    title: str
    text: str
    organs: tuple[str, ...]
    to: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    published_in: str = ""


class CircularIssued(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "supervision.circular_issued"
    number: str
    tone: Tone
    title: str
    text: str
    organs: tuple[str, ...]
    to: tuple[str, ...]
    cites: tuple[str, ...]
    published_in: str
    by: By


EVENTS = (CircularIssued,)


class Circular(Struct, frozen=True):
    number: str


def issue(
    command: IssueCircular,
    state: Circular | None,
    supervisors: Mapping[str, tuple[str, ...]],
    by: By,
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    """`supervisors`: who supervises each of the organs that it speaks of."""
    if state is not None:
        raise number_taken("通报编号", command.number, rules)
    others = [organ for organ, entitled in supervisors.items() if by.organ not in entitled]
    if others or by.post != PRINCIPAL:
        names = "、".join(map(rules.short, others)) or "所列单位"
        raise rules.refuse(
            NotPermitted,
            "supervision.not_supervisor",
            f"对{names}的通报由负责监管的单位的主要负责人印发",
        )
    if not command.organs:
        raise rules.refuse(Invalid, "supervision.incomplete", "请写明通报的单位")
    require_text(command.title, "请填写标题", rules)
    require_text(command.text, "请填写通报的内容", rules)
    if len(command.published_in) > LENGTH:
        raise rules.refuse(Invalid, "supervision.incomplete", f"公布载体不超过{LENGTH}字")
    organs = tuple(dict.fromkeys(command.organs))
    return [
        CircularIssued(
            occurred_at=at,
            number=command.number,
            tone=command.tone,
            title=command.title.strip(),
            text=command.text.strip(),
            organs=organs,
            to=tuple(it for it in dict.fromkeys(command.to) if it not in organs),
            cites=tuple(dict.fromkeys(command.cites)),
            published_in=command.published_in.strip(),
            by=by,
        )
    ]


def evolve(state: Circular | None, event: Event) -> Circular | None:
    return Circular(event.number) if isinstance(event, CircularIssued) else state
