"""What townships are handed to work with, and the blank certificates of it that they use."""

from domain.cases.case import Case
from domain.cases.events import CertificateIssued
from domain.cases.intake import check_number
from domain.kernel import streams
from domain.kernel.event import Event
from domain.kernel.facts import Access, Item, Supplied
from domain.kernel.rulebook import Rulebook
from domain.readiness import access, blanks, handover, items, supplies
from domain.readiness.access import EndAccess, GrantAccess
from domain.readiness.blanks import (
    BlanksReceived,
    BlanksReturned,
    BlankUsed,
    Spent,
    Stock,
    VoidBlank,
)
from domain.readiness.handover import (
    Handover,
    HandOverMaterials,
    Line,
    ReceiveMaterials,
    ReturnMaterials,
)
from domain.readiness.items import ConfirmItem, WithdrawItem
from domain.readiness.supplies import MaterialsSupplied, SupplyEnded
from infra.vault import Vault
from services.commands.common import Handlers, require_principal, require_seat
from services.unit import Unit


async def hand_over(command: HandOverMaterials, unit: Unit, _: Vault) -> None:
    """Whoever holds a post of the county unit hands it over (XG23-65)."""
    rules = await unit.rules()
    check_number(command.number, "转交编号")
    await require_seat(unit, rules)
    stream = streams.handover(command.number)
    state = (await unit.get(stream, Handover)).state
    handed = handover.hand_over(command, state, unit.by, unit.at, rules)
    unit.write(stream, [handed])
    for place, line in _blank(handed.lines):
        stock = streams.stock(line.certificate)
        known = (await unit.get(stock, Stock)).state
        unit.write(stock, [blanks.allot(handed, place, known, rules)])


async def receive(command: ReceiveMaterials, unit: Unit, _: Vault) -> None:
    rules = await unit.rules()
    await require_seat(unit, rules)
    stream = streams.handover(command.number)
    state = (await unit.get(stream, Handover)).state
    received = handover.receive(command, state, unit.by, unit.at, rules)
    unit.write(stream, [received])
    known = handover.existing(command.number, state, rules)
    await _echo(unit, supplies.began(received, known))
    for place, line in _blank(known.handed.lines):
        stock = streams.stock(line.certificate)
        await unit.get(stock, Stock)
        came = BlanksReceived(
            occurred_at=unit.at,
            certificate=line.certificate,
            handover=command.number,
            line=place,
        )
        unit.write(stock, [came])


async def give_back(command: ReturnMaterials, unit: Unit, _: Vault) -> None:
    rules = await unit.rules()
    await require_seat(unit, rules)
    stream = streams.handover(command.number)
    state = (await unit.get(stream, Handover)).state
    line = handover.returnable(command, state, unit.by, rules)
    spent = (await unit.get(streams.blanks(command.number, command.line), Spent)).state
    left = (spent or Spent()).left(line.serials) if line.serials else ()
    count = len(left) if line.serials else line.quantity
    returned = handover.give_back(command, count, unit.by, unit.at, rules)
    unit.write(stream, [returned])
    await _echo(unit, supplies.ended(returned))
    if not line.serials:
        return
    stock = streams.stock(line.certificate)
    await unit.get(stock, Stock)
    freed = BlanksReturned(
        occurred_at=unit.at,
        certificate=line.certificate,
        handover=command.number,
        line=command.line,
        serials=left,
    )
    unit.write(stock, [freed])


async def _echo(unit: Unit, event: MaterialsSupplied | SupplyEnded) -> None:
    """Beside the hand-over, on the stream of all that the organ has in hand."""
    stream = streams.supplied(event.organ)
    await unit.get(stream, Supplied)
    unit.write(stream, [event])


async def confirm(command: ConfirmItem, unit: Unit, _: Vault) -> None:
    """What an organ itself sees to is its principal's to confirm (XG23-28, -69)."""
    rules = await unit.rules()
    await require_principal(unit, unit.by.organ, rules)
    stream = streams.ready_item(unit.by.organ, command.item)
    state = (await unit.get(stream, Item)).state
    unit.write(stream, [items.confirm(command, state, unit.by, unit.at, rules)])


async def withdraw(command: WithdrawItem, unit: Unit, _: Vault) -> None:
    rules = await unit.rules()
    await require_principal(unit, unit.by.organ, rules)
    stream = streams.ready_item(unit.by.organ, command.item)
    state = (await unit.get(stream, Item)).state
    unit.write(stream, [items.withdraw(command, state, unit.by, unit.at, rules)])


async def void(command: VoidBlank, unit: Unit, _: Vault) -> None:
    """Whoever holds a post of the holder says so, with the reason."""
    rules = await unit.rules()
    await require_seat(unit, rules)
    known = handover.existing(
        command.number, (await unit.get(streams.handover(command.number), Handover)).state, rules
    )
    line = handover.line_of(known, command.line, rules)
    stock = (await unit.get(streams.stock(line.certificate), Stock)).state or Stock()
    found = stock.of(command.serial)
    stream = streams.blanks(command.number, command.line)
    spent = (await unit.get(stream, Spent)).state
    voided = blanks.void(command, found, line.certificate, spent, unit.by, unit.at, rules)
    unit.write(stream, [voided])


async def with_blank(events: list[Event], case: Case, unit: Unit, rules: Rulebook) -> None:
    """A certificate that is issued takes its number from the issuer's stock (XG23-65).

    Where the rules do not ask for that, a number that is in the stock is accounted for all the
    same, be it another's: that is for whoever supervises to judge (services/candidates/).
    """
    certificate = rules.matter(case.matter).certificate
    if rules.pack.handover is None or certificate is None:
        return
    for issued in (event for event in events if isinstance(event, CertificateIssued)):
        organ, serial = issued.authority.organ, issued.certificate_number
        stock = (await unit.get(streams.stock(certificate), Stock)).state or Stock()
        found = stock.of(serial)
        held = found is not None and found.in_hand(organ, unit.at)
        if blanks.needed(organ, rules) and not held:
            raise blanks.not_held(certificate, serial, organ, found, rules)
        if found is None:
            continue
        stream = streams.blanks(found.handover, found.line)
        blanks.require_unspent(serial, (await unit.get(stream, Spent)).state, rules)
        used = BlankUsed(
            occurred_at=unit.at,
            certificate=certificate,
            handover=found.handover,
            line=found.line,
            serial=serial,
            case=case.number,
            person=issued.authority.person,
            organ=organ,
        )
        unit.write(stream, [used])


def _blank(lines: tuple[Line, ...]) -> list[tuple[int, Line]]:
    """The lines of blank certificates, each with its place."""
    return [(place, line) for place, line in enumerate(lines, 1) if line.first]


async def grant_access(command: GrantAccess, unit: Unit, _: Vault) -> None:
    rules = await unit.rules()
    await require_seat(unit, rules)
    stream = streams.access(rules.organ(command.organ).id, command.system)
    state = (await unit.get(stream, Access)).state
    unit.write(stream, [access.grant(command, state, unit.by, unit.at, rules)])


async def end_access(command: EndAccess, unit: Unit, _: Vault) -> None:
    rules = await unit.rules()
    await require_seat(unit, rules)
    stream = streams.access(command.organ, command.system)
    state = (await unit.get(stream, Access)).state
    unit.write(stream, [access.end(command, state, unit.by, unit.at, rules)])


HANDLERS: Handlers = {
    HandOverMaterials: hand_over,
    ReceiveMaterials: receive,
    ReturnMaterials: give_back,
    VoidBlank: void,
    GrantAccess: grant_access,
    EndAccess: end_access,
    ConfirmItem: confirm,
    WithdrawItem: withdraw,
}
