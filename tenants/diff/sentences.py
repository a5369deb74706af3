"""One sentence for one change: what it is about, old and new, and the clause it rests on."""

from collections.abc import Iterator
from typing import Literal

import msgspec
from msgspec import Struct

from domain.kernel.pack import (
    Duty,
    Guard,
    Limit,
    Matter,
    Mode,
    Need,
    Organ,
    Rule,
    SealRule,
    Sla,
    Step,
    WorkPlanTerms,
)
from domain.kernel.words import quoted
from tenants.diff.labels import label
from tenants.diff.wording import Wording, amount
from tenants.template import struct_of

Kind = Literal["added", "removed", "changed"]
_CITED = frozenset({"clause", "source"})
_NAMES = frozenset({"id", "no", "name"})


class Change(Struct, frozen=True, kw_only=True):
    """What changed, in words.

    `about`: the key in the pack, for programs (`mode[…].step[…]`). `clause` and `source`: of the
    new entry, of a removed one its own.
    """

    section: str
    about: str
    kind: Kind
    says: str
    clause: str = ""
    source: str = ""

    def __str__(self) -> str:
        cited = self.clause or self.source
        return f"{self.says}（{cited}）" if cited else self.says


def title(item: Struct, words: Wording) -> str:
    """What officials call an entry."""
    said = ""
    match item:
        case Matter():
            said = f"{words.rules.item(item.no)}{quoted(item.name)}"
        case Mode():
            said = quoted(item.title)
        case Duty():
            said = _duty(item, words) + (f"（{words.when(item.when)}）" if item.when else "")
        case Need():
            said = words.need(item)
        case Guard():
            said = quoted(item.label)
        case Rule():
            said = f"{quoted(item.clause)}（{item.id}）"
        case Step():
            said = quoted(item.name or item.id)
        case SealRule():
            said = words.seal(item.id)
        case WorkPlanTerms():
            said = quoted(words.programme(item.programme))
    names = (getattr(item, key, None) for key in ("name", "title", "label", "id", "no"))
    return said or next((quoted(str(name)) for name in names if name), "")


def _duty(duty: Duty, words: Wording) -> str:
    word = words.value("Duty", "duty", duty.duty)
    return word if word.endswith("责任") else f"{word}责任"


def describe(item: Struct, words: Wording) -> str:
    """An entry that came or went, whole: what an official must know of it."""
    said = ""
    match item:
        case Matter():
            said = _matter(item, words)
        case Mode():
            said = _mode(item, words)
        case Step():
            said = _step(item, words)
        case Duty():
            said = _bears(item, words)
        case Guard():
            said = _limits(item, words)
        case Sla() | Limit():
            said = _term(item, words)
        case Rule():
            said = quoted(item.text)
        case Organ():
            said = words.value("Organ", "kind", item.kind)
        case Need():
            said = "方可办理"
    return said or "，".join(_parts(item, words))


def _parts(item: Struct, words: Wording) -> Iterator[str]:
    struct = type(item).__name__
    for field in msgspec.structs.fields(type(item)):
        value = getattr(item, field.name)
        if field.encode_name in _CITED | _NAMES or value in (None, (), "", False, {}):
            continue
        if struct_of(field.type) is None:
            shown = shown_value(struct, field.encode_name, value, words)
            yield f"{label(struct, field.encode_name)}：{shown}"


def shown_value(struct: str, key: str, value: object, words: Wording) -> str:
    if isinstance(value, dict):
        return "、".join(
            f"{name}＝{said}" if (name := words.key(str(k))) else said
            for k, v in value.items()
            for said in [words.value(struct, key, v)]
        )
    return words.value(struct, key, value)


def _matter(item: Matter, words: Wording) -> str:
    of = f"，委托部门{words.organ(item.delegator)}" if item.delegator else ""
    return f"办理方式{words.mode(item.mode)}{of}，{item.power_label or '未写事项类型'}"


def _mode(item: Mode, words: Wording) -> str:
    """Who takes which step, what must stand before, who answers in the ordinary run."""
    steps = "、".join(f"{step.name or step.id}由{_by(step, words)}办理" for step in item.step)
    needs = "、".join(map(words.need, item.needs))
    duties = "、".join(
        f"{_duty(duty, words)}由{words.party(duty.bearer)}承担（{duty.clause or duty.source}）"
        for duty in item.duty
        if duty.when is None or duty.when.finding is None
    )
    said = (("", steps), ("前提文书：", needs), ("责任：", duties))
    return "；".join(f"{name}{what}" for name, what in said if what)


def _by(step: Step, words: Wording) -> str:
    return "或者".join(dict.fromkeys(map(words.party, step.by)))


def _step(item: Step, words: Wording) -> str:
    said = [f"由{_by(item, words)}办理"]
    if item.as_:
        said.append(f"以{words.party(item.as_)}名义")
    if item.seal:
        said.append(f"盖{words.value('Step', 'seal', item.seal)}")
    if item.within:
        said.append(f"时限{words.sla(item.within)}")
    return "，".join(said)


def _bears(item: Duty, words: Wording) -> str:
    share = words.value("Duty", "share", item.share)
    basis = words.value("Duty", "basis", item.basis)
    by = f"，由{words.party(item.by)}追究" if item.by else ""
    return f"由{words.party(item.bearer)}{share}承担（{basis}）{by}"


def _limits(item: Guard, words: Wording) -> str:
    said = []
    if item.allow:
        said.append(f"只限{'、'.join(item.allow)}")
    if item.deny:
        said.append(f"不含{'、'.join(item.deny)}")
    for bound, word in ((item.at_least, "不少于"), (item.at_most, "不多于")):
        if bound is not None:
            said.append(f"{word}{bound:g}{item.unit or ''}")
    if item.count:
        said.append(f"限{item.count}个试点乡镇")
    if item.otherwise:
        said.append(f"不符合的改走{words.mode(item.otherwise)}")
    return "，".join(said)


def _term(item: Sla | Limit, words: Wording) -> str:
    where = f"（{words.value('Sla', 'certainty', item.certainty)}）"
    of = f"{words.value('Limit', 'of', item.of)}：" if isinstance(item, Limit) else ""
    return f"{of}{amount(item)}{where}"
