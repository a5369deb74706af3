from domain.cases.case import Case
from domain.cases.commands import IssueCertificate, StepCommand
from domain.cases.events import CertificateIssued
from domain.cases.intake import check_number
from domain.cases.revocation import ApprovalRevoked
from domain.kernel import streams
from domain.kernel.event import Event
from domain.kernel.pack import Step
from domain.kernel.parties import Cast, bind
from domain.kernel.refusal import Invalid
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import CERTIFICATE
from domain.licences import deciding
from domain.licences.certificate import (
    AcknowledgeCollection,
    CancelCertificate,
    Certificate,
    ChangeCertificate,
    SendToLibrary,
)
from domain.licences.deciding import Cancelling, Issue, Seat
from infra.vault import Vault
from services.commands.common import Handlers, require_automation, require_seat
from services.commands.handled import about
from services.unit import Unit


async def with_certificate(
    command: StepCommand, events: list[Event], case: Case, step: Step, unit: Unit, rules: Rulebook
) -> None:
    """What a step of a case does to its certificate, in the same transaction: both or neither.

    Issued on paper and on file at once (XG22-24); 撤销 ends it (行政许可法 70).
    """
    match command, events:
        case IssueCertificate(), [CertificateIssued() as issued]:
            await _issued(command, issued, case, step, unit, rules)
        case _, [ApprovalRevoked() as revoked]:
            await _revoked(revoked, case, unit)


async def _issued(
    command: IssueCertificate,
    issued: CertificateIssued,
    case: Case,
    step: Step,
    unit: Unit,
    rules: Rulebook,
) -> None:
    """Where the rules say in which forms; where they do not, nothing but the paper is known."""
    if not step.forms:
        if command.digest or command.identifier:
            raise rules.refuse(
                Invalid,
                "licences.no_forms",
                "本办理方式没有规定电子证照，不填电子证照的摘要和证照标识",
            )
        return
    number = command.certificate_number
    check_number(number, "证照编号")
    stream = streams.certificate(number)
    state = await unit.get(stream, Certificate)
    matter = rules.matter(case.matter)
    by = issued.authority
    issue = Issue(
        certificate=number,
        name=matter.certificate or "",
        case=case.number,
        matter=case.matter,
        in_name_of=by.in_name_of,
        forms=step.forms,
        digest=command.digest,
        identifier=command.identifier,
        use=issued.use,
        valid_until=command.valid_until,
        keeper=_keeper(case, by.organ, rules) if "electronic" in step.forms else "",
    )
    seat: Seat = {"organ": by.organ, "person": by.person, "post": by.post}
    unit.write(stream, deciding.register(issue, state.state, seat, unit.at, rules))


def _keeper(case: Case, issuer: str, rules: Rulebook) -> str:
    """Whoever keeps the library; nobody sends to itself."""
    terms = rules.pack.licences
    if terms is None:
        return ""
    found = bind(rules, terms.keeper, Cast(rules.matter(case.matter), case.receiver, {}))
    return next((organ for organ in found if organ != issuer), "")


async def _revoked(revoked: ApprovalRevoked, case: Case, unit: Unit) -> None:
    number = case.documents.get(CERTIFICATE)
    if number is None:
        return
    stream = streams.certificate(number)
    state = await unit.get(stream, Certificate)
    if state.state is None or state.state.registered.case != case.number:
        return
    by = revoked.authority
    seat: Seat = {"organ": by.organ, "person": by.person, "post": by.post}
    why = Cancelling("taken_back", revoked.reasons, revoked.document_number)
    unit.write(stream, deciding.ended(state.state, why, seat, unit.at))


async def change(command: ChangeCertificate, unit: Unit, _: Vault) -> None:
    stream, state, rules = await _certificate(command.certificate, unit)
    unit.write(stream, deciding.change(command, state, unit.by, unit.at, rules))


async def cancel(command: CancelCertificate, unit: Unit, _: Vault) -> None:
    stream, state, rules = await _certificate(command.certificate, unit)
    unit.write(stream, deciding.cancel(command, state, unit.by, unit.at, rules))


async def acknowledge(command: AcknowledgeCollection, unit: Unit, _: Vault) -> None:
    """Whoever holds a post of the library's keeper may sign for it."""
    stream, state, rules = await _certificate(command.certificate, unit)
    unit.write(stream, deciding.acknowledge(command, state, unit.by, unit.at, rules))


async def _certificate(number: str, unit: Unit) -> tuple[str, Certificate | None, Rulebook]:
    rules = await unit.rules()
    await require_seat(unit, rules)
    stream = streams.certificate(number)
    state = (await unit.get(stream, Certificate)).state
    if state is not None:
        rules = await about(unit, [state.registered.matter], rules)
    return stream, state, rules


async def send(command: SendToLibrary, unit: Unit, _: Vault) -> None:
    require_automation(unit)
    stream = streams.certificate(command.certificate)
    rules = await unit.rules()
    known = deciding.existing(
        command.certificate, (await unit.get(stream, Certificate)).state, rules
    )
    unit.write(stream, deciding.send(command, known, unit.at))


HANDLERS: Handlers = {
    ChangeCertificate: change,
    CancelCertificate: cancel,
    SendToLibrary: send,
    AcknowledgeCollection: acknowledge,
}
