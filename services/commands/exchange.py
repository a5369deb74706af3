import asyncio

from msgspec.structs import replace

from domain.cases.intake import check_number
from domain.exchange import document, inquiry, policy_notice
from domain.exchange.document import AcknowledgeDocument, Document, RecordDocument
from domain.exchange.inquiry import AnswerInquiry, Inquiry, SendInquiry, WithdrawInquiry
from domain.exchange.policy_notice import (
    AcknowledgePolicyNotice,
    NotifyApprovers,
    PolicyDocument,
    RegisterPolicyDocument,
)
from domain.kernel import streams
from domain.kernel.refusal import NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import day_of
from infra.vault import Vault
from services.commands.authorities import settled_now
from services.commands.cases import existing as existing_case
from services.commands.common import Handlers, require_seat
from services.commands.handled import about
from services.unit import Unit


async def send(command: SendInquiry, unit: Unit, _: Vault) -> None:
    """Whoever holds a post of the body asks for it (RA22-22)."""
    rules = await unit.rules()
    check_number(command.number, "函询编号")
    await require_seat(unit, rules)
    stream = streams.inquiry(command.number)
    state, about = await asyncio.gather(
        unit.get(stream, Inquiry), _about_its_case(command, unit, rules)
    )
    unit.write(stream, inquiry.send(about, state.state, unit.by, unit.at, rules))


async def _about_its_case(command: SendInquiry, unit: Unit, rules: Rulebook) -> SendInquiry:
    """What is asked about a case is about its matter, and asked by who has to do with it."""
    if command.case is None:
        return command
    case = await existing_case(unit, command.case)
    concerned = unit.by.organ in (case.receiver, *case.actors.values())
    if not concerned or command.matter not in (None, case.matter):
        raise rules.refuse(
            NotPermitted, "exchange.other_case", "该办件不是本单位的，或者不是所填的事项"
        )
    return replace(command, matter=case.matter)


async def answer(command: AnswerInquiry, unit: Unit, _: Vault) -> None:
    """Whoever holds a post of the department answers for it (RA22-23)."""
    rules = await unit.rules()
    await require_seat(unit, rules)
    stream = streams.inquiry(command.number)
    state = await unit.get(stream, Inquiry)
    unit.write(stream, inquiry.answer(command, state.state, unit.by, unit.at, rules))


async def withdraw(command: WithdrawInquiry, unit: Unit, _: Vault) -> None:
    rules = await unit.rules()
    await require_seat(unit, rules)
    stream = streams.inquiry(command.number)
    state = await unit.get(stream, Inquiry)
    unit.write(stream, inquiry.withdraw(command, state.state, unit.by, unit.at, rules))


async def record(command: RecordDocument, unit: Unit, _: Vault) -> None:
    """Whoever holds a post of the issuing department puts it on record (RA22-20)."""
    rules = await unit.rules()
    check_number(command.number, "文号")
    await require_seat(unit, rules)
    stream = streams.document(unit.by.organ, command.number)
    state = await unit.get(stream, Document)
    unit.write(stream, document.record(command, state.state, unit.by, unit.at, rules))


async def acknowledge(command: AcknowledgeDocument, unit: Unit, _: Vault) -> None:
    """Whoever holds a post of an addressee may sign for it."""
    rules = await unit.rules()
    await require_seat(unit, rules)
    stream = streams.document(command.issuer, command.number)
    state = await unit.get(stream, Document)
    unit.write(stream, document.acknowledge(command, state.state, unit.by, unit.at, rules))


async def register(command: RegisterPolicyDocument, unit: Unit, _: Vault) -> None:
    """Whoever holds a post of the regulating organ puts it on record (XG22-22)."""
    rules = await unit.rules()
    check_number(command.number, "文号")
    await require_seat(unit, rules)
    named = await about(unit, command.matters, rules)
    matters = policy_notice.concerned(command, unit.by.organ, named)
    rules = await about(unit, matters, rules)
    stream = streams.policy_document(unit.by.organ, command.number)
    state = await unit.get(stream, PolicyDocument)
    settled = await asyncio.gather(*(settled_now(unit, no, rules) for no in matters))
    today = day_of(unit.at, rules)
    modes = {
        no: now.mode if now else rules.mode_on(no, today).id
        for no, now in zip(matters, settled, strict=True)
    }
    unit.write(stream, policy_notice.register(command, state.state, modes, unit.by, unit.at, rules))


async def notify(command: NotifyApprovers, unit: Unit, _: Vault) -> None:
    rules = await unit.rules()
    await require_seat(unit, rules)
    stream = streams.policy_document(unit.by.organ, command.number)
    state = (await unit.get(stream, PolicyDocument)).state
    if state is not None:
        rules = await about(unit, state.registered.matters, rules)
    unit.write(stream, policy_notice.notify(command, state, unit.by, unit.at, rules))


async def receive_notice(command: AcknowledgePolicyNotice, unit: Unit, _: Vault) -> None:
    """Whoever holds a post of the approving organ may sign for it."""
    rules = await unit.rules()
    await require_seat(unit, rules)
    stream = streams.policy_document(command.regulator, command.number)
    state = await unit.get(stream, PolicyDocument)
    unit.write(stream, policy_notice.acknowledge(command, state.state, unit.by, unit.at, rules))


HANDLERS: Handlers = {
    SendInquiry: send,
    AnswerInquiry: answer,
    WithdrawInquiry: withdraw,
    RecordDocument: record,
    AcknowledgeDocument: acknowledge,
    RegisterPolicyDocument: register,
    NotifyApprovers: notify,
    AcknowledgePolicyNotice: receive_notice,
}
