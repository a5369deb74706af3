from domain.kernel import streams
from domain.subjects import erasure
from domain.subjects.erasure import EraseSubject, SubjectErased
from infra.vault import Vault
from services.commands.common import Handlers
from services.unit import Unit


async def erase(command: EraseSubject, unit: Unit, vault: Vault) -> None:
    """The key goes first: a crash in between leaves data unreadable and the command to repeat."""
    stream = streams.subject(command.subject)
    await unit.get(stream, SubjectErased)
    events = erasure.decide(command, unit.by, unit.at)
    await vault.destroy(unit.tenant, command.subject)
    unit.write(stream, events)


HANDLERS: Handlers = {EraseSubject: erase}
