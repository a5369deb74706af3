import asyncio

from domain.cases.case import Case
from domain.cases.terms import step_due
from domain.kernel import streams
from domain.kernel.parties import bind
from domain.kernel.refusal import IllegalState
from domain.kernel.rulebook import Rulebook
from domain.obligations.obligation import Obligation
from domain.pushes import push as pushes
from domain.pushes.push import AcknowledgeResult, Push, ResultSent, SendResult
from infra.vault import Vault
from services.commands.cases import existing as existing_case
from services.commands.common import Handlers, require_automation, require_seat
from services.commands.obligations import existing as existing_obligation
from services.unit import Unit

_PUSH = "push"


async def send(command: SendResult, unit: Unit, _: Vault) -> None:
    """What the obligation calls for: the result of its case to its creditor."""
    require_automation(unit)
    obligation, rules = await existing_obligation(unit, command.obligation)
    opened = obligation.opened
    if opened.kind != _PUSH or obligation.outcome == "waived":
        raise IllegalState("pushes.not_due", "该义务不是推送，或者已经免除")
    number = opened.about.removeprefix(streams.case(""))
    stream = streams.push(number, opened.creditor)
    case, state = await asyncio.gather(existing_case(unit, number), unit.get(stream, Push))
    outcome = case.outcome
    if case.concluded is None or (outcome != "granted" and outcome != "refused"):  # noqa: PLR1714  mypy narrows so
        raise IllegalState("pushes.not_due", "办结之前没有可以推送的审批结果")
    decided = next(
        case.steps[step.id].at
        for step in rules.mode(case.mode).step
        if step.kind == "decide" and step.id in case.steps
    )
    sent = ResultSent(
        occurred_at=unit.at,
        case=number,
        matter=case.matter,
        sender=opened.debtor,
        in_name_of=_in_name_of(obligation, case, rules),
        to=opened.creditor,
        outcome=outcome,
        documents=case.documents,
        decided_at=decided,
        concluded_at=case.concluded,
        obligation=command.obligation,
    )
    unit.write(stream, pushes.send(sent, state.state))


def _in_name_of(obligation: Obligation, case: Case, rules: Rulebook) -> str:
    step = rules.step(case.mode, step_due(obligation.opened.obligation))
    if step.as_ is None:
        return obligation.opened.debtor
    return bind(rules, step.as_, case.cast(rules))[0]


async def acknowledge(command: AcknowledgeResult, unit: Unit, _: Vault) -> None:
    """Whoever holds a post of the receiving organ may sign for it."""
    rules = await unit.rules()
    await require_seat(unit, rules)
    by = unit.by
    stream = streams.push(command.case, by.organ)
    state = await unit.get(stream, Push)
    seat = (by.person, by.post)
    unit.write(stream, pushes.acknowledge(command, state.state, by.organ, seat, unit.at))


HANDLERS: Handlers = {SendResult: send, AcknowledgeResult: acknowledge}
