"""Personal data: only ciphertext in the log, one key per person, erased for good."""

import asyncpg
import pytest

from domain.cases.case import Case
from domain.organisation.posts import OPERATOR
from domain.subjects.erasure import EraseSubject
from infra.vault import ErasedError, Vault, WrongMasterKeyError
from services.demo.acts import synthetic_applicant
from tests.world import World

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
    first, second, elsewhere = [
        await vault.seal(tenant, IDENTITY, b"x") for tenant in ("a", "a", "b")
    ]
    assert first.subject == second.subject != elsewhere.subject
    assert first.nonce != second.nonce
    assert IDENTITY not in first.subject


async def test_ciphertext_moved_to_another_tenant_does_not_open(vault: Vault) -> None:
    sealed = await vault.seal("a", IDENTITY, b"x")
    with pytest.raises(ErasedError):
        await vault.open("b", sealed)


async def test_a_destroyed_key_is_gone_and_a_returning_person_is_somebody_new(
    vault: Vault,
) -> None:
    sealed = await vault.seal("a", IDENTITY, b"x")
    assert await vault.destroy("a", sealed.subject)
    assert not await vault.destroy("a", sealed.subject)
    with pytest.raises(ErasedError):
        await vault.open("a", sealed)
    again = await vault.seal("a", IDENTITY, b"y")
    assert again.subject != sealed.subject
    assert await vault.open("a", again) == b"y"


async def test_the_wrong_master_key_is_told_apart_from_erasure(
    vault: Vault, pool: asyncpg.Pool
) -> None:
    sealed = await vault.seal("a", IDENTITY, b"x")
    with pytest.raises(WrongMasterKeyError):
        await Vault(pool, bytes(32)).open("a", sealed)


async def test_no_table_keeps_a_plain_name_and_erasure_reaches_the_case(
    world: World, pool: asyncpg.Pool
) -> None:
    await world.set_up()
    await world.play(*world.county.case(world.plan()))
    person = synthetic_applicant("case-1")
    for stored in await pool.fetch(_EVERY_BODY, world.tenant):
        assert person.name.encode() not in stored["body"]
        assert person.id_number.encode() not in stored["body"]
    case = (await world.executor.unit(world.tenant).get("case/case-1", Case)).state
    assert case is not None
    assert person.name.encode() in await world.executor.vault.open(world.tenant, case.applicant)

    await world.do(OPERATOR, EraseSubject(subject=case.applicant.subject, reason="本人申请"))
    with pytest.raises(ErasedError):
        await world.executor.vault.open(world.tenant, case.applicant)


_EVERY_BODY = """
with scope as materialized (select set_config('tongban.tenant', $1, true) as tenant)
select e.body from scope cross join lateral (
    select body from tongban.events where tenant = scope.tenant) e
"""
