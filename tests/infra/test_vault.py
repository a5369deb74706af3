"""Personal data: only ciphertext in the log, one key per person, erased for good."""

import asyncpg
import pytest
from cryptography.exceptions import InvalidTag

from infra.vault import ErasedError, Vault, WrongMasterKeyError

IDENTITY = "000000190001010011"


@pytest.fixture
def vault(pool: asyncpg.Pool) -> Vault:
    return Vault(pool, bytes(range(32)))


async def test_what_is_sealed_opens_again_and_names_its_algorithm(vault: Vault) -> None:
    sealed = await vault.seal("a", IDENTITY, "甲".encode())
    assert sealed.algorithm == "AES-256-GCM"
    assert "甲".encode() not in sealed.data
    assert await vault.open("a", sealed) == "甲".encode()


async def test_one_person_is_one_subject_in_a_tenant_and_another_in_the_next(vault: Vault) -> None:
    assert vault.subject("a", IDENTITY, 0) == vault.subject("a", IDENTITY, 0)
    names = {vault.subject(*who) for who in (("a", IDENTITY, 0), ("b", IDENTITY, 0),
                                             ("a", IDENTITY, 1), ("a", "other", 0))}  # fmt: skip
    assert len(names) == 4
    assert not any(IDENTITY in name for name in names)


async def test_a_query_code_is_of_one_case_in_one_tenant_under_one_key(
    vault: Vault, pool: asyncpg.Pool
) -> None:
    codes = {
        vault.query_code("a", "1"), vault.query_code("a", "2"), vault.query_code("b", "1"),
        Vault(pool, bytes(32)).query_code("a", "1"),
    }  # fmt: skip
    assert len(codes) == 4
    assert vault.query_code("a", "1") in codes
    for code in codes:
        assert len(code) == 10
        assert set(code) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")


async def test_the_same_data_is_never_encrypted_the_same_way(vault: Vault) -> None:
    first, second = [await vault.seal("a", "s", b"x") for _ in range(2)]
    assert first.nonce != second.nonce
    assert first.data != second.data


async def test_ciphertext_moved_to_another_tenant_does_not_open(vault: Vault) -> None:
    sealed = await vault.seal("a", "s", b"x")
    await vault.seal("b", "s", b"y")
    with pytest.raises(InvalidTag):
        await vault.open("b", sealed)


async def test_a_destroyed_key_is_gone_for_good(vault: Vault) -> None:
    sealed = await vault.seal("a", "s", b"x")
    assert await vault.knows("a", "s")
    assert await vault.destroy("a", "s")
    assert not await vault.destroy("a", "s")
    assert await vault.knows("a", "s")
    assert not await vault.knows("b", "s")
    for attempt in (vault.open("a", sealed), vault.seal("a", "s", b"y")):
        with pytest.raises(ErasedError):
            await attempt


async def test_the_wrong_master_key_is_told_apart_from_erasure(
    vault: Vault, pool: asyncpg.Pool
) -> None:
    sealed = await vault.seal("a", IDENTITY, b"x")
    with pytest.raises(WrongMasterKeyError):
        await Vault(pool, bytes(32)).open("a", sealed)
