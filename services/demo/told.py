"""What a spectator of a story is told of what the platform does by rule alone.

That it opens and meets obligations and pushes results, the views show.
"""

from collections.abc import Hashable, Iterable, Iterator
from itertools import groupby

from domain.cases.events import CaseDeemedAccepted, CaseMoved, CaseTransferred
from domain.cases.renewal import CaseDeemedRenewed
from domain.delegation.agreement import AgreementExpired
from domain.kernel.event import Event, Recorded
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import DUE
from domain.obligations.obligation import ObligationLate
from domain.readiness.tasks import name_of

TOLD = tuple(
    event.TYPE
    for event in (
        CaseDeemedAccepted,
        CaseDeemedRenewed,
        CaseTransferred,
        CaseMoved,
        AgreementExpired,
        ObligationLate,
    )
)


_MANY = 3
"""So many late things of one kind and day are told one by one."""


def told(found: Iterable[Recorded], rules: Rulebook) -> Iterator[tuple[int, str]]:
    """What is worth telling, with its position in the log; a day's heap of one kind in one line."""
    for _, alike in groupby(found, _heap):
        heap = list(alike)
        if len(heap) > _MANY:
            yield heap[-1].position, tell(heap[0].event, rules, f"等{len(heap)}项")
            continue
        for it in heap:
            if says := tell(it.event, rules):
                yield it.position, says


def _heap(it: Recorded) -> Hashable:
    match it.event:
        case ObligationLate(obligation=identity, due_on=due_on):
            return identity.partition(":")[0], due_on
    return it.position


def tell(event: Event, rules: Rulebook, more: str = "") -> str:
    """In the county's words; empty: nothing worth telling. `more`: late with it."""
    match event:
        case CaseDeemedAccepted(case=case, clause=clause):
            return f"{case} 逾期未告知，自收到之日起视为受理（{clause}）"
        case CaseDeemedRenewed(case=case, clause=clause):
            return f"{case} 届满前未作决定，视为准予延续（{clause}）"
        case CaseTransferred(case=case, route=route, cause="instrument" | "mode"):
            return f"{case} 在办件转{rules.mode(route.mode).name}：{route.reasons[0].text}"
        case AgreementExpired(delegator=owner, delegatee=town):
            return f"{rules.short(owner)}—{rules.short(town)}：{rules.agreement_name}到期"
        case ObligationLate(obligation=identity, due_on=due_on):
            return f"{_named(identity, rules)}{more} 于{due_on}到期未办，记为逾期"
    return ""


def _named(identity: str, rules: Rulebook) -> str:
    """What was due, and whose or what it was about, rather than its id."""
    match identity.split(":"):
        case ["report", _, period, by, to]:
            return f"{rules.short(by)}报{rules.short(to)}的{period}定期报告"
        case ["grant", no, _]:
            return f"{rules.item(int(no))}的培训和印章授予"
        case ["task", *programme, no, organ, _]:
            return f"{rules.short(organ)}牵头的“{name_of(''.join(programme), int(no), rules)}”"
        case [kind, about, *_]:
            return f"{about}的{DUE.get(kind, kind)}"
    return identity
