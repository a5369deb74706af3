"""Personal data: encrypted under a key per data subject, so that erasing is destroying a key.

A subject is named by a keyed hash of the identity number: one person, one subject, one key in a
tenant, and no number in the log. Data keys are wrapped by the master key. AES-256-GCM throughout;
every ciphertext names its algorithm, since SM4 may come beside it.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import Literal
from uuid import UUID, uuid5

import asyncpg
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.kernel.personal import Sealed
from infra.config import Config, ConfigError
from infra.database import persist
from infra.sql import queries

ALGORITHM: Literal["AES-256-GCM"] = "AES-256-GCM"
_KEY_BYTES = 32
_NONCE_BYTES = 12
_CODE_LENGTH = 10
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no letter that is taken for a digit
_QUERIES = queries(Path(__file__).parent / "sql" / "vault.sql")


class ErasedError(LookupError):
    """The subject's key was destroyed (or never was): nobody can read this any more."""


class WrongMasterKeyError(RuntimeError):
    """A stored key cannot be unwrapped with the master key of this process."""


class Vault:
    """Seals and opens personal data of one platform's tenants."""

    def __init__(self, pool: asyncpg.Pool, master: bytes) -> None:
        self._pool = pool
        self._wrapping = AESGCM(_derive(master, "wrap"))
        self._naming = _derive(master, "subject")
        self._fingerprinting = _derive(master, "fingerprint")
        self._coding = _derive(master, "query code")

    def fingerprint(self, command: bytes) -> bytes:
        """32 bytes that tell a command's content apart without revealing it, also by guessing."""
        return _keyed(self._fingerprinting, command)

    def command_id(self, purpose: str, name: str) -> UUID:
        """Of what the platform does by itself: it repeats with its name, and nobody can guess it.

        An id that can be guessed is one that somebody uses before.
        """
        return uuid5(UUID(bytes=self.fingerprint(purpose.encode())[:16]), name)

    def subject(self, tenant: str, identity: str, generation: int) -> str:
        """The pseudonym of an identity number, 32 hex digits.

        Without the master key nobody can try numbers out. Somebody whose data was erased and who
        comes again is the next generation.
        """
        return _keyed(self._naming, f"{tenant}\0{identity}\0{generation}".encode()).hex()[:32]

    def query_code(self, tenant: str, case: str) -> str:
        """What an applicant asks for their case's progress with: 50 bits, stored nowhere."""
        bits = int.from_bytes(_keyed(self._coding, f"{tenant}\0{case}".encode())[:8], "big")
        return "".join(_CROCKFORD[bits >> 5 * n & 31] for n in range(_CODE_LENGTH))

    async def seal(self, tenant: str, subject: str, plain: bytes) -> Sealed:
        """Encrypt under the subject's key, made now where there is none; `ErasedError`."""
        fresh = AESGCM.generate_key(bit_length=256)
        nonce = secrets.token_bytes(_NONCE_BYTES)
        wrapped = nonce + self._wrapping.encrypt(nonce, fresh, _bound(tenant, subject))
        key = AESGCM(await self._key(tenant, subject, wrapped))
        nonce = secrets.token_bytes(_NONCE_BYTES)
        data = key.encrypt(nonce, plain, _bound(tenant, subject))
        return Sealed(ALGORITHM, subject, nonce, data)

    async def open(self, tenant: str, sealed: Sealed) -> bytes:
        """The plain bytes; `ErasedError` where the key was destroyed."""
        key = AESGCM(await self._key(tenant, sealed.subject, None))
        return key.decrypt(sealed.nonce, sealed.data, _bound(tenant, sealed.subject))

    async def knows(self, tenant: str, subject: str) -> bool:
        """Whether the subject has, or had, a key."""
        return await self._row(tenant, subject, None) is not None

    async def destroy(self, tenant: str, subject: str) -> bool:
        """Destroy the subject's key for good; False where it was gone already."""
        gone = await persist(
            self._pool, lambda connection: connection.fetchval(_QUERIES["destroy"], tenant, subject)
        )
        return bool(gone)

    async def _row(self, tenant: str, subject: str, offered: bytes | None) -> asyncpg.Record | None:
        args = (_QUERIES["key"], tenant, subject, ALGORITHM, offered)
        return await persist(self._pool, lambda connection: connection.fetchrow(*args))

    async def _key(self, tenant: str, subject: str, offered: bytes | None) -> bytes:
        row = await self._row(tenant, subject, offered)
        if row is None or row["wrapped"] is None:
            raise ErasedError(subject)
        nonce, wrapped = row["wrapped"][:_NONCE_BYTES], row["wrapped"][_NONCE_BYTES:]
        try:
            return self._wrapping.decrypt(nonce, wrapped, _bound(tenant, subject))
        except InvalidTag:
            raise WrongMasterKeyError(
                "the master key is not the one under which this database's keys were made"
            ) from None


def master_key(config: Config) -> bytes:
    """The master key from the environment or its file; made on first use of the default file."""
    if config.master_key:
        return bytes.fromhex(config.master_key)
    path = config.master_key_file or config.home / "master.key"
    if not path.exists() and config.master_key_file is None:
        path.parent.mkdir(parents=True, exist_ok=True)
        _make_key_file(path)
    try:
        key = bytes.fromhex(path.read_text().strip())
    except (OSError, ValueError) as error:
        raise ConfigError(f"TONGBAN_MASTER_KEY_FILE: {path} cannot be read: {error}") from None
    if len(key) != _KEY_BYTES:
        raise ConfigError(f"TONGBAN_MASTER_KEY_FILE: {path} must hold 64 hex digits")
    return key


def _make_key_file(path: Path) -> None:
    """Whole or not at all, and once: a crash leaves no half key, a second process finds ours."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(_KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _derive(master: bytes, purpose: str) -> bytes:
    return _keyed(master, f"tongban {purpose}".encode())


def _keyed(key: bytes, data: bytes) -> bytes:
    return hmac.new(key, data, hashlib.sha256).digest()


def _bound(tenant: str, subject: str) -> bytes:
    return f"{tenant}\0{subject}".encode()
