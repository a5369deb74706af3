"""One mistake put into a pack that is otherwise valid, and what the checks say to it.

A case names the key to change in the same words that a problem names it.
"""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from domain.kernel.pack import Pack
from tenants.loader import bundled, load
from tenants.validate import validate

SEVEN = "seven_modes"
INVENTED = "sample_jia"  # a mode with a limit on every matter of it
LEVELS = "sample_wu"  # a city above: certificates, pushes and notices between the levels
COUNTY = "xingguo"
LISTED = "zezhou"  # two printed lists, step grants, memoranda
PILOTED = "rongan"
TESTED = (SEVEN, INVENTED, LEVELS)
REMOVED = object()
Mistake = tuple[str, str, object, str, str]
"""A pack, what is put at which of its keys, and the key and some words of the problem found."""


def organ(**fields: object) -> dict[str, object]:
    """One more of a county, to be put into a pack."""
    return {
        "id": "new",
        "name": "新单位",
        "short": "新",
        "kind": "department",
        "level": "county",
        "source": "test",
        **fields,
    }


@cache
def valid(name: str) -> bytes:
    folder = Path(__file__).parent / "data" / name if name in TESTED else bundled(name)
    return msgspec.json.encode(load(folder))


def changed(name: str, key: str, value: object) -> Pack:
    """Put a value at one key of a valid pack, append it (`table[+]`) or remove what is there."""
    data = msgspec.json.decode(valid(name))
    *path, last = re.findall(r"\[[^\]]+\]|[^.\[\]]+", key)
    inner = data
    for token in path:
        inner = inner[index(inner, token)]
    if last == "[+]":
        inner.append(value)
    elif value is REMOVED:
        del inner[index(inner, last)]
    else:
        inner[index(inner, last)] = value
    return msgspec.convert(data, Pack, strict=False)


def index(inner: Any, token: str) -> str | int:
    if not token.startswith("["):
        return token
    name = token[1:-1]
    if name.isdigit():
        return int(name)
    field, wanted = ("no", int(name[3:])) if name.startswith("no.") else ("id", name)
    return next(i for i, row in enumerate(inner) if row[field] == wanted)


def mistakes(cases: Sequence[Mistake]) -> pytest.MarkDecorator:
    """One test each, named after what is put where."""
    ids = [f"{put}={value if isinstance(value, str) else ''}" for _, put, value, *_ in cases]
    return pytest.mark.parametrize("mistake", cases, ids=ids)


def require_found(mistake: Mistake) -> None:
    name, put, value, key, reason = mistake
    faults = validate(changed(name, put, value))
    assert any(fault.key == key and reason in fault.reason for fault in faults), faults
    # Whoever keeps a county's pack reads it: what is wrong, and what to do.
    assert all(re.search("[一-鿿]", fault.reason) for fault in faults), faults
