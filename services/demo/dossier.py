"""One case on its way: who does what in it, at its window and in the department."""

import hashlib
from collections.abc import Iterable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from domain.cases.commands import (
    Accept,
    Applicant,
    Decide,
    Deliver,
    Forward,
    IssueCertificate,
    Receive,
    ReturnResult,
    Review,
)
from domain.cases.events import Gap
from domain.kernel.authority import By
from domain.kernel.instruments import seal_numbers
from domain.kernel.parties import Cast, bind
from domain.kernel.rulebook import Rulebook
from domain.seals.use import ApplyForUse, ConsentToUse, Document, Stamp
from services.demo.act import Deed


def seat(organ: str, post: str, person: str | None = None) -> By:
    """Whoever holds a post: the staff id says which, unless another is named."""
    return By(person or f"{organ}-{post}", organ, post)


def synthetic_applicant(seed: str) -> Applicant:
    """Nobody: a numbered applicant with an identity number of region 000000."""
    digits = int(hashlib.sha256(seed.encode()).hexdigest(), 16) % 10**4
    return Applicant(name=f"演示申请人{digits:04}", id_number=f"00000019000101{digits:04}")


class Kept(Struct, frozen=True):
    """A seal that a case bears: whose it is, who keeps it, and whose principal consents."""

    owner: str
    holder: str
    number: int
    consenting: str


def kept(rules: Rulebook, matter: int, receiver: str) -> Kept | None:
    """The first seal that the pack has for the matter where it was received; None: it has none."""
    cast = Cast(rules.matter(matter), receiver, {})
    bearing = {it for mode in rules.modes_of(matter) for step in mode.step for it in step.seal}
    for rule in (rules.seals[it] for it in sorted(bearing)):
        for holder in bind(rules, rule.holder, cast):
            for owner in bind(rules, rule.owner, cast):
                for number in seal_numbers(rule, rules.organ(holder)):
                    consenting = owner if rule.owner_consents else holder
                    return Kept(owner, holder, number, consenting)
    return None


class Dossier:
    """The acts of one case. `keeper`: who keeps the seal, where it is not the usual custodian.

    Steps are the receiver's, unless `organ` names whoever else takes them.
    """

    def __init__(
        self, rules: Rulebook, number: str, matter: int, receiver: str, keeper: str | None = None
    ) -> None:
        self.number = number
        self.matter = matter
        self.receiver = receiver
        self.keeper = keeper
        self._rules = rules
        listed = rules.matter(matter)
        self.owner = listed.delegator or listed.county_organ or ""  # the department behind it
        self.certified = listed.certificate is not None
        self._kept = kept(rules, matter, receiver)

    @property
    def kept(self) -> Kept:
        """Raises `ValueError` where no seal of the pack goes with the case."""
        if self._kept is None:
            raise ValueError(f"{self.number} bears no seal")
        return self._kept

    @property
    def _seal(self) -> dict[str, Any]:
        """Which use of which seal a command is about."""
        return {"case": self.number, "owner": self.kept.owner, "number": self.kept.number}

    def by(self, post: str, organ: str = "") -> By:
        return seat(organ or self.receiver, post)

    def document(self, kind: str) -> Document:
        """As this case numbers its papers."""
        suffix = {"acceptance": "受", "decision": "决", "certificate": "证"}[kind]
        return Document(kind, f"{self.number}-{suffix}")

    def receive(self, **stated: str | float) -> Deed:
        command = Receive(
            case=self.number,
            matter=self.matter,
            receiver=self.receiver,
            channel="window",
            stated=stated,
            applicant=synthetic_applicant(self.number),
        )
        return self.by("window_clerk"), command

    def served(self, style: str) -> Deed:
        """Received, in one of the county's ways of serving applicants (ZZ22-20, RA22-17)."""
        by, command = self.receive()
        return by, replace(command, style=style)

    def forward(self, reference: str = "", organ: str = "") -> Deed:
        command = Forward(case=self.number, external_reference=reference)
        return self.by("window_clerk", organ), command

    def accept(self, organ: str = "", gaps: tuple[Gap, ...] = (), commitment: str = "") -> Deed:
        command = Accept(
            case=self.number,
            document_number=self.document("acceptance").number,
            gaps=gaps,
            commitment=commitment,
        )
        return self.by("window_clerk", organ), command

    def apply(self, *kinds: str) -> Deed:
        documents = tuple(self.document(kind) for kind in kinds)
        return seat(self.kept.holder, "seal_user"), ApplyForUse(**self._seal, documents=documents)

    def consent(self, *kinds: str) -> Deed:
        return seat(self.kept.consenting, "principal"), ConsentToUse(**self._seal, documents=kinds)

    def stamp(self, kind: str, digest: str = "") -> Deed:
        """`digest` is of the file, where the seal is an electronic one."""
        command = Stamp(**self._seal, document=kind, digest=digest)
        return seat(self.kept.holder, "custodian", self.keeper), command

    def sealed(self, *kinds: str) -> Iterable[Deed]:
        """Application, consent, then the seal on each document."""
        return (self.apply(*kinds), self.consent(*kinds), *map(self.stamp, kinds))

    def review(
        self,
        organ: str = "",
        opinion: str = "材料齐全，符合条件",
        *,
        step: str | None = None,
        post: str = "reviewer",
    ) -> Deed:
        return self.by(post, organ), Review(case=self.number, step=step, opinion=opinion)

    def grant(self, organ: str = "") -> Deed:
        number = self.document("decision").number
        command = Decide(case=self.number, outcome="granted", document_number=number)
        return self.by("approver", organ), command

    def refuse(self, reasons: str = "（演示）不符合法定条件", organ: str = "") -> Deed:
        command = Decide(
            case=self.number,
            outcome="refused",
            document_number=self.document("decision").number,
            reasons=reasons,
            remedies=self._remedies(organ),
        )
        return self.by("approver", organ), command

    def _remedies(self, decider: str) -> str:
        """Who is respondent and defendant follows from in whose name it was decided (B-05).

        That is whose seal is on it, unless another organ decides by itself.
        """
        organ = self._rules.short(decider or (self._kept.owner if self._kept else self.owner))
        return (
            f"可自收到本决定之日起六十日内申请行政复议（被申请人：{organ}），"
            f"或者六个月内向人民法院提起行政诉讼（被告：{organ}）"
        )

    def certify(self) -> Deed:
        number = self.document("certificate").number
        return (
            self.by("window_clerk"),
            IssueCertificate(case=self.number, certificate_number=number),
        )

    def hand_back(self, organ: str = "") -> Deed:
        """结果返回乡镇, by the department."""
        return self.by("window_clerk", organ or self.owner), ReturnResult(case=self.number)

    def deliver(self, organ: str = "") -> Deed:
        return self.by("window_clerk", organ), Deliver(case=self.number)

    # What mostly happens in one go.

    def opened(self, **stated: str | float) -> Iterable[Deed]:
        """Received, accepted, the notice of it sealed."""
        return (self.receive(**stated), self.accept(), *self.sealed("acceptance"))

    def papers(self) -> tuple[str, ...]:
        """What a grant is put on."""
        return ("decision", "certificate") if self.certified else ("decision",)

    def granted(self) -> Iterable[Deed]:
        """Granted, sealed, certified where the matter has a certificate, delivered."""
        certified = (self.certify(),) if self.certified else ()
        return (self.grant(), *self.sealed(*self.papers()), *certified, self.deliver())

    def turned_down(self, reasons: str = "（演示）不符合法定条件") -> Iterable[Deed]:
        return (self.refuse(reasons), *self.sealed("decision"), self.deliver())
