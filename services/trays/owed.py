"""What a seat owes, and what it was told that others are late with (DESIGN 6)."""

from datetime import date

from domain.kernel.rulebook import Rulebook
from domain.kernel.words import DUE
from domain.obligations.escalation import step_of
from domain.readiness.tasks import name_of
from projections.obligations import ObligationRow
from services.trays.shape import Due, ToldLate
from services.trays.turn import is_late


def shown(row: ObligationRow, today: date, rules: Rulebook) -> Due:
    return Due(
        obligation=row.key,
        kind=row.kind,
        label=DUE.get(row.kind, row.kind),
        about=_about(row, rules),
        due_on=row.due_on,
        provisional=row.provisional,
        late=is_late(row, today),
        clause=row.clause or row.source,
    )


def _about(row: ObligationRow, rules: Rulebook) -> str:
    kind, _, about = row.about.partition("/")
    if kind == "matter":
        return rules.item(row.matter)
    if kind == "task":
        programme, no, _ = about.split("/")
        return name_of(programme, int(no), rules)
    if kind in ("case", "inquiry", "problem"):
        return about
    return "—".join(map(rules.short, about.split("/")))


def told_late(row: ObligationRow, seat: str, rules: Rulebook) -> ToldLate:
    """By the last step that told the seat."""
    by = next(it for it in reversed(row.escalated) if seat in it.seats)
    step = step_of(by.step, rules)
    return ToldLate(
        obligation=row.key,
        kind=row.kind,
        label=DUE.get(row.kind, row.kind),
        about=_about(row, rules),
        debtor=row.debtor,
        debtor_name=rules.short(row.debtor),
        due_on=row.due_on,
        step=by.step,
        step_name=step.name if step else by.step,
        told_at=by.at,
        clause=by.clause or by.source,
    )
