"""One printed row as a matter of the pack."""

import re
from collections.abc import Iterator

from domain.kernel.pack import MatterList, Pack
from tenants.importing.columns import Field, Head
from tenants.importing.doubt import Doubt
from tenants.importing.kinds import perhaps_repealed, power_of
from tenants.importing.modes import Modes
from tenants.importing.organs import Directory
from tenants.importing.rows import Row
from tenants.importing.toml import Value

Table = dict[str, Value]

_EMPOWERED = re.compile(r"(?:由)?(?P<by>\S+?)直接赋权。?")
_DIRECT = "direct_empowerment"
_ORGANS: tuple[Field, ...] = ("delegator", "county_organ", "city_organ", "supervisors")


class Reader:
    """Reads rows under one head, for one list of a pack."""

    def __init__(
        self, pack: Pack, head: Head, listed: MatterList | None, modes: Modes, source: str
    ) -> None:
        self._head = head
        self._modes = modes
        self._directory = Directory(pack)
        self._list = listed
        self._several_lists = len(pack.list) > 1
        self._source = source

    def read(self, row: Row, no: int) -> tuple[Table, tuple[Doubt, ...]]:
        """The row's table in the order of the schema, with what is doubtful about it."""
        doubts: list[Doubt] = []
        table: Table = {"no": no}
        if self._list is not None and self._several_lists:
            table["list"] = self._list.id
        if row.row != no:
            table["row"] = row.row
        main, sub = row.cell("main"), row.cell("sub")
        table |= {"main": main} if main else {}
        table |= {"sub": sub} if sub else {}
        table["name"] = row.name
        doubts.extend(self._mode(row, table))
        doubts.extend(self._type(row, table))
        doubts.extend(self._organs(row, table))
        if row.cell("domain"):
            table["domain"] = row.cell("domain")
        if row.cell("remark"):
            table["remark"] = row.cell("remark")
        doubts.extend(self._power_from(row, table))
        table["source"] = f"{self._source} 第{row.row}项"
        doubts.extend(
            row.doubt(self._head, _named(row), "perhaps_repealed", "照印录入", reason)
            for reason in perhaps_repealed(row.name)
        )
        return table, tuple(doubts)

    def _mode(self, row: Row, table: Table) -> Iterator[Doubt]:
        found = self._modes.read(row.cell("mode"), empowered=_empowered(row) is not None)
        if found.mode is not None:
            table["mode"] = found.mode
        table["mode_label"] = row.cell("mode")
        if found.grants:
            table["grants"] = list(found.grants)
        if found.why is not None:
            done = f"办理方式 {found.mode}" if found.mode else "没有录入办理方式"
            yield row.doubt(self._head, "mode", found.why, done, found.reason)
        if self._modes.nobody_accepts(found):
            reason = "给了审核类环节，没有给受理：由谁受理要明确"
            yield row.doubt(self._head, "mode", "nobody_accepts", "照印录入", reason)

    def _type(self, row: Row, table: Table) -> Iterator[Doubt]:
        text = row.cell("type")
        if not text:
            yield row.doubt(self._head, "type", "type_blank", "没有录入类型", "类型空白")
            return
        table["power_label"] = text
        found = power_of(text)
        if found is None:
            reason = "不认识这种类型"
            yield row.doubt(self._head, "type", "type_unknown", "只照印，没有归类", reason)
            return
        table["power"] = found.power
        if found.note:
            table["note"] = f"类型印作“{text}”：{found.note}。"
            yield row.doubt(self._head, "type", "type_read_as", f"归入 {found.power}", found.note)
        if found.power == "levy":
            reason = "行政征收一般不是依申请事项，请核对 on_application"
            yield row.doubt(self._head, "type", "not_on_application", "按依申请录入", reason)

    def _organs(self, row: Row, table: Table) -> Iterator[Doubt]:
        names: dict[str, str] = {}
        for field in _ORGANS:
            text = row.cell(field)
            if not text:
                continue
            read = self._directory.all(text)
            yield from self._unclear(row, field, read.unknown, divided=read.divided)
            ids = [organ for organ, _ in read.found]
            if field == "supervisors" and ids:
                table[field] = list(ids)
            elif len(ids) == 1:
                table[field] = ids[0]
            elif ids:
                reason = f"只能有一个部门，这里有{len(ids)}个"
                yield row.doubt(self._head, field, "organ_several", "没有录入", reason)
                continue
            names |= {o: name for o, name in read.found if self._directory.differs(name)}
        if names:
            table["printed"] = dict(names)

    def _unclear(
        self, row: Row, field: Field, unknown: tuple[str, ...], *, divided: bool
    ) -> Iterator[Doubt]:
        for name in unknown:
            reason = f"没有机构叫“{name}”{self._directory.like(name)}；请在机构表加上名称或别名"
            yield row.doubt(self._head, field, "organ_unknown", "没有录入", reason)
        if divided:
            reason = "几个部门印在一起，按机构表的名称拆开"
            yield row.doubt(self._head, field, "organs_divided", "拆开录入", reason)

    def _power_from(self, row: Row, table: Table) -> Iterator[Doubt]:
        """What is empowered directly says from whom its power is (B-42)."""
        remark = row.cell("remark")
        by = _empowered(row)
        if by is None:
            if "赋权" in remark:
                reason = "备注提到赋权，但不是“某部门直接赋权”的写法"
                yield row.doubt(self._head, "remark", "power_from", "没有录入权力来源", reason)
            return
        table["power_from"] = {"source": _DIRECT, "by": by}
        if self._directory.organ(by) is None:
            reason = f"没有机构叫“{by}”{self._directory.like(by)}；请在机构表加上名称或别名"
            yield row.doubt(self._head, "remark", "organ_unknown", "照印录入权力来源", reason)


def _empowered(row: Row) -> str | None:
    """Which department handed the power down directly, as printed; None: nobody did."""
    found = _EMPOWERED.fullmatch(row.cell("remark"))
    return found["by"] if found else None


def _named(row: Row) -> Field:
    return "sub" if row.cell("sub") else "name" if row.cell("name") else "main"
