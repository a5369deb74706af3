"""政策性文件告知: who regulates tells who approves, in writing and in time (XG22-22, B-32).

Of a document of the nation, the province, the city or the county, whoever regulates the matters it
is about owes a written notice to every organ that handles them, and where the county says so to
each township that does (XG23-27). It runs from the later of the two days, on which it was issued
and on which it was received; both are kept. One stream per regulating organ and number: the
document's number is its issuer's.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import ClassVar, Literal

import msgspec
from msgspec import Struct, field

from domain.kernel.authority import By
from domain.kernel.digest import is_sha256
from domain.kernel.event import Command, Event
from domain.kernel.pack import PolicyNoticeTerms
from domain.kernel.parties import Cast, bind, bind_all
from domain.kernel.refusal import BeforePredecessor, IllegalState, Invalid, NotFound, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import day_of

IssuedAt = Literal["nation", "province", "city", "county"]
LEVELS: dict[IssuedAt, str] = {"nation": "国家", "province": "省", "city": "市", "county": "县"}
_LENGTH = 200


class RegisterPolicyDocument(Command, frozen=True, kw_only=True):
    """Put on record a policy document that concerns what the own organ regulates (XG22-22).

    `matters` and `domains` say what it is about, one of them at least; `digest` is that of its
    scan, where there is one.
    """

    TYPE: ClassVar[str] = "exchange.register_policy_document"
    number: str
    level: IssuedAt
    issued_by: str
    title: str
    issued_on: date
    received_on: date
    digest: str = ""
    matters: tuple[int, ...] = ()
    domains: tuple[str, ...] = ()


class NotifyApprovers(Command, frozen=True, kw_only=True):
    """Send the written notice of it: `document_number` is the notice's own.

    `to`: some of those it is owed to; none named: all who were not told yet.
    """

    TYPE: ClassVar[str] = "exchange.notify_approvers"
    number: str
    document_number: str
    to: tuple[str, ...] = ()


class AcknowledgePolicyNotice(Command, frozen=True, kw_only=True):
    """The organ of whoever acts has received the regulating organ's notice."""

    TYPE: ClassVar[str] = "exchange.acknowledge_policy_notice"
    regulator: str
    number: str


class PolicyDocumentRegistered(Event, frozen=True, kw_only=True):
    """`matters`: all that it is about; `approvers` are owed the notice, by the rules `policy`."""

    TYPE: ClassVar[str] = "exchange.policy_document_registered"
    regulator: str
    number: str
    level: IssuedAt
    issued_by: str
    title: str
    issued_on: date
    received_on: date
    digest: str
    matters: tuple[int, ...]
    domains: tuple[str, ...]
    approvers: tuple[str, ...]
    person: str
    post: str
    policy: str

    @property
    def counted_from(self) -> date:
        """The later of the two days (B-32)."""
        return max(self.issued_on, self.received_on)


class ApproversNotified(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "exchange.approvers_notified"
    EFFECT: ClassVar[bool] = True  # each approver by itself, as is its receipt
    regulator: str
    number: str
    document_number: str
    to: tuple[str, ...]
    person: str
    post: str


class PolicyNoticeAcknowledged(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "exchange.policy_notice_acknowledged"
    EFFECT: ClassVar[bool] = True
    regulator: str
    number: str
    organ: str
    person: str
    post: str


EVENTS = (PolicyDocumentRegistered, ApproversNotified, PolicyNoticeAcknowledged)


class PolicyDocument(Struct, frozen=True):
    registered: PolicyDocumentRegistered
    notified: dict[str, datetime] = field(default_factory=dict)  # by approver
    acknowledged: frozenset[str] = frozenset()


def concerned(command: RegisterPolicyDocument, organ: str, rules: Rulebook) -> tuple[int, ...]:
    """The matters that it is about: those named, and what the organ regulates in its domains."""
    terms = _terms(rules)
    named = tuple(rules.matter(no).no for no in command.matters)
    others = [no for no in named if not _regulates(organ, no, terms, rules)]
    of_domains = {
        domain: [
            matter.no
            for matter in rules.pack.matter
            if matter.domain == domain and _regulates(organ, matter.no, terms, rules)
        ]
        for domain in command.domains
    }
    others_in = [domain for domain, found in of_domains.items() if not found]
    if others or others_in or not (named or of_domains):
        what = "、".join([*map(rules.item, others), *others_in]) or "未填写事项或者领域"
        raise rules.refuse(
            NotPermitted,
            "exchange.not_regulator",
            f"由监管单位就其监管的事项登记政策性文件；不在本单位监管范围的：{what}",
        )
    return tuple(dict.fromkeys((*named, *(no for found in of_domains.values() for no in found))))


def _terms(rules: Rulebook) -> PolicyNoticeTerms:
    if rules.pack.policy_notice is None:
        raise rules.refuse(
            IllegalState,
            "exchange.no_policy_notice",
            "本县的规定没有要求就政策性文件书面告知审批单位",
        )
    return rules.pack.policy_notice


def _regulates(organ: str, matter: int, terms: PolicyNoticeTerms, rules: Rulebook) -> bool:
    return organ in bind_all(rules, terms.by, Cast(rules.matter(matter), "", {}))


def register(
    command: RegisterPolicyDocument,
    state: PolicyDocument | None,
    modes: Mapping[int, str],
    by: By,
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    """`modes`: of each matter that it is about, the handling mode that it has now."""
    if state is not None:
        raise rules.refuse(
            IllegalState,
            "exchange.policy_number_taken",
            f"本单位已经登记过政策性文件{command.number}",
        )
    issuer, title = command.issued_by.strip(), command.title.strip()
    said = 0 < len(title) <= _LENGTH and 0 < len(issuer) <= _LENGTH
    if not said or (command.digest and not is_sha256(command.digest)):
        raise rules.refuse(
            Invalid,
            "exchange.policy_incomplete",
            f"请填写文件标题和印发单位（各不超过{_LENGTH}字）；"
            "文件有扫描件的，摘要是 SHA-256（64 位十六进制）",
        )
    if max(command.issued_on, command.received_on) > day_of(at, rules):
        raise rules.refuse(
            Invalid, "exchange.policy_days", "文件的印发日期和收到日期不能晚于登记之日"
        )
    approvers = tuple(dict.fromkeys(_approvers(modes, by.organ, rules)))
    if not approvers:
        raise rules.refuse(
            Invalid, "exchange.nobody_to_notify", "所列事项没有其他审批单位需要书面告知"
        )
    return [
        PolicyDocumentRegistered(
            occurred_at=at,
            regulator=by.organ,
            number=command.number,
            level=command.level,
            issued_by=issuer,
            title=title,
            issued_on=command.issued_on,
            received_on=command.received_on,
            digest=command.digest,
            matters=tuple(modes),
            domains=tuple(dict.fromkeys(command.domains)),
            approvers=approvers,
            person=by.person,
            post=by.post,
            policy=rules.version,
        )
    ]


def _approvers(modes: Mapping[int, str], regulator: str, rules: Rulebook) -> Iterator[str]:
    """Whom the parties of the rules stand for, as far as they take a step in the matter's mode.

    A policy has no case: of those who would take one if the applicant came to them, each is told
    that the rules name (XG23-27). Nobody writes to itself.
    """
    terms = _terms(rules)
    each = [organ.id for organ in rules.among(terms.each)]
    for no, mode in modes.items():
        acting = dict.fromkeys(
            party for step in rules.mode(mode).step for party in (*step.by, *step.else_)
        )
        cast = Cast(rules.matter(no), "", {})
        for party in terms.to:
            if party in acting:
                yield from (organ for organ in bind(rules, party, cast) if organ != regulator)
        for organ in each:
            here = Cast(rules.matter(no), organ, {})
            if organ != regulator and organ in bind_all(rules, tuple(acting), here):
                yield organ


def notify(
    command: NotifyApprovers, state: PolicyDocument | None, by: By, at: datetime, rules: Rulebook
) -> list[Event]:
    """`state` is what the organ of whoever acts has registered."""
    known = _known(state, by.organ, command.number, rules)
    number = command.document_number.strip()
    if not 0 < len(number) <= _LENGTH:
        raise rules.refuse(
            Invalid, "exchange.notice_unwritten", "须书面告知审批单位：请填写告知文书的文号"
        )
    left = [organ for organ in known.registered.approvers if organ not in known.notified]
    to = tuple(dict.fromkeys(command.to)) or tuple(left)
    strangers = [organ for organ in to if organ not in known.registered.approvers]
    if strangers:
        names = "、".join(map(rules.short, strangers))
        raise rules.refuse(
            Invalid, "exchange.not_owed_notice", f"本文件无须告知{names}：不是所涉事项的审批单位"
        )
    if not left or any(organ in known.notified for organ in to):
        raise rules.refuse(
            IllegalState, "exchange.already_notified", "已经书面告知，无须就同一文件再次告知"
        )
    return [
        ApproversNotified(
            occurred_at=at,
            regulator=by.organ,
            number=command.number,
            document_number=number,
            to=to,
            person=by.person,
            post=by.post,
        )
    ]


def acknowledge(
    command: AcknowledgePolicyNotice,
    state: PolicyDocument | None,
    by: By,
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    known = _known(state, command.regulator, command.number, rules)
    if by.organ not in known.notified:
        raise rules.refuse(NotPermitted, "exchange.not_notified", "没有就该文件书面告知过本单位")
    if by.organ in known.acknowledged:
        raise rules.refuse(
            IllegalState, "exchange.already_acknowledged", "本单位已经签收该告知文书"
        )
    if at < (since := known.notified[by.organ]):
        raise BeforePredecessor(since)
    return [
        PolicyNoticeAcknowledged(
            occurred_at=at,
            regulator=command.regulator,
            number=command.number,
            organ=by.organ,
            person=by.person,
            post=by.post,
        )
    ]


def _known(
    state: PolicyDocument | None, regulator: str, number: str, rules: Rulebook
) -> PolicyDocument:
    if state is None:
        raise rules.refuse(
            NotFound,
            "exchange.policy_unknown",
            f"{rules.short(regulator)}没有登记政策性文件{number}",
        )
    return state


def evolve(state: PolicyDocument | None, event: Event) -> PolicyDocument | None:
    replace = msgspec.structs.replace
    match event:
        case PolicyDocumentRegistered():
            return PolicyDocument(event)
        case ApproversNotified(to=to, occurred_at=at) if state:
            return replace(state, notified={**state.notified, **dict.fromkeys(to, at)})
        case PolicyNoticeAcknowledged(organ=organ) if state:
            return replace(state, acknowledged=state.acknowledged | {organ})
    return state
