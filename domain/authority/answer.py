"""Authority, answered from facts: may this organ, through this person's post, do this now?

One question, a closed list of links, each checked at the moment of the act and cited by the stream
version that was looked at. The first missing link is the refusal. Sources: 行政许可法 24;
XG23-05, -51…-57, -83; DOMAIN B-11, B-14, E4; DESIGN 5.
"""

from datetime import datetime

from msgspec import Struct

from domain.authority.ready import Asked, Prepared, conditions, require_ready
from domain.authority.standing import Instruments, in_flight, link, needs, posting, problem
from domain.kernel.authority import Authority, By, Link
from domain.kernel.facts import Fact, Post, Seal, Staff
from domain.kernel.pack import Condition, Matter, Step
from domain.kernel.parties import Cast, bind, performers
from domain.kernel.refusal import NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import require_post
from domain.kernel.words import ACTS, POWER_SOURCES

# Acts of office: they need the post and no staff authorisation; the code refuses any other post.
_OFFICES = {
    "consent": "seal.consent_by_principal",
    "stamp": "seal.custody",
    "extend": "cases.extended_by_head",
}

_OF_A_SEAL = frozenset({"apply", "consent", "stamp"})
_HELPING = frozenset({"receive", "forward"})
"""What agents of service points do: collect and forward (JX24-26)."""


class Facts(Struct, frozen=True, kw_only=True):
    """What the log says about the links."""

    policy: str  # stream@version of the adoption in force
    post: Fact[Post]
    staff: Fact[Staff]
    instruments: Instruments
    seal: Fact[Seal] | None = None  # None: the act needs none
    prepared: Prepared | None = None  # None: no condition is asked for the act


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
    granted: tuple[str, ...] | None = None  # as in `Cast`
    act: str  # what staff must be authorised for: the step's kind, or "apply"/"consent"/"stamp"
    post: str | None = None  # the post whose office the act is; None: any post of the organ
    power: bool = True
    delegable: bool = False  # another post may do it too, if authorised by name (B-08)
    at: datetime
    routed: NotPermitted | None = None  # why the case left the receiver's own mode, if it did
    about: str = ""  # the organ whose act is consented to, where another consents; empty: its own

    @property
    def organ(self) -> str:
        """Whose power it is that the act exercises."""
        return self.about or self.by.organ

    def cast(self, rules: Rulebook) -> Cast:
        return Cast(rules.matter(self.matter), self.receiver, self.actors, self.granted)

    def conditions(self, rules: Rulebook) -> tuple[Condition, ...]:
        """What must be there at a township before the act (XG23-69)."""
        found = conditions(self.organ, self.mode, self.act, rules) if self.power else ()
        return tuple(condition for condition in found if condition.blocks)


def answer(question: Question, facts: Facts, rules: Rulebook) -> Authority:
    """The authority with its chain, or `NotPermitted` for the first missing link."""
    matter = rules.matter(question.matter)
    step = rules.step(question.mode, question.step)
    mode = rules.mode(question.mode)
    cast = question.cast(rules)
    chain = [
        Link("pack", facts.policy, f"{rules.pack.name} {rules.pack.version}"),
        Link(
            "matter",
            f"{rules.version}#{matter.no}",
            f"{rules.item(matter.no)} {matter.name}：{mode.name}",
        ),
        *_source(matter, rules),
    ]
    seal = [] if facts.seal is None else [_seal(question, facts.seal, cast, rules)]
    in_name_of = _performer(question, step, cast, rules)
    for need in needs(mode, matter) if question.power else ():
        refusal = problem(need, mode, cast, facts.instruments, question.at, rules)
        if refusal is not None:
            raise refusal
        found = link(need, mode, cast, facts.instruments, question.at, rules)
        chain += [] if found is None else [found]
    withdrawn = in_flight(mode, cast, facts.instruments, question.at, rules)
    chain += [] if withdrawn is None else [withdrawn]
    chain += seal
    if question.power:
        asked = Asked(cast, question.at, question.by.person)
        chain += require_ready(question.conditions(rules), facts.prepared, asked, rules)
    if step.window is not None and question.act == step.kind:
        chain.append(posting(step.window, question.by, facts.instruments, question.at, rules))
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


def _performer(question: Question, step: Step, cast: Cast, rules: Rulebook) -> str:
    able = performers(rules, step, cast)
    if question.act in _OF_A_SEAL and step.id in question.actors:
        # Of several who might have taken the step, its document is that of whoever has.
        able = tuple(organ for organ in able if organ == question.actors[step.id])
    if question.organ not in able:
        if question.routed is not None and question.organ == question.receiver:
            raise _in_words(question.routed, rules)
        raise rules.refuse(
            NotPermitted,
            "cases.wrong_performer",
            f"“{step.name or step.id}”应由{'、'.join(map(rules.short, able)) or '其他机关'}办理，"
            f"不由{rules.short(question.organ)}办理",
            organ=question.organ,
            step=step.id,
        )
    if step.as_ is None:
        return question.organ
    return next(iter(bind(rules, step.as_, cast)), question.organ)


def _in_words(routed: NotPermitted, rules: Rulebook) -> NotPermitted:
    """What a case keeps of its reason is code and clause: with the county's words there, if any."""
    rule = rules.rules.get(routed.code)
    if rule is None or rule.clause != routed.clause:
        return routed
    return rules.refuse(NotPermitted, routed.code, routed.message)


def _source(matter: Matter, rules: Rulebook) -> list[Link]:
    """Where the power comes from, if the list says so: not what it reaches to (B-42)."""
    given = matter.power_from
    if given is None:
        return []
    what = POWER_SOURCES.get(given.source, given.source)
    return [Link("empowerment", f"{rules.version}#{matter.no}", f"{given.by}{what}")]


def _seal(question: Question, fact: Fact[Seal], cast: Cast, rules: Rulebook) -> Link:
    seal, matter = fact.state, cast.matter
    organ = question.organ
    if not rules.organ(organ).seals:
        raise rules.refuse(
            NotPermitted, "seal.organ_without_seal", f"{rules.short(organ)}不是用章单位"
        )
    if seal is None:
        raise rules.refuse(NotPermitted, "seal.not_registered", "没有这枚印章的备案")
    step = rules.step(question.mode, question.step)
    if seal.rule not in step.seal:
        own = (step for mode in rules.modes_of(matter.no) for step in mode.step)
        said = f"{rules.item(matter.no)}不是使用此章的事项"
        if any(seal.rule in other.seal for other in rules.mode(question.mode).step):
            said = (
                f"“{step.name or step.id}”环节的文书不使用此章"  # an own document (行政许可法 69)
            )
        elif any(seal.rule in step.seal for step in own):
            said = "本件不按此章的办理方式办理"
        raise rules.refuse(NotPermitted, "seal.out_of_scope", said)
    rule = rules.seals[seal.rule]
    owners = bind(rules, rule.owner, cast)
    if seal.owner not in owners:
        raise rules.refuse(
            NotPermitted,
            "seal.wrong_department",
            f"“{seal.name}”不是{'、'.join(map(rules.short, owners))}的印章",
        )
    if seal.holder != organ or organ not in bind(rules, rule.holder, cast):
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
    points = rules.pack.service_points
    if points is not None and by.post == points.post and question.act not in _HELPING:
        raise rules.refuse(
            NotPermitted,
            "service_points.agent_has_no_power",
            f"“{rules.post(by.post)}”只帮办代办、代收转交，"
            f"不办理“{ACTS.get(question.act, question.act)}”",
            act=question.act,
        )
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
                f"{by.person}未获授权办理{rules.item(question.matter)}的“{ACTS[question.act]}”"
                f"（{question.act}），请本单位主要负责人先行授权",
                person=by.person,
                act=question.act,
            )
        links.append(Link("staff", staff.ref, f"{by.person}获授权“{ACTS[question.act]}”"))
    return links
