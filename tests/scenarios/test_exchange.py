"""函询函复、文件主送: what townships and departments owe each other in writing (RA22-19 to -23).

The rules are a county's that has them beside its own; then those of the county that asked for them.
Spring Festival 2024 is off from 10 to 17 February; the Sundays 4 and 18 February are worked.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import asyncpg
import pytest
from msgspec.structs import replace

from domain.exchange.document import AcknowledgeDocument, RecordDocument
from domain.exchange.inquiry import AnswerInquiry, SendInquiry, WithdrawInquiry
from domain.kernel.authority import OPERATOR, By
from domain.kernel.event import Command
from domain.kernel.pack import CopyTerms, InquiryTerms, Pack, Sla
from domain.kernel.refusal import Refusal
from domain.organisation.posts import AssumePost, LeavePost
from domain.policy.adoption import AdoptPack
from infra.log import EventLog
from projections.documents import Documents
from projections.inquiries import Inquiries
from projections.page import Wanted, page
from services.trays.ask import in_tray
from tenants.calendars import seed
from tenants.loader import bundled, digest, load
from tests.county import County
from tests.world import XINGGUO, at

SOURCE = "RA22-23 B-64"
REPLY = Sla(
    id="inquiry_reply", name="函询函复", days=5, unit="working_days", certainty="default",
    clause="四(四)", source=SOURCE,
)  # fmt: skip
PACK = replace(
    XINGGUO,
    version="2024-01-01.exchange",
    post={**XINGGUO.post, "liaison": "联络员"},
    sla=(*XINGGUO.sla, REPLY),
    inquiry=InquiryTerms(reply_within=REPLY.id, post="liaison", clause="四(四)", source=SOURCE),
    copies=CopyTerms(to=("township",), clause="四(四)", source="RA22-20"),
)
SEND = SendInquiry(number="函-1", to="approval", subject="材料", question="可否用电子证照？")
ANSWER = AnswerInquiry(number="函-1", answer="可以。", document_number="复-1")
WITHDRAW = WithdrawInquiry(number="函-1", reason="已经当面解决")
DUE = "reply:函-1"
TOWNSHIPS = tuple(o.id for o in XINGGUO.organ if o.kind == "township")
PAPER = RecordDocument(number="文-1", title="通知", addressees=TOWNSHIPS, matters=(21,))
ACKNOWLEDGE = AcknowledgeDocument(issuer="approval", number="文-1")
CLERK, OTHER = ("xingjiang", "window_clerk"), ("gulonggang", "principal")
ASKED, ELSE = ("approval", "principal"), ("agriculture", "principal")
Seat = tuple[str, str]


async def staffed(pool: asyncpg.Pool, log: EventLog, now: str, *acts: Command) -> County:
    """A county where nothing was done but what its operator does."""
    made = County(pool, log)
    await made.projections.ensure()
    made.now = at(now)
    for act in acts:
        await made.do(OPERATOR, act)
    return made


def adopting(pack: Pack) -> AdoptPack:
    return AdoptPack(pack=pack, digest=digest(pack))


@pytest.fixture
async def plain(pool: asyncpg.Pool, log: EventLog) -> County:
    """Whose rules say nothing of inquiries and copies."""
    seats = (CLERK, ("xingjiang", "principal"), OTHER, ASKED, ELSE)
    held = (AssumePost(organ=o, post=p, person=f"{o}-{p}") for o, p in seats)
    return await staffed(pool, log, "2024-02-06 10:00", adopting(XINGGUO), seed(2024), *held)


@pytest.fixture
async def under(plain: County) -> County:
    """Under rules that set a term and name receivers."""
    await plain.do(OPERATOR, adopting(PACK))
    return plain


async def given(county: County, *acts: tuple[Seat, Command]) -> None:
    for seat, command in acts:
        await county.do(county.by(*seat), command)


async def rows(county: County, view: Any, sort: str) -> Sequence[Any]:
    await county.projections.catch_up(county.tenant)
    wanted = Wanted(where={}, sort=sort, sorts={sort: datetime}, cursor=None, limit=10)
    return (await page(county.pool, view, county.tenant, wanted)).items


async def asked(county: County) -> Any:
    (row,) = await rows(county, Inquiries(), "sent_at")
    return row


async def test_a_reply_is_due_over_the_holiday_and_given_in_time(under: County) -> None:
    """RA22-22, -23: five working days from the inquiry, one of them a Sunday that is worked."""
    await given(under, (CLERK, replace(SEND, matter=21)))
    row = (await under.react())[DUE]
    assert (str(row.due_on), row.outcome) == ("2024-02-19", "open")
    assert (row.debtor, row.creditor, row.post) == ("approval", "xingjiang", "liaison")
    assert (row.kind, row.about, row.matter) == ("reply", "inquiry/函-1", 21)
    assert (row.clause, row.certainty, row.sla) == ("四(四)", "default", "inquiry_reply")
    under.now = at("2024-02-19 17:00")
    await given(under, (ASKED, ANSWER))
    row = (await under.react())[DUE]
    assert (row.outcome, row.fulfilled_at, row.evidence) == ("met", under.now, "inquiry/函-1@2")
    told = await asked(under)
    assert (told.open, told.answer, told.document_number) == (False, "可以。", "复-1")
    assert (told.organ, told.department, told.matter) == ("xingjiang", "approval", 21)


async def test_nobody_is_late_on_the_last_day_and_late_it_stays_when_answered(
    under: County,
) -> None:
    await given(under, (CLERK, SEND))
    under.now = at("2024-02-19 23:59")
    assert (await under.react())[DUE].outcome == "open"
    under.now = at("2024-02-20")
    assert (await under.react())[DUE].outcome == "late"
    assert (await asked(under)).open
    under.now = at("2024-02-21 09:00")
    await given(under, (ASKED, ANSWER))
    row = (await under.react())[DUE]
    assert (row.outcome, row.fulfilled_at) == ("late", under.now)


async def test_a_reply_on_paper_that_is_entered_late_was_in_time(under: County) -> None:
    await given(under, (CLERK, SEND))
    under.now = at("2024-02-19 23:59")
    await under.react()
    under.now = at("2024-02-20 09:00")
    await given(under, (ASKED, replace(ANSWER, occurred_at=at("2024-02-19 16:00"))))
    assert (await under.react())[DUE].outcome == "met"


async def test_what_is_withdrawn_nobody_owes(under: County) -> None:
    await given(under, (CLERK, SEND))
    await under.react()
    await given(under, (("xingjiang", "principal"), WITHDRAW))
    row = (await under.react())[DUE]
    assert (row.outcome, row.reason) == ("waived", "函询已撤回：已经当面解决")
    told = await asked(under)
    assert (told.open, told.answered_at, told.reason) == (False, None, "已经当面解决")


async def test_without_a_term_an_inquiry_is_asked_and_answered_all_the_same(plain: County) -> None:
    """And a term that the rules set later is not that of what was asked before."""
    await given(plain, (CLERK, SEND))
    assert DUE not in await plain.react()
    await plain.do(OPERATOR, adopting(PACK))
    await given(plain, (ASKED, ANSWER))
    assert DUE not in await plain.react()
    assert (await asked(plain)).answer == "可以。"


async def test_the_reply_waits_in_the_tray_of_the_liaison_officer(under: County) -> None:
    """RA22-19: 联络员 is a post of the department; where rules name none it is the principal."""
    await under.do(OPERATOR, AssumePost(organ="approval", post="liaison", person="lena"))
    await given(under, (CLERK, SEND))
    await under.react()
    officer = By("lena", "approval", "liaison")
    tray = await in_tray(under.executor, under.pool, under.tenant, officer)
    assert [(due.label, due.about, due.late) for due in tray.due] == [("函复", "函-1", False)]
    await under.do(officer, ANSWER)
    await under.react()
    assert (await in_tray(under.executor, under.pool, under.tenant, officer)).due == []

    terms = InquiryTerms(reply_within=REPLY.id, clause="四(四)", source=SOURCE)
    await under.do(OPERATOR, adopting(replace(PACK, version="2024-01-02", inquiry=terms)))
    await given(under, (CLERK, replace(SEND, number="函-2")))
    assert (await under.react())["reply:函-2"].post == "principal"


async def test_what_is_asked_about_a_case_is_about_its_matter(county: County) -> None:
    """And asked by whom the case concerns."""
    await county.play(*county.county.staffing("gulonggang", {"principal": ()}))
    await county.steps(0, 0)
    about = replace(SEND, case="case-1")
    assert await county.refused(county.by(*OTHER), about) == "exchange.other_case"
    other_matter = replace(about, matter=25)
    assert await county.refused(county.by(*CLERK), other_matter) == "exchange.other_case"
    await given(county, (CLERK, about))
    row = await asked(county)
    assert (row.case, row.matter) == ("case-1", 21)


LONG = "长" * 2_001
SENT, ANSWERED, WITHDRAWN = (CLERK, SEND), (ASKED, ANSWER), (CLERK, WITHDRAW)
INQUIRY_REFUSALS: Mapping[str, tuple[str, Sequence[tuple[Seat, Command]], Seat, Command]] = {
    "the number is taken": ("exchange.number_taken", [SENT], OTHER, SEND),
    "taken by one withdrawn": ("exchange.number_taken", [SENT, WITHDRAWN], *SENT),
    "no number": ("cases.number", [], CLERK, replace(SEND, number=" ")),
    "a slash": ("cases.number", [], CLERK, replace(SEND, number="函/1")),
    "a department asks": ("exchange.not_township", [], ELSE, SEND),
    "oneself": ("exchange.to_oneself", [], CLERK, replace(SEND, to="xingjiang")),
    "another township": ("exchange.not_department", [], CLERK, replace(SEND, to="gulonggang")),
    "the government": (
        "exchange.not_department", [], CLERK, replace(SEND, to="county_government")),
    "nobody": ("organisation.no_such_organ", [], CLERK, replace(SEND, to="nobody")),
    "no such matter": ("matters.not_listed", [], CLERK, replace(SEND, matter=999)),
    "no subject": ("exchange.incomplete", [], CLERK, replace(SEND, subject=" ")),
    "no question": ("exchange.incomplete", [], CLERK, replace(SEND, question="")),
    "too long": ("exchange.incomplete", [], CLERK, replace(SEND, question=LONG)),
    "no such case": ("cases.unknown", [], CLERK, replace(SEND, case="none")),
    "no such inquiry": ("exchange.unknown", [], *ANSWERED),
    "another department": ("exchange.not_asked", [SENT], ELSE, ANSWER),
    "its own answer": ("exchange.not_asked", [SENT], CLERK, ANSWER),
    "answered already": ("exchange.already_answered", [SENT, ANSWERED], *ANSWERED),
    "no answer": ("exchange.answer_incomplete", [SENT], ASKED, replace(ANSWER, answer=" ")),
    "too much": ("exchange.answer_incomplete", [SENT], ASKED, replace(ANSWER, answer=LONG)),
    "no document": (
        "exchange.answer_incomplete", [SENT], ASKED, replace(ANSWER, document_number="")),
    "answered after it was withdrawn": ("exchange.withdrawn", [SENT, WITHDRAWN], *ANSWERED),
    "withdrawn by who was asked": ("exchange.not_inquirer", [SENT], ASKED, WITHDRAW),
    "withdrawn by another township": ("exchange.not_inquirer", [SENT], OTHER, WITHDRAW),
    "withdrawn without reason": (
        "exchange.reason", [SENT], CLERK, replace(WITHDRAW, reason=" ")),
    "withdrawn after the answer": ("exchange.already_answered", [SENT, ANSWERED], *WITHDRAWN),
    "withdrawn, never sent": ("exchange.unknown", [], *WITHDRAWN),
}  # fmt: skip


@pytest.mark.parametrize("row", INQUIRY_REFUSALS)
async def test_what_an_inquiry_does_not_allow(under: County, row: str) -> None:
    code, before, seat, command = INQUIRY_REFUSALS[row]
    await given(under, *before)
    assert await under.refused(under.by(*seat), command) == code


@pytest.mark.parametrize("command", [SEND, ANSWER, WITHDRAW, PAPER, ACKNOWLEDGE])
async def test_nobody_writes_from_a_post_that_is_not_his(under: County, command: Command) -> None:
    await given(under, (CLERK, replace(SEND, number="函-9")))
    left = under.by(*CLERK)
    await under.do(OPERATOR, LeavePost(organ=left.organ, post=left.post, person=left.person))
    assert await under.refused(left, command) == "organisation.post_not_held"


async def test_a_document_reaches_the_bodies_that_the_rules_name(under: County) -> None:
    """RA22-20, -21: a training is announced to them the same way.

    Each addressee has it when it says so, though another said so before.
    """
    training = replace(PAPER, number="文-2", way="training", matters=())
    also = replace(PAPER, addressees=("agriculture", *TOWNSHIPS, "agriculture"))
    await given(under, (ASKED, also), (ASKED, training), (ELSE, PAPER))
    before = under.now + timedelta(hours=1)
    under.now += timedelta(hours=2)
    on_paper = replace(ACKNOWLEDGE, occurred_at=before)
    await given(under, (CLERK, ACKNOWLEDGE), (OTHER, on_paper))
    found = {row.key: row for row in await rows(under, Documents(), "addressed_at")}
    assert set(found) == {"approval/文-1", "approval/文-2", "agriculture/文-1"}
    first = found["approval/文-1"]
    assert first.addressees == ("agriculture", *TOWNSHIPS)
    assert first.acknowledged == {"xingjiang": under.now, "gulonggang": before}
    assert first.waiting == len(TOWNSHIPS) - 1
    assert (found["approval/文-2"].way, found["agriculture/文-1"].waiting) == (
        "training",
        len(TOWNSHIPS),
    )


async def test_who_is_left_out_is_named(under: County) -> None:
    short = replace(PAPER, addressees=("agriculture", *TOWNSHIPS[2:]))
    with pytest.raises(Refusal) as refused:
        await under.do(under.by(*ASKED), short)
    assert refused.value.code == "exchange.not_copied"
    assert refused.value.clause == "四(四)"
    assert refused.value.detail == {"missing": " ".join(TOWNSHIPS[:2])}
    for organ in XINGGUO.organ:
        assert (organ.short in refused.value.message) == (organ.id in TOWNSHIPS[:2])


async def test_where_no_rule_says_so_a_document_goes_to_whom_it_goes(plain: County) -> None:
    await given(plain, (ASKED, replace(PAPER, addressees=("xingjiang",))))
    (row,) = await rows(plain, Documents(), "addressed_at")
    assert row.addressees == ("xingjiang",)


RECORDED = (ASKED, PAPER)
DOCUMENT_REFUSALS: Mapping[str, tuple[str, Sequence[tuple[Seat, Command]], Seat, Command]] = {
    "the number is taken": ("exchange.document_number_taken", [RECORDED], *RECORDED),
    "no number": ("cases.number", [], ASKED, replace(PAPER, number="")),
    "a township": ("exchange.not_issuer", [], CLERK, PAPER),
    "no title": ("exchange.document_incomplete", [], ASKED, replace(PAPER, title=" ")),
    "to nobody": ("exchange.document_incomplete", [], ASKED, replace(PAPER, addressees=())),
    "to itself": (
        "exchange.document_incomplete", [], ASKED,
        replace(PAPER, addressees=("approval", *TOWNSHIPS))),
    "no such organ": (
        "organisation.no_such_organ", [], ASKED, replace(PAPER, addressees=("nobody",))),
    "no such matter": ("matters.not_listed", [], ASKED, replace(PAPER, matters=(999,))),
    "no such document": ("exchange.document_unknown", [], CLERK, ACKNOWLEDGE),
    "of another issuer": (
        "exchange.document_unknown", [RECORDED], CLERK, replace(ACKNOWLEDGE, issuer="agriculture")),
    "not to it": ("exchange.not_addressee", [RECORDED], ELSE, ACKNOWLEDGE),
    "twice": (
        "exchange.already_acknowledged", [RECORDED, (CLERK, ACKNOWLEDGE)], CLERK, ACKNOWLEDGE),
}  # fmt: skip


@pytest.mark.parametrize("row", DOCUMENT_REFUSALS)
async def test_what_a_document_does_not_allow(under: County, row: str) -> None:
    code, before, seat, command = DOCUMENT_REFUSALS[row]
    await given(under, *before)
    assert await under.refused(under.by(*seat), command) == code


# The county that asked for it.


@pytest.fixture
async def one_seal(pool: asyncpg.Pool, log: EventLog) -> County:
    made = await staffed(pool, log, "2022-04-01 09:00")
    made.tenant = "rongan"
    organs = ("jia_centre", "civil_affairs", "agriculture")
    held = (AssumePost(organ=o, post="liaison", person=f"{o}-x") for o in organs)
    for act in (adopting(load(bundled("rongan"))), seed(2022), *held):
        await made.do(OPERATOR, act)
    return made


CENTRES = ("jia_centre", "yi_centre", "bing_centre", "ding_centre")


async def test_the_notice_is_kept_to_between_centre_and_department(one_seal: County) -> None:
    """RA22-19 to -23, B-64: five working days stand in for 及时; Tomb-Sweeping is 3 to 5 April."""
    centre, asked_of = (By(f"{o}-x", o, "liaison") for o in ("jia_centre", "civil_affairs"))
    await one_seal.do(centre, replace(SEND, to="civil_affairs"))
    row = (await one_seal.react())[DUE]
    assert (str(row.due_on), row.post, row.clause) == ("2022-04-11", "liaison", "四(四)")
    one_seal.now = at("2022-04-12")
    assert (await one_seal.react())[DUE].outcome == "late"
    paper = RecordDocument(number="民发1号", title="通知", addressees=CENTRES[1:])
    with pytest.raises(Refusal) as refused:
        await one_seal.do(asked_of, paper)
    assert refused.value.code == "exchange.not_copied"
    assert "甲镇便民服务中心" in refused.value.message
    assert "应同时主送基层政务服务机构" in refused.value.text
    await one_seal.do(asked_of, replace(paper, addressees=CENTRES))
    received = AcknowledgeDocument(issuer="civil_affairs", number="民发1号")
    await one_seal.do(centre, received)
    other = By("agriculture-x", "agriculture", "liaison")
    with pytest.raises(Refusal) as refused:
        await one_seal.do(other, ANSWER)
    assert (refused.value.code, refused.value.clause) == ("exchange.not_asked", "四(四)")
    assert "应及时函复指导" in refused.value.text


async def test_what_one_county_asks_no_other_sees(under: County, one_seal: County) -> None:
    """The same number in both: two inquiries, two answers."""
    await given(under, (CLERK, SEND))
    centre, asked_of = (By(f"{o}-x", o, "liaison") for o in ("jia_centre", "civil_affairs"))
    await one_seal.do(centre, replace(SEND, to="civil_affairs", question="另一个问题"))
    await one_seal.do(asked_of, ANSWER)
    assert (await asked(under)).open
    assert (await asked(one_seal)).question == "另一个问题"
