"""A pack to begin with: a small synthetic county that says every option there is, with its use.

The files are for a county's own staff. An option that is off stands behind a `#` without a space,
so switching all of them on is itself a pack; what stands behind the last `#` of a line is what the
option is for, and editors show the same words (tenants/schema.py).
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, reduce
from pathlib import Path
from types import UnionType
from typing import Union, get_args, get_origin

import msgspec

from domain.kernel.pack import Pack

FOLDER = Path(__file__).parent
SCHEMA_FILE = "pack.schema.json"  # what each file names in its first line

_PACK: type[msgspec.Struct] | None = Pack
_OFF = re.compile(r'^#(?=[\w\["])', re.MULTILINE)
_HEADER = re.compile(r"\[+(?P<path>[\w.]+)\]+(?:\s+# (?P<words>.+))?")
_OPTION = re.compile(r"(?P<key>\w+) = .*\S\s+# (?P<words>.+)")


class FolderNotEmptyError(ValueError):
    """Nothing is written beside files that are there already."""


def write(folder: Path, schema: bytes) -> tuple[str, ...]:
    """Write the template and the schema of its files; the names of what was written."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderNotEmptyError(str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    for path in files():
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / SCHEMA_FILE).write_bytes(schema)
    return (*(path.name for path in files()), SCHEMA_FILE)


def files() -> tuple[Path, ...]:
    return tuple(sorted(FOLDER.glob("*.toml")))


def switched_on(text: str) -> str:
    """A file of the template with every option that is off switched on."""
    return _OFF.sub("", text)


@cache
def words() -> Mapping[tuple[str, str], str]:
    """What each option is for, by the struct and the key it has in TOML, as first said."""
    said: dict[tuple[str, str], str] = {}
    for path in files():
        for option, text in _said(switched_on(path.read_text("utf-8"))):
            said.setdefault(option, text)
    return said


def struct_of(kind: object) -> type[msgspec.Struct] | None:
    """The struct that a field's type holds: itself, one of several, or where it is given."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return kind
    if get_origin(kind) in (Union, UnionType, tuple, dict):
        return next(filter(None, map(struct_of, get_args(kind))), None)
    return None


def _said(text: str) -> Iterator[tuple[tuple[str, str], str]]:
    table = _PACK
    for line in text.splitlines():
        if header := _HEADER.fullmatch(line):
            *above, key = header["path"].split(".")
            parent = reduce(_below, above, _PACK)
            table = _below(parent, key)
            if parent is not None and header["words"]:
                yield (parent.__name__, key), header["words"]
        elif table is not None and (option := _OPTION.fullmatch(line)):
            yield (table.__name__, option["key"]), option["words"]


def _below(table: type[msgspec.Struct] | None, key: str) -> type[msgspec.Struct] | None:
    fields = msgspec.structs.fields(table) if table is not None else ()
    return next((struct_of(field.type) for field in fields if field.encode_name == key), None)
