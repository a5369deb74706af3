"""What is due and to be signed: agreements, time limits, reports, tasks, clauses."""

from datetime import date
from typing import Literal

from domain.kernel.pack.modes import When
from domain.kernel.pack.words import Certainty, Data, Power, StepKind


class AgreementTerms(Data, frozen=True, kw_only=True):
    """What a delegation agreement must say. `contents` are ids with the document's own words.

    `name` is what the county calls it: a memorandum is concluded and ended alike (ZZ22-04).

    `notice_days`: how long before its last day the township must have been told of its end.
    `in_flight`: what becomes of open cases when it ends: "transfer" to the channel that their
    mode names, None: they stay, and whoever takes the next step is refused.
    `mode`: under which modes it is concluded, in `agreement_of`; `agreement` is for all others.
    """

    contents: dict[str, str]
    name: str = "委托协议"
    notice_days: int | None = None
    notice_certainty: Certainty = "default"
    in_flight: Literal["transfer"] | None = None
    mode: tuple[str, ...] = ()
    clause: str
    source: str


class ModeChangeTerms(Data, frozen=True, kw_only=True):
    """What becomes of open cases when their matter is handled otherwise, by event (B-22, B-23).

    `in_flight`: "keep": each is finished as it began; "move": what is not decided goes on in the
    new mode from its first day, with whoever decides there. Without such terms all are kept.
    """

    in_flight: Literal["keep", "move"]
    clause: str
    source: str


class Extension(Data, frozen=True, kw_only=True):
    """By how much the head of the deciding organ may extend a time limit, once, in its unit.

    For a power outside the limit's scope, and for a limit that another law sets, it is followed by
    analogy.
    """

    days: int
    certainty: Certainty
    clause: str
    source: str


class RenewalTerms(Data, frozen=True, kw_only=True):
    """What the law attaches to an application for renewal that nobody decides before the expiry.

    `scope`: the power that it speaks of; nothing happens to other matters. `remind_days`: so long
    before the last day to apply whoever issued a permit is reminded of it; 0: nobody is.
    """

    lapse: Literal["deemed_renewed"]
    scope: Power | None = None
    remind_days: int = 30
    certainty: Certainty
    clause: str
    source: str


class Sla(Data, frozen=True, kw_only=True):
    """A time limit of the county, of law, or borrowed (`certainty`).

    `starts`: the kind of step whose completion starts its clock, or the conclusion of the case.
    `scope`: the power that the law speaks of; other matters follow it by analogy, so for them it
    is the county's default. `lapse`: what the law attaches to its passing; outside that scope by
    default too, and marked so.
    `roll`: a last day that is a day off moves to the next working day (民法典 203; a term of
    working days never ends on one).
    """

    id: str
    name: str
    days: int
    unit: Literal["working_days", "days", "months"]
    starts: StepKind | Literal["conclude"] | None = None
    when: When | None = None  # the limit exists only then
    scope: Power | None = None
    lapse: Literal["deemed_accepted"] | None = None
    roll: bool = False
    extension: Extension | None = None  # None: nobody may extend it
    certainty: Certainty
    clause: str = ""
    note: str = ""
    source: str


class Escalation(Data, frozen=True, kw_only=True):
    """One step of what follows when something stays undone: who is told of it, how late.

    `kind`: of obligation, as the platform names them; empty: all. `after`: in its unit, counted
    from the last day. `to`: as the obligation has them, `above`: the organ above the debtor;
    `organ`: ids, kinds or roles beside them. Whoever holds `post` there is told.
    """

    id: str
    name: str
    kind: tuple[str, ...] = ()
    after: int
    unit: Literal["working_days", "days"] = "working_days"
    to: tuple[Literal["debtor", "creditor", "above"], ...] = ()
    organ: tuple[str, ...] = ()
    post: str = "principal"
    certainty: Certainty = "default"
    clause: str = ""
    source: str


class Tolerance(Data, frozen=True, kw_only=True):
    """Accepting while minor materials are still to come, on a commitment (容缺受理)."""

    days: int  # from the acceptance, for the last of them to come
    unit: Literal["working_days", "days"]
    certainty: Certainty
    clause: str = ""
    note: str = ""
    source: str


class Report(Data, frozen=True, kw_only=True):
    """Who reports to whom, how often. `mode`: on what is handled under these; empty: under all.

    A periodic one is owed for a period in which `to` had handed matters down to `by`; `due` counts
    from its last day. `nil`: also where nothing happened in it, as far as is on record at its end.
    """

    id: str
    name: str
    every: Literal["month", "quarter", "year", "irregular"]
    by: str
    to: str
    mode: tuple[str, ...] = ()
    contents: tuple[str, ...]
    due: str | None = None  # an SLA id
    nil: bool = False
    clause: str = ""
    source: str


class SummaryTerms(Data, frozen=True, kw_only=True):
    """The summary of the reform that is owed upwards by a day (JX24-39, -40).

    `by`: an organ id, or the role of the organ that sends it; `to`: to whom, as printed.
    `contents`: what is written out beside the figures, by id.
    """

    by: str
    to: str
    due_on: date
    contents: dict[str, str]
    clause: str
    source: str


class TaskContent(Data, frozen=True, kw_only=True):
    """`lead`, `units`, `due`: where they are printed for this content alone; empty: the task's."""

    no: int
    text: str
    lead: str = ""
    units: tuple[str, ...] = ()
    due: str = ""
    due_on: date | None = None


class Task(Data, frozen=True, kw_only=True):
    no: int
    name: str
    content: tuple[TaskContent, ...]
    programme: str | None = None  # of which, where the pack has tasks of several
    lead: str = ""  # names of organs as printed; empty: the annex names none (B-35)
    lead_in_text: str | None = None  # where the text says otherwise
    units: tuple[str, ...]  # names as printed, every one resolvable
    units_in_text: tuple[str, ...] = ()  # where the text says otherwise; empty: as the annex
    due: str  # as printed in the annex, the effective one (B-03)
    due_in_text: str | None = None  # where the text says otherwise
    due_on: date | None = None
    standing: bool = False
    effective_owners: tuple[str, ...] = ()  # derived owners the document left out (B-15)
    note: str = ""
    source: str


class Rule(Data, frozen=True, kw_only=True):
    """What a refusal or a duty cites: the code of the rule, its clause and its words.

    `mode`: under which modes its document speaks so; empty: under all of them that no other rule
    of this code names. So two programmes of one county may word one refusal each in its own way.
    """

    id: str
    mode: tuple[str, ...] = ()
    clause: str
    text: str
    source: str
