"""A paper as an XLSX: a sheet for each table, as it is printed, with numbers that are numbers."""

import math
from datetime import datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import Cell as OneCell
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from infra.papers.packing import pack
from infra.papers.paper import (
    DRAFT,
    SEAL_PLACE,
    Cell,
    Chart,
    Heading,
    Paper,
    Paragraph,
    Table,
    day,
    printable,
    text,
)

_A4 = 9
_TITLE_FACE, _HEAD_FACE, _BODY_FACE = "宋体", "黑体", "仿宋"
_THIN = Side(style="thin")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_WIDTH = 2.2  # of a Chinese character, in widths of a digit
_DIGIT_SIZE, _LEADING = (
    11,
    1.4,
)  # of the digits that widths are told in; a line in sizes of its face
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "、"))


def render(paper: Paper) -> bytes:
    book = Workbook()
    stamp = datetime.combine(paper.dated, time())
    about = book.properties
    about.title, about.creator, about.created, about.modified = (
        printable(paper.title),
        printable(paper.issuer),
        stamp,
        stamp,
    )
    first = book.active
    if not isinstance(first, Worksheet):
        raise TypeError("a new workbook has a sheet")
    tables = paper.tables
    words = [part for part in paper.parts if isinstance(part, Heading | Paragraph)]
    if words or not tables:
        _words(first, words, paper)
        sheets = [book.create_sheet(_name(table.caption, at)) for at, table in enumerate(tables, 2)]
    else:
        first.title = _name(tables[0].caption, 1)
        more = enumerate(tables[1:], 2)
        sheets = [first, *(book.create_sheet(_name(it.caption, at)) for at, it in more)]
    for sheet, table in zip(sheets, tables, strict=True):
        _table(sheet, table, paper)
    charts = [part for part in paper.parts if isinstance(part, Chart) and part.bars]
    for at, chart in enumerate(charts, len(book.sheetnames) + 1):
        _chart(book.create_sheet(_name(chart.caption, at)), chart, paper)
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()  # `Workbook.save` would write the time of day
    return pack(written.getvalue())


def _name(caption: str, at: int) -> str:
    """A sheet's name has 31 characters, some of which it may not hold; the number makes it one."""
    return printable(f"{at}.{caption.translate(_FORBIDDEN)}")[:31]


def _words(sheet: Worksheet, words: list[Heading | Paragraph], paper: Paper) -> None:
    sheet.title = "正文"
    columns = 2  # merged in each row, as above a table
    row = _head(sheet, paper, columns)
    for part in words:
        face = _HEAD_FACE if isinstance(part, Heading) else _BODY_FACE
        _merged(sheet, row, columns, part.text, Font(name=face, size=12), "left")
        row += 1
    for at in range(1, columns + 1):
        sheet.column_dimensions[get_column_letter(at)].width = 20 * _WIDTH
    _foot(sheet, paper, row + 1, columns)
    _heighten(sheet)
    _print(sheet, paper, None)


def _table(sheet: Worksheet, table: Table, paper: Paper) -> None:
    columns = len(table.columns)
    row = _head(sheet, paper, columns)
    _merged(sheet, row, columns, table.caption, Font(name=_HEAD_FACE, size=12), "center")
    head = row + 1
    for at, column in enumerate(table.columns, 1):
        cell = _put(sheet, head, at, column.title)
        cell.font, cell.border = Font(name=_HEAD_FACE, size=10.5), _GRID
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(at)].width = column.width * _WIDTH
    row = head + 1
    for values in table.rows:
        _values(sheet, row, values, table, bold=False)
        row += 1
    if not table.rows:
        _merged(sheet, row, columns, table.empty, Font(name=_BODY_FACE, size=10.5), "center")
        row += 1
    elif table.total is not None:
        _values(sheet, row, table.total, table, bold=True)
        row += 1
    sheet.freeze_panes = f"A{head + 1}"
    _foot(sheet, paper, row + 1, columns)
    _heighten(sheet)
    _print(sheet, paper, head)


def _chart(sheet: Worksheet, chart: Chart, paper: Paper) -> None:
    """A chart of the office suite's own, beside the cells that it is drawn from."""
    head: tuple[str, int | str] = ("", chart.unit)
    for row, (label, value) in enumerate((head, *chart.bars), 1):
        _put(sheet, row, 1, label).font = Font(name=_BODY_FACE, size=10.5)
        _put(sheet, row, 2, value).font = Font(name=_BODY_FACE, size=10.5)
    sheet.column_dimensions["A"].width = 16 * _WIDTH
    last = len(chart.bars) + 1
    drawn = BarChart()
    drawn.type, drawn.title, drawn.legend = "bar", printable(chart.caption), None
    drawn.add_data(Reference(sheet, min_col=2, min_row=1, max_row=last), titles_from_data=True)
    drawn.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=last))
    drawn.x_axis.scaling.orientation = "maxMin"  # the first bar above, as in the table
    drawn.x_axis.delete, drawn.y_axis.delete = False, True  # each bar says its number
    drawn.y_axis.majorGridlines, drawn.gapWidth = None, 50
    drawn.dataLabels = DataLabelList(
        showVal=True, showSerName=False, showCatName=False, showLegendKey=False
    )
    drawn.width, drawn.height = 16, min(4 + 0.8 * len(chart.bars), 24)  # in cm
    sheet.add_chart(drawn, "D2")
    _print(sheet, paper, None)


def _values(
    sheet: Worksheet, row: int, values: tuple[Cell, ...], table: Table, *, bold: bool
) -> None:
    for at, (value, column) in enumerate(zip(values, table.columns, strict=True), 1):
        cell = _put(sheet, row, at, value if isinstance(value, int) else text(value))
        cell.font, cell.border = Font(name=_BODY_FACE, size=10.5, bold=bold), _GRID
        cell.alignment = Alignment(horizontal=column.align, vertical="center", wrap_text=True)


def _head(sheet: Worksheet, paper: Paper, columns: int) -> int:
    """The title, the number and whom it is for; the row after them."""
    title = Font(name=_TITLE_FACE, size=16, bold=True)
    _merged(sheet, 1, columns, "\n".join(paper.title_lines), title, "center")
    small = Font(name=_BODY_FACE, size=10.5)
    row = 2
    for said in (DRAFT if paper.draft else "", paper.number, paper.to and f"报送：{paper.to}"):
        if said:
            _merged(sheet, row, columns, said, small, "left")
            row += 1
    return row


def _foot(sheet: Worksheet, paper: Paper, row: int, columns: int) -> None:
    body = Font(name=_BODY_FACE, size=10.5)
    signed = [
        f"填报单位：{paper.issuer}{SEAL_PLACE}",
        f"签发人：{paper.signatory}" if paper.signatory else "",
        DRAFT if paper.draft else day(paper.dated),
    ]
    for said in filter(None, signed):
        _merged(sheet, row, columns, said, body, "right")
        row += 1
    for note in paper.notes:
        _merged(sheet, row, columns, note, Font(name=_BODY_FACE, size=9), "left")
        row += 1


def _merged(
    sheet: Worksheet, row: int, columns: int, said: str, font: Font, horizontal: str
) -> None:
    if columns > 1:
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
    cell = _put(sheet, row, 1, said)
    cell.font = font
    cell.alignment = Alignment(horizontal=horizontal, vertical="center", wrap_text=True)


def _heighten(sheet: Worksheet) -> None:
    """A spreadsheet leaves a row of merged cells as high as any other, whatever is in it."""
    for merged in sheet.merged_cells.ranges:
        cell = sheet.cell(merged.min_row, merged.min_col)
        letters = map(get_column_letter, range(merged.min_col, merged.max_col + 1))
        across = sum(sheet.column_dimensions[letter].width for letter in letters)
        size = cell.font.size or _DIGIT_SIZE
        lines = sum(
            max(1, math.ceil(_digits(line) * size / _DIGIT_SIZE / across))
            for line in str(cell.value).splitlines()
        )
        sheet.row_dimensions[merged.min_row].height = lines * size * _LEADING


def _digits(said: str) -> float:
    """How wide a text is, in digits."""
    return sum(1.1 if character.isascii() else _WIDTH for character in said)


def _put(sheet: Worksheet, row: int, column: int, value: int | str) -> OneCell:
    """Text of people is text, never a formula that a spreadsheet would carry out."""
    said = printable(value) if isinstance(value, str) else value
    cell = sheet.cell(row, column, said)
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def _print(sheet: Worksheet, paper: Paper, head: int | None) -> None:
    """A4, as wide as the page; what the columns are stands on each."""
    setup = sheet.page_setup
    setup.paperSize, setup.fitToWidth, setup.fitToHeight = _A4, 1, 0
    setup.orientation = "landscape" if paper.landscape else "portrait"
    if sheet.sheet_properties.pageSetUpPr is not None:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    if head is not None:
        sheet.print_title_rows = f"{head}:{head}"
    if sheet.oddFooter is not None:
        sheet.oddFooter.center.text = "第&P页 共&N页"
