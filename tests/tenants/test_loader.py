"""Loading folders: clean packs load, broken ones say everything that is wrong at once."""

import shutil
from pathlib import Path

import msgspec
import pytest

from tenants.loader import PackError, available, bundled, check, digest, load

DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize("name", available())
def test_every_bundled_pack_is_clean(name: str) -> None:
    assert check(bundled(name)).problems == ()


def test_bundled_packs_are_found_by_name_only() -> None:
    assert "xingguo" in available()
    with pytest.raises(LookupError, match="xingguo"):
        bundled("../packs/xingguo")


def test_seven_modes_of_the_source_documents_are_valid() -> None:
    pack = load(DATA / "seven_modes")
    assert [mode.id for mode in pack.mode][:7] == [
        "no2_seal",
        "substantive_review",
        "granted_steps",
        "unspecified",
        "one_seal",
        "remote_window",
        "two_seals",
    ]
    assert {matter.mode for matter in pack.matter} == {mode.id for mode in pack.mode[:7]}


# One broken folder with a mistake of every kind: file, key, part of the reason.
BROKEN = [
    ("rules.toml", "", "not TOML in UTF-8: Expected ']]'"),
    ("tasks.toml", "post", "pack.toml has this key already"),
    ("pack.toml", "colour", "no key 'colour'"),
    ("pack.toml", "jurisdiction.region", "Expected str, got int; the value is 360732"),
    ("organs.toml", "organ[town].kind", "'village_in_the_hills' is not one of government,"),
    ("matters.toml", "matter[no.1].remrak", "did you mean 'remark'?"),
    ("matters.toml", "matter[no.12].guard[volume].at_least", "Expected float, got str"),
    ("matters.toml", "matter[no.12].fee", "'a little' is not one of free, by_law"),
    ("modes.toml", "party.dept", "'matter.boss' is not a binder"),
    ("modes.toml", "mode[plain].step[decide].by", "'twon' is not in [party]"),
    ("modes.toml", "mode[plain].step", "circle: accept → decide → accept"),
    ("matters.toml", "matter[no.12].mode", "'fancy' is not in [mode]"),
    ("tasks.toml", "task[no.1].units", "no organ or group is called '县林叶局'"),
]


def test_a_broken_folder_yields_all_of_its_errors_at_once() -> None:
    found = check(DATA / "broken")
    assert found.pack is None
    assert [(file, key) for file, key, _ in found.problems] == [(f, k) for f, k, _ in BROKEN]
    for problem, (_, _, reason) in zip(found.problems, BROKEN, strict=True):
        assert reason in problem.reason


def test_load_raises_with_all_problems() -> None:
    with pytest.raises(PackError, match="13 problem") as raised:
        load(DATA / "broken")
    assert raised.value.problems == check(DATA / "broken").problems
    assert "organs.toml: organ[town].kind: " in str(raised.value)


def test_missing_keys_are_named_where_nothing_could_have_said_them(tmp_path: Path) -> None:
    (tmp_path / "pack.toml").write_text('id = "empty"\nversion = "1"\n', "utf-8")
    keys = {problem.key for problem in check(tmp_path).problems}
    assert keys >= {"name", "effective_from", "jurisdiction", "organ", "party", "mode", "matter"}
    assert "id" not in keys


def test_a_broken_file_causes_no_echoes(tmp_path: Path) -> None:
    """What the broken file would have said is neither missing nor an unknown reference."""
    folder = shutil.copytree(bundled("xingguo"), tmp_path / "copy")
    with (folder / "organs.toml").open("a", encoding="utf-8") as organs:
        organs.write("this is not TOML")
    (problem,) = check(folder).problems
    assert (problem.file, problem.key) == ("organs.toml", "")


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    folder = shutil.copytree(bundled("xingguo"), tmp_path / "copy")
    text = (folder / "reports.toml").read_text("utf-8")
    (folder / "reports.toml").write_bytes(text.encode("gb18030"))
    (problem,) = check(folder).problems
    assert (problem.file, problem.key) == ("reports.toml", "")
    assert "UTF-8" in problem.reason


def test_an_empty_folder(tmp_path: Path) -> None:
    (problem,) = check(tmp_path).problems
    assert problem.file == tmp_path.name
    assert "no *.toml files" in str(problem)


def test_tables_may_stand_in_any_file(tmp_path: Path) -> None:
    source = bundled("xingguo")
    folder = shutil.copytree(source, tmp_path / "copy")
    tasks, reports = folder / "tasks.toml", folder / "reports.toml"
    reports.write_text(reports.read_text("utf-8") + tasks.read_text("utf-8"), "utf-8")
    tasks.unlink()
    assert load(folder) == load(source)


def test_digest_names_the_content() -> None:
    pack = load(bundled("xingguo"))
    assert digest(pack) == digest(load(bundled("xingguo")))
    assert len(digest(pack)) == 64
    changed = msgspec.structs.replace(pack, version="2024-01-01")
    assert digest(changed) != digest(pack)


def test_a_pack_survives_the_log() -> None:
    """An adopted pack is stored as JSON in an event and read back without the files."""
    pack = load(bundled("xingguo"))
    stored = msgspec.json.encode(pack, order="sorted")
    assert msgspec.json.decode(stored, type=type(pack)) == pack
