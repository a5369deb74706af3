"""Policy documents: whom the regulating organ told of them in writing when (XG22-22, B-32)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import ClassVar

import msgspec
from msgspec import field

from domain.exchange.policy_notice import (
    ApproversNotified,
    IssuedAt,
    PolicyDocumentRegistered,
    PolicyNoticeAcknowledged,
)
from domain.kernel.event import Event, Recorded
from projections.view import Row, View


class PolicyNoticeRow(Row, frozen=True, kw_only=True):
    """`approvers` are owed a notice, `waiting` counts those that were not told yet.

    `notified` and `acknowledged` say when, `document_numbers` in which paper, each by approver.
    """

    regulator: str
    number: str
    level: IssuedAt
    issued_by: str
    title: str
    digest: str
    issued_on: date
    received_on: date
    matters: tuple[int, ...]
    domains: tuple[str, ...]
    approvers: tuple[str, ...]
    registered_at: datetime
    registered_by: str
    notified: dict[str, datetime] = field(default_factory=dict)
    document_numbers: dict[str, str] = field(default_factory=dict)
    acknowledged: dict[str, datetime] = field(default_factory=dict)
    waiting: int
    position: int
    version: int  # of the document's stream


class PolicyNotices(View[PolicyNoticeRow]):
    name: ClassVar = "policy_notices"
    label: ClassVar = "政策性文件告知"
    events: ClassVar = (PolicyDocumentRegistered, ApproversNotified, PolicyNoticeAcknowledged)
    row = PolicyNoticeRow

    def keys(self, event: Event) -> Iterable[str]:
        match event:
            case PolicyDocumentRegistered() | ApproversNotified() | PolicyNoticeAcknowledged():
                return (f"{event.regulator}/{event.number}",)
        return ()

    def fold(
        self, row: PolicyNoticeRow | None, key: str, recorded: Recorded
    ) -> PolicyNoticeRow | None:
        replace = msgspec.structs.replace
        if isinstance(recorded.event, PolicyDocumentRegistered):
            return _registered(key, recorded.event, recorded)
        if row is None:
            return None
        row = replace(row, position=recorded.position, version=recorded.version)
        match recorded.event:
            case ApproversNotified(occurred_at=at, to=to, document_number=number):
                notified = {**row.notified, **dict.fromkeys(to, at)}
                return replace(
                    row,
                    notified=notified,
                    document_numbers={**row.document_numbers, **dict.fromkeys(to, number)},
                    waiting=len(row.approvers) - len(notified),
                )
            case PolicyNoticeAcknowledged(organ=organ, occurred_at=at):
                return replace(row, acknowledged={**row.acknowledged, organ: at})
        return row


def _registered(key: str, event: PolicyDocumentRegistered, recorded: Recorded) -> PolicyNoticeRow:
    return PolicyNoticeRow(
        key=key,
        regulator=event.regulator,
        number=event.number,
        level=event.level,
        issued_by=event.issued_by,
        title=event.title,
        digest=event.digest,
        issued_on=event.issued_on,
        received_on=event.received_on,
        matters=event.matters,
        domains=event.domains,
        approvers=event.approvers,
        registered_at=event.occurred_at,
        registered_by=event.person,
        waiting=len(event.approvers),
        position=recorded.position,
        version=recorded.version,
    )
