"""Any order of acts in a case, against a model of a few lines: what may come, what it leads to."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from domain.cases import intake, steps, window
from domain.cases.case import Case, Stamped, next_steps, require_open
from domain.cases.commands import (
    Accept,
    CorrectCase,
    Decide,
    Decline,
    Deliver,
    Forward,
    IssueCertificate,
    NotifySupplement,
    Receive,
    Review,
    StepCommand,
    SupplyMaterials,
    Survey,
    TransferCase,
    Withdraw,
)
from domain.cases.events import CaseConcluded, CaseTransferred, Gap
from domain.cases.fold import evolve
from domain.cases.intake import Missed, Taken
from domain.cases.routing import Route
from domain.kernel.authority import Authority
from domain.kernel.event import Event
from domain.kernel.personal import Sealed
from domain.kernel.refusal import Refusal
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import Calendar, day_of
from services.demo.acts import synthetic_applicant
from tests.world import XINGGUO, at

RULES = Rulebook(XINGGUO)
MATTER = RULES.matter(20)
OWN, ELSEWHERE = MATTER.mode, RULES.mode(MATTER.mode).otherwise.mode  # type: ignore[union-attr]  # known here
NOBODY = Sealed("AES-256-GCM", "", b"", b"")
MATERIALS = ("申请表", "车辆照片", "驾驶员资格证")
ORDINARY, DANGEROUS = "普通货物", "危险货物"
SOME = st.sets(st.sampled_from(MATERIALS), min_size=1).map(lambda chosen: tuple(sorted(chosen)))


class Model:
    """What the law and the county's plan say, without a line of the pack."""

    def __init__(self) -> None:
        self.taken = {"receive"}
        self.delegated = True
        self.cargo = ORDINARY
        self.noticed = False
        self.missing: set[str] = set()
        self.gaps: set[str] = set()
        self.deemed = False
        self.outcome: str | None = None
        self.over = False
        self.stamped: set[str] = set()

    def may(self, step: str) -> bool:
        on_the_merits = step in ("survey", "review", "decide", "certify")
        if self.over or step in self.taken or (on_the_merits and self.outcome == "declined"):
            return False
        sealed = self.stamped if self.delegated else {"acceptance", "decision", "certificate"}
        granted = self.outcome == "granted"
        if self.outcome == "declined":
            delivered = "acceptance" in sealed
        else:
            certified = "certify" in self.taken or not (self.delegated and granted)
            delivered = "decide" in self.taken and "decision" in sealed and certified
        return {
            "forward": not self.delegated and "accept" not in self.taken,
            "accept": True,
            "survey": "accept" in self.taken and "review" not in self.taken,
            "review": "accept" in self.taken,
            "decide": "review" in self.taken and (self.deemed or "acceptance" in sealed),
            "certify": self.delegated and granted and "certificate" in sealed,
            "deliver": delivered,
            "correct": False,  # of what was concluded, by who handed it down
            "revoke": False,
        }[step]


class CaseMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.now = at("2024-01-08 09:00")
        self.model = Model()
        self.events: list[Event] = []
        self.case: Case | None = None
        self._receive()

    def _receive(self) -> None:
        command = Receive(
            case="c",
            matter=MATTER.no,
            receiver="xingjiang",
            channel="window",
            stated={"cargo": ORDINARY},
            applicant=synthetic_applicant("c"),
        )
        self._fold(
            intake.receive(
                command,
                None,
                Route(OWN),
                self._authority("receive"),
                NOBODY,
                intake.Beside(),
                self.now,
                RULES,
            )
        )

    def _authority(self, step: str) -> Authority:
        return Authority("xingjiang", "approval", "p", "post", MATTER.no, OWN, step, ())

    def _taken(self, step: str) -> Taken:
        authority = self._authority(step)
        return {"occurred_at": self.now, "case": "c", "step": step, "authority": authority}

    @property
    def _case(self) -> Case:
        assert self.case is not None
        return self.case

    @property
    def _stamped(self) -> dict[str, Stamped]:
        return {kind: Stamped(kind, "", self.now) for kind in self.model.stamped}

    def _fold(self, events: list[Any]) -> None:
        for event in events:
            self.case = evolve(self.case, event)
            self.events.append(event)

    def _does(self, allowed: bool, act: Callable[[], list[Any]]) -> bool:  # noqa: FBT001  a case
        """Act, and compare what the deciders say with what the model says."""
        self.now += timedelta(minutes=1)
        if not allowed:
            with pytest.raises(Refusal):
                act()
            return False
        self._fold(act())
        return True

    def _step(self, command: StepCommand) -> Callable[[], list[Any]]:
        def act() -> list[Any]:
            step = steps.step_for(command, self._case, RULES)
            steps.require_due(step, self._case, self._stamped, self.now, RULES)
            taken = self._taken(step.id)
            return steps.take(command, self._case, step, taken, self._stamped, RULES)

        return act

    @rule(missing=SOME)
    @precondition(lambda self: not self.model.deemed)
    def notify(self, missing: tuple[str, ...]) -> None:
        command = NotifySupplement(case="c", missing=missing, document_number="补")
        model = self.model

        def act() -> list[Any]:
            step = steps.step_for(command, self._case, RULES)
            require_open(step, self._case, RULES)
            return intake.notify_supplement(command, self._case, self._taken(step.id), None, RULES)

        if self._does(model.may("accept") and not model.noticed, act):
            model.noticed, model.missing = True, set(missing)

    @rule(came=SOME)
    def supply(self, came: tuple[str, ...]) -> None:
        model = self.model
        command = SupplyMaterials(case="c", materials=came)

        if self._does(
            not model.over and set(came) <= model.missing | model.gaps,
            lambda: intake.supply(command, self._case, self._taken("receive"), RULES),
        ):
            model.missing -= set(came)
            model.gaps -= set(came)

    @rule(promised=st.sets(st.sampled_from(MATERIALS)), days=st.integers(0, 20))
    @precondition(lambda self: not self.model.deemed)
    def accept(self, promised: set[str], days: int) -> None:
        model = self.model
        until = day_of(self.now, RULES) + timedelta(days=days)
        gaps = tuple(Gap(material, until) for material in sorted(promised))
        command = Accept(case="c", document_number="受", gaps=gaps, commitment="诺")

        def act() -> list[Any]:
            step = steps.step_for(command, self._case, RULES)
            steps.require_due(step, self._case, {}, self.now, RULES)
            return intake.accept(command, self._case, self._taken(step.id), None, Calendar(), RULES)

        in_time = not promised or days <= 14  # ten working days from a Monday
        if self._does(model.may("accept") and model.missing <= promised and in_time, act):
            model.taken.add("accept")
            model.missing, model.gaps = set(), promised

    @rule()
    @precondition(lambda self: not self.model.deemed)
    def decline(self) -> None:
        command = Decline(case="c", ground="not_needed", reasons="无需许可", document_number="不")

        def act() -> list[Any]:
            step = steps.step_for(command, self._case, RULES)
            steps.require_due(step, self._case, {}, self.now, RULES)
            return intake.decline(command, self._taken(step.id), RULES)

        if self._does(self.model.may("accept"), act):
            self.model.taken.add("accept")
            self.model.outcome = "declined"

    @rule()
    def deem(self) -> None:
        model = self.model
        missed = Missed("accept", "xingjiang", self.now, "行政许可法 32")
        allowed = model.may("accept") and not model.noticed and not model.deemed
        if self._does(
            allowed, lambda: list(intake.deem_accepted(self._case, missed, self.now, RULES))
        ):
            model.deemed = True
            model.taken.add("accept")

    @rule(kind=st.sampled_from(["acceptance", "decision", "certificate"]))
    def stamp(self, kind: str) -> None:
        """Where the document exists; the seal has tests of its own."""
        model = self.model
        made = {
            "acceptance": "accept" in model.taken and not model.deemed,
            "decision": "decide" in model.taken,
            "certificate": model.outcome == "granted",
        }
        if made[kind]:
            model.stamped.add(kind)

    @rule(
        what=st.sampled_from(
            [
                ("survey", Survey(case="c", staff=("p", "q"), found="一致")),
                ("review", Review(case="c", opinion="同意")),
                ("certify", IssueCertificate(case="c", certificate_number="certificate")),
                ("forward", Forward(case="c")),
            ]
        )
    )
    def take(self, what: tuple[str, StepCommand]) -> None:
        name, command = what
        if self._does(self.model.may(name), self._step(command)):
            self.model.taken.add(name)

    @rule(promised=st.sets(st.sampled_from(MATERIALS)))
    @precondition(lambda self: not self.model.deemed)
    def come_to_the_decision(self, promised: set[str]) -> None:
        """The usual way, so that histories often get far."""
        self.accept(promised, 3)
        self.stamp("acceptance")
        self.take(("review", Review(case="c", opinion="同意")))

    @rule(outcome=st.sampled_from(["granted", "refused"]))
    def decide(self, outcome: Any) -> None:
        model = self.model
        command = Decide(
            case="c", outcome=outcome, document_number="决", reasons="不符合", remedies="复议"
        )
        may_grant = outcome == "refused" or not model.gaps
        if self._does(model.may("decide") and may_grant, self._step(command)):
            model.taken.add("decide")
            model.outcome = outcome

    @rule()
    def deliver(self) -> None:
        if self._does(self.model.may("deliver"), self._step(Deliver(case="c"))):
            self.model.taken.add("deliver")
            self.model.over = True

    @rule()
    def withdraw(self) -> None:
        model = self.model
        command = Withdraw(case="c", reason="申请人撤回")
        if self._does(
            not model.over and model.outcome is None,
            lambda: window.withdraw(command, self._case, self._taken("receive"), RULES),
        ):
            model.outcome, model.over = "withdrawn", True

    @rule(cargo=st.sampled_from([ORDINARY, DANGEROUS]))
    def correct(self, cargo: str) -> None:
        model = self.model
        command = CorrectCase(case="c", stated={"cargo": cargo}, reason="核实")
        taken = self._taken("receive")
        if self._does(
            cargo != model.cargo, lambda: window.correct(command, self._case, None, taken, RULES)
        ):
            model.cargo = cargo
            if cargo == DANGEROUS and model.outcome is None:
                model.delegated = False

    @rule()
    def transfer(self) -> None:
        command = TransferCase(case="c", code="x", message="协议终止", clause="", source="")
        if self._does(
            not self.model.over and self.model.delegated,
            lambda: window.transfer(command, self._case, self.now, RULES),
        ):
            self.model.delegated = False

    @invariant()
    def the_case_is_what_the_model_says(self) -> None:
        case, model = self._case, self.model
        assert case.mode == (OWN if model.delegated else ELSEWHERE)
        assert set(case.steps) == model.taken
        assert case.outcome == model.outcome
        assert (case.concluded is not None) == model.over
        assert {gap.material for gap in case.gaps} == model.gaps
        assert set(case.supplement.missing if case.supplement else ()) == model.missing
        assert case.version == len(self.events)

    @invariant()
    def what_may_come_next_is_what_the_model_allows(self) -> None:
        offered = {step.id for step in next_steps(self._case, self._stamped, self.now, RULES)}
        named = {step.id for step in RULES.mode(self._case.mode).step} - {"receive", "push"}
        assert offered - {"push"} == {step for step in named if self.model.may(step)}

    @invariant()
    def a_case_ends_once_and_leaves_its_mode_once(self) -> None:
        assert sum(isinstance(event, CaseConcluded) for event in self.events) <= 1
        assert sum(isinstance(event, CaseTransferred) for event in self.events) <= 1


CaseMachine.TestCase.settings = settings(max_examples=120, stateful_step_count=25, deadline=None)
TestCaseMachine = CaseMachine.TestCase
