"""What a county's own staff do before there is a county: begin a pack, check it, edit it."""

import json
from pathlib import Path

from typer.testing import CliRunner, Result

import services.cli.main  # noqa: F401  puts the commands together
from services.cli.tenant import app
from tenants.schema import encoded


def tenant(*arguments: str | Path, code: int = 0) -> Result:
    done = CliRunner(env={"COLUMNS": "300"}).invoke(app, [str(each) for each in arguments])
    assert done.exit_code == code, done.output
    return done


def test_a_new_pack_passes_the_check_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "county"
    assert "pack.toml" in tenant("new", folder).output
    assert "通过" in tenant("check", folder).output
    assert "tenants.folder_not_empty" in tenant("new", folder, code=1).output
    assert "通过" in tenant("check", folder).output  # what was there stays


def test_the_schema_is_printed_or_written(tmp_path: Path) -> None:
    assert json.loads(tenant("schema").output) == json.loads(encoded(whole=True))
    assert json.loads(tenant("schema", "--part").output) == json.loads(encoded(whole=False))
    place = tmp_path / "pack.schema.json"
    tenant("schema", "--output", place)
    assert json.loads(place.read_text("utf-8")) == json.loads(encoded(whole=True))


def test_two_packs_are_compared_in_words(tmp_path: Path) -> None:
    newer = tmp_path / "newer"
    newer.mkdir()
    (newer / "pack.toml").write_text('extends = ["xingguo"]\nversion = "2024"\n', "utf-8")
    said = tenant("diff", "xingguo", newer).output
    assert "1处差别" in said
    assert "文件与期限\n1. 版本由“2023-11-30”改为“2024”" in said
    (only,) = json.loads(tenant("diff", "xingguo", newer, "--json").output)
    assert (only["about"], only["kind"]) == ("version", "changed")
    assert "没有差别" in tenant("diff", newer, newer).output
    (newer / "pack.toml").write_text('extends = ["xingguo"]\nversion = 3\n', "utf-8")
    assert "tenants.pack_invalid" in tenant("diff", "xingguo", newer, code=1).output


HEAD = "序号,事项名称,事项类型,办理方式,备注\n"


def test_a_list_is_imported_into_the_pack_that_is_being_written(tmp_path: Path) -> None:
    folder, listed = tmp_path / "county", tmp_path / "list.csv"
    tenant("new", folder)
    (folder / "matters.toml").rename(tmp_path / "example.toml")
    (folder / "lists.toml").write_text(LIST, "utf-8")
    listed.write_text(
        f"{HEAD}1,甲类给付,行政给付,乡级负责受理、初审,\n2,乙类登记,行政确认,,县民政局直接赋权\n",
        "utf-8",
    )
    asked = ("import-matters", listed, "--pack", folder)
    said = tenant(*asked, "--dry-run").output
    assert "2 项，1 处待核对" in said
    assert "办理方式空白" in said
    assert "[[matter]]" not in said
    assert "[[matter]]" in tenant(*asked).output
    place = folder / "matters.toml"
    tenant(*asked, "--output", place)
    assert "tenants.file_exists" in tenant(*asked, "--output", place, code=1).output
    assert "没有“nowhere”" in tenant(*asked, "--empowered-mode", "nowhere", code=1).output
    (only,) = json.loads(tenant(*asked, "--json").output)["doubts"]
    assert (only["why"], only["no"], only["line"]) == ("mode_blank", 2, 3)
    # What is left for a person: nothing says yet which department decides on the payment.
    left = tenant("check", folder, code=1).output
    assert "matter[no.1].county_organ" in left
    place.write_text(place.read_text("utf-8").replace("\npower =", AT_COUNTY, 1), "utf-8")
    assert "通过" in tenant("check", folder).output


LIST = """
[[list]]
id = "town_list"
name = "乡镇清单"
title = "乡镇清单"
count = 2
clause = "附件1"
source = "附件1"
"""
AT_COUNTY = '\ncounty_organ = "welfare"\npower ='


def test_what_cannot_be_imported_is_one_line(tmp_path: Path) -> None:
    folder, listed = tmp_path / "county", tmp_path / "list.csv"
    tenant("new", folder)
    asked = ("import-matters", listed, "--pack", folder)
    assert "tenants.list_unreadable" in tenant(*asked, code=1).output
    listed.write_text("a,b\n1,2\n", "utf-8")
    assert "没有找到表头" in tenant(*asked, code=1).output
    assert "tenants.column_unknown" in tenant(*asked, "--column", "价格=b", code=1).output
    nowhere = ("import-matters", listed, "--pack", tmp_path / "nowhere")
    assert "tenants.no_such_pack" in tenant(*nowhere, code=1).output
    listed.write_text("序号,服务内容,怎么办\n1,甲,乡级负责受理\n", "utf-8")
    columns = ("--column", "事项名称=服务内容", "--mode-column", "怎么办")
    assert 'grants = ["accept_step"]' in tenant(*asked, *columns).output
