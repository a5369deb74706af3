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
        about=about(row, rules),
        due_on=row.due_on,
        provisional=row.provisional,
        late=is_late(row, today),
        clause=row.clause or row.source,
    )


def about(row: ObligationRow, rules: Rulebook) -> str:
    """What it is about, in words: a report by its name, of which parties the row tells."""
    match row.about.split("/"):
        case ["matter", _]:
            return rules.item(row.matter)
        case ["task", programme, no, _]:
            return name_of(programme, int(no), rules)
        case ["report", report, _, _, period]:
            named = (terms.name for terms in rules.pack.report if terms.id == report)
            return f"{period} {next(named, report)}"
        case ["agreement" | "policy_document", *parties]:
            return "—".join(map(rules.short, parties))
    return row.about.partition("/")[2]


def told_late(row: ObligationRow, seat: str, rules: Rulebook) -> ToldLate:
    """By the last step that told the seat."""
    by = next(it for it in reversed(row.escalated) if seat in it.seats)
    step = step_of(by.step, rules)
    return ToldLate(
        obligation=row.key,
        kind=row.kind,
        label=DUE.get(row.kind, row.kind),
        about=about(row, rules),
        debtor=row.debtor,
        debtor_name=rules.short(row.debtor),
        due_on=row.due_on,
        step=by.step,
        step_name=step.name if step else by.step,
        told_at=by.at,
        clause=by.clause or by.source,
    )
