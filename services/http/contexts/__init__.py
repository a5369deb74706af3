"""Every route of the door. A new context adds its file and its line here."""

from collections.abc import Mapping

from domain.kernel.event import Command
from infra.config import Config
from services.http.act import Act
from services.http.contexts import (
    attempts,
    calendars,
    candidates,
    cases,
    checks,
    claims,
    clocks,
    consultations,
    delegation,
    exchange,
    feed,
    guidance,
    inspections,
    intake,
    jobs,
    liability,
    licences,
    listing,
    materials,
    matters,
    obligations,
    old_seals,
    organisation,
    periodic_reports,
    platform,
    policy,
    problems,
    programmes,
    public,
    pushes,
    readiness,
    reports,
    schemas,
    seals,
    self_inspections,
    service,
    service_points,
    subjects,
    supervision,
    targets,
    trays,
    windows,
)
from services.http.route import Route

_CONTEXTS = (
    policy, self_inspections, organisation, matters, listing, windows, programmes, delegation,
    seals, old_seals, consultations, intake, cases, licences, service, targets, clocks, liability,
    calendars, obligations, pushes, exchange, service_points, readiness, materials, guidance,
    reports, periodic_reports, supervision, inspections, candidates, claims, attempts, subjects,
    trays, jobs, feed, schemas, platform, problems,
)  # fmt: skip

ACTS: Mapping[type[Command], Act] = {
    act.command: act for context in _CONTEXTS for act in getattr(context, "ACTS", ())
}
"""Every command that somebody outside may give: over HTTP, and by `tongban do`."""


def routes(config: Config | None = None) -> tuple[Route, ...]:
    """The routes of one application, with its settings."""
    settings = config or Config()
    return (
        *(route for context in _CONTEXTS for route in context.ROUTES),
        *public.routes(settings.public_per_minute),
        *checks.routes(settings.public_per_minute),
    )
