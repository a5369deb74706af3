"""A paper as a file: what its name ends in says in which form."""

from pathlib import Path
from typing import Annotated

import typer

from infra.papers import FORMS
from infra.papers.paper import Paper
from services.cli.output import console, fail

Export = Annotated[
    Path | None,
    typer.Option(help=f"存为文件：{'、'.join(f'.{form}' for form in FORMS)}。Save as a file."),
]


def check(path: Path | None) -> None:
    """Refuse a name before anything is counted for it."""
    if path is not None and path.suffix.removeprefix(".").lower() not in FORMS:
        fail("cli.form", f"文件名须以{'、'.join(f'.{form}' for form in FORMS)}结尾：{path}")


def save(paper: Paper, path: Path) -> None:
    form = next(f for f in FORMS if path.suffix.lower() == f".{f}")
    try:
        path.write_bytes(FORMS[form].render(paper))
    except OSError as error:
        fail("cli.file", f"不能写入{path}：{error.strerror}")
    state = "（草稿）" if paper.draft else ""
    console.print(f"“{paper.title}”{state}已存为 {path}", highlight=False)
