"""Everything that must hold in a pack beyond the types of its fields."""

from collections.abc import Callable, Iterator

from domain.kernel.pack import Pack
from tenants.checks import (
    lists,
    matters,
    modes,
    organs,
    papers,
    plan,
    programmes,
    readiness,
    routing,
    seals,
    service_points,
    serving,
    supervision,
    upper,
)
from tenants.fault import Fault

CHECKS: tuple[Callable[[Pack], Iterator[Fault]], ...] = (
    organs.header,
    organs.organs,
    organs.posts,
    organs.organ_names,
    organs.naming,
    organs.groups,
    organs.seal_numbers,
    organs.documents,
    programmes.programmes,
    programmes.phases,
    seals.parties,
    routing.relations,
    routing.windows,
    seals.seals,
    papers.numbers,
    modes.modes,
    papers.papers,
    matters.matters,
    matters.mode_guards,
    lists.lists,
    lists.targets,
    serving.styles,
    serving.visits,
    serving.old_seals,
    service_points.service_points,
    service_points.conveniences,
    service_points.points,
    plan.agreement,
    lists.list_steps,
    lists.guide,
    lists.grant,
    readiness.training,
    readiness.handover,
    readiness.readiness,
    readiness.contacts,
    readiness.work_plans,
    plan.slas,
    plan.escalation,
    plan.tolerance,
    plan.exchange,
    plan.policy_notice,
    plan.licences,
    supervision.accountability,
    plan.reports,
    plan.summary,
    plan.tasks,
    plan.rules,
    upper.upper,
)


def validate(pack: Pack) -> tuple[Fault, ...]:
    """Find all faults of a decoded pack, in the order of the checks; none: it may be adopted."""
    return tuple(fault for check in CHECKS for fault in check(pack))
