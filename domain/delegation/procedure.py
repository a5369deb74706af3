"""How two organs handle a matter between them, fixed by a document before it begins (XG22-08).

Where one reviews and the other decides, who does what in which order is settled between them first
(制定并明确审核审批程序后实施): without it nobody handles the matter so.
"""

from datetime import datetime
from typing import ClassVar

from domain.delegation.coverage import between
from domain.delegation.pair import PairCommand, PairEvent, about
from domain.kernel.event import Event
from domain.kernel.instruments import PROCEDURE
from domain.kernel.refusal import Invalid
from domain.kernel.rulebook import Rulebook


class FixProcedure(PairCommand, frozen=True, kw_only=True):
    """明确审核审批程序: by the upper organ's principal, with its document and for which matters."""

    TYPE: ClassVar[str] = "delegation.fix_procedure"
    matters: tuple[int, ...]
    document_number: str


class ProcedureFixed(PairEvent, frozen=True, kw_only=True):
    """A later one for the same matter takes its place."""

    TYPE: ClassVar[str] = "delegation.procedure_fixed"
    matters: tuple[int, ...]
    document_number: str
    delegator_signatory: str


EVENTS = (ProcedureFixed,)


def decide(command: FixProcedure, signatory: str, at: datetime, rules: Rulebook) -> list[Event]:
    """`signatory` is who acts; matters that are handled by no such procedure are none of it."""
    pair = (rules.organ(command.delegator).id, rules.organ(command.delegatee).id)
    wanted = frozenset({PROCEDURE})
    foreign = [no for no in command.matters if pair not in between(rules, no, pair[1], wanted)]
    if foreign or not command.matters:
        raise rules.refuse(
            Invalid,
            "delegation.procedure_matters",
            "不是这两个单位之间须先明确程序的事项："
            f"{rules.items(foreign) if foreign else '未写明事项'}",
        )
    if not command.document_number.strip():
        raise rules.refuse(
            Invalid, "delegation.procedure_document", "明确审核审批程序须写明文书编号"
        )
    return [
        ProcedureFixed(
            **about(command, at),
            matters=tuple(sorted(set(command.matters))),
            document_number=command.document_number,
            delegator_signatory=signatory,
        )
    ]
