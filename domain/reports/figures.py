"""The figures of a periodic report: what was handled, how seals were used, and what changed since.

Counted of one who reports to another, within a period, as far as the log had come (XG23-61, -68).
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec
from msgspec import Struct

CASE_LABELS: Mapping[str, str] = {
    "received": "收件",
    "accepted": "受理",
    "declined": "不予受理",
    "granted": "准予",
    "refused": "不予",
    "withdrawn": "撤回",
    "revoked": "撤销",
    "overdue": "逾期",
    "irregular": "违规",
}
USE_LABELS: Mapping[str, str] = {
    "applied": "申请",
    "consented": "同意",
    "refused": "不同意",
    "used": "用印",
    "voided": "作废",
    "irregular": "失效后用印",
}


class OfMatter(Struct, frozen=True, kw_only=True):
    """Cases of one matter by what happened to them within the period; `overdue`: terms that ended.

    `irregular`: findings on record of what happened in the period, without those dismissed.
    """

    matter: int
    received: int = 0
    accepted: int = 0
    declined: int = 0
    granted: int = 0
    refused: int = 0
    withdrawn: int = 0
    revoked: int = 0
    overdue: int = 0
    irregular: int = 0


class OfSeal(Struct, frozen=True, kw_only=True):
    """Uses of the receiver's seals on one kind of document of one matter.

    `irregular`: of those used, by a seal that was lost or out of use then, as is known now.
    """

    matter: int
    document: str
    applied: int = 0
    consented: int = 0
    refused: int = 0
    used: int = 0
    voided: int = 0
    irregular: int = 0


class Figures(Struct, frozen=True, kw_only=True):
    """`position`: as far as the log had come. Matters that were handed down are there with 0."""

    position: int
    matters: tuple[OfMatter, ...]
    seals: tuple[OfSeal, ...]

    @property
    def nil(self) -> bool:
        """Nothing happened: that is what is reported then."""
        return not any(self.counts().values())

    def counts(self) -> dict["Figure", int]:
        """Every number by what it is of."""
        found: dict[Figure, int] = {}
        rows: tuple[OfMatter | OfSeal, ...] = (*self.matters, *self.seals)
        for row in rows:
            document = row.document if isinstance(row, OfSeal) else ""
            for name in row.__struct_fields__:
                if name not in {"matter", "document"}:
                    found[Figure(row.matter, document, name)] = getattr(row, name)
        return found

    @property
    def digest(self) -> str:
        """SHA-256 of their canonical JSON (keys sorted, UTF-8, no blanks), in hex."""
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()


class Figure(NamedTuple):
    """Of which matter; of which kind of document, empty: of the cases; a field of its row."""

    matter: int
    document: str
    name: str


class Difference(Struct, frozen=True, kw_only=True):
    """One number that is another now, and the events that made it so, each `stream@version`."""

    matter: int
    document: str
    figure: str
    old: int
    new: int
    events: tuple[str, ...]


def figures(position: int, counts: Mapping[Figure, int], matters: frozenset[int]) -> Figures:
    """A row for every matter handed down, and for whatever has a number."""
    counted = {figure: number for figure, number in counts.items() if number}
    handled = sorted({*matters, *(it.matter for it in counted if not it.document)})
    sealed = sorted({(it.matter, it.document) for it in counted if it.document})

    def numbers(matter: int, document: str) -> dict[str, int]:
        return {it.name: n for it, n in counted.items() if it[:2] == (matter, document)}

    return Figures(
        position=position,
        matters=tuple(OfMatter(matter=no, **numbers(no, "")) for no in handled),
        seals=tuple(
            OfSeal(matter=no, document=document, **numbers(no, document)) for no, document in sealed
        ),
    )


def differences(
    old: Figures, new: Figures, events: Mapping[Figure, tuple[str, ...]]
) -> Iterator[Difference]:
    """What a report says otherwise than it would now; `events`: what bore on each number since."""
    before, now = old.counts(), new.counts()
    for figure in sorted({*before, *now}):
        was, is_ = before.get(figure, 0), now.get(figure, 0)
        if was != is_:
            yield Difference(
                matter=figure.matter,
                document=figure.document,
                figure=figure.name,
                old=was,
                new=is_,
                events=events.get(figure, ()),
            )
