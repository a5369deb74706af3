"""One county's rules with what upper levels lay beside them: a pack made of several (DESIGN 4).

The county's own rows go first. An upper level replaces none of them: where both have an organ, a
post, a document or a rule of one name, the county's stands. Modes, seals, time limits and parties
of one name would change what the county's own rows mean, so such packs do not go together.
"""

from collections.abc import Iterable, Iterator
from functools import reduce
from typing import Any

import msgspec

from domain.kernel.pack import Pack

_SHARED = ("document", "organ", "report", "rule")
"""Rows that both may have: the county's stands."""
_OWN = ("mode", "seal", "sla", "window")
"""Rows that a mode means by name: two of one name are a clash, unless they say the same."""

_COUNTYS = frozenset({"schema", "late_entry_days", "upper", "list", "target", "task", "group"})
"""What an upper level says for itself alone; of the rest it speaks where the county is silent."""


def composed(county: Pack, above: Iterable[Pack]) -> Pack:
    """The county's pack with the rows of the packs above it; alone, it is itself."""
    return reduce(_beside, above, county)


def version(county: Pack, above: Iterable[Pack]) -> str:
    """What the acts under it name: each pack with its own version."""
    return "+".join((county.version, *(f"{pack.id}@{pack.version}" for pack in above)))


def clashes(county: Pack, upper: Pack) -> Iterator[str]:
    """The names, in words, that mean one thing in the county's pack and another above."""
    for table in _OWN:
        rows = {row.id: row for row in getattr(county, table)}
        for row in getattr(upper, table):
            if rows.get(row.id, row) != row:
                yield f"{table}：{row.id}"
    for name, binder in upper.party.items():
        if county.party.get(name, binder) != binder:
            yield f"party：{name}"


def _beside(county: Pack, upper: Pack) -> Pack:
    rows: dict[str, Any] = {}
    for table in (*_SHARED, *_OWN):
        own = getattr(county, table)
        names = {row.id for row in own}
        rows[table] = (*own, *(row for row in getattr(upper, table) if row.id not in names))
    for table in ("party", "post", "style"):
        rows[table] = {**getattr(upper, table), **getattr(county, table)}
    for field in msgspec.structs.fields(Pack):
        if not field.required and field.name not in {*rows, *_COUNTYS}:
            own = getattr(county, field.name)
            rows[field.name] = getattr(upper, field.name) if own in (None, ()) else own
    # Of several levels above the nearest adopted last speaks; each keeps its own conflicts.
    rows["upper"] = upper.upper
    rows["version"] = version(county, (upper,))
    return msgspec.structs.replace(county, **rows)
