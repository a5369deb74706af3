"""The grammar of party binders: where the organ behind a party's name comes from.

The list is closed. A county names its parties as it likes and binds each to one expression:

    binder   = source | "parent(" binder ")" | "relation." name "(" argument "," binder ")"
             | "actor(" step id ")" | "role(" role ")"
             | "level(" level "," binder ")" | "received_at(" level "," binder ")"
    source   = "matter.delegator" | "instrument.delegatee" | "case.receiver" | ...  (SOURCES)
    argument = "matter.domain"

This module reads expressions; deciding which organ one stands for is the domain's business.
"""

import re
from typing import NamedTuple, get_args

from domain.kernel.pack import Level

SOURCES = frozenset(
    {
        "matter.delegator",
        "matter.supervisors",
        "matter.county_organ",
        "matter.department",
        "matter.city_organ",
        "matter.city_supervisors",
        "instrument.delegatee",
        "case.receiver",
    }
)
ARGUMENTS = frozenset({"matter.domain"})

_PARENT = re.compile(r"parent\((.+)\)")
_RELATION = re.compile(r"relation\.([a-z][a-z_]*)\(\s*([^,()]+?)\s*,\s*(.+)\)")
_LEVEL = re.compile(rf"level\(\s*({'|'.join(get_args(Level))})\s*,\s*(.+)\)")
_RECEIVED = re.compile(rf"received_at\(\s*({'|'.join(get_args(Level))})\s*,\s*(.+)\)")
_ROLE = re.compile(r"role\(([a-z][a-z_]*)\)")
_ACTOR = re.compile(r"actor\(([a-z][a-z0-9_]*)\)")


class Binder(NamedTuple):
    """What an expression looks at: facts of the matter, instrument or case, and acts of steps."""

    facts: frozenset[str] = frozenset()
    steps: frozenset[str] = frozenset()


def parse(text: str) -> Binder:
    """Read an expression. Raises ValueError, saying what was expected, if it is not a binder."""
    expression = text.strip()
    if expression in SOURCES:
        return Binder(facts=frozenset({expression}))
    if match := _ACTOR.fullmatch(expression):
        return Binder(steps=frozenset({match[1]}))
    if _ROLE.fullmatch(expression):
        return Binder()
    if match := _PARENT.fullmatch(expression):
        return parse(match[1])
    if match := _LEVEL.fullmatch(expression):
        return parse(match[2])
    if match := _RECEIVED.fullmatch(expression):
        inner = parse(match[2])
        return Binder(inner.facts | {"case.receiver"}, inner.steps)
    if match := _RELATION.fullmatch(expression):
        if match[2] not in ARGUMENTS:
            raise ValueError(f"relation.{match[1]} 不能按“{match[2]}”查，只能按 {_any(ARGUMENTS)}")
        inner = parse(match[3])
        return Binder(inner.facts | {match[2]}, inner.steps)
    raise ValueError(
        f"不认识“{expression}”；可以写 {_any(SOURCES)}、parent(…)、"
        "relation.关系名(matter.domain, …)、level(级别, …)、received_at(级别, …)、"
        "actor(步骤编号)、role(角色)"
    )


def role_of(text: str) -> str | None:
    """The role that the expression looks for, if it does."""
    found = _ROLE.fullmatch(text.strip())
    return found[1] if found else None


def _any(names: frozenset[str]) -> str:
    return "、".join(sorted(names))
