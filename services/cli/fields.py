"""A command's fields as a terminal gives them: `name=value`, inner ones by dots, or JSON."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec
from msgspec import Struct

from domain.kernel.event import Command
from domain.kernel.refusal import NotFound
from domain.kernel.rulebook import Rulebook
from services.cli.output import fail
from services.http.act import Act, whole

ORGANS = (
    "organ", "organs", "receiver", "delegator", "delegatee", "owner", "issuer", "regulator",
    "addressees", "to",
)  # fmt: skip
"""The fields that hold organs: they may be given by name (B-16). `to` may also be a person."""


def kind_of(kind: Any) -> str:  # noqa: ANN401  any type
    """What may be given, short: a kind of JSON, or the words there are."""
    (schema,), components = msgspec.json.schema_components([kind])
    while "$ref" in schema:
        schema = components[schema["$ref"].rpartition("/")[2]]
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "properties" in schema:
        return "{" + ", ".join(schema["properties"]) + "}"
    options = [option for option in schema.get("anyOf", [schema]) if option.get("type") != "null"]
    if len(options) == 1 and options[0].get("type") == "array":
        return "列表 list"
    return " | ".join(str(o.get("format", o.get("type", "object"))) for o in options)


def content(data: str | None, file: Path | None) -> dict[str, Any]:
    if data is not None and file is not None:
        fail("cli.fields", "--data 与 --file 只用其一")
    try:
        if file is not None:
            data = sys.stdin.read() if str(file) == "-" else file.read_text("utf-8")
        return msgspec.json.decode(data or "{}", type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        fail("cli.fields", f"不是 JSON 对象：{error}")


def pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name:
        fail("cli.fields", f"“{text}”不是 字段=值")
    return name, value


def put(at: dict[str, Any], name: str, text: str, act: Act) -> None:
    """Put a value in its place, read as the type of its field asks."""
    kind: Any = whole(act)
    *outer, last = name.split(".")
    for part in outer:
        kind = _inner(kind, part)
        at = at.setdefault(part, {})
        if not isinstance(at, dict):
            fail("cli.fields", f"“{name}”：“{part}”没有下级字段")
    at[last] = _value(_inner(kind, last), text)


def _inner(kind: Any, name: str) -> Any:  # noqa: ANN401  types are values here
    """The type of a field; None where it has none, which the conversion then says."""
    if isinstance(kind, type) and issubclass(kind, Struct):
        found = {field.name: field.type for field in msgspec.structs.fields(kind)}
        return found.get(name)
    return get_args(kind)[1] if get_origin(kind) is dict else None


def _value(kind: Any, text: str) -> Any:  # noqa: ANN401  types are values here
    kinds = list(_plain(kind))
    if any(get_origin(one) is tuple for one in kinds) and not text.startswith("["):
        return [part.strip() for part in text.split(",")]
    if str in kinds and not {int, float} & set(kinds):
        return text  # also what looks like a number: 编号、证件号码
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text


def _plain(kind: Any) -> Iterator[Any]:  # noqa: ANN401  types are values here
    """What a union or annotated type is made of."""
    origin = get_origin(kind)
    if origin is Annotated:
        yield from _plain(get_args(kind)[0])
    elif origin in (Union, UnionType):
        for one in get_args(kind):
            yield from _plain(one)
    else:
        yield kind


def named(given: Mapping[str, Any], rules: Rulebook | None) -> dict[str, Any]:
    """With the ids of organs that were given by name; the domain refuses those that are not."""

    def found(value: Any) -> Any:  # noqa: ANN401  whatever was given
        if rules is None or not isinstance(value, str):
            return value
        try:
            return rules.find(value).id
        except NotFound:
            return value

    made = dict(given)
    for name in ORGANS:
        if name in made:
            value = made[name]
            made[name] = [found(v) for v in value] if isinstance(value, list) else found(value)
    return made


def command(act: Act, given: Mapping[str, Any]) -> Command:
    try:
        fields = msgspec.convert(given, whole(act), strict=False)
    except msgspec.ValidationError as error:
        fail("cli.fields", f"{error}；用 tongban do --fields {act.command.TYPE} 查看字段")
    return act.command(**msgspec.structs.asdict(fields))
