"""What a county's own staff do before there is a county: begin a pack, check it, edit it."""

import json
from pathlib import Path

from typer.testing import CliRunner, Result

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
