"""What history shows was not in order in a case: findings, each with what it rests on (B-05, B-74).

Nothing here is stored. An act is judged as valid when it happened, by the instruments as known when
somebody asks: a loss that is reported later makes the uses since then irregular, and whoever asks
what was known before the report is told that they were regular (XG23-60).
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import TypeVar

from msgspec import Struct, structs

from domain.kernel.facts import Agreement, Fact, Post, Seal
from domain.kernel.pack import Finding

State = TypeVar("State")

History = tuple[Fact[State], ...]
"""An instrument's state after each event known of it, the oldest first; empty: no such thing."""


class Act(Struct, frozen=True, kw_only=True):
    """Something done in the case: when, for which organ, by whom, with what.

    `agreements`: the streams of what two organs concluded, that it rested on. `seal`: that of the
    seal that was put on a document, empty where none was. `says` is what officials call the act.
    """

    ref: str
    says: str
    at: datetime
    person: str
    seat: str
    agreements: tuple[str, ...] = ()
    seal: str = ""


class Term(Struct, frozen=True, kw_only=True):
    """A time limit of the case: the moment from which it is exceeded, and when it was kept.

    `counts`: whether anybody can be late with it, which nobody is with a provisional or waived one.
    """

    ref: str
    says: str
    push: bool
    late_from: datetime
    fulfilled: datetime | None
    counts: bool


class Noted(Struct, frozen=True, kw_only=True):
    """What somebody found on paper or in corrected facts, with the events that say so.

    `settled`: supervision, a revocation, a correction or a claim said so; nobody has to judge it.
    """

    finding: Finding
    at: datetime
    says: str
    rests_on: tuple[str, ...]
    settled: bool = False


class Found(Struct, frozen=True, kw_only=True):
    """One finding: `at` when it was so, `rests_on` the act and the events that show it.

    `settled` as in `Noted`.
    """

    finding: Finding
    at: datetime
    says: str
    rests_on: tuple[str, ...]
    settled: bool = False


class Receipt(Struct, frozen=True, kw_only=True):
    """Where a case began: under which mode, and who may have taken back the authority for it."""

    ref: str
    at: datetime
    mode: str
    handed: History[Agreement] = ()


class Known(Struct, frozen=True, kw_only=True):
    """Everything known of a case that findings are drawn from.

    `seals` and `agreements` by stream, `posts` by seat (`organ/post`). `until`: the moment as of
    which terms are judged.
    """

    matter: int
    acts: tuple[Act, ...]
    seals: Mapping[str, History[Seal]]
    agreements: Mapping[str, History[Agreement]]
    posts: Mapping[str, History[Post]]
    terms: tuple[Term, ...]
    noted: tuple[Noted, ...]
    until: datetime
    receipt: Receipt | None = None


def findings(known: Known) -> tuple[Found, ...]:
    """In the order in which they were so."""
    found = [
        *(found for act in known.acts for found in _of_act(act, known)),
        *_of_receipt(known),
        *(found for term in known.terms for found in _of_term(term, known.until)),
        *(Found(**structs.asdict(noted)) for noted in known.noted),
    ]
    return tuple(sorted(found, key=lambda f: (f.at, f.finding)))


def _of_act(act: Act, known: Known) -> Iterator[Found]:
    checks = (
        _shown(known.posts.get(act.seat, ()), lambda post: _post(post, act)),
        *(
            _shown(known.agreements[stream], lambda it: _agreement(it, known.matter, act.at))
            for stream in act.agreements
        ),
        _shown(known.seals.get(act.seal, ()), lambda seal: _seal(seal, act.at)),
        _shown(known.seals.get(act.seal, ()), lambda seal: _custody(seal, act)),
    )
    for shown in filter(None, checks):
        finding, ref = shown
        yield Found(finding=finding, at=act.at, says=act.says, rests_on=(act.ref, ref))


def _of_receipt(known: Known) -> Iterator[Found]:
    """XG22-20: received when the authority was withdrawn already, as became known afterwards."""
    receipt = known.receipt
    if receipt is None:
        return

    def taken_back(agreement: Agreement) -> Finding | None:
        gone = agreement.withdrawn(known.matter, receipt.mode, receipt.at)
        return None if gone is None else "beyond_scope"

    shown = _shown(receipt.handed, taken_back)
    if shown is not None:
        finding, ref = shown
        says = "权限收回以后收件"
        yield Found(finding=finding, at=receipt.at, says=says, rests_on=(receipt.ref, ref))


def _of_term(term: Term, until: datetime) -> Iterator[Found]:
    """XG23-67; 行政许可法 32, 42, 44: kept after its last day, or open and past it.

    What comes after `until` has not happened yet, be it that it was kept or that it was exceeded.
    """
    if term.counts and min(term.fulfilled or until, until) >= term.late_from:
        yield Found(
            finding="not_pushed" if term.push else "overdue",
            at=term.late_from,
            says=term.says,
            rests_on=(term.ref,),
        )


def _post(post: Post, act: Act) -> Finding | None:
    """DESIGN 9.5: whoever acts holds the post."""
    return None if post.held_by(act.person, act.at) else "without_post"


def _agreement(agreement: Agreement, matter: int, at: datetime) -> Finding | None:
    """XG23-74: power that was suspended, had ended, or was never handed down."""
    if agreement.suspended_at(at):
        return "after_suspension"
    if not agreement.in_force(at):
        return "after_expiry"
    return None if agreement.covers(matter, at) else "beyond_scope"


def _seal(seal: Seal, at: datetime) -> Finding | None:
    """XG23-60: lost at that moment, or out of use for another reason."""
    match seal.status_at(at):
        case "in_use":
            return None
        case "lost" | "void":
            return "after_loss"
    return "after_suspension"


def _custody(seal: Seal, act: Act) -> Finding | None:
    """XG23-57: the seal is put on documents by whoever keeps it."""
    return None if seal.kept_by(act.person, act.at) else "without_post"


def _shown(
    history: History[State], problem: Callable[[State], Finding | None]
) -> tuple[Finding, str] | None:
    """What is wrong by what is known last, and the event since which it has been known."""
    shown: tuple[Finding, str] | None = None
    for fact in reversed(history):
        finding = None if fact.state is None else problem(fact.state)
        if finding is None or (shown is not None and finding != shown[0]):
            break
        shown = finding, fact.ref
    return shown
