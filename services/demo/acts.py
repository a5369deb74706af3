"""What sets a county up, and its main line: each act with an id of its own.

Staff are ids such as `xingjiang-principal`; applicants are numbered, with identity numbers that no
person has (region 000000).
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct

from domain.cases.commands import Accept, Decide, Deliver, IssueCertificate, Receive, Review
from domain.delegation.agreement import (
    AnnounceDelegation,
    CountersignAgreement,
    SignAgreement,
)
from domain.delegation.coverage import needs_agreement
from domain.kernel.authority import OPERATOR, By
from domain.kernel.event import Command
from domain.kernel.facts import SealForm
from domain.kernel.instruments import seal_numbers
from domain.kernel.pack import Pack
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import ACTS
from domain.matters.pilot import StartPilot
from domain.organisation.posts import AssumePost, AuthoriseStaff
from domain.policy.adoption import AdoptPack
from domain.seals.commands import (
    ApproveEngraving,
    GrantSeal,
    NameCustodian,
    PutIntoUse,
    RecordEngraving,
    RegisterSeal,
)
from domain.seals.engraving import seal_names
from domain.seals.places import engravers, owners
from domain.seals.use import ApplyForUse, ConsentToUse, Stamp
from services.demo.act import Act, Deed
from services.demo.dossier import Dossier, seat, synthetic_applicant
from tenants.calendars import needed, seed
from tenants.loader import digest

__all__ = [
    "DEPARTMENT_POSTS",
    "OUTLET_POSTS",
    "TOWNSHIP_POSTS",
    "Act",
    "CasePlan",
    "County",
    "synthetic_applicant",
]

TOWNSHIP_POSTS = {
    "window_clerk": ("receive", "accept", "certify", "deliver", "forward"),
    "reviewer": ("review", "survey"),
    "approver": ("decide",),
    "seal_user": ("apply",),
    "custodian": (),
    "principal": (),
}
DEPARTMENT_POSTS = {
    "principal": (),
    "window_clerk": ("receive", "accept", "return", "deliver"),
    "reviewer": ("review", "survey"),
    "approver": ("decide", "survey"),
}
OUTLET_POSTS = {"principal": (), "window_clerk": ("receive", "forward", "deliver")}
_SAYS: dict[type[Command], str] = {
    Receive: "收件",
    Accept: "受理",
    ApplyForUse: "申请用印",
    ConsentToUse: "主要负责人签字同意",
    Stamp: "盖章",
    Review: "审核",
    Decide: "审批",
    IssueCertificate: "制证",
    Deliver: "送达并办结",
}


class CasePlan(Struct, frozen=True):
    """A case to play: where, which matter, what the applicant states."""

    number: str
    township: str
    matter: int
    stated: dict[str, str | float]
    refuse: bool = False


class County:
    """Makes the acts of one tenant, by what its pack says of agreements and seals."""

    def __init__(self, tenant: str, pack: Pack) -> None:
        self.tenant = tenant
        self.pack = pack
        self.rules = Rulebook(pack)

    def by(self, organ: str, post: str) -> By:
        return seat(organ, post)

    def handed_down(self, matter: int) -> bool:
        return needs_agreement(self.rules, matter)

    def adoption(self) -> Act:
        says = f"采用政策包 {self.pack.name} {self.pack.version}"
        command = AdoptPack(pack=self.pack, digest=digest(self.pack))
        return self._act("adopt", says, OPERATOR, command)

    def calendars(self) -> Iterator[Act]:
        """The published years that the pack's terms may touch (B-70)."""
        for year in needed(self.pack.effective_from):
            yield self._act(f"calendar/{year}", f"采用{year}年工作日历", OPERATOR, seed(year))

    def staffing(self, organ: str, posts: Mapping[str, tuple[str, ...]]) -> Iterator[Act]:
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

    def matters_of(self, delegator: str, without: Iterable[int] = ()) -> tuple[int, ...]:
        """What the department hands down by agreement."""
        return tuple(
            matter.no
            for matter in self.pack.matter
            if matter.delegator == delegator
            and self.handed_down(matter.no)
            and matter.no not in without
        )

    def handing_down(self, delegator: str, township: str) -> Iterator[Act]:
        """Agreement, announcement, and the seal from engraving to use."""
        pair = f"{self.rules.short(delegator)}—{self.rules.short(township)}"
        deeds = [
            ("委托部门签署委托协议", self.sign(delegator, township)),
            ("乡镇签署，协议生效", self.countersign(delegator, township)),
            *(
                ("公告委托（行政许可法第二十四条）", it)
                for it in self.announce(delegator, township)
            ),
            *self.seal(delegator, township),
        ]
        for n, (what, (by, command)) in enumerate(deeds):
            key = f"{delegator}/{township}/{n}"
            yield self._act(key, f"{pair}：{what}", by, command)

    def sign(
        self,
        delegator: str,
        township: str,
        *,
        without: Iterable[int] = (),
        valid_until: date | None = None,
    ) -> Deed:
        matters = self.matters_of(delegator, without)
        agreement = self.rules.about(matters).agreement
        terms = agreement.contents if agreement else {}
        command = SignAgreement(
            delegator=delegator,
            delegatee=township,
            contents={name: f"（演示）{text}" for name, text in terms.items()},
            matters=matters,
            valid_from=self.pack.effective_from,
            valid_until=valid_until,
        )
        return self.by(delegator, "principal"), command

    def countersign(self, delegator: str, township: str) -> Deed:
        command = CountersignAgreement(delegator=delegator, delegatee=township)
        return self.by(township, "principal"), command

    def announce(
        self, delegator: str, township: str, matters: tuple[int, ...] | None = None
    ) -> Iterator[Deed]:
        """Of the matters that are licences, if any is (B-11)."""
        licences = tuple(
            no
            for no in (self.matters_of(delegator) if matters is None else matters)
            if self.rules.matter(no).power == "licence"
        )
        if licences:
            command = AnnounceDelegation(
                delegator=delegator,
                delegatee=township,
                matters=licences,
                published_in="县政府门户网站（演示）",
            )
            yield self.by(delegator, "principal"), command

    def seal(
        self,
        owner: str,
        holder: str,
        keeper: str = "",
        *,
        form: SealForm = "physical",
        named: int = 0,
    ) -> list[tuple[str, Deed]]:
        """A seal's way into use, each step with its name. `named`: which of the permitted texts."""
        kinds = tuple(self.rules.seals.values())
        fitting = (kind for kind in kinds if owner in owners(self.rules, kind, holder))
        rule = next(fitting, kinds[0])
        number = next(iter(seal_numbers(rule, self.rules.organ(holder))), 0)
        name = seal_names(self.rules, rule, owner, holder, number)[named]
        engraving, *_ = engravers(self.rules, rule, owner, holder)
        approve = ApproveEngraving(
            owner=owner,
            number=number,
            rule=rule.id,
            name=name,
            holder="" if rule.numbered_by_holder else holder,
            form=form,
        )
        engrave = RecordEngraving(
            owner=owner, number=number, name=name, engraver="公安机关指定刻章单位（演示）"
        )
        imprint = hashlib.sha256(name.encode()).hexdigest()
        keeper = keeper or self.by(holder, "custodian").person
        named_keeper = NameCustodian(owner=owner, number=number, person=keeper)
        head = self.by(owner, "principal")
        return [
            (f"批准刻制“{name}”", (head, approve)),
            ("刻制", (self.by(engraving, "principal"), engrave)),
            ("备案", (head, RegisterSeal(owner=owner, number=number, imprint=imprint))),
            ("授予", (head, GrantSeal(owner=owner, number=number))),
            ("指定保管人", (self.by(holder, "principal"), named_keeper)),
            ("启用", (head, PutIntoUse(owner=owner, number=number))),
        ]

    def case(self, plan: CasePlan) -> Iterator[Act]:
        """One case from the window to its conclusion, with its seal uses in between."""
        number = plan.number
        case = Dossier(self.rules, number, plan.matter, plan.township)
        ending = case.turned_down() if plan.refuse else case.granted()
        deeds = (*case.opened(**plan.stated), case.review(), *ending)
        for n, (by, command) in enumerate(deeds):
            says = f"办件 {number}：{_SAYS[type(command)]}"
            yield self._act(f"{number}/{n}", says, by, command)

    def _act(self, key: str, says: str, by: By, command: Command) -> Act:
        return Act(self.tenant, key, says, by, command)
