"""Several seals, owners and copies in a county that nobody wrote code for: obeyed, and attacked."""

from typing import Any

import asyncpg
import pytest
from msgspec.structs import replace

from domain.seals.commands import ApproveEngraving, RecordEngraving, SuspendSeal
from domain.seals.use import ApplyForUse, ConsentToUse, Document, Stamp
from infra.log import EventLog
from projections import delegation_register, seal_ledger, seal_register
from services.demo.dossier import seat
from tests.scenarios.next_county import NextCounty, jia, step_command, yi

SAME = {"extent": "不跨乡镇"}


@pytest.fixture
async def county(pool: asyncpg.Pool, log: EventLog) -> NextCounty:
    return await jia(pool, log)


def applying(owner: str, number: int, kind: str, paper: str, case: str = "case-1") -> ApplyForUse:
    return ApplyForUse(case=case, owner=owner, number=number, documents=(Document(kind, paper),))


async def test_each_acceptor_seals_its_own_notice(county: NextCounty) -> None:
    """Equal power to accept: the seal is that of whoever accepted, and of nobody else."""
    for number, organ, other, own, foreign in (
        ("case-1", "east", "bureau", ("east", 1), ("bureau", 8)),
        ("case-2", "bureau", "east", ("bureau", 8), ("east", 1)),
    ):
        await county.receive(number, 1, organ, **SAME)
        waiting = [(by, i) for by, i in await county.trays(number) if by.organ == organ]
        ((by, item),) = waiting
        await county.do(by, county.command_of(item, by, {}))
        paper = f"{number}-accept"
        asked = applying(*foreign, "acceptance", paper, number)
        assert await county.refused_with(seat(other, "seal_user"), asked) in (
            "cases.wrong_performer",
            "seal.wrong_department",
        )
        refused = await county.refused_with(seat(organ, "seal_user"), asked)
        assert refused in ("seal.wrong_township", "seal.wrong_department")
        await county.do(seat(organ, "seal_user"), applying(*own, "acceptance", paper, number))
        await county.walk(number, until="decide", attack=False)
    rows = await seal_ledger.ledger(county.pool, county.tenant)
    assert {(row.case, row.owner, row.number) for row in rows} == {
        ("case-1", "east", 1),
        ("case-2", "bureau", 8),
    }


async def test_one_copy_rests_and_another_is_used(county: NextCounty) -> None:
    await county.receive("case-1", 1, "east", **SAME)
    # The county might accept it too; here the town does.
    accept = next((b, i) for b, i in await county.trays("case-1") if b.organ == "east")
    await county.do(accept[0], county.command_of(accept[1], accept[0], {}))
    await county.walk("case-1", until="apply decision", attack=False)
    user = seat("east", "seal_user")
    suspend = SuspendSeal(owner="bureau", number=2, reason="检查")
    await county.do(seat("bureau", "principal"), suspend)
    code = await county.refused_with(user, applying("bureau", 2, "decision", "case-1-decide"))
    assert code == "seal.not_in_use"
    code = await county.refused_with(user, applying("bureau", 1, "decision", "case-1-decide"))
    assert code == "seal.wrong_township"
    code = await county.refused_with(user, applying("east", 1, "decision", "case-1-decide"))
    assert code == "seal.out_of_scope"
    ((_, item),) = [(b, i) for b, i in await county.trays("case-1") if i.document == "decision"]
    assert item.seal is not None
    assert (item.seal.owner, item.seal.number, item.note) == ("bureau", 3, "")
    await county.walk("case-1", attack=False)
    assert (await county.case("case-1")).outcome == "granted"


async def test_the_copies_of_one_pair_are_all_in_the_register(county: NextCounty) -> None:
    await county.projections.catch_up(county.tenant)
    rows = await delegation_register.register(county.pool, county.tenant)
    held = {(r.delegator, r.delegatee): [s.number for s in r.seals] for r in rows}
    assert held["bureau", "east"] == [2, 3]
    assert held["bureau", "west"] == [1]
    assert held["bureau", "bureau"] == [6, 7, 8]
    assert held["east", "east"] == [1, 2]
    names = {s.name for s in await seal_register.register(county.pool, county.tenant)}
    assert "示例甲县审批局审批专用章（3）" in names


async def test_another_body_engraves_and_neither_owner_nor_holder(county: NextCounty) -> None:
    name = "示例甲县审批局审批专用章（4）"
    head = seat("bureau", "principal")
    approve = ApproveEngraving(owner="bureau", number=4, rule="copy", name=name, holder="west")
    await county.do(head, approve)
    engrave = RecordEngraving(owner="bureau", number=4, name=name, engraver="示例")
    for organ in ("bureau", "west"):
        code = await county.refused_with(seat(organ, "principal"), engrave)
        assert code == "organisation.not_principal"
    await county.do(seat("workshop", "principal"), engrave)
    sixth = ApproveEngraving(owner="bureau", number=9, rule="copy", name=name, holder="west")
    assert await county.refused_with(head, sixth) == "seal.number"


@pytest.mark.parametrize(
    ("matter", "organ", "number", "others"),
    [
        # Granted in the county's name: the copy of its seal that the town keeps does not do.
        (1, "bureau", 7, (("bureau", 2), ("bureau", 6))),
        # Granted in the town's own name: nor does the seal of the county, which may take it back.
        (2, "east", 2, (("bureau", 7), ("east", 1))),
    ],
)
async def test_what_is_put_right_bears_the_seal_of_whose_approval_it_is(
    county: NextCounty, matter: int, organ: str, number: int, others: Any
) -> None:
    """XG23-80, 行政许可法 69(1): by whoever granted it; it is stamped before it is taken back.

    Two documents, each under a seal of its own; the case that was over waits for nothing else.
    """
    await county.receive("case-1", matter, "east", **SAME)
    accept = next((by, it) for by, it in await county.trays("case-1") if by.organ == "east")
    await county.do(accept[0], county.command_of(accept[1], accept[0], {}))
    await county.walk("case-1", attack=False)
    step = county.county.rules.step((await county.case("case-1")).mode, "correct")
    reviser, user = seat(organ, "approver"), seat(organ, "seal_user")
    applied = applying(organ, number, "correction", "case-1-correct")
    assert await county.refused_with(user, applied) == "cases.concluded"
    for other in {"east", "bureau", "west"} - {organ}:
        command = step_command(step, "case-1", by := seat(other, "approver"))
        assert await county.refused_with(by, command) == "cases.wrong_performer"
    await county.do(reviser, step_command(step, "case-1", reviser))
    for owner, other in others:
        refused = await county.refusal(user, applying(owner, other, "correction", "case-1-correct"))
        assert (refused.code, refused.message) == (
            "seal.out_of_scope",
            "“纠正”环节的文书不使用此章",
        ), (owner, other)
    done = await county.walk("case-1")  # attacked: nobody else puts any other seal on it
    uses = {(organ, f"{act} correction") for act in ("apply", "consent", "stamp")}
    assert (set(done), len(done)) == (uses, 3)
    revoke = step_command(replace(step, id="revoke", kind="revoke"), "case-1", reviser)
    await county.do(seat("bureau", "approver"), revoke)
    for taker, wrong in (("bureau", 6), ("east", 2)):
        taken_back = applying(taker, wrong, "revocation", "case-1-revoke")
        code = await county.refused_with(seat(taker, "seal_user"), taken_back)
        assert code in ("seal.out_of_scope", "cases.wrong_performer")
    assert {by for by, _ in await county.walk("case-1")} == {"bureau"}
    first, second = (await seal_ledger.ledger(county.pool, county.tenant))[:2]
    assert [(it.owner, it.number, it.document) for it in (first, second)] == [
        ("bureau", 7, "revocation"),
        (organ, number, "correction"),
    ]


async def test_whose_seal_it_is_consents_and_not_whoever_uses_it(
    pool: asyncpg.Pool, log: EventLog
) -> None:
    """The town's seal is in its hall: the hall's own head consents to nothing."""
    county = await yi(pool, log)
    await county.receive("case-1", 1, "south_hall")
    await county.walk("case-1", until="consent", attack=False)
    consent = ConsentToUse(case="case-1", owner="south", number=1, documents=("acceptance",))
    code = await county.refused_with(seat("south_hall", "principal"), consent)
    assert code == "seal.consent_by_principal"
    await county.do(seat("south", "principal"), consent)
    stamp = Stamp(case="case-1", owner="south", number=1, document="acceptance")
    assert await county.refused_with(seat("south_hall", "custodian"), stamp) == "seal.digest"


async def test_nobody_consents_where_the_county_asks_for_no_consent(county: NextCounty) -> None:
    await county.receive("case-1", 4, "bureau")
    await county.walk("case-1", until="stamp", attack=False)
    consent = ConsentToUse(case="case-1", owner="bureau", number=8, documents=("acceptance",))
    code = await county.refused_with(seat("bureau", "principal"), consent)
    assert code == "seal.no_consent_asked"
