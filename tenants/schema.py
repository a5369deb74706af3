"""The JSON Schema of a pack, for editors: from the structs, with the template's own words.

A file of a pack holds some of its tables only. `whole=False` is the schema of one file: the same
without keys that must be there, and with what it says of the packs that it begins with.
"""

from inspect import cleandoc
from typing import Any

import msgspec

from domain.kernel.pack import Pack
from tenants.layers import DROP, EXTENDS
from tenants.template import words

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NAMES = {"type": "array", "items": {"type": ["string", "integer"]}}
_LAYERS: dict[str, dict[str, Any]] = {
    EXTENDS: {
        "description": "以哪些政策包为底本：旁边的目录，或者自带的",
        "type": "array",
        "items": {"type": "string"},
    },
    DROP: {
        "description": "去掉底本里的什么：表名 = 编号的列表；去掉整张表写 true",
        "type": "object",
        "additionalProperties": {"anyOf": [_NAMES, {"const": True}]},
    },
}


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
        structs[Pack.__name__]["properties"] |= _LAYERS
    return {"$schema": _DIALECT, **made}


def encoded(*, whole: bool) -> bytes:
    return msgspec.json.format(msgspec.json.encode(schema(whole=whole)), indent=2) + b"\n"
