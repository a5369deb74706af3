"""A sheet as rows of text, and what text means the same though it is typed in another way."""

import csv
import io
import re
import unicodedata
from pathlib import Path

from msgspec import Struct

LINES_MAX = 20_000
COLUMNS_MAX = 200
_ENCODINGS = ("utf-8-sig", "gb18030")
_DELIMITERS = (",", "\t", ";", "，")
_ASCII = re.compile(r"[\x20-\x7e]")


class UnreadableError(ValueError):
    """The file is no table that can be read. The message is for officials."""


class Line(Struct, frozen=True):
    """One row: its place in the sheet, from 1, and its cells. Merged cells all have their text."""

    place: int
    cells: tuple[str, ...]

    def cell(self, column: int | None) -> str:
        return self.cells[column] if column is not None and column < len(self.cells) else ""


class Sheet(Struct, frozen=True):
    name: str
    lines: tuple[Line, ...]


def from_csv(path: Path) -> tuple[Sheet, ...]:
    """Read CSV in UTF-8 or GB 18030, whatever separates its cells. Raises UnreadableError."""
    text = _decoded(path.read_bytes())
    delimiter = max(_DELIMITERS, key=text.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return (sheet(path.stem, [(rows.line_num, tuple(row)) for row in rows]),)
    except csv.Error as error:
        raise UnreadableError(f"不是能读的 CSV：{error}") from error


def sheet(name: str, rows: list[tuple[int, tuple[str, ...]]]) -> Sheet:
    """Keep the rows that say something. Raises UnreadableError where there are too many."""
    if len(rows) > LINES_MAX or any(len(cells) > COLUMNS_MAX for _, cells in rows):
        raise UnreadableError(f"“{name}”太大：最多 {LINES_MAX} 行、{COLUMNS_MAX} 列")
    said = [(place, tuple(map(str.strip, cells))) for place, cells in rows]
    return Sheet(name, tuple(Line(place, cells) for place, cells in said if any(cells)))


def same(text: str) -> str:
    """What two ways of typing have in common: width of characters, spaces, quotation marks."""
    folded = unicodedata.normalize("NFKC", text)
    folded = re.sub(r"[“”„‟\"'‘’「」『』]", '"', folded)
    return re.sub(r"\s+", "", folded).replace("－", "-").replace("—", "-").replace("–", "-")


def joined(text: str) -> str:
    """Take line breaks out of a cell: nothing between Chinese, a space between words."""
    parts = [part.strip() for part in text.splitlines() if part.strip()]
    made = parts[0] if parts else ""
    for part in parts[1:]:
        spaced = _ASCII.fullmatch(made[-1]) and _ASCII.fullmatch(part[0])
        made += f" {part}" if spaced else part
    return made


def number(text: str) -> int | None:
    """Read a printed number: full-width digits, `3.`, `3、`, `3.0`; None where it is none."""
    found = re.fullmatch(r"\(?(\d{1,6})(?:\.0*)?[.、,)]?", same(text))
    return int(found[1]) if found else None


def _decoded(raw: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableError("CSV 的编码既不是 UTF-8，也不是 GB 18030")
