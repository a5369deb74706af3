"""Which mode goes first: the next is for what that one is not for, or does not fit (JX24-15)."""

from domain.kernel.refusal import IllegalState, NotPermitted
from domain.matters.asked import Answer, Asked
from domain.matters.catalogues import Versions


def outside(asked: Asked) -> Answer:
    """Not what a mode that goes first is for, in no list of it or too much for it (JX24-19)."""
    upper, demand = asked.rules.pack.upper, asked.demand
    titles = {it.id: f"“{it.name}”" for it in upper.catalogue} if upper else {}
    found = {name: asked.facts.catalogues.get(name, Versions(name)) for name in demand.catalogue}
    valid = ((name, it.on(asked.day)) for name, it in found.items())
    read = {name: version for name, version in valid if version is not None}
    within = [name for name, version in read.items() if version.covers(asked.matter)]
    if read and not within:
        return "不在" + "、".join(f"{name}@{it.version}" for name, it in read.items())
    unable = [it for it in map(asked.capacity, demand.instead_of) if it and not it.able]
    if unable:
        return unable[-1].document_number
    if within:
        listed = f"{titles.get(within[0], within[0])}（{read[within[0]].version}）"
        said = f"在{listed}之内，应当{_modes(asked)}；承接单位评估为不能承接的除外"
    else:
        names = "、".join(titles.get(name, name) for name in found)
        said = f"是否应当{_modes(asked)}无从核对：{names}都没有采用版本"
    return asked.refuse(NotPermitted, "matters.listing_another_first", f"{asked.item}{said}")


def unsuited(asked: Asked) -> Answer:
    """For what fits none of the modes that go first, with the reason why (JX24-15, -21)."""
    study = asked.study
    if study is not None and study.unsuited:
        return study.document_number
    return asked.refuse(
        IllegalState,
        "matters.listing_another_first",
        f"{asked.moved}，研究论证须写明为什么不适宜{_modes(asked)}",
    )


def _modes(asked: Asked) -> str:
    titles = (asked.rules.mode(name).title for name in asked.demand.instead_of)
    return "、".join(f"“{title}”" for title in titles)
