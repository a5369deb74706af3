"""Whose matters are: who may give out what they need, and speak of them to townships."""

from collections.abc import Collection, Iterable

from domain.kernel.pack import Matter
from domain.kernel.refusal import NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import administration


def owners(matters: Iterable[Matter], rules: Rulebook) -> tuple[str, ...]:
    """Whoever hands them down or is their department, in the list's order.

    A name that stands for departments that the list does not tell apart is nobody (B-41).
    """
    named = (organ for it in matters for organ in (it.delegator, it.county_organ, it.city_organ))
    return tuple(dict.fromkeys(one for one in named if one and rules.organ(one).seals))


def require_theirs(organs: Collection[str], matters: Iterable[int], rules: Rulebook) -> None:
    """Refuse what none of the organs owns or supervises, nor administers as it does all (B-73)."""
    for matter in map(rules.matter, matters):
        own = owners((matter,), rules)
        theirs = {*own, *matter.supervisors, *matter.city_supervisors, *administration(rules)}
        if own and theirs.isdisjoint(organs):
            raise rules.refuse(
                NotPermitted,
                "readiness.not_their_matter",
                f"{rules.item(matter.no)}属于{'、'.join(map(rules.short, own))}，不由其他单位办理",
            )
