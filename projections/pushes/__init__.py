"""Pushes in both directions: what of a case went to whom when, who acknowledged it, what came back.

XG23-67; RA22-25, -26 (双推送、双回路).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Literal

import asyncpg
import msgspec
from msgspec import field

from domain.kernel.event import Event, Recorded
from domain.pushes.feedback import Conclusion, FeedbackGiven
from domain.pushes.push import ProgressSent, ResultAcknowledged, ResultSent, Sent, TakenStep
from projections.view import Row, View

Kind = Literal["result", "progress", "feedback"]
KINDS: dict[Kind, str] = {
    "result": "审批结果",
    "progress": "审批过程",
    "feedback": "监管结果",
}


class PushRow(Row, frozen=True, kw_only=True):
    """`sent` cites the event; `acknowledged_by` is a staff id, `post` the one acted through.

    `push` is its name where it is not the receiver's result. A result has an `outcome`, progress
    has `steps`; feedback has `findings` and a `conclusion`, comes from a supervising `sender`, and
    `feedback_at` of the result says when it came first.
    """

    kind: Kind
    case: str
    push: str = ""
    matter: int
    sender: str
    in_name_of: str
    receiver: str
    outcome: str | None = None
    documents: dict[str, str] = field(default_factory=dict)
    steps: tuple[TakenStep, ...] = ()
    decided_at: datetime | None = None
    concluded_at: datetime | None = None
    findings: str = ""
    conclusion: Conclusion | None = None
    document_number: str = ""
    sent_at: datetime
    sent: str
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    post: str | None = None
    feedback_at: datetime | None = None
    position: int
    version: int  # of the push's stream, of feedback's own


class Pushes(View[PushRow]):
    name: ClassVar = "pushes"
    label: ClassVar = "信息推送"
    events: ClassVar = (ResultSent, ProgressSent, ResultAcknowledged, FeedbackGiven)
    row = PushRow

    def keys(self, event: Event) -> Iterable[str]:
        match event:
            case (
                Sent(case=case, to=to, push=push) | ResultAcknowledged(case=case, to=to, push=push)
            ):
                return (_key(case, to, push),)
            case FeedbackGiven():
                return (_key(event.case, event.organ), *(_told(event, to) for to in event.to))
        return ()

    def fold(self, row: PushRow | None, key: str, recorded: Recorded) -> PushRow | None:
        replace = msgspec.structs.replace
        match recorded.event:
            case Sent() as event:
                return _sent(key, event, recorded)
            case ResultAcknowledged() as event if row:
                return replace(
                    row,
                    acknowledged_at=event.occurred_at,
                    acknowledged_by=event.person,
                    post=event.post,
                    position=recorded.position,
                    version=recorded.version,
                )
            case FeedbackGiven() as event:
                to = next((to for to in event.to if _told(event, to) == key), None)
                if to is not None:
                    return _given(key, to, event, recorded)
                if row and row.feedback_at is None:
                    return replace(row, feedback_at=event.occurred_at, position=recorded.position)
        return row


def _key(case: str, to: str, push: str = "") -> str:
    return f"{case}/{to}/{push}" if push else f"{case}/{to}"


def _told(event: FeedbackGiven, to: str) -> str:
    return f"{event.case}/{event.organ}/{event.step}/{event.serial}/{to}"


def _sent(key: str, event: Sent, recorded: Recorded) -> PushRow:
    told: dict[str, Any] = {}
    match event:
        case ResultSent():
            told = {
                "kind": "result",
                "outcome": event.outcome,
                "decided_at": event.decided_at,
                "concluded_at": event.concluded_at,
            }
        case ProgressSent(steps=steps):
            told = {"kind": "progress", "steps": steps}
    return PushRow(
        key=key,
        case=event.case,
        push=event.push,
        matter=event.matter,
        sender=event.sender,
        in_name_of=event.in_name_of,
        receiver=event.to,
        documents=event.documents,
        sent_at=event.occurred_at,
        sent=recorded.ref,
        position=recorded.position,
        version=recorded.version,
        **told,
    )


def _given(key: str, to: str, event: FeedbackGiven, recorded: Recorded) -> PushRow:
    return PushRow(
        key=key,
        kind="feedback",
        case=event.case,
        matter=event.matter,
        sender=event.organ,
        in_name_of=event.organ,
        receiver=to,
        findings=event.findings,
        conclusion=event.conclusion,
        document_number=event.document_number,
        sent_at=event.occurred_at,
        sent=recorded.ref,
        position=recorded.position,
        version=recorded.version,
    )


async def pushes(
    pool: asyncpg.Pool,
    tenant: str,
    *,
    to: str | None = None,
    case: str | None = None,
    waiting: bool = False,
    after: tuple[datetime, str] | None = None,
    limit: int = 100,
) -> list[PushRow]:
    """Oldest first: to a receiver, of a case, only those that still must be acknowledged.

    `after` is (sent_at, key) of the last row of the page before.
    """
    moment, key = after or (None, None)
    rows = await pool.fetch(
        "select to_jsonb(t) as row from views.pushes t where tenant = $1 "
        "and ($2::text is null or receiver = $2) "
        'and ($3::text is null or "case" = $3) '
        "and (not $4 or acknowledged_at is null and kind <> 'feedback') "
        "and ($5::timestamptz is null or (sent_at, key) > ($5, $6)) "
        "order by sent_at, key limit $7",
        tenant,
        to,
        case,
        waiting,
        moment,
        key,
        limit,
    )
    return [msgspec.json.decode(row["row"], type=PushRow) for row in rows]
