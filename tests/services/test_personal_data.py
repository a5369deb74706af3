"""Personal data of applicants: only ciphertext in the log, erased for good, no lock-out."""

from uuid import uuid4

import asyncpg
import pytest

from domain.cases.case import Case
from domain.cases.commands import Applicant, Receive
from domain.cases.events import CaseReceived
from domain.kernel.authority import OPERATOR
from domain.kernel.refusal import Refusal
from domain.subjects.erasure import EraseSubject
from infra.log import CommandReusedError
from infra.vault import ErasedError
from services.demo.acts import synthetic_applicant
from tests.world import World


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

    again = await world.play(next(iter(world.county.case(world.plan("case-2")))))
    received = again[0]
    assert isinstance(received, CaseReceived)
    assert received.applicant.subject != case.applicant.subject, "erased, and not served for ever"


async def test_a_refused_erasure_destroys_nothing(world: World) -> None:
    """A command id that stands for something else: nothing recorded, nothing destroyed."""
    await world.set_up()
    first = next(iter(world.county.case(world.plan())))
    (received,) = await world.play(first)
    assert isinstance(received, CaseReceived)
    erase = EraseSubject(subject=received.applicant.subject, reason="x")
    with pytest.raises(CommandReusedError):
        await world.do(OPERATOR, erase, first.id)
    assert await world.executor.vault.open(world.tenant, received.applicant)
    with pytest.raises(Refusal) as refused:
        await world.do(OPERATOR, EraseSubject(subject="nobody", reason="x"))
    assert refused.value.code == "subjects.unknown"


async def test_one_identity_number_however_it_is_typed_is_one_subject(world: World) -> None:
    await world.set_up()
    subjects = set()
    for n, number in enumerate(
        ("00000019000101001X", " 00000019000101001x", "０0000019000101001X")
    ):
        (event,) = [event for _, event in (await world.do(
            world.by("xingjiang", "window_clerk"),
            Receive(case=f"c{n}", matter=21, receiver="xingjiang", channel="window", stated={},
                    applicant=Applicant(name="演示申请人", id_number=number)),
        )).events]  # fmt: skip
        assert isinstance(event, CaseReceived)
        subjects.add(event.applicant.subject)
    assert len(subjects) == 1


_EVERY_BODY = """
with scope as materialized (select set_config('tongban.tenant', $1, true) as tenant)
select e.body from scope cross join lateral (
    select body from tongban.events where tenant = scope.tenant) e
"""


async def test_a_crash_between_the_event_and_the_key_is_mended_by_repeating(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.set_up()
    (received,) = await world.play(next(iter(world.county.case(world.plan()))))
    assert isinstance(received, CaseReceived)
    vault = world.executor.vault

    async def crash(_tenant: str, _subject: str) -> bool:
        raise ConnectionError("the power went")

    erase, command_id = EraseSubject(subject=received.applicant.subject, reason="x"), uuid4()
    with monkeypatch.context() as broken:
        broken.setattr(vault, "destroy", crash)
        with pytest.raises(ConnectionError):
            await world.do(OPERATOR, erase, command_id)
    assert await vault.open(world.tenant, received.applicant), "the key is still there"

    again = await world.do(OPERATOR, erase, command_id)
    assert again.appended.repeated
    with pytest.raises(ErasedError):
        await vault.open(world.tenant, received.applicant)
    stream = f"subject/{received.applicant.subject}"
    assert len(await world.executor.log.load(world.tenant, stream)) == 1
