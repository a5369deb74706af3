"""How commands speak: tables and Chinese for people, JSON for programs, one line for refusals."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated, Any, NoReturn, TypeVar

import msgspec
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from domain.kernel.advice import advice_for
from domain.kernel.refusal import Refusal
from domain.kernel.rulebook import Rulebook
from infra.config import load
from services.main import Platform, platform

T = TypeVar("T")

console = Console(soft_wrap=False)
errors = Console(stderr=True)

AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of a table.")]
Tenant = Annotated[str, typer.Argument(help="租户。The tenant's name; see `tongban tenant list`.")]


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a command's work; a refusal ends it with its code, clause and the rule's words."""
    try:
        return asyncio.run(work)
    except Refusal as refusal:
        explain(errors, refusal)
        raise typer.Exit(1) from None


def explain(to: Console, refusal: Refusal, verdict: str = "") -> None:
    """What was refused; on lines of their own, the rule that refuses it, and what to do."""
    said = f"[red]{escape(verdict + refusal.code)}[/] {escape(refusal.message)}"
    to.print(said, highlight=False, soft_wrap=True)
    if refusal.clause:
        words = f"“{refusal.text}”" if refusal.text else ""
        basis = f"[dim]依据：{escape(refusal.clause + words)}[/]"
        to.print(basis, highlight=False, soft_wrap=True)
    advice = advice_for(refusal.code)
    to.print(f"怎么办：{escape(advice.text)}", highlight=False, soft_wrap=True)
    english = f"[dim]{escape(advice.title_en)}. {escape(advice.text_en)}[/]"
    to.print(english, highlight=False, soft_wrap=True)


def emit(value: object) -> None:
    """Print a value as JSON."""
    data = msgspec.json.encode(value)
    print(msgspec.json.format(data, indent=2).decode())  # noqa: T201  plain, for pipes


def fail(code: str, message: str) -> NoReturn:
    errors.print(f"[red]{code}[/] {escape(message)}", soft_wrap=True)
    raise typer.Exit(1)


def table(title: str, *columns: str) -> Table:
    made = Table(title=title, title_justify="left", header_style="bold", expand=False)
    for column in columns:
        made.add_column(column, overflow="fold")
    return made


@asynccontextmanager
async def opened(tenant: str | None = None) -> AsyncIterator[Platform]:
    """The platform, with the tenant's views at the head of its log."""
    async with platform(load()) as it:
        if tenant is not None:
            await it.projections.catch_up(tenant)
        yield it


def local(moment: datetime | None, rules: Rulebook) -> str:
    return "" if moment is None else f"{moment.astimezone(rules.zone):%Y-%m-%d %H:%M}"


def yuan(fen: int) -> str:
    """Money as officials write it."""
    return f"{fen / 100:,.2f}元"
