"""Authority, answered from facts: may this organ, through this person's post, do this now?

One question, a closed list of links, each checked at the moment of the act and cited by the stream
version that was looked at. The first missing link is the refusal. Sources: 行政许可法 24;
XG23-05, -51…-57, -83; DOMAIN B-11, B-14, E4; DESIGN 5.
"""

from datetime import datetime

from msgspec import Struct

from domain.kernel.authority import Authority, By, Link
from domain.kernel.facts import Agreement, Fact, Post, Seal, Staff
from domain.kernel.pack import Matter, Need, Step
from domain.kernel.parties import Cast, bind
from domain.kernel.refusal import NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import require_post
from domain.kernel.words import ACTS

# Acts of office: they need the post and no staff authorisation; the code refuses any other post.
_OFFICES = {
    "consent": "seal.consent_by_principal",
    "stamp": "seal.custody",
    "extend": "cases.extended_by_head",
}


class Facts(Struct, frozen=True, kw_only=True):
    """What the log says about the links."""

    policy: str  # stream@version of the adoption in force
    post: Fact[Post]
    staff: Fact[Staff]
    agreement: Fact[Agreement]
    seal: Fact[Seal] | None = None  # None: the act needs none


class Question(Struct, frozen=True, kw_only=True):
    """`receiver` is the organ where the applicant came; `actors` who took the steps so far.

    Without `power` it only puts on record what an applicant did: no instrument needs to stand.
    """

    by: By
    matter: int
    mode: str
    step: str
    receiver: str
    actors: dict[str, str]
    act: str  # what staff must be authorised for: the step's kind, or "apply"/"consent"/"stamp"
    post: str | None = None  # the post whose office the act is; None: any post of the organ
    power: bool = True
    delegable: bool = False  # another post may do it too, if authorised by name (B-08)
    at: datetime
    routed: NotPermitted | None = None  # why the case left the receiver's own mode, if it did


def answer(question: Question, facts: Facts, rules: Rulebook) -> Authority:
    """The authority with its chain, or `NotPermitted` for the first missing link."""
    matter = rules.matter(question.matter)
    step = rules.step(question.mode, question.step)
    cast = Cast(matter, question.receiver, question.actors)
    chain = [
        Link("pack", facts.policy, f"{rules.pack.name} {rules.pack.version}"),
        Link(
            "matter",
            f"{rules.version}#{matter.no}",
            f"第{matter.no}项 {matter.name}：{rules.mode(question.mode).name}",
        ),
    ]
    seal = [] if facts.seal is None else [_seal(question, facts.seal, matter, rules)]
    in_name_of = _performer(question, step, cast, rules)
    for need in rules.mode(question.mode).needs if question.power else ():
        if _applies(need, matter):
            chain += _instrument(need, question, facts, matter, rules)
    chain += seal
    chain += _person(question, facts, rules)
    return Authority(
        question.by.organ,
        in_name_of,
        question.by.person,
        question.by.post,
        matter.no,
        question.mode,
        step.id,
        tuple(chain),
    )


def missing_instrument(
    mode: str,
    matter: Matter,
    agreement: Fact[Agreement],
    seal: Fact[Seal],
    at: datetime,
    rules: Rulebook,
) -> NotPermitted | None:
    """The first instrument of a mode that does not stand: it routes a new case elsewhere (B-01)."""
    for need in rules.mode(mode).needs:
        if not _applies(need, matter):
            continue
        if need.instrument.startswith("seal:"):
            if seal.state is None or seal.state.status_at(at) != "in_use":
                return rules.refuse(NotPermitted, "seal.not_put_into_use", "该乡镇没有使用中的印章")
            continue
        refusal = _agreement_problem(need, agreement.state, matter, at, rules)
        if refusal is not None:
            return refusal
    return None


def _performer(question: Question, step: Step, cast: Cast, rules: Rulebook) -> str:
    performers = [organ for party in step.by for organ in bind(rules, party, cast)]
    if question.by.organ not in performers:
        if question.routed is not None and question.by.organ == question.receiver:
            raise question.routed
        raise rules.refuse(
            NotPermitted,
            "cases.wrong_performer",
            f"“{step.name or step.id}”应由{'、'.join(map(rules.short, performers))}办理，"
            f"不由{rules.short(question.by.organ)}办理",
            organ=question.by.organ,
            step=step.id,
        )
    if step.as_ is None:
        return question.by.organ
    return bind(rules, step.as_, cast)[0]


def _applies(need: Need, matter: Matter) -> bool:
    return need.when is None or need.when.power in (None, matter.power)


def _instrument(
    need: Need, question: Question, facts: Facts, matter: Matter, rules: Rulebook
) -> list[Link]:
    if need.instrument.startswith("seal:"):
        return []  # asked for where a seal is used, by the seal itself
    fact, at = facts.agreement, question.at
    refusal = _agreement_problem(need, fact.state, matter, at, rules)
    if refusal is not None:
        raise refusal
    entry = fact.state.scheduled(matter.no, at) if fact.state else None
    if fact.state is None or entry is None:
        return []
    both = f"{rules.short(fact.state.delegator)}—{rules.short(fact.state.delegatee)}"
    if need.instrument == "announcement" and entry.announced is not None:
        day = entry.announced.at.astimezone(rules.zone).date()
        ref = f"{fact.stream}@{entry.announced.version}"
        return [Link("announcement", ref, f"{both}委托已于{day}公告")]
    # The event that put the matter under delegation: the countersignature, or an amendment's.
    ref = f"{fact.stream}@{entry.version}"
    return [Link("agreement", ref, f"{both}委托协议，含第{matter.no}项")]


def _agreement_problem(
    need: Need, agreement: Agreement | None, matter: Matter, at: datetime, rules: Rulebook
) -> NotPermitted | None:
    match need.instrument:
        case "agreement" | "acceptance_agreement":
            if agreement is None:
                return rules.refuse(NotPermitted, "delegation.no_agreement", "没有签订委托协议")
            if not agreement.latest.countersigned and agreement.term_at(at) is None:
                return rules.refuse(
                    NotPermitted,
                    "delegation.not_countersigned",
                    f"委托协议尚未经{rules.short(agreement.delegatee)}主要负责人签署",
                )
            if agreement.term_at(at) is None:
                return rules.refuse(
                    NotPermitted, "delegation.not_in_force", "委托协议尚未生效、已到期或已终止"
                )
            if agreement.suspended_at(at):
                return rules.refuse(
                    NotPermitted,
                    "delegation.suspended",
                    f"{rules.short(agreement.delegator)}已暂停委托协议，恢复前不得以其名义办理",
                )
            if not agreement.covers(matter.no, at):
                return rules.refuse(
                    NotPermitted,
                    "delegation.matter_not_in_agreement",
                    f"第{matter.no}项不在委托协议之内",
                )
        case "announcement":
            if agreement is None or not agreement.announced_for(matter.no, at):
                return rules.refuse(
                    NotPermitted,
                    "delegation.not_announced",
                    f"第{matter.no}项的受委托机关和委托内容尚未公告",
                )
    return None


def _seal(question: Question, fact: Fact[Seal], matter: Matter, rules: Rulebook) -> Link:
    seal = fact.state
    organ = question.by.organ
    if not rules.organ(organ).seals:
        raise rules.refuse(
            NotPermitted, "seal.organ_without_seal", f"{rules.short(organ)}不是用章单位"
        )
    if seal is None:
        raise rules.refuse(NotPermitted, "seal.not_registered", "没有这枚印章的备案")
    if not any(seal.rule in step.seal for step in rules.mode(matter.mode).step):
        raise rules.refuse(NotPermitted, "seal.out_of_scope", f"第{matter.no}项不是使用此章的事项")
    if not any(seal.rule in step.seal for step in rules.mode(question.mode).step):
        raise rules.refuse(NotPermitted, "seal.out_of_scope", "本件不按此章的办理方式办理")
    if seal.owner != matter.delegator:
        raise rules.refuse(
            NotPermitted,
            "seal.wrong_department",
            f"“{seal.name}”不是委托部门{rules.short(matter.delegator or '')}的印章",
        )
    if seal.holder != organ or organ != question.receiver:
        raise rules.refuse(
            NotPermitted,
            "seal.wrong_township",
            f"“{seal.name}”由{rules.short(seal.holder)}使用，不由{rules.short(organ)}使用",
        )
    if not seal.was_put_into_use(question.at):
        raise rules.refuse(NotPermitted, "seal.not_put_into_use", f"“{seal.name}”尚未启用")
    if seal.status_at(question.at) != "in_use":
        raise rules.refuse(NotPermitted, "seal.not_in_use", f"“{seal.name}”不在使用中")
    return Link("seal", fact.ref, seal.name)


def _person(question: Question, facts: Facts, rules: Rulebook) -> list[Link]:
    """The post, and the authorisation that whoever acts without holding the office needs."""
    by, staff = question.by, facts.staff
    its_post = question.post in (None, by.post)
    authorised = staff.state is not None and staff.state.may(
        by.organ, question.act, question.matter, question.at
    )
    if not its_post and not (question.delegable and authorised):
        raise rules.refuse(
            NotPermitted,
            _OFFICES.get(question.act, "organisation.wrong_post"),
            f"此项应由“{rules.post(question.post)}”办理，不由“{rules.post(by.post)}”办理",
            post=by.post,
        )
    require_post(facts.post, by, question.at, rules)
    links = [Link("post", facts.post.ref, f"{rules.short(by.organ)}{rules.post(by.post)}")]
    if question.act not in _OFFICES or not its_post:
        if not authorised:
            raise rules.refuse(
                NotPermitted,
                "organisation.not_authorised",
                f"{by.person}未获授权办理第{question.matter}项的“{ACTS[question.act]}”，"
                "请本单位主要负责人先行授权",
                person=by.person,
                act=question.act,
            )
        links.append(Link("staff", staff.ref, f"{by.person}获授权“{ACTS[question.act]}”"))
    return links
