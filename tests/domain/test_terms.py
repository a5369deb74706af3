"""Terms of a case by packs that say it otherwise: a reform variant is data (行政许可法 42; C3)."""

import pytest
from msgspec.structs import replace

from domain.cases import fold as cases
from domain.cases.case import Case
from domain.cases.clocks import ClockExtended, ClockPaused, ExtendClock
from domain.cases.events import CaseAccepted, CaseReceived
from domain.cases.intake import Taken
from domain.cases.routing import Route
from domain.cases.terms import extend, terms
from domain.kernel.authority import Authority
from domain.kernel.pack import Pack
from domain.kernel.personal import Sealed
from domain.kernel.refusal import Refusal
from domain.kernel.rulebook import Rulebook
from domain.obligations.obligation import AdjustTerm, OpenObligation
from services.processes import cases as process
from tests.domain.test_workdays import published
from tests.world import XINGGUO, at

START = at("2024-01-04 10:00")
EXTEND = ExtendClock(case="case-1", reason="需补充核查", notice_number="1")


def taken(step: str, matter: int) -> Taken:
    authority = Authority("xingjiang", "approval", "x", "x", matter, "no2_seal", step, ())
    return {"occurred_at": START, "case": "case-1", "step": step, "authority": authority}


def accepted(matter: int, rules: Rulebook) -> tuple[Case, CaseAccepted]:
    received = CaseReceived(
        **taken("receive", matter),
        matter=matter,
        receiver="xingjiang",
        channel="window",
        stated={},
        applicant=Sealed("AES-256-GCM", "x", b"", b""),
        route=Route("no2_seal"),
        policy=rules.version,
    )
    accepting = CaseAccepted(**taken("accept", matter), document_number="1")
    case = cases.evolve(cases.evolve(None, received), accepting)
    assert case is not None
    return case, accepting


def with_step(pack: Pack, step: str, **fields: object) -> Pack:
    """The pack with one step of the seal mode changed."""
    modes = tuple(
        replace(
            mode,
            step=tuple(replace(s, **fields) if s.id == step else s for s in mode.step),
        )
        if mode.id == "no2_seal"
        else mode
        for mode in pack.mode
    )
    return replace(pack, mode=modes)


def with_sla(pack: Pack, sla: str, **fields: object) -> Pack:
    slas = tuple(replace(line, **fields) if line.id == sla else line for line in pack.sla)
    return replace(pack, sla=slas)


def opened(rules: Rulebook, matter: int = 21) -> dict[str, OpenObligation]:
    case, event = accepted(matter, rules)
    found = process.commands(event, "case/case-1@2", case, rules)
    return {o.obligation: o for o in found if isinstance(o, OpenObligation)}


def reviewed_within(days: int) -> Rulebook:
    """A county that gives the review a time of its own, beside the decision's."""
    decide = next(sla for sla in XINGGUO.sla if sla.id == "decide")
    review = replace(decide, id="review", days=days, certainty="text", clause="某条")
    pack = with_step(XINGGUO, "review", within="review")
    return Rulebook(replace(pack, sla=(*pack.sla, review)))


def test_a_step_of_its_own_term_is_a_clock_beside_the_decision() -> None:
    assert set(opened(Rulebook(XINGGUO))) == {"decide:case-1"}
    found = opened(reviewed_within(7))
    assert set(found) == {"decide:case-1", "review:case-1"}
    assert (found["review:case-1"].days, found["review:case-1"].post) == (7, "reviewer")


def test_both_clocks_stand_still_and_only_the_decision_is_extended() -> None:
    rules = reviewed_within(7)
    case, _ = accepted(21, rules)
    extending = ClockExtended(
        **taken("decide", 21),
        days=10,
        unit="working_days",
        reason="需补充核查",
        notice_number="1",
        certainty="law",
        clause="行政许可法 42",
    )
    pausing = ClockPaused(**taken("decide", 21), ground="hearing", notice_number="2")
    found: list[AdjustTerm] = []
    for event in (extending, pausing):
        after = cases.evolve(case, event)
        assert after is not None
        case = after
        commands = process.commands(event, "case/case-1@3", case, rules)
        found = [command for command in commands if isinstance(command, AdjustTerm)]
    assert [(c.obligation, c.extra_days, c.pauses) for c in found] == [
        ("review:case-1", 0, ((START, None),)),
        ("decide:case-1", 10, ((START, None),)),
    ]


@pytest.mark.parametrize(
    ("matter", "days", "certainty", "extension"),
    [
        (21, 20, "law", "law"),
        (12, 20, "default", "default"),  # 森林法 59 says “及时”: the number is a default
        (23, 30, "law", "default"),  # 兽药管理条例 22 has no word on extending its thirty days
        (24, 2, "law", "default"),
        (25, 20, "default", "default"),  # no licence
    ],
)
def test_the_decision_has_the_matters_own_limit_and_its_extension_says_its_ground(
    matter: int, days: int, certainty: str, extension: str
) -> None:
    rules = Rulebook(XINGGUO)
    case, _ = accepted(matter, rules)
    (due,) = opened(rules, matter).values()
    assert (due.days, due.certainty) == (days, certainty)
    step = rules.step("no2_seal", "decide")
    (event,) = extend(EXTEND, case, step, taken("decide", matter), published(2024), rules)
    assert (event.days, event.certainty) == (10, extension)


def test_without_a_rule_nobody_extends_and_without_a_term_nothing_is_due() -> None:
    rules = Rulebook(with_sla(XINGGUO, "decide", extension=None))
    case, _ = accepted(21, rules)
    with pytest.raises(Refusal) as refused:
        extend(
            EXTEND,
            case,
            rules.step("no2_seal", "decide"),
            taken("decide", 21),
            published(2024),
            rules,
        )
    assert refused.value.code == "cases.not_extendable"
    endless = Rulebook(with_step(XINGGUO, "decide", within=None))
    case, _ = accepted(21, endless)
    assert {term.step.id for term in terms(case, endless)} == {"accept"}
