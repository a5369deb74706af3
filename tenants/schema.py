"""The JSON Schema of a pack, for editors: from the structs, with the template's own words.

A file of a pack holds some of its tables only. `whole=False` is the schema of one file: the same
without keys that must be there.
"""

from inspect import cleandoc
from typing import Any

import msgspec

from domain.kernel.pack import Pack
from tenants.template import words

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(*, whole: bool) -> dict[str, Any]:
    made = msgspec.json.schema(Pack)
    structs = made["$defs"]
    for struct in structs.values():
        if "description" in struct:
            struct["description"] = cleandoc(struct["description"])
    for (name, key), text in words().items():
        structs[name]["properties"][key]["description"] = text
    if not whole:
        del structs[Pack.__name__]["required"]
    return {"$schema": _DIALECT, **made}


def encoded(*, whole: bool) -> bytes:
    return msgspec.json.format(msgspec.json.encode(schema(whole=whole)), indent=2) + b"\n"
