"""Commands that list a view: its rows, the newest first, as a table, as JSON, or that none are."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, TypeVar

import typer

from domain.kernel.rulebook import Rulebook
from projections.page import newest
from projections.view import Row, View
from services.cli.output import console, emit, opened, run

R = TypeVar("R", bound=Row)
Limit = Annotated[int, typer.Option(min=1, max=10_000)]


def organ_id(name: str | None, rules: Rulebook) -> str | None:
    """The organ of that name or id; None where none was named. An unknown one is refused."""
    return rules.find(name).id if name else None


def show(
    tenant: str,
    view: View[R],
    where: Callable[[Rulebook], Mapping[str, object]],
    by: str,
    draw: Callable[[Sequence[R], Rulebook], object],
    *,
    empty: str,
    limit: int,
    as_json: bool,
) -> None:
    """`where`: conditions as `projections.page.Wanted` has them; `by`: the column of its time."""

    async def work() -> None:
        async with opened(tenant) as it:
            rules = await it.executor.unit(tenant).rules()
            rows = await newest(it.pool, view, tenant, where(rules), by, limit)
        if as_json:
            emit(rows)
            return
        console.print(draw(rows, rules) if rows else empty)

    run(work())
