"""The ledger as officials keep it: the pack's fields in its words first, then the platform's."""

import csv
from collections.abc import Iterable
from datetime import datetime
from io import StringIO

from domain.kernel.pack import Finding, LedgerField
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import FINDINGS, document
from projections.seal_ledger import STATUS_LABELS, UseRow

BOM = "\ufeff"
"""Excel takes a CSV file for UTF-8 by this mark only."""
_OTHER: dict[LedgerField, str] = {
    "case": "办件编号",
    "document": "文书",
    "copies": "份数",
    "applicant": "用章人员",
    "stamped_by": "盖章人",
}
# A cell that begins so is a formula to a spreadsheet, whoever wrote it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Entry(UseRow, frozen=True, kw_only=True):
    """A use with what is wrong with it as known now, by the seal's own history."""

    irregular: Finding | None = None


def heads(rules: Rulebook) -> tuple[str, ...]:
    return (*_columns(rules).values(), "印章", "状态", "说明")


def cells(entry: Entry, rules: Rulebook) -> tuple[str, ...]:
    notes = (FINDINGS[entry.irregular] if entry.irregular else "", entry.reason or "")
    return (
        *(_said(entry, field, rules) for field in _columns(rules)),
        f"{rules.short(entry.owner)}（{entry.number}）",
        STATUS_LABELS[entry.status],
        "；".join(note for note in notes if note),
    )


def lines(rows: Iterable[tuple[str, ...]]) -> str:
    """Rows of a CSV file that a spreadsheet opens without executing anything."""
    out = StringIO()
    csv.writer(out).writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def _columns(rules: Rulebook) -> dict[LedgerField, str]:
    """Fields to their heads: those of every kind of seal, in the pack's order, then the rest."""
    named = {column.field: column.label for rule in rules.pack.seal for column in rule.ledger}
    return {**named, **{field: label for field, label in _OTHER.items() if field not in named}}


def _said(entry: UseRow, field: LedgerField, rules: Rulebook) -> str:
    value = getattr(entry, field)
    match value:
        case None:
            return ""
        case datetime():
            return f"{value.astimezone(rules.zone):%Y-%m-%d %H:%M}"
    if field == "matter":
        found = rules.matters.get(entry.matter)
        return f"{entry.matter} {found.name}" if found else str(entry.matter)
    if field == "document":
        return document(entry.document, declined=entry.declined)
    return str(value)


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell
