"""One case: its state, and which steps of its mode exist in it.

The mode's steps come from the pack; `steps`, `intake` and `window` say what may come next.
"""

from collections.abc import Iterator
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from domain.cases.events import Gap, Outcome
from domain.cases.renewal import Renewal
from domain.cases.routing import Route
from domain.kernel.facts import AtPoint
from domain.kernel.pack import BESIDE, Mode, Step, StepKind, When
from domain.kernel.parties import Cast, bind, bind_all, performers
from domain.kernel.personal import Sealed
from domain.kernel.refusal import IllegalState
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import ACCEPTANCE, CERTIFICATE, DECISION
from domain.kernel.words import document as word

# What a case that is not accepted, or was withdrawn, never comes to.
_ON_THE_MERITS: frozenset[StepKind] = frozenset(
    {"review", "survey", "session", "decide", "certify", "push"}
)

# What a case has only where it has somebody for it. Nothing passes between two bodies where the
# applicant came to the one that decides; a certificate is issued by whose seal the pack has.
_SOMEBODYS: frozenset[StepKind] = frozenset({"session", "forward", "return", "certify"})

AFTERWARDS: frozenset[StepKind] = frozenset({"revoke", "correct"})
"""What is done to a case that is concluded."""


class Stamped(Struct, frozen=True):
    """A document of the case that bears its seal: what it is, its number, where the log says so."""

    number: str
    ref: str
    at: datetime


class Done(Struct, frozen=True):
    organ: str
    version: int
    at: datetime


class Supplement(Struct, frozen=True):
    """What the applicant was told once is missing, and what of it still is."""

    at: datetime
    missing: tuple[str, ...]


class Moved(Struct, frozen=True):
    """Since when it goes on under another mode by rule, and under which it was before.

    `earlier`: how it had come there, where it was moved before.
    """

    at: datetime
    mode: str
    policy: str
    route: Route
    earlier: "Moved | None" = None


class Case(Struct, frozen=True):
    number: str
    matter: int
    receiver: str
    mode: str
    policy: str
    route: Route
    applicant: Sealed
    version: int
    steps: dict[str, Done]
    stated: dict[str, str | float] = {}
    outcome: Outcome | None = None
    documents: dict[str, str] = {}  # kind -> number
    concluded: datetime | None = None
    deemed: str = ""  # the step of acceptance that the law replaced: it has no notice to stamp
    supplement: Supplement | None = None
    gaps: tuple[Gap, ...] = ()  # accepted nevertheless, and not in yet
    external_reference: str = ""
    transfers: int = 0
    supplied: datetime | None = None  # all that was asked for is in: acceptance is due anew
    round: int = 0  # how often the clocks of the case began anew
    overturned: bool = False  # an act entered late replaced a deemed acceptance on record
    pauses: tuple[tuple[datetime, datetime | None], ...] = ()  # of the clock of the decision
    extended_days: int = 0
    promised_days: int | None = None  # 承诺时限, as the guide said on receipt
    renewal: Renewal | None = None
    valid_until: date | None = None  # of the certificate
    renewals: int = 0  # how often the clock of the renewal began anew
    deemed_renewed: bool = False
    irregularities: dict[int, str] = {}  # version that records one -> organ; not dismissed
    revoked: datetime | None = None
    corrected: datetime | None = None  # the approval, not the application
    visits: int = 0  # how often the applicant had to come
    point: AtPoint | None = None  # the service point that collected it
    moved: Moved | None = None  # last, by the rule of a change of its matter's mode

    @property
    def receipt(self) -> Done:
        """When it came in, and at whom."""
        return min(self.steps.values(), key=lambda done: done.version)

    def then(self, at: datetime) -> "Case":
        """As what happened at a moment finds it: before it was moved, under its mode of before."""
        if self.moved is None or at >= self.moved.at:
            return self
        before = self.moved
        return replace(
            self,
            mode=before.mode,
            policy=before.policy,
            route=before.route,
            moved=before.earlier,
        ).then(at)

    def cast(self, rules: Rulebook) -> Cast:
        """Whom the parties of its mode stand for."""
        return Cast(rules.matter(self.matter), self.receiver, self.actors, self.route.granted)

    @property
    def actors(self) -> dict[str, str]:
        return {step: done.organ for step, done in self.steps.items()}


def next_steps(
    case: Case, stamped: dict[str, Stamped], at: datetime, rules: Rulebook
) -> Iterator[Step]:
    """The steps of the mode that may be taken now, as far as documents and order go.

    Nobody waits for what may be done to a concluded case.
    """
    if case.concluded is not None:
        return
    for step in rules.mode(case.mode).step:
        if step.kind in BESIDE:
            continue
        waits = occurs(step, case, rules) and step.id not in case.steps
        if waits and not passed(step, case, rules) and not waiting(step, case, stamped, at, rules):
            yield step


def waiting(
    step: Step, case: Case, stamped: dict[str, Stamped], at: datetime, rules: Rulebook
) -> list[str]:
    """What must come before the step and has not, in words: earlier steps, seals on documents."""
    steps = {s.id: s for s in rules.mode(case.mode).step}
    earlier = [
        steps[name].name or name
        for name in step.after
        if name not in case.steps
        and not steps[name].optional
        and (occurs(steps[name], case, rules) or _may_come(steps[name], case, rules))
    ]
    return earlier + [
        f"{word(kind)}盖章"
        for kind in to_be_stamped(step, case, rules)
        if kind not in stamped or stamped[kind].at > at
    ]


def _may_come(step: Step, case: Case, rules: Rulebook) -> bool:
    """Whether the step may exist yet: it asks for an outcome, and there is none so far."""
    wanted = step.when.outcome if step.when else None
    decided = case if wanted is None else replace(case, outcome=wanted)
    return case.outcome is None and wanted is not None and occurs(step, decided, rules)


def to_be_stamped(step: Step, case: Case, rules: Rulebook) -> tuple[str, ...]:
    """The kinds of document that must bear their seal before this step of this case.

    A declined case has one document, the notice of it: it is delivered with the seal that the mode
    asks for on the notice of acceptance (行政许可法 32).
    """
    if case.outcome == "declined":
        mode = rules.mode(case.mode).step if step.stamped else ()
        stamped = (ACCEPTANCE,) if any(ACCEPTANCE in other.stamped for other in mode) else ()
        return tuple(kind for kind in stamped if _sealed_by_its_maker(kind, case, rules))
    return tuple(
        kind
        for kind in step.stamped_before
        if not (kind == ACCEPTANCE and case.deemed)
        and (kind != CERTIFICATE or certified(case, rules))
        and _comes(kind, case, rules)
        and _sealed_by_its_maker(kind, case, rules)
    )


def _comes(kind: str, case: Case, rules: Rulebook) -> bool:
    """Whether the document is made in this case: not after another decider has refused."""
    maker = making(rules.mode(case.mode), kind)
    if maker is None or maker.id in case.steps:
        return True
    there = occurs(maker, case, rules) or _may_come(maker, case, rules)
    return there and not passed(maker, case, rules)


def demands(case: Case, rules: Rulebook) -> Iterator[str]:
    """The kinds of document that must still bear their seal: for later steps, or afterwards.

    Nothing comes after what is done to a concluded case, so what it makes waits for itself.
    """
    for step in rules.mode(case.mode).step:
        if step.id not in case.steps:
            yield from to_be_stamped(step, case, rules)
        elif step.kind in AFTERWARDS and step.seal and step.document_made:
            kind = step.document_made
            yield from (kind,) if _sealed_by_its_maker(kind, case, rules) else ()


def making(mode: Mode, kind: str) -> Step | None:
    """The step that makes a kind of document; a certificate without one goes with the decision."""
    steps = [step for step in mode.step if step.document_made == kind]
    if not steps and kind == CERTIFICATE:
        return making(mode, DECISION)
    return steps[0] if steps else None


def _sealed_by_its_maker(kind: str, case: Case, rules: Rulebook) -> bool:
    """Whether the seals of the pack go on it: not where it was made by somebody who has none.

    What another body does in the case bears its own seal, which no pack regulates.
    """
    maker = making(rules.mode(case.mode), kind)
    if maker is None or not maker.seal or maker.id not in case.steps:
        return True
    holders = tuple(rules.seals[name].holder for name in maker.seal)
    return case.steps[maker.id].organ in bind_all(rules, holders, case.cast(rules))


def passed(step: Step, case: Case, rules: Rulebook) -> bool:
    """Whether an optional step was left out: one that comes after it is taken already."""
    return step.optional and any(
        step.id in later.after and later.id in case.steps for later in rules.mode(case.mode).step
    )


def require_open(step: Step, case: Case, rules: Rulebook) -> None:
    """Refuse a step that was taken, or that comes after the end of the case.

    One that the law replaced may be taken still by paper from before, as `lapse` says.
    """
    name = step.name or step.id
    if step.id in case.steps and step.id != case.deemed:
        raise rules.refuse(IllegalState, "cases.step_taken", f"“{name}”已经办理，不能再办")
    if step.kind not in AFTERWARDS:
        require_going(case, rules)


def require_going(case: Case, rules: Rulebook) -> None:
    """Refuse what comes after the end of the case."""
    if case.concluded is not None:
        raise rules.refuse(IllegalState, "cases.concluded", "本件已经办结，如需办理请另行收件")


def lapsed(step: Step, rules: Rulebook) -> IllegalState:
    """The refusal to whoever accepts what the law accepted already (行政许可法 32)."""
    message = f"“{step.name or step.id}”逾期未办，本件自收到材料之日起已视为受理"
    return rules.refuse(IllegalState, "cases.step_taken", message)


def occurs(step: Step, case: Case, rules: Rulebook) -> bool:
    """Whether the step exists in this case at all: granted, its condition, something to issue.

    Of several decisions the first refusal is the last: nobody grants what another refused.
    """
    if case.outcome in ("declined", "withdrawn") and step.kind in _ON_THE_MERITS:
        return False
    if step.kind == "decide" and case.outcome == "refused" and step.id not in case.steps:
        return False
    if step.kind in AFTERWARDS and (case.outcome != "granted" or case.concluded is None):
        return False
    if step.kind == "correct" and case.revoked is not None:  # nothing is left to put right
        return False
    if not step.else_ and not case.cast(rules).grants(step):
        return False
    if step.kind in _SOMEBODYS and not _somebodys(step, case, rules):
        return False
    if not holds(step.when, case, rules):
        return False
    return step.kind != "certify" or certified(case, rules)


def _somebodys(step: Step, case: Case, rules: Rulebook) -> bool:
    """Whether there is who takes it, who gets what is handed on, who sit together (JX24-19)."""
    cast = case.cast(rules)
    if step.kind == "session" and step.together:
        return all(bind(rules, party, cast) for party in step.by)
    return bool(performers(rules, step, cast)) and bool(
        not step.to or bind_all(rules, step.to, cast)
    )


def holds(when: When | None, case: Case, rules: Rulebook) -> bool:
    """Whether a condition on power or outcome holds in this case, as far as it got."""
    matter = rules.matter(case.matter)
    return when is None or (when.concerns(matter.power) and when.outcome in (None, case.outcome))


def certified(case: Case, rules: Rulebook) -> bool:
    """Whether a certificate follows the decision; before there is one: would follow a grant."""
    return rules.matter(case.matter).certificate is not None and case.outcome in (None, "granted")
