"""Settings, from environment variables only, typed. `tongban config` shows them."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

PREFIX = "TONGBAN_"
SECRETS = frozenset({"master_key", "database_url", "admin_url"})


class ConfigError(ValueError):
    """A setting has a value that cannot be used; the text is one line for whoever set it."""


class Config(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every setting `name` is read from `TONGBAN_NAME`."""

    home: Path = Path(".tongban")
    """Where the embedded database and the master key live."""
    database_url: Annotated[str, Meta(pattern="^postgres(ql)?://")] | None = None
    """A PostgreSQL server (15 or later) to use as role tongban_app; unset: the embedded one."""
    admin_url: Annotated[str, Meta(pattern="^postgres(ql)?://")] | None = None
    """The same database as a role that may create roles and schemas; for `tongban db migrate`."""
    master_key: Annotated[str, Meta(pattern="^[0-9a-fA-F]{64}$")] | None = None
    """256-bit key in hex that wraps the keys of data subjects; unset: the file below."""
    master_key_file: Path | None = None
    """File with that key; default `HOME/master.key`, made on first use."""
    pool_size: Annotated[int, Meta(ge=2, le=100)] = 4
    """Connections of one process to the database."""
    batch_size: Annotated[int, Meta(ge=1, le=1000)] = 128
    """Commands appended in one call at most."""
    pending_limit: Annotated[int, Meta(ge=1, le=100_000)] = 4096
    """Commands waiting to be appended at most; more wait outside."""


def load(environ: Mapping[str, str] = os.environ) -> Config:
    """The settings of this process. Raises `ConfigError` for the first wrong one."""
    given = {
        name: environ[PREFIX + name.upper()]
        for name in Config.__struct_fields__
        if environ.get(PREFIX + name.upper())
    }
    unknown = sorted(
        key
        for key in environ
        if key.startswith(PREFIX) and key[len(PREFIX) :].lower() not in Config.__struct_fields__
    )
    if unknown:
        known = ", ".join(PREFIX + name.upper() for name in Config.__struct_fields__)
        raise ConfigError(f"{unknown[0]} is not a setting; there are {known}")
    try:
        config = msgspec.convert(given, Config, strict=False, dec_hook=_path)
    except msgspec.ValidationError as error:
        reason, _, path = str(error).partition(" - at `$.")
        name = PREFIX + path.rstrip("`").upper()
        raise ConfigError(f"{name}: {reason[0].lower()}{reason[1:]}") from None
    if config.admin_url and not config.database_url:
        raise ConfigError("TONGBAN_ADMIN_URL needs TONGBAN_DATABASE_URL beside it")
    return config


def _path(kind: type, value: str) -> Path:
    """The one type among settings that msgspec does not know."""
    if kind is not Path:
        raise TypeError(kind)
    return Path(value)
