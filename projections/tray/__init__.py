"""In-tray: cases in hand, with what decides whose turn it is.

Whose turn it is follows from the rules that the case is under, which no row knows: `services.trays`
asks them, of a page of open cases.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

import msgspec
from msgspec import Struct, field

from domain.cases import clocks, irregularity, renewal, revocation
from domain.cases import events as cases
from domain.cases import fold as a_case
from domain.cases.case import Case
from domain.cases.revocation import ApprovalCorrected, ApprovalRevoked
from domain.kernel import streams
from domain.kernel.event import Event, Recorded
from domain.kernel.personal import Sealed
from domain.seals import use as a_use
from domain.seals.use import Use
from projections.view import Row, View


class UseState(Struct, frozen=True):
    """A document's way to the seal, and when it last went on; `version` of the use's stream."""

    use: Use
    at: datetime
    version: int


class TrayRow(Row, frozen=True, kw_only=True):
    """`state` is the case as its stream has it, without the applicant's data; `uses` by kind."""

    matter: int
    receiver: str
    received_at: datetime
    open: bool
    state: Case
    uses: dict[str, UseState] = field(default_factory=dict)
    afterwards: tuple[str, ...] = ()  # kinds of document that took it back or put it right
    position: int


class Tray(View[TrayRow]):
    name: ClassVar = "tray"
    label: ClassVar = "在办事项"
    events: ClassVar = (
        *cases.EVENTS,
        *irregularity.EVENTS,
        *clocks.EVENTS,
        *renewal.EVENTS,
        *revocation.EVENTS,
        *a_use.EVENTS,
    )
    row = TrayRow

    def keys(self, event: Event) -> Iterable[str]:
        case: str = getattr(event, "case")  # noqa: B009  every event of the view has one
        return (case,)

    def fold(self, row: TrayRow | None, key: str, recorded: Recorded) -> TrayRow | None:
        event = recorded.event
        kind = streams.kind(recorded.stream)
        if kind == "case":
            return _case(row, key, recorded)
        if kind == "use" and row is not None:
            document: str = getattr(event, "document")  # noqa: B009  every event of a use has one
            known = row.uses.get(document)
            use = a_use.evolve(known.use if known else None, event)
            if use is not None:
                made = UseState(use, event.occurred_at, recorded.version)
                known_uses = {**row.uses, document: made}
                row = msgspec.structs.replace(row, uses=known_uses, position=recorded.position)
                return msgspec.structs.replace(row, open=_open(row))
        return row


def _case(row: TrayRow | None, key: str, recorded: Recorded) -> TrayRow | None:
    event = recorded.event
    state: Case | None = a_case.evolve(row.state if row else None, event)
    if state is None:
        return None
    if row is None:
        nobody = Sealed("AES-256-GCM", state.applicant.subject, b"", b"")
        return TrayRow(
            key=key,
            matter=state.matter,
            receiver=state.receiver,
            received_at=event.occurred_at,
            open=True,
            state=msgspec.structs.replace(state, applicant=nobody),
            position=recorded.position,
        )
    row = msgspec.structs.replace(row, state=state, position=recorded.position)
    if isinstance(event, ApprovalRevoked | ApprovalCorrected):
        row = msgspec.structs.replace(row, afterwards=(*row.afterwards, event.document))
    return msgspec.structs.replace(row, open=_open(row))


def _open(row: TrayRow) -> bool:
    """Until it is concluded; and while what was done afterwards waits for the seal on it."""
    if row.state.concluded is None:
        return True
    uses = [row.uses.get(kind) for kind in row.afterwards]
    return any(use is None or use.use.stamped is None for use in uses)
