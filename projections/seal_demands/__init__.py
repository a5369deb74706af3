"""Demands for internal seals: who required which, with or without a law (ZZ22-17, -18).

Those that were refused here are attempts, and in that view.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from domain.kernel.event import Event, Recorded
from domain.seals.old.demand import InternalSealDemanded
from projections.view import Row, View


class SealDemandRow(Row, frozen=True, kw_only=True):
    """`recorded_by`, with `person` and `post`, put it on record; `evidence` is the paper's digest.

    `violation`: no law was cited.
    """

    organ: str
    seal: str
    matter: int
    case: str
    law: str
    violation: bool
    demanded_by: str
    demanded_at: datetime
    evidence: str
    recorded_by: str
    recorded_at: datetime
    person: str
    post: str
    position: int


class SealDemands(View[SealDemandRow]):
    name: ClassVar = "seal_demands"
    label: ClassVar = "要求加盖内设机构印章的记录"
    events: ClassVar = (InternalSealDemanded,)
    row = SealDemandRow

    def keys(self, event: Event) -> Iterable[str]:
        return (event.demand,) if isinstance(event, InternalSealDemanded) else ()

    def fold(self, row: SealDemandRow | None, key: str, recorded: Recorded) -> SealDemandRow | None:
        match recorded.event:
            case InternalSealDemanded() as event:
                return SealDemandRow(
                    key=key,
                    organ=event.organ,
                    seal=event.seal,
                    matter=event.matter,
                    case=event.case,
                    law=event.law,
                    violation=event.violation,
                    demanded_by=event.demanded_by,
                    demanded_at=event.demanded_at,
                    evidence=event.evidence,
                    recorded_by=event.recorded_by,
                    recorded_at=event.occurred_at,
                    person=event.person,
                    post=event.post,
                    position=recorded.position,
                )
        return row
