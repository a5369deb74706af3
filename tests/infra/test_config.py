"""A wrong setting is one clear line."""

from pathlib import Path

import pytest

from infra.config import Config, ConfigError, load
from infra.vault import master_key


def test_defaults_need_nothing() -> None:
    assert load({}) == Config()


def test_values_are_typed() -> None:
    config = load({"TONGBAN_POOL_SIZE": "9", "TONGBAN_HOME": "/srv/x", "PATH": "/bin"})
    assert (config.pool_size, config.home) == (9, Path("/srv/x"))


@pytest.mark.parametrize(
    ("environment", "line"),
    [
        ({"TONGBAN_POOL_SIZE": "many"}, "TONGBAN_POOL_SIZE: expected `int`, got `str`"),
        ({"TONGBAN_POOL_SIZE": "0"}, "TONGBAN_POOL_SIZE: expected `int` >= 2"),
        ({"TONGBAN_DATABASE_URL": "mysql://x"}, "TONGBAN_DATABASE_URL: expected `str` matching"),
        ({"TONGBAN_MASTER_KEY": "short"}, "TONGBAN_MASTER_KEY: expected `str` matching"),
        ({"TONGBAN_POOL": "4"}, "TONGBAN_POOL is not a setting; there are TONGBAN_HOME"),
        ({"TONGBAN_ADMIN_URL": "postgres://x"}, "TONGBAN_ADMIN_URL needs TONGBAN_DATABASE_URL"),
    ],
)
def test_a_wrong_value_is_one_line_that_names_the_setting(
    environment: dict[str, str], line: str
) -> None:
    with pytest.raises(ConfigError) as error:
        load(environment)
    assert str(error.value).startswith(line)
    assert "\n" not in str(error.value)


def test_a_secret_is_not_repeated_in_the_error() -> None:
    with pytest.raises(ConfigError) as error:
        load({"TONGBAN_MASTER_KEY": "hunter2"})
    assert "hunter2" not in str(error.value)


def test_the_master_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    config = Config(home=tmp_path / "new")
    first = master_key(config)
    assert len(first) == 32
    assert master_key(config) == first
    assert (config.home / "master.key").stat().st_mode & 0o077 == 0


def test_a_named_key_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="TONGBAN_MASTER_KEY_FILE"):
        master_key(Config(home=tmp_path, master_key_file=tmp_path / "none"))
