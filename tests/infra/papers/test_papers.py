"""One paper in every form: what it says is there, it opens, and it fits its page."""

import re
import shutil
import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from msgspec.structs import replace
from openpyxl import load_workbook

from infra.papers import FORMS, FormName, chart
from infra.papers.paper import (
    DRAFT,
    SEAL_PLACE,
    Chart,
    Column,
    Heading,
    Paper,
    Paragraph,
    Table,
)

_COUNTS = Table(
    caption="事项办理情况",
    columns=(
        Column("序号", 4, "right"),
        Column("事项", 16),
        Column("受理", 4, "right"),
        Column("准予", 4, "right"),
        Column("备注", 10),
    ),
    rows=tuple(
        (no, f"虚构事项第{no}项许可（含延续、变更、注销）", no, None, "") for no in range(1, 41)
    ),
    total=("", "合计", 820, 0, "=1+1"),
)
_PAPER = Paper(
    issuer="虚构县虚构镇人民政府",
    title="“县乡同办”改革事项办理和用章情况月报（2024年1月）",
    number="2024-月-01",
    to="虚构县林业局",
    parts=(
        Heading("一、总体情况"),
        Paragraph("本月受理40件，<b>办结</b>38件；“2号章”用印12次。"),
        _COUNTS,
        replace(_COUNTS, caption="用印[情况]", rows=(), empty="本月未用印"),
        Chart(caption="各事项受理", unit="件", bars=(("虚构事项甲", 3), ("虚构事项乙", 0))),
    ),
    signatory="u-principal",
    dated=date(2024, 2, 5),
    notes=("依据：附件3 二.5（XG23-61）", "日志位置 4217"),
)
_TURNED = replace(_PAPER, turns_at=6)
_SOFFICE = shutil.which("soffice")


@pytest.mark.parametrize("form", FORMS)
def test_the_same_paper_makes_the_same_bytes(form: FormName) -> None:
    assert FORMS[form].render(_PAPER) == FORMS[form].render(_PAPER)
    assert FORMS[form].render(_PAPER) != FORMS[form].render(replace(_PAPER, number="2024-月-02"))


def test_a_document_says_all_of_it_in_chinese_faces() -> None:
    made = Document(BytesIO(FORMS["docx"].render(_PAPER)))
    said = [line.text for line in made.paragraphs]
    for expected in (_PAPER.title, "2024-月-01", "虚构县林业局：", SEAL_PLACE, "2024年2月5日"):
        assert expected in said
    assert "本月未用印" in said
    [table, bars] = made.tables
    assert [row.cells[0].text for row in bars.rows] == ["虚构事项甲", "虚构事项乙"]
    assert [row.cells[1].text.lstrip("█") for row in bars.rows] == [" 3", "0"]
    assert [cell.text for cell in table.rows[-1].cells] == ["", "合计", "820", "0", "=1+1"]
    assert table.rows[1].cells[3].text == "—"  # nothing known is not a zero
    head, *rest = made.paragraphs
    assert FORMS["docx"].render(_PAPER) != FORMS["docx"].render(_TURNED)
    turned = Document(BytesIO(FORMS["docx"].render(_TURNED))).paragraphs[0].text
    assert (head.text, turned) == (
        _PAPER.title,
        "“县乡同办”\n改革事项办理和用章情况月报（2024年1月）",
    )
    assert all(line.paragraph_format.keep_with_next for line in rest if "总体" in line.text)
    languages = set(re.findall(r'<w:lang [^>]*w:eastAsia="([^"]+)"', made.styles.element.xml))
    assert languages == {"zh-CN"}  # else a face that stands in draws commas as in Taiwan
    faces = set(re.findall(r'w:eastAsia="([^"]+)"', made.element.body.xml))
    assert faces == {"仿宋", "黑体", "宋体"}
    assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    assert table.rows[-2].cells[0].paragraphs[0].paragraph_format.keep_with_next
    whole = replace(_PAPER, parts=(_COUNTS,))
    [last] = Document(BytesIO(FORMS["docx"].render(whole))).tables
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in last.rows]
    assert kept[-2:] == [True, True], "the place of the seal is on no page of its own"


def test_a_workbook_has_numbers_and_no_formula_of_anybody() -> None:
    book = load_workbook(BytesIO(FORMS["xlsx"].render(_PAPER)))
    assert book.sheetnames == ["正文", "2.事项办理情况", "3.用印、情况、", "4.各事项受理"]
    drawn = book["4.各事项受理"]
    assert [[cell.value for cell in row] for row in drawn["A2:B3"]] == [
        ["虚构事项甲", 3],
        ["虚构事项乙", 0],
    ]
    with ZipFile(BytesIO(FORMS["xlsx"].render(_PAPER))) as parts:
        assert "xl/charts/chart1.xml" in parts.namelist()
    sheet = book["2.事项办理情况"]
    cells = {str(cell.value): cell for row in sheet.iter_rows() for cell in row if cell.value}
    assert cells["820"].value == 820
    assert cells["=1+1"].data_type == "s"
    assert sheet.print_title_rows
    heights = [
        load_workbook(BytesIO(FORMS["xlsx"].render(it)))[sheet.title].row_dimensions[1].height
        for it in (_PAPER, _TURNED)
    ]
    assert heights[1] == 2 * heights[0] > 16  # merged cells have no height of their own
    assert load_workbook(BytesIO(FORMS["xlsx"].render(_TURNED)))["正文"].row_dimensions[1].height
    assert sheet.sheet_properties.pageSetUpPr
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert "本月未用印" in {
        cell.value for row in book["3.用印、情况、"].iter_rows() for cell in row
    }


def test_a_page_escapes_what_people_wrote_and_runs_nothing() -> None:
    page = FORMS["html"].render(_PAPER).decode()
    assert "&lt;b&gt;办结&lt;/b&gt;" in page
    assert "<script" not in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    assert page.count('class="empty"') == 1
    assert "<h1>“县乡同办”<br>改革" in FORMS["html"].render(_TURNED).decode()
    assert "<svg" in page


@pytest.mark.parametrize("form", FORMS)
def test_what_no_file_can_hold_makes_no_paper_unprintable(form: FormName) -> None:
    """A word processor's line break, a bell, a noncharacter: pasted by somebody, signed, sent."""
    odd = "甲\v乙\x07\x1b丙\ufffe丁"
    paper = replace(
        _PAPER,
        title=f"月报{odd}",
        issuer=odd,
        parts=(Paragraph(odd), replace(_COUNTS, caption=odd, rows=((1, odd, 1, 1, odd),))),
        notes=(odd,),
    )
    made = FORMS[form].render(paper)
    assert made
    if form == "docx":
        said = [line.text for line in Document(BytesIO(made)).paragraphs]
        assert "甲\n乙\ufffd\ufffd丙\ufffd丁" in said
    if form == "xlsx":
        assert len(load_workbook(BytesIO(made)).sheetnames) == 2


def test_a_draft_says_so_and_bears_no_day() -> None:
    draft = replace(_PAPER, draft=True)
    page = FORMS["html"].render(draft).decode()
    assert DRAFT in page
    assert "2024年2月5日" not in page
    made = Document(BytesIO(FORMS["docx"].render(draft)))
    assert made.sections[0].header.paragraphs[0].text == DRAFT


def test_the_longest_bar_is_as_long_as_the_page_allows() -> None:
    drawn = chart.render(Chart(caption="甲<乙", unit="件", bars=(("甲", 10), ("乙", 5), ("丙", 0))))
    lengths = [float(x) for x in re.findall(r'width="([\d.]+)" height="20"', drawn.decode())]
    assert lengths[0] == 2 * lengths[1] > 0 == lengths[2]
    assert "甲&lt;乙" in drawn.decode()
    assert "没有数据" in chart.render(Chart(caption="空", unit="件", bars=())).decode()


@pytest.mark.skipif(_SOFFICE is None, reason="LibreOffice is not installed here")
def test_an_office_suite_opens_them_and_every_character_has_a_shape(tmp_path: Path) -> None:
    assert _SOFFICE is not None
    for form in FORMS:
        (tmp_path / f"paper-{form}.{form}").write_bytes(FORMS[form].render(_PAPER))
    subprocess.run(  # noqa: S603  the program found above, on files made here
        [_SOFFICE, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", "pdf", "--outdir", tmp_path, *tmp_path.glob("paper-*x")],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    for form in ("docx", "xlsx"):
        pdf = tmp_path / f"paper-{form}.pdf"
        assert pdf.stat().st_size > 10_000
        if pdftotext := shutil.which("pdftotext"):
            said = subprocess.run(  # noqa: S603  likewise
                [pdftotext, "-layout", pdf, "-"], check=True, capture_output=True, text=True
            ).stdout
            assert "事项办理情况" in said
            assert "合计" in said
            assert said.count("备注") > 1  # the head of a table that goes on stands on each page
