"""Findings from neutral facts alone: which rule, since which event it is known, and when not."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from domain.kernel.facts import (
    Agreement,
    Fact,
    Period,
    Post,
    Scheduled,
    Seal,
    SealStatus,
    Term,
)
from domain.kernel.pack import Finding
from domain.liability import findings as module
from domain.liability.findings import Act, Found, Known, findings

DAY = timedelta(days=1)
AGREED = "agreement/dept/town"
START = datetime(2024, 1, 1, tzinfo=UTC)
NOON = START + 10 * DAY
ACT = Act(
    ref="use/c/decision@3",
    says="盖章",
    at=NOON,
    person="keeper",
    seat="town/custodian",
    agreements=(AGREED,),
    seal="seal/dept/11",
)
SEAL = Seal(
    "no2",
    "dept",
    "town",
    11,
    "某局行政审批专用章（11）",
    ((START, "in_use"),),
    custodians=(("keeper", Period(START)),),
)
TERM = Term(1, {}, (Scheduled(21, Period(START), 2),), Period(START), countersigned=2)
AGREEMENT = Agreement("dept", "town", 2, (TERM,))
POST = Post("town", "custodian", {"keeper": (Period(START),)})


def known(**changes: object) -> Known:
    regular = Known(
        matter=21,
        acts=(ACT,),
        seals={ACT.seal: (Fact(ACT.seal, 5, SEAL),)},
        agreements={AGREED: (Fact(AGREED, 2, AGREEMENT),)},
        posts={ACT.seat: (Fact("post/town/custodian", 1, POST),)},
        terms=(),
        noted=(),
        until=NOON,
    )
    return replace(regular, **changes)


def seals(*states: Seal) -> Known:
    return known(
        seals={ACT.seal: tuple(Fact(ACT.seal, 5 + n, state) for n, state in enumerate(states))}
    )


def agreements(*terms: Term) -> Known:
    states = (replace(AGREEMENT, terms=(term,)) for term in (TERM, *terms))
    return known(agreements={AGREED: tuple(Fact(AGREED, 2 + n, s) for n, s in enumerate(states))})


def kinds(found: tuple[Found, ...]) -> list[Finding]:
    return [finding.finding for finding in found]


def test_what_is_in_order_has_no_finding() -> None:
    assert findings(known()) == ()


@pytest.mark.parametrize("lost", [NOON, NOON - DAY])
def test_a_use_since_the_loss_rests_on_its_report(lost: datetime) -> None:
    """XG23-60: the act, and the first event that shows it, not the latest."""
    reported = replace(SEAL, losses=(Period(lost),), history=((START, "in_use"), (lost, "lost")))
    [found] = findings(seals(SEAL, reported, replace(reported, loss_announced=NOON + DAY)))
    assert found.finding == "after_loss"
    assert found.rests_on == (ACT.ref, f"{ACT.seal}@6")
    assert found.at == NOON


def test_a_loss_after_the_use_or_before_it_was_found_again_is_nothing() -> None:
    assert findings(seals(replace(SEAL, losses=(Period(NOON + DAY),)))) == ()
    assert findings(seals(replace(SEAL, losses=(Period(START, NOON - DAY),)))) == ()


def test_a_report_that_turned_out_wrong_leaves_no_finding() -> None:
    """What is known last decides."""
    assert findings(seals(SEAL, replace(SEAL, losses=(Period(START),)), SEAL)) == ()


@pytest.mark.parametrize("status", ["suspended", "returned", "sealed_up", "destroyed"])
def test_a_seal_that_was_out_of_use(status: SealStatus) -> None:
    """XG23-74, B-05."""
    out = replace(SEAL, history=((START, "in_use"), (NOON - DAY, status)))
    assert kinds(findings(seals(SEAL, out))) == ["after_suspension"]


def test_a_seal_in_other_hands() -> None:
    """XG23-57: whoever keeps it puts it on."""
    handed = replace(SEAL, custodians=(("keeper", Period(START, NOON)), ("next", Period(NOON))))
    assert kinds(findings(seals(SEAL, handed))) == ["without_post"]


@pytest.mark.parametrize(
    ("term", "finding"),
    [
        (replace(TERM, suspensions=(Period(NOON - DAY, NOON + DAY),)), "after_suspension"),
        (replace(TERM, suspensions=(Period(START, NOON),)), None),
        (replace(TERM, period=Period(START, NOON)), "after_expiry"),
        (replace(TERM, period=Period(START, NOON + DAY)), None),
        (replace(TERM, schedule=(Scheduled(21, Period(START, NOON), 2),)), "beyond_scope"),
        (replace(TERM, schedule=(Scheduled(22, Period(START), 2),)), "beyond_scope"),
    ],
)
def test_an_agreement_that_did_not_carry_the_act(term: Term, finding: Finding | None) -> None:
    """XG23-74: within its term, its schedule, and not suspended."""
    assert kinds(findings(agreements(term))) == ([finding] if finding else [])


def test_an_act_that_did_not_rest_on_the_agreement_is_not_judged_by_it() -> None:
    own = replace(
        agreements(replace(TERM, period=Period(START, NOON))), acts=(replace(ACT, agreements=()),)
    )
    assert findings(own) == ()


def test_a_post_that_was_left() -> None:
    left = replace(POST, holders={"keeper": (Period(START, NOON),)})
    history = (Fact("post/town/custodian", 1, POST), Fact("post/town/custodian", 2, left))
    [found] = findings(known(posts={ACT.seat: history}))
    assert (found.finding, found.rests_on[1]) == ("without_post", "post/town/custodian@2")


@pytest.mark.parametrize(
    ("late_from", "fulfilled", "counts", "late"),
    [
        (NOON, None, True, True),  # open, and its last day has just passed
        (NOON + DAY, None, True, False),
        (NOON - DAY, NOON - DAY, True, True),  # at the midnight after the last day
        (NOON - DAY, NOON - 2 * DAY, True, False),
        (NOON - DAY, NOON, False, False),  # provisional, paused or waived
        (NOON + DAY, NOON + 2 * DAY, True, False),  # as of noon, nobody was late yet
    ],
)
@pytest.mark.parametrize("push", [True, False])
def test_terms(
    *, late_from: datetime, fulfilled: datetime | None, counts: bool, late: bool, push: bool
) -> None:
    """行政许可法 42; XG23-67."""
    term = module.Term(
        ref="obligation/x@1",
        says="x",
        push=push,
        late_from=late_from,
        fulfilled=fulfilled,
        counts=counts,
    )
    found = kinds(findings(known(acts=(), terms=(term,))))
    assert found == (["not_pushed" if push else "overdue"] if late else [])
