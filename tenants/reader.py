"""Reads decoded TOML against the pack's structs and reports every fault, not only the first.

`msgspec.convert` stops at the first error. A county correcting a pack of 26 matters needs them all,
so `read` walks the struct fields itself and hands single values to msgspec. A value that cannot be
read is replaced by a stand-in of its type: the rest of the pack can then still be checked.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, TypeGuard, Union, get_args, get_origin

import msgspec

from tenants.fault import Fault, below, row

_PLAIN: Mapping[object, str] = {
    str: "文字（加英文双引号）",
    int: "整数",
    float: "数字",
    bool: "true 或者 false",
    date: "日期（如 2024-01-01）",
}


class Reading(NamedTuple):
    """`value` always fits the type that was asked for; it is real if there are no faults."""

    value: object
    faults: tuple[Fault, ...] = ()


def read(value: object, kind: object, key: str = "") -> Reading:
    """Check plain TOML data against a type of the pack; both keep their TOML key names."""
    wanted = _without_none(kind)
    if _is_struct(wanted) and isinstance(value, dict):
        return _table(value, wanted, key)
    if _is_list(wanted) and isinstance(value, list):
        item = get_args(wanted)[0]
        rows = [read(v, item, _row_key(key, i, v)) for i, v in enumerate(value)]
        return Reading([r.value for r in rows], _faults(rows))
    if get_origin(wanted) is dict and isinstance(value, dict):
        item = get_args(wanted)[1]
        entries = {k: read(v, item, below(key, k)) for k, v in value.items()}
        return Reading({k: r.value for k, r in entries.items()}, _faults(entries.values()))
    try:
        msgspec.convert(value, wanted)
    except msgspec.ValidationError as error:
        return Reading(stand_in(kind), (Fault(key, _reason(value, wanted, error)),))
    return Reading(value)


def stand_in(kind: object) -> object:
    """Make the smallest plain value that fits a type of the pack."""
    if NoneType in get_args(kind):
        return None
    if get_origin(kind) is Literal:
        return get_args(kind)[0]
    if _is_struct(kind):
        return {f.encode_name: stand_in(f.type) for f in msgspec.structs.fields(kind) if f.required}
    if kind is date:
        return date.min
    empty = get_origin(kind) or kind
    if not isinstance(empty, type):
        raise TypeError(f"the pack schema uses a type this reader does not know: {kind!r}")
    return empty()


def _table(value: dict[str, Any], kind: type[msgspec.Struct], key: str) -> Reading:
    known = {f.encode_name: f for f in msgspec.structs.fields(kind)}
    faults = [_unknown(below(key, name), name, known) for name in value if name not in known]
    read_values: dict[str, Any] = {}
    for name, field in known.items():
        if name in value:
            reading = read(value[name], field.type, below(key, name))
            read_values[name] = reading.value
            faults.extend(reading.faults)
        elif field.required:
            read_values[name] = stand_in(field.type)
            faults.append(Fault(below(key, name), "缺少这个必填的键：请补上"))
    return Reading(read_values, tuple(faults))


def _unknown(key: str, name: str, known: Mapping[str, object]) -> Fault:
    near = get_close_matches(name, known, n=1)
    meant = f"；是不是“{near[0]}”？" if near else "；请删去"
    return Fault(key, f"这里没有“{name}”这个键{meant}")


def _reason(value: object, kind: object, error: msgspec.ValidationError) -> str:
    if get_origin(kind) is Literal:
        return f"“{value}”不是能写的词；可以写 {'、'.join(map(str, get_args(kind)))}"
    said = f"“{value}”" if isinstance(value, str) else f" {value}"
    return f"{_wanted(kind, error)}，写的是{said}"


def _wanted(kind: object, error: msgspec.ValidationError) -> str:
    """Say what is written here; of rarer types, what the library says."""
    if _is_struct(kind) or get_origin(kind) is dict:
        return "这里要写一张表"
    if _is_list(kind):
        return "这里要写列表（方括号）"
    words = next((said for plain, said in _PLAIN.items() if plain is kind), None)
    return f"这里要写{words}" if words else str(error)


def _row_key(key: str, place: int, value: object) -> str:
    if isinstance(value, dict):
        return row(key, place, number=value.get("no"), identity=value.get("id"))
    return row(key, place)


def _faults(readings: Iterable[Reading]) -> tuple[Fault, ...]:
    return tuple(fault for reading in readings for fault in reading.faults)


def _is_struct(kind: object) -> TypeGuard[type[msgspec.Struct]]:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _is_list(kind: object) -> bool:
    return get_origin(kind) is tuple and get_args(kind)[-1] is Ellipsis


def _without_none(kind: object) -> object:
    """Read `X | None` as X: TOML cannot say null."""
    if get_origin(kind) in (Union, UnionType):
        return Union[tuple(arg for arg in get_args(kind) if arg is not NoneType)]  # noqa: UP007  known at run time
    return kind
