"""The digest that names what a pack says, whichever version of the software reads it.

A later version of the schema has more optional fields. A pack that leaves them out says the same as
before, so what says no more than a default is left out of what is digested: `v2:` and SHA-256, in
hex. The first form, the bare SHA-256, was of all the fields that there were; where one is in the
log, the content beside it has just those.
"""

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec
from msgspec import NODEFAULT

from domain.kernel.pack import Pack

_PREFIX = "v2:"


def digest(pack: Pack) -> str:
    """Name a version of the rules for good, by its canonical JSON without defaults.

    As it will be read back: a whole number where a fraction may stand is one.
    """
    return _PREFIX + _sha256(_said(msgspec.json.decode(msgspec.json.encode(pack), type=type(pack))))


def verifies(named: str, content: bytes) -> bool:
    """Whether a digest of either form is that of a pack, given in JSON as it was adopted."""
    if named.startswith(_PREFIX):
        return named == digest(msgspec.json.decode(content, type=Pack))
    return named == _sha256(msgspec.json.decode(content))


def _sha256(content: object) -> str:
    return hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()


def _said(value: object) -> object:
    """A struct as a table of what differs from its defaults, and so on within it."""
    if isinstance(value, msgspec.Struct):
        return {
            name: _said(found)
            for attribute, name, default in _defaults(type(value))
            if (found := getattr(value, attribute)) != default
        }
    if isinstance(value, Mapping):
        return {name: _said(item) for name, item in value.items()}
    if isinstance(value, tuple):
        return [_said(item) for item in value]
    return value


@cache
def _defaults(kind: type[msgspec.Struct]) -> tuple[tuple[str, str, Any], ...]:
    """The fields of a struct: attribute, name in JSON, default or NODEFAULT."""
    return tuple(
        (
            field.name,
            field.encode_name,
            field.default if field.default_factory is NODEFAULT else field.default_factory(),
        )
        for field in msgspec.structs.fields(kind)
    )
