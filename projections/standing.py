"""Where the views of a tenant stand in its log; those that nothing new concerns are moved on."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import asyncpg

from infra.sql import queries
from projections.view import View

_QUERIES = queries(Path(__file__).parent / "runner.sql")


async def pass_by(
    connection: asyncpg.pool.PoolConnectionProxy,
    tenant: str,
    views: Iterable[View[Any]],
    within: int,
) -> tuple[int, dict[str, int]]:
    """Move on, all at once, the views that no event since concerns; in a transaction.

    How many events they were behind in all, and by how many each other one is that is not at the
    head. Only so many events are looked through: what is further behind has something to take in.
    """
    behind, begun, head = await _standing(connection, tenant, views)
    reach = max((lag for lag in behind.values() if lag <= within), default=0)
    if not reach:
        return 0, {view.name: lag for view, lag in behind.items()}
    rows = await connection.fetch(_QUERIES["last_of_each_type"], tenant, head - reach, head)
    last = {row["type"]: row["position"] for row in rows}
    idle = {
        view.name: head - lag
        for view, lag in behind.items()
        if lag <= reach and all(last.get(type_, 0) <= head - lag for type_ in view.types)
    }
    await connection.execute(_QUERIES["open_checkpoints"], tenant, list(idle.keys() - begun))
    rows = await connection.fetch(
        _QUERIES["pass_by"], tenant, list(idle), list(idle.values()), head
    )
    moved = {row["view"] for row in rows}
    return (
        sum(lag for view, lag in behind.items() if view.name in moved),
        {view.name: lag for view, lag in behind.items() if view.name not in moved},
    )


async def _standing(
    connection: asyncpg.pool.PoolConnectionProxy, tenant: str, views: Iterable[View[Any]]
) -> tuple[dict[View[Any], int], set[str], int]:
    """By how many events each view is behind, those that have begun, and where the log ends."""
    await connection.execute(_QUERIES["scope"], tenant)
    rows = await connection.fetch(_QUERIES["standing"], tenant)
    head = rows[0]["head"] if rows else 0
    at = {row["view"]: row["position"] for row in rows if row["view"]}
    lags = {view: head - at.get(view.name, 0) for view in views}
    return {view: lag for view, lag in lags.items() if lag > 0}, {*at}, head
