import asyncio

from domain.kernel import streams
from domain.kernel.authority import AUTOMATION
from domain.kernel.refusal import NotFound
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import Calendar
from domain.obligations import deciding, escalation
from domain.obligations.escalation import EscalateObligation, Owed
from domain.obligations.obligation import (
    AdjustTerm,
    AnnulObligation,
    MarkLate,
    MeetObligation,
    Obligation,
    OpenObligation,
    RecomputeDue,
    WaiveObligation,
)
from infra.vault import Vault
from services.commands.common import Handlers, require_automation, require_principal
from services.unit import Unit


async def open_(command: OpenObligation, unit: Unit, _: Vault) -> None:
    """The calendar is read here, so an adoption at the same time is a conflict, not a miss."""
    require_automation(unit)
    rules = await unit.rules_of(command.rules)
    stream = streams.obligation(command.obligation)
    state, calendar = await asyncio.gather(
        unit.get(stream, Obligation), unit.get(streams.CALENDAR, Calendar)
    )
    unit.write(stream, deciding.open_(command, state.state, calendar, unit.at, rules))


async def meet(command: MeetObligation, unit: Unit, _: Vault) -> None:
    require_automation(unit)
    state, rules = await existing(unit, command.obligation)
    calendar = await unit.get(streams.CALENDAR, Calendar)
    unit.write(
        streams.obligation(command.obligation),
        deciding.meet(command, state, calendar, unit.at, rules),
    )


async def mark_late(command: MarkLate, unit: Unit, _: Vault) -> None:
    """The calendar is read here too: who corrects it at the same time makes nobody late."""
    require_automation(unit)
    state, rules = await existing(unit, command.obligation)
    calendar = await unit.get(streams.CALENDAR, Calendar)
    unit.write(
        streams.obligation(command.obligation),
        deciding.mark_late(state, calendar, unit.at, rules),
    )


async def recompute(command: RecomputeDue, unit: Unit, _: Vault) -> None:
    require_automation(unit)
    state, _rules = await existing(unit, command.obligation)
    calendar = await unit.get(streams.CALENDAR, Calendar)
    unit.write(streams.obligation(command.obligation), deciding.recompute(state, calendar, unit.at))


async def adjust(command: AdjustTerm, unit: Unit, _: Vault) -> None:
    require_automation(unit)
    state, rules = await existing(unit, command.obligation)
    calendar = await unit.get(streams.CALENDAR, Calendar)
    unit.write(
        streams.obligation(command.obligation),
        deciding.adjust(command, state, calendar, unit.at, rules),
    )


async def waive(command: WaiveObligation, unit: Unit, _: Vault) -> None:
    """A person waives what is owed to his organ; the platform what something else overtook."""
    state, rules = await existing(unit, command.obligation)
    if unit.by != AUTOMATION:
        deciding.require_waivable(command, state, rules)
        await require_principal(unit, state.opened.creditor, rules)
    by = (unit.by.person, unit.by.organ)
    unit.write(streams.obligation(command.obligation), deciding.waive(command, state, by, unit.at))


async def annul(command: AnnulObligation, unit: Unit, _: Vault) -> None:
    require_automation(unit)
    state, _rules = await existing(unit, command.obligation)
    by = (unit.by.person, unit.by.organ)
    unit.write(streams.obligation(command.obligation), deciding.waive(command, state, by, unit.at))


async def escalate(command: EscalateObligation, unit: Unit, _: Vault) -> None:
    """By the policy of the day that it happens on; what is done, or told already, is left alone."""
    require_automation(unit)
    state, _then = await existing(unit, command.obligation)
    rules = await unit.rules()
    step = escalation.step_of(command.step, rules)
    over = state.outcome != "late" or state.fulfilled is not None or state.waived
    if step is None or over or step.id in state.escalated:
        return
    opened = state.opened
    owed = Owed(opened.kind, opened.debtor, opened.creditor, state.due_on)
    calendar = (await unit.get(streams.CALENDAR, Calendar)).state or Calendar()
    unit.write(
        streams.obligation(command.obligation),
        escalation.escalate(command.obligation, step, owed, unit.at, calendar, rules),
    )


async def existing(unit: Unit, identity: str) -> tuple[Obligation, Rulebook]:
    """The obligation, with the rules that it follows from."""
    fact = await unit.get(streams.obligation(identity), Obligation)
    if fact.state is None:
        raise NotFound("obligations.unknown", f"没有编号为{identity}的义务")
    return fact.state, await unit.rules_of(fact.state.opened.rules)


HANDLERS: Handlers = {
    OpenObligation: open_,
    MeetObligation: meet,
    MarkLate: mark_late,
    RecomputeDue: recompute,
    AdjustTerm: adjust,
    WaiveObligation: waive,
    AnnulObligation: annul,
    EscalateObligation: escalate,
}
