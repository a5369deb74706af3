"""What a city and its county owe each other: notices, pushes, certificates (XG22 四6, 四7).

30 September 2022 is a Friday; five working days after it is Wednesday, 12 October (E5-5).
"""

from collections.abc import Sequence
from datetime import date, datetime

import asyncpg
import pytest
from msgspec.structs import replace

from domain.exchange.policy_notice import (
    AcknowledgePolicyNotice,
    NotifyApprovers,
    RegisterPolicyDocument,
)
from domain.kernel.authority import OPERATOR
from domain.kernel.event import Command
from domain.policy.adoption import AdoptPack
from infra.log import EventLog
from projections.page import Wanted, page
from projections.policy_notices import PolicyNoticeRow, PolicyNotices
from services.demo.dossier import seat
from services.trays.ask import in_tray
from tenants.loader import digest
from tests.scenarios.between_levels import BetweenLevels, between_levels
from tests.world import at

REGULATOR, ABOVE = seat("county_forestry", "supervisor"), seat("city_forestry", "supervisor")
HERE, THERE = seat("county_approval", "principal"), seat("city_approval", "principal")
POLICY = RegisterPolicyDocument(
    number="示林发〔2022〕3号",
    level="province",
    issued_by="示例省林业局",
    title="关于调整审批条件的通知",
    issued_on=date(2022, 9, 28),
    received_on=date(2022, 9, 30),
    digest="a" * 64,
    domains=("林业",),
)
NOTICE = NotifyApprovers(number=POLICY.number, document_number="林告1号")
RECEIVED = AcknowledgePolicyNotice(regulator="county_forestry", number=POLICY.number)
TO_HERE, TO_THERE = (
    f"policy_notice:county_forestry:{POLICY.number}:{organ}"
    for organ in ("county_approval", "city_approval")
)


@pytest.fixture
async def county(pool: asyncpg.Pool, log: EventLog) -> BetweenLevels:
    return await between_levels(pool, log)


async def told(county: BetweenLevels) -> Sequence[PolicyNoticeRow]:
    await county.projections.catch_up(county.tenant)
    sort = "registered_at"
    wanted = Wanted(where={}, sort=sort, sorts={sort: datetime}, cursor=None, limit=10)
    return (await page(county.pool, PolicyNotices(), county.tenant, wanted)).items


async def test_e5_5_a_policy_is_told_of_in_writing_within_five_working_days(
    county: BetweenLevels,
) -> None:
    """XG22-22, B-32: from the later of issue and receipt, to whoever handles what it is about."""
    await county.do(REGULATOR, POLICY)
    rows = await county.react()
    assert set(rows) == {TO_HERE, TO_THERE}
    due = rows[TO_HERE]
    assert (str(due.started_on), str(due.due_on)) == ("2022-09-30", "2022-10-12")
    assert (due.debtor, due.creditor, due.post) == (
        "county_forestry",
        "county_approval",
        "supervisor",
    )
    assert (due.outcome, due.certainty, due.clause) == ("open", "text", "示例 四6")
    tray = await in_tray(county.executor, county.pool, county.tenant, REGULATOR)
    assert {(it.label, it.about) for it in tray.due} == {
        ("书面告知政策性文件", f"示例戊县林业局—{POLICY.number}")
    }

    county.now = at("2022-10-12 17:00")
    await county.do(REGULATOR, replace(NOTICE, to=("county_approval",)))
    (row,) = await told(county)
    assert (row.issued_on, row.received_on, row.level) == (
        POLICY.issued_on,
        POLICY.received_on,
        "province",
    )
    assert (row.matters, row.domains, row.waiting) == ((1, 2), ("林业",), 1)
    assert row.document_numbers == {"county_approval": "林告1号"}
    assert (await county.react())[TO_HERE].outcome == "met"

    county.now = at("2022-10-13 09:00")
    rows = await county.react()
    assert (rows[TO_THERE].outcome, rows[TO_THERE].clause) == ("late", "示例 四6")
    await county.do(REGULATOR, NOTICE)
    rows = await county.react()
    assert (rows[TO_THERE].outcome, rows[TO_THERE].fulfilled_at) == ("late", county.now)
    await county.do(HERE, RECEIVED)
    (row,) = await told(county)
    assert (row.waiting, list(row.acknowledged)) == (0, ["county_approval"])
    tray = await in_tray(county.executor, county.pool, county.tenant, REGULATOR)
    assert tray.due == []


async def test_the_clock_runs_from_the_later_day_and_only_to_who_takes_part(
    county: BetweenLevels,
) -> None:
    """Received in August, in force in September; on a matter that the county decides alone."""
    county.now = at("2022-09-30 10:00")
    early = replace(
        POLICY, matters=(1,), domains=(), issued_on=date(2022, 9, 29), received_on=date(2022, 8, 1)
    )
    await county.do(REGULATOR, early)
    rows = await county.react()
    assert {key: str(row.due_on) for key, row in rows.items()} == {TO_HERE: "2022-10-11"}
    assert rows[TO_HERE].matter == 1
    # Another regulating organ keeps its own register: the same policy, the same number.
    await county.do(ABOVE, replace(POLICY, matters=(3,), domains=()))
    assert {row.regulator: row.approvers for row in await told(county)} == {
        "county_forestry": ("county_approval",),
        "city_forestry": ("county_approval", "city_approval"),
    }


async def test_what_a_policy_notice_does_not_allow(county: BetweenLevels) -> None:
    named = replace(POLICY, domains=(), matters=(1,))
    refused: list[tuple[str, Command, str]] = [
        ("not its matters", replace(named, matters=(3, 1)), "exchange.not_regulator"),
        ("no domain of its own", replace(POLICY, domains=("水利",)), "exchange.not_regulator"),
        ("about nothing", replace(POLICY, domains=()), "exchange.not_regulator"),
        ("no such matter", replace(named, matters=(9,)), "matters.not_listed"),
        ("no number", replace(POLICY, number="/"), "cases.number"),
        ("no title", replace(POLICY, title=" "), "exchange.policy_incomplete"),
        ("no issuer", replace(POLICY, issued_by=""), "exchange.policy_incomplete"),
        ("no digest", replace(POLICY, digest="abc"), "exchange.policy_incomplete"),
        ("issued tomorrow", replace(POLICY, issued_on=date(2022, 10, 1)), "exchange.policy_days"),
        (
            "received tomorrow",
            replace(POLICY, received_on=date(2022, 10, 1)),
            "exchange.policy_days",
        ),
        ("told of nothing", NOTICE, "exchange.policy_unknown"),
    ]
    for what, command, code in refused:
        by = ABOVE if what == "not its matters" else REGULATOR
        assert await county.refused_with(by, command) == code, what
    own = replace(POLICY, domains=(), matters=(4,))
    assert await county.refused_with(HERE, own) == "exchange.not_regulator"
    await county.do(REGULATOR, own)
    (row,) = await told(county)
    assert row.approvers == ("city_forestry",)  # nobody writes to itself

    await county.do(REGULATOR, replace(POLICY, number="示林发〔2022〕4号"))
    later = replace(NOTICE, number="示林发〔2022〕4号")
    received = replace(RECEIVED, number=later.number)
    for what, command, code in [
        ("again", own, "exchange.policy_number_taken"),
        ("unwritten", replace(NOTICE, document_number=" "), "exchange.notice_unwritten"),
        ("to others", replace(NOTICE, to=("county_approval",)), "exchange.not_owed_notice"),
    ]:
        assert await county.refused_with(REGULATOR, command) == code, what
    assert await county.refused_with(HERE, received) == "exchange.not_notified"
    await county.do(REGULATOR, later)
    assert await county.refused_with(REGULATOR, later) == "exchange.already_notified"
    again = replace(later, to=("city_approval",))
    assert await county.refused_with(REGULATOR, again) == "exchange.already_notified"
    assert await county.refused_with(ABOVE, received) == "exchange.not_notified"
    await county.do(THERE, received)
    assert await county.refused_with(THERE, received) == "exchange.already_acknowledged"
    unknown = replace(received, regulator="city_forestry")
    assert await county.refused_with(THERE, unknown) == "exchange.policy_unknown"
    alone = replace(
        county.county.pack,
        version="2",
        matter=tuple(
            replace(matter, city_organ="county_forestry") if matter.no == 4 else matter
            for matter in county.county.pack.matter
        ),
    )
    await county.do(OPERATOR, AdoptPack(pack=alone, digest=digest(alone)))
    itself = replace(own, number="示林发〔2022〕5号")
    assert await county.refused_with(REGULATOR, itself) == "exchange.nobody_to_notify"
    silent = replace(alone, version="3", policy_notice=None)
    await county.do(OPERATOR, AdoptPack(pack=silent, digest=digest(silent)))
    assert await county.refused_with(REGULATOR, itself) == "exchange.no_policy_notice"
