"""`tongban calendar`: the years of working days that a county adopted, and corrections."""

import tomllib
from pathlib import Path
from typing import Annotated
from uuid import NAMESPACE_URL, uuid4, uuid5

import msgspec
import typer

from domain.calendars.years import AdoptCalendarYear, CorrectCalendarYear
from domain.kernel import streams
from domain.kernel.authority import OPERATOR
from domain.kernel.workdays import Calendar
from projections import obligations
from services.cli.output import AsJson, Tenant, console, emit, fail, opened, run, table
from services.main import Platform
from services.processes.reactor import Reactor
from tenants.calendars import covered, needed, seed

app = typer.Typer(help="工作日历。Calendars of working days.", no_args_is_help=True)

YearNumber = Annotated[int, typer.Argument(help="年份。The year.")]
File = Annotated[
    Path | None,
    typer.Option(
        exists=True,
        dir_okay=False,
        help="TOML：holidays、workdays（日期）和 source。Default: the published dates.",
    ),
]


@app.command("list")
def list_years(tenant: Tenant, as_json: AsJson = False) -> None:
    """日历。Adopted years, missing ones, and how many open due dates are provisional."""

    async def work() -> None:
        async with opened(tenant) as it:
            rules = await it.executor.unit(tenant).rules()
            years = (await _adopted(it, tenant)).years
            missing = [y for y in needed(rules.pack.effective_from) if y not in years]
            provisional = await obligations.provisional(it.pool, tenant)
        if as_json:
            rows = [
                {"year": y, "holidays": sorted(v.holidays), "workdays": sorted(v.workdays)}
                for y, v in sorted(years.items())
            ]
            emit({"adopted": rows, "missing": missing, "provisional_obligations": provisional})
            return
        view = table("工作日历", "年份", "放假", "调休上班")
        for number, year in sorted(years.items()):
            view.add_row(str(number), f"{len(year.holidays)}天", f"{len(year.workdays)}天")
        console.print(view)
        console.print(f"期限仍暂定的义务：{provisional} 项")
        if missing:
            console.print(f"尚未采用：{'、'.join(map(str, missing))}（tongban calendar adopt）")

    run(work())


@app.command()
def adopt(tenant: Tenant, year: YearNumber, file: File = None) -> None:
    """采用一年的日历。Adopt a year; due dates that were provisional are computed anew."""
    _change(tenant, _given(year, file))


@app.command()
def correct(
    tenant: Tenant,
    year: YearNumber,
    reason: Annotated[str, typer.Option(help="更正的理由。Why it is corrected.")],
    file: File = None,
) -> None:
    """更正一年的日历。Correct an adopted year; open due dates are computed anew."""
    given = msgspec.structs.asdict(_given(year, file))
    _change(tenant, CorrectCalendarYear(**given, reason=reason))


async def adopt_published(it: Platform, tenant: str) -> list[int]:
    """Adopt every published year that the county's pack calls for and that is missing."""
    versions = (await it.executor.unit(tenant).adopted()).versions
    first = min(version.effective_from for version in versions)
    known = (await _adopted(it, tenant)).years
    years = [year for year in needed(first) if year not in known]
    for year in years:
        command_id = uuid5(NAMESPACE_URL, f"tongban:calendar:{tenant}:{year}")
        await it.executor.execute(tenant, OPERATOR, seed(year), command_id)
    return years


async def _adopted(it: Platform, tenant: str) -> Calendar:
    fact = await it.executor.unit(tenant).get(streams.CALENDAR, Calendar)
    return fact.state or Calendar()


def _given(year: int, file: Path | None) -> AdoptCalendarYear:
    if file is None:
        if year not in covered():
            fail("calendars.unknown_year", f"没有{year}年的已公布日历，请用 --file 给出")
        return seed(year)
    try:
        content = {"year": year, **tomllib.loads(file.read_text("utf-8"))}
        return msgspec.convert(content, AdoptCalendarYear)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        fail("calendars.file", f"{file}：{error}")


def _change(tenant: str, command: AdoptCalendarYear) -> None:
    async def work() -> None:
        async with opened() as it:
            done = await it.executor.execute(tenant, OPERATOR, command, uuid4())
            await Reactor(it.executor, it.projections, it.pool).catch_up(tenant)
            await it.projections.catch_up(tenant)
            waiting = await obligations.provisional(it.pool, tenant)
            said = "已更正" if isinstance(command, CorrectCalendarYear) else "已采用"
            console.print(
                f"[green]{tenant}[/] {said}{command.year}年日历"
                f"（日志位置 {done.appended.last}），期限仍暂定的义务 {waiting} 项"
            )

    run(work())
