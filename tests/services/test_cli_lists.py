"""Two printed lists on the command line, field by field (ZZ22-39 to -42; B-41, B-45)."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.servers import a_home
from tests.services.clerk import Tongban

DATA = Path(__file__).parents[1] / "tenants/data"
COLUMNS = ("row", "name", "power_label", "mode_label")


@pytest.fixture(scope="module")
def tongban() -> Iterator[Tongban]:
    with a_home() as home:
        made = Tongban(home)
        made.ok("tenant", "onboard", "zezhou")
        yield made


def annex(name: str) -> list[list[str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def shown(rows: list[dict[str, Any]], *columns: str) -> list[list[str]]:
    return [[str(row[column] or "") for column in columns] for row in rows]


def test_both_annexes_are_shown_as_printed(tongban: Tongban) -> None:
    rows = tongban.json("matters", "zezhou")
    assert len(rows) == 143
    town, village = rows[:99], rows[99:]
    assert shown(town, *COLUMNS, "remark") == annex("zezhou_annex1")
    assert shown(village, *COLUMNS) == annex("zezhou_annex2")
    assert {row["list"] for row in town} == {"annex1"}
    assert {row["list_name"] for row in village} == {"村级清单"}
    sources = [row["power_source"] for row in rows if row["power_source"]]
    assert (len(sources), set(sources)) == (21, {row["remark"] for row in town} - {None})
    assert [row["no"] for row in rows if row["status"] != "current"] == [
        5, 11, 43, 1003, 1006, 1018, 1019,
    ]  # fmt: skip


@pytest.mark.parametrize("printed", ["annex2", "村级清单"])
def test_one_list_alone(tongban: Tongban, printed: str) -> None:
    rows = tongban.json("matters", "zezhou", "--list", printed)
    assert shown(rows, *COLUMNS) == annex("zezhou_annex2")
    said = tongban.ok("matters", "zezhou", "--list", printed)
    assert "村级清单（" in said
    assert "镇级清单（" not in said
    assert all(word in said for word in ("编号", "1001", "1044"))
    assert "已废止：2021年修正的法律已无社会抚养费" in said


def test_people_are_told_what_a_blank_means(tongban: Tongban) -> None:
    said = tongban.ok("matters", "zezhou", "--list", "镇级清单")
    assert said.count("待明确（以镇政府名义办理）") == 20
    assert said.count("待明确（县直部门直接赋权，以镇政府名义办理）") == 4
    assert "已被替代：五保供养已并入特困人员供养" in said
    assert "权力来源" in said


def test_an_unknown_list_is_told_which_there_are(tongban: Tongban) -> None:
    refused = tongban.run("matters", "zezhou", "--list", "附件3")
    assert refused.returncode == 1
    assert "cli.list" in refused.stderr
    assert "镇级清单、村级清单" in refused.stderr
