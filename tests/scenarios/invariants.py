"""What must hold of any history, read from the log with eyes of its own (DESIGN 9.2, 9.4, 9.5).

Nothing here uses the folds of the domain: each event is judged by what the events before it said,
as it was known when it was written.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from domain.cases.events import (
    CaseCorrected,
    CaseReceived,
    CaseWithdrawn,
    MaterialsSupplied,
    VisitRecorded,
)
from domain.delegation import agreement as agreements
from domain.delegation import amendment, standing
from domain.kernel import streams
from domain.kernel.authority import Authority
from domain.kernel.event import Event, Recorded
from domain.kernel.pack import Matter, Pack
from domain.organisation.events import PostAssumed, PostLeft
from domain.seals import events as seals
from domain.seals.use import SealUsed, UseApplied, UseConsented

# What an applicant did, put on record at the window: no power of the department is exercised.
APPLICANTS = (CaseWithdrawn, CaseCorrected, MaterialsSupplied, VisitRecorded)
Span = list[datetime | None]  # from, until
STATUS: dict[type[Event], str] = {
    seals.EngravingApproved: "approved",
    seals.SealEngraved: "engraved",
    seals.SealRegistered: "registered",
    seals.SealGranted: "granted",
    seals.SealPutIntoUse: "in_use",
    seals.SealSuspended: "suspended",
    seals.AnomalyReported: "suspended",
    seals.SealReinstated: "in_use",
    seals.SealReturned: "returned",
    seals.SealVoided: "void",
}


def within(span: Span, at: datetime) -> bool:
    since, until = span
    return since is not None and since <= at and (until is None or at < until)


class Entry:
    """A matter's place in a schedule."""

    def __init__(self, matter: int, span: Span) -> None:
        self.matter = matter
        self.span = span
        self.announced: datetime | None = None


class Term:
    def __init__(self, event: agreements.AgreementSigned) -> None:
        self.span: Span = [event.valid_from, event.valid_until]
        self.countersigned = False
        self.schedule = [Entry(no, self.span) for no in event.matters]
        self.suspended: list[Span] = []


class Told:
    """What is known so far."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.versions: dict[str, int] = defaultdict(int)
        self.events: dict[str, Event] = {}  # by ref
        self.posts: dict[tuple[str, str, str], list[Span]] = defaultdict(list)
        self.terms: dict[str, list[Term]] = defaultdict(list)
        self.status: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
        self.losses: dict[str, list[Span]] = defaultdict(list)
        self.keepers: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
        self.holders: dict[str, str] = {}
        self.receivers: dict[str, str] = {}
        self.consumed: set[str] = set()
        self.used = 0

    def held(self, organ: str, post: str, person: str, at: datetime) -> bool:
        return any(within(span, at) for span in self.posts[organ, post, person])

    def take(self, recorded: Recorded) -> None:
        event = recorded.event
        self.versions[recorded.stream] += 1
        assert recorded.version == self.versions[recorded.stream], "versions are contiguous"
        self.events[recorded.ref] = event
        authority = getattr(event, "authority", None)
        if isinstance(authority, Authority):
            self._acted(recorded, authority)
        if isinstance(event, SealUsed):
            self._used(event, recorded)
        self._learn(recorded)

    def _acted(self, recorded: Recorded, authority: Authority) -> None:
        """Whoever acts held the post, and the act names the instruments it relied on."""
        by = (authority.organ, authority.post, authority.person)
        assert self.held(*by, recorded.event.occurred_at), f"{by} did not hold the post"
        assert recorded.actor == authority.person
        assert recorded.post == f"{authority.organ}/{authority.post}"
        links = {link.kind: link.ref for link in authority.chain}
        assert {"pack", "matter", "post"} <= links.keys()
        for kind, ref in links.items():
            if kind != "matter":
                stream, _, version = ref.rpartition("@")
                assert int(version) <= self.versions[stream], f"{ref} does not exist"
        if isinstance(recorded.event, APPLICANTS):
            return
        needs = next(mode for mode in self.pack.mode if mode.id == authority.mode).needs
        matter = next(matter for matter in self.pack.matter if matter.no == authority.matter)
        for need in needs:
            if need.when is None or need.when.power in (None, matter.power):
                named = need.instrument.partition(":")[0]
                assert named in links or named == "seal", f"no {named} is named: {recorded.ref}"

    def _used(self, event: SealUsed, recorded: Recorded) -> None:
        """DESIGN 9.4, at the moment of the stamp, as known when it was recorded."""
        at, town = event.occurred_at, event.authority.organ
        seal = streams.seal(event.owner, event.number)
        assert not any(within(span, at) for span in self.losses[seal]), "the seal was lost"
        since = [status for moment, status in self.status[seal] if moment <= at]
        assert since[-1:] == ["in_use"], "the seal was not in use"
        kept = [person for moment, person in self.keepers[seal] if moment <= at]
        assert kept[-1:] == [event.stamped_by], "stamped by who did not keep it"
        assert self.holders[seal] == town == self.receivers[event.case], "another township's"
        assert next(o.seal_no for o in self.pack.organ if o.id == town) == event.number
        matter = next(matter for matter in self.pack.matter if matter.no == event.matter)
        assert event.owner == matter.delegator
        self._delegated(streams.agreement(event.owner, town), matter, at)
        consent = self.events[event.approved_in]
        assert event.approved_in.rpartition("@")[0] == recorded.stream
        assert isinstance(consent, UseConsented)
        assert (consent.serial, consent.document) == (event.serial, event.document)
        assert consent.occurred_at <= at
        assert event.document in consent.listed
        assert event.approved_in not in self.consumed, "the consent was consumed before"
        self.consumed.add(event.approved_in)
        applications = [
            e for ref, e in self.events.items()
            if ref.startswith(f"{recorded.stream}@") and isinstance(e, UseApplied)
        ]  # fmt: skip
        assert applications[-1].applicant != consent.by, "consent by the applicant"
        assert self.held(town, "principal", consent.by, consent.occurred_at)
        self.used += 1

    def _delegated(self, stream: str, matter: Matter, at: datetime) -> None:
        running = [t for t in self.terms[stream] if t.countersigned and within(t.span, at)]
        assert len(running) == 1, "no agreement was in force"
        [term] = running
        assert not any(within(span, at) for span in term.suspended), "the agreement was suspended"
        entries = [e for e in term.schedule if e.matter == matter.no and within(e.span, at)]
        assert len(entries) == 1, "not in scope"
        if matter.power == "licence":
            announced = entries[0].announced
            assert announced is not None, "not announced"
            assert announced <= at, "announced only later"

    def _learn(self, recorded: Recorded) -> None:
        event, at = recorded.event, recorded.event.occurred_at
        match event:
            case PostAssumed(organ=organ, post=post, person=person):
                self.posts[organ, post, person].append([at, None])
            case PostLeft(organ=organ, post=post, person=person):
                self.posts[organ, post, person][-1][1] = at
            case CaseReceived(case=case, receiver=receiver):
                self.receivers[case] = receiver
            case seals.SealEvent():
                self._learn_seal(recorded.stream, event)
        if recorded.stream.startswith("agreement/"):
            self._learn_agreement(self.terms[recorded.stream], event)

    def _learn_seal(self, seal: str, event: seals.SealEvent) -> None:
        at = event.occurred_at
        self.holders[seal] = event.holder
        match event:
            case seals.SealLost(lost_at=lost):
                self.losses[seal].append([lost, None])
            case seals.SealRecovered(status=status):
                self.losses[seal][-1][1] = at
                self.status[seal].append((at, status))
            case seals.CustodianNamed(person=person) | seals.SealHandedOver(person=person):
                self.keepers[seal].append((at, person))
        if type(event) in STATUS:
            self.status[seal].append((at, STATUS[type(event)]))

    def _learn_agreement(self, terms: list[Term], event: Any) -> None:  # noqa: C901, PLR0912  a list of kinds
        at = event.occurred_at
        match event:
            case agreements.AgreementSigned():
                terms.append(Term(event))
            case agreements.AgreementCountersigned(valid_from=start):
                terms[-1].countersigned = True
                terms[-1].span[0] = start
            case agreements.DelegationAnnounced(matters=matters):
                for entry in terms[-1].schedule:
                    end = entry.span[1]
                    lasts = end is None or end > at
                    if entry.matter in matters and lasts and entry.announced is None:
                        entry.announced = at
            case agreements.AgreementTerminated():
                for term in terms:
                    end = term.span[1]
                    if end is None or end > at:
                        term.span[1] = at
            case standing.AgreementSuspended():
                terms[-1].suspended.append([at, None])
            case standing.AgreementResumed():
                terms[-1].suspended[-1][1] = at
            case amendment.AmendmentCountersigned(add=add, remove=remove, valid_from=start):
                for entry in terms[-1].schedule:
                    if entry.matter in remove and within(entry.span, start):
                        entry.span = [entry.span[0], start]
                span = [start, terms[-1].span[1]]
                terms[-1].schedule += [Entry(no, span) for no in add]


def check(history: Sequence[Recorded], pack: Pack) -> Told:
    """Raises `AssertionError` at the first event that should not be. Returns what was learnt."""
    assert [item.position for item in history] == list(range(1, len(history) + 1))
    moments = [item.recorded_at for item in history]
    assert moments == sorted(moments)
    told = Told(pack)
    for item in history:
        told.take(item)
    return told
