"""An example of whatever is answered: the plainest value of its type, by the names of fields."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import inspect

from services.http.words import EXAMPLES

_PLAIN: dict[type[inspect.Type], object] = {
    inspect.AnyType: {},
    inspect.NoneType: None,
    inspect.BoolType: True,
    inspect.StrType: "示例",
    inspect.BytesType: b"",
    inspect.IntType: 1,
    inspect.FloatType: 1.0,
    inspect.DateTimeType: datetime(2024, 1, 2, 8, 30, tzinfo=UTC),
    inspect.DateType: date(2024, 1, 2),
    inspect.UUIDType: UUID(int=1),
}


def example_of(kind: Any, name: str = "") -> Any:  # noqa: ANN401  any type, and a value of it
    """As JSON has it; of a field whose name says more, what that calls for."""
    return msgspec.to_builtins(_example(inspect.type_info(kind), name))


def _example(kind: inspect.Type, name: str) -> Any:  # noqa: ANN401, PLR0911  one per kind of type
    if isinstance(kind, inspect.StrType | inspect.IntType) and name in EXAMPLES:
        return _fitting(kind, EXAMPLES[name])
    if type(kind) in _PLAIN:
        return _PLAIN[type(kind)]
    match kind:
        case inspect.Metadata(type=inner):
            return _example(inner, name)
        case inspect.LiteralType(values=values):
            return values[0]
        case inspect.UnionType(types=types):
            return _example(next(t for t in types if not isinstance(t, inspect.NoneType)), name)
        case inspect.ListType(item_type=item) | inspect.VarTupleType(item_type=item):
            return [_example(item, name)]
        case inspect.TupleType(item_types=items):
            return [_example(item, name) for item in items]
        case inspect.DictType(value_type=value):
            return {"key": _example(value, "")}
        case inspect.StructType(fields=fields):
            return {field.encode_name: _example(field.type, field.name) for field in fields}
    raise TypeError(f"no example of {kind}")


def _fitting(kind: inspect.Type, value: object) -> object:
    """One word stands for several fields, which need not be of one type."""
    wanted = str if isinstance(kind, inspect.StrType) else int
    return value if isinstance(value, wanted) else _PLAIN[type(kind)]
