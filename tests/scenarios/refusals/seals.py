"""The No. 2 seal: how it comes to be, who keeps it, what it goes on (XG23 附件3, 附件3-1)."""

from datetime import date

from msgspec.structs import replace

from domain.cases.commands import IssueCertificate
from domain.kernel.authority import OPERATOR, By
from domain.organisation.posts import AssumePost, AuthoriseStaff
from domain.seals.commands import (
    ApproveEngraving,
    GiveStandingConsent,
    HandOverSeal,
    NameCustodian,
    RecordAbsence,
    RecordEngraving,
    ReinstateSeal,
    ReportAnomaly,
    ReportLoss,
    SuspendSeal,
    VoidSeal,
)
from domain.seals.use import ApplyForUse, ConsentToUse, Document, RefuseUse, Stamp, VoidUse
from tests.scenarios.refusals.row import (
    APPROVER,
    BARE_HEAD,
    CLERK,
    HEAD,
    KEEPER,
    OTHER_USER,
    OUTLET,
    OWNER_HEAD,
    SEAL,
    USER,
    Row,
    applied,
    apply,
    consent,
    consented,
    seat,
    stamp,
    stamped,
)
from tests.scenarios.settled import OWNER, TOWN, Settled
from tests.world import at

SECOND = By("xingjiang-custodian-2", TOWN, "custodian")
NAME = "兴国县县行政审批局行政审批专用章（35）"
ENGRAVE = ApproveEngraving(owner=OWNER, number=35, rule="no2", name=NAME)
LOST = ReportLoss(**SEAL, lost_at=at("2024-01-05 09:00"), circumstances="清点时未见")
BOTH = (Document("decision", "decided-决"), Document("certificate", "decided-证"))


async def _engraving_approved(county: Settled) -> None:
    await county.do(OWNER_HEAD, replace(ENGRAVE, name=_name(county)))


def _name(county: Settled) -> str:
    owner = county.county.rules.organ(OWNER)
    return f"兴国县{owner.short}行政审批专用章（35）"


async def _refused_use(county: Settled) -> None:
    await consented(county)
    await county.do(HEAD, RefuseUse(case="decided", **SEAL, documents=("decision",), reason="有误"))


async def _head_applied_as_user(county: Settled) -> None:
    """The principal also holds the seal user's post and applied himself (B-08)."""
    await county.do(OPERATOR, AssumePost(organ=TOWN, post="seal_user", person=HEAD.person))
    entitled = AuthoriseStaff(person=HEAD.person, organ=TOWN, steps=("apply",), matters=(21,))
    await county.do(HEAD, entitled)
    await county.do(By(HEAD.person, TOWN, "seal_user"), apply("decided"))


async def _second_custodian(county: Settled) -> None:
    await county.do(OPERATOR, AssumePost(organ=TOWN, post="custodian", person=SECOND.person))


async def _handed_over(county: Settled) -> None:
    await consented(county)
    await _second_custodian(county)
    handed = HandOverSeal(**SEAL, to=SECOND.person, witness=CLERK.person, reason="轮岗")
    await county.do(KEEPER, handed)


async def _absent(county: Settled) -> None:
    await consented(county)
    await _second_custodian(county)
    until = at("2024-01-12 09:00")
    away = RecordAbsence(**SEAL, deputy=SECOND.person, until=until, reason="出差")
    await county.do(KEEPER, away)


async def _suspended(county: Settled) -> None:
    await consented(county)
    await county.do(OWNER_HEAD, SuspendSeal(**SEAL, reason="核查"))


async def _anomaly(county: Settled) -> None:
    await consented(county)
    await county.do(KEEPER, ReportAnomaly(**SEAL, circumstances="印面磨损"))


async def _lost(county: Settled) -> None:
    await consented(county)
    await county.do(KEEPER, LOST)


async def _relied_on(county: Settled) -> None:
    """The certificate rests on the stamped decision and is issued."""
    await county.do(USER, ApplyForUse(case="decided", **SEAL, documents=BOTH))
    kinds = ("decision", "certificate")
    await county.do(HEAD, ConsentToUse(case="decided", **SEAL, documents=kinds))
    for kind in kinds:
        await county.do(KEEPER, Stamp(case="decided", **SEAL, document=kind))
    await county.do(CLERK, IssueCertificate(case="decided", certificate_number="decided-证"))


async def _both_stamped(county: Settled) -> None:
    await county.do(USER, ApplyForUse(case="decided", **SEAL, documents=BOTH))
    kinds = ("decision", "certificate")
    await county.do(HEAD, ConsentToUse(case="decided", **SEAL, documents=kinds))
    for kind in kinds:
        await county.do(KEEPER, Stamp(case="decided", **SEAL, document=kind))


async def _service_applied(county: Settled) -> None:
    await applied(county, "service")


# fmt: off
ROWS = (
    # How a seal comes to be
    Row("XG23-54", "engraved by the township", HEAD, ENGRAVE,
        "organisation.not_principal", "平台规则"),
    Row("XG23-54", "engraved without approval", OWNER_HEAD,
        RecordEngraving(owner=OWNER, number=35, name=NAME, engraver="刻章单位"),
        "seal.engraving_not_approved", "附件3 二.1"),
    Row("XG23-54", "engraved by a department that delegates nothing",
        seat("transport", "principal"), replace(ENGRAVE, owner="transport"),
        "seal.engraved_by_delegator", "附件3 二.1"),
    Row("XG23-82 B-17", "another text than annex 3-1 prints", OWNER_HEAD,
        replace(ENGRAVE, name="兴国县行政审批局行政审批专用章（11）"),
        "seal.name_pattern", "附件3-1"),
    Row("XG23-82 XG23-83", "number 10 is no township's", OWNER_HEAD, replace(ENGRAVE, number=10),
        "seal.organ_without_seal", "附件3 一.1"),
    Row("XG23-82", "a seal that is not on file", USER,
        replace(apply("decided"), number=35), "seal.not_registered", "附件3 一.2"),
    # Which seal, on which matters
    Row("XG23-83", "the seal of another department", USER, apply("decided", owner="forestry"),
        "seal.wrong_department", "附件3-1", Settled.forestry),
    Row("XG23-83", "the seal of another township (E5-2)", OTHER_USER, apply("elsewhere"),
        "seal.wrong_township", "附件3-1"),
    Row("XG23-52", "a matter that is only helped with (E5-2)", USER, apply("assisted"),
        "seal.out_of_scope", "附件3 一.3"),
    Row("XG23-01 XG23-41 B-13", "an outlet stamps", OUTLET, stamp("decided"),
        "seal.organ_without_seal", "附件3 一.1"),
    Row("行政许可法 39", "a kind of paper that the seal is not for", USER,
        apply("decided", kind="proof"), "seal.document_kind", "行政许可法 32"),
    Row("XG23-51", "stamped before it is decided", USER, apply("reviewed"),
        "seal.blank", "附件3 一.2"),
    # Applied for, consented to in person, document by document
    Row("XG23-56", "consent to what nobody applied for", HEAD, consent("decided"),
        "seal.not_applied", "平台规则"),
    Row("XG23-56", "no consent (E5-3)", KEEPER, stamp("decided"),
        "seal.consent_missing", "附件3 二.2", applied),
    Row("XG23-56 XG23-50", "no consent for a matter that is no licence", KEEPER, stamp("service"),
        "seal.consent_missing", "附件3 二.2", _service_applied),
    Row("XG23-56", "consent by another post", APPROVER, consent("decided"),
        "seal.consent_by_principal", "附件3 二.2", applied),
    Row("XG23-56", "consent by the applicant himself (E5-3)", HEAD, consent("decided"),
        "seal.consent_by_applicant", "附件3 二.2", _head_applied_as_user),
    Row("XG23-56 B-08", "consent by whom the head authorised", HEAD,
        AuthoriseStaff(person=APPROVER.person, organ=TOWN, steps=("consent",), matters=(21,),
                       until=date(2024, 3, 1)),
        "seal.consent_not_delegable", "附件3 二.2"),
    Row("XG23-56 B-08", "consent once for all", HEAD,
        GiveStandingConsent(**SEAL, kinds=("acceptance",), until=date(2024, 3, 1)),
        "seal.standing_consent", "附件3 二.2"),
    Row("XG23-56", "stamped though the head took the consent back", KEEPER, stamp("decided"),
        "seal.not_applied", "平台规则", _refused_use),
    Row("XG23-56 XG23-58", "one consent, one stamp", KEEPER, stamp("decided"),
        "seal.one_use_per_document", "附件3 二.3", stamped),
    # Kept by a designated person
    Row("XG23-57", "stamped by the seal user", USER, stamp("decided"),
        "seal.custody", "附件3 二.3", consented),
    Row("XG23-57", "stamped by who handed the seal over", KEEPER, stamp("decided"),
        "seal.custody", "附件3 二.3", _handed_over),
    Row("XG23-57", "stamped by who is recorded as absent", KEEPER, stamp("decided"),
        "seal.custody", "附件3 二.3", _absent),
    Row("XG23-28 XG23-57", "kept by somebody without the post", HEAD,
        NameCustodian(**SEAL, person=CLERK.person), "organisation.post_not_held", "五(一)"),
    Row("XG23-57", "handed over without a witness", KEEPER,
        HandOverSeal(**SEAL, to=SECOND.person, witness=KEEPER.person, reason="轮岗"),
        "seal.witness", "平台规则", _second_custodian),
    # The ledger
    Row("XG23-58 B-09", "a document without a number", USER,
        ApplyForUse(case="decided", **SEAL, documents=(Document("decision", " "),)),
        "seal.document_number", "附件3 二.3"),
    Row("XG23-58", "a number that is not the document's", USER, apply("decided", document="别的"),
        "seal.document_number", "附件3 二.3"),
    Row("XG23-58", "a certificate with another number than was stamped", CLERK,
        IssueCertificate(case="decided", certificate_number="别的"),
        "cases.certificate_number", "附件3 二.3", _both_stamped),
    Row("XG23-59", "a line that a step rests on made void", HEAD,
        VoidUse(case="decided", **SEAL, document="certificate", reason="污损"),
        "seal.relied_on", "平台规则", _relied_on),
    # Lost, or something is wrong with it
    Row("XG23-60", "stamped while suspended", KEEPER, stamp("decided"),
        "seal.not_in_use", "附件3 二.4", _suspended),
    Row("XG23-60", "stamped while an anomaly is not cleared up", KEEPER, stamp("decided"),
        "seal.not_in_use", "附件3 二.4", _anomaly),
    Row("XG23-60", "stamped after the loss was reported", KEEPER, stamp("decided"),
        "seal.not_in_use", "附件3 二.4", _lost),
    Row("XG23-60", "cleared up by the township itself", HEAD,
        ReinstateSeal(**SEAL, reason="已查明"), "organisation.not_principal", "平台规则", _anomaly),
    Row("XG23-60", "a loss that is still to come", KEEPER,
        replace(LOST, lost_at=at("2024-01-06 09:00")), "seal.lost_at", "附件3 二.4"),
    Row("XG23-57 XG23-60", "a loss told by another township", BARE_HEAD, LOST,
        "seal.custody", "附件3 二.3"),
    Row("XG23-60", "void before the loss is announced", OWNER_HEAD,
        VoidSeal(**SEAL, reason="未找回"), "seal.loss_not_announced", "平台规则", _lost),
)
# fmt: on
