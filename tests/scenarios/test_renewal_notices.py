"""Permits that nobody has applied to renew: a reminder, and nobody's fault (C3, 行政许可法 50)."""

from datetime import date
from typing import Any

from msgspec.structs import replace

from domain.cases.case import Case
from domain.cases.commands import IssueCertificate
from domain.cases.events import CertificateIssued
from domain.cases.revocation import ApprovalRevoked
from domain.kernel import streams
from domain.kernel.authority import AUTOMATION
from domain.licences.certificate import CertificateCancelled, CertificateChanged
from domain.obligations.obligation import OpenObligation, WaiveObligation
from projections.obligations import ObligationRow
from services.liability.answer import Liabilities
from services.processes import reminders
from services.processes.anew import as_owed_now
from services.trays.ask import in_tray
from tests.county import County
from tests.world import at

UNTIL = date(2024, 10, 31)
CASE = "case-1"


async def licensed(county: County, number: str, until: date) -> None:
    """A pesticide licence of the village renewed till a day: no. 22."""
    stated = {"action": "延续", "expires_on": "2024-06-30"}
    for act in county.county.case(replace(county.plan(number, 22), stated=stated)):
        command = act.command
        if isinstance(command, IssueCertificate):
            early = replace(command, valid_until=date(2024, 1, 3))
            assert await county.refused(act.by, early) == "licences.valid_until"
            command = replace(command, valid_until=until)
        await county.do(act.by, command)


async def notices(county: County) -> dict[str, ObligationRow]:
    rows = (await county.react()).values()
    return {row.about: row for row in rows if row.kind == "renewal_notice"}


async def told(county: County) -> list[tuple[str, str]]:
    """What the tray of the window says of permits."""
    clerk = county.by("xingjiang", "window_clerk")
    tray = await in_tray(county.executor, county.pool, county.tenant, clerk)
    return [(row.about, row.clause) for row in tray.due if row.kind == "renewal_notice"]


async def found(county: County, case: str) -> set[str]:
    await county.projections.catch_up(county.tenant)
    answer = await Liabilities(county.executor, county.pool).of(county.tenant, case)
    return {it.finding for it in answer.findings}


async def test_who_issued_a_permit_is_reminded_until_somebody_applies_or_it_expires(
    county: County,
) -> None:
    """No. 22: to be applied for 90 days before; told of for thirty days before that."""
    for number in (CASE, "case-2"):
        await licensed(county, number, UNTIL)
    await county.scheduler.work(county.tenant)
    row = (await notices(county))[f"case/{CASE}"]
    assert (row.debtor, row.post, row.creditor) == ("xingjiang", "window_clerk", "")
    assert (str(row.started_on), row.due_on) == ("2024-07-03", UNTIL)
    county.now = at("2024-07-02 09:00")
    assert await told(county) == []
    county.now = at("2024-07-03 09:00")
    said = "农药管理条例 25：应于2024-08-02前申请延续"
    assert await told(county) == [(CASE, said), ("case-2", said)]

    # One holder applies, too late by eight days; that is put on record with his application.
    county.now = at("2024-08-10 09:00")
    receipt, *_ = county.county.case(county.plan(CASE, 22))
    anew = replace(
        receipt.command, case="case-3", stated={"action": "延续", "expires_on": str(UNTIL)}
    )
    await county.do(receipt.by, anew)
    assert (await notices(county))[f"case/{CASE}"].outcome == "met"
    assert await told(county) == [("case-2", said)]

    # That its last day is over is no delay, also while no worker has put on record that it is.
    county.now = at("2024-11-01 00:01")
    assert "overdue" not in await found(county, "case-2")
    clerk = county.by("xingjiang", "window_clerk")
    tray = await in_tray(county.executor, county.pool, county.tenant, clerk)
    assert [row.late for row in tray.due if row.kind == "renewal_notice"] == [False]
    passed = (await notices(county))["case/case-2"]
    assert (passed.outcome, passed.late_at, passed.reason) == (
        "waived",
        None,
        "有效期已届满，未见延续申请",
    )
    assert await told(county) == []


async def test_a_permit_that_ends_or_is_prolonged_otherwise_is_told_of_no_more(
    county: County,
) -> None:
    """行政许可法 69, 70; a certificate that says no last day calls for nothing."""
    await licensed(county, CASE, UNTIL)
    await county.react()
    case = (await county.executor.unit(county.tenant).get(streams.case(CASE), Case)).state
    assert case is not None
    rules = county.county.rules
    (key,) = [row.key for row in (await notices(county)).values()]
    act: dict[str, Any] = {
        "occurred_at": county.now, "certificate": "证-1", "serial": 2, "forms": ("physical",),
        "organ": "xingjiang", "person": "x", "post": "window_clerk",
        "document_number": "文-1",
    }  # fmt: skip
    changed = CertificateChanged(**act, changed="更正", digest="", valid_until=date(2025, 10, 31))
    ended, begun = reminders.of_certificate(changed, UNTIL, case, rules)
    assert ended == WaiveObligation(obligation=key, reason="证照有效期已变更")
    assert isinstance(begun, OpenObligation)
    assert begun.obligation == key.replace("2024", "2025")
    # Changed back to the day that it had: told of again, as what was not told of before.
    for command in (ended, begun):
        await county.do(AUTOMATION, command)
    back = reminders.of_certificate(
        replace(changed, valid_until=UNTIL), date(2025, 10, 31), case, rules
    )
    head = await county.executor.log.head(county.tenant)
    now = await as_owed_now(back, head, county.executor.unit(county.tenant))
    names = [it.obligation for it in now if isinstance(it, OpenObligation | WaiveObligation)]
    assert names == [begun.obligation, f"{key}#1"]
    assert [
        *reminders.of_certificate(replace(changed, valid_until=UNTIL), UNTIL, case, rules)
    ] == []
    cancelled = CertificateCancelled(**act, ground="organisation_ended", reason="终止")
    (ended,) = reminders.of_certificate(cancelled, UNTIL, case, rules)
    assert ended == WaiveObligation(obligation=key, reason="证照已注销")
    assert [*reminders.of_certificate(cancelled, None, case, rules)] == []
    (issued,) = (
        item.event
        for item in await county.executor.log.load(county.tenant, streams.case(CASE))
        if isinstance(item.event, CertificateIssued)
    )
    revoked = ApprovalRevoked(
        occurred_at=county.now, case=CASE, step="revoke", authority=issued.authority,
        ground="fraud", reasons="材料不实", remedies="可以申请行政复议", document_number="文-2",
        document="revocation",
    )  # fmt: skip
    (ended,) = reminders.of_case(revoked, "x", case, rules)
    assert ended == WaiveObligation(obligation=key, reason="审批已撤销")
    assert [*reminders.of_case(revoked, "x", replace(case, valid_until=None), rules)] == []
    terms = rules.pack.renewal
    assert terms is not None
    silent = replace(rules.pack, renewal=replace(terms, remind_days=0))
    assert [*reminders.of_certificate(changed, None, case, type(rules)(silent))] == []
