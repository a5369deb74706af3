"""Workbooks: the only module that knows the library."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from tenants.importing.grid import COLUMNS_MAX, LINES_MAX, Sheet, UnreadableError, sheet


def from_xlsx(path: Path) -> tuple[Sheet, ...]:
    """Read the sheets of a workbook; each part of a merged cell has its text."""
    try:
        book = load_workbook(path, data_only=True)  # what formulas came to
    except (BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise UnreadableError(f"不是 XLSX 工作簿：{error}") from error
    return tuple(sheet(found.title, list(_rows(found))) for found in book.worksheets)


def _rows(found: Worksheet) -> Iterator[tuple[int, tuple[str, ...]]]:
    if found.max_row > LINES_MAX or found.max_column > COLUMNS_MAX:
        raise UnreadableError(f"“{found.title}”太大：最多 {LINES_MAX} 行、{COLUMNS_MAX} 列")
    merged = {
        (row, column): _text(found.cell(area.min_row, area.min_col).value)
        for area in found.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }
    for row, cells in enumerate(found.iter_rows(values_only=True), start=1):
        yield (
            row,
            tuple(merged.get((row, column), _text(value)) for column, value in enumerate(cells, 1)),
        )


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
