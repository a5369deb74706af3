"""The ledger as a file: the pack's fields first, and nothing in it that a spreadsheet executes."""

import csv
from datetime import UTC, datetime
from io import StringIO

import pytest
from msgspec.structs import replace

from domain.kernel.pack import LedgerColumn
from domain.kernel.rulebook import Rulebook
from projections.seal_ledger.sheet import Entry, cells, heads, lines
from tests.world import XINGGUO

RULES = Rulebook(XINGGUO)
ENTRY = Entry(
    key="1/decision", owner="approval", number=11, holder="xingjiang", case="1", matter=21,
    document="decision", serial=1, document_number="决-1", copies=2, applicant="user",
    applied_at=datetime(2024, 3, 4, 1, tzinfo=UTC), status="voided", approved_by="principal",
    stamped_by="keeper", used_at=datetime(2024, 3, 4, 1, 30, tzinfo=UTC), reason="盖章模糊",
    rests_on=(), position=1, version=3, irregular="after_loss",
)  # fmt: skip
FIVE = ("使用印章的时间", "使用的事项", "批准领导", "证书编号", "审批文书编号")


def test_the_five_fields_come_first_in_the_documents_words() -> None:
    """XG23-58: 使用印章的时间、使用的事项、批准领导、证书编号、审批文书编号等内容."""
    row = dict(zip(heads(RULES), cells(ENTRY, RULES), strict=True))
    assert tuple(row)[:5] == FIVE
    assert tuple(row.values())[:5] == (
        "2024-03-04 09:30", f"21 {RULES.matter(21).name}", "principal", "", "决-1",
    )  # fmt: skip
    assert (row["份数"], row["文书"], row["状态"]) == ("2", "审批决定", "已作废")
    assert "遗失后用印" in row["说明"]
    assert "盖章模糊" in row["说明"]


def test_a_county_may_name_more_fields_in_its_own_words() -> None:
    """B-09: the list ends with 等内容."""
    rule = RULES.seals["no2"]
    more = LedgerColumn(field="copies", label="用印份数")
    named = Rulebook(replace(XINGGUO, seal=(replace(rule, ledger=(*rule.ledger, more)),)))
    assert heads(named)[:6] == (*FIVE, "用印份数")
    assert sorted(set(heads(RULES)) - set(heads(named))) == ["份数"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "=cmd|' /C calc'!A0"]
)
def test_no_cell_is_a_formula(text: str) -> None:
    ((cell,),) = csv.reader(StringIO(lines([(text,)])))
    assert cell == f"'{text}"


@pytest.mark.parametrize("text", ["决-1", '有"引号"、逗号,和\n换行', "2024-0001-决", ""])
def test_other_cells_are_as_they_were(text: str) -> None:
    assert list(csv.reader(StringIO(lines([(text, "x")]), newline=""))) == [[text, "x"]]
