"""Service guides: complete or not published (XG23-10, 行政许可法 30).

The department publishes the guide of its matter and revises it by publishing anew (XG23-27); a
township makes public, on- and offline, what concerns its own place (XG23-66).
"""

from datetime import datetime
from typing import ClassVar

import msgspec

from domain.kernel.event import Command, Event
from domain.kernel.facts import Guide, Notice
from domain.kernel.refusal import IllegalState, Invalid, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import TERM_LIMIT
from domain.matters.less import Increase, demanded, more_asked


class PublishGuide(Command, frozen=True, kw_only=True):
    """The department's principal publishes the guide, or its next revision.

    `contents`: a text for each item that the pack names; `materials`: all that must be handed in.
    `promised_days`: 承诺时限, the working days from acceptance to the decision that the county
    promises, no more than the law gives it; None: it promises nothing. `law_changed` and
    `approved_in`: what allows more than before, where an upper level forbids that (B-27).
    """

    TYPE: ClassVar[str] = "matters.publish_guide"
    matter: int
    contents: dict[str, str]
    materials: tuple[str, ...]
    published_in: str
    promised_days: int | None = None
    law_changed: str = ""
    approved_in: str = ""


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
    promised_days: int | None = None
    law_changed: str = ""
    approved_in: str = ""


class GuideSupplemented(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "matters.guide_supplemented"
    matter: int
    organ: str
    text: str
    published_in: str


EVENTS = (GuidePublished, GuideSupplemented)

_PLACES = ("township", "village")

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
                f"{rules.item(command.matter)}尚未公布办事指南，请委托部门先行公布",
            )
        organ = rules.organ(command.organ)
        if organ.level not in _PLACES:
            raise rules.refuse(
                Invalid,
                "matters.guide_place",
                f"{organ.name}不是乡镇、村的办理场所；办事指南的修改由委托部门重新公布",
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
    _require_promise(command, rules)
    _require_no_more(command, state, rules)
    return [
        GuidePublished(
            occurred_at=at,
            matter=command.matter,
            revision=state.revision + 1 if state else 1,
            contents=command.contents,
            materials=command.materials,
            published_in=command.published_in,
            promised_days=command.promised_days,
            law_changed=command.law_changed,
            approved_in=command.approved_in,
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


def _require_promise(command: PublishGuide, rules: Rulebook) -> None:
    """Refuse a promise that is none: of no day, of what no clock counts, or beyond the law's term.

    A term of law that is counted in other days or in months is no measure of working days.
    """
    days = command.promised_days
    if days is None:
        return
    limit = rules.decision_limit(command.matter)
    if limit is None:
        raise rules.refuse(
            Invalid,
            "matters.promise",
            f"{rules.item(command.matter)}的审批没有期限可计，不能承诺时限",
        )
    most = limit.days if limit.unit == "working_days" else TERM_LIMIT
    if not 1 <= days <= most:
        raise rules.refuse(
            Invalid,
            "matters.promise",
            f"承诺时限{days}个工作日不当：须为1至{most}个工作日，不得长于法定办理期限",
        )


def _require_no_more(command: PublishGuide, state: Guide | None, rules: Rulebook) -> None:
    """Refuse a revision that asks for more, where an upper level forbids that (JX24-43, B-27)."""
    demand = demanded(rules)
    if demand is None or state is None:
        return
    more = more_asked(state, command.materials, command.promised_days)
    if more and not Increase(command.law_changed, command.approved_in).whole:
        raise NotPermitted(
            "matters.guide_more",
            f"{rules.item(command.matter)}的办事指南{'；'.join(more)}，"
            "法律变动要求增加的，须写明法律依据和批准文号",
            clause=demand.clause,
            text=demand.text,
            source=demand.source,
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
                event.promised_days,
                state.promises if state else (),
            )
        case GuideSupplemented(organ=organ) if state:
            notice = Notice(event.text, event.published_in, event.occurred_at)
            return msgspec.structs.replace(state, local={**state.local, organ: notice})
    return state
