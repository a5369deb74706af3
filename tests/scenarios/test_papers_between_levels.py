"""What a city and its county owe each other: notices, pushes, certificates (XG22 四6, 四7).

30 September 2022 is a Friday; five working days after it is Wednesday, 12 October (E5-5).
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import asyncpg
import pytest
from msgspec.structs import replace

from domain.attempts.attempt import AttemptMade
from domain.cases.commands import IssueCertificate
from domain.cases.revocation import RevokeApproval
from domain.exchange.policy_notice import (
    AcknowledgePolicyNotice,
    NotifyApprovers,
    RegisterPolicyDocument,
)
from domain.kernel import streams
from domain.kernel.authority import AUTOMATION, OPERATOR, By
from domain.kernel.event import Command
from domain.licences.certificate import (
    AcknowledgeCollection,
    CancelCertificate,
    Certificate,
    CertificateSent,
    ChangeCertificate,
)
from domain.policy.adoption import AdoptPack
from domain.pushes.feedback import GiveFeedback
from domain.pushes.push import AcknowledgeResult, SendResult
from domain.seals.use import ApplyForUse, Document
from infra.log import EventLog
from projections import certificates, pushes
from projections.certificates import CertificateRow
from projections.page import Wanted, page
from projections.policy_notices import PolicyNoticeRow, PolicyNotices
from services.demo.dossier import seat
from services.trays.ask import in_tray
from tenants.loader import digest
from tests.scenarios.between_levels import FILE, BetweenLevels, between_levels
from tests.scenarios.next_county import certificate
from tests.scenarios.settled import OWNER, TOWN, Settled
from tests.world import XINGGUO, at

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
    # On paper, when the other was not told yet; and not before it was told itself.
    too_early = replace(RECEIVED, occurred_at=at("2022-10-12 16:00"))
    assert await county.refused_with(HERE, too_early) == "time.before_predecessor"
    await county.do(HERE, replace(RECEIVED, occurred_at=at("2022-10-12 18:00")))
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


async def test_a_change_of_law_is_told_to_each_township_that_handles_the_matter(
    settled: Settled,
) -> None:
    """XG23-27: by whoever guides it, within the days that the county borrows of its other plan."""
    number, by = "法变1号", settled.by(OWNER, "principal")
    change = replace(
        POLICY,
        number=number,
        level="nation",
        matters=(21,),
        domains=(),
        issued_on=date(2024, 1, 2),
        received_on=date(2024, 1, 4),
    )
    await settled.do(by, change)
    towns = [organ.id for organ in XINGGUO.organ if organ.kind == "township"]
    rows = {of: row for of, row in (await settled.react()).items() if number in of}
    assert sorted(row.creditor for row in rows.values()) == sorted(towns)
    due = rows[f"policy_notice:{OWNER}:{number}:{TOWN}"]
    assert (str(due.due_on), due.certainty, due.debtor) == ("2024-01-11", "borrowed", OWNER)
    assert due.clause.startswith("四(五)")
    await settled.do(by, NotifyApprovers(number=number, document_number="告1号", to=(TOWN,)))
    await settled.do(
        settled.by(TOWN, "principal"), AcknowledgePolicyNotice(regulator=OWNER, number=number)
    )
    met = [of for of, row in (await settled.react()).items() if number in of and row.fulfilled_at]
    assert met == [f"policy_notice:{OWNER}:{number}:{TOWN}"]


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


async def concluded(county: BetweenLevels, number: str, matter: int) -> None:
    """Received in the county, walked by whoever it waits for, to the end."""
    organ = county.county.rules.matter(matter).county_organ or ""
    await county.receive(number, matter, organ)
    await county.walk(number, attack=False)
    assert (await county.case(number)).concluded == county.now


async def due(county: BetweenLevels, kind: str) -> dict[str, tuple[str, str]]:
    rows = await county.react()
    return {
        f"{row.about.removeprefix('case/')} {row.debtor} > {row.creditor}": (
            str(row.due_on),
            row.outcome,
        )
        for row in rows.values()
        if row.kind == kind
    }


async def test_e5_5_both_levels_are_pushed_to_each_acknowledges_and_feeds_back(
    county: BetweenLevels,
) -> None:
    """XG22-21, -23, B-31: concluded on 30 September, due on 10 October, 双推送、双回路."""
    for organ in ("county_approval", "city_approval"):
        await county.make_seal(organ.partition("_")[0], organ, organ, 1)
    for number, matter in (("甲", 1), ("乙", 2), ("丙", 3), ("丁", 4)):
        await concluded(county, number, matter)
    day = ("2022-10-10", "open")
    assert await due(county, "push") == {
        "甲 county_approval > county_forestry": day,
        "乙 city_approval > county_forestry": day,
        "乙 city_approval > city_forestry": day,
        "丙 city_approval > county_forestry": day,
        "丙 city_approval > city_forestry": day,
        # Who approves there regulates there too: nothing is sent to itself, the county has it.
        "丁 city_forestry > county_forestry": day,
    }
    county.now = at("2022-10-10 17:00")
    assert await county.scheduler.push(county.tenant) == 6
    assert {outcome for _, outcome in (await due(county, "push")).values()} == {"met"}

    result = AcknowledgeResult(case="乙")
    await county.do(REGULATOR, result)
    (waiting,) = [row for row in await pushed(county, waiting=True) if row.case == "乙"]
    assert (waiting.sender, waiting.receiver) == ("city_approval", "city_forestry")
    await county.do(ABOVE, result)
    assert await county.refused_with(ABOVE, result) == "pushes.already_acknowledged"
    assert await county.refused_with(ABOVE, AcknowledgeResult(case="甲")) == "pushes.unknown"

    owed = await due(county, "feedback")
    assert set(owed) == {
        "甲 county_forestry > county_approval",
        "乙 county_forestry > city_approval",
        "乙 city_forestry > city_approval",
        "丁 county_forestry > city_forestry",
    }
    found = GiveFeedback(case="乙", findings="与许可内容相符", conclusion="in_order")
    for by in (REGULATOR, ABOVE):
        await county.do(by, found)
    owed = await due(county, "feedback")
    assert [owed[f"乙 {by.organ} > city_approval"][1] for by in (REGULATOR, ABOVE)] == ["met"] * 2
    told = {(row.sender, row.receiver) for row in await pushed(county) if row.kind == "feedback"}
    levels = ("county_approval", "city_approval")
    assert told == {(by.organ, to) for by in (REGULATOR, ABOVE) for to in levels}


async def test_one_level_may_be_late_and_the_other_in_time(county: BetweenLevels) -> None:
    """Tracked apart (B-31): what one regulator was sent in time, the other got after its day."""
    await concluded(county, "丙", 3)
    await county.react()
    county.now = at("2022-10-10 09:00")
    here, there = "push:丙:county_forestry", "push:丙:city_forestry"
    await county.do(AUTOMATION, SendResult(obligation=here))
    county.now = at("2022-10-11 09:00")
    rows = await county.react()
    assert (rows[here].outcome, rows[there].outcome) == ("met", "late")
    assert (rows[there].clause, rows[there].debtor) == ("示例 四6", "city_approval")
    assert [it.finding for it in (await county.answered("丙")).findings] == ["not_pushed"]


async def pushed(county: BetweenLevels, *, waiting: bool = False) -> Sequence[pushes.PushRow]:
    await county.projections.catch_up(county.tenant)
    return await pushes.pushes(county.pool, county.tenant, waiting=waiting)


# Certificates on paper and on file.

CLERK, KEEPER = seat("city_approval", "window_clerk"), seat("city_data", "principal")
PAPER, OTHER = certificate("乙"), "e" * 64
ISSUE = IssueCertificate(
    case="乙",
    certificate_number=PAPER,
    digest=FILE,
    identifier="照-乙",
    valid_until=date(2022, 12, 31),
)
CHANGE = ChangeCertificate(
    certificate=PAPER, changed="经营场所", document_number="变1号", digest=OTHER
)
CANCEL = CancelCertificate(
    certificate=PAPER, ground="organisation_ended", reason="依法终止", document_number="注1号"
)


@pytest.fixture
async def granted(county: BetweenLevels) -> BetweenLevels:
    """A case that the city has granted; its certificate bears the seal and is not issued."""
    await county.make_seal("city", "city_approval", "city_approval", 1)
    await county.receive("乙", 2, "county_approval")
    await county.walk("乙", until="certify", attack=False)
    return county


async def registered(county: BetweenLevels) -> CertificateRow:
    await county.react()
    row = await certificates.certificate(county.pool, county.tenant, PAPER)
    assert row is not None
    return row


async def good(county: BetweenLevels) -> bool:
    fact = await county.executor.unit(county.tenant).get(streams.certificate(PAPER), Certificate)
    assert fact.state is not None
    return fact.state.valid_at(county.now, county.county.rules)


async def test_paper_and_file_are_issued_changed_and_cancelled_in_step(
    granted: BetweenLevels,
) -> None:
    """XG22-24, -25: one act does both, the library has each of them on the same day."""
    county = granted
    done = await county.do(CLERK, ISSUE)
    assert [stream for stream, _ in done.events] == ["case/乙", f"certificate/{PAPER}"]
    row = await registered(county)
    assert (row.forms, row.digest, row.identifier) == (("physical", "electronic"), FILE, "照-乙")
    assert (row.organ, row.in_name_of, row.keeper) == (
        "city_approval",
        "city_approval",
        "city_data",
    )
    assert (row.sent, row.collected, row.waiting) == ({"1": county.now}, {}, 1)
    collected = (await county.react())[f"collect:{PAPER}:1"]
    assert (str(collected.due_on), collected.outcome) == ("2022-09-30", "met")
    assert (collected.clause, collected.creditor) == ("示例 四7", "city_data")
    assert (collected.debtor, collected.kind) == ("city_approval", "collect")
    await county.do(KEEPER, AcknowledgeCollection(certificate=PAPER, serial=1))

    county.now = at("2022-10-10 09:00")
    await county.do(CLERK, CHANGE)
    row = await registered(county)
    assert (row.digest, row.issued_digest, row.valid_until) == (OTHER, FILE, ISSUE.valid_until)
    assert [(it.serial, it.changed, it.document_number) for it in row.changes] == [
        (2, "经营场所", "变1号")
    ]
    assert (row.waiting, sorted(row.sent)) == (1, ["1", "2"])
    assert await good(county)

    county.now = at("2022-10-11 09:00")
    await county.do(seat("city_approval", "principal"), CANCEL)
    row = await registered(county)
    assert (row.cancelled_at, row.ground, row.waiting) == (county.now, "organisation_ended", 2)
    assert not await good(county)
    county.now -= timedelta(microseconds=1)
    assert await good(county)
    sent = await county.executor.log.read(county.tenant, types=(CertificateSent.TYPE,))
    assert [getattr(it.event, "change", "") for it in sent] == ["issued", "changed", "cancelled"]


async def test_an_approval_taken_back_takes_its_certificate_along(granted: BetweenLevels) -> None:
    """撤销 → 注销 (行政许可法 69, 70): in one transaction, and no library is told nothing."""
    county = granted
    await county.do(CLERK, ISSUE)
    await county.walk("乙", attack=False)
    revoke = RevokeApproval(
        case="乙",
        ground="fraud",
        reasons="提供虚假材料",
        remedies="复议、诉讼",
        document_number="撤1号",
    )
    county.now = at("2022-10-10 09:00")
    await county.do(seat("city_approval", "approver"), revoke)
    row = await registered(county)
    assert (row.ground, row.document_number, row.reason) == ("taken_back", "撤1号", "提供虚假材料")
    assert (row.cancelled_at, row.waiting) == (county.now, 2)
    assert not await good(county)
    assert await county.refused_with(CLERK, CHANGE) == "licences.cancelled"


async def test_what_a_certificate_does_not_allow(granted: BetweenLevels) -> None:
    county = granted
    issues: list[tuple[str, Command, str]] = [
        ("no file", replace(ISSUE, digest="", identifier=""), "licences.out_of_step"),
        ("no digest", replace(ISSUE, digest="f"), "licences.out_of_step"),
        ("no identifier", replace(ISSUE, identifier=" "), "licences.out_of_step"),
        ("over already", replace(ISSUE, valid_until=date(2022, 9, 29)), "licences.valid_until"),
    ]
    for what, command, code in issues:
        assert await county.refused_with(CLERK, command) == code, what
    assert (await county.case("乙")).documents.get("certificate") is None
    for unknown in (CHANGE, CANCEL, AcknowledgeCollection(certificate=PAPER, serial=1)):
        assert await county.refused_with(CLERK, unknown) == "licences.unknown"
    await county.do(CLERK, ISSUE)
    await county.react()
    acknowledge = AcknowledgeCollection(certificate=PAPER, serial=1)
    await county.do(KEEPER, acknowledge)
    reviewer, stranger = seat("city_approval", "reviewer"), HERE
    expired = replace(CANCEL, ground="expired")
    rows: list[tuple[str, By, Command, str]] = [
        ("another organ", stranger, CHANGE, "licences.not_issuer"),
        ("another post", reviewer, CANCEL, "licences.not_issuer"),
        ("the paper alone", CLERK, replace(CHANGE, digest=""), "licences.out_of_step"),
        ("the same file", CLERK, replace(CHANGE, digest=FILE), "licences.out_of_step"),
        ("changed how", CLERK, replace(CHANGE, changed=" "), "licences.change_incomplete"),
        ("no paper", CLERK, replace(CHANGE, document_number=""), "licences.change_incomplete"),
        ("over", CLERK, replace(CHANGE, valid_until=date(2022, 9, 1)), "licences.valid_until"),
        ("no reason", CLERK, replace(CANCEL, reason=""), "licences.cancel_incomplete"),
        ("no number", CLERK, replace(CANCEL, document_number=" "), "licences.cancel_incomplete"),
        ("not expired", CLERK, expired, "licences.not_expired"),
        ("not the keeper", CLERK, acknowledge, "licences.not_keeper"),
        ("not sent", KEEPER, replace(acknowledge, serial=2), "licences.not_sent"),
        ("twice", KEEPER, acknowledge, "licences.collected"),
    ]
    for what, by, command, code in rows:
        assert await county.refused_with(by, command) == code, what
    county.now = at("2023-01-01 09:00")
    assert not await good(county)  # its last day is over
    await county.do(CLERK, expired)
    assert await county.refused_with(CLERK, CANCEL) == "licences.cancelled"
    # The number is its own for good.
    await county.receive("戊", 2, "county_approval")
    await county.walk("戊", until="apply certificate", attack=False)
    about: dict[str, Any] = {"case": "戊", "owner": "city_approval", "number": 1}
    paper = Document("certificate", PAPER)
    await county.do(seat("city_approval", "seal_user"), ApplyForUse(**about, documents=(paper,)))
    await county.walk("戊", until="certify", attack=False)
    again = replace(ISSUE, case="戊", valid_until=None)
    assert await county.refused_with(CLERK, again) == "licences.number_taken"
    attempts = await county.executor.log.read(county.tenant, types=(AttemptMade.TYPE,))
    assert {getattr(it.event, "about", "") for it in attempts} == {f"certificate/{PAPER}"}


async def test_where_the_rules_name_no_forms_there_is_only_paper(county: BetweenLevels) -> None:
    """As in every pack from before: nothing is registered, and no file is taken along."""
    pack = county.county.pack
    plain = tuple(
        replace(mode, step=tuple(replace(step, forms=()) for step in mode.step))
        for mode in pack.mode
    )
    only = replace(pack, version="2", mode=plain)
    await county.do(OPERATOR, AdoptPack(pack=only, digest=digest(only)))
    await county.make_seal("county", "county_approval", "county_approval", 1)
    await county.receive("甲", 1, "county_approval")
    await county.walk("甲", until="certify", attack=False)
    clerk = seat("county_approval", "window_clerk")
    issue = IssueCertificate(case="甲", certificate_number=certificate("甲"))
    filed = replace(issue, digest=FILE)
    assert await county.refused_with(clerk, filed) == "licences.no_forms"
    (event,) = (await county.do(clerk, issue)).events
    assert event[0] == "case/甲"


async def test_what_bears_a_seal_that_no_pack_regulates_is_in_step_all_the_same(
    county: BetweenLevels,
) -> None:
    """As a county's own decisions of 2022 do: no use of a seal is asked for, or cited (XG22-24)."""
    pack = county.county.pack
    own = tuple(
        replace(mode, step=tuple(replace(step, seal=()) for step in mode.step))
        for mode in pack.mode
    )
    changed = replace(pack, version="2", mode=own)
    await county.do(OPERATOR, AdoptPack(pack=changed, digest=digest(changed)))
    county.county.pack = changed
    await county.receive("甲", 1, "county_approval")
    await county.walk("甲", until="certify", attack=False)
    clerk, paper = seat("county_approval", "window_clerk"), certificate("甲")
    issue = IssueCertificate(case="甲", certificate_number=paper, digest=FILE, identifier="照-甲")
    unnumbered = replace(issue, certificate_number=" ")
    assert await county.refused_with(clerk, unnumbered) == "cases.document_number"
    await county.do(clerk, issue)
    await county.react()
    row = await certificates.certificate(county.pool, county.tenant, paper)
    assert row is not None
    assert (row.use, row.organ, row.keeper) == ("", "county_approval", "city_data")
