"""The authority for an act in a case, from what the log has of the links that it needs."""

import asyncio

from msgspec.structs import replace

from domain.authority.answer import Facts, Question, answer
from domain.authority.standing import Instruments
from domain.cases.case import Case
from domain.cases.intake import Taken
from domain.kernel import streams
from domain.kernel.authority import Authority
from domain.kernel.facts import Agreement, Counter, Fact, Post, Seal, Staff, Trial
from domain.kernel.instruments import on_record, programme_of, sealed, windows
from domain.kernel.pack import Mode, Step
from domain.kernel.parties import Cast
from domain.kernel.rulebook import Rulebook
from domain.matters.declared import Declared
from domain.matters.settled import Settled, settled_at
from domain.policy.adoption import Policy
from services.commands.preparations import prepared
from services.unit import Unit


async def taken_within(
    unit: Unit,
    case: Case,
    step: Step,
    rules: Rulebook,
    *,
    act: str | None = None,
    post: str | None = None,
    power: bool = True,
) -> Taken:
    """The authority for an act within a step of the case, as its event will carry it.

    `act` and `post` where it is another than the step itself, and somebody else's office; without
    `power` an applicant's own doing is recorded, which no suspended agreement keeps out.
    """
    question = question_of(case, step, act or step.kind, post or step.post, unit)
    authority = await answered(unit, replace(question, power=power), rules)
    return {
        "occurred_at": unit.at,
        "case": case.number,
        "step": step.id,
        "authority": authority,
    }


def question_of(case: Case, step: Step, act: str, post: str | None, unit: Unit) -> Question:
    """May whoever acts do this about a step of the case, now?"""
    return Question(
        by=unit.by,
        matter=case.matter,
        mode=case.mode,
        step=step.id,
        receiver=case.receiver,
        actors=case.actors,
        granted=case.route.granted,
        routed=case.route.refusal,
        act=act,
        post=post,
        at=unit.at,
    )


async def answered(
    unit: Unit, question: Question, rules: Rulebook, seal: Fact[Seal] | None = None
) -> Authority:
    """The authority for a step of a case, or for an act with its seal, from what the log has."""
    rules = rules.within(question.mode)
    mode = rules.mode(question.mode)
    cast = question.cast(rules)
    post, staff, standing = await asyncio.gather(
        unit.get(streams.post(unit.by.organ, unit.by.post), Post),
        unit.get(streams.person(unit.by.person), Staff),
        instruments(unit, mode, cast, rules),
    )
    asked = question.conditions(rules)
    have = await prepared(unit, question.organ, asked, [cast], rules) if asked else None
    facts = Facts(
        policy=unit.policy_ref,
        post=post,
        staff=staff,
        instruments=standing,
        seal=seal,
        prepared=have,
    )
    return answer(question, facts, rules)


def moves_cases(policy: Policy) -> bool:
    """Whether any version of the rules says what becomes of open cases at a change of mode."""
    return any(version.rules.pack.mode_change for version in policy.versions)


async def settled_now(unit: Unit, matter: int, rules: Rulebook) -> Settled | None:
    """As what the matter is settled for a case that comes in now, if it is (B-41)."""
    declared = (await unit.get(streams.matter(matter), Declared)).state
    if declared is None:
        return None
    return settled_at(declared.settled, matter, unit.at, rules, (await unit.adopted()).lists)


async def instruments(
    unit: Unit, mode: Mode, cast: Cast, rules: Rulebook, *, seals: bool = False
) -> Instruments:
    """What the log has of the instruments that a mode needs in a case; `seals` only if asked."""
    concluded = tuple(dict.fromkeys(on_record(mode, cast, rules)))
    wanted = tuple(sealed(mode, cast, rules)) if seals else ()
    tried = sorted({named for need in mode.needs if (named := programme_of(need))})
    desks = windows(mode)
    agreements, trials, found, counters = await asyncio.gather(
        asyncio.gather(*(unit.get(streams.agreement(*pair), Agreement) for pair in concluded)),
        asyncio.gather(*(unit.get(streams.programme(name), Trial) for name in tried)),
        asyncio.gather(*(unit.get(streams.seal(*seal), Seal) for _, seal in wanted)),
        asyncio.gather(*(unit.get(streams.window(cast.receiver, w), Counter) for w in desks)),
    )
    by_rule: dict[str, tuple[Fact[Seal], ...]] = {}
    for (rule, _), fact in zip(wanted, found, strict=True):
        by_rule[rule] = (*by_rule.get(rule, ()), fact)
    return Instruments(
        agreements=dict(zip(concluded, agreements, strict=True)),
        trials=dict(zip(tried, trials, strict=True)),
        seals=by_rule,
        windows=dict(zip(desks, counters, strict=True)),
    )
