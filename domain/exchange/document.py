"""主送: what a department issues on base-level matters reaches the bodies that handle them.

A county's rules say which bodies (RA22-20); a notice of a meeting or a training invites them the
same way (RA22-21); who came to a training is its own record. One stream per issuer and number.
"""

from datetime import datetime
from typing import ClassVar, Literal

import msgspec
from msgspec import Struct, field

from domain.exchange.bodies import is_department
from domain.kernel.authority import By
from domain.kernel.event import Command, Event
from domain.kernel.refusal import IllegalState, Invalid, NotFound, NotPermitted
from domain.kernel.rulebook import Rulebook

Way = Literal["issued", "forwarded", "meeting", "training"]
WAYS: dict[Way, str] = {
    "issued": "印发",
    "forwarded": "转发",
    "meeting": "会议通知",
    "training": "培训通知",
}
_TITLE_LENGTH = 200


class RecordDocument(Command, frozen=True, kw_only=True):
    """Put on record a document on base-level matters, and to whom it is addressed (RA22-20, -21).

    `matters`: those that it is about; none where it is about base-level service as such.
    `addressees` are organs, all of them 主送.
    """

    TYPE: ClassVar[str] = "exchange.record_document"
    number: str
    title: str
    addressees: tuple[str, ...]
    matters: tuple[int, ...] = ()
    way: Way = "issued"


class AcknowledgeDocument(Command, frozen=True, kw_only=True):
    """The organ of whoever acts has received the issuer's document."""

    TYPE: ClassVar[str] = "exchange.acknowledge_document"
    issuer: str
    number: str


class DocumentAddressed(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "exchange.document_addressed"
    issuer: str
    number: str
    title: str
    way: Way
    matters: tuple[int, ...]
    addressees: tuple[str, ...]
    person: str
    post: str


class DocumentAcknowledged(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "exchange.document_acknowledged"
    EFFECT: ClassVar[bool] = True  # each addressee by itself
    issuer: str
    number: str
    organ: str
    person: str
    post: str


EVENTS = (DocumentAddressed, DocumentAcknowledged)


class Document(Struct, frozen=True):
    addressees: tuple[str, ...]
    acknowledged: dict[str, datetime] = field(default_factory=dict)


def record(
    command: RecordDocument, state: Document | None, by: By, at: datetime, rules: Rulebook
) -> list[Event]:
    if state is not None:
        raise rules.refuse(
            IllegalState,
            "exchange.document_number_taken",
            f"本单位文号{command.number}已经登记",
        )
    if not is_department(rules.organ(by.organ)):
        raise rules.refuse(
            NotPermitted, "exchange.not_issuer", "与基层事项相关的文件由印发、转发的县级部门登记"
        )
    title = command.title.strip()
    addressees = tuple(dict.fromkeys(rules.organ(to).id for to in command.addressees))
    if not title or len(title) > _TITLE_LENGTH or not addressees or by.organ in addressees:
        raise rules.refuse(
            Invalid,
            "exchange.document_incomplete",
            f"请填写文件标题（不超过{_TITLE_LENGTH}字）和主送单位，主送单位不含本单位",
        )
    _require_copies(by.organ, addressees, rules)
    return [
        DocumentAddressed(
            occurred_at=at,
            issuer=by.organ,
            number=command.number,
            title=title,
            way=command.way,
            matters=tuple(dict.fromkeys(rules.matter(no).no for no in command.matters)),
            addressees=addressees,
            person=by.person,
            post=by.post,
        )
    ]


def _require_copies(issuer: str, addressees: tuple[str, ...], rules: Rulebook) -> None:
    """Refuse without the bodies that the county's rules name, by id or by kind (RA22-20)."""
    terms = rules.pack.copies
    if terms is None:
        return
    reached = (issuer, *addressees)
    missing = [organ for organ in rules.among(terms.to) if organ.id not in reached]
    if missing:
        words = rules.rules.get("exchange.not_copied")
        raise Invalid(
            "exchange.not_copied",
            f"还应同时主送{'、'.join(organ.short for organ in missing)}",
            clause=terms.clause,
            text=words.text if words else "",
            source=terms.source,
            detail={"missing": " ".join(organ.id for organ in missing)},
        )


def acknowledge(
    command: AcknowledgeDocument, state: Document | None, by: By, at: datetime, rules: Rulebook
) -> list[Event]:
    if state is None:
        raise rules.refuse(
            NotFound,
            "exchange.document_unknown",
            f"没有登记{rules.short(command.issuer)}的文件{command.number}",
        )
    if by.organ not in state.addressees:
        raise rules.refuse(NotPermitted, "exchange.not_addressee", "该文件没有主送本单位")
    if by.organ in state.acknowledged:
        raise rules.refuse(IllegalState, "exchange.already_acknowledged", "本单位已经签收该文件")
    return [
        DocumentAcknowledged(
            occurred_at=at,
            issuer=command.issuer,
            number=command.number,
            organ=by.organ,
            person=by.person,
            post=by.post,
        )
    ]


def evolve(state: Document | None, event: Event) -> Document | None:
    match event:
        case DocumentAddressed(addressees=addressees):
            return Document(addressees)
        case DocumentAcknowledged(organ=organ, occurred_at=at) if state:
            return msgspec.structs.replace(state, acknowledged={**state.acknowledged, organ: at})
    return state
