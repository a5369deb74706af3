"""转交: what a county unit gave a township to work with, received and given back (XG23-65).

One stream per hand-over. The blank certificates among it are also in the stock of their kind
(`blanks`), which knows every range that anybody was handed.
"""

from datetime import datetime
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from domain.kernel.authority import By
from domain.kernel.event import Command, Event
from domain.kernel.pack import HandoverTerms
from domain.kernel.refusal import IllegalState, Invalid, NotFound, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.readiness.owners import owners
from domain.readiness.serials import LENGTH, LIMIT, Serials, serials

TOWNSHIP = ("township", "village")
_LINES = 100
_LENGTH = 200
_QUANTITY = 1_000_000


class Line(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One kind of material. Blank certificates: which certificate, from which number to which."""

    kind: str
    name: str
    quantity: int = 1
    certificate: str = ""
    first: str = ""
    last: str = ""

    @property
    def serials(self) -> Serials | None:
        """The range of blank certificates; any other material has none."""
        return serials(self.first, self.last)


class HandOverMaterials(Command, frozen=True, kw_only=True):
    """The organ of whoever acts hands materials over to another (XG23-65).

    `lines` by the pack's kinds; those of blank certificates say certificate, first and last number,
    and need no quantity.
    """

    TYPE: ClassVar[str] = "readiness.hand_over"
    number: str
    to: str
    lines: tuple[Line, ...]


class ReceiveMaterials(Command, frozen=True, kw_only=True):
    """The organ of whoever acts has all that was handed over to it."""

    TYPE: ClassVar[str] = "readiness.receive_materials"
    number: str


class ReturnMaterials(Command, frozen=True, kw_only=True):
    """Whoever was handed it gives a line back, counted from 1; of blanks, those that are left."""

    TYPE: ClassVar[str] = "readiness.return_materials"
    number: str
    line: int
    reason: str


class MaterialsHandedOver(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "readiness.materials_handed_over"
    number: str
    organ: str
    to: str
    lines: tuple[Line, ...]
    clause: str
    person: str
    post: str


class MaterialsReceived(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "readiness.materials_received"
    number: str
    organ: str
    person: str
    post: str


class MaterialsReturned(Event, frozen=True, kw_only=True):
    """`quantity`: how many came back. Lines come back each for itself, in no order."""

    TYPE: ClassVar[str] = "readiness.materials_returned"
    EFFECT: ClassVar[bool] = True
    number: str
    line: int
    quantity: int
    organ: str
    reason: str
    person: str
    post: str


EVENTS = (MaterialsHandedOver, MaterialsReceived, MaterialsReturned)


class Handover(Struct, frozen=True):
    handed: MaterialsHandedOver
    received: datetime | None = None
    returned: tuple[int, ...] = ()


def hand_over(
    command: HandOverMaterials, state: Handover | None, by: By, at: datetime, rules: Rulebook
) -> MaterialsHandedOver:
    if state is not None:
        raise rules.refuse(
            IllegalState,
            "readiness.handover_taken",
            f"转交编号{command.number}已经登记，请换一个编号",
        )
    terms = terms_of(rules)
    require_provider(by.organ, rules)
    to = rules.organ(command.to).id
    if to == by.organ or not 0 < len(command.lines) <= _LINES:
        raise _incomplete(rules)
    lines = tuple(_line(line, by.organ, terms, rules) for line in command.lines)
    return MaterialsHandedOver(
        occurred_at=at,
        number=command.number,
        organ=by.organ,
        to=to,
        lines=lines,
        clause=terms.clause,
        person=by.person,
        post=by.post,
    )


def terms_of(rules: Rulebook) -> HandoverTerms:
    terms = rules.pack.handover
    if terms is None:
        raise rules.refuse(Invalid, "readiness.no_handover", "本县政策包没有规定转交材料和系统权限")
    return terms


def require_provider(organ: str, rules: Rulebook) -> None:
    """What a township needs comes from the level above."""
    if rules.organ(organ).level in TOWNSHIP:
        raise rules.refuse(
            NotPermitted, "readiness.not_provider", "材料和系统登录权限由县级单位转交、授予"
        )


def _line(line: Line, organ: str, terms: HandoverTerms, rules: Rulebook) -> Line:
    name = line.name.strip()
    if line.kind not in terms.materials:
        known = "、".join(f"{words}（{kind}）" for kind, words in terms.materials.items())
        raise rules.refuse(Invalid, "readiness.no_such_material", f"转交的材料有：{known}")
    if not 0 < len(name) <= _LENGTH or not 0 < line.quantity <= _QUANTITY:
        raise _incomplete(rules)
    if line.kind not in terms.blanks:
        if line.certificate or line.first or line.last:
            raise _incomplete(rules)
        return replace(line, name=name)
    _require_owner(line.certificate, organ, rules)
    numbers = serials(line.first, line.last)
    if numbers is None:
        raise rules.refuse(
            Invalid,
            "readiness.serials",
            f"请填写起号和止号，各不超过{LENGTH}字，只有末段数字不同、位数相同，一段不超过{LIMIT}个号",
        )
    return replace(line, name=name, quantity=len(numbers))


def _require_owner(certificate: str, organ: str, rules: Rulebook) -> None:
    """Blank certificates are given out by whose matters lead to them (附件3 三(一)2).

    Where no row says whose a matter is, any county unit may.
    """
    matters = [matter for matter in rules.pack.matter if matter.certificate == certificate]
    if not certificate or not matters:
        raise rules.refuse(
            Invalid,
            "readiness.no_such_certificate",
            f"没有事项制发“{certificate}”，请按事项清单填写证书名称",
        )
    theirs = owners(matters, rules)
    if theirs and organ not in theirs:
        raise rules.refuse(
            NotPermitted,
            "readiness.not_owner",
            f"“{certificate}”由{'、'.join(map(rules.short, theirs))}转交",
        )


def _incomplete(rules: Rulebook) -> Invalid:
    return rules.refuse(
        Invalid,
        "readiness.handover_incomplete",
        f"请写明转交给哪个单位和各项材料的名称、数量（至多{_LINES}项）；只有空白证书填写号段",
    )


def receive(
    command: ReceiveMaterials, state: Handover | None, by: By, at: datetime, rules: Rulebook
) -> MaterialsReceived:
    known = _own(command.number, state, by, rules)
    if known.received is not None:
        raise rules.refuse(IllegalState, "readiness.already_received", "该次转交已经签收")
    return MaterialsReceived(
        occurred_at=at,
        number=command.number,
        organ=by.organ,
        person=by.person,
        post=by.post,
    )


def returnable(command: ReturnMaterials, state: Handover | None, by: By, rules: Rulebook) -> Line:
    """The line that its holder gives back."""
    known = _own(command.number, state, by, rules)
    line = line_of(known, command.line, rules)
    if known.received is None or command.line in known.returned:
        raise rules.refuse(IllegalState, "readiness.not_in_hand", "该项材料尚未签收，或者已经交回")
    if not 0 < len(command.reason.strip()) <= _LENGTH:
        raise rules.refuse(
            Invalid, "readiness.reason", f"请写明交回、作废、收回的理由，不超过{_LENGTH}字"
        )
    return line


def give_back(
    command: ReturnMaterials, quantity: int, by: By, at: datetime, rules: Rulebook
) -> MaterialsReturned:
    if not quantity:
        raise rules.refuse(
            IllegalState, "readiness.nothing_left", "空白证书已经用完，没有可以交回的"
        )
    return MaterialsReturned(
        occurred_at=at,
        number=command.number,
        line=command.line,
        quantity=quantity,
        organ=by.organ,
        reason=command.reason.strip(),
        person=by.person,
        post=by.post,
    )


def existing(number: str, state: Handover | None, rules: Rulebook) -> Handover:
    if state is None:
        raise rules.refuse(NotFound, "readiness.handover_unknown", f"没有编号为{number}的转交")
    return state


def line_of(known: Handover, line: int, rules: Rulebook) -> Line:
    if not 0 < line <= len(known.handed.lines):
        raise rules.refuse(NotFound, "readiness.no_such_line", f"该次转交没有第{line}项")
    return known.handed.lines[line - 1]


def _own(number: str, state: Handover | None, by: By, rules: Rulebook) -> Handover:
    known = existing(number, state, rules)
    if by.organ != known.handed.to:
        raise rules.refuse(
            NotPermitted,
            "readiness.not_recipient",
            f"由接收单位{rules.short(known.handed.to)}签收、交回",
        )
    return known


def evolve(state: Handover | None, event: Event) -> Handover | None:
    match event:
        case MaterialsHandedOver():
            return Handover(event)
        case MaterialsReceived(occurred_at=at) if state:
            return replace(state, received=at)
        case MaterialsReturned(line=line) if state:
            return replace(state, returned=(*state.returned, line))
    return state
