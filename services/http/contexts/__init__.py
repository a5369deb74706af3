"""Every route of the door. A new context adds its file and its line here."""

from infra.config import Config
from services.http.contexts import (
    calendars,
    cases,
    delegation,
    feed,
    matters,
    obligations,
    organisation,
    platform,
    policy,
    problems,
    public,
    pushes,
    schemas,
    seals,
    subjects,
)
from services.http.route import Route


def routes(config: Config | None = None) -> tuple[Route, ...]:
    """The routes of one application, with its settings."""
    settings = config or Config()
    return (
        *policy.ROUTES,
        *organisation.ROUTES,
        *matters.ROUTES,
        *delegation.ROUTES,
        *seals.ROUTES,
        *cases.ROUTES,
        *calendars.ROUTES,
        *obligations.ROUTES,
        *pushes.ROUTES,
        *subjects.ROUTES,
        *feed.ROUTES,
        *schemas.ROUTES,
        *platform.ROUTES,
        *problems.ROUTES,
        *public.routes(settings.public_per_minute),
    )
