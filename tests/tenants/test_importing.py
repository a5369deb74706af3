"""Printed lists of two counties, from workbooks and CSV: as printed, nothing in silence."""

import csv
import json
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from domain.kernel.pack import Matter, Pack
from tenants.importing import toml
from tenants.importing.doubt import Doubt, Why
from tenants.importing.grid import UnreadableError, joined, number, same
from tenants.importing.kinds import power_of
from tenants.importing.listing import Imported, import_matters
from tenants.importing.organs import Directory
from tenants.loader import bundled, draft, load

DATA = Path(__file__).parent / "data"
DRAFT = draft(DATA / "importing")
ANNEX = json.loads((DATA / "xingguo_annex.json").read_text("utf-8"))["matters"]


def pages(annex: int) -> list[list[list[str]]]:
    """The rows of an annex of ZZ22, page by page; the first page begins with the head."""
    text = (DATA / f"zezhou_annex_{annex}.tsv").read_text("utf-8").strip("\n")
    return [[line.split("\t") for line in page.split("\n")] for page in text.split("\n\n")]


def rows_of(annex: int) -> list[list[str]]:
    return [row for page in pages(annex) for row in page][1:]


def workbook(path: Path, rows: Iterable[Iterable[object]]) -> Worksheet:
    sheet = Workbook().active
    assert isinstance(sheet, Worksheet)
    sheet.title = "清单"
    for row in rows:
        sheet.append(list(row))
    save(sheet, path)
    return sheet


def save(sheet: Worksheet, path: Path) -> None:
    assert sheet.parent is not None
    sheet.parent.save(path)


def matters(found: Imported) -> list[Matter]:
    """What was written, read back; a row without a mode is given one, which a person would."""
    tables = tomllib.loads(found.text)["matter"]
    return [msgspec.convert({"mode": "to_be_said", **table}, Matter) for table in tables]


def doubts(found: Imported, why: Why) -> list[Doubt]:
    return [doubt for doubt in found.doubts if doubt.why == why]


def numbers(found: Imported, why: Why) -> list[int | None]:
    return [doubt.no for doubt in doubts(found, why)]


# The town list: a workbook with a merged title, and the head again on each page.


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    path = tmp_path_factory.mktemp("list") / "附件1.xlsx"
    (head, *first), *others = pages(1)
    lines = [["各镇第一批政务服务事项指导清单"], head, *first]
    for page in others:
        lines += [head, *page]
    sheet = workbook(path, lines)
    sheet.merge_cells("A1:E1")
    save(sheet, path)
    return import_matters(path, DRAFT, list_id="towns")


def test_the_town_list_is_read_as_printed(towns: Imported) -> None:
    read = matters(towns)
    assert len(read) == 99
    for matter, printed in zip(read, rows_of(1), strict=True):
        no, name, kind, mode, remark = (*printed, "", "")[:5]
        assert (matter.no, matter.name, matter.power_label) == (int(no), name, kind)
        assert (matter.mode_label, matter.remark or "") == (mode, remark)
        assert (matter.list, matter.source) == ("towns", f"附件1 第{no}项")


def test_steps_that_the_town_list_grants(towns: Imported) -> None:
    """ZZ22-40: 受理, 初审, 审核, 复核 and their combinations."""
    words = {"intake": "受理", "first": "初审", "check": "审核", "again": "复核"}
    for matter in matters(towns):
        said = "、".join(words[step] for step in matter.grants)
        assert matter.mode_label == (f"乡级负责{said}" if said else "")
        assert matter.mode == ("some_steps" if said else "unsaid")


def test_whose_power_was_handed_down_directly(towns: Imported) -> None:
    """ZZ22-41, B-42."""
    empowered = [matter for matter in matters(towns) if matter.power_from is not None]
    assert len(empowered) == 21
    for matter in empowered:
        assert matter.power_from is not None
        assert matter.power_from.source == "direct_empowerment"
        assert matter.remark == f"{matter.power_from.by}直接赋权"
    (unknown,) = doubts(towns, "organ_unknown")
    assert (unknown.no, unknown.read) == (58, "县卫体局直接赋权")
    assert "县卫健体局" in unknown.reason  # said, not taken


def test_everything_doubtful_about_the_town_list_is_reported(towns: Imported) -> None:
    assert numbers(towns, "mode_blank") == [int(row[0]) for row in rows_of(1) if not row[3]]
    assert len(numbers(towns, "mode_blank")) == 24  # B-41
    assert numbers(towns, "name_repeated") == [2, 8]  # B-40
    assert [doubt.read for doubt in doubts(towns, "name_repeated")] == ["临时救助", "临时救助"]
    assert numbers(towns, "nobody_accepts") == [3, 16, 17, 60, 67, 68, 69, 79, 80]  # B-43
    assert numbers(towns, "perhaps_repealed") == [5, 11, 43]  # B-45
    assert len(doubts(towns, "heading_skipped")) == 4  # the head of each further page
    said = {"mode_blank", "name_repeated", "nobody_accepts", "perhaps_repealed"}
    assert {doubt.why for doubt in towns.doubts} == {*said, "heading_skipped", "organ_unknown"}


def test_doubts_stand_beside_their_rows_in_what_is_written(towns: Imported) -> None:
    _, _, eighth = towns.text.partition("no = 7\n")
    notes, _, _ = eighth.partition("no = 8\n")
    assert "待核对" in notes
    assert "与第2项同名" in notes
    assert "办理方式空白" not in notes


# The village list: CSV from an office program of these parts.


@pytest.fixture(scope="module", params=["gb18030", "utf-8-sig"])
def villages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    path = tmp_path_factory.mktemp("list") / "附件2.csv"
    lines = [",".join(row) for page in pages(2) for row in page]
    path.write_text("\r\n".join(lines), request.param)
    pack = msgspec.structs.replace(DRAFT, matter=towns_in_pack())
    return import_matters(path, pack, list_id="villages")


def towns_in_pack() -> tuple[Matter, ...]:
    """Rows of the other list that the pack has already."""
    common = {"list": "towns", "mode": "some_steps"}
    said = [(98, "残疾人无障碍改造申请", "公共服务"), (99, "兵役登记", "公共服务")]
    return tuple(
        msgspec.convert({"no": no, "name": name, "power_label": kind, **common}, Matter)
        for no, name, kind in said
    )


def test_the_village_list_is_read_as_printed(villages: Imported) -> None:
    read = matters(villages)
    assert len(read) == 44
    for matter, (no, name, kind, mode) in zip(read, rows_of(2), strict=True):
        assert (matter.no, matter.row) == (1000 + int(no), int(no))  # the towns' have 98 and 99
        assert (matter.name, matter.power_label, matter.mode_label) == (name, kind, mode)
    assert Counter(matter.mode for matter in read) == {"village_help": 43, "to_be_said": 1}
    assert {matter.power for matter in read if matter.power_label == "其他权利"} == {"other"}


def test_everything_doubtful_about_the_village_list_is_reported(villages: Imported) -> None:
    other = [int(row[0]) for row in rows_of(2) if row[2] == "其他权利"]
    assert len(other) == 11
    assert numbers(villages, "type_read_as") == other  # B-44
    assert all("其他权利" in matter.note for matter in matters(villages) if matter.row in other)
    assert numbers(villages, "mode_unknown") == [7]  # 接受申请 is no mode of this pack
    assert numbers(villages, "perhaps_repealed") == [3, 6, 18, 19, 44]
    assert numbers(villages, "not_on_application") == [6]  # 行政征收
    assert numbers(villages, "type_differs") == [1]  # 兵役登记 stands otherwise among the towns'
    said = {"type_read_as", "mode_unknown", "perhaps_repealed", "not_on_application"}
    assert {doubt.why for doubt in villages.doubts} == {*said, "type_differs"}


# The county's own pack has what its lists say, and modes of its own for direct empowerment (B-42).

STEPS = ("town_steps", "town_unspecified"), ("empowered_steps", "empowered_unspecified")


@pytest.mark.parametrize("annex", [1, 2])
def test_the_lists_of_a_bundled_pack_are_read_as_it_has_them(tmp_path: Path, annex: int) -> None:
    pack = load(bundled("zezhou"))
    workbook(tmp_path / "list.xlsx", [row for page in pages(annex) for row in page])
    asked: dict[str, Any] = {"modes": STEPS} if annex == 1 else {}
    found = import_matters(tmp_path / "list.xlsx", pack, list_id=f"annex{annex}", **asked)
    packed = [matter for matter in pack.matter if matter.list == f"annex{annex}"]
    fields = ("no", "name", "mode", "mode_label", "grants", "power", "power_label", "remark")
    for read, has in zip(matters(found), packed, strict=True):
        for field in fields:
            assert getattr(read, field) == getattr(has, field), (has.no, field)
        assert (read.row or read.no, read.power_from) == (has.row or has.no, has.power_from)
    assert doubts(found, "mode_ambiguous") == []
    by_the_pack = len(doubts(found, "mode_as_before"))  # no label of a village's mode is printed
    assert by_the_pack == (0 if annex == 1 else 44)


def test_modes_that_fit_alike_are_left_to_a_person(tmp_path: Path) -> None:
    pack = msgspec.structs.replace(load(bundled("zezhou")), matter=())
    workbook(tmp_path / "list.xlsx", [row for page in pages(1) for row in page])
    found = import_matters(tmp_path / "list.xlsx", pack, list_id="annex1")
    assert {matter.mode for matter in matters(found)} == {"to_be_said"}
    assert len(doubts(found, "mode_ambiguous")) == 75
    assert "--empowered-mode" in doubts(found, "mode_ambiguous")[0].reason
    with pytest.raises(UnreadableError, match="nowhere"):
        import_matters(tmp_path / "list.xlsx", pack, list_id="annex1", modes=(("nowhere",), ()))


# A list with main items merged over their sub-items, and departments by their printed names.


@pytest.fixture(scope="module")
def annexed(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    path = tmp_path_factory.mktemp("list") / "事项清单.xlsx"
    head = [
        "业务主管部门", "办理方式", "序 号", "主项\n名称", "子项名称", "权力类型", "备注",
        "授权委托部门",
    ]  # fmt: skip
    lines = [
        [", ".join(supervisors), mode, full_width(no), main, sub, kind, remark, delegator]
        for no, main, sub, kind, delegator, supervisors, mode, remark in ANNEX
    ]
    sheet = workbook(path, [head, *lines])
    place = 2
    for _, same_main in groupby(ANNEX, key=lambda row: row[1]):
        rows = len(list(same_main))
        sheet.merge_cells(start_row=place, end_row=place + rows - 1, start_column=4, end_column=4)
        place += rows
    save(sheet, path)
    return import_matters(path, load(bundled("xingguo")), list_id="county_township_list")


def full_width(no: int) -> str:
    return str(no).translate({ord("0") + digit: ord("０") + digit for digit in range(10)})


def test_annex_2_of_the_other_county_equals_its_pack(annexed: Imported) -> None:
    fields = (
        "no", "main", "sub", "name", "power", "power_label", "delegator", "supervisors", "mode",
        "remark", "printed",
    )  # fmt: skip
    pack = load(bundled("xingguo"))
    for read, packed in zip(matters(annexed), pack.matter, strict=True):
        for field in fields:
            assert getattr(read, field) == getattr(packed, field), (packed.no, field)
        assert pack_label(pack, packed) == read.mode_label


def pack_label(pack: Pack, matter: Matter) -> str:
    return next(mode.label for mode in pack.mode if mode.id == matter.mode)


def test_one_type_of_that_list_has_a_second_half(annexed: Imported) -> None:
    (doubt,) = annexed.doubts
    assert (doubt.why, doubt.no, doubt.read) == ("type_read_as", 25, "其他行政权力－年检")


# Tables that are worse than these.

HEAD = ["序号", "事项名称", "事项类型", "办理方式", "备注"]


def imported(path: Path, *lines: Sequence[object], **asked: Any) -> Imported:
    workbook(path / "list.xlsx", lines)
    return import_matters(path / "list.xlsx", DRAFT, list_id="towns", **asked)


def test_a_row_that_a_page_broke_is_joined_and_reported(tmp_path: Path) -> None:
    found = imported(
        tmp_path,
        HEAD,
        [1, "承包土地、住房或者其他财产发生", "行政确认", "乡级负责", None],
        [None, "变更核实登记", None, "受理", None],
        [2, "农户改厕\n申请", "行政确认", "乡级负责受理", None],
    )
    first, second = matters(found)
    assert first.name == "承包土地、住房或者其他财产发生变更核实登记"
    assert first.mode_label == "乡级负责受理"
    assert first.grants == ("intake",)
    assert second.name == "农户改厕申请"
    (line,) = doubts(found, "line_joined")
    assert (line.line, line.no, line.read) == (3, 1, "变更核实登记 受理")
    assert numbers(found, "cell_joined") == [2]


def test_numbers_that_do_not_run_on_are_reported(tmp_path: Path) -> None:
    names = [("1", "甲"), ("4", "乙"), ("4", "丙"), ("３、", "丁"), (None, "戊"), ("五", "己")]
    lines = [[no, name, "公共服务", "乡级负责受理", None] for no, name in names]
    found = imported(tmp_path, HEAD, *lines)
    read = matters(found)
    assert [matter.name for matter in read] == list("甲乙丙丁戊己")
    assert [matter.row or matter.no for matter in read] == [1, 4, 4, 3, 4, 5]
    assert len({matter.no for matter in read}) == 6
    assert [doubt.line for doubt in doubts(found, "number_gap")] == [3]
    assert [doubt.line for doubt in doubts(found, "number_repeated")] == [4]
    assert [doubt.line for doubt in doubts(found, "number_order")] == [5]
    assert [doubt.line for doubt in doubts(found, "number_missing")] == [6]
    assert [doubt.line for doubt in doubts(found, "number_unreadable")] == [7]
    assert doubts(found, "count_differs")[0].read == "6"


def test_headings_between_rows_are_left_out_and_reported(tmp_path: Path) -> None:
    found = imported(
        tmp_path,
        ["附件1", None, None, None, None],
        HEAD,
        ["一、民政", None, None, None, None],
        [1, "甲", "公共服务", "/", "—"],
        ["合计：1项", None, None, None, None],
    )
    (only,) = matters(found)
    assert (only.name, only.mode_label, only.remark) == ("甲", "", None)
    assert [doubt.read for doubt in doubts(found, "heading_skipped")] == ["一、民政", "合计：1项"]
    assert [doubt.column for doubt in doubts(found, "placeholder")] == ["办理方式", "备注"]


WRONG: list[tuple[list[object], Why, dict[str, object]]] = [
    ([1, "甲", "行政批准", "乡级负责受理", None], "type_unknown", {"power": None}),
    ([1, "甲", None, "乡级负责受理", None], "type_blank", {"power": None}),
    ([1, "甲", "行政奖励", "乡级负责受理", None], "type_read_as", {"power": "other"}),
    ([1, "甲", "公共服务", "乡级负责踏勘", None], "mode_unknown", {"mode": "to_be_said"}),
    ([1, "甲", "公共服务", "村级负责受理", None], "mode_unknown", {"grants": ()}),
    ([1, "甲", "公共服务", "乡级负责受理、踏勘", None], "steps_unknown", {"mode": "to_be_said"}),
    ([1, "甲", "公共服务", None, None], "mode_blank", {"mode": "unsaid", "mode_label": ""}),
    ([1, None, "公共服务", "乡级负责受理", None], "name_blank", {"name": ""}),
    ([1, "甲", "公共服务", "乡级负责受理", "已赋权至乡镇"], "power_from", {"power_from": None}),
]


@pytest.mark.parametrize(("line", "why", "fields"), WRONG, ids=[why for _, why, _ in WRONG])
def test_what_cannot_be_read_is_kept_as_printed_and_reported(
    tmp_path: Path, line: list[object], why: Why, fields: dict[str, object]
) -> None:
    found = imported(tmp_path, HEAD, line)
    (matter,) = matters(found)
    assert {field: getattr(matter, field) for field in fields} == fields
    assert matter.power_label == (line[2] or "")
    assert numbers(found, why) == [1]


def test_two_modes_of_one_name_are_nobodys_guess(tmp_path: Path) -> None:
    twin = msgspec.structs.replace(DRAFT.mode[2], id="twin")
    workbook(tmp_path / "list.xlsx", [HEAD, [1, "甲", "公共服务", "初审或帮办代办", None]])
    pack = msgspec.structs.replace(DRAFT, mode=(*DRAFT.mode, twin))
    found = import_matters(tmp_path / "list.xlsx", pack, list_id="towns")
    (doubt,) = doubts(found, "mode_ambiguous")
    assert "village_help" in doubt.reason
    assert "twin" in doubt.reason
    assert "mode" not in found.matters[0]


def test_what_the_pack_made_of_a_label_before_is_done_again_and_said(tmp_path: Path) -> None:
    before = msgspec.convert(
        {"no": 1, "name": "甲", "mode": "village_help", "mode_label": "接受申请", "list": "towns"},
        Matter,
    )
    workbook(tmp_path / "list.xlsx", [HEAD, [1, "乙", "公共服务", "接受申请", None]])
    pack = msgspec.structs.replace(DRAFT, matter=(before,))
    found = import_matters(tmp_path / "list.xlsx", pack, list_id="villages")
    assert matters(found)[0].mode == "village_help"
    assert numbers(found, "mode_as_before") == [1]


def test_departments_are_found_by_the_packs_names_only(tmp_path: Path) -> None:
    head = ["序号", "事项名称", "事项类型", "办理方式", "委托部门", "主管部门", "联系电话"]
    fixed = ["公共服务", "乡级负责受理"]
    found = imported(
        tmp_path,
        head,
        [1, "甲", *fixed, "县行政审批局", "县人社局县林业局", "0000"],
        [2, "乙", *fixed, "县人社局、县林业局", "县人社厅、县医保局", None],
    )
    first, second = matters(found)
    assert (first.delegator, first.printed) == ("permits", {"permits": "县行政审批局"})
    assert first.supervisors == ("labour", "forests")
    assert (second.delegator, second.supervisors) == (None, ("insurance",))
    assert numbers(found, "organs_divided") == [1]
    assert numbers(found, "organ_several") == [2]
    (unknown,) = doubts(found, "organ_unknown")
    assert "县人社局" in unknown.reason
    assert [doubt.read for doubt in doubts(found, "column_unknown")] == ["联系电话"]


def test_a_county_names_its_own_columns(tmp_path: Path) -> None:
    lines: list[list[object]] = [["序号", "服务内容", "怎么办"], [1, "甲", "乡级负责受理"]]
    with pytest.raises(UnreadableError, match="没有找到表头"):
        imported(tmp_path, *lines)
    found = imported(tmp_path, *lines, named={"name": "服务内容", "mode": "怎么办"})
    assert matters(found)[0].grants == ("intake",)
    assert [doubt.column for doubt in doubts(found, "column_missing")] == ["事项类型"]


def test_files_that_hold_no_list(tmp_path: Path) -> None:
    book = tmp_path / "list.xlsx"
    book.write_bytes(b"no workbook")
    with pytest.raises(UnreadableError, match="不是 XLSX"):
        import_matters(book, DRAFT, list_id="towns")
    (tmp_path / "list.csv").write_bytes(b"\xff\xff\xff")
    with pytest.raises(UnreadableError, match="编码"):
        import_matters(tmp_path / "list.csv", DRAFT, list_id="towns")
    with pytest.raises(UnreadableError, match=r"\.pdf"):
        import_matters(tmp_path / "list.pdf", DRAFT, list_id="towns")
    workbook(book, [HEAD])
    with pytest.raises(UnreadableError, match="--list"):
        import_matters(book, DRAFT)
    with pytest.raises(UnreadableError, match="nowhere"):
        import_matters(book, DRAFT, list_id="nowhere")


def test_of_two_sheets_with_lists_one_is_named(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    sheet = workbook(path, [HEAD, [1, "甲", "公共服务", "乡级负责受理", None]])
    assert sheet.parent is not None
    second = sheet.parent.create_sheet("第二批")
    second.append(HEAD)
    second.append([1, "乙", "公共服务", "乡级负责受理", None])
    save(sheet, path)
    with pytest.raises(UnreadableError, match="--sheet"):
        import_matters(path, DRAFT, list_id="towns")
    found = import_matters(path, DRAFT, list_id="towns", sheet="第二批")
    assert [matter.name for matter in matters(found)] == ["乙"]


CELLS = [
    *(
        "",
        " ",
        "1",
        "２",
        "2",
        "9.",
        "0",
        "七",
        "甲",
        "甲\n乙",
        "行政许可",
        "其他权利",
        "—",
        "合计",
    ),
    *("乡级负责受理", "序号", "县人社局直接赋权", "县人社局县林业局"),
    *('"', ",", "\\", "\u2028", "\x07", "#", "[["),
]
GRID = st.lists(st.lists(st.sampled_from(CELLS), max_size=6), max_size=12)


@given(GRID)
def test_of_any_table_every_row_is_a_matter_or_a_doubt(grid: list[list[str]]) -> None:
    head = ["序号", "事项名称", "事项类型", "办理方式", "备注", "委托部门"]
    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *grid])
        file.flush()
        found = import_matters(Path(file.name), DRAFT, list_id="towns")
    read = matters(found) if found.matters else []
    assert len({matter.no for matter in read}) == len(read)
    assert all(matter.no >= 0 for matter in read)
    said = [row for row in grid if any(cell.strip() for cell in row)]
    left_out = doubts(found, "heading_skipped") + doubts(found, "line_joined")
    assert len(read) + len(left_out) == len(said)


# The parts.


@pytest.mark.parametrize(
    ("text", "read"),
    [("１２", 12), ("3.", 3), ("（4）", 4), ("5.0", 5), ("6、", 6), ("七", None), ("", None)],
)
def test_a_printed_number(text: str, read: int | None) -> None:
    assert number(text) == read


def test_typing_that_means_the_same() -> None:
    assert same("“2号章” 委托办") == same('"２号章"委托办')
    assert joined("受理、\n初审") == "受理、初审"
    assert joined("one\ntwo") == "one two"


@pytest.mark.parametrize(
    ("printed", "power", "noted"),
    [
        ("行政许可", "licence", False),
        ("其他行政权力－年检", "other", True),
        ("其他行政权力(备案)", "other", True),
        ("其他权利", "other", True),
        ("便民服务", "public_service", True),
    ],
)
def test_a_printed_type(printed: str, power: str, *, noted: bool) -> None:
    reading = power_of(printed)
    assert reading is not None
    assert (reading.power, bool(reading.note)) == (power, noted)


def test_names_that_run_together_are_taken_apart_whole_or_not_at_all() -> None:
    names = Directory(DRAFT).all("县人社局县林业局县水利局")
    assert (names.found, names.unknown) == ((), ("县人社局县林业局县水利局",))


VALUES = st.recursive(
    st.text() | st.integers(-(2**63), 2**63 - 1) | st.booleans(),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(), below, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), VALUES, max_size=5), st.lists(st.text(), max_size=2))
def test_what_is_written_as_toml_reads_back(values: dict[str, Any], comments: list[str]) -> None:
    assert tomllib.loads(toml.table("matter", values, comments)) == {"matter": [values]}
