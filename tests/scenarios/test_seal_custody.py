"""Who keeps the seal: handed over before a witness, deputised for a time (XG23-57)."""

import asyncpg
import pytest

from domain.seals.commands import HandOverSeal, NameCustodian, RecordAbsence
from infra.log import EventLog
from tests.scenarios.seal_office import ACCEPTANCE, TOWN, Office, apply, consent, stamp
from tests.world import at

NEXT, WITNESS = f"{TOWN}-custodian-2", f"{TOWN}-approver"


@pytest.fixture
async def office(pool: asyncpg.Pool, log: EventLog) -> Office:
    """The acceptance notice waits for the stamp."""
    made = Office(pool, log)
    await made.open(case_acts=2)
    await made.do(made.user, apply(ACCEPTANCE))
    await made.do(made.mayor, consent("acceptance"))
    return made


async def test_who_takes_the_seal_over_stamps_and_who_gave_it_does_not(office: Office) -> None:
    handed = {"to": NEXT, "witness": WITNESS, "reason": "轮岗"}
    # Only to a designated person, one who holds the post.
    assert await office.unchanged(office.keeper, HandOverSeal, **handed) == (
        "organisation.post_not_held"
    )
    successor = await office.appoint("custodian", NEXT)
    assert await office.unchanged(successor, HandOverSeal, **handed) == "seal.custody"
    assert await office.unchanged(office.head, HandOverSeal, **handed) == "seal.custody"
    for wrong, code in (
        ({"witness": NEXT}, "seal.witness"),
        ({"witness": office.keeper.person}, "seal.witness"),
        ({"witness": ""}, "seal.incomplete"),
        ({"to": office.keeper.person}, "seal.handed_to_himself"),
    ):
        assert await office.unchanged(office.keeper, HandOverSeal, **{**handed, **wrong}) == code
    office.now = at("2024-03-05 09:00")
    await office.change(office.keeper, HandOverSeal, **handed)
    assert await office.refused(office.keeper, stamp("acceptance")) == (
        "seal.custody", "附件3 二.3",
    )  # fmt: skip
    await office.do(successor, stamp("acceptance"))
    seal = await office.seal()
    assert seal.kept_by(office.keeper.person, at("2024-03-04 12:00"))
    assert (await office.row()).custodian == NEXT


async def test_a_deputy_keeps_the_seal_while_the_custodian_is_away(office: Office) -> None:
    deputy = await office.appoint("custodian", NEXT)
    back = at("2024-03-08 09:00")
    absence = {"deputy": NEXT, "until": back, "reason": "外出培训"}
    office.now = at("2024-03-05 09:00")
    for wrong in ({"deputy": office.keeper.person}, {"until": office.now}):
        assert await office.unchanged(office.keeper, RecordAbsence, **{**absence, **wrong}) == (
            "seal.absence"
        )
    await office.change(office.keeper, RecordAbsence, **absence)
    nobody = {**absence, "deputy": "x"}
    assert await office.unchanged(deputy, RecordAbsence, **nobody) == ("organisation.post_not_held")
    again = {**absence, "deputy": office.keeper.person}
    assert await office.unchanged(deputy, RecordAbsence, **again) == "seal.absence"
    row = await office.row()
    assert (row.keeper(office.now), row.keeper(back)) == (NEXT, office.keeper.person)
    assert (await office.refused(office.keeper, stamp("acceptance")))[0] == "seal.custody"
    # Back again, with nobody doing anything.
    office.now = back
    assert (await office.refused(deputy, stamp("acceptance")))[0] == "seal.custody"
    await office.do(office.keeper, stamp("acceptance"))


async def test_naming_a_custodian_ends_an_absence(office: Office) -> None:
    deputy = await office.appoint("custodian", NEXT)
    third = await office.appoint("custodian", "xingjiang-custodian-3")
    office.now = at("2024-03-05 09:00")
    away = {"deputy": NEXT, "until": at("2024-03-20 09:00"), "reason": "病假"}
    await office.change(office.mayor, RecordAbsence, **away)
    office.now = at("2024-03-06 09:00")
    await office.change(office.mayor, NameCustodian, person=third.person)
    seal = await office.seal()
    for moment in (office.now, at("2024-03-21 09:00")):
        assert seal.custodian_at(moment) == third.person
    assert seal.custodian_at(at("2024-03-05 12:00")) == deputy.person
    assert (await office.row()).keeper(office.now) == third.person


async def test_custody_is_the_townships(office: Office) -> None:
    """XG23-57: the township designates; the department that owns the seal does not."""
    assert await office.unchanged(office.head, NameCustodian, person=office.keeper.person) == (
        "organisation.not_principal"
    )
