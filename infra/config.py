"""Settings, from environment variables only, typed. `tongban config` shows them."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

PREFIX = "TONGBAN_"
SECRETS = frozenset({"master_key", "database_url", "admin_url", "broker_url"})


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
    host: str = "127.0.0.1"
    """Where the API listens; 0.0.0.0 for all interfaces, behind a proxy that ends TLS."""
    port: Annotated[int, Meta(ge=1, le=65535)] = 8000
    """Its port."""
    public_per_minute: Annotated[int, Meta(ge=12, le=1_000_000)] = 120
    """Requests to the public door from one address in a minute, in one process; for the progress
    of cases a quarter of it."""
    pool_size: Annotated[int, Meta(ge=2, le=100)] = 4
    """Connections of one process to the database."""
    batch_size: Annotated[int, Meta(ge=1, le=1000)] = 128
    """Commands appended in one call at most."""
    pending_limit: Annotated[int, Meta(ge=1, le=100_000)] = 4096
    """Commands waiting to be appended at most; more wait outside."""
    broker_url: Annotated[str, Meta(pattern="^amqps?://")] | None = None
    """RabbitMQ as the workers' task queue; unset: the same PostgreSQL."""
    task_threads: Annotated[int, Meta(ge=1, le=64)] = 4
    """Tasks that one worker runs at once."""
    task_tries: Annotated[int, Meta(ge=1, le=100)] = 5
    """How often a task is tried before it is parked (`tongban tasks list`)."""
    task_seconds: Annotated[float, Meta(gt=0, le=3600)] = 30
    """Time that one try of a task may take."""
    task_lease_seconds: Annotated[float, Meta(gt=0, le=86_400)] = 300
    """A task sent to the queue of which nothing was heard for so long is sent again."""
    tenant_tasks: Annotated[int, Meta(ge=1, le=10_000)] = 100
    """Tasks of one kind that one tenant may have under way; what else is due waits its turn."""
    poll_seconds: Annotated[float, Meta(gt=0, le=10)] = 0.1
    """How often a worker looks who has moved; five times as long when nobody has."""
    dispatch_seconds: Annotated[float, Meta(gt=0, le=60)] = 1
    """How often a worker looks for tasks that failed or were lost and are to be sent again."""
    sweep_seconds: Annotated[float, Meta(gt=0, le=3600)] = 60
    """How often a tenant that does not move is looked at: a day may have ended there."""
    lost_seconds: Annotated[float, Meta(ge=0.5, le=3600)] = 20
    """A worker that was not heard of for so long is dead; others take what it held."""
    stop_seconds: Annotated[float, Meta(gt=0, le=3600)] = 20
    """What runs when a worker is told to stop may take so long to end."""
    public_url: Annotated[str, Meta(pattern="^https?://[^/?#]+(/[^?#]*)?$")] | None = None
    """What links in events begin with, as others reach the API; unset: http://HOST:PORT."""
    feed_readers: Annotated[int, Meta(ge=1, le=10_000)] = 256
    """Readers of the event feed at once, in one process; each costs some 1 MiB at most."""
    feed_readers_each: Annotated[int, Meta(ge=1, le=1000)] = 8
    """Of these, with one credential."""
    feed_idle_seconds: Annotated[float, Meta(gt=0, le=300)] = 15
    """A stream without events says so this often: a reader's place moves on, the line stays up."""
    feed_stream_seconds: Annotated[float, Meta(gt=0, le=86_400)] = 900
    """A stream ends after this time; the reader comes back by itself and loses nothing."""


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
