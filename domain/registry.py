"""Every event class of the platform by wire name, and every fold by kind of stream.

A new context adds its line in both.
"""

from collections.abc import Callable, Mapping
from typing import Any

from domain.attempts import attempt
from domain.calendars import years
from domain.cases import clocks, consultation, irregularity, renewal, revocation
from domain.cases import events as case_events
from domain.cases import fold as case_fold
from domain.claims import claim
from domain.delegation import (
    agreement,
    amendment,
    confirmation,
    procedure,
    standing,
    withdrawal,
)
from domain.delegation import fold as delegation_fold
from domain.exchange import document, inquiry, policy_notice
from domain.kernel.event import Event, Registry
from domain.licences import certificate
from domain.matters import catalogues, declared, grounds, guide, lists, online, pilot, settled
from domain.obligations import obligation
from domain.organisation import events as organisation_events
from domain.organisation import posts
from domain.organisation import windows as organisation_windows
from domain.policy import adoption, self_inspection
from domain.programmes import events as programme_events
from domain.programmes import trial
from domain.pushes import feedback, push
from domain.readiness import (
    access,
    blanks,
    contacts,
    dispatch,
    handover,
    items,
    plans,
    supplies,
    tasks,
    training,
)
from domain.reports import closing, overview, periodic, situation, summary
from domain.seals import events as seal_events
from domain.seals import life, use
from domain.seals.old import demand
from domain.seals.old import life as old_life
from domain.seals.old import seal as old_seal
from domain.service_points import point, points, redemption, service
from domain.subjects import erasure
from domain.supervision import accountability, candidate, circular, inspection, problem

REGISTRY = Registry(
    (
        *adoption.EVENTS,
        *self_inspection.EVENTS,
        *organisation_events.EVENTS,
        *organisation_windows.EVENTS,
        *pilot.EVENTS,
        *programme_events.EVENTS,
        *guide.EVENTS,
        *declared.EVENTS,
        *grounds.EVENTS,
        *catalogues.EVENTS,
        *settled.EVENTS,
        *lists.EVENTS,
        *online.EVENTS,
        *agreement.EVENTS,
        *amendment.EVENTS,
        *confirmation.EVENTS,
        *standing.EVENTS,
        *procedure.EVENTS,
        *withdrawal.EVENTS,
        *seal_events.EVENTS,
        *use.EVENTS,
        *old_seal.EVENTS,
        *demand.EVENTS,
        *case_events.EVENTS,
        *clocks.EVENTS,
        *renewal.EVENTS,
        *revocation.EVENTS,
        *irregularity.EVENTS,
        *consultation.EVENTS,
        *certificate.EVENTS,
        *attempt.EVENTS,
        *erasure.EVENTS,
        *years.EVENTS,
        *obligation.EVENTS,
        *push.EVENTS,
        *inquiry.EVENTS,
        *document.EVENTS,
        *policy_notice.EVENTS,
        *feedback.EVENTS,
        *point.EVENTS,
        *service.EVENTS,
        *points.EVENTS,
        *redemption.EVENTS,
        *training.EVENTS,
        *handover.EVENTS,
        *blanks.EVENTS,
        *access.EVENTS,
        *items.EVENTS,
        *supplies.EVENTS,
        *contacts.EVENTS,
        *plans.EVENTS,
        *tasks.EVENTS,
        *dispatch.EVENTS,
        *summary.EVENTS,
        *closing.EVENTS,
        *periodic.EVENTS,
        *overview.EVENTS,
        *situation.EVENTS,
        *inspection.EVENTS,
        *circular.EVENTS,
        *problem.EVENTS,
        *candidate.EVENTS,
        *accountability.EVENTS,
        *claim.EVENTS,
    )
)

Evolve = Callable[[Any, Event], Any]

FOLDS: Mapping[str, Evolve] = {
    "policy": adoption.evolve,
    "self_inspection": self_inspection.evolve,
    "post": posts.evolve_post,
    "person": posts.evolve_staff,
    "window": organisation_windows.evolve,
    "pilot": pilot.evolve,
    "programme": trial.evolve,
    "guide": guide.evolve,
    "matter": declared.evolve,
    "catalogue": catalogues.evolve,
    "list": lists.evolve,
    "online": online.evolve,
    "agreement": delegation_fold.evolve,
    "seal": life.evolve,
    "use": use.evolve,
    "old_seal": old_life.evolve,
    "seal_demand": demand.evolve,
    "case": case_fold.evolve,
    "consultation": consultation.evolve,
    "certificate": certificate.evolve,
    "calendar": years.evolve,
    "obligation": obligation.evolve,
    "push": push.evolve,
    "inquiry": inquiry.evolve,
    "document": document.evolve,
    "policy_document": policy_notice.evolve,
    "feedback": feedback.evolve,
    "service_point": point.evolve,
    "conveniences": service.evolve_conveniences,
    "service": service.evolve,
    "points": points.evolve,
    "training": training.evolve,
    "trained": training.evolve_trained,
    "handover": handover.evolve,
    "stock": blanks.evolve_stock,
    "blanks": blanks.evolve_spent,
    "access": access.evolve,
    "supplied": supplies.evolve,
    "contact": contacts.evolve_contact,
    "question": contacts.evolve_question,
    "work_plan": plans.evolve,
    "task": tasks.evolve,
    "dispatch": dispatch.evolve,
    "ready_item": items.evolve,
    "summary": summary.evolve,
    "report_period": closing.evolve,
    "report": periodic.evolve,
    "overview": overview.evolve,
    "situation": situation.evolve,
    "inspection": inspection.evolve,
    "circular": circular.evolve,
    "candidate": candidate.evolve,
    "problem": problem.evolve,
    "accountability": accountability.evolve,
    "claim": claim.evolve,
}
