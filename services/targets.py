"""What the lists of a county must reach, as of a day: counts and rates (ZZ22-27, -28, B-49)."""

from datetime import date

import asyncpg
from msgspec import Struct

from domain.kernel.facts import OnlineState
from domain.kernel.rulebook import Rulebook
from domain.matters.online import Rate, rates
from projections.matter_list import as_of
from services.execute import Executor


class Targets(Struct, frozen=True):
    """By the rules in force on the day (`policy`; "" before the first) and what was known of it."""

    as_of: date
    policy: str
    items: tuple[Rate, ...]


async def targets(
    executor: Executor, pool: asyncpg.Pool, tenant: str, day: date
) -> tuple[Targets, Rulebook | None]:
    """The targets of a day, with the rules that set them."""
    found = await as_of(pool, tenant, day)
    if not found:
        return Targets(day, "", ()), None
    policy = found[0][0].policy
    rules = await executor.unit(tenant).rules_of(policy)
    declared = {row.no: row.online_on(day, rules.zone) for _, row in found}
    states = {
        no: OnlineState(said.at, said.runs_online, said.online_able)
        for no, said in declared.items()
        if said is not None
    }
    return Targets(day, policy, tuple(rates(states, rules))), rules
