"""A paper as a DOCX: faces, sizes and margins after 党政机关公文格式 (GB/T 9704—2012).

Each text names a Chinese face that Windows and Chinese office suites have; where it is missing,
they put another Chinese face in its place.
"""

from collections.abc import Sequence
from datetime import datetime, time
from io import BytesIO

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Emu, Mm, Pt
from docx.table import Table as DocxTable
from docx.table import _Row
from docx.text.paragraph import Paragraph as DocxParagraph

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

_BODY, _HEADING, _TITLE = "仿宋", "黑体", "宋体"
_LATIN = "Times New Roman"
_TITLE_SIZE, _BODY_SIZE, _CELL_SIZE, _NOTE_SIZE = Pt(22), Pt(16), Pt(10.5), Pt(9)
_LINE = Pt(28)
_PADDING_TWIPS = 45
_BLOCK, _NUMBER = "█", 6  # of a bar, and characters left for its number


def render(paper: Paper) -> bytes:
    document = Document()
    stamp = datetime.combine(paper.dated, time())
    about = document.core_properties
    about.title, about.author, about.created, about.modified = (
        printable(paper.title),
        printable(paper.issuer),
        stamp,
        stamp,
    )
    _chinese(document)
    _page(document.sections[0], paper)
    title = "\n".join(paper.title_lines)
    _line(document, title, _TITLE, _TITLE_SIZE, WD_ALIGN_PARAGRAPH.CENTER, bold=True)
    if paper.number:
        _line(document, paper.number, align=WD_ALIGN_PARAGRAPH.CENTER)
    if paper.to:
        _line(document, f"{paper.to}：")
    for part in paper.parts:
        match part:
            case Heading(text=said):
                heading = _indented(_line(document, said, _HEADING))
                heading.paragraph_format.keep_with_next = True
            case Paragraph(text=said):
                _indented(_line(document, said))
            case Table():
                _table(document, part, last=part is paper.parts[-1])
            case Chart():
                _chart(document, part)
    _signature(document, paper)
    for note in paper.notes:
        _line(document, note, size=_NOTE_SIZE, spacing=None)
    written = BytesIO()
    document.save(written)
    return pack(written.getvalue())


def _chinese(document: DocxDocument) -> None:
    """Where a face is missing, the one in its place draws punctuation as it is drawn in China."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def _page(section: Section, paper: Paper) -> None:
    """A4 with the margins of the standard (6.1); the number of the page below."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    top, right, bottom, left = Mm(37), Mm(26), Mm(35), Mm(28)
    if paper.landscape:  # the same sheet, turned
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        top, right, bottom, left = left, top, right, bottom
    section.top_margin, section.bottom_margin = top, bottom
    section.left_margin, section.right_margin = left, right
    if paper.draft:
        _run(section.header.paragraphs[0], DRAFT, _HEADING, _CELL_SIZE)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(footer, "— ", _TITLE, Pt(14))
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    footer._p.append(field)  # noqa: SLF001  the library has no fields
    _run(footer, " —", _TITLE, Pt(14))


def _chart(document: DocxDocument, chart: Chart) -> None:
    """Bars of full blocks, which every Chinese face has: text, so they print wherever it is read.

    A row for each, the longest as wide as its place; what is not nothing has a block at least.
    """
    caption = f"{chart.caption}（{chart.unit}）" if chart.unit else chart.caption
    _line(
        document, caption, _HEADING, Pt(12), WD_ALIGN_PARAGRAPH.CENTER
    ).paragraph_format.keep_with_next = True
    if not chart.bars:
        _line(document, "没有数据", align=WD_ALIGN_PARAGRAPH.CENTER)
        return
    longest = max(value for _, value in chart.bars)
    wide = max(len(label) for label, _ in chart.bars)
    usable = _usable(document.sections[0])
    left = min(int(_CELL_SIZE) * (wide + 2), usable // 2)
    blocks = (usable - left) // int(_CELL_SIZE) - _NUMBER
    made = document.add_table(rows=0, cols=2)
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    widths = Emu(left), Emu(usable - left)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    for label, value in chart.bars:
        length = -(-max(value, 0) * blocks // longest) if longest > 0 else 0
        row = made.add_row()
        _unbroken(row)
        for cell, said, width in zip(
            row.cells,
            (label, f"{_BLOCK * length} {value}".strip()),
            widths,
            strict=True,
        ):
            cell.width = width
            _run(cell.paragraphs[0], said, _BODY, _CELL_SIZE)


def _table(document: DocxDocument, table: Table, *, last: bool) -> None:
    caption = _line(document, table.caption, _HEADING, Pt(12), WD_ALIGN_PARAGRAPH.CENTER)
    caption.paragraph_format.keep_with_next = True
    if not table.rows:
        _line(document, table.empty, align=WD_ALIGN_PARAGRAPH.CENTER)
        return
    columns = table.columns
    made = document.add_table(rows=0, cols=len(columns))
    made.style = "Table Grid"
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    _padded(made)
    usable = _usable(document.sections[0])
    widths = [Emu(usable * column.width // table.width) for column in columns]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    _repeat(_row(made.add_row(), table, [c.title for c in columns], widths, head=True))
    for row in table.rows:
        end = _row(made.add_row(), table, row, widths)
    if table.total is not None:
        _kept(end)
        end = _row(made.add_row(), table, table.total, widths, bold=True)
    if last:
        _kept(end)
    behind = _line(document, "", size=_NOTE_SIZE, spacing=None)
    behind.paragraph_format.keep_with_next = last


def _padded(made: DocxTable) -> None:
    """So that no text touches a line, whatever face stands in for the one that is named."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("top", "bottom"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(_PADDING_TWIPS))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    made._tblPr.append(margins)  # noqa: SLF001  the library has no such setting


def _usable(section: Section) -> int:
    width, left, right = section.page_width, section.left_margin, section.right_margin
    if width is None or left is None or right is None:
        raise ValueError("the page has no measures")
    return width - left - right


def _row(
    row: _Row,
    table: Table,
    cells: Sequence[Cell],
    widths: Sequence[Emu],
    *,
    head: bool = False,
    bold: bool = False,
) -> _Row:
    _unbroken(row)
    for cell, said, column, width in zip(row.cells, cells, table.columns, widths, strict=True):
        cell.width = width
        cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        paragraph = cell.paragraphs[0]
        if head:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif column.align == "right":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _run(paragraph, text(said), _HEADING if head else _BODY, _CELL_SIZE, bold=bold)
    return row


def _kept(row: _Row) -> None:
    """No sum stands alone on a page, nor the place of the seal (GB/T 9704—2012, 7.3.5.4)."""
    for cell in row.cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True


def _repeat(row: _Row) -> None:
    """A table that goes on says on each page what its columns are."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001  likewise


def _signature(document: DocxDocument, paper: Paper) -> None:
    lines = [paper.issuer, SEAL_PLACE]
    if paper.signatory:
        lines.append(f"签发人：{paper.signatory}")
    lines.append(DRAFT if paper.draft else day(paper.dated))
    _line(document, "").paragraph_format.keep_with_next = True
    for said in lines:
        line = _line(document, said, align=WD_ALIGN_PARAGRAPH.RIGHT)
        line.paragraph_format.right_indent = Pt(64)  # four characters (7.3.5.1)
        line.paragraph_format.keep_with_next = said is not lines[-1]


def _indented(line: DocxParagraph) -> DocxParagraph:
    line.paragraph_format.first_line_indent = Pt(32)  # two characters
    return line


def _unbroken(row: _Row) -> None:
    kept = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(kept)  # noqa: SLF001  the library has no such setting


def _line(
    document: DocxDocument,
    said: str,
    face: str = _BODY,
    size: Pt = _BODY_SIZE,
    align: WD_ALIGN_PARAGRAPH | None = None,
    *,
    bold: bool = False,
    spacing: Pt | None = _LINE,
) -> DocxParagraph:
    paragraph = document.add_paragraph()
    if align is not None:
        paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = spacing
    _run(paragraph, said, face, size, bold=bold)
    return paragraph


def _run(paragraph: DocxParagraph, said: str, face: str, size: Pt, *, bold: bool = False) -> None:
    run = paragraph.add_run(printable(said))
    run.font.size, run.font.bold, run.font.name = size, bold, _LATIN
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()  # noqa: SLF001  it sets no Chinese face
    fonts.set(qn("w:eastAsia"), face)
    fonts.set(qn("w:hint"), "eastAsia")  # quotation marks are Chinese ones
