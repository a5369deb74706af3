from collections.abc import Iterator
from typing import Any

from domain.cases.case import Case, holds, occurs
from domain.cases.terms import step_due, term_due
from domain.kernel import streams
from domain.kernel.pack import Step
from domain.kernel.parties import bind, bind_all
from domain.kernel.refusal import IllegalState
from domain.kernel.rulebook import Rulebook
from domain.obligations.obligation import ObligationOpened
from domain.pushes import feedback
from domain.pushes import push as pushes
from domain.pushes.feedback import Feedback, GiveFeedback, WayBack, ways_back
from domain.pushes.push import (
    AcknowledgeResult,
    ProgressSent,
    Push,
    ResultSent,
    SendResult,
    Sent,
    TakenStep,
)
from infra.vault import Vault
from services.commands.cases import existing as existing_case
from services.commands.common import Handlers, require_automation, require_seat
from services.commands.obligations import existing as existing_obligation
from services.unit import Unit

_PUSH = "push"
_DECIDE, _CONCLUDE = "decide", "conclude"
_RESULT = (_DECIDE, _CONCLUDE)  # what starts the clock of a push of the result, the earlier first


async def send(command: SendResult, unit: Unit, _: Vault) -> None:
    """What the obligation calls for, to its creditor: the case's result, or how it is going."""
    require_automation(unit)
    obligation, rules = await existing_obligation(unit, command.obligation)
    opened = obligation.opened
    if opened.kind != _PUSH or obligation.outcome == "waived":
        raise rules.refuse(IllegalState, "pushes.not_due", "该义务不是推送，或者已经免除")
    number = opened.about.removeprefix(streams.case(""))
    case = await existing_case(unit, number)
    name = _name(opened, case, rules)
    state = await unit.get(streams.push(number, opened.creditor, name), Push)
    if state.state is not None and state.state.sent.obligation != command.obligation:
        # It has moved since, and the first result took the place.
        name = term_due(opened.obligation)
        state = await unit.get(streams.push(number, opened.creditor, name), Push)
    about = {
        "occurred_at": unit.at,
        "case": number,
        "matter": case.matter,
        "sender": opened.debtor,
        "in_name_of": _in_name_of(opened, case, rules),
        "to": opened.creditor,
        "documents": case.documents,
        "obligation": command.obligation,
        "push": name,
    }
    starts = rules.slas[opened.sla].starts
    made = _result if starts in _RESULT else _progress
    unit.write(state.stream, pushes.send(made(about, starts, case, rules), state.state))


def _name(opened: ObligationOpened, case: Case, rules: Rulebook) -> str:
    """Empty for the result: what the receiver is told first of it. Others go by their step.

    So whoever acknowledges the result need not name it, and no push takes the place of another.
    """
    cast = case.cast(rules)
    limits = [(step, rules.slas.get(step.within or "")) for step in _steps(case, rules)]
    results = [
        (_RESULT.index(sla.starts), step.id)
        for step, sla in limits
        if step.kind == _PUSH
        and sla is not None
        and sla.starts in _RESULT
        and holds(sla.when, case, rules)
        and opened.creditor in bind_all(rules, step.to, cast)
    ]
    first = min(results, key=lambda found: found[0], default=(0, ""))[1]
    return "" if step_due(opened.obligation) == first else term_due(opened.obligation)


def _result(about: dict[str, Any], starts: str | None, case: Case, rules: Rulebook) -> Sent:
    """Due once the case is decided or, where the clock of the push starts then, concluded."""
    outcome = case.outcome
    early = case.concluded is None and starts == _CONCLUDE
    if early or (outcome != "granted" and outcome != "refused"):  # noqa: PLR1714  mypy narrows so
        raise rules.refuse(IllegalState, "pushes.not_due", "还没有可以推送的审批结果")
    steps = _known_steps(case, rules)
    decided = max(done.at for name, done in case.steps.items() if steps[name].kind == _DECIDE)
    return ResultSent(**about, outcome=outcome, decided_at=decided, concluded_at=case.concluded)


def _known_steps(case: Case, rules: Rulebook) -> dict[str, Step]:
    """Steps by id, those of the case's mode before others: it may have moved since it took some."""
    steps = {step.id: step for mode in rules.pack.mode for step in mode.step}
    return steps | {step.id: step for step in rules.mode(case.mode).step}


def _progress(about: dict[str, Any], starts: str | None, case: Case, rules: Rulebook) -> Sent:
    """The steps taken so far, in their order, also those before the case moved."""
    steps = _known_steps(case, rules)
    if not any(steps[name].kind == starts for name in case.steps):
        raise rules.refuse(IllegalState, "pushes.not_due", "应当推送的环节没有办理")
    taken = sorted(case.steps.items(), key=lambda item: item[1].version)
    return ProgressSent(
        **about,
        steps=tuple(
            TakenStep(name, steps[name].name or name, done.organ, done.at) for name, done in taken
        ),
    )


def _in_name_of(opened: ObligationOpened, case: Case, rules: Rulebook) -> str:
    """What a case that has moved still owes from before is sent in its debtor's own name."""
    identity = step_due(opened.obligation)
    step = next((step for step in rules.mode(case.mode).step if step.id == identity), None)
    if step is None or step.as_ is None:
        return opened.debtor
    return bind(rules, step.as_, case.cast(rules))[0]


async def acknowledge(command: AcknowledgeResult, unit: Unit, _: Vault) -> None:
    """Whoever holds a post of the receiving organ may sign for it."""
    rules = await unit.rules()
    await require_seat(unit, rules)
    by = unit.by
    stream = streams.push(command.case, by.organ, command.push)
    state = await unit.get(stream, Push)
    seat = (by.person, by.post)
    unit.write(stream, pushes.acknowledge(command, state.state, by.organ, seat, unit.at))


async def give_feedback(command: GiveFeedback, unit: Unit, _: Vault) -> None:
    """What supervision found, by the rules that the case is under (RA22-26)."""
    case = await existing_case(unit, command.case)
    rules = await unit.rules_of(case.policy, case.mode)
    await require_seat(unit, rules)
    stream = streams.feedback(case.number, unit.by.organ)
    state = await unit.get(stream, Feedback)
    ways = tuple(ways_of(case, rules))
    unit.write(
        stream,
        feedback.give(command, state.state, case.matter, ways, unit.by, unit.at, rules),
    )


def ways_of(case: Case, rules: Rulebook) -> Iterator[WayBack]:
    """The feedback steps that exist in the case."""
    return ways_back(_steps(case, rules), case.cast(rules), rules)


def _steps(case: Case, rules: Rulebook) -> Iterator[Step]:
    return (step for step in rules.mode(case.mode).step if occurs(step, case, rules))


HANDLERS: Handlers = {
    SendResult: send,
    AcknowledgeResult: acknowledge,
    GiveFeedback: give_feedback,
}
