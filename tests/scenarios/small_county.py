"""A county as small as it can be: how it is set up, what troubles befall it, what mends them.

Two townships, two matters, three people who hold all posts of both townships, and one department.
"""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from domain.delegation.agreement import (
    AnnounceDelegation,
    CountersignAgreement,
    SignAgreement,
    TerminateAgreement,
)
from domain.delegation.amendment import AmendAgreement, CountersignAmendment
from domain.delegation.standing import ResumeAgreement, SuspendAgreement
from domain.kernel.authority import OPERATOR, By
from domain.kernel.event import Command
from domain.kernel.rulebook import Rulebook
from domain.organisation.posts import (
    AssumePost,
    AuthoriseStaff,
    LeavePost,
    WithdrawStaffAuthorisation,
)
from domain.policy.adoption import AdoptPack
from domain.seals.commands import (
    ApproveEngraving,
    GrantSeal,
    HandOverSeal,
    NameCustodian,
    PutIntoUse,
    RecordEngraving,
    RecordRecovery,
    RegisterSeal,
    ReinstateSeal,
    ReportAnomaly,
    ReportLoss,
    ReturnSeal,
    SuspendSeal,
)
from domain.seals.engraving import seal_names
from tenants.calendars import seed
from tenants.loader import digest
from tests.world import XINGGUO

RULES = Rulebook(XINGGUO)
OWNER, TOWNS, MATTERS = "approval", ("xingjiang", "gulonggang"), (21, 25)
HEAD = By("dora", OWNER, "principal")
CASES = (("c1", TOWNS[0], 21), ("c2", TOWNS[1], 25), ("c3", TOWNS[0], 21))
POSTS = {
    "window_clerk": "anna",
    "reviewer": "anna",
    "approver": "anna",
    "seal_user": "bela",
    "custodian": "bela",
    "principal": "cleo",
}
PEOPLE = ("anna", "bela", "cleo")
ENTITLED = {
    "anna": ("receive", "accept", "forward", "review", "decide", "certify", "deliver"),
    "bela": ("apply",),
}
CONTENTS = dict.fromkeys(XINGGUO.agreement.contents if XINGGUO.agreement else {}, "约定")


def seal_of(town: str) -> dict[str, Any]:
    return {"owner": OWNER, "number": RULES.organ(town).seal_no or 0}


def both(town: str) -> dict[str, Any]:
    return {"delegator": OWNER, "delegatee": town}


def by(town: str, post: str, person: str = "") -> By:
    return By(person or POSTS[post], town, post)


def agreement(town: str) -> Iterator[tuple[By, Command]]:
    pair = both(town)
    day = date(2024, 1, 4)
    yield HEAD, SignAgreement(**pair, contents=CONTENTS, matters=MATTERS, valid_from=day)
    yield by(town, "principal"), CountersignAgreement(**pair)
    yield HEAD, AnnounceDelegation(**pair, matters=(21,), published_in="门户")


def beginnings() -> Iterator[tuple[By, Command]]:
    """The county set up, as small as it can be."""
    yield OPERATOR, AdoptPack(pack=XINGGUO, digest=digest(XINGGUO))
    yield OPERATOR, seed(2024)
    yield OPERATOR, AssumePost(organ=OWNER, post="principal", person=HEAD.person)
    for town in TOWNS:
        for post, person in POSTS.items():
            yield OPERATOR, AssumePost(organ=town, post=post, person=person)
        for person, steps in ENTITLED.items():
            entitled = AuthoriseStaff(person=person, organ=town, steps=steps, matters=MATTERS)
            yield by(town, "principal"), entitled
        yield from agreement(town)
        about = seal_of(town)
        name = seal_names(RULES, RULES.seals["no2"], OWNER, town)[0]
        imprint = hashlib.sha256(name.encode()).hexdigest()
        yield HEAD, ApproveEngraving(**about, rule="no2", name=name)
        yield HEAD, RecordEngraving(**about, name=name, engraver="刻章单位")
        yield HEAD, RegisterSeal(**about, imprint=imprint)
        yield HEAD, GrantSeal(**about)
        yield by(town, "principal"), NameCustodian(**about, person="bela")
        yield HEAD, PutIntoUse(**about)


SEAL_TROUBLES = ("suspended", "suspended before", "lost", "anomaly", "returned", "handed on")
PAPER_TROUBLES = ("terminated", "resting", "rested before", "taken out", "unannounced")
STAFF_TROUBLES = ("keeper left", "keeper left before", "head left", "user is head", "nobody may")
TROUBLES = (*SEAL_TROUBLES, *PAPER_TROUBLES, *STAFF_TROUBLES)


def broken(trouble: str, town: str, now: datetime) -> tuple[tuple[By, Command], ...]:
    """What brings the trouble about; the one told late began an hour and a half ago."""
    about, pair = seal_of(town), both(town)
    keeper, head = by(town, "custodian"), by(town, "principal")
    began, told = now - timedelta(minutes=90), "说明"
    terminate, (sign, countersign, _) = TerminateAgreement(**pair, reason=told), agreement(town)
    left: dict[str, Any] = {"organ": town, "post": "custodian", "person": "bela"}
    removed = AmendAgreement(**pair, remove=MATTERS, valid_from=now.date(), reason=told)
    return {
        "suspended": ((HEAD, SuspendSeal(**about, reason=told)),),
        "suspended before": ((HEAD, SuspendSeal(**about, reason=told, occurred_at=began)),),
        "lost": ((keeper, ReportLoss(**about, lost_at=began, circumstances=told)),),
        "anomaly": ((keeper, ReportAnomaly(**about, circumstances=told)),),
        "returned": ((head, ReturnSeal(**about, reason=told)),),
        "handed on": (
            (OPERATOR, AssumePost(organ=town, post="custodian", person="anna")),
            (keeper, HandOverSeal(**about, to="anna", witness="cleo", reason=told)),
        ),
        "terminated": ((HEAD, terminate),),
        "resting": ((HEAD, SuspendAgreement(**pair, reason=told)),),
        "rested before": (
            (HEAD, SuspendAgreement(**pair, reason=told, notice_number="停", occurred_at=began)),
        ),
        "taken out": ((HEAD, removed), (head, CountersignAmendment(**pair))),
        "unannounced": ((HEAD, terminate), sign, countersign),
        "keeper left": ((OPERATOR, LeavePost(**left)),),
        "keeper left before": ((OPERATOR, LeavePost(**left, occurred_at=began)),),
        "head left": ((OPERATOR, LeavePost(organ=town, post="principal", person="cleo")),),
        "user is head": (
            (OPERATOR, AssumePost(organ=town, post="principal", person="bela")),
            (by(town, "principal", "bela"), WithdrawStaffAuthorisation(
                person="anna", organ=town, reason=told)),
        ),
        "nobody may": tuple(
            (head, WithdrawStaffAuthorisation(person=person, organ=town, reason=told))
            for person in ENTITLED
        ),
    }[trouble]  # fmt: skip


def mended(trouble: str, town: str, now: datetime) -> tuple[tuple[By, Command], ...]:
    about, pair = seal_of(town), both(town)
    head, said = by(town, "principal"), "已查明"
    reinstated = (HEAD, ReinstateSeal(**about, reason=said))
    keeper = (head, NameCustodian(**about, person="bela"))
    back = (OPERATOR, AssumePost(organ=town, post="custodian", person="bela"))
    announced = (HEAD, AnnounceDelegation(**pair, matters=(21,), published_in="门户"))
    added = AmendAgreement(**pair, add=MATTERS, valid_from=now.date(), reason=said)
    resumed = ((HEAD, ResumeAgreement(**pair, reason=said)),)
    entitled = tuple(
        (head, AuthoriseStaff(person=person, organ=town, steps=steps, matters=MATTERS))
        for person, steps in ENTITLED.items()
    )
    return {
        "lost": ((head, RecordRecovery(**about, circumstances=said)), reinstated),
        "returned": (
            (HEAD, GrantSeal(**about)), keeper, (HEAD, PutIntoUse(**about)),
        ),
        "handed on": (keeper,),
        "terminated": tuple(agreement(town)),
        "resting": resumed,
        "rested before": resumed,
        "taken out": ((HEAD, added), (head, CountersignAmendment(**pair)), announced),
        "unannounced": (announced,),
        "keeper left": (back,),
        "keeper left before": (back,),
        "head left": ((OPERATOR, AssumePost(organ=town, post="principal", person="cleo")),),
        "user is head": (
            (OPERATOR, LeavePost(organ=town, post="principal", person="bela")), *entitled,
        ),
        "nobody may": entitled,
    }.get(trouble, (reinstated,))  # fmt: skip
