"""A pack that begins with other packs: theirs first, the folder's own laid over.

`extends = ["name"]` names other pack folders: one beside the folder, else one that comes with the
platform. Rows are told apart by `no` or `id`, a rule by its scope too, a task by its programme; a
row of the same name replaces the earlier one whole and keeps its place, rows without a name are
appended. A table merges key by key. `drop` takes away rows and keys by name, or with `true` a
whole table. So a county's next version says only what becomes different, and what is adopted
holds everything.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tenants.fault import below, row
from tenants.files import Problem, Tables, available, bundled, gather, holds

EXTENDS, DROP = "extends", "drop"
# Of one code there may be several rules, each for other modes; each programme counts its tasks.
_TOLD_APART = {"rule": "mode", "task": "programme"}


class Layers(NamedTuple):
    """All tables together. `files`: by table, by row and by key of a table, where each stands."""

    values: dict[str, Any]
    files: dict[str, str]
    problems: tuple[Problem, ...]
    unread: frozenset[str]

    def file_of(self, key: str) -> str | None:
        """The file that says what stands at a key: as exactly as it is known."""
        first, _, rest = key.partition(".")
        second = rest.partition(".")[0]
        table = first.partition("[")[0]
        known = (self.files.get(at) for at in (below(first, second), first, table))
        return next(filter(None, known), None)


class _Layer(NamedTuple):
    label: str  # before the names of its files: "" for the folder's own
    tables: Tables


def layered(folder: Path) -> Layers:
    """Read a folder with all that it extends, each folder once, the last word its own."""
    problems: list[Problem] = []
    layers: dict[Path, _Layer] = {}
    _collect(folder, "", (), layers, problems)
    pile = _Pile()
    for layer in layers.values():
        problems += layer.tables.problems if not layer.label else _labelled(layer)
        problems += pile.drop(layer)
        pile.lay(layer)
    unread = frozenset().union(*(layer.tables.unread for layer in layers.values()))
    return Layers(pile.values, pile.files(), tuple(problems), unread)


def _collect(
    folder: Path,
    label: str,
    above: tuple[Path, ...],
    layers: dict[Path, _Layer],
    problems: list[Problem],
) -> None:
    """Find the layers under a folder and itself, the lowest first."""
    here = folder.resolve()
    tables = gather(folder)
    said = tables.values.pop(EXTENDS, [])
    file = label + tables.files.get(EXTENDS, "")
    if not isinstance(said, list) or not all(isinstance(name, str) for name in said):
        problems.append(Problem(file, EXTENDS, '这里要写列表（方括号），如 extends = ["本县"]'))
        said = []
    for name in said:
        base = _find(here, name)
        if base is None:
            known = "、".join(available())
            reason = f"没有政策包“{name}”：旁边没有这个目录，也不在自带的（{known}）之内"
            problems.append(Problem(file, EXTENDS, reason))
        elif base in (*above, here):
            way = " → ".join(path.name for path in (*above, here, base))
            problems.append(Problem(file, EXTENDS, f"绕成一圈，请断开一处：{way}"))
        elif base not in layers:
            _collect(base, f"{base.name}/", (*above, here), layers, problems)
    layers[here] = _Layer(label, tables)


def _find(folder: Path, name: str) -> Path | None:
    """The folder of that name beside this one, else the bundled one: never one elsewhere."""
    if name != Path(name).name:
        return None
    beside = folder.parent / name
    if beside != folder and holds(beside):
        return beside.resolve()
    return bundled(name).resolve() if name in available() else None


def _labelled(layer: _Layer) -> Iterator[Problem]:
    for problem in layer.tables.problems:
        yield problem._replace(file=layer.label + problem.file)


class _Pile:
    """What the layers so far say, and in which file each table, row and key stands."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self._files: dict[str, str] = {}
        self._rows: dict[str, list[str]] = {}
        self._keys: dict[str, dict[str, str]] = {}

    def lay(self, layer: _Layer) -> None:
        for table, value in layer.tables.values.items():
            if table == DROP:
                continue
            file = layer.label + layer.tables.files[table]
            earlier = self.values.get(table)
            self._files[table] = file
            if isinstance(value, list) and isinstance(earlier, list):
                self._lay_rows(table, value, file)
            elif isinstance(value, dict) and isinstance(earlier, dict):
                earlier.update(value)
                self._keys[table].update(dict.fromkeys(value, file))
            else:
                self.values[table] = value.copy() if isinstance(value, list | dict) else value
                self._rows[table] = [file] * len(value) if isinstance(value, list) else []
                self._keys[table] = dict.fromkeys(value, file) if isinstance(value, dict) else {}

    def _lay_rows(self, table: str, value: list[Any], file: str) -> None:
        """Rows that the layer itself repeats stay repeated: that is for the checks to say."""
        rows, files = self.values[table], self._rows[table]
        places = {name: at for at, item in enumerate(rows) if (name := _name(table, item))}
        for item in value:
            name = _name(table, item)
            at = places.pop(name, None) if name else None
            if at is None:
                rows.append(item)
                files.append(file)
            else:
                rows[at], files[at] = item, file

    def drop(self, layer: _Layer) -> Iterator[Problem]:
        said = layer.tables.values.get(DROP, {})
        file = layer.label + layer.tables.files.get(DROP, "")
        if not isinstance(said, dict):
            yield Problem(file, DROP, '这里要写一张表，如 drop = { mode = ["编号"] }')
            return
        for table, names in said.items():
            key = below(DROP, table)
            if table not in self.values:
                yield Problem(file, key, f"所依据的政策包里没有“{table}”这张表，无从去掉")
            elif names is True:
                del self.values[table]
            elif not isinstance(names, list):
                yield Problem(file, key, "这里要写编号的列表（方括号）；去掉整张表写 true")
            else:
                for name in names:
                    if not self._drop(table, name):
                        reason = f"所依据的政策包的 {table} 里没有“{name}”，无从去掉"
                        yield Problem(file, key, reason)

    def _drop(self, table: str, name: object) -> bool:
        value = self.values[table]
        if isinstance(value, dict):
            return isinstance(name, str) and value.pop(name, None) is not None
        if not isinstance(value, list):
            return False
        kept = [at for at, row in enumerate(value) if not _is_called(row, name)]
        files = self._rows[table]
        self.values[table] = [value[at] for at in kept]
        self._rows[table] = [files[at] for at in kept]
        return len(kept) < len(value)

    def files(self) -> dict[str, str]:
        found = dict(self._files)
        for table, value in self.values.items():
            if isinstance(value, list):
                for place, (item, file) in enumerate(zip(value, self._rows[table], strict=True)):
                    found[_key(table, place, item)] = file
            for key, file in self._keys[table].items():
                found[below(table, key)] = file
        return found


def _name(table: str, item: object) -> tuple[object, ...] | None:
    """What tells a row apart from others of its table; None: nothing does."""
    if not isinstance(item, dict):
        return None
    own = item.get("no", item.get("id"))
    if not isinstance(own, int | str):
        return None
    also = item.get(_TOLD_APART.get(table, ""), ())
    return (own, *sorted(map(str, also if isinstance(also, list) else [also])))


def _is_called(item: object, name: object) -> bool:
    return isinstance(item, dict) and item.get("no", item.get("id")) == name


def _key(table: str, place: int, item: object) -> str:
    if isinstance(item, dict):
        return row(table, place, number=item.get("no"), identity=item.get("id"))
    return row(table, place)
