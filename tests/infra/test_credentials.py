"""Tokens: found by themselves alone, stored as digests, ended in time."""

from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from infra.credentials import CACHE_SECONDS, Credential, Credentials


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def credentials(pool: asyncpg.Pool, clock: Clock) -> Credentials:
    return Credentials(pool, clock=clock)


def auditor(tenant: str = "xg", **more: Any) -> Credential:
    return Credential(tenant=tenant, id="", kind="auditor", **more)


@pytest.mark.parametrize(
    "wanted",
    [
        auditor(label="县审计局", created_by="cli"),
        auditor("x_y-1"),
        Credential(tenant="xg", id="", kind="person", person="p-1", seat="office/clerk"),
        Credential(tenant="xg", id="", kind="service", scopes=("feed",), types=("cases.",)),
        Credential(tenant="", id="", kind="operator"),
    ],
)
async def test_a_token_finds_its_credential(credentials: Credentials, wanted: Credential) -> None:
    issued, token = await credentials.issue(wanted)
    found = await credentials.find(token)
    assert found is not None
    for name in ("tenant", "kind", "person", "seat", "scopes", "types", "label", "created_by"):
        assert getattr(found, name) == getattr(issued, name) == getattr(wanted, name)
    (listed,) = await credentials.list(wanted.tenant)
    assert (listed.id, listed.kind) == (issued.id, issued.kind)
    assert found.last_used_at is not None


async def test_a_token_with_anything_else_in_it_finds_nothing(credentials: Credentials) -> None:
    issued, token = await credentials.issue(auditor())
    _, other = await credentials.issue(auditor("yd"))
    assert await credentials.find(token)  # kept now: what is wrong must not find it there
    secret = token.rpartition("_")[2]
    for wrong in (
        "", "tb", "tb_xg", token[:-1], token + "0", token.upper(), f"tb_yd_{issued.id}_{secret}",
        f"tb__{issued.id}_{secret}", f"tb_xg_{issued.id}_{other.rpartition('_')[2]}",
        f"tb_xg_{issued.id}_", f"tb_xg__{secret}", token.replace("tb_", "tc_"),
        f"tb_xg\0_{issued.id}_{secret}", f"tb_兴_{issued.id}_{secret}", token * 5,
    ):  # fmt: skip
        assert await credentials.find(wrong) is None, wrong


async def test_the_secret_is_stored_nowhere(
    credentials: Credentials, admin: asyncpg.Connection
) -> None:
    _, token = await credentials.issue(auditor(label="x"))
    rows = await admin.fetch("select t::text as row from tongban.credentials t")
    assert token.rpartition("_")[2] not in str([row["row"] for row in rows])


async def test_what_another_process_revokes_ends_within_the_bound(
    pool: asyncpg.Pool, credentials: Credentials, clock: Clock
) -> None:
    issued, token = await credentials.issue(auditor())
    assert await credentials.find(token)
    elsewhere = Credentials(pool)
    assert await elsewhere.revoke("xg", issued.id)
    assert not await elsewhere.revoke("xg", issued.id)  # it has ended already
    clock.now = CACHE_SECONDS - 0.1
    assert await credentials.find(token), "kept, so the test would see a bound that is none"
    clock.now = CACHE_SECONDS + 0.1
    assert await credentials.find(token) is None


async def test_an_end_is_an_end_also_for_what_is_kept(credentials: Credentials) -> None:
    end = datetime.now(UTC) + timedelta(milliseconds=300)
    issued, token = await credentials.issue(auditor(expires_at=end))
    assert await credentials.find(token)
    assert not issued.valid_at(end)
    while datetime.now(UTC) < end:
        assert (await credentials.find(token)) or datetime.now(UTC) >= end
    assert await credentials.find(token) is None


async def test_one_tenant_neither_lists_nor_revokes_anothers(credentials: Credentials) -> None:
    issued, token = await credentials.issue(auditor())
    assert await credentials.list("yd") == []
    assert await credentials.list("") == []
    assert not await credentials.revoke("yd", issued.id)
    assert await credentials.find(token)


@pytest.mark.parametrize(
    "wrong",
    [
        Credential(tenant="xg", id="", kind="person"),
        Credential(tenant="xg", id="", kind="auditor", person="p-1"),
        Credential(tenant="xg", id="", kind="auditor", scopes=("read",)),
        Credential(tenant="", id="", kind="auditor"),
        Credential(tenant="X Y", id="", kind="operator"),
    ],
)
async def test_what_cannot_be_is_not_stored(credentials: Credentials, wrong: Credential) -> None:
    with pytest.raises(asyncpg.CheckViolationError):
        await credentials.issue(wrong)
