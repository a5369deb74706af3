"""Whatever two organs conclude, amend, suspend and end: at each moment one answer (B-10)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.delegation import agreement as agreements
from domain.delegation import amendment as amendments
from domain.delegation import standing
from domain.delegation.agreement import (
    AnnounceDelegation,
    CountersignAgreement,
    ExpireAgreement,
    SignAgreement,
    TerminateAgreement,
)
from domain.delegation.amendment import AmendAgreement, CountersignAmendment
from domain.delegation.fold import evolve
from domain.delegation.standing import ResumeAgreement, SuspendAgreement
from domain.kernel.event import Command, Event
from domain.kernel.facts import Agreement
from domain.kernel.refusal import Refusal
from domain.kernel.rulebook import Rulebook
from tests.world import XINGGUO

RULES = Rulebook(XINGGUO)
START = datetime(2024, 1, 1, 1, tzinfo=UTC)
DAYS = 40
PAIR: Any = {"delegator": "approval", "delegatee": "xingjiang"}
CONTENTS = dict.fromkeys(XINGGUO.agreement.contents if XINGGUO.agreement else {}, "x")

matters = st.sets(st.sampled_from((19, 20, 21)), min_size=1).map(tuple)
day = st.integers(0, DAYS).map(lambda n: date(2024, 1, 1) + timedelta(days=n))
commands = st.one_of(
    st.builds(
        lambda no, start, days: SignAgreement(
            **PAIR,
            contents=CONTENTS,
            matters=no,
            valid_from=start,
            valid_until=None if days is None else start + timedelta(days=days),
        ),
        matters,
        day,
        st.none() | st.integers(0, 20),
    ),
    st.just(CountersignAgreement(**PAIR)),
    st.builds(lambda no: AnnounceDelegation(**PAIR, matters=no, published_in="x"), matters),
    st.builds(
        lambda add, remove, start: AmendAgreement(
            **PAIR, add=add, remove=remove, valid_from=start, reason="x"
        ),
        matters | st.just(()),
        matters | st.just(()),
        day,
    ),
    st.just(CountersignAmendment(**PAIR)),
    st.just(SuspendAgreement(**PAIR, reason="x")),
    st.just(ResumeAgreement(**PAIR, reason="x")),
    st.just(ExpireAgreement(**PAIR)),
    st.just(TerminateAgreement(**PAIR, reason="x")),
)


FIRST = (
    (1, SignAgreement(**PAIR, contents=CONTENTS, matters=(19, 20), valid_from=date(2024, 1, 1))),
    (1, CountersignAgreement(**PAIR)),
)


def decided(command: Command, state: Agreement | None, at: datetime) -> list[Event]:
    match command:
        case ExpireAgreement():
            return agreements.expire(command, state, at, RULES)
        case AmendAgreement() | CountersignAmendment():
            return amendments.decide(command, state, "x", {}, at, RULES)
        case SuspendAgreement() | ResumeAgreement():
            return standing.decide(command, state, at, RULES)
        case _:
            return agreements.decide(command, state, "x", {}, at, RULES)  # type: ignore[arg-type]  # known here


@settings(max_examples=150)
@given(st.lists(st.tuples(st.integers(1, 60), commands), min_size=15, max_size=30))
def test_terms_never_overlap_and_what_was_is_not_changed(
    story: list[tuple[int, Command]],
) -> None:
    """What an earlier moment answered, later events leave as it was, except by an end on record."""
    state: Agreement | None = None
    at = START
    known: dict[tuple[int, datetime], tuple[bool, bool]] = {}
    for hours, command in (*FIRST, *story):
        at += timedelta(hours=hours)
        try:
            events = decided(command, state, at)
        except Refusal:
            continue
        for event in events:
            state = evolve(state, event)
        if state is None:
            continue
        for moment in _moments():
            standing_then = [
                t for t in state.terms if t.countersigned and t.period.holds_at(moment)
            ]
            assert len(standing_then) <= 1
            for no in (19, 20, 21):
                entries = [
                    entry
                    for term in standing_then
                    for entry in term.schedule
                    if entry.matter == no and entry.period.holds_at(moment)
                ]
                assert len(entries) <= 1
                if moment < at:
                    answer = (state.covers(no, moment), state.in_force(moment))
                    assert known.setdefault((no, moment), answer) == answer
    if state is not None:
        _ends_are_recorded_once(state, at)


def _moments() -> list[datetime]:
    return [START + timedelta(hours=18 * n) for n in range(DAYS)]


def _ends_are_recorded_once(state: Agreement, at: datetime) -> None:
    later = at + timedelta(days=2 * DAYS)
    for event in _expire(state, later):
        state = evolve(state, event) or state
    assert all(term.closed for term in state.terms if term.countersigned and term.period.end)
    assert _expire(state, later) == []


def _expire(state: Agreement, at: datetime) -> list[Event]:
    try:
        return agreements.expire(ExpireAgreement(**PAIR), state, at, RULES)
    except Refusal:
        return []
