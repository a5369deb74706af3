"""A county written by its own staff from the guide alone: four modes, each played to its end.

Their list is a workbook; what the import makes of it is what the pack has, but for what a person
adds: limits, the basis of delegation, which certificate is issued.
"""

from typing import Any

import asyncpg
import pytest

from domain.delegation.agreement import AnnounceDelegation, CountersignAgreement, SignAgreement
from domain.delegation.confirmation import ConfirmAcceptance
from domain.organisation.posts import AuthoriseStaff
from domain.seals.commands import ApproveEngraving
from domain.seals.use import ApplyForUse, Document, Stamp
from infra.log import EventLog
from services.demo.dossier import seat
from tenants.importing.listing import import_matters
from tenants.loader import draft
from tests.scenarios.next_county import DIGEST, PACKS, NextCounty, pack, step_command
from tests.world import at

NAME = "sample_bing"
INSIDE: dict[str, Any] = {"crosses_townships": "否"}
ACROSS: dict[str, Any] = {"crosses_townships": "是"}
_OF_THE_LIST = ("no", "name", "mode", "mode_label", "power", "delegator", "county_organ")


def test_the_list_is_imported_without_doubt() -> None:
    made = import_matters(PACKS / NAME / "list.xlsx", draft(PACKS / NAME), list_id="town_list")
    assert not made.doubts
    rows = [{key: row.get(key) for key in _OF_THE_LIST} for row in made.matters]
    kept = pack(NAME).matter
    assert rows == [{key: getattr(one, key) for key in _OF_THE_LIST} for one in kept]


async def bing(pool: asyncpg.Pool, log: EventLog) -> NextCounty:
    """One township with two agreements, one confirmation and all its seals."""
    county = NextCounty(pool, log, NAME)
    await county.begin()
    agreed = pack(NAME).agreement
    assert agreed is not None
    contents = dict.fromkeys(agreed.contents, "示例")
    for delegator, matter in (("transport", 1), ("permits", 2)):
        about: dict[str, Any] = {"delegator": delegator, "delegatee": "dongchuan"}
        sign = SignAgreement(
            **about, contents=contents, matters=(matter,), valid_from=county.now.date()
        )
        await county.do(seat(delegator, "principal"), sign)
        await county.do(seat("dongchuan", "principal"), CountersignAgreement(**about))
    for owner in ("transport", "permits"):
        await county.make_seal("entrusted", owner, "dongchuan", 1)
        await county.make_seal("dept_own", owner, owner, 9)
    await county.make_seal("own_approval", "dongchuan", "dongchuan", 1)
    await county.make_seal("own_intake", "dongchuan", "dongchuan", 2)
    announce = AnnounceDelegation(
        delegator="transport", delegatee="dongchuan", matters=(1,), published_in="门户（示例）"
    )
    await county.do(seat("transport", "principal"), announce)
    confirm = ConfirmAcceptance(
        delegator="welfare",
        delegatee="dongchuan",
        matters=(6,),
        document_number="承接1号（示例）",
        valid_from=county.now.date(),
    )
    await county.do(seat("dongchuan", "principal"), confirm)
    return county


# matter, where the applicant comes, what is stated, when, the mode, and who decides
CASES: tuple[tuple[int, str, dict[str, Any], str, str, str], ...] = (
    (1, "dongchuan", INSIDE, "2024-03-18 10:00", "entrusted_mode", "dongchuan"),
    (1, "dongchuan", ACROSS, "2024-03-18 10:00", "county_channel", "transport"),
    (2, "dongchuan", {**INSIDE, "area": 50}, "2024-03-18 10:00", "entrusted_mode", "dongchuan"),
    (2, "dongchuan", {**INSIDE, "area": 51}, "2024-03-18 10:00", "county_channel", "permits"),
    (6, "dongchuan", INSIDE, "2024-03-18 10:00", "own_mode", "dongchuan"),
    (6, "xiping", INSIDE, "2024-03-18 10:00", "county_channel", "welfare"),
    (9, "liushu", {}, "2024-03-18 10:00", "helped_mode", "welfare"),
    (9, "welfare", {}, "2024-03-18 10:00", "helped_mode", "welfare"),
    (11, "dongchuan", {}, "2024-03-29 16:00", "collected_mode", "health"),
    (11, "dongchuan", {}, "2024-03-30 10:00", "helped_mode", "health"),
)


async def test_one_case_in_each_mode_comes_to_its_end(pool: asyncpg.Pool, log: EventLog) -> None:
    county = await bing(pool, log)
    for n, (matter, receiver, stated, day, mode, decider) in enumerate(CASES):
        county.now = at(day)
        number = f"case-{n}"
        case = await county.receive(number, matter, receiver, **stated)
        assert case.mode == mode
        done = await county.walk(number, attack=False)
        case = await county.case(number)
        assert (case.outcome, case.concluded is not None) == ("granted", True), done
        assert (decider, "decide") in done


async def test_a_village_helps_and_the_township_or_the_county_accepts(
    pool: asyncpg.Pool, log: EventLog
) -> None:
    county = await bing(pool, log)
    for number, acceptor in (("by-town", "dongchuan"), ("by-county", "welfare")):
        await county.receive(number, 9, "liushu")
        await county.walk(number, until="accept", attack=False)
        by = seat(acceptor, "window_clerk")
        step = county.county.rules.step("helped_mode", "accept")
        await county.do(by, step_command(step, number, by))
        done = await county.walk(number, attack=False)
        assert ("liushu", "deliver") in done
        bearers = {(line.duty, line.bearer) for line in (await county.answered(number)).lines}
        assert {("collection", "liushu"), ("step", acceptor)} <= bearers


async def test_the_department_revokes_under_its_own_seal(pool: asyncpg.Pool, log: EventLog) -> None:
    county = await bing(pool, log)
    await county.receive("case-1", 1, "dongchuan", **INSIDE)
    await county.walk("case-1", attack=False)
    by = seat("transport", "approver")
    step = county.county.rules.step("entrusted_mode", "revoke")
    await county.do(by, step_command(step, "case-1", by))
    seal: dict[str, Any] = {"case": "case-1", "owner": "transport", "number": 9}
    documents = (Document("revocation", "case-1-revoke"),)
    await county.do(seat("transport", "seal_user"), ApplyForUse(**seal, documents=documents))
    stamp = Stamp(**seal, document="revocation", digest=DIGEST)
    await county.do(seat("transport", "custodian"), stamp)
    assert (await county.case("case-1")).revoked is not None


async def test_a_seal_that_its_owner_keeps_needs_no_holder(
    pool: asyncpg.Pool, log: EventLog
) -> None:
    """Only where owner and holder are two parties does somebody have to say who keeps it."""
    county = NextCounty(pool, log, NAME)
    await county.begin()
    approve = ApproveEngraving(
        owner="xiping", number=1, rule="own_approval", name="示范丙县西坪镇人民政府审批专用章"
    )
    await county.do(seat("xiping", "principal"), approve)


@pytest.mark.parametrize("steps", [("受理",), ("accept", "apply_for_use")])
async def test_an_authorisation_names_acts_that_there_are(
    pool: asyncpg.Pool, log: EventLog, steps: tuple[str, ...]
) -> None:
    """Words that nothing is ever asked under would let nobody do anything, and say nothing."""
    county = NextCounty(pool, log, NAME)
    await county.begin()
    words = AuthoriseStaff(person="staff-9", organ="xiping", steps=steps, matters=(1,))
    refused = await county.refusal(seat("xiping", "principal"), words)
    assert refused.code == "organisation.unknown_act"
    assert steps[-1] in refused.message
    assert "apply（申请用印）" in refused.message
