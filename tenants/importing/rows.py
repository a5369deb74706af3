"""The rows of a list as printed: what pages broke apart is joined, what is no row is left out."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from msgspec import Struct

from tenants.importing.columns import Field, Head
from tenants.importing.doubt import Doubt, Why
from tenants.importing.grid import Line, Sheet, joined, number

_NAMES: tuple[Field, ...] = ("name", "main", "sub")
_NOTHING = frozenset({"/", "／", "-", "—", "——", "－", "无", "\\"})
_MAY_BE_NOTHING: tuple[Field, ...] = ("sub", "mode", "remark")


class Row(Struct, frozen=True):
    """One row of the list: `line` in the sheet, `row` as printed or counted, its cells."""

    line: int
    row: int
    cells: Mapping[Field, str]

    def cell(self, field: Field) -> str:
        return self.cells.get(field, "")

    @property
    def name(self) -> str:
        return self.cell("sub") or self.cell("name") or self.cell("main")

    def doubt(self, head: Head, field: Field, why: Why, done: str, reason: str) -> Doubt:
        return Doubt(why, self.line, self.row, head.title(field), self.cell(field), done, reason)


class Printed(NamedTuple):
    rows: tuple[Row, ...]
    doubts: tuple[Doubt, ...]


def printed(sheet: Sheet, head: Head) -> Printed:
    """Read the rows below the head of a table."""
    rows: list[Row] = []
    doubts: list[Doubt] = []
    for line in sheet.lines:
        if line.place <= head.line.place:
            continue
        texts = {field: line.cell(place) for field, place in head.at.items()}
        no = number(texts.get("row", ""))
        if _is_heading(line, head, texts, no):
            said = " ".join(dict.fromkeys(filter(None, line.cells)))
            reason = "整行没有序号和事项，看作表头、小标题或者合计"
            doubts.append(Doubt("heading_skipped", line.place, None, "", said, "未录入", reason))
        elif rows and no is None and _continues(texts, head):
            rows[-1], doubt = _continued(rows[-1], line, texts, head)
            doubts.append(doubt)
        else:
            row = Row(line.place, _number(no, rows), _cells(texts))
            rows.append(row)
            doubts.extend(_about(row, texts, no, rows[:-1], head))
    return Printed(tuple(rows), tuple(doubts))


def _is_heading(line: Line, head: Head, texts: Mapping[Field, str], no: int | None) -> bool:
    if head.repeats(line):
        return True
    filled = {cell for cell in line.cells if cell}
    spread = len(filled) == 1 and sum(map(bool, line.cells)) > 1  # one merged cell over the row
    return no is None and (
        spread or not any(texts.get(field) for field in head.at if field != "row")
    )


def _continues(texts: Mapping[Field, str], head: Head) -> bool:
    """Whether a line is the rest of the row above it, which a page broke: no number, no type.

    A type is too short to be broken; a list without types has the mode in its stead.
    """
    if "row" not in head.at or texts.get("row"):
        return False
    named = any(texts.get(field) for field in _NAMES)
    return not (named and texts.get("type" if "type" in head.at else "mode"))


def _continued(above: Row, line: Line, texts: Mapping[Field, str], head: Head) -> tuple[Row, Doubt]:
    more = {field: joined(text) for field, text in texts.items() if text}
    cells = {**above.cells, **{f: joined(f"{above.cell(f)}\n{t}") for f, t in more.items()}}
    titles = "、".join(head.title(field) for field in more)
    return Row(above.line, above.row, cells), Doubt(
        "line_joined",
        line.place,
        above.row,
        titles,
        " ".join(more.values()),
        f"接在第{above.row}项之后",
        "这一行没有序号，看作上一行被分页断开的部分",
    )


def _number(no: int | None, above: list[Row]) -> int:
    return no if no is not None else (above[-1].row + 1 if above else 1)


def _cells(texts: Mapping[Field, str]) -> dict[Field, str]:
    cells = {field: joined(text) for field, text in texts.items() if field != "row"}
    return {
        field: "" if field in _MAY_BE_NOTHING and text in _NOTHING else text
        for field, text in cells.items()
    }


def _about(
    row: Row, texts: Mapping[Field, str], no: int | None, above: list[Row], head: Head
) -> Iterator[Doubt]:
    """What is doubtful about how a row is printed."""

    def doubt(field: Field, why: Why, done: str, reason: str) -> Doubt:
        return Doubt(why, row.line, row.row, head.title(field), texts.get(field, ""), done, reason)

    if no is None and "row" in head.at:
        why: Why = "number_unreadable" if texts.get("row") else "number_missing"
        yield doubt("row", why, f"按第{row.row}项录入", "序号空白或者不是数字，按上一项加一")
    elif no is not None:
        for why, reason in _out_of_order(no, [each.row for each in above]):
            yield doubt("row", why, "照印录入", reason)
    for field, text in texts.items():
        if "\n" in text:
            yield doubt(field, "cell_joined", row.cell(field), "单元格里有换行，已接成一行")
        if text in _NOTHING and field in _MAY_BE_NOTHING:
            yield doubt(field, "placeholder", "看作空白", "只印了占位符号")
    if not row.name:
        yield doubt("name", "name_blank", "照印录入", "没有事项名称")


def _out_of_order(no: int, before: list[int]) -> Iterator[tuple[Why, str]]:
    last = before[-1] if before else 0
    if no in before:
        yield "number_repeated", f"序号{no}在前面已经有过"
    elif no < last:
        yield "number_order", f"序号在第{last}项之后变小"
    elif no > last + 1:
        missing = f"{last + 1}" + (f"至{no - 1}" if no > last + 2 else "")
        yield "number_gap", f"序号不连续，缺第{missing}项"
