"""`tongban tenant import-matters`: a county's printed list of matters as part of its pack."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from services.cli.output import AsJson, console, emit, fail, table
from tenants.importing.columns import FIELDS, WORDS, Field
from tenants.importing.doubt import Doubt
from tenants.importing.grid import UnreadableError
from tenants.importing.listing import Imported
from tenants.importing.listing import import_matters as imported
from tenants.loader import draft

_TITLES: Mapping[str, Field] = {WORDS[field][0]: field for field in FIELDS}


def import_matters(  # noqa: PLR0913, PLR0917  a command is what may be said to it
    file: Annotated[Path, typer.Argument(help="清单。XLSX or CSV, as it was printed.")],
    pack: Annotated[Path, typer.Option(help="政策包目录。Its organs, modes and lists are read.")],
    list_id: Annotated[
        str | None,
        typer.Option("--list", help="哪一份清单的编号（[list] 的 id）。Which list it is."),
    ] = None,
    sheet: Annotated[str | None, typer.Option(help="工作表。Which sheet.")] = None,
    mode_column: Annotated[str | None, typer.Option(help="“办理方式”一栏的表头。")] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(help=f"栏目=表头，可以写几个。栏目有：{'、'.join(_TITLES)}。"),
    ] = None,
    mode: Annotated[
        list[str] | None, typer.Option(help="办理方式编号，可以写几个：只用这些。")
    ] = None,
    empowered_mode: Annotated[
        list[str] | None, typer.Option(help="备注“直接赋权”的事项只用这些办理方式。")
    ] = None,
    source: Annotated[str | None, typer.Option(help="出处，如“附件1”。")] = None,
    output: Annotated[Path | None, typer.Option(help="TOML file to write; default: print.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只报告，不写。")] = False,
    as_json: AsJson = False,
) -> None:
    """导入事项清单。Every doubtful row is reported: what was read, what was made of it, why."""
    if not pack.is_dir():
        fail("tenants.no_such_pack", f"没有政策包目录“{pack}”")
    if output is not None and output.exists() and not dry_run:
        fail("tenants.file_exists", f"“{output}”已经存在，没有写入；请换一个文件名或者先移走")
    named = _named([*(column or ()), *([f"办理方式={mode_column}"] if mode_column else ())])
    try:
        made = imported(
            file,
            draft(pack),
            list_id=list_id,
            sheet=sheet,
            named=named,
            modes=(tuple(mode or ()), tuple(empowered_mode or ())),
            source=source,
        )
    except UnreadableError as error:
        fail("tenants.list_unreadable", str(error))
    except FileNotFoundError:
        fail("tenants.list_unreadable", f"没有文件“{file}”")
    if as_json:
        emit({"sheet": made.sheet, "matters": made.matters, "doubts": made.doubts})
    else:
        _report(made)
    if output is not None and not dry_run:
        output.write_text(made.text, "utf-8")
        _say(f"已写入 {output}；核对之后：tongban tenant check {pack}")
    elif not dry_run and not as_json:
        print(made.text, end="")  # noqa: T201  plain, for pipes


def _named(given: list[str]) -> dict[Field, str]:
    named: dict[Field, str] = {}
    for each in given:
        title, _, words = each.partition("=")
        if title not in _TITLES or not words:
            known = "、".join(_TITLES)
            fail("tenants.column_unknown", f"--column 写作 栏目=表头，栏目有：{known}")
        named[_TITLES[title]] = words
    return named


def _report(made: Imported) -> None:
    _say(f"工作表“{made.sheet}”：{len(made.matters)} 项，{len(made.doubts)} 处待核对")
    if not made.doubts:
        return
    view = table("待核对", "行", "序号", "栏目", "原文", "处理", "原因")
    for doubt in made.doubts:
        view.add_row(*map(escape, _cells(doubt)))
    console.print(view)


def _cells(doubt: Doubt) -> tuple[str, ...]:
    no = "" if doubt.no is None else str(doubt.no)
    return (str(doubt.line), no, doubt.column, doubt.read, doubt.done, doubt.reason)


def _say(text: str) -> None:
    console.print(escape(text), highlight=False, soft_wrap=True)
