"""Credentials: bearer tokens of people, services, auditors and operators, bound to a tenant.

A token is `tb_<tenant>_<id>_<secret>`: the tenant in it says in whose rows to look, so that no
index crosses tenants; the stored digest proves the whole. The secret is 256 random bits, so a plain
SHA-256 is right: there is nothing to guess that salt or a slow hash would protect.
"""

import hashlib
import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import asyncpg
import msgspec
from msgspec import Struct

from infra.sql import queries

Kind = Literal["person", "service", "auditor", "operator"]

CACHE_SECONDS = 5.0
"""How long a process may go on accepting a token that was revoked elsewhere."""
_CACHE_SIZE = 10_000
_PREFIX = "tb"
_SECRET_BYTES = 32
_ID_BYTES = 8
_TOKEN_LENGTH_LIMIT = 256
_PIECES = 3  # tenant, id, secret
_QUERIES = queries(Path(__file__).parent / "sql" / "credentials.sql")


class Credential(Struct, frozen=True, kw_only=True):
    """What a token stands for; never the token. Tenant "": the platform as a whole."""

    tenant: str
    id: str
    kind: Kind
    person: str = ""  # staff id; persons only
    seat: str = ""  # default "organ/post" of a person
    scopes: tuple[str, ...] = ()  # of a service: read, feed
    types: tuple[str, ...] = ()  # of a service: event types it may see; "cases." is a prefix
    label: str = ""
    created_by: str = ""
    created_at: datetime | None = None
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None  # to the hour or so

    def valid_at(self, at: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or at < self.expires_at)


class Credentials:
    """Issues, finds and revokes the credentials of all tenants."""

    def __init__(
        self,
        pool: asyncpg.Pool,
        *,
        cache_seconds: float = CACHE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pool = pool
        self._cache_seconds = cache_seconds
        self._clock = clock
        self._cache: OrderedDict[tuple[str, str], _Kept] = OrderedDict()

    async def issue(self, wanted: Credential) -> tuple[Credential, str]:
        """Store a new credential; it and its token, which is told this once."""
        token_id, secret = secrets.token_hex(_ID_BYTES), secrets.token_hex(_SECRET_BYTES)
        token = f"{_PREFIX}_{wanted.tenant}_{token_id}_{secret}"
        [row] = await self._pool.fetch(
            _QUERIES["issue"],
            wanted.tenant,
            token_id,
            wanted.kind,
            _digest(token),
            wanted.person,
            wanted.seat,
            list(wanted.scopes),
            list(wanted.types),
            wanted.label,
            wanted.created_by,
            wanted.expires_at,
        )
        return _credential(row), token

    async def find(self, token: str) -> Credential | None:
        """The credential of a token that is valid now.

        Found ones are kept for a few seconds, so what another process revokes ends within them.
        """
        key = _key(token)
        if key is None:
            return None
        digest = _digest(token)
        kept = self._cache.get(key)
        if kept is None or self._clock() - kept.since > self._cache_seconds:
            kept = await self._look_up(key)
        if kept is None or not hmac.compare_digest(kept.digest, digest):
            return None
        return kept.credential if kept.credential.valid_at(datetime.now(UTC)) else None

    async def _look_up(self, key: tuple[str, str]) -> "_Kept | None":
        row = await self._pool.fetchrow(_QUERIES["find"], *key)
        if row is None:
            return None
        kept = self._cache[key] = _Kept(_credential(row), row["digest"], self._clock())
        self._cache.move_to_end(key)
        if len(self._cache) > _CACHE_SIZE:
            self._cache.popitem(last=False)
        return kept

    async def list(self, tenant: str) -> list[Credential]:
        """All of a tenant, the newest first, also those that are no longer valid."""
        return [_credential(row) for row in await self._pool.fetch(_QUERIES["list"], tenant)]

    async def revoke(self, tenant: str, token_id: str) -> bool:
        """End a credential; False where there is none of this id, or it has ended already."""
        revoked = await self._pool.fetchval(_QUERIES["revoke"], tenant, token_id)
        self._cache.pop((tenant, token_id), None)
        return bool(revoked)


class _Kept(Struct, frozen=True):
    """A credential as it was found, and when."""

    credential: Credential
    digest: bytes
    since: float


def _key(token: str) -> tuple[str, str] | None:
    """Tenant and id that the token names; None: it is none of ours."""
    prefix, _, rest = token.partition("_")
    pieces = rest.rsplit("_", 2)
    if prefix != _PREFIX or len(pieces) != _PIECES or len(token) > _TOKEN_LENGTH_LIMIT:
        return None
    return (pieces[0], pieces[1]) if token.isascii() and token.isprintable() else None


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _credential(row: asyncpg.Record) -> Credential:
    values = {name: value for name, value in row.items() if name != "digest"}
    return msgspec.convert(values, Credential)
