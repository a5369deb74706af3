"""What a person must look at before an imported list is used."""

from typing import Literal

from msgspec import Struct

Why = Literal[
    "column_unknown",
    "column_missing",
    "heading_skipped",
    "line_joined",
    "cell_joined",
    "number_missing",
    "number_unreadable",
    "number_repeated",
    "number_gap",
    "number_order",
    "count_differs",
    "name_blank",
    "name_repeated",
    "type_blank",
    "type_read_as",
    "type_unknown",
    "type_differs",
    "mode_blank",
    "mode_unknown",
    "mode_ambiguous",
    "mode_as_before",
    "steps_unknown",
    "nobody_accepts",
    "organ_unknown",
    "organ_several",
    "organs_divided",
    "power_from",
    "perhaps_repealed",
    "not_on_application",
    "placeholder",
]


class Doubt(Struct, frozen=True):
    """`line` is the row of the sheet, from 1; `no` the number printed there, where one is.

    `read` is what stands there, `done` what the import made of it; both are for officials.
    """

    why: Why
    line: int
    no: int | None
    column: str
    read: str
    done: str
    reason: str
