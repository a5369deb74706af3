"""The one seal of a township: on trial first, used by its service body in the government's name."""

from typing import Any

import asyncpg
import msgspec
import pytest
from msgspec.structs import replace

from domain.cases.commands import Accept, Decide, Deliver, IssueCertificate, Review
from domain.cases.events import CaseTransferred
from domain.kernel.authority import OPERATOR, By
from domain.kernel.pack import Pack
from domain.kernel.refusal import Refusal
from domain.policy.adoption import AdoptPack
from domain.programmes.commands import EndTrial
from domain.pushes.feedback import FeedbackGiven, GiveFeedback
from domain.seals.commands import ApproveEngraving
from domain.seals.use import ApplyForUse, ConsentToUse, Document
from infra.log import EventLog
from services.liability.answer import Liabilities
from services.trays.ask import in_tray
from tenants.loader import digest
from tests.rongan import RONGAN
from tests.scenarios.hall import REFORM, Hall, a_hall
from tests.scenarios.one_seal import HALL_POSTS, sealed, stamped
from tests.scenarios.test_programmes import rolled_out
from tests.world import at


@pytest.fixture
async def hall(pool: asyncpg.Pool, log: EventLog) -> Hall:
    """Two pilots named and staffed, the seal of one in use; the trial begins on 1 March."""
    made = await a_hall(pool, log)
    await made.designate()
    for centre in ("jia_centre", "ding_centre"):
        await made.play(*made.county.staffing(centre, HALL_POSTS))
    await sealed(made, "jia")
    return made


def clerk(hall: Hall, organ: str = "jia_centre") -> By:
    return hall.by(organ, "window_clerk")


async def test_the_seal_waits_for_its_phase(hall: Hall) -> None:
    """RA22-28, -29: named in February, handled by stations until 1 March."""
    event = await hall.received(clerk(hall), 1)
    assert event.route.mode == "by_stations"
    (reason,) = event.route.reasons
    assert (reason.code, reason.clause) == ("programmes.not_in_pilot", "五(一)")
    hall.now = at("2022-03-01 09:00")
    event = await hall.received(clerk(hall), 2)
    assert (event.route.mode, event.route.reasons) == ("one_seal", ())
    assert event.authority.in_name_of == "jia_township"  # RA22-03
    assert "trial" in {link.kind for link in event.authority.chain}


async def test_others_follow_after_the_roll_out_and_with_a_seal(hall: Hall) -> None:
    """RA22-29, -30: never by the calendar alone."""
    hall.now = at("2022-05-20 09:00")
    event = await hall.received(clerk(hall, "ding_centre"), 1, "ding_centre")
    assert event.route.mode == "by_stations"
    await rolled_out(hall)
    event = await hall.received(clerk(hall, "ding_centre"), 2, "ding_centre")
    assert [reason.code for reason in event.route.reasons] == ["seal.not_put_into_use"]
    await sealed(hall, "ding", "政务服务专用章")  # RA22-05: the other name will do
    event = await hall.received(clerk(hall, "ding_centre"), 4, "ding_centre")
    assert event.route.mode == "one_seal"


async def test_a_seal_bears_one_of_the_two_names(hall: Hall) -> None:
    """RA22-04, -05."""
    with pytest.raises(Refusal) as refused:
        await sealed(hall, "ding", "审批章")
    assert refused.value.code == "seal.name_pattern"
    assert refused.value.clause == "四(二)"


async def test_a_case_from_the_window_to_what_supervision_found(hall: Hall) -> None:
    """RA22-03, -24, -25, -26; the row of E1."""
    hall.now = at("2022-03-01 09:00")
    case = "case-1"
    await hall.received(clerk(hall), 1)
    await hall.do(clerk(hall), Accept(case=case, document_number="受-1"))
    await stamped(hall, case, Document("acceptance", "受-1"))
    due = await hall.react()
    assert due[f"tell:{case}:civil_affairs"].due_on.isoformat() == "2022-03-04"
    await hall.do(hall.by("jia_centre", "reviewer"), Review(case=case, opinion="符合条件"))
    await hall.do(
        hall.by("jia_centre", "approver"),
        Decide(case=case, outcome="granted", document_number="决-1"),
    )
    await stamped(hall, case, Document("decision", "决-1"), Document("certificate", "证-1"))
    await hall.do(clerk(hall), IssueCertificate(case=case, certificate_number="证-1"))
    await hall.do(clerk(hall), Deliver(case=case))
    await hall.scheduler.work(hall.tenant)
    due = await hall.react()
    assert due[f"push:{case}:civil_affairs"].outcome == "met"

    answer = await Liabilities(hall.executor, hall.pool).of(hall.tenant, case)
    assert answer.findings == ()
    assert [(line.duty, line.bearer, line.basis) for line in answer.lines] == [
        ("process", "jia_centre", "default"),
        ("result", "jia_centre", "default"),
        ("guidance", "civil_affairs", "text"),
        ("supervision", "civil_affairs", "text"),
        ("external", "jia_township", "law"),
    ]

    supervisor = "civil_affairs"
    await hall.play(*hall.county.staffing(supervisor, {"principal": (), "supervisor": ()}))
    told = await hall.one(
        hall.by(supervisor, "supervisor"),
        GiveFeedback(case=case, findings="现场检查未见问题", conclusion="in_order"),
    )
    assert isinstance(told, FeedbackGiven)
    assert (told.organ, told.to) == (supervisor, ("jia_centre",))


async def test_the_township_consents_and_not_the_body_that_stamps_for_it(hall: Hall) -> None:
    """B-72: it waits in the tray of the seal's owner, and the holder's head cannot consent."""
    hall.now = at("2022-03-01 09:00")
    await hall.received(clerk(hall), 1)
    await hall.do(clerk(hall), Accept(case="case-1", document_number="受-1"))
    seal: dict[str, Any] = {"case": "case-1", "owner": "jia_township", "number": 1}
    applied = ApplyForUse(documents=(Document("acceptance", "受-1"),), **seal)
    await hall.do(hall.by("jia_centre", "seal_user"), applied)
    consent = ConsentToUse(documents=("acceptance",), **seal)
    body, head = hall.by("jia_centre", "principal"), hall.head("jia_township")
    assert await hall.refused(body, consent) == "seal.consent_by_principal"
    await hall.projections.catch_up(hall.tenant)
    for by, waiting in (
        (body, []),
        (hall.head("yi_township"), []),
        (head, [("case-1", "consent")]),
    ):
        tray = await in_tray(hall.executor, hall.pool, hall.tenant, by)
        assert [(item.case, item.kind) for item in tray.items] == waiting
    await hall.do(head, consent)


async def test_a_seal_of_a_kind_that_the_case_does_not_know_is_refused(hall: Hall) -> None:
    """A case stays under the rules it was received under (B-22), a seal is made under the next."""
    hall.now = at("2022-03-01 09:00")
    await hall.received(clerk(hall), 1)
    said = msgspec.json.encode(RONGAN).replace(b"township_seal", b"renamed")
    pack = msgspec.json.decode(said, type=Pack)
    pack = replace(pack, version="2022-03-01.1", effective_from=hall.now.date())
    await hall.do(OPERATOR, AdoptPack(pack=pack, digest=digest(pack)))
    seal: dict[str, Any] = {"owner": "ding_township", "number": 1}
    name = f"{hall.county.rules.organ('ding_township').name}政务服务专用章"
    made = ApproveEngraving(rule="renamed", name=name, holder="ding_centre", **seal)
    await hall.do(hall.head("ding_township"), made)
    consent = ConsentToUse(case="case-1", documents=("acceptance",), **seal)
    assert await hall.refused(hall.head("ding_township"), consent) == "seal.out_of_scope"


async def test_a_trial_that_is_given_up_hands_its_open_cases_back(hall: Hall) -> None:
    """RA22-29: nobody may go on under the one seal; the stations handle them as before."""
    hall.now = at("2022-03-01 09:00")
    await hall.received(clerk(hall), 1)
    await hall.do(clerk(hall), Accept(case="case-1", document_number="受-1"))
    hall.now = at("2022-04-01 09:00")
    await hall.do(hall.lead, EndTrial(programme=REFORM, reason="评估不合格"))
    review = Review(case="case-1", opinion="符合条件")
    code = await hall.refused(hall.by("jia_centre", "reviewer"), review)
    assert code == "programmes.not_in_pilot"
    await hall.reactor.catch_up(hall.tenant)
    events = await hall.executor.log.read(hall.tenant, 0, limit=1000)
    (moved,) = (item.event for item in events if isinstance(item.event, CaseTransferred))
    assert (moved.mode_before, moved.route.mode) == ("one_seal", "by_stations")
    assert [reason.clause for reason in moved.route.reasons] == ["五(一)"]
    await hall.play(*hall.county.staffing("jia_station", HALL_POSTS))
    await hall.do(hall.by("jia_station", "reviewer"), review)


async def test_the_tray_of_a_body_in_the_hall_shows_what_waits_for_it(hall: Hall) -> None:
    """RA22-12, B-66: the applicant came to the hall, not to the body's own door."""
    resident = await hall.clerk("jia_market_office")
    await hall.received(resident, 6)
    await hall.projections.catch_up(hall.tenant)
    tray = await in_tray(hall.executor, hall.pool, hall.tenant, resident)
    assert [(item.case, item.step) for item in tray.items] == [("case-6", "accept")]
    other = await hall.clerk("yi_market_office")
    tray = await in_tray(hall.executor, hall.pool, hall.tenant, other)
    assert tray.items == []


async def test_the_one_seal_is_not_for_a_body_with_its_own(hall: Hall) -> None:
    """RA22-07, -12, B-66."""
    resident = await hall.clerk("jia_market_office")
    await hall.play(*hall.county.staffing("jia_market_office", {"seal_user": ("apply",)}))
    hall.now = at("2022-03-01 09:00")
    await hall.received(resident, 6)
    await hall.do(resident, Accept(case="case-6", document_number="受-6"))
    for user in ("jia_market_office", "jia_centre"):
        applied = ApplyForUse(
            case="case-6",
            documents=(Document("acceptance", "受-6"),),
            owner="jia_township",
            number=1,
        )
        with pytest.raises(Refusal) as refused:
            await hall.do(hall.by(user, "seal_user"), applied)
        assert refused.value.code.startswith("seal.")
        assert refused.value.clause == "四(二)"
