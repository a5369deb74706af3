"""Any order of acts with a seal, against a model of a few lines (DESIGN 9, invariant 4).

No document is stamped but with the seal in use, by who keeps it, on a consent of its own.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
)

from domain.authority.answer import Facts, Question, answer
from domain.authority.standing import Instruments
from domain.kernel import streams
from domain.kernel.authority import Authority, By
from domain.kernel.event import Event
from domain.kernel.facts import (
    Agreement,
    Announced,
    Fact,
    Grant,
    Period,
    Post,
    Scheduled,
    Seal,
    Staff,
    Term,
)
from domain.kernel.refusal import Refusal
from domain.kernel.rulebook import Rulebook
from domain.seals import life, using
from domain.seals import use as uses
from domain.seals.commands import (
    AnnounceLoss,
    ApproveEngraving,
    DestroySeal,
    GrantSeal,
    HandOverSeal,
    NameCustodian,
    PutIntoUse,
    RecordAbsence,
    RecordEngraving,
    RecordRecovery,
    RegisterSeal,
    ReinstateSeal,
    ReportAnomaly,
    ReportLoss,
    ReturnSeal,
    SealCommand,
    SealUp,
    SuspendSeal,
    VoidSeal,
)
from domain.seals.engraving import seal_names
from domain.seals.use import (
    ApplyForUse,
    ConsentToUse,
    Document,
    OfCase,
    RefuseUse,
    SealUsed,
    Stamp,
    Use,
    VoidUse,
)
from tests.world import XINGGUO, at

RULES = Rulebook(XINGGUO)
SEAL_RULE = next(rule for rule in XINGGUO.seal if rule.id == "no2")
MATTER = 21
OWNER = RULES.matter(MATTER).delegator or ""
HOLDER = next(organ for organ in XINGGUO.organ if organ.seal_no == 11)
NAME = seal_names(RULES, SEAL_RULE, OWNER, HOLDER.id)[0]
START = at("2024-03-04 09:00")
EVER = Period(START - timedelta(days=30))
PEOPLE = ("anna", "bela", "cleo")
KINDS = ("acceptance", "decision")
CASE = OfCase(MATTER, {"acceptance": "受-1", "decision": "决-1"}, certified=False, concluded=False)

# From which status each act leads to which: the model of a seal's life (DOMAIN E4).
LIFE: dict[type[SealCommand], dict[str, str]] = {
    ApproveEngraving: {"": "approved", "destroyed": "approved", "void": "approved"},
    RecordEngraving: {"approved": "engraved"},
    RegisterSeal: {"engraved": "registered"},
    GrantSeal: {"registered": "granted", "returned": "granted"},
    PutIntoUse: {"granted": "in_use"},
    SuspendSeal: {"in_use": "suspended"},
    ReportAnomaly: {"in_use": "suspended", "suspended": "suspended"},
    ReinstateSeal: {"suspended": "in_use"},
    ReturnSeal: dict.fromkeys(("granted", "in_use", "suspended"), "returned"),
    SealUp: dict.fromkeys(("engraved", "registered", "returned"), "sealed_up"),
    DestroySeal: {"sealed_up": "destroyed"},
}
FIELDS: dict[type[SealCommand], dict[str, Any]] = {
    ApproveEngraving: {"rule": SEAL_RULE.id, "name": NAME},
    RecordEngraving: {"name": NAME, "engraver": "x"},
    RegisterSeal: {"imprint": "0" * 64},
    SuspendSeal: {"reason": "x"},
    ReportAnomaly: {"circumstances": "x"},
    ReinstateSeal: {"reason": "x"},
    ReturnSeal: {"reason": "x"},
    SealUp: {"reason": "x"},
    DestroySeal: {"witness": "w", "method": "x"},
}
TOWARDS_USE: dict[str, type[SealCommand]] = {
    "": ApproveEngraving,
    "approved": RecordEngraving,
    "engraved": RegisterSeal,
    "registered": GrantSeal,
    "returned": GrantSeal,
    "granted": PutIntoUse,
    "suspended": ReinstateSeal,
}
LOSABLE = {
    "engraved", "registered", "granted", "in_use", "suspended", "returned", "sealed_up",
}  # fmt: skip


def agreed() -> Fact[Agreement]:
    schedule = (Scheduled(MATTER, EVER, 2, Announced(EVER.start, 3)),)
    term = Term(1, {}, schedule, EVER, countersigned=2)
    state = Agreement(OWNER, HOLDER.id, 3, (term,))
    return Fact(streams.agreement(OWNER, HOLDER.id), 3, state)


class Seals(RuleBasedStateMachine):
    """The model: status, when it was lost, who keeps it, what became of each document."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.seal: Seal | None = None
        self.uses: dict[str, Use | None] = dict.fromkeys(KINDS)
        self.used: list[SealUsed] = []
        # The model.
        self.status = ""
        self.before_loss = ""
        self.exists_since = START
        self.announced = False
        self.keeper = ""
        self.away: tuple[str, datetime] = ("", START)  # the deputy, until when
        self.documents: dict[str, str] = dict.fromkeys(KINDS, "")
        self.lost: list[tuple[datetime, datetime | None]] = []

    @property
    def keeps(self) -> str:
        deputy, until = self.away
        return deputy if self.now < until else self.keeper

    def change(self, kind: type[SealCommand], *, allowed: bool, **fields: Any) -> bool:
        command = kind(owner=OWNER, number=11, **fields)
        by = By("head", OWNER, "principal")
        return self._does(
            lambda: [life.decide(command, self.seal, agreed(), by, self.now, RULES)],
            self._on_seal,
            allowed=allowed,
        )

    def _does(
        self, decide: Callable[[], list[Event]], then: Callable[[Event], None], *, allowed: bool
    ) -> bool:
        try:
            events = decide()
        except Refusal:
            if allowed:
                raise
            return False
        assert allowed, "the model refuses this"
        for event in events:
            then(event)
        return True

    def _on_seal(self, event: Event) -> None:
        self.seal = life.evolve(self.seal, event)

    @rule(minutes=st.integers(1, 3000))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(kind=st.sampled_from(list(LIFE)))
    def lives(self, kind: type[SealCommand]) -> None:
        after = LIFE[kind].get(self.status)
        kept = kind not in (PutIntoUse, ReinstateSeal) or bool(self.keeps)
        if not self.change(kind, allowed=after is not None and kept, **FIELDS.get(kind, {})):
            return
        self.status = after or ""
        if kind is RecordEngraving:
            self.exists_since = self.now
        if kind in (ReturnSeal, SealUp, DestroySeal):
            self._released()

    def _released(self) -> None:
        self.keeper, self.away = "", ("", self.now)

    @rule()
    def is_brought_into_use(self) -> None:
        """Most of what can go wrong goes wrong with a seal that is in use."""
        while self.status in TOWARDS_USE:
            if self.status in ("granted", "suspended") and not self.keeps:
                self.is_named(PEOPLE[0])
            self.lives(TOWARDS_USE[self.status])

    @rule(part=st.sampled_from([-0.5, 0, 0.5, 1, 1.5]))
    def is_lost(self, part: float) -> None:
        """At a moment of its life so far, or outside of it, which is refused."""
        lived = max(self.now - self.exists_since, timedelta(hours=1))
        self._lost(self.exists_since + part * lived)

    @precondition(lambda self: self.status == "in_use" and self.used)
    @rule(minutes=st.integers(-1, 1))
    def was_lost_around_its_last_use(self, minutes: int) -> None:
        self._lost(self.used[-1].occurred_at + timedelta(minutes=minutes))

    def _lost(self, lost_at: datetime) -> None:
        allowed = self.status in LOSABLE and self.exists_since <= lost_at <= self.now
        if self.change(ReportLoss, allowed=allowed, lost_at=lost_at, circumstances="x"):
            self.before_loss, self.status, self.announced = self.status, "lost", False
            self.lost.append((lost_at, None))

    @precondition(lambda self: self.status == "lost")
    @rule()
    def is_announced(self) -> None:
        assert self.change(AnnounceLoss, allowed=True, published_in="x")
        self.announced = True

    @rule(found=st.booleans())
    def is_found_or_void(self, *, found: bool) -> None:
        if found:
            done = self.change(RecordRecovery, allowed=self.status == "lost", circumstances="x")
            before = self.before_loss
            after = "suspended" if before == "in_use" else before
        else:
            allowed = self.status == "lost" and self.announced
            done, after = self.change(VoidSeal, allowed=allowed, reason="x"), "void"
        if done:
            self.status, self.exists_since = after, self.now
            self.lost[-1] = (self.lost[-1][0], self.now)
            if after == "void":
                self._released()

    @rule(person=st.sampled_from(PEOPLE))
    def is_named(self, person: str) -> None:
        allowed = self.status in ("granted", "in_use", "suspended")
        if self.change(NameCustodian, allowed=allowed, person=person):
            self.keeper, self.away = person, ("", self.now)

    @rule(to=st.sampled_from(PEOPLE), witness=st.sampled_from(PEOPLE))
    def is_handed_over(self, to: str, witness: str) -> None:
        allowed = (
            self.status in ("granted", "in_use", "suspended")
            and self.keeps not in ("", to)
            and witness not in (self.keeps, to)
        )
        if self.change(HandOverSeal, allowed=allowed, to=to, witness=witness, reason="x"):
            self.keeper, self.away = to, ("", self.now)

    @rule(deputy=st.sampled_from(PEOPLE), hours=st.integers(0, 72))
    def is_deputised(self, deputy: str, hours: int) -> None:
        until = self.now + timedelta(hours=hours)
        allowed = (
            self.status in ("granted", "in_use", "suspended")
            and self.keeps not in ("", deputy)
            and hours > 0
            and self.now >= self.away[1]
        )
        if self.change(RecordAbsence, allowed=allowed, deputy=deputy, until=until, reason="x"):
            self.away = (deputy, until)

    # Uses: whatever the model holds to be possible is tried by anybody.

    @rule(kind=st.sampled_from(KINDS), applicant=st.sampled_from(PEOPLE))
    def is_applied_for(self, kind: str, applicant: str) -> None:
        command = ApplyForUse(
            case="1", owner=OWNER, number=11, documents=(Document(kind, CASE.documents[kind]),)
        )
        allowed = self.status == "in_use" and self.documents[kind] in ("", "refused", "void")

        def decide() -> list[Event]:
            authority = {kind: self._authority("apply", applicant)}
            seal = self._there()
            decided = using.decide_application(
                command, self.uses, CASE, authority, self.now, RULES, seal
            )
            return decided[kind]

        if self._does(decide, self._on_use(kind), allowed=allowed):
            self.documents[kind] = f"applied {applicant}"

    @rule(kind=st.sampled_from(KINDS), person=st.sampled_from(PEOPLE))
    def is_consented_to(self, kind: str, person: str) -> None:
        command = ConsentToUse(case="1", owner=OWNER, number=11, documents=(kind,))
        applied = self.documents[kind].startswith("applied")
        allowed = self.status == "in_use" and applied and not self.documents[kind].endswith(person)

        def decide() -> list[Event]:
            authority = {kind: self._authority("consent", person)}
            seal = self._there()
            return using.decide_consent(command, self.uses, authority, self.now, RULES, seal)[kind]

        if self._does(decide, self._on_use(kind), allowed=allowed):
            self.documents[kind] = "consented"

    @precondition(lambda self: self.status == "in_use")
    @rule(kind=st.sampled_from(KINDS), stamped=st.booleans())
    def goes_its_way(self, kind: str, *, stamped: bool) -> None:
        """As in an ordinary case; the acts one by one rarely come in this order."""
        self.is_applied_for(kind, PEOPLE[1])
        self.is_consented_to(kind, PEOPLE[2])
        if stamped:
            self.is_stamped(kind, self.keeps)

    @rule(kind=st.sampled_from(KINDS))
    def is_refused(self, kind: str) -> None:
        command = RefuseUse(case="1", owner=OWNER, number=11, documents=(kind,), reason="x")
        by = By("mayor", HOLDER.id, "principal")
        allowed = self.documents[kind].startswith(("applied", "consented"))

        def decide() -> list[Event]:
            return using.decide_refusal(command, self.uses, by, self.now, RULES)[kind]

        if self._does(decide, self._on_use(kind), allowed=allowed):
            self.documents[kind] = "refused"

    @rule(kind=st.sampled_from(KINDS), person=st.sampled_from((*PEOPLE, "", "", "")))
    def is_stamped(self, kind: str, person: str) -> None:
        """By anybody, often by whoever keeps it."""
        person = person or self.keeps
        command = Stamp(case="1", owner=OWNER, number=11, document=kind)
        consented = self.documents[kind] == "consented"
        allowed = self.status == "in_use" and consented and person == self.keeps

        def decide() -> list[Event]:
            authority = self._authority("stamp", person)
            seal = self._there()
            return using.decide_stamp(
                command, self.uses[kind], CASE, "c@1", authority, self.now, RULES, seal
            )

        if self._does(decide, self._on_use(kind), allowed=allowed):
            self.documents[kind] = "stamped"
            self.now += timedelta(minutes=1)  # what comes next does not happen at the same moment

    @rule(kind=st.sampled_from(KINDS))
    def is_spoiled(self, kind: str) -> None:
        command = VoidUse(case="1", owner=OWNER, number=11, document=kind, reason="x")
        by = By(self.keeps, HOLDER.id, "custodian")

        def decide() -> list[Event]:
            return using.decide_void(command, self.uses[kind], CASE, by, self.now, RULES)

        allowed = self.documents[kind] == "stamped"
        if self._does(decide, self._on_use(kind), allowed=allowed):
            self.documents[kind] = "void"

    def _there(self) -> Seal:
        assert self.seal is not None, "authority refused a seal that there is not"
        return self.seal

    def _on_use(self, kind: str) -> Callable[[Event], None]:
        def fold(event: Event) -> None:
            self.uses[kind] = uses.evolve(self.uses[kind], event)
            if isinstance(event, SealUsed):
                self.used.append(event)

        return fold

    def _authority(self, act: str, person: str) -> Authority:
        """As the handlers ask for it; everybody holds every post and may apply."""
        consenting = SEAL_RULE.consent.post if SEAL_RULE.consent else ""
        posts = {"apply": SEAL_RULE.user, "stamp": SEAL_RULE.custodian, "consent": consenting}
        post = posts[act] or ""
        by = By(person, HOLDER.id, post)
        question = Question(
            by=by, matter=MATTER, mode=RULES.matter(MATTER).mode, step="decide",
            receiver=HOLDER.id, actors={}, act=act, post=post, at=self.now,
        )  # fmt: skip
        held = Post(HOLDER.id, post, {person: (EVER,)})
        staff = Staff(person, (Grant(HOLDER.id, ("apply",), (MATTER,), EVER),))
        facts = Facts(
            policy="policy@1",
            post=Fact("post", 1, held),
            staff=Fact("person", 1, staff),
            instruments=Instruments(agreements={(OWNER, HOLDER.id): agreed()}),
            seal=Fact(streams.seal(OWNER, 11), 1 if self.seal else 0, self.seal),
        )
        return answer(question, facts, RULES)

    @invariant()
    def it_stands_as_the_model_says(self) -> None:
        if self.seal is None:
            assert self.status == ""
            return
        assert self.seal.status == self.status
        assert self.seal.status_at(self.now) == self.status
        assert (self.seal.custodian_at(self.now) or "") == self.keeps

    @invariant()
    def nobody_keeps_it_beside_the_custodian(self) -> None:
        if self.seal is not None:
            holding = [1 for _, period in self.seal.custodians if period.holds_at(self.now)]
            assert len(holding) <= 1

    @invariant()
    def a_loss_is_true_of_its_days_whenever_it_was_told(self) -> None:
        for event in self.used:
            lost = any(
                since <= event.occurred_at and (until is None or event.occurred_at < until)
                for since, until in self.lost
            )
            assert self.seal is not None
            told = self.seal.status_at(event.occurred_at)
            assert told == ("lost" if lost else "in_use")

    @invariant()
    def every_stamp_consumed_a_consent_of_its_own(self) -> None:
        lines = [(event.document, event.serial) for event in self.used]
        assert len(set(lines)) == len(lines)
        assert all(event.approved_by and event.approved_in for event in self.used)


TestSeals = Seals.TestCase
TestSeals.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
