from domain.kernel import streams
from domain.kernel.refusal import NotFound
from domain.subjects import erasure
from domain.subjects.erasure import EraseSubject, SubjectErased
from infra.vault import Vault
from services.commands.common import Handlers
from services.unit import Unit


async def erase(command: EraseSubject, unit: Unit, vault: Vault) -> None:
    """The event first, then the key: what is refused destroys nothing.

    A crash in between is mended by repeating the command. From the event on nobody is received
    under this subject any more.
    """
    await unit.adopted()
    stream = streams.subject(command.subject)
    await unit.get(stream, SubjectErased)
    if not await vault.knows(unit.tenant, command.subject):
        raise NotFound("subjects.unknown", f"没有代号为{command.subject}的申请人")
    unit.write(stream, erasure.decide(command, unit.by, unit.at))
    unit.afterwards.append(lambda: vault.destroy(unit.tenant, command.subject))


HANDLERS: Handlers = {EraseSubject: erase}
