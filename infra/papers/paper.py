"""A paper as an office sends it, as data: one model, and every form is made from it.

Title, number, addressee, paragraphs, tables, charts, who signs, the place of the seal, the day.
What a paper rests on stands below it in `notes`, so that a print can be traced to the log.
"""

import re
from datetime import date
from typing import Literal

from msgspec import Struct

Cell = str | int | None
Align = Literal["left", "right"]


class Column(Struct, frozen=True):
    """`width` in characters of a Chinese text; numbers stand right."""

    title: str
    width: int = 8
    align: Align = "left"


class Table(Struct, frozen=True, kw_only=True):
    """`total` is the last row, set off. `empty`: what is said where there are no rows."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    empty: str = "无"

    @property
    def width(self) -> int:
        return sum(column.width for column in self.columns)


class Chart(Struct, frozen=True, kw_only=True):
    """Bars from zero, the longest as wide as the page; `unit` of their values."""

    caption: str
    unit: str
    bars: tuple[tuple[str, int], ...]


class Heading(Struct, frozen=True):
    text: str


class Paragraph(Struct, frozen=True):
    text: str


Part = Heading | Paragraph | Table | Chart

PORTRAIT_WIDTH = 44
"""Characters of a table's text that fit across an upright page; a wider one lies across."""


class Paper(Struct, frozen=True, kw_only=True):
    """`number` empty: it has none yet. `draft`: nobody has signed, and every page says so.

    `turns_at`: after so many characters a long title goes on in a second line, so that no word is
    parted (GB/T 9704—2012, 7.3.1: 词意完整); 0: where it must.
    """

    issuer: str
    title: str
    turns_at: int = 0
    number: str = ""
    to: str = ""
    parts: tuple[Part, ...]
    signatory: str = ""
    dated: date
    draft: bool = False
    notes: tuple[str, ...] = ()

    @property
    def title_lines(self) -> tuple[str, ...]:
        at = self.turns_at
        return (self.title[:at], self.title[at:]) if 0 < at < len(self.title) else (self.title,)

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(part for part in self.parts if isinstance(part, Table))

    @property
    def landscape(self) -> bool:
        return any(table.width > PORTRAIT_WIDTH for table in self.tables)


# XML 1.0, 2.2: everything but these may stand in a document.
_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DRAFT = "草稿，未签发"
SEAL_PLACE = "（加盖公章）"


def printable(said: str) -> str:
    """Without characters that no office file can hold; a vertical tab is a word processor's break.

    What people typed is on record as they typed it: here it is only shown.
    """
    return _UNPRINTABLE.sub("\ufffd", said.replace("\v", "\n"))


def day(on: date) -> str:
    """As official papers write it: 2024年1月8日 (GB/T 9704—2012, 7.3.5.4)."""
    return f"{on.year}年{on.month}月{on.day}日"


def text(cell: Cell) -> str:
    """Nothing known is a dash, which a zero is not."""
    return "—" if cell is None else str(cell)
