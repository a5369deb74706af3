"""市县同权: what a city handed a county in three ways, each with what must stand before (XG22)."""

from datetime import date, timedelta
from typing import Any

import asyncpg
import pytest
from msgspec.structs import replace

from domain.cases.commands import Accept, Decide, NotifySupplement
from domain.cases.events import Gap
from domain.delegation.agreement import CountersignAgreement, SignAgreement
from domain.delegation.procedure import FixProcedure
from domain.delegation.withdrawal import AnswerShortfall, ReportShortfall, WithdrawAuthority
from domain.kernel.authority import By
from domain.kernel.event import Command
from domain.kernel.pack import Otherwise
from domain.kernel.seat import administration
from domain.matters.settled import ChangeMode
from domain.organisation.posts import AuthoriseStaff
from domain.organisation.windows import CloseWindow, OpenWindow, PostToWindow, RecallFromWindow
from domain.readiness.contacts import AnswerQuestion, AskQuestion, NameContact
from domain.supervision.problem import RecordProblem
from infra.log import EventLog
from projections.delegation_register import row_of
from services.commands.questions import may
from services.commands.windows import states
from services.demo.dossier import seat
from services.liability.answer import Liabilities
from services.trays.ask import in_tray
from tenants.loader import bundled, load
from tests.scenarios.next_county import pack
from tests.scenarios.two_levels import (
    CITY,
    CITY_HEAD,
    COUNTY,
    COUNTY_HEAD,
    DIRECT,
    FORWARDED,
    HALL,
    PAIR,
    REVIEWED,
    TwoLevels,
    two_levels,
)
from tests.world import at

CLERK = seat(HALL, "window_clerk")
FIX = FixProcedure(**PAIR, matters=(REVIEWED,), document_number="程序〔2022〕1号")
REPORT = ReportShortfall(
    **PAIR, matters=(DIRECT,), circumstances="专业人员不足", document_number="上报〔2022〕1号"
)
ANSWER = AnswerShortfall(
    **PAIR, matters=(DIRECT,), reason="限期整改，暂不收回", document_number="答复〔2022〕1号"
)
WITHDRAW = WithdrawAuthority(
    **PAIR,
    matters=(DIRECT,),
    ground="poor_acceptance",
    reason="整改未到位",
    document_number="收回〔2022〕1号",
    valid_from=date(2022, 6, 13),
)


@pytest.fixture
async def county(pool: asyncpg.Pool, log: EventLog) -> TwoLevels:
    return await two_levels(pool, log)


async def refused(county: TwoLevels, by: By, command: Command) -> tuple[str, str]:
    no = await county.refusal(by, command)
    return no.code, no.clause


async def test_e5_12_what_was_taken_on_directly_begins_on_its_day(county: TwoLevels) -> None:
    """E5-12, XG22-05, -06: refused before 2022-06-01, not routed; then the county decides."""
    begun = ("cases.mode_not_begun", "示例 三(一)")
    for moment in ("2022-05-30 09:00", "2022-05-31 23:59"):
        county.now = at(moment)
        assert await refused(county, CLERK, county.receipt("1-1", DIRECT)) == begun
        asked = county.executor.unit(county.tenant, by=seat(COUNTY, "approver"), at=county.now)
        with pytest.raises(Exception, match="自2022-06-01起实施"):
            await may(asked, DIRECT, "decide", county.county.rules)
    county.now = at("2022-06-01 00:00")
    await county.received("1-1", DIRECT)
    assert [organ for organ, _ in await county.walk("1-1")] == [COUNTY, COUNTY, HALL]
    lines = {(li.duty, li.bearer, li.clause) for li in (await county.answered("1-1")).lines}
    assert lines == {  # XG22-17
        ("result", COUNTY, "示例 四5"),
        ("supervision", "ding_watch", "示例 四5"),
        ("external", COUNTY, "行政诉讼法 26"),
    }


async def test_e5_12_what_is_reviewed_below_waits_for_agreement_and_procedure(
    county: TwoLevels,
) -> None:
    """E5-12, XG22-07 to -09, -18: then the county reviews, the city decides under its own seal."""
    receipt = county.receipt("2-1", REVIEWED)
    assert await refused(county, CLERK, receipt) == ("delegation.no_agreement", "示例 三(二)")
    assert await refused(county, COUNTY_HEAD, FIX) == (
        "organisation.not_principal",
        "平台规则",
    )
    await county.sign()
    missing = ("delegation.procedure_not_fixed", "示例 三(二)")
    assert await refused(county, CLERK, receipt) == missing
    for wrong, code in (
        (replace(FIX, matters=(DIRECT,)), "delegation.procedure_matters"),
        (replace(FIX, matters=()), "delegation.procedure_matters"),
        (replace(FIX, document_number=" "), "delegation.procedure_document"),
    ):
        assert (await refused(county, CITY_HEAD, wrong))[0] == code
    county.now = at("2022-05-30 10:00")
    await county.fix_procedure()
    county.now = at("2022-05-30 11:00")
    await county.make_seal("city_seal", CITY, CITY, 1)
    case = await county.received("2-1", REVIEWED)
    assert case.mode == "ding_review"
    await county.walk("2-1", until="review", attack=False)
    due = [row for row in (await county.react()).values() if row.about == "case/2-1"]
    # B-34, 行政许可法 43: the review below has a clock of its own.
    assert [(row.kind, row.debtor, row.due_on, row.clause) for row in due] == [
        ("review", COUNTY, date(2022, 6, 28), "行政许可法 43")
    ]

    acts = await county.walk("2-1")
    assert acts == [
        (COUNTY, "review"),
        (COUNTY, "forward"),
        (CITY, "decide"),
        (CITY, "apply decision"),
        (CITY, "consent decision"),
        (CITY, "stamp decision"),
        (HALL, "deliver"),
    ]
    row = await row_of(county.pool, county.tenant, CITY, COUNTY)
    assert row is not None
    assert [(paper.label, paper.says) for paper in row.papers][-1] == (
        "明确审核审批程序",
        "程序〔2022〕1号",
    )
    answered = await county.answered("2-1")
    assert {(li.layer, li.duty, li.bearer) for li in answered.lines} == {  # B-33: two layers
        ("internal", "review", COUNTY),
        ("internal", "result", CITY),
        ("internal", "supervision", "ding_city_watch"),
        ("external", "external", CITY),
    }


async def test_a_window_brought_near_begins_with_its_opening(county: TwoLevels) -> None:
    """B-36, XG22-10, -13, -14, -19; JX24-12: the city posts its own there, who act for the city."""
    receipt, head = county.receipt("3-1", FORWARDED), seat(COUNTY, "principal")
    closed = ("organisation.window_not_open", "平台规则")
    assert await refused(county, CLERK, receipt) == closed
    where: dict[str, Any] = {"window": "joint", "organ": HALL}
    opening = OpenWindow(**where, document_number="公告〔2022〕1号")
    sent = PostToWindow(**where, person="ding_city-approver", home=CITY, post="approver")
    back = RecallFromWindow(**where, person="ding_city-approver", home=CITY)
    for by, command, code in (
        (head, replace(opening, window="other"), "organisation.no_such_window"),
        (head, replace(opening, organ="ding_town"), "organisation.no_such_window"),
        (seat(HALL, "principal"), opening, "organisation.not_principal"),
        (head, replace(opening, document_number=""), "organisation.window_document"),
        (head, CloseWindow(**where, reason="示例"), "organisation.window_closed"),
        (head, sent, "organisation.not_principal"),
        (CITY_HEAD, replace(sent, post="reviewer"), "organisation.post_not_held"),
        (CITY_HEAD, back, "organisation.not_posted"),
    ):
        assert await county.refused_with(by, command) == code
    await county.do(head, opening)
    assert await county.refused_with(head, opening) == "organisation.window_open"
    case = await county.received("3-1", FORWARDED)
    received = await county.executor.log.read(county.tenant, types=["cases.received"])
    window = received[-1].event.window  # type: ignore[attr-defined]  # of this type
    assert (case.mode, window.name) == ("ding_forward", "市县同权综合受理窗口")

    accept = Accept(case="3-1", document_number="受-1")
    clerk = seat(CITY, "approver")
    await county.do(CITY_HEAD, AuthoriseStaff(
        person=clerk.person, organ=CITY, steps=("accept", "decide"), matters=(FORWARDED,)
    ))  # fmt: skip
    assert await county.refused_with(clerk, accept) == "organisation.not_posted"
    half = county.now + timedelta(minutes=30)
    county.now += timedelta(hours=1)
    await county.do(CITY_HEAD, sent)
    # The county's own came before, on paper; nobody leaves before he came.
    own = seat(COUNTY, "approver")
    near = PostToWindow(**where, person=own.person, home=COUNTY, post=own.post, occurred_at=half)
    left = RecallFromWindow(**where, person=own.person, home=COUNTY)
    await county.do(head, near)
    early = replace(left, occurred_at=half - timedelta(minutes=1))
    assert await county.refused_with(head, early) == "time.before_predecessor"
    await county.do(head, left)
    assert await county.refused_with(CITY_HEAD, sent) == "organisation.already_posted"
    await county.do(clerk, accept)
    accepted = await county.executor.log.read(county.tenant, types=["cases.accepted"])
    authority = accepted[-1].event.authority  # type: ignore[attr-defined]  # of this type
    assert authority.organ == CITY
    assert [link.says for link in authority.chain if link.kind == "window"] == [
        "示例丁县政务服务中心“市县同权综合受理窗口”",
        "示例丁市审批局派驻“市县同权综合受理窗口”",
    ]
    (state,) = await states(county.executor.unit(county.tenant), county.county.rules)
    assert (state.open, [posting.person for posting in state.posted]) == (True, [clerk.person])
    assert (state.since, state.organ) == (date(2022, 5, 30), HALL)
    assert [who for who, _ in await county.walk("3-1", attack=False)] == [CITY, HALL]
    assert {(li.duty, li.bearer) for li in (await county.answered("3-1")).lines} == {
        ("collection", HALL),
        ("result", CITY),
        ("supervision", "ding_city_watch"),
        ("external", CITY),
    }
    await county.do(CITY_HEAD, back)
    assert await county.refused_with(head, CloseWindow(**where, reason="")) == (
        "organisation.window_document"
    )
    await county.do(head, CloseWindow(**where, reason="并入综合窗口"))
    assert await refused(county, CLERK, county.receipt("3-2", FORWARDED)) == closed


async def test_the_city_does_not_ask_the_applicant_again(county: TwoLevels) -> None:
    """B-34, 行政许可法 35: nor anybody once it was sent on; below it is asked for once."""
    await county.sign()
    await county.fix_procedure()
    await county.received("2-1", REVIEWED)
    ask = NotifySupplement(case="2-1", missing=("示例材料",), document_number="补-1")
    gaps = (Gap("示例材料", date(2022, 6, 10)),)
    with_gaps = Accept(case="2-1", document_number="受-1", gaps=gaps, commitment="承诺（示例）")
    forbidden = ("cases.asks_again", "行政许可法 35")
    for command in (ask, with_gaps):
        assert await refused(county, seat(CITY, "window_clerk"), command) == forbidden
    await county.walk("2-1", until="forward", attack=False)
    below = seat(COUNTY, "window_clerk")
    assert (await refused(county, below, ask))[0] == "cases.step_taken"
    await county.walk("2-1", until="decide", attack=False)
    assert await refused(county, below, ask) == forbidden
    again: dict[str, Any] = {"case": "2-1", "missing": ("示例材料",), "document_number": "补-2"}
    assert await refused(county, below, NotifySupplement(**again)) == forbidden


async def _waits_with_who_decides(county: TwoLevels) -> None:
    """XG22-20: in the tray of the city's principal, till it is answered; reported again, again."""
    report = (COUNTY, (DIRECT,), "专业人员不足", "上报〔2022〕1号")

    async def waiting(by: By) -> list[tuple[object, ...]]:
        await county.react()
        tray = await in_tray(county.executor, county.pool, county.tenant, by)
        return [
            (it.delegatee, it.matters, it.circumstances, it.document_number)
            for it in tray.shortfalls
        ]

    assert await waiting(CITY_HEAD) == [report]
    for other in (COUNTY_HEAD, seat(CITY, "approver")):
        assert await waiting(other) == []
    for by, wrong, code in (
        (COUNTY_HEAD, ANSWER, "organisation.not_principal"),
        (CITY_HEAD, replace(ANSWER, matters=(REVIEWED,)), "delegation.no_shortfall"),
        (CITY_HEAD, replace(ANSWER, reason=" "), "delegation.reason"),
        (CITY_HEAD, replace(ANSWER, document_number=""), "delegation.answer"),
        (CITY_HEAD, replace(ANSWER, matters=()), "delegation.answer"),
    ):
        assert (await refused(county, by, wrong))[0] == code
    await county.do(CITY_HEAD, ANSWER)
    assert await waiting(CITY_HEAD) == []
    assert (await refused(county, CITY_HEAD, ANSWER))[0] == "delegation.no_shortfall"
    await county.do(COUNTY_HEAD, REPORT)
    assert await waiting(CITY_HEAD) == [report]


async def test_the_county_asks_the_citys_adviser(pool: asyncpg.Pool, log: EventLog) -> None:
    """XG22-16: 与市直单位线上“业务指导员”对接沟通; who is above answers, never the other way."""
    named = load(bundled("xingguo-2022")).contacts
    county = await two_levels(pool, log, replace(pack("sample_ding"), contacts=named))
    asking, adviser = seat(COUNTY, "reviewer"), seat(CITY, "reviewer")
    ask = AskQuestion(number="问-1", to=CITY, question="审查要点如何把握？", matter=REVIEWED)
    answer = AnswerQuestion(number="问-1", answer="见典型案例。")
    await county.do(asking, ask)
    downwards = replace(ask, number="问-2", to=COUNTY)
    for by in (asking, adviser):
        assert (await refused(county, by, downwards))[0] == "readiness.not_asking"
    assert (await refused(county, adviser, answer))[0] == "readiness.not_adviser"
    name = NameContact(role="adviser", person=adviser.person, matters=(REVIEWED,))
    await county.do(CITY_HEAD, name)
    await county.do(adviser, answer)
    assert (await refused(county, adviser, answer))[0] == "readiness.question_answered"


async def test_the_city_takes_back_what_the_county_does_not_handle_well(county: TwoLevels) -> None:
    """XG22-20, B-37, B-22: reported below, decided above; what came in before goes on."""
    county.now = at("2022-06-10 09:00")
    await county.received("1-1", DIRECT)
    assert (await refused(county, CITY_HEAD, WITHDRAW))[0] == "delegation.no_shortfall"
    for wrong in (replace(REPORT, circumstances=" "), replace(REPORT, matters=())):
        assert (await refused(county, COUNTY_HEAD, wrong))[0] == "delegation.shortfall"
    assert (await refused(county, seat(HALL, "principal"), REPORT))[0] == (
        "organisation.not_principal"
    )
    assert (await refused(county, CITY_HEAD, ANSWER))[0] == "delegation.no_shortfall"
    shown = replace(REPORT, cites=("problem/问-1@1",))  # what supervision found (XG23-78)
    assert (await refused(county, COUNTY_HEAD, shown))[0] == "supervision.cites"
    found = RecordProblem(
        number="问-1", organ=COUNTY, found_in="spot", description="专业人员不足", matter=DIRECT,
        evidence="ab" * 32,
    )  # fmt: skip
    await county.do(CITY_HEAD, found)
    (reported,) = (await county.do(COUNTY_HEAD, shown)).events
    assert reported[1].cites == shown.cites  # type: ignore[attr-defined]  # what was reported
    await _waits_with_who_decides(county)
    # The county itself takes nothing back; that it tried is remembered.
    assert (await refused(county, COUNTY_HEAD, WITHDRAW))[0] == "organisation.not_principal"
    for wrong_, code in (
        (replace(WITHDRAW, reason=""), "delegation.reason"),
        (replace(WITHDRAW, document_number=""), "delegation.withdrawal"),
        (replace(WITHDRAW, delegatee="ding_watch"), "delegation.not_withdrawable"),
        (replace(WITHDRAW, matters=(REVIEWED,)), "delegation.no_shortfall"),
    ):
        assert (await refused(county, CITY_HEAD, wrong_))[0] == code
    none = replace(WITHDRAW, cites=("problem/问-2@1",))
    assert (await refused(county, CITY_HEAD, none))[0] == "supervision.cites"
    await county.do(CITY_HEAD, replace(WITHDRAW, cites=shown.cites))
    await county.react()
    decided_on = await in_tray(county.executor, county.pool, county.tenant, CITY_HEAD)
    assert not decided_on.shortfalls
    again = replace(WITHDRAW, ground="low_volume")
    assert (await refused(county, CITY_HEAD, again))[0] == "delegation.already_withdrawn"

    county.now = at("2022-06-12 23:59")
    await county.received("1-2", DIRECT)
    county.now = at("2022-06-13 00:00")
    withdrawn = ("delegation.withdrawn", "示例 四5")
    assert await refused(county, CLERK, county.receipt("1-3", DIRECT)) == withdrawn
    await county.react()
    county.now = at("2022-06-13 09:00")
    await county.walk("1-1", attack=False)  # with the body that has it
    done = await county.case("1-1")
    assert (done.mode, done.outcome, done.transfers) == ("ding_direct", "granted", 0)
    decided = await county.executor.log.read(county.tenant, types=["cases.decided"])
    (link,) = [
        link
        for link in decided[-1].event.authority.chain  # type: ignore[attr-defined]  # of this type
        if link.kind == "withdrawal"
    ]
    assert link.says == ("示例丁市审批局自2022-06-13起收回权限，此前收件的由示例丁县审批局继续办理")
    row = await row_of(county.pool, county.tenant, CITY, COUNTY)
    assert row is not None
    assert [paper.label for paper in row.papers] == [
        "上报承接不到位", "答复上报：不收回", "上报承接不到位", "收回权限",
    ]  # fmt: skip
    tried = await county.executor.log.read(county.tenant, types=["attempts.made"])
    assert [item.event.act for item in tried] == ["delegation.withdraw_authority"]  # type: ignore[attr-defined]  # of this type
    decision = Decide(case="1-2", outcome="granted", document_number="决-2")
    assert (await refused(county, seat(CITY, "approver"), decision))[0] == "cases.wrong_performer"


async def test_what_changes_its_type_is_concluded_and_taken_back_as_it_will_be(
    county: TwoLevels,
) -> None:
    """B-23, XG22-07, -08, -20: by an event to come as by the list, before its day too."""
    rules = county.county.rules
    keeper = seat(administration(rules)[0], "principal")
    change = ChangeMode(
        matter=DIRECT,
        mode="ding_review",
        effective_from=date(2022, 6, 20),
        reason="审查要点不清",
        document_number="调整〔2022〕1号",
    )
    sign = SignAgreement(
        **PAIR, contents={"scope": "示例"}, matters=(DIRECT,), valid_from=date(2022, 6, 20)
    )
    fix = replace(FIX, matters=(DIRECT,))
    assert await county.refused_with(CITY_HEAD, sign) == "delegation.matter_not_delegable"
    await county.do(keeper, change)
    await county.do(CITY_HEAD, sign)
    await county.do(COUNTY_HEAD, CountersignAgreement(**PAIR))
    await county.do(CITY_HEAD, fix)
    await county.make_seal("city_seal", CITY, CITY, 1)
    county.now = at("2022-06-20 09:00")
    assert (await county.received("1-1", DIRECT)).mode == "ding_review"

    # Taken back is a matter however it is handled, now and from a day to come.
    direct = replace(change, matter=REVIEWED, mode="ding_direct", effective_from=date(2022, 6, 22))
    await county.do(keeper, direct)
    taken = replace(
        WITHDRAW, matters=(REVIEWED,), ground="law_changed", valid_from=date(2022, 6, 21)
    )
    await county.do(CITY_HEAD, taken)
    county.now = at("2022-06-22 09:00")
    withdrawn = ("delegation.withdrawn", "示例 四5")
    assert await refused(county, CLERK, county.receipt("1-2", REVIEWED)) == withdrawn


async def test_what_is_in_flight_moves_only_where_the_county_says_so(
    pool: asyncpg.Pool, log: EventLog
) -> None:
    """B-22, B-37: to the channel of its mode, at once; new ones go there from the beginning."""
    own = pack("sample_ding")
    assert own.agreement is not None
    rules = replace(
        own,
        agreement=replace(own.agreement, in_flight="transfer"),
        mode=tuple(
            replace(m, otherwise=Otherwise(mode="ding_remote")) if m.id == "ding_direct" else m
            for m in own.mode
        ),
    )
    county = await two_levels(pool, log, rules)
    county.now = at("2022-06-10 09:00")
    await county.received("1-1", DIRECT)
    later = replace(WITHDRAW, ground="law_changed")
    assert await county.refused_with(CITY_HEAD, later) == "delegation.withdrawal_date"
    await county.do(CITY_HEAD, replace(later, valid_from=date(2022, 6, 10)))
    await county.react()
    moved = await county.case("1-1")
    assert (moved.mode, moved.transfers) == ("ding_remote", 1)
    assert (moved.route.reasons[0].code, moved.route.reasons[0].clause) == (
        "delegation.withdrawn",
        "示例 四5",
    )
    county.now = at("2022-06-10 10:00")
    assert (await county.received("1-2", DIRECT)).mode == "ding_remote"


async def test_a_withdrawal_told_late_shows_in_who_answers(county: TwoLevels) -> None:
    """XG22-20, DESIGN 3: regular as known then, beyond the county's power as known now."""
    county.now = at("2022-06-14 09:00")
    await county.received("1-1", DIRECT)
    await county.walk("1-1", attack=False)
    assert (await county.answered("1-1")).findings == ()
    known = (await county.answered("1-1")).known_at
    county.now = at("2022-06-15 09:00")
    told = replace(WITHDRAW, ground="basis_void", occurred_at=at("2022-06-13 09:00"))
    await county.do(CITY_HEAD, told)
    (found,) = (await county.answered("1-1")).findings
    assert (found.finding, found.rests_on) == (
        "beyond_scope",
        ("case/1-1@1", "agreement/ding_city/ding_bureau@1"),
    )
    then = await Liabilities(county.executor, county.pool).of(county.tenant, "1-1", known_at=known)
    assert then.findings == ()
