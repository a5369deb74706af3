"""One folder's TOML files, and where packs are found: each file holds top-level tables."""

import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

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


class Tables(NamedTuple):
    """The top-level tables of all files of one folder, and which file each came from."""

    values: dict[str, Any]
    files: dict[str, str]
    problems: tuple[Problem, ...]
    unread: frozenset[str]  # names in files that are not TOML: these tables may be there


def available() -> tuple[str, ...]:
    """List the names of the packs that come with the platform."""
    return tuple(sorted(path.name for path in BUNDLED.iterdir() if holds(path)))


def bundled(name: str) -> Path:
    """Find the folder of a bundled pack. Raises LookupError if there is none of this name."""
    if name not in available():
        raise LookupError(f"no bundled pack {name!r}; there are: {', '.join(available())}")
    return BUNDLED / name


def holds(folder: Path) -> bool:
    """Whether there is anything of a pack in the folder."""
    return any(folder.glob("*.toml"))


def gather(folder: Path) -> Tables:
    """Read every file of the folder; a table that two of them say is a problem of the second."""
    values: dict[str, Any] = {}
    files: dict[str, str] = {}
    problems: list[Problem] = []
    unread: set[str] = set()
    for path in sorted(folder.glob("*.toml")):
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
    return Tables(values, files, tuple(problems), frozenset(unread - values.keys()))


def _not_toml(error: ValueError) -> str:
    found = _AT.search(str(error))
    at = f"第{found[1]}行第{found[2]}列附近" if found else ""
    return f"不是 UTF-8 编码的 TOML：{at}（{error}）"
