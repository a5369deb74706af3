"""What followed a case elsewhere, from the streams of supervision and of claims (B-05).

Problems and accountability (XG23-78, -79), correction and revocation (XG23-80), review, litigation
and compensation, liability borne and recourse (XG23-72, -73). Nothing is kept twice: who asks what
was known earlier is told the streams as they were then.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import asyncpg

from domain.cases.events import CaseDecided
from domain.cases.revocation import (
    GROUNDS,
    ApprovalCorrected,
    ApprovalRevoked,
    RevocationGround,
)
from domain.claims.claim import (
    ADVERSE,
    OUTCOMES,
    ClaimDecided,
    LiabilityBorne,
    RecourseDecided,
    RecourseProposed,
)
from domain.kernel import streams
from domain.kernel.event import Recorded
from domain.kernel.pack import Finding
from domain.liability.aftermath import Borne, Factor, Recourse
from domain.liability.findings import Noted
from domain.supervision.problem import (
    ProblemDismissed,
    ProblemRecorded,
)
from projections import claims, problems

_UNLAWFUL: Finding = "unlawful"
_REVOKED_FOR: Mapping[RevocationGround, Finding] = {
    "abuse": _UNLAWFUL,
    "beyond_authority": "beyond_scope",
    "against_procedure": _UNLAWFUL,
    "unqualified_applicant": _UNLAWFUL,
    "other": _UNLAWFUL,
}
"""What a revocation says of who approved; of fraud, the applicant's own doing, it says nothing."""


async def streams_about(pool: asyncpg.Pool, tenant: str, case: str) -> list[str]:
    """The streams of all that supervision found in the case, and of all claims about it."""
    found = await problems.about(pool, tenant, case)
    claimed = await claims.about(pool, tenant, case)
    return [
        *(streams.problem(number) for number in found),
        *(streams.accountability(it) for numbers in found.values() for it in numbers),
        *map(streams.claim, claimed),
    ]


def noted(told: Sequence[Recorded], until: datetime | None) -> Iterator[Noted]:
    """What supervision confirmed, and what a revocation, a correction, a claim said was wrong.

    A problem that was dismissed was none, and of a claim the last instance's word holds. What is
    said of the approval was so when it was decided.
    """
    decided = next((r for r in reversed(told) if isinstance(r.event, CaseDecided)), None)
    groundless = {r.stream for r in told if isinstance(r.event, ProblemDismissed)}
    last = {r.stream: r for r in told if isinstance(r.event, ClaimDecided)}
    for recorded in told:
        event, at = recorded.event, recorded.event.occurred_at
        rests_on: tuple[str, ...] = (recorded.ref,)
        finding: Finding | None = None
        says = ""
        match event:
            case ProblemRecorded() if recorded.stream not in groundless:
                finding, at = event.finding, event.happened_at or at
                says, rests_on = event.description, (recorded.ref, *event.cites)
            case ApprovalRevoked(ground=ground):
                finding, says = _REVOKED_FOR.get(ground), f"撤销：{GROUNDS[ground]}"
            case ApprovalCorrected():
                finding, says = _UNLAWFUL, f"纠正：{event.reasons}"
            case ClaimDecided(outcome=outcome) if (
                outcome in ADVERSE and last[recorded.stream] is recorded
            ):
                finding = event.finding or _UNLAWFUL
                says = f"{event.decided_by}{OUTCOMES[outcome]}：{event.summary}"
        if not isinstance(event, ProblemRecorded) and decided is not None:
            at, rests_on = decided.event.occurred_at, (decided.ref, recorded.ref)
        if finding is not None and (until is None or at <= until):
            yield Noted(finding=finding, at=at, says=says, rests_on=rests_on, settled=True)


def borne(counted: Sequence[Recorded]) -> tuple[Borne, ...]:
    return tuple(
        Borne(
            claim=r.event.number,
            organ=r.event.organ,
            measure=r.event.measure,
            amount_yuan=r.event.amount_yuan,
            borne_on=r.event.borne_on,
            document_number=r.event.document_number,
            ref=r.ref,
        )
        for r in counted
        if isinstance(r.event, LiabilityBorne)
    )


def recourse(counted: Sequence[Recorded]) -> tuple[Recourse, ...]:
    """Of each who bore it against each other organ, as it stands last."""
    found: dict[tuple[str, str, str], Recourse] = {}
    for recorded in counted:
        event = recorded.event
        if not isinstance(event, RecourseProposed | RecourseDecided):
            continue
        decided = event if isinstance(event, RecourseDecided) else None
        found[event.number, event.organ, event.against] = Recourse(
            claim=event.number,
            organ=event.organ,
            against=event.against,
            clause=event.clause,
            factors=tuple(Factor(it.factor, it.says) for it in event.factors),
            measure=event.measure,
            amount_yuan=event.amount_yuan,
            pursued=decided.pursued if decided else None,
            decided_on=decided.decided_on if decided else None,
            document_number=decided.document_number if decided else "",
            ref=recorded.ref,
        )
    return tuple(found.values())
