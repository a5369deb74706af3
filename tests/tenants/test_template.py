"""The template that a county's own staff begin with: a valid pack in which every option is said."""

import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec
import pytest

from domain.kernel.pack import Pack
from tenants.checks.needs import INSTRUMENTS
from tenants.checks.upper import upper
from tenants.loader import available, bundled, check, draft
from tenants.reader import read
from tenants.schema import encoded, schema
from tenants.template import (
    FOLDER,
    FolderNotEmptyError,
    files,
    struct_of,
    switched_on,
    words,
    write,
)


def structs(kind: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    """Every struct that a pack holds, some of them more than once."""
    yield kind
    for field in msgspec.structs.fields(kind):
        below = struct_of(field.type)
        if below is not None:
            yield from structs(below)


STRUCTS = sorted(set(structs(Pack)), key=lambda struct: struct.__name__)


def tables(text: str) -> dict[str, Any]:
    """A file as editors see it: JSON, with dates as text."""
    read: dict[str, Any] = json.loads(json.dumps(tomllib.loads(text), default=date.isoformat))
    return read


def test_the_template_is_a_valid_pack_and_no_county() -> None:
    checked = check(FOLDER)
    assert checked.problems == ()
    assert checked.pack is not None
    assert FOLDER.name not in available()


@pytest.mark.parametrize("struct", STRUCTS, ids=lambda struct: struct.__name__)
def test_every_option_stands_in_the_template_with_what_it_is_for(
    struct: type[msgspec.Struct],
) -> None:
    missing = [
        field.encode_name
        for field in msgspec.structs.fields(struct)
        if (struct.__name__, field.encode_name) not in words()
    ]
    assert missing == [], "say them in tenants/template/*.toml, off behind a #, with a # 说明"


ABOVE = "upper.toml"
"""What a county's pack does not say: it is for a province or a city."""


def test_with_every_option_switched_on_the_template_is_still_a_pack(tmp_path: Path) -> None:
    off = 0
    for path in files():
        if path.name == ABOVE:
            continue
        text = path.read_text("utf-8")
        off += switched_on(text) != text
        (tmp_path / path.name).write_text(switched_on(text), "utf-8")
    assert off
    assert check(tmp_path).problems == ()


def test_what_it_says_of_an_upper_level_is_in_order_too(tmp_path: Path) -> None:
    for path in files():
        text = path.read_text("utf-8")
        said = switched_on(text) if path.name == ABOVE else text
        (tmp_path / path.name).write_text(said, "utf-8")
    pack = draft(tmp_path)
    assert [fault.key for fault in upper(pack)] == ["jurisdiction.level", "matter"]
    province = msgspec.structs.replace(pack.jurisdiction, level="province")
    assert list(upper(msgspec.structs.replace(pack, jurisdiction=province, matter=()))) == []


def test_a_new_pack_is_written_with_the_schema_that_its_files_name(tmp_path: Path) -> None:
    folder = tmp_path / "county"
    written = write(folder, encoded(whole=False))
    assert sorted(written) == sorted(path.name for path in folder.iterdir())
    assert check(folder).problems == ()
    for path in files():
        first, _, _ = (folder / path.name).read_text("utf-8").partition("\n")
        _, _, named = first.partition("#:schema ")
        assert (folder / named).is_file(), path.name


@pytest.mark.parametrize("there", ["a file", "a folder with a file"])
def test_nothing_is_written_where_something_is(tmp_path: Path, there: str) -> None:
    place = tmp_path / "county"
    if there == "a file":
        place.write_text("mine", "utf-8")
    else:
        place.mkdir()
        (place / "organs.toml").write_text("mine", "utf-8")
    with pytest.raises(FolderNotEmptyError):
        write(place, b"")
    assert [path.read_text("utf-8") for path in tmp_path.rglob("*") if path.is_file()] == ["mine"]


WHOLE, PART = (jsonschema_rs.validator_for(schema(whole=whole)) for whole in (True, False))
FOLDERS = [FOLDER, *(bundled(name) for name in available())]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_schema_knows_every_pack_whole_and_file_by_file(folder: Path) -> None:
    merged: dict[str, Any] = {}
    for path in sorted(folder.glob("*.toml")):
        file = tables(path.read_text("utf-8"))
        assert [error.message for error in PART.iter_errors(file)] == [], path.name
        merged |= file
    if "extends" in merged:  # the rest stands in other folders
        return
    assert [error.message for error in WHOLE.iter_errors(merged)] == []


@pytest.mark.parametrize(
    ("wrong", "part"),
    [
        ({"colour": "red"}, "colour"),
        ({"matter": [{"no": 1, "name": "甲", "mode": "m", "remrak": ""}]}, "remrak"),
        ({"sla": [{"id": "a", "name": "甲", "days": 1, "unit": "weeks"}]}, "weeks"),
        ({"effective_from": "soon"}, "soon"),
        ({"organ": [{"id": "a"}]}, "name"),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(wrong: dict[str, Any], part: str) -> None:
    validator = jsonschema_rs.validator_for(schema(whole=False), validate_formats=True)
    assert any(part in error.message for error in validator.iter_errors(wrong))
    assert read(wrong, Pack).faults


def test_the_schema_knows_what_a_pack_begins_with() -> None:
    assert PART.is_valid(
        {"extends": ["base"], "drop": {"mode": ["a"], "task": [1], "visits": True}}
    )
    assert not PART.is_valid({"extends": "base"})
    assert not PART.is_valid({"drop": {"visits": False}})
    assert not WHOLE.is_valid({"extends": ["base"]})


def test_editors_show_the_words_of_the_template() -> None:
    seal = schema(whole=True)["$defs"]["SealRule"]["properties"]
    assert seal["engraved_by"]["description"] == words()["SealRule", "engraved_by"]
    assert not PART.is_valid({"effective_from": 7})
    assert "required" not in schema(whole=False)["$defs"]["Pack"]
    assert "required" in schema(whole=True)["$defs"]["Pack"]


GUIDE = (Path(__file__).parents[2] / "docs/onboarding.md").read_text("utf-8")


@pytest.mark.parametrize("example", re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL))
def test_an_example_of_the_guide_is_part_of_a_pack(example: str) -> None:
    assert [error.message for error in PART.iter_errors(tables(example))] == []


def test_the_guide_says_every_instrument() -> None:
    for instrument in INSTRUMENTS:
        assert f"| `{instrument}` |" in GUIDE
