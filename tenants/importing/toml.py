"""Tables as TOML, small and exact: what is written reads back as it was."""

import re
from collections.abc import Iterable, Mapping

Value = str | int | bool | list["Value"] | dict[str, "Value"]

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_CONTROL = re.compile(r'[\x00-\x1f\x7f"\\]')
_SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def table(name: str, values: Mapping[str, Value], comments: Iterable[str] = ()) -> str:
    """Write one row of an array of tables, with comments above it."""
    said = [f"# {re.sub(_LINE, ' ', comment)}" for comment in comments]
    keys = [f"{key_of(key)} = {value_of(value)}" for key, value in values.items()]
    return "\n".join((*said, f"[[{name}]]", *keys)) + "\n"


_LINE = r"[\x00-\x1f\x7f\x85\u2028\u2029]+"  # a comment ends with its line


def key_of(key: str) -> str:
    return key if _BARE.fullmatch(key) else value_of(key)


def value_of(value: Value) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return f'"{_CONTROL.sub(_escaped, value)}"'
        case list():
            return f"[{', '.join(map(value_of, value))}]"
        case dict():
            inside = ", ".join(f"{key_of(key)} = {value_of(each)}" for key, each in value.items())
            return f"{{ {inside} }}" if inside else "{}"


def _escaped(found: re.Match[str]) -> str:
    return _SHORT.get(found[0], f"\\u{ord(found[0]):04x}")
