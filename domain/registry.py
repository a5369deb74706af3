"""Every event class of the platform by wire name, and every fold by kind of stream.

A new context adds its line in both.
"""

from collections.abc import Callable, Mapping
from typing import Any

from domain.attempts import attempt
from domain.calendars import years
from domain.cases import case
from domain.cases import events as case_events
from domain.delegation import agreement
from domain.kernel.event import Event, Registry
from domain.matters import pilot
from domain.obligations import obligation
from domain.organisation import events as organisation_events
from domain.organisation import posts
from domain.policy import adoption
from domain.pushes import push
from domain.seals import life, use
from domain.subjects import erasure

REGISTRY = Registry(
    (
        *adoption.EVENTS,
        *organisation_events.EVENTS,
        *pilot.EVENTS,
        *agreement.EVENTS,
        *life.EVENTS,
        *use.EVENTS,
        *case_events.EVENTS,
        *attempt.EVENTS,
        *erasure.EVENTS,
        *years.EVENTS,
        *obligation.EVENTS,
        *push.EVENTS,
    )
)

Evolve = Callable[[Any, Event], Any]

FOLDS: Mapping[str, Evolve] = {
    "policy": adoption.evolve,
    "post": posts.evolve_post,
    "person": posts.evolve_staff,
    "pilot": pilot.evolve,
    "agreement": agreement.evolve,
    "seal": life.evolve,
    "use": use.evolve,
    "case": case.evolve,
    "calendar": years.evolve,
    "obligation": obligation.evolve,
    "push": push.evolve,
}
