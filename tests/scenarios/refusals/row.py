"""What a row of the refusal table says, and who acts in it."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from domain.cases.commands import Decide
from domain.kernel.authority import By
from domain.kernel.event import Command
from domain.seals.use import ApplyForUse, ConsentToUse, Document, Stamp
from tests.scenarios.settled import BARE, NUMBER, OTHER, OWNER, TOWN, Settled

Setup = Callable[[Settled], Awaitable[object]]


class Row(NamedTuple):
    """Given a county at work and what `given` adds, when `by` asks for `when`: refused.

    `ids`: the requirements that the row shows, the one it is there for first. `routed`: `given` has
    received a case called so, which went to the county's channel for the same reason (B-01).
    """

    ids: str
    says: str
    by: By
    when: Command
    code: str
    clause: str
    given: Setup | None = None
    routed: bool = False


def seat(organ: str, post: str) -> By:
    return By(f"{organ}-{post}", organ, post)


CLERK, REVIEWER, APPROVER, USER, KEEPER, HEAD = (
    seat(TOWN, post)
    for post in ("window_clerk", "reviewer", "approver", "seal_user", "custodian", "principal")
)
OWNER_HEAD, OWNER_APPROVER = seat(OWNER, "principal"), seat(OWNER, "approver")
OTHER_APPROVER, OTHER_USER = seat(OTHER, "approver"), seat(OTHER, "seal_user")
BARE_APPROVER, BARE_HEAD = seat(BARE, "approver"), seat(BARE, "principal")
SUPERVISOR = seat("agriculture", "supervisor")
OUTLET = seat("bank_outlets", "window_clerk")
SEAL: dict[str, Any] = {"owner": OWNER, "number": NUMBER}


def grant(case: str) -> Decide:
    return Decide(case=case, outcome="granted", document_number=f"{case}-决")


def apply(case: str, owner: str = OWNER, document: str = "", kind: str = "decision") -> ApplyForUse:
    """For the seal that 兴江乡 keeps."""
    paper = Document(kind, document or f"{case}-决")
    return ApplyForUse(case=case, owner=owner, number=NUMBER, documents=(paper,))


def consent(case: str) -> ConsentToUse:
    return ConsentToUse(case=case, owner=OWNER, number=NUMBER, documents=("decision",))


def stamp(case: str) -> Stamp:
    return Stamp(case=case, owner=OWNER, number=NUMBER, document="decision")


async def applied(county: Settled, case: str = "decided") -> None:
    await county.do(USER, apply(case))


async def consented(county: Settled) -> None:
    await applied(county)
    await county.do(HEAD, consent("decided"))


async def stamped(county: Settled) -> None:
    await consented(county)
    await county.do(KEEPER, stamp("decided"))
