"""From a folder of TOML files to a pack that may be adopted, or to everything wrong with it.

A pack is a folder of `*.toml`; each file contributes top-level tables, in any split over files. It
may begin with other packs (tenants/layers.py).
Once adopted, a pack lives in an event: nothing reads these files again (DESIGN 4).
"""

from pathlib import Path
from typing import NamedTuple

import msgspec

from domain.kernel.pack import Pack
from tenants.content import digest
from tenants.files import Problem, available, bundled, holds
from tenants.layers import layered
from tenants.reader import read
from tenants.validate import validate

__all__ = [
    "Checked",
    "PackError",
    "Problem",
    "available",
    "bundled",
    "check",
    "digest",
    "draft",
    "load",
]


class Checked(NamedTuple):
    """A pack, or the problems that it has; never both."""

    pack: Pack | None
    problems: tuple[Problem, ...]


class PackError(ValueError):
    """A folder does not hold a valid pack. `problems` has all of them."""

    def __init__(self, folder: Path, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{folder}：{len(problems)} 处问题\n" + "\n".join(map(str, problems)))
        self.problems = problems


def load(folder: Path) -> Pack:
    """Read the pack in a folder. Raises PackError with every problem if it is not valid."""
    pack, problems = check(folder)
    if pack is None:
        raise PackError(folder, problems)
    return pack


def check(folder: Path) -> Checked:
    """Read and check a folder; all syntax, schema and reference errors in one go."""
    if not holds(folder):
        reason = "这个目录里没有 *.toml 文件"
        return Checked(None, (Problem(folder.name, "", reason),))
    tables = layered(folder)
    reading = read(tables.values, Pack)
    # What a broken file would have said is unknown, so nobody is told that it is missing.
    schema_faults = [fault for fault in reading.faults if fault.key not in tables.unread]
    pack = msgspec.convert(reading.value, Pack)
    faults = schema_faults + [
        fault
        for fault in validate(pack)
        if not tables.unread.intersection((fault.table, *fault.looked_in))
        and not any(_same_place(fault.key, other.key) for other in schema_faults)
    ]
    problems = tables.problems + tuple(
        Problem(tables.file_of(fault.key) or folder.name, fault.key, fault.reason)
        for fault in faults
    )
    return Checked(None if problems else pack, problems)


def draft(folder: Path) -> Pack:
    """Read what there is of a pack that is still being written; the rest is empty stand-ins."""
    tables = layered(folder)
    return msgspec.convert(read(tables.values, Pack).value, Pack)


def _same_place(key: str, other: str) -> bool:
    """Tell whether one key is the other or lies below it: one mistake is reported once."""
    longer, shorter = (key, other) if len(key) > len(other) else (other, key)
    return longer == shorter or longer.startswith((f"{shorter}.", f"{shorter}["))
