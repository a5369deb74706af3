"""From a folder of TOML files to a pack that may be adopted, or to everything wrong with it.

A pack is a folder of `*.toml`; each file contributes top-level tables, in any split over files.
Once adopted, a pack lives in an event: nothing reads these files again (DESIGN 4).
"""

import hashlib
import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from domain.kernel.pack import Pack
from tenants.reader import read
from tenants.validate import validate

BUNDLED = Path(__file__).parent / "packs"
_NAME = re.compile(r"^[\s\[]*(\w+)", re.MULTILINE)  # what a line of TOML sets
_AT = re.compile(r"at line (\d+), column (\d+)")


class Problem(NamedTuple):
    """One fault and the file to correct it in."""

    file: str
    key: str
    reason: str

    def __str__(self) -> str:
        return ": ".join(part for part in self if part)


class Checked(NamedTuple):
    """A pack, or the problems that it has; never both."""

    pack: Pack | None
    problems: tuple[Problem, ...]


class PackError(ValueError):
    """A folder does not hold a valid pack. `problems` has all of them."""

    def __init__(self, folder: Path, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{folder}：{len(problems)} 处问题\n" + "\n".join(map(str, problems)))
        self.problems = problems


class _Tables(NamedTuple):
    """The top-level tables of all files together, and which file each came from."""

    values: dict[str, Any]
    files: dict[str, str]
    problems: tuple[Problem, ...]
    unread: frozenset[str]  # names in files that are not TOML: these tables may be there


def load(folder: Path) -> Pack:
    """Read the pack in a folder. Raises PackError with every problem if it is not valid."""
    pack, problems = check(folder)
    if pack is None:
        raise PackError(folder, problems)
    return pack


def check(folder: Path) -> Checked:
    """Read and check a folder; all syntax, schema and reference errors in one go."""
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        reason = "这个目录里没有 *.toml 文件"
        return Checked(None, (Problem(folder.name, "", reason),))
    tables = _gather(paths)
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
        Problem(tables.files.get(fault.table, folder.name), fault.key, fault.reason)
        for fault in faults
    )
    return Checked(None if problems else pack, problems)


def draft(folder: Path) -> Pack:
    """Read what there is of a pack that is still being written; the rest is empty stand-ins."""
    tables = _gather(sorted(folder.glob("*.toml")))
    return msgspec.convert(read(tables.values, Pack).value, Pack)


def digest(pack: Pack) -> str:
    """Name a version of the rules for good: SHA-256, in hex, of the pack's canonical JSON."""
    return hashlib.sha256(msgspec.json.encode(pack, order="sorted")).hexdigest()


def available() -> tuple[str, ...]:
    """List the names of the packs that come with the platform."""
    return tuple(sorted(path.name for path in BUNDLED.iterdir() if any(path.glob("*.toml"))))


def bundled(name: str) -> Path:
    """Find the folder of a bundled pack. Raises LookupError if there is none of this name."""
    if name not in available():
        raise LookupError(f"no bundled pack {name!r}; there are: {', '.join(available())}")
    return BUNDLED / name


def _gather(paths: list[Path]) -> _Tables:
    values: dict[str, Any] = {}
    files: dict[str, str] = {}
    problems: list[Problem] = []
    unread: set[str] = set()
    for path in paths:
        raw = path.read_bytes()
        try:
            tables = tomllib.loads(raw.decode())
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            problems.append(Problem(path.name, "", _not_toml(error)))
            unread.update(_NAME.findall(raw.decode(errors="replace")))
            continue
        for key, value in tables.items():
            if key in values:
                reason = f"这张表已经写在 {files[key]} 里：一张表只能写在一个文件里"
                problems.append(Problem(path.name, key, reason))
            else:
                values[key], files[key] = value, path.name
    return _Tables(values, files, tuple(problems), frozenset(unread - values.keys()))


def _not_toml(error: ValueError) -> str:
    found = _AT.search(str(error))
    at = f"第{found[1]}行第{found[2]}列附近" if found else ""
    return f"不是 UTF-8 编码的 TOML：{at}（{error}）"


def _same_place(key: str, other: str) -> bool:
    """Tell whether one key is the other or lies below it: one mistake is reported once."""
    longer, shorter = (key, other) if len(key) > len(other) else (other, key)
    return longer == shorter or longer.startswith((f"{shorter}.", f"{shorter}["))
