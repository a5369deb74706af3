"""Questions that change nothing: who could do what, from the same facts that commands look at."""

import asyncio

from domain.authority.answer import Question, missing_instrument
from domain.kernel import streams
from domain.kernel.authority import Authority
from domain.kernel.facts import Agreement, Seal
from domain.kernel.refusal import Invalid
from domain.kernel.rulebook import Rulebook
from services.commands.cases import answered
from services.unit import Unit


async def may(unit: Unit, matter: int, kind: str, rules: Rulebook) -> Authority:
    """The authority of `unit.by` for a kind of step of a matter at `unit.at`, or `NotPermitted`.

    The question is about a case received at the organ itself, within the matter's guards.
    """
    row = rules.matter(matter)
    organ = rules.organ(unit.by.organ)
    agreement, seal = await asyncio.gather(
        unit.get(streams.agreement(row.delegator or "", organ.id), Agreement),
        unit.get(streams.seal(row.delegator or "", organ.seal_no or 0), Seal),
    )
    step = next((step for step in rules.mode(row.mode).step if step.kind == kind), None)
    if step is None:
        raise rules.refuse(
            Invalid, "cases.no_such_step", f"“{rules.mode(row.mode).name}”没有“{kind}”这一环节"
        )
    missing = missing_instrument(row.mode, row, agreement, seal, unit.at, rules)
    if missing is not None:
        raise missing
    question = Question(
        by=unit.by,
        matter=matter,
        mode=row.mode,
        step=step.id,
        receiver=organ.id,
        actors={},
        act=kind,
        post=step.post,
        at=unit.at,
    )
    return await answered(unit, question, rules)
