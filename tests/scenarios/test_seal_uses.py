"""Uses of a seal: refused, spoiled and made anew, consented to beforehand or by a delegate."""

from datetime import date, timedelta

import asyncpg
import msgspec
import pytest
from msgspec.structs import replace

from domain.attempts.attempt import AttemptMade
from domain.cases.commands import Deliver, IssueCertificate
from domain.kernel.authority import By
from domain.kernel.rulebook import Rulebook
from domain.organisation.posts import AuthoriseStaff
from domain.seals.commands import (
    GiveStandingConsent,
    GrantSeal,
    NameCustodian,
    PutIntoUse,
    ReturnSeal,
    SuspendSeal,
    WithdrawStandingConsent,
)
from domain.seals.use import Document, SealUsed
from infra.log import EventLog
from projections.tray import TrayRow
from services.trays.turn import Sitting, turns
from tests.scenarios.seal_office import (
    ACCEPTANCE,
    CASE,
    CERTIFICATE,
    DECISION,
    TOWN,
    Office,
    apply,
    consent,
    decline,
    stamp,
    variant,
    void,
)
from tests.world import XINGGUO, at

CLAUSE = "附件3 二.2"


@pytest.fixture
def office(pool: asyncpg.Pool, log: EventLog) -> Office:
    return Office(pool, log)


async def test_a_spoiled_document_is_void_and_stamped_anew_on_a_line_of_its_own(
    office: Office,
) -> None:
    """XG23-59: a line of the ledger is never overwritten; XG23-56: consent is consumed."""
    await office.open(case_acts=7)
    assert (await office.refused(office.keeper, void("decision")))[0] == "seal.not_applied"
    await office.do(office.user, apply(DECISION, CERTIFICATE))
    assert (await office.refused(office.keeper, void("decision")))[0] == "seal.not_stamped"
    await office.do(office.mayor, consent("decision", "certificate"))
    for kind in ("decision", "certificate"):
        await office.do(office.keeper, stamp(kind))
    assert (await office.refused(office.user, void("certificate")))[0] == "seal.custody"
    await office.do(office.keeper, void("certificate"))
    clerk = office.by(TOWN, "window_clerk")
    issue = IssueCertificate(case=CASE, certificate_number=CERTIFICATE.number)
    assert (await office.refused(clerk, issue))[0] == "cases.step_not_yet"
    # The consent went with the spoiled document.
    assert (await office.refused(office.keeper, stamp("certificate")))[0] == "seal.not_applied"
    renewed = Document("certificate", f"{CASE}-证-换")
    await office.do(office.user, apply(renewed))
    assert await office.refused(office.keeper, stamp("certificate")) == (
        "seal.consent_missing", CLAUSE,
    )  # fmt: skip
    await office.do(office.mayor, consent("certificate"))
    await office.do(office.keeper, stamp("certificate"))

    ledger = await office.ledger()
    spoiled, made = ledger[f"{CASE}/certificate"], ledger[f"{CASE}/certificate/2"]
    assert (spoiled.status, spoiled.reason, spoiled.ended_by) == (
        "voided", "盖章模糊", office.keeper.person,
    )  # fmt: skip
    assert spoiled.used_at is not None
    assert (made.status, made.certificate_number, made.serial) == ("used", renewed.number, 2)
    # What a step rests on stands, and after the conclusion everything does.
    await office.do(clerk, IssueCertificate(case=CASE, certificate_number=renewed.number))
    assert (await office.refused(office.mayor, void("certificate")))[0] == "seal.relied_on"
    await office.do(clerk, Deliver(case=CASE))
    assert (await office.refused(office.mayor, void("acceptance")))[0] == "seal.relied_on"


async def test_a_refused_use_is_applied_for_anew(office: Office) -> None:
    await office.open(case_acts=7)
    await office.do(office.user, apply(DECISION))
    assert await office.refused(office.keeper, decline("decision")) == (
        "seal.consent_by_principal", CLAUSE,
    )  # fmt: skip
    assert (await office.refused(office.mayor, decline("decision", " ")))[0] == "seal.incomplete"
    await office.do(office.mayor, decline("decision"))
    for by, command in ((office.mayor, consent("decision")), (office.keeper, stamp("decision"))):
        assert (await office.refused(by, command))[0] == "seal.not_applied"
    await office.do(office.user, apply(DECISION))
    await office.do(office.mayor, consent("decision"))
    # Taken back before the stamp, and answered even while the seal rests.
    await office.change(office.head, SuspendSeal, reason="核查")
    await office.do(office.mayor, decline("decision", "核查期间不用印"))
    ledger = await office.ledger()
    assert [ledger[f"{CASE}/decision{n}"].status for n in ("", "/2")] == ["refused", "refused"]
    assert ledger[f"{CASE}/decision/2"].reason == "核查期间不用印"


async def test_this_county_consents_document_by_document_and_in_person(office: Office) -> None:
    """XG23-56, B-08: 经各乡镇单位主要负责人签字同意后方可盖章."""
    await office.open(case_acts=2)
    standing = GiveStandingConsent(
        owner="approval", number=11, kinds=("acceptance",), until=date(2024, 12, 31)
    )
    assert await office.refused(office.mayor, standing) == ("seal.standing_consent", CLAUSE)
    assert await office.refused(office.keeper, standing) == ("seal.consent_by_principal", CLAUSE)
    deputy = AuthoriseStaff(
        person="xingjiang-deputy",
        organ=TOWN,
        steps=("consent",),
        matters=(21,),
        until=date(2024, 12, 31),
    )
    assert await office.refused(office.mayor, deputy) == ("seal.consent_not_delegable", CLAUSE)
    # An attempt to consent without the power for it is remembered.
    recorded = await office.executor.log.read(office.tenant, types=[AttemptMade.TYPE])
    assert [item.event.code for item in recorded] == ["seal.consent_by_principal"]  # type: ignore[attr-defined]  # known here


async def test_a_standing_consent_covers_the_kinds_that_the_pack_names(office: Office) -> None:
    await office.open(variant(standing=("acceptance",)), case_acts=2)
    given = {"kinds": ("acceptance",), "until": date(2024, 3, 5)}
    beyond = {**given, "kinds": ("acceptance", "decision")}
    assert await office.unchanged(office.mayor, GiveStandingConsent, **beyond) == (
        "seal.standing_consent"
    )
    past = {**given, "until": date(2024, 3, 3)}
    assert await office.unchanged(office.mayor, GiveStandingConsent, **past) == (
        "seal.consent_period"
    )
    withdraw = {"kinds": ("acceptance",), "reason": "改为逐件签字"}
    assert await office.unchanged(office.mayor, WithdrawStandingConsent, **withdraw) == (
        "seal.no_standing_consent"
    )
    await office.change(office.mayor, GiveStandingConsent, **given)
    await office.do(office.user, apply(ACCEPTANCE))
    office.now = at("2024-03-06 00:00")  # the midnight after its last day
    assert (await office.refused(office.keeper, stamp("acceptance")))[0] == "seal.consent_missing"
    await office.change(office.mayor, GiveStandingConsent, **{**given, "until": date(2024, 4, 1)})
    await office.change(office.mayor, WithdrawStandingConsent, **withdraw)
    assert (await office.refused(office.keeper, stamp("acceptance")))[0] == "seal.consent_missing"
    await office.change(office.mayor, GiveStandingConsent, **{**given, "until": date(2024, 4, 1)})
    version = (await office.seal()).version
    (_, used), *_ = (await office.do(office.keeper, stamp("acceptance"))).events
    assert isinstance(used, SealUsed)
    assert (used.approved_by, used.approved_in) == (
        office.mayor.person, f"seal/approval/11@{version}",
    )  # fmt: skip
    entry = (await office.ledger())[f"{CASE}/acceptance"]
    assert (entry.status, entry.approved_by) == ("used", office.mayor.person)


async def test_a_tray_asks_for_consent_as_the_stamp_does(office: Office) -> None:
    """What stands consented waits for the custodian, and for the mayor where no pack gives it."""
    pack = variant(standing=("acceptance",))
    await office.open(pack, case_acts=2)
    given = {"kinds": ("acceptance",), "until": date(2024, 4, 1)}
    await office.change(office.mayor, GiveStandingConsent, **given)
    await office.do(office.user, apply(ACCEPTANCE))
    await office.ledger()
    told = await office.pool.fetchval(
        "select to_jsonb(t) from views.tray t where tenant = $1", office.tenant
    )
    row = msgspec.json.decode(told, type=TrayRow)
    seals = {("approval", 11): await office.seal()}
    for rules, waits in ((Rulebook(pack), ([], ["stamp"])), (Rulebook(XINGGUO), (["consent"], []))):
        found = tuple(
            [item.act for item in turns(row, Sitting(by, office.now, seals), (), rules)]
            for by in (office.mayor, office.keeper)
        )
        assert found == waits


async def test_a_standing_consent_ends_with_the_seals_return(office: Office) -> None:
    """The principal then in office consented to what his township did with it."""
    await office.open(variant(standing=("acceptance",)), case_acts=2)
    given = {"kinds": ("acceptance", "acceptance"), "until": date(2024, 12, 31)}
    event = await office.change(office.mayor, GiveStandingConsent, **given)
    assert getattr(event, "kinds") == ("acceptance",)  # noqa: B009  of that event alone
    await office.do(office.user, apply(ACCEPTANCE))
    office.now += timedelta(hours=1)
    await office.change(office.mayor, ReturnSeal, reason="机构调整")
    await office.change(office.head, GrantSeal)
    await office.change(office.mayor, NameCustodian, person=office.keeper.person)
    await office.change(office.head, PutIntoUse)
    assert (await office.refused(office.keeper, stamp("acceptance")))[0] == "seal.consent_missing"


async def test_a_standing_consent_never_covers_what_its_giver_applied_for(office: Office) -> None:
    await office.open(variant(standing=("acceptance",)), case_acts=2)
    given = {"kinds": ("acceptance",), "until": date(2024, 3, 31)}
    await office.change(office.mayor, GiveStandingConsent, **given)
    user = await office.appoint("seal_user", office.mayor.person)
    await _authorise(office, user.person, "apply")
    await office.do(user, apply(ACCEPTANCE))
    assert await office.refused(office.keeper, stamp("acceptance")) == (
        "seal.consent_by_applicant", CLAUSE,
    )  # fmt: skip


async def test_a_delegate_consents_by_name_and_for_a_period_only(office: Office) -> None:
    """B-08: a recorded authorisation with period; the ledger stores the real approver."""
    await office.open(variant(delegable=True), case_acts=2)
    await office.do(office.user, apply(ACCEPTANCE))
    deputy = office.by(TOWN, "approver")
    assert (await office.refused(deputy, consent("acceptance")))[0] == "seal.consent_by_principal"
    endless = AuthoriseStaff(person=deputy.person, organ=TOWN, steps=("consent",), matters=(21,))
    assert (await office.refused(office.mayor, endless))[0] == "organisation.period"
    await _authorise(office, deputy.person, "consent", date(2024, 3, 5))
    office.now = at("2024-03-06 00:00")
    assert (await office.refused(deputy, consent("acceptance")))[0] == "seal.consent_by_principal"
    await _authorise(office, deputy.person, "consent", date(2024, 3, 6))
    (_, consented), *_ = (await office.do(deputy, consent("acceptance"))).events
    chain = consented.authority.chain  # type: ignore[attr-defined]  # known here
    assert [link.ref for link in chain if link.kind == "staff"] == [f"person/{deputy.person}@3"]
    await office.do(office.keeper, stamp("acceptance"))
    assert (await office.ledger())[f"{CASE}/acceptance"].approved_by == deputy.person


async def test_a_delegate_is_never_the_seal_user(office: Office) -> None:
    await office.open(variant(delegable=True), case_acts=2)
    await office.do(office.user, apply(ACCEPTANCE))
    # Another seal user than the applicant, acting from another post of his.
    other = await office.appoint("seal_user", "xingjiang-reviewer")
    await _authorise(office, other.person, "consent", date(2024, 3, 31))
    reviewer = By(other.person, TOWN, "reviewer")
    assert (await office.refused(reviewer, consent("acceptance")))[0] == (
        "seal.consent_by_applicant"
    )


@pytest.mark.parametrize("may", [True, False])
async def test_whether_the_custodian_may_use_the_seal_is_the_packs(
    office: Office, *, may: bool
) -> None:
    """XG23-57, B-08: 指定专人负责保管使用 lets one person do both; a county may forbid it."""
    await office.open(variant(custodian_may_use=may), case_acts=2)
    user = await office.appoint("seal_user", office.keeper.person)
    await _authorise(office, user.person, "apply")
    await office.do(user, apply(ACCEPTANCE))
    await office.do(office.mayor, consent("acceptance"))
    if may:
        await office.do(office.keeper, stamp("acceptance"))
        return
    assert await office.refused(office.keeper, stamp("acceptance")) == (
        "seal.custodian_is_user", "附件3 二.3",
    )  # fmt: skip


async def test_the_seal_goes_on_no_blank_paper_and_is_used_by_no_body_without_it(
    office: Office,
) -> None:
    """B-09: what the case has not made is not stamped; B-14: who has no row in 附件3-1."""
    await office.open(case_acts=5)
    for document in (DECISION, CERTIFICATE):
        assert (await office.refused(office.user, apply(document)))[0] == "seal.blank"
    await office.play(*office.county.staffing("economic_zone", {"principal": (), "seal_user": ()}))
    zone = office.by("economic_zone", "seal_user")
    assert await office.refused(zone, apply(ACCEPTANCE)) == (
        "seal.organ_without_seal", "附件3 一.1",
    )  # fmt: skip


async def test_a_list_longer_than_there_are_documents_is_not_looked_up(office: Office) -> None:
    await office.open(case_acts=2)
    many = [Document(f"x{n}", "1") for n in range(10_000)]
    assert (await office.refused(office.user, apply(*many)))[0] == "seal.document_kind"
    kinds = tuple(document.kind for document in many)
    assert (await office.refused(office.mayor, consent(*kinds)))[0] == "seal.document_kind"


async def test_paper_that_is_entered_late_was_no_blank_either(office: Office) -> None:
    """B-09: what the case made only later was not there to be stamped."""
    await office.open(case_acts=1)
    office.now += timedelta(hours=2)
    await office.play(list(office.county.case(office.plan(CASE)))[1])
    office.now += timedelta(hours=1)
    before, since = (office.now - timedelta(minutes=minutes) for minutes in (90, 30))
    early = replace(apply(ACCEPTANCE), occurred_at=before)
    assert (await office.refused(office.user, early))[0] == "seal.blank"
    await office.do(office.user, replace(early, occurred_at=since))


async def _authorise(office: Office, person: str, step: str, until: date | None = None) -> None:
    command = AuthoriseStaff(person=person, organ=TOWN, steps=(step,), matters=(21,), until=until)
    await office.do(office.mayor, command)
