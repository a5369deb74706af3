"""Service guides: complete or not published (XG23-10, 行政许可法 30).

The department publishes the guide of its matter and revises it by publishing anew (XG23-27); a
township makes public, on- and offline, what concerns its own place (XG23-66).
"""

from datetime import datetime
from typing import ClassVar

import msgspec

from domain.kernel.event import Command, Event
from domain.kernel.facts import Guide, Notice
from domain.kernel.refusal import IllegalState, Invalid
from domain.kernel.rulebook import Rulebook


class PublishGuide(Command, frozen=True, kw_only=True):
    """The department's principal publishes the guide, or its next revision.

    `contents`: a text for each item that the pack names; `materials`: all that must be handed in.
    """

    TYPE: ClassVar[str] = "matters.publish_guide"
    matter: int
    contents: dict[str, str]
    materials: tuple[str, ...]
    published_in: str


class SupplementGuide(Command, frozen=True, kw_only=True):
    """The township's principal makes public where and when it handles the matter (XG23-66)."""

    TYPE: ClassVar[str] = "matters.supplement_guide"
    matter: int
    organ: str
    text: str
    published_in: str


class GuidePublished(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "matters.guide_published"
    matter: int
    revision: int
    contents: dict[str, str]
    materials: tuple[str, ...]
    published_in: str


class GuideSupplemented(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "matters.guide_supplemented"
    matter: int
    organ: str
    text: str
    published_in: str


EVENTS = (GuidePublished, GuideSupplemented)

GuideCommand = PublishGuide | SupplementGuide


def decide(
    command: GuideCommand, state: Guide | None, at: datetime, rules: Rulebook
) -> list[Event]:
    if not command.published_in.strip():
        raise rules.refuse(Invalid, "matters.guide_not_public", "请写明办事指南公布的载体")
    if isinstance(command, SupplementGuide):
        if state is None:
            raise rules.refuse(
                IllegalState,
                "matters.no_guide",
                f"第{command.matter}项尚未公布办事指南，请委托部门先行公布",
            )
        if not command.text.strip():
            raise rules.refuse(Invalid, "matters.guide_incomplete", "请写明办理地点、时间等内容")
        return [
            GuideSupplemented(
                occurred_at=at,
                matter=command.matter,
                organ=command.organ,
                text=command.text,
                published_in=command.published_in,
            )
        ]
    _require_complete(command, rules)
    return [
        GuidePublished(
            occurred_at=at,
            matter=command.matter,
            revision=state.revision + 1 if state else 1,
            contents=command.contents,
            materials=command.materials,
            published_in=command.published_in,
        )
    ]


def _require_complete(command: PublishGuide, rules: Rulebook) -> None:
    """Refuse a guide that leaves out what must be made public, naming all of it."""
    terms = rules.pack.guide
    if terms is None:
        return
    missing = [
        words for key, words in terms.contents.items() if not command.contents.get(key, "").strip()
    ]
    if not any(material.strip() for material in command.materials):
        missing.append(terms.materials)
    if missing:
        raise rules.refuse(
            Invalid, "matters.guide_incomplete", f"办事指南缺少：{'、'.join(missing)}，请补齐后公布"
        )


def evolve(state: Guide | None, event: Event) -> Guide | None:
    match event:
        case GuidePublished():
            return Guide(
                event.matter,
                event.contents,
                event.materials,
                event.published_in,
                event.occurred_at,
                event.revision,
                state.local if state else {},
            )
        case GuideSupplemented(organ=organ) if state:
            notice = Notice(event.text, event.published_in, event.occurred_at)
            return msgspec.structs.replace(state, local={**state.local, organ: notice})
    return state
