"""One case on its way: who does what in it, at its window and in the department."""

import hashlib
from collections.abc import Iterable

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


class Dossier:
    """The acts of one case. `keeper`: who keeps the seal, where it is not the usual custodian.

    Steps are the receiver's, unless `organ` names the department that takes them.
    """

    def __init__(
        self, rules: Rulebook, number: str, matter: int, receiver: str, keeper: str | None = None
    ) -> None:
        self.number = number
        self.matter = matter
        self.receiver = receiver
        self.keeper = keeper
        self.owner = rules.matter(matter).delegator or ""
        self.certified = rules.matter(matter).certificate is not None
        self._seal_number = rules.organ(receiver).seal_no or 0
        self._owner_name = rules.short(self.owner)

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

    def forward(self, reference: str = "") -> Deed:
        return self.by("window_clerk"), Forward(case=self.number, external_reference=reference)

    def accept(self, organ: str = "", gaps: tuple[Gap, ...] = (), commitment: str = "") -> Deed:
        command = Accept(
            case=self.number,
            document_number=self.document("acceptance").number,
            gaps=gaps,
            commitment=commitment,
        )
        return self.by("window_clerk", organ), command

    def apply(self, *kinds: str) -> Deed:
        command = ApplyForUse(
            case=self.number,
            owner=self.owner,
            number=self._seal_number,
            documents=tuple(self.document(kind) for kind in kinds),
        )
        return self.by("seal_user"), command

    def consent(self, *kinds: str) -> Deed:
        command = ConsentToUse(
            case=self.number, owner=self.owner, number=self._seal_number, documents=kinds
        )
        return self.by("principal"), command

    def stamp(self, kind: str) -> Deed:
        command = Stamp(case=self.number, owner=self.owner, number=self._seal_number, document=kind)
        return seat(self.receiver, "custodian", self.keeper), command

    def sealed(self, *kinds: str) -> Iterable[Deed]:
        """Application, consent, then the seal on each document."""
        return (self.apply(*kinds), self.consent(*kinds), *map(self.stamp, kinds))

    def review(self, organ: str = "", opinion: str = "材料齐全，符合条件") -> Deed:
        return self.by("reviewer", organ), Review(case=self.number, opinion=opinion)

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
            remedies=self._remedies(),
        )
        return self.by("approver", organ), command

    def _remedies(self) -> str:
        """Who is respondent and defendant follows from in whose name it was decided (B-05)."""
        organ = self._owner_name
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

    def hand_back(self) -> Deed:
        """结果返回乡镇, by the department."""
        return self.by("window_clerk", self.owner), ReturnResult(case=self.number)

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
