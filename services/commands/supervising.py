"""What acts of supervision have in common: who is entitled, and what they rest on."""

from domain.kernel.parties import bind
from domain.kernel.refusal import Invalid
from domain.kernel.rulebook import Rulebook
from domain.kernel.supervision import supervisors, supervisors_of
from services.commands.authorities import settled_now
from services.commands.cases import existing
from services.unit import Unit

_DIGITS = 9
"""No stream is longer; Python refuses to read a number of thousands of digits."""


async def entitled(unit: Unit, organ: str, matter: int | None, rules: Rulebook) -> tuple[str, ...]:
    """Who supervises an organ in a matter, as it is handled now; else in any of the list."""
    if matter is None:
        listed = [(it, mode) for it in rules.pack.matter for mode in rules.modes_of(it.no)]
        return supervisors_of(rules, organ, listed)
    settled = await settled_now(unit, matter, rules)
    known = settled is not None and settled.mode in rules.modes
    modes = (rules.mode(settled.mode),) if settled and known else rules.modes_of(matter)
    return supervisors_of(rules, organ, [(rules.matter(matter), mode) for mode in modes])


async def concerned(
    unit: Unit, organ: str, matter: int | None, case: str | None, rules: Rulebook
) -> tuple[str, ...]:
    """Who supervises the organ in the case, in the matter, or in anything at all."""
    if case is None:
        return await entitled(unit, organ, matter, rules)
    return await _of_case(unit, organ, matter, case, rules)


async def _of_case(
    unit: Unit, organ: str, matter: int | None, number: str, rules: Rulebook
) -> tuple[str, ...]:
    """Whoever handled it, took it in or has a duty in it may have to correct something in it."""
    case = await existing(unit, number)
    its_own = await unit.rules_of(case.policy, case.mode)
    mode, cast = its_own.mode(case.mode), case.cast(its_own)
    dutiful = {it for duty in mode.duty for it in bind(its_own, duty.bearer, cast)}
    handling = {case.receiver, *case.actors.values(), *dutiful}
    if not handling & set(rules.below(organ)) or matter not in (None, case.matter):
        raise rules.refuse(
            Invalid, "supervision.other_case", "该办件不是所填单位办理的，或者不是所填的事项"
        )
    found = supervisors(its_own, mode, cast)
    above = [it for it in found if it not in rules.below(organ)]
    return tuple(dict.fromkeys([*above, *supervisors_of(rules, organ, ())]))


async def require_cited(cites: tuple[str, ...], unit: Unit, rules: Rulebook) -> None:
    """What a problem rests on is in the log, whatever it is."""
    for cited in cites:
        stream, _, version = cited.rpartition("@")
        number = int(version) if version.isdecimal() and len(version) <= _DIGITS else 0
        known = number > 0 and stream and await unit.version(stream) >= number
        if not known:
            raise rules.refuse(Invalid, "supervision.cites", f"日志里没有事件“{cited}”")
