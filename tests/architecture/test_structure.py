"""What holds for the code as a whole and no linter says: words, wire names, purity, tenants in SQL.

Imports between rooms are import-linter's (pyproject.toml).
"""

import ast
import importlib
import pkgutil
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from msgspec import inspect

import domain
from domain.kernel.event import Command, Event
from domain.kernel.event_words import EVENT_WORDS
from domain.registry import FOLDS, REGISTRY
from infra.codec import Codec
from infra.sql import queries
from services.commands import HANDLERS
from tenants.loader import available, bundled, load

ROOT = Path(__file__).parents[2]
ROOMS = ("domain", "infra", "projections", "services", "tenants")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CODE = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
SQL = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.sql"))
# The demo plays one county's story, so it may name it.
DEMO = (ROOT / "services/demo", ROOT / "services/cli/demo.py")
NEUTRAL = [path for path in (*CODE, *SQL) if not any(path.is_relative_to(demo) for demo in DEMO)]
PACKS = [load(bundled(name)) for name in available()]

EVENT_CLASSES = list(REGISTRY)
COMMAND_CLASSES = list(HANDLERS)


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def parsed(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(path.read_text("utf-8"))))


def literals(path: Path) -> set[str]:
    """Every string that the file's code or SQL holds, whole."""
    if path.suffix == ".sql":
        return set(re.findall(r"'([^']*)'", path.read_text("utf-8")))
    return {
        node.value
        for node in parsed(path)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


# Words: a county is data (DESIGN 4).


def county_words() -> set[str]:
    """What only one county is called: itself, its departments and townships, by every name."""
    words: set[str] = set()
    for pack in PACKS:
        county = pack.jurisdiction.name
        words |= {pack.id, county, county.removesuffix("县")}
        for organ in pack.organ:
            if organ.kind in ("department", "township", "service_centre", "village"):
                words |= {organ.name, organ.short, *organ.aliases} - {None, ""}
            if organ.kind == "township":
                words.add(organ.id)
    return words


@pytest.mark.parametrize("path", NEUTRAL, ids=place)
def test_no_county_is_named_in_code(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [word for word in sorted(county_words()) if word in text] == []


@pytest.mark.parametrize("path", NEUTRAL, ids=place)
def test_no_mode_and_no_organ_of_a_pack_is_named_in_code(path: Path) -> None:
    assert literals(path) & pack_ids() == set()


def pack_ids() -> set[str]:
    """Of modes, organs, programmes, windows, lists, seals, and ways to serve."""
    found: set[str] = set()
    for pack in PACKS:
        named: tuple[Any, ...] = (*pack.mode, *pack.organ, *pack.programme, *pack.window)
        named += (*pack.list, *pack.seal)
        found |= {it.id for it in named} | set(pack.style)
    return found


@pytest.mark.parametrize("path", NEUTRAL, ids=place)
def test_no_programme_window_list_or_way_of_a_pack_is_named_in_code(path: Path) -> None:
    titles = {mode.name for pack in PACKS for mode in pack.mode}
    titles |= {programme.name for pack in PACKS for programme in pack.programme}
    titles |= {window.name for pack in PACKS for window in pack.window}
    titles |= {printed.title for pack in PACKS for printed in pack.list}
    text = path.read_text("utf-8")
    assert [title for title in sorted(titles) if title in text] == []


# Wire names: stable, `context.past_fact`.

IRREGULAR = {
    "borne",
    "given",
    "held",
    "left",
    "lost",
    "made",
    "met",
    "put",
    "sent",
    "taken",
    "withdrawn",
}


@pytest.mark.parametrize("event", EVENT_CLASSES, ids=lambda event: event.TYPE)
def test_an_event_is_named_as_a_past_fact_of_its_context(event: type[Event]) -> None:
    match = re.fullmatch(r"([a-z]+(?:_[a-z]+)*)\.([a-z]+(?:_[a-z]+)*)", event.TYPE)
    assert match is not None
    assert match[1] == event.__module__.split(".")[1]
    assert any(word.endswith("ed") or word in IRREGULAR for word in match[2].split("_"))


def subclasses(base: type[Any]) -> Iterator[type[Any]]:
    for cls in base.__subclasses__():
        if cls.__module__.startswith("domain."):
            yield cls
        yield from subclasses(cls)


def import_domain() -> None:
    for module in pkgutil.walk_packages(domain.__path__, "domain."):
        importlib.import_module(module.name)


def test_every_event_and_command_is_known_by_a_name_of_its_own() -> None:
    import_domain()
    events = [cls for cls in subclasses(Event) if cls.TYPE]
    commands = [cls for cls in subclasses(Command) if cls.TYPE]
    assert set(events) == set(EVENT_CLASSES)
    assert set(commands) == set(COMMAND_CLASSES)
    names = [cls.TYPE for cls in (*events, *commands)]
    assert len(names) == len(set(names))
    assert EVENT_WORDS.keys() == {cls.TYPE for cls in events}, "officials read words"


def test_every_kind_of_stream_that_decisions_read_has_a_fold() -> None:
    tree = ast.parse((ROOT / "domain/kernel/streams.py").read_text("utf-8"))
    kinds = {
        str(node.values[0].value).rstrip("/")
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant)
    }
    # Nobody decides on these two: attempts are remembered, an erased subject has no key.
    assert {*kinds, "policy", "calendar"} - {"attempts", "subject"} == set(FOLDS)


# Events are JSON: what is written is what is read.


PLAIN: dict[type[inspect.Type], object] = {
    inspect.NoneType: None,
    inspect.BoolType: True,
    inspect.StrType: "同办",
    inspect.BytesType: b"\x00\xff",
    inspect.IntType: 7,
    inspect.FloatType: 1.5,
    inspect.DateTimeType: datetime(2023, 11, 30, 8, 30, tzinfo=UTC),
    inspect.DateType: date(2023, 11, 30),
    inspect.UUIDType: UUID(int=1),
}


def example(kind: inspect.Type) -> Any:
    """The plainest value of a type; a type that an event may not hold fails here."""
    if type(kind) in PLAIN:
        return PLAIN[type(kind)]
    match kind:
        case inspect.LiteralType(values=values):
            return values[0]
        case inspect.UnionType(types=types):
            return example(types[0])
        case inspect.VarTupleType(item_type=item):
            return (example(item),)
        case inspect.TupleType(item_types=items):
            return tuple(example(item) for item in items)
        case inspect.DictType(key_type=key, value_type=value):
            return {example(key): example(value)}
        case inspect.StructType(cls=cls, fields=fields):
            return cls(**{field.name: example(field.type) for field in fields})
    raise TypeError(f"no event may hold a {kind}")


@pytest.mark.parametrize("event", EVENT_CLASSES, ids=lambda event: event.TYPE)
def test_an_event_reads_back_as_it_was_written(event: type[Event]) -> None:
    codec = Codec(REGISTRY)
    made = example(inspect.type_info(event))
    body = codec.encode(made)
    assert codec.decode(event.TYPE, event.SCHEMA, body) == made
    assert msgspec.json.encode(msgspec.json.decode(body), order="sorted") == body  # canonical


# Purity: the domain decides from its arguments alone.

PURE = {
    "collections",
    "datetime",
    "decimal",
    "enum",
    "fractions",
    "functools",
    "hashlib",  # a digest is of its argument alone
    "itertools",
    "math",
    "re",
    "typing",
    "uuid",
    "zoneinfo",
    "domain",
    "msgspec",
}
IMPURE_CALLS = {"now", "today", "utcnow", "uuid1", "uuid4", "open", "print", "input"}
DOMAIN = [path for path in CODE if path.is_relative_to(ROOT / "domain")]


@pytest.mark.parametrize("path", DOMAIN, ids=place)
def test_the_domain_neither_waits_nor_looks_around(path: Path) -> None:
    for node in parsed(path):
        assert not isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith)
        if isinstance(node, ast.Import):
            assert {alias.name.split(".")[0] for alias in node.names} <= PURE
        if isinstance(node, ast.ImportFrom):
            assert (node.module or "").split(".")[0] in PURE
        if isinstance(node, ast.Call):
            assert called(node) not in IMPURE_CALLS


def called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


# Wiring and size.


@pytest.mark.parametrize("path", CODE, ids=place)
def test_only_main_puts_the_parts_together(path: Path) -> None:
    parts = {"EventLog", "Codec", "Vault", "Projections", "Executor", "Credentials"}
    calls = {called(node) for node in parsed(path) if isinstance(node, ast.Call)}
    if path != ROOT / "services/main.py":
        assert calls & parts == set()


@pytest.mark.parametrize("path", CODE, ids=place)
def test_functions_fit_on_a_page(path: Path) -> None:
    for node in parsed(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 70, node.name


def test_contracts_and_wheel_cover_every_room() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages == {*ROOMS, "benchmarks"}
    assert packages == set(PROJECT["tool"]["importlinter"]["root_packages"])
    assert set(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) == set(ROOMS)


# Tenants: no query reaches a table of theirs without naming whose rows it means.

TABLE = re.compile(
    r"\b(?:from|join|into|update)\s+(?:tongban|views|work)\.[\w{}]+(?![\w{}]*\()", re.IGNORECASE
)
NAMED = re.compile(r"\btenant = (?:\$\d|%s)|\(tenant, ", re.IGNORECASE)
# Bookkeeping of the runner over all tenants at once: a view's table serves them all. And counts for
# monitoring, which say nothing of any one tenant.
OF_ALL_TENANTS = {"tables", "note_table", "forget", "checkpoints", "rename_checkpoints", "pending"}
# Workers serve all tenants; what they look for is ids, and an operator sees what they gave up.
OF_ALL_TENANTS |= {"failing", "send_due", "show_task", "task_depth"}


def statements() -> Iterator[tuple[str, str]]:
    """Where, and what: every query of the project that touches a table."""
    files = chain((ROOT / "infra/sql").glob("*.sql"), (ROOT / "projections").rglob("*.sql"))
    for path in files:
        for name, text in queries(path).items():
            if name not in OF_ALL_TENANTS:
                yield f"{place(path)}:{name}", text
    for path in (ROOT / "projections").rglob("*.py"):
        for node in parsed(path):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield f"{place(path)}:{node.lineno}", node.value
            if isinstance(node, ast.JoinedStr):
                yield f"{place(path)}:{node.lineno}", ast.unparse(node)


QUERIES = {where: text for where, text in statements() if TABLE.search(text)}


def test_there_are_queries_to_check() -> None:
    assert len(QUERIES) > 15


@pytest.mark.parametrize("where", QUERIES)
def test_a_query_names_the_tenant(where: str) -> None:
    assert NAMED.search(QUERIES[where])


@pytest.mark.parametrize(
    "path", sorted((ROOT / "projections").glob("*/schema.sql")), ids=lambda path: path.parent.name
)
def test_a_view_is_keyed_by_tenant_first(path: Path) -> None:
    text = path.read_text("utf-8")
    assert re.search(r"create table \{table\} \(\s*tenant ", text)
    keys = re.findall(r"(?:primary key|unique|index on \{table\}) \(([^)]*)\)", text)
    assert keys
    assert all(key.split(",")[0] == "tenant" for key in keys)
    # The runner looks rows up by key. Another whole index that holds it tempts the planner:
    # catching up took five times as long.
    indexes = re.findall(r"index on \{table\} \(([^)]*)\);", text)
    assert not any("key" in index.split(", ") for index in indexes)
