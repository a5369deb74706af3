"""What acts of supervision have in common: who is entitled, and what they rest on."""

from domain.kernel.refusal import Invalid
from domain.kernel.rulebook import Rulebook
from domain.kernel.supervision import supervisors_of
from services.commands.authorities import settled_now
from services.unit import Unit


async def entitled(unit: Unit, organ: str, matter: int | None, rules: Rulebook) -> tuple[str, ...]:
    """Who supervises an organ in a matter, as it is handled now; else in any of the list."""
    if matter is None:
        listed = [(it, mode) for it in rules.pack.matter for mode in rules.modes_of(it.no)]
        return supervisors_of(rules, organ, listed)
    settled = await settled_now(unit, matter, rules)
    known = settled is not None and settled.mode in rules.modes
    modes = (rules.mode(settled.mode),) if settled and known else rules.modes_of(matter)
    return supervisors_of(rules, organ, [(rules.matter(matter), mode) for mode in modes])


async def require_cited(cites: tuple[str, ...], unit: Unit, rules: Rulebook) -> None:
    """What a problem rests on is in the log, whatever it is."""
    for cited in cites:
        stream, _, version = cited.rpartition("@")
        known = version.isdecimal() and stream and await unit.version(stream) >= int(version) > 0
        if not known:
            raise rules.refuse(Invalid, "supervision.cites", f"日志里没有事件“{cited}”")
