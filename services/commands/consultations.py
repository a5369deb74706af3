from domain.cases import consultation
from domain.cases.consultation import Consult, Consultation
from domain.cases.intake import check_number
from domain.kernel import streams
from domain.kernel.refusal import NotPermitted
from infra.vault import Vault
from services.commands.common import Handlers, require_seat
from services.unit import Unit


async def consult(command: Consult, unit: Unit, _: Vault) -> None:
    """Whoever holds a post of the organ answers there (XG23-13, -14)."""
    rules = await unit.rules()
    check_number(command.number, "咨询编号")
    if unit.by.organ != command.organ:
        raise rules.refuse(
            NotPermitted,
            "consultations.other_organ",
            f"咨询由{rules.organ(command.organ).name}自己的工作人员登记，请换用本单位编号",
        )
    await require_seat(unit, rules)
    stream = streams.consultation(command.number)
    state = await unit.get(stream, Consultation)
    by = (unit.by.person, unit.by.post)
    unit.write(stream, consultation.record(command, state.state, by, unit.at, rules))


HANDLERS: Handlers = {Consult: consult}
