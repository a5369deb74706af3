"""When the law has accepted a case because nobody said in time what is missing (行政许可法 32).

It does so at a midnight, by itself. That somebody puts it on record comes later, and nothing may
hang on how much later.
"""

from datetime import datetime

from domain.cases.case import Case, lapsed
from domain.kernel.pack import Step
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import Calendar, day_of, due, first_moment_late


def may_lapse(step: Step, case: Case, rules: Rulebook) -> bool:
    """Whether the law attaches anything to the passing of this step's term in this case."""
    sla = rules.slas.get(step.within or "")
    if sla is None or sla.lapse is None or step.id in case.steps:
        return False
    return sla.scope in (None, rules.matter(case.matter).power)


def require_not_lapsed(
    step: Step, case: Case, calendar: Calendar, at: datetime, rules: Rulebook
) -> None:
    """Refuse to accept what the law has accepted, by a step that `may_lapse`.

    A provisional term has not passed.
    """
    sla = rules.slas[step.within or ""]
    for earlier in rules.mode(case.mode).step:
        if earlier.kind != sla.starts or earlier.id not in case.steps:
            continue
        started = day_of(case.steps[earlier.id].at, rules)
        ends = due(started, sla.days, sla.unit, calendar, roll=sla.roll)
        if not ends.provisional and at >= first_moment_late(ends.on, rules):
            raise lapsed(step, rules)
