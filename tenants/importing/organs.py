"""Printed names of departments as organs of the pack: through its names only (B-16)."""

import re
from difflib import get_close_matches
from typing import NamedTuple

from domain.kernel.pack import Pack
from tenants.importing.grid import same
from tenants.names import names_of

_BETWEEN = re.compile(r"[、，,；;/\s]+")


class Names(NamedTuple):
    """Organs with the name that is printed; what no organ is called; whether names ran together."""

    found: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    divided: bool = False


class Directory:
    """The names of a pack's organs, however they are typed."""

    def __init__(self, pack: Pack) -> None:
        self._organs = {same(name): organ for organ in pack.organ for name in names_of(organ)}
        self._longest = sorted(self._organs, key=len, reverse=True)

    def organ(self, printed: str) -> str | None:
        found = self._organs.get(same(printed))
        return found.id if found else None

    def differs(self, printed: str) -> bool:
        """Whether the pack calls the organ otherwise in the first place."""
        found = self._organs.get(same(printed))
        return found is not None and found.name != printed

    def all(self, printed: str) -> Names:
        """Read one cell, whether its names are separated or run together."""
        found: list[tuple[str, str]] = []
        unknown: list[str] = []
        divided = False
        for part in filter(None, _BETWEEN.split(printed)):
            organ = self.organ(part)
            pieces = [part] if organ else self._divided(part)
            divided = divided or len(pieces) > 1
            found += [(o, piece) for piece in pieces if (o := self.organ(piece))]
            if not pieces:
                unknown.append(part)
        return Names(tuple(dict.fromkeys(found)), tuple(unknown), divided)

    def like(self, printed: str) -> str:
        """Say which names are near, for a person to choose from."""
        near = get_close_matches(same(printed), self._organs, n=2, cutoff=0.6)
        return f"，相近的有：{'、'.join(near)}" if near else ""

    def _divided(self, text: str) -> list[str]:
        """Take names that are printed without a separator apart; all of it, or nothing."""
        rest, pieces = same(text), []
        while rest:
            piece = next((name for name in self._longest if rest.startswith(name)), None)
            if piece is None:
                return []
            pieces.append(piece)
            rest = rest.removeprefix(piece)
        return pieces
