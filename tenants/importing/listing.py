"""A printed list as matters of a pack, and everything about it that a person must look at."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from domain.kernel.pack import MatterList, Pack
from tenants.importing import toml
from tenants.importing.columns import Field, Head, find_head
from tenants.importing.doubt import Doubt
from tenants.importing.grid import Sheet, UnreadableError, from_csv, same
from tenants.importing.meaning import Reader, Table
from tenants.importing.modes import Modes
from tenants.importing.rows import Row, printed
from tenants.importing.workbook import from_xlsx

_ROUND = 1000
_READERS = {".xlsx": from_xlsx, ".xlsm": from_xlsx, ".csv": from_csv, ".tsv": from_csv}


class Imported(Struct, frozen=True):
    """Matters as tables of TOML, beside each the doubts about it; `doubts` has all of them."""

    sheet: str
    matters: tuple[Table, ...]
    doubts: tuple[Doubt, ...]
    text: str


def import_matters(
    path: Path,
    pack: Pack,
    *,
    list_id: str | None = None,
    sheet: str | None = None,
    named: Mapping[Field, str] | None = None,
    modes: tuple[tuple[str, ...], tuple[str, ...]] = ((), ()),
    source: str | None = None,
) -> Imported:
    """Read a list. Raises UnreadableError, for officials, where there is none in the file.

    `modes`: those that rows may be handled in, and those for what was handed down directly.
    """
    listed = _list(pack, list_id)
    found, head = _table(_sheets(path), sheet, named or {})
    rows, doubts = printed(found, head)
    cited = source or (listed.clause if listed else "") or path.name
    reader = Reader(pack, head, listed, Modes(pack, *_known(pack, modes)), cited)
    numbers = _numbers(rows, pack, listed)
    read = [reader.read(row, no) for row, no in zip(rows, numbers, strict=True)]
    doubts = (
        *_about_columns(head),
        *doubts,
        *(doubt for _, about in read for doubt in about),
        *_repeated_names(rows, head),
        *_types_elsewhere(rows, head, pack, listed),
        *_count(rows, listed, head),
    )
    matters = tuple(matter for matter, _ in read)
    ordered = tuple(sorted(doubts, key=lambda doubt: doubt.line))
    return Imported(found.name, matters, ordered, _written(rows, matters, ordered, path))


def _sheets(path: Path) -> tuple[Sheet, ...]:
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableError(f"只能读 {'、'.join(_READERS)}，不能读“{path.name}”")
    return reader(path)


def _table(
    sheets: tuple[Sheet, ...], wanted: str | None, named: Mapping[Field, str]
) -> tuple[Sheet, Head]:
    heads = [(sheet, find_head(sheet, named)) for sheet in sheets if wanted in (None, sheet.name)]
    found = [(sheet, head) for sheet, head in heads if head is not None]
    if len(found) == 1:
        return found[0]
    names = "、".join(sheet.name for sheet in sheets)
    if found:
        several = "、".join(sheet.name for sheet, _ in found)
        raise UnreadableError(f"几个工作表都有清单，请用 --sheet 指明：{several}")
    raise UnreadableError(f"没有找到表头（至少要有事项名称和另一栏）；工作表：{names}")


def _list(pack: Pack, list_id: str | None) -> MatterList | None:
    if list_id is None:
        if len(pack.list) > 1:
            known = "、".join(listed.id for listed in pack.list)
            raise UnreadableError(f"政策包有几份清单，请用 --list 指明：{known}")
        return pack.list[0] if pack.list else None
    found = next((listed for listed in pack.list if listed.id == list_id), None)
    if found is None:
        raise UnreadableError(f"政策包的 [[list]] 里没有“{list_id}”")
    return found


def _known(pack: Pack, modes: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    known = {mode.id for mode in pack.mode}
    for mode in (each for named in modes for each in named):
        if mode not in known:
            raise UnreadableError(f"政策包的 [[mode]] 里没有“{mode}”")
    return modes


def _numbers(rows: tuple[Row, ...], pack: Pack, listed: MatterList | None) -> list[int]:
    """A number of its own in the pack for each row: the one it has there, else the printed one.

    A further list of a pack begins after a round thousand, so that both can be recognised.
    """
    here = [m for m in pack.matter if listed is None or m.list in (None, listed.id)]
    others = {m.no for m in pack.matter} - {m.no for m in here}
    has = {m.row or m.no: m.no for m in here}
    apart = (max(others) // _ROUND + 1) * _ROUND if others else 0
    offset = next((no - row for row, no in has.items()), apart)
    taken = set(others)
    free = max((row.row for row in rows), default=0) + offset + 1
    numbers = []
    for row in rows:
        no = has.get(row.row, row.row + offset)
        while no in taken:
            no, free = free, free + 1
        taken.add(no)
        numbers.append(no)
    return numbers


def _about_columns(head: Head) -> Iterator[Doubt]:
    place = head.line.place
    for title in head.unknown:
        reason = "不认识这一栏；如果是需要的栏目，请用 --column 栏目=表头 指明"
        yield Doubt("column_unknown", place, None, title, title, "没有录入", reason)
    needed: tuple[Field, ...] = ("row", "type", "mode")
    for field in needed:
        if field not in head.at:
            title = head.title(field)
            yield Doubt("column_missing", place, None, title, "", "空着", f"表里没有“{title}”一栏")


def _repeated_names(rows: tuple[Row, ...], head: Head) -> Iterator[Doubt]:
    times = Counter(same(row.name) for row in rows if row.name)
    for row in rows:
        if times[same(row.name)] > 1:
            others = [str(o.row) for o in rows if o is not row and same(o.name) == same(row.name)]
            field: Field = "sub" if row.cell("sub") else "name" if row.cell("name") else "main"
            reason = f"与第{'、'.join(others)}项同名；按序号区分，不合并"
            yield row.doubt(head, field, "name_repeated", "照印录入", reason)


def _types_elsewhere(
    rows: tuple[Row, ...], head: Head, pack: Pack, listed: MatterList | None
) -> Iterator[Doubt]:
    """Say where another list of the pack has the same matter under another type (B-44)."""
    if listed is None:
        return
    others = {same(m.name): m for m in pack.matter if m.list != listed.id}
    for row in rows:
        other = others.get(same(row.name))
        if other is not None and same(other.power_label) != same(row.cell("type")):
            reason = f"另一份清单的第{other.row or other.no}项同名，类型是“{other.power_label}”"
            yield row.doubt(head, "type", "type_differs", "照印录入", reason)


def _count(rows: tuple[Row, ...], listed: MatterList | None, head: Head) -> Iterator[Doubt]:
    if listed is not None and listed.count != len(rows):
        reason = f"清单“{listed.name}”应有{listed.count}项，读到{len(rows)}项"
        read = str(len(rows))
        yield Doubt("count_differs", head.line.place, None, head.title("row"), read, "照印", reason)


def _written(
    rows: tuple[Row, ...], matters: tuple[Table, ...], doubts: tuple[Doubt, ...], path: Path
) -> str:
    name = re.sub(r"\s+", " ", path.name)
    intro = f"# 由 {name} 导入，共{len(rows)}项。写着“待核对”的逐条看过之后删去。\n"
    parts = ["#:schema ./pack.schema.json", intro]
    ends = [*(row.line for row in rows[1:]), None][: len(rows)]
    for row, matter, end in zip(rows, matters, ends, strict=True):
        about = [
            doubt
            for doubt in doubts
            if doubt.no is not None and row.line <= doubt.line and (end is None or doubt.line < end)
        ]
        notes = [f"待核对 {d.column}“{d.read}”：{d.done}；{d.reason}" for d in about]
        parts.append(toml.table("matter", matter, notes))
    return "\n".join(parts)
