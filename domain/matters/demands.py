"""Each demand of an upper level, asked of a matter under a mode: what met it, or the refusal."""

from collections.abc import Callable, Iterator, Mapping

from domain.kernel.pack import Level, Matter
from domain.kernel.parties import Cast, performers
from domain.kernel.refusal import IllegalState, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import LEVELS, quoted
from domain.matters.asked import Answer, Asked
from domain.matters.catalogues import Versions
from domain.matters.declared import latest_review
from domain.matters.less import more_between
from domain.matters.order import outside, unsuited


def answer(asked: Asked) -> Answer:
    return _CHECKS[asked.demand.kind](asked)


def open_levels(matter: Matter, mode: str, rules: Rulebook) -> frozenset[Level]:
    """At which levels an applicant may come: to whoever receives it, or to the channel beside it.

    An organ that could receive the matter counts where the matter is offered at it (XG23-41).
    """
    places = {place for offer in matter.offer for place in offer.at}
    steps = [step for name in with_channel(mode, rules) for step in rules.mode(name).step]
    return frozenset(
        organ.level
        for organ in rules.pack.organ
        if (not places or places & {organ.id, organ.kind})
        for step in steps
        if step.kind == "receive"
        and organ.id in performers(rules, step, Cast(matter, organ.id, {}))
    )


def with_channel(mode: str, rules: Rulebook) -> Iterator[str]:
    """A mode with the channels that its cases may be led to, one after the other."""
    at: str | None = mode
    while at is not None:  # the validator proved that channels do not go round
        yield at
        beside = rules.mode(at).otherwise
        at = beside.mode if beside else None


def _on_application(asked: Asked) -> Answer:
    if asked.matter.on_application:
        return "依申请"
    return asked.refuse(
        NotPermitted,
        "matters.listing_not_on_application",
        f"{asked.item}不是依申请的事项，不在改革范围",
    )


def _in_catalogue(asked: Asked) -> Answer:
    """In a version that is valid when it is listed (B-24)."""
    upper = asked.rules.pack.upper
    titles = {it.id: it.name for it in upper.catalogue} if upper else {}
    said = []
    for name in asked.demand.catalogue:
        version = asked.facts.catalogues.get(name, Versions(name)).on(asked.day)
        if version is not None and version.covers(asked.matter):
            return f"{name}@{version.version}"
        said.append(f"“{titles.get(name, name)}”（{version.version if version else '未采用版本'}）")
    return asked.refuse(
        NotPermitted,
        "matters.listing_not_in_catalogue",
        f"{asked.item}不在{'、'.join(said)}之内",
    )


def _research(asked: Asked) -> Answer:
    study = asked.study
    if study is not None:
        volume = study.volume
        period = f"{volume.since}至{volume.until}"
        return f"{study.document_number}（{period}收件{volume.received}件）"
    return asked.refuse(IllegalState, "matters.listing_not_studied", f"{asked.moved}尚未作研究论证")


def _capacity(asked: Asked) -> Answer:
    found = asked.capacity(asked.mode)
    if found is not None and found.able:
        return found.document_number
    said = f"评估结论为不能承接（{found.document_number}）" if found else "尚未评估承接能力"
    return asked.refuse(IllegalState, "matters.listing_capacity", f"{asked.moved}{said}")


def _legality(asked: Asked) -> Answer:
    found = latest_review(asked.facts.declared, asked.mode, asked.matter.mode)
    if found is not None and found.legality == "lawful":
        return found.document_number
    said = f"结论不是合法（{found.document_number}）" if found else "尚未进行"
    return asked.refuse(
        IllegalState, "matters.listing_legality", f"{asked.moved}的合法性审核{said}"
    )


def _published(asked: Asked) -> Answer:
    if asked.facts.published_in.strip():
        return asked.facts.published_in
    return asked.refuse(
        IllegalState,
        "matters.listing_not_public",
        f"{asked.moved}没有向社会公开，请写明公开的载体",
    )


def _free_choice(asked: Asked) -> Answer:
    """Nobody is forced to one level, unless a law says so (JX24-04, -05; B-25)."""
    if asked.matter.confined is not None:
        return asked.matter.confined.source
    found = open_levels(asked.matter, asked.mode, asked.rules)
    missing = [level for level in asked.demand.levels if level not in found]
    if not missing and len(found) > 1:
        return _named(found)
    wanted = f"，{'、'.join(LEVELS[level] for level in missing)}不能办" if missing else ""
    return asked.refuse(
        NotPermitted,
        "matters.listing_no_choice",
        f"{asked.moved}后只能到{_named(found) or '（没有哪一级）'}办理{wanted}；"
        "法律规定只能如此的，在事项中写明依据",
    )


def _no_narrowing(asked: Asked) -> Answer:
    """No limit on the county's power from a department's normative document (JX24-10)."""
    rules = asked.rules
    documents = {document.id: document for document in rules.pack.document if document.normative}
    for guard in (*asked.matter.guard, *rules.mode(asked.mode).guard):
        document = documents.get(guard.imposed_by or "")
        if document is None:
            continue
        if document.issuer is None or rules.find(document.issuer).level in asked.demand.levels:
            return asked.refuse(
                NotPermitted,
                "matters.listing_narrowed",
                f"{asked.item}的限制“{guard.label}”出自规范性文件{quoted(document.title)}，"
                "不得据此限制县级行使权限",
            )
    return "没有规范性文件的限制"


def _only_less(asked: Asked) -> Answer:
    """Steps and time as they are now, or less; more only by law and approval (JX24-43, B-27)."""
    current, rules, increase = asked.facts.current, asked.rules, asked.facts.increase
    if current is None:
        return "首次列入"
    before = asked.facts.before or rules
    more = more_between((current, before), (asked.mode, rules), asked.matter.no)
    if not more:
        return "只减不增"
    if increase is not None and increase.whole:
        return f"{increase.law} {increase.approved_in}"
    return asked.refuse(
        NotPermitted,
        "matters.listing_more",
        f"{asked.moved}后{'；'.join(more)}，法律变动要求增加的，须写明法律依据和批准文号",
    )


def _law_levels(asked: Asked) -> Answer:
    """The mode is for what the law gives to these levels, and not to others (JX24-09, -11).

    Where each has a part by its size or grade, no level has the whole: each part is a matter.
    """
    levels, demand, split = frozenset(asked.matter.law_levels), asked.demand, asked.matter.law_split
    fits = levels.issuperset(demand.levels) and levels.isdisjoint(demand.without)
    if fits and not (demand.undivided and split):
        return f"法定实施层级：{_named(levels)}"
    said = f"法定实施层级是{_named(levels)}" if levels else "没有写明法定实施层级"
    if fits and split:
        said += f"，{split.source}规定按权限划分实施（各级权限内的部分，分别列为事项）"
    return asked.refuse(
        NotPermitted,
        "matters.listing_law_levels",
        f"{asked.item}{said}，不能改为{quoted(asked.rules.mode(asked.mode).title)}",
    )


def _named(levels: frozenset[Level]) -> str:
    return "、".join(words for level, words in LEVELS.items() if level in levels)


_CHECKS: Mapping[str, Callable[[Asked], Answer]] = {
    "on_application": _on_application,
    "in_catalogue": _in_catalogue,
    "research": _research,
    "capacity": _capacity,
    "legality": _legality,
    "published": _published,
    "free_choice": _free_choice,
    "no_narrowing": _no_narrowing,
    "only_less": _only_less,
    "law_levels": _law_levels,
    "outside": outside,
    "unsuited": unsuited,
}
