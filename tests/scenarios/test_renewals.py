"""Renewals: the window before the expiry and what its passing brings (行政许可法 50, C3, E5-15)."""

import pytest
from msgspec.structs import replace

from domain.cases.commands import CorrectCase, Decide, Withdraw
from domain.cases.events import CaseReceived
from domain.cases.renewal import CaseDeemedRenewed, DeemRenewed, Renewal
from domain.kernel import streams
from domain.kernel.authority import AUTOMATION
from domain.obligations.obligation import MarkLate
from projections import case_register
from services.cli.cases import _particulars
from tests.county import County
from tests.world import at

RECEIPT, REVIEW, DECISION, LAST = 0, 5, 6, 12
RENEWAL = "renewal:case-1"
REFUSE = Decide(
    case="case-1",
    outcome="refused",
    document_number="决1",
    reasons="不符合条件",
    remedies="可以申请行政复议",
)


def renewing(matter: int, expires_on: str) -> dict[str, object]:
    stated = {"action": "延续", "venue": "宾馆", "expires_on": expires_on}
    return {"matter": matter, "stated": stated}


async def received(county: County, matter: int, expires_on: str) -> Renewal | None:
    await county.steps(RECEIPT, RECEIPT, **renewing(matter, expires_on))
    (item,) = await county.executor.log.load(county.tenant, streams.case("case-1"))
    assert isinstance(item.event, CaseReceived)
    return item.event.renewal


@pytest.mark.parametrize(
    ("matter", "filed", "expires_on", "late", "clause"),
    [
        (22, "2024-04-01", "2024-06-30", False, "农药管理条例 25"),  # 90 days before: in time
        (22, "2024-04-02", "2024-06-30", True, "农药管理条例 25"),  # E5-15: 89 days before
        (23, "2024-01-31", "2024-07-31", False, "兽药管理条例 23"),
        (23, "2024-01-30", "2024-06-30", True, "兽药管理条例 23"),  # E5-15: five months before
        (17, "2024-05-31", "2024-06-30", False, "行政许可法 50"),
        (17, "2024-06-01", "2024-06-30", True, "行政许可法 50"),
    ],
)
async def test_an_application_after_the_window_is_flagged(
    county: County,
    matter: int,
    filed: str,
    expires_on: str,
    late: bool,  # noqa: FBT001  a case
    clause: str,
) -> None:
    """C3, E5-15: received all the same, with the flag and the clause."""
    county.now = at(f"{filed} 15:00")
    permit = await received(county, matter, expires_on)
    assert permit is not None
    assert (permit.late, permit.clause) == (late, clause)
    rows = await county.react()
    assert (RENEWAL in rows) == (not late)  # the law renews only what was applied for in time
    row = await case_register.case(county.pool, county.tenant, "case-1")
    assert row is not None
    assert row.clock.renewal == permit
    shown = dict(_particulars(row, county.county.rules))["原证有效期"]
    assert ("逾期申请" in shown) == late
    assert clause in shown


async def test_undecided_at_the_expiry_it_counts_as_renewed(county: County) -> None:
    """行政许可法 50: by the law, whether or not a worker looks; a refusal comes too late."""
    approver = county.by("xingjiang", "approver")
    await county.steps(RECEIPT, REVIEW, **renewing(22, "2024-06-30"))
    row = (await county.react())[RENEWAL]
    assert (row.debtor, str(row.due_on), row.lapse, row.certainty, row.clause) == (
        "xingjiang",
        "2024-06-30",
        "deemed_renewed",
        "law",
        "行政许可法 50",
    )
    early = DeemRenewed(obligation=RENEWAL)
    assert await county.refused(AUTOMATION, early) == "cases.not_expired"
    county.now = at("2024-07-01")
    assert await county.refused(approver, REFUSE) == "cases.deemed_renewed"
    assert (await county.react())[RENEWAL].outcome == "late"
    (item,) = await county.executor.log.read(county.tenant, types=("cases.deemed_renewed",))
    assert isinstance(item.event, CaseDeemedRenewed)
    assert (str(item.event.expires_on), item.event.clause) == ("2024-06-30", "行政许可法 50")
    assert await county.refused(approver, REFUSE) == "cases.deemed_renewed"
    assert await county.refused(AUTOMATION, early) == "cases.already_decided"
    register = await case_register.case(county.pool, county.tenant, "case-1")
    assert register is not None
    assert register.status == "deemed_renewed"
    # What the law did is put on paper: granted, with its certificate.
    await county.steps(DECISION, LAST, **renewing(22, "2024-06-30"))
    rows = await county.react()
    assert (rows[RENEWAL].outcome, rows[RENEWAL].fulfilled_at) == ("late", county.now)


async def test_a_refusal_on_paper_from_before_the_expiry_undoes_it(county: County) -> None:
    """What was decided in time was decided, whenever it is entered."""
    await county.steps(RECEIPT, REVIEW, **renewing(22, "2024-06-30"))
    await county.react()
    county.now = at("2024-07-02 09:00")
    await county.react()
    on_paper = at("2024-06-28 16:00")
    refusing = Decide(
        case="case-1",
        outcome="refused",
        document_number="决1",
        reasons="不符合条件",
        remedies="可以申请行政复议",
        occurred_at=on_paper,
    )
    await county.do(county.by("xingjiang", "approver"), refusing)
    row = (await county.react())[RENEWAL]
    assert (row.outcome, row.fulfilled_at) == ("late", on_paper)
    register = await case_register.case(county.pool, county.tenant, "case-1")
    assert register is not None
    assert (register.status, register.outcome) == ("decided", "refused")


@pytest.mark.parametrize("withdrawn", [True, False])
async def test_deciding_or_withdrawing_before_the_expiry_ends_it(
    county: County,
    withdrawn: bool,  # noqa: FBT001  a case
) -> None:
    await county.steps(RECEIPT, REVIEW, **renewing(22, "2024-06-30"))
    await county.react()
    if withdrawn:
        leaving = Withdraw(case="case-1", reason="歇业")
        await county.do(county.by("xingjiang", "window_clerk"), leaving)
    else:
        await county.do(county.by("xingjiang", "approver"), REFUSE)
    assert (await county.react())[RENEWAL].outcome == ("waived" if withdrawn else "met")
    county.now = at("2024-07-01")
    await county.react()
    assert not await county.executor.log.read(county.tenant, types=("cases.deemed_renewed",))


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ({"action": "延续"}, "cases.fact_missing"),
        ({"action": "延续", "expires_on": "明年"}, "cases.expiry_date"),
        ({"action": "延续", "expires_on": 20240630.0}, "cases.expiry_date"),
        ({"action": "延续", "expires_on": "0001-01-01"}, "cases.expiry_date"),
        ({"action": "延续", "expires_on": "2999-06-30"}, "cases.expiry_date"),  # no term so long
        ({"action": "延续", "expires_on": "9999-12-31"}, "cases.expiry_date"),
    ],
)
async def test_a_renewal_says_when_the_permit_expires(
    county: County, stated: dict[str, object], code: str
) -> None:
    receipt, *_ = county.county.case(county.plan(matter=22))
    command = type(receipt.command)(
        **{name: getattr(receipt.command, name) for name in receipt.command.__struct_fields__}
        | {"stated": stated}
    )
    assert await county.refused(county.by("xingjiang", "window_clerk"), command) == code


async def test_an_expiry_that_was_stated_wrongly_is_corrected(county: County) -> None:
    """What the law does hangs on the permit's own date, as of the receipt (行政许可法 50)."""
    clerk = county.by("xingjiang", "window_clerk")
    await county.steps(RECEIPT, REVIEW, **renewing(22, "2024-06-30"))
    await county.react()
    wrong = CorrectCase(case="case-1", stated={"expires_on": "六月"}, reason="笔误")
    assert await county.refused(clerk, wrong) == "cases.expiry_date"
    await county.do(clerk, replace(wrong, stated={"expires_on": "2024-05-31"}))
    rows = await county.react()
    assert (rows[RENEWAL].outcome, rows["renewal#1:case-1"].outcome) == ("waived", "open")
    await county.do(clerk, replace(wrong, stated={"expires_on": "2024-07-31"}))
    rows = await county.react()
    assert (rows["renewal#1:case-1"].outcome, str(rows["renewal#2:case-1"].due_on)) == (
        "waived",
        "2024-07-31",
    )
    county.now = at("2024-07-01")
    await county.react()
    assert not await county.executor.log.read(county.tenant, types=("cases.deemed_renewed",))
    row = await case_register.case(county.pool, county.tenant, "case-1")
    assert row is not None
    assert row.clock.renewal is not None
    assert str(row.clock.renewal.expires_on) == "2024-07-31"
    county.now = at("2024-08-01")
    again = replace(wrong, stated={"expires_on": "2024-12-31"})
    assert await county.refused(clerk, again) == "cases.deemed_renewed"
    await county.react()
    (item,) = await county.executor.log.read(county.tenant, types=("cases.deemed_renewed",))
    assert isinstance(item.event, CaseDeemedRenewed)
    assert str(item.event.expires_on) == "2024-07-31"


async def test_an_expiry_corrected_after_its_day_undoes_no_effect_of_law(county: County) -> None:
    """By paper from before it; also where the effect is about to be put on record."""
    clerk = county.by("xingjiang", "window_clerk")
    await county.steps(RECEIPT, REVIEW, **renewing(22, "2024-06-30"))
    await county.react()
    county.now = at("2024-07-01 00:30")
    await county.do(AUTOMATION, MarkLate(obligation=RENEWAL))
    on_paper = CorrectCase(
        case="case-1",
        stated={"expires_on": "2024-07-31"},
        reason="笔误",
        occurred_at=at("2024-06-30 17:00"),
    )
    await county.do(clerk, on_paper)
    deeming = DeemRenewed(obligation=RENEWAL)
    assert await county.refused(AUTOMATION, deeming) == "cases.not_expired"
    assert (await county.react())[RENEWAL].outcome == "waived"  # its mark with it
    county.now = at("2024-08-01 09:00")
    await county.react()
    later = replace(on_paper, stated={"expires_on": "2024-12-31"}, occurred_at=at("2024-07-31"))
    assert await county.refused(clerk, later) == "cases.deemed_renewed"
