"""Which column is which: the usual words of a list's head, in any order."""

from collections.abc import Mapping
from typing import Literal, get_args

from msgspec import Struct

from tenants.importing.grid import Line, Sheet, same

Field = Literal[
    "row", "name", "main", "sub", "type", "mode", "remark",
    "delegator", "supervisors", "county_organ", "city_organ", "domain",
]  # fmt: skip
FIELDS: tuple[Field, ...] = get_args(Field)

WORDS: Mapping[Field, tuple[str, ...]] = {
    "row": ("序号", "编号", "项号"),
    "name": ("事项名称", "进驻事项名称", "政务服务事项名称", "服务事项名称", "事项", "项目名称"),
    "main": ("主项名称", "主项", "事项主项名称", "大项名称"),
    "sub": ("子项名称", "子项", "事项子项名称", "小项名称"),
    "type": ("事项类型", "权力类型", "事项类别", "权力类别", "职权类别", "类型", "类别"),
    "mode": ("办理方式", "办理形式", "承接方式", "下放方式", "赋权方式", "承接类型"),
    "remark": ("备注", "说明"),
    "delegator": ("授权委托部门", "委托部门", "委托单位", "赋权部门", "授权部门", "下放部门"),
    "supervisors": ("业务主管部门", "主管部门", "行业主管部门", "监管部门"),
    "county_organ": ("县级办理部门", "县级实施部门", "县级部门", "实施部门", "责任部门"),
    "city_organ": ("市级办理部门", "市级实施部门", "市级部门"),
    "domain": ("领域", "所属领域", "行业领域"),
}
_SEARCHED = 30  # lines in which the head of a table must stand
_LEAST = 2  # columns that make a head


class Head(Struct, frozen=True):
    """The head of a table: where it stands, and where each column that is known does."""

    line: Line
    at: Mapping[Field, int]

    def title(self, field: Field) -> str:
        return self.line.cell(self.at.get(field)) or WORDS[field][0]

    @property
    def unknown(self) -> tuple[str, ...]:
        """Titles of columns that nothing is taken from."""
        taken = set(self.at.values())
        cells = enumerate(self.line.cells)
        return tuple(cell for place, cell in cells if cell and place not in taken)

    def repeats(self, line: Line) -> bool:
        """Whether a line is the head again, as printed on every page."""
        return [same(cell) for cell in line.cells] == [same(cell) for cell in self.line.cells]


def find_head(sheet: Sheet, named: Mapping[Field, str]) -> Head | None:
    """Find the head of a sheet's table; `named` says what the county calls a column."""
    words = {same(word): field for field, all_ in WORDS.items() for word in all_}
    words |= {same(title): field for field, title in named.items()}
    for line in sheet.lines[:_SEARCHED]:
        at: dict[Field, int] = {}
        for place, cell in enumerate(line.cells):
            field = words.get(same(cell))
            if field is not None and field not in at:
                at[field] = place
        if len(at) >= _LEAST and at.keys() & {"name", "main", "sub"}:
            return Head(line, at)
    return None
