"""From a command to its decision: which facts it needs, which decider it is for.

A handler reads streams through the unit (all facts that do not depend on each other at once), calls
a pure decider of `domain` and writes the events it returns. A new context adds its line below.
"""

from services.commands import (
    calendars,
    cases,
    clocks,
    consultations,
    delegation,
    exchange,
    inspections,
    irregularities,
    licences,
    listing,
    materials,
    matters,
    obligations,
    old_seals,
    organisation,
    policy,
    programmes,
    pushes,
    readiness,
    reports,
    seals,
    self_inspections,
    service_points,
    subjects,
    supervision,
    windows,
)
from services.commands.common import Handlers

HANDLERS: Handlers = {
    **policy.HANDLERS,
    **self_inspections.HANDLERS,
    **organisation.HANDLERS,
    **windows.HANDLERS,
    **matters.HANDLERS,
    **listing.HANDLERS,
    **programmes.HANDLERS,
    **delegation.HANDLERS,
    **seals.HANDLERS,
    **old_seals.HANDLERS,
    **cases.HANDLERS,
    **clocks.HANDLERS,
    **irregularities.HANDLERS,
    **consultations.HANDLERS,
    **licences.HANDLERS,
    **subjects.HANDLERS,
    **calendars.HANDLERS,
    **obligations.HANDLERS,
    **pushes.HANDLERS,
    **exchange.HANDLERS,
    **service_points.HANDLERS,
    **readiness.HANDLERS,
    **materials.HANDLERS,
    **reports.HANDLERS,
    **supervision.HANDLERS,
    **inspections.HANDLERS,
}
