"""The acts of the demo: setting a county up, then cases.

Each has an id of its own, so playing the same act twice is a repeat and changes nothing.

Staff are ids such as `xingjiang-principal`; applicants are numbered, with identity numbers that no
person has (region 000000).
"""

import hashlib
from collections.abc import Iterator
from uuid import NAMESPACE_URL, UUID, uuid5

from msgspec import Struct

from domain.cases.commands import (
    Accept,
    Applicant,
    Decide,
    Deliver,
    IssueCertificate,
    Receive,
    Review,
)
from domain.delegation.agreement import (
    AnnounceDelegation,
    CountersignAgreement,
    SignAgreement,
    needs_agreement,
)
from domain.kernel.authority import OPERATOR, By
from domain.kernel.event import Command
from domain.kernel.pack import Pack
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import ACTS
from domain.kernel.words import document as word
from domain.matters.pilot import StartPilot
from domain.organisation.posts import AssumePost, AuthoriseStaff
from domain.policy.adoption import AdoptPack
from domain.seals.life import (
    GrantSeal,
    NameCustodian,
    PutIntoUse,
    RecordEngraving,
    RegisterSeal,
    seal_names,
)
from domain.seals.use import ApplyForUse, ConsentToUse, Document, Stamp
from tenants.calendars import needed, seed
from tenants.loader import digest

TOWNSHIP_POSTS = {
    "window_clerk": ("receive", "accept", "certify", "deliver", "forward"),
    "reviewer": ("review",),
    "approver": ("decide",),
    "seal_user": ("apply",),
    "custodian": (),
    "principal": (),
}


class Act(Struct, frozen=True):
    """One command by somebody; `says` tells a spectator what happens."""

    tenant: str
    key: str
    says: str
    by: By
    command: Command

    @property
    def id(self) -> UUID:
        return uuid5(NAMESPACE_URL, f"tongban:demo:{self.tenant}:{self.key}")


class CasePlan(Struct, frozen=True):
    """A case to play: where, which matter, what the applicant states."""

    number: str
    township: str
    matter: int
    stated: dict[str, str | float]
    refuse: bool = False


class County:
    """Makes the acts of one tenant, for a pack whose seal matters are delegated by agreement."""

    def __init__(self, tenant: str, pack: Pack) -> None:
        self.tenant = tenant
        self.pack = pack
        self.rules = Rulebook(pack)

    def by(self, organ: str, post: str) -> By:
        return By(f"{organ}-{post}", organ, post)

    def adoption(self) -> Act:
        says = f"采用政策包 {self.pack.name} {self.pack.version}"
        command = AdoptPack(pack=self.pack, digest=digest(self.pack))
        return self._act("adopt", says, OPERATOR, command)

    def calendars(self) -> Iterator[Act]:
        """The published years that the pack's terms may touch (B-70)."""
        for year in needed(self.pack.effective_from):
            yield self._act(f"calendar/{year}", f"采用{year}年工作日历", OPERATOR, seed(year))

    def staffing(self, organ: str, posts: dict[str, tuple[str, ...]]) -> Iterator[Act]:
        """Somebody for every post; whoever takes steps is authorised for all seal matters."""
        name = self.rules.short(organ)
        for post in posts:
            person = self.by(organ, post).person
            yield self._act(
                f"{organ}/{post}",
                f"{name}：{person} 任{self.rules.post(post)}",
                OPERATOR,
                AssumePost(organ=organ, post=post, person=person),
            )
        matters = tuple(sorted(self.rules.matters))
        for post, steps in posts.items():
            if steps:
                person = self.by(organ, post).person
                yield self._act(
                    f"{organ}/{post}/authorise",
                    f"{name}：授权 {person} 办理 {'、'.join(ACTS[step] for step in steps)}",
                    self.by(organ, "principal"),
                    AuthoriseStaff(person=person, organ=organ, steps=steps, matters=matters),
                )

    def pilot(self, matter: int, organs: tuple[str, ...]) -> Act:
        delegator = self.rules.matter(matter).delegator or ""
        return self._act(
            f"pilot/{matter}",
            f"第{matter}项在{len(organs)}个乡镇试点",
            self.by(delegator, "principal"),
            StartPilot(matter=matter, organs=organs),
        )

    def handing_down(self, delegator: str, township: str) -> Iterator[Act]:
        """Agreement, announcement, and the seal from engraving to use."""
        rules = self.rules
        pair = f"{rules.short(delegator)}—{rules.short(township)}"
        matters = tuple(
            matter.no
            for matter in self.pack.matter
            if matter.delegator == delegator and needs_agreement(rules, matter.no)
        )
        key = f"{delegator}/{township}"
        head = self.by(delegator, "principal")
        terms = self.pack.agreement.contents if self.pack.agreement else {}
        yield self._act(
            f"{key}/sign",
            f"{pair}：委托部门签署委托协议（{len(matters)}项）",
            head,
            SignAgreement(
                delegator=delegator,
                delegatee=township,
                contents={name: f"（演示）{text}" for name, text in terms.items()},
                matters=matters,
                valid_from=self.pack.effective_from,
            ),
        )
        yield self._act(
            f"{key}/countersign",
            f"{pair}：乡镇签署，协议生效",
            self.by(township, "principal"),
            CountersignAgreement(delegator=delegator, delegatee=township),
        )
        licences = tuple(no for no in matters if rules.matter(no).power == "licence")
        if licences:
            yield self._act(
                f"{key}/announce",
                f"{pair}：公告委托（行政许可法第二十四条）",
                head,
                AnnounceDelegation(
                    delegator=delegator,
                    delegatee=township,
                    matters=licences,
                    published_in="县政府门户网站（演示）",
                ),
            )
        yield from self._seal(delegator, township)

    def _seal(self, delegator: str, township: str) -> Iterator[Act]:
        rule = next(iter(self.rules.seals.values()))
        number = self.rules.organ(township).seal_no or 0
        name = seal_names(self.rules, rule, delegator, township)[0]
        head = self.by(delegator, "principal")
        keeper = self.by(township, "custodian").person
        imprint = hashlib.sha256(name.encode()).hexdigest()
        steps: list[tuple[str, By, Command]] = [
            (
                "刻制",
                head,
                RecordEngraving(
                    owner=delegator,
                    number=number,
                    rule=rule.id,
                    name=name,
                    engraver="公安机关指定刻章单位（演示）",
                ),
            ),
            ("备案", head, RegisterSeal(owner=delegator, number=number, imprint=imprint)),
            ("授予", head, GrantSeal(owner=delegator, number=number)),
            (
                "指定保管人",
                self.by(township, "principal"),
                NameCustodian(owner=delegator, number=number, person=keeper),
            ),
            ("启用", head, PutIntoUse(owner=delegator, number=number)),
        ]
        for what, by, command in steps:
            yield self._act(f"{delegator}/{number}/{command.TYPE}", f"{name}：{what}", by, command)

    def case(self, plan: CasePlan) -> Iterator[Act]:
        """One case from the window to its conclusion, with its seal uses in between."""
        town, number = plan.township, plan.number
        documents = [Document("decision", f"{number}-决")]
        if self.rules.matter(plan.matter).certificate and not plan.refuse:
            documents.append(Document("certificate", f"{number}-证"))
        clerk = self.by(town, "window_clerk")
        steps: list[tuple[str, By, Command]] = [
            (
                "收件",
                clerk,
                Receive(
                    case=number,
                    matter=plan.matter,
                    receiver=town,
                    channel="window",
                    stated=plan.stated,
                    applicant=synthetic_applicant(number),
                ),
            ),
            ("受理", clerk, Accept(case=number, document_number=f"{number}-受")),
            # The notice of acceptance bears the seal too (行政许可法 32).
            *self._stamping(plan, (Document("acceptance", f"{number}-受"),)),
            ("审核", self.by(town, "reviewer"), Review(case=number, opinion="材料齐全，符合条件")),
            ("审批", self.by(town, "approver"), self._decision(plan)),
            *self._stamping(plan, tuple(documents)),
        ]
        if len(documents) > 1:
            steps.append(
                (
                    "制证",
                    clerk,
                    IssueCertificate(case=number, certificate_number=documents[1].number),
                )
            )
        steps.append(("送达并办结", clerk, Deliver(case=number)))
        for n, (what, by, command) in enumerate(steps):
            yield self._act(f"{number}/{n}", f"办件 {number}：{what}", by, command)

    def _stamping(
        self, plan: CasePlan, documents: tuple[Document, ...]
    ) -> Iterator[tuple[str, By, Command]]:
        """Application, consent, then the seal on each document."""
        town, case = plan.township, plan.number
        owner = self.rules.matter(plan.matter).delegator or ""
        number = self.rules.organ(town).seal_no or 0
        kinds = tuple(document.kind for document in documents)
        yield (
            "申请用印",
            self.by(town, "seal_user"),
            ApplyForUse(case=case, owner=owner, number=number, documents=documents),
        )
        yield (
            "主要负责人签字同意",
            self.by(town, "principal"),
            ConsentToUse(case=case, owner=owner, number=number, documents=kinds),
        )
        for kind in kinds:
            yield (
                f"盖章：{word(kind)}",
                self.by(town, "custodian"),
                Stamp(case=case, owner=owner, number=number, document=kind),
            )

    def _decision(self, plan: CasePlan) -> Decide:
        document = f"{plan.number}-决"
        if not plan.refuse:
            return Decide(case=plan.number, outcome="granted", document_number=document)
        return Decide(
            case=plan.number,
            outcome="refused",
            document_number=document,
            reasons="（演示）不符合法定条件",
            remedies=self._remedies(plan),
        )

    def _remedies(self, plan: CasePlan) -> str:
        """Who is respondent and defendant follows from in whose name it was decided (B-05)."""
        organ = self.rules.short(self.rules.matter(plan.matter).delegator or "")
        return (
            f"可自收到本决定之日起六十日内申请行政复议（被申请人：{organ}），"
            f"或者六个月内向人民法院提起行政诉讼（被告：{organ}）"
        )

    def _act(self, key: str, says: str, by: By, command: Command) -> Act:
        return Act(self.tenant, key, says, by, command)


def synthetic_applicant(seed: str) -> Applicant:
    """Nobody: a numbered applicant with an identity number of region 000000."""
    digits = int(hashlib.sha256(seed.encode()).hexdigest(), 16) % 10**4
    return Applicant(name=f"演示申请人{digits:04}", id_number=f"00000019000101{digits:04}")
