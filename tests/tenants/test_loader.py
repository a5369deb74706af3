"""Loading folders: clean packs load, broken ones say everything that is wrong at once."""

import hashlib
import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest

from domain.kernel.pack import Pack
from tenants.content import verifies
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
    ("rules.toml", "", "不是 UTF-8 编码的 TOML：第1行第7列附近（Expected ']]'"),
    ("tasks.toml", "post", "已经写在 pack.toml 里"),
    ("pack.toml", "colour", "没有“colour”这个键"),
    ("pack.toml", "jurisdiction.region", "这里要写文字（加英文双引号），写的是 360732"),
    ("organs.toml", "organ[town].kind", "“village_in_the_hills”不是能写的词；可以写 government、"),
    ("matters.toml", "matter[no.1].remrak", "是不是“remark”？"),
    ("matters.toml", "matter[no.12].guard[volume].at_least", "这里要写数字"),
    ("matters.toml", "matter[no.12].fee", "“a little”不是能写的词；可以写 free、by_law"),
    ("modes.toml", "party.dept", "不认识“matter.boss”"),
    ("modes.toml", "mode[plain].step[decide].by", "[party] 里没有“twon”"),
    ("modes.toml", "mode[plain].step", "accept → decide → accept"),
    ("matters.toml", "matter[no.12].mode", "[mode] 里没有“fancy”"),
    ("tasks.toml", "task[no.1].units", "统称叫“县林叶局”"),
]


def test_a_broken_folder_yields_all_of_its_errors_at_once() -> None:
    found = check(DATA / "broken")
    assert found.pack is None
    assert [(file, key) for file, key, _ in found.problems] == [(f, k) for f, k, _ in BROKEN]
    for problem, (_, _, reason) in zip(found.problems, BROKEN, strict=True):
        assert reason in problem.reason


def test_load_raises_with_all_problems() -> None:
    with pytest.raises(PackError, match="13 处问题") as raised:
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
    assert "没有 *.toml 文件" in str(problem)


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
    changed = msgspec.structs.replace(pack, version="2024-01-01")
    assert digest(changed) != digest(pack)


def test_a_digest_outlives_the_schema() -> None:
    """Fields that came later change no digest; one of before is of the fields there were then."""
    pack = load(bundled("xingguo"))
    later: Any = msgspec.defstruct(
        "later", [("added", int, 7), ("rows", tuple[str, ...], ())], bases=(Pack,), kw_only=True
    )
    content = msgspec.structs.asdict(pack)
    assert digest(later(**content)) == digest(pack)
    assert digest(later(**content, added=8)) != digest(pack)
    stored = msgspec.json.decode(msgspec.json.encode(pack))
    del stored["visits"], stored["mode"][0]["then"]
    body = msgspec.json.encode(stored, order="sorted")
    before = hashlib.sha256(body).hexdigest()
    assert verifies(before, body)
    assert verifies(digest(pack), body)
    stored["name"] = "改过"
    altered = msgspec.json.encode(stored)
    assert not verifies(before, altered)
    assert not verifies(digest(pack), altered)


def test_a_pack_survives_the_log() -> None:
    """An adopted pack is stored as JSON in an event and read back without the files."""
    pack = load(bundled("xingguo"))
    stored = msgspec.json.encode(pack, order="sorted")
    assert msgspec.json.decode(stored, type=type(pack)) == pack
