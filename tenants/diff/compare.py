"""Every difference of two packs, by walking whatever fields their structs have.

A new field of the schema is compared without a line here. Within an entry the plain keys make one
sentence; entries below it (steps, duties, limits of an entry) one each.
"""

from collections.abc import Iterator, Mapping

import msgspec
from msgspec import Struct

from domain.kernel.pack import Duty, Limit, Matter, Pack, Sla, Tolerance, When
from domain.kernel.words import quoted
from tenants.diff.labels import label, section
from tenants.diff.outlook import outlook
from tenants.diff.pairing import pair
from tenants.diff.sentences import Change, Kind, describe, shown_value, title
from tenants.diff.wording import NOTHING, Wording, amount

_AMOUNT = frozenset({"days", "unit"})  # said together
_VERBS: Mapping[Kind, str] = {"added": "新增", "removed": "取消", "changed": "改变"}
_MANY = 12  # so many titles are listed in one sentence


class _Walk:
    def __init__(self, old: Pack, new: Pack) -> None:
        self.old, self.new = Wording(old), Wording(new)
        # Ids of two counties mean nothing to each other, but one is an upper level's or both are
        # of one county: then they name the same.
        self.strangers = old.id != new.id

    def table(self, name: str, old: object, new: object) -> Iterator[Change]:
        """One top-level table or key of the pack."""
        where = section(name)
        if isinstance(old, tuple) and isinstance(new, tuple):
            yield from self._entries(where, name, label("Pack", name), "", old, new)
        elif isinstance(old, dict) and isinstance(new, dict):
            yield from self._mapping(where, name, label("Pack", name), "Pack", old, new)
        elif isinstance(old, Struct) or isinstance(new, Struct):
            yield from self._single(where, name, label("Pack", name), old, new)
        elif old != new:
            yield _changed(where, name, "", [self._says("Pack", name, old, new)])

    def _entries(
        self,
        where: str,
        about: str,
        noun: str,
        within: str,
        old: tuple[Struct, ...],
        new: tuple[Struct, ...],
    ) -> Iterator[Change]:
        found = pair(old, new, by_name=self.strangers and not within)
        many = self.strangers and not within
        sides: tuple[tuple[Kind, tuple[Struct, ...], Wording], ...] = (
            ("removed", found.removed, self.old),
            ("added", found.added, self.new),
        )
        for kind, items, words in sides:
            if many and len(items) > 1:
                yield _summary(where, about, noun, kind, items, words)
                continue
            for item in items:
                yield _whole(where, _key(about, item), within, noun, kind, item, words)
        for before, after in found.changed:
            yield from self._entry(where, _key(about, after), noun, within, before, after)
        if not (found.removed or found.added or found.changed) and old != new:
            says = f"{within}{noun}的次序改变"
            yield Change(section=where, about=about, kind="changed", says=says)

    def _entry(
        self, where: str, about: str, noun: str, within: str, old: Struct, new: Struct
    ) -> Iterator[Change]:
        name = title(new, self.new)
        subject = f"{within}{'' if isinstance(new, Matter | Duty) else noun}{name}"
        said = list(self._plain(old, new))
        if isinstance(old, Matter) and isinstance(new, Matter):
            said += outlook(old, new, self.old, self.new)
        if said:
            yield _changed(where, about, subject, said, new)
        yield from self._below(where, about, subject, old, new)

    def _plain(self, old: Struct, new: Struct) -> Iterator[str]:
        """The keys of two entries that hold values, where they differ: one phrase each."""
        struct = type(new).__name__
        if isinstance(old, Sla | Limit | Tolerance) and isinstance(new, Sla | Limit | Tolerance):
            before, after = amount(old), amount(new)
            if before != after:
                yield f"{label(struct, 'days')}由{before}改为{after}"
        for field in msgspec.structs.fields(type(new)):
            before, after = getattr(old, field.name), getattr(new, field.name)
            if before == after or _structured(before) or _structured(after):
                continue
            if isinstance(new, Sla | Limit | Tolerance) and field.name in _AMOUNT:
                continue
            if isinstance(before, dict) and isinstance(after, dict):
                noun = label(struct, field.encode_name)
                changed = self._mapping("", field.encode_name, noun, struct, before, after)
                yield from (change.says for change in changed)
                continue
            yield self._says(struct, field.encode_name, before, after)

    def _below(
        self, where: str, about: str, subject: str, old: Struct, new: Struct
    ) -> Iterator[Change]:
        struct = type(new).__name__
        for field in msgspec.structs.fields(type(new)):
            before, after = getattr(old, field.name), getattr(new, field.name)
            if before == after or not (_structured(before) or _structured(after)):
                continue
            noun = label(struct, field.encode_name)
            below = f"{about}.{field.encode_name}"
            if isinstance(before, tuple) and isinstance(after, tuple):
                yield from self._entries(where, below, noun, f"{subject}：", before, after)
            else:
                yield from self._single(where, below, f"{subject}：{noun}", before, after)

    def _single(
        self, where: str, about: str, noun: str, old: object, new: object
    ) -> Iterator[Change]:
        """A table of which there is one, or none."""
        if isinstance(old, Struct) and isinstance(new, Struct):
            said = list(self._plain(old, new))
            if said:
                yield _changed(where, about, noun, said, new)
            yield from self._below(where, about, noun, old, new)
        elif isinstance(new, Struct):
            yield _whole(where, about, "", noun, "added", new, self.new)
        elif isinstance(old, Struct):
            yield _whole(where, about, "", noun, "removed", old, self.old)

    def _mapping(
        self,
        where: str,
        about: str,
        noun: str,
        struct: str,
        old: Mapping[str, object],
        new: Mapping[str, object],
    ) -> Iterator[Change]:
        for key in dict.fromkeys((*old, *new)):
            if old.get(key) == new.get(key):
                continue
            before = self.old.value(struct, about, old[key]) if key in old else NOTHING
            after = self.new.value(struct, about, new[key]) if key in new else NOTHING
            called = (self.new if key in new else self.old).key(key)
            name = f"{noun}{quoted(called)}" if called else noun
            kind: Kind = "changed"
            said = _turned(name, before, after, old.get(key), new.get(key))
            if key not in old:
                kind, said = "added", f"新增{name}：{after}"
            elif key not in new:
                kind, said = "removed", f"取消{name}：{before}"
            yield Change(section=where, about=f"{about}[{key}]", kind=kind, says=said)

    def _says(self, struct: str, key: str, old: object, new: object) -> str:
        before = shown_value(struct, key, old, self.old)
        after = shown_value(struct, key, new, self.new)
        return _turned(label(struct, key), before, after, old, new)


def compare(old: Pack, new: Pack) -> tuple[Change, ...]:
    """What changes for officials from one pack to another, in the order of the pack's tables."""
    walk = _Walk(old, new)
    return tuple(
        change
        for field in msgspec.structs.fields(Pack)
        for change in walk.table(
            field.encode_name, getattr(old, field.name), getattr(new, field.name)
        )
    )


def _turned(name: str, before: str, after: str, old: object, new: object) -> str:
    if before == after:  # the same to an official: a name behind an id, or the other way
        before, after = f"{before}（{old}）", f"{after}（{new}）"
    return f"{name}由{before}改为{after}"


def _changed(
    where: str, about: str, subject: str, said: list[str], item: Struct | None = None
) -> Change:
    says = "；".join(said)
    return Change(
        section=where,
        about=about,
        kind="changed",
        says=f"{subject}：{says}" if subject else says,
        clause=getattr(item, "clause", ""),
        source=getattr(item, "source", ""),
    )


def _whole(
    where: str, about: str, within: str, noun: str, kind: Kind, item: Struct, words: Wording
) -> Change:
    """An entry that came or went, with all that it says."""
    name, said = title(item, words), describe(item, words)
    noun = "" if isinstance(item, Duty) else noun  # its title says what it is
    return Change(
        section=where,
        about=about,
        kind=kind,
        says=f"{within}{_VERBS[kind]}{noun}{name}{'：' if said else ''}{said}",
        clause=getattr(item, "clause", ""),
        source=getattr(item, "source", ""),
    )


def _summary(
    where: str, about: str, noun: str, kind: Kind, items: tuple[Struct, ...], words: Wording
) -> Change:
    """Of two counties most entries are different ones: how many, and the first of them."""
    titles = "、".join(title(item, words) for item in items[:_MANY])
    more = "等" if len(items) > _MANY else ""
    side = "前者" if kind == "removed" else "后者"
    says = f"只有{side}有的{noun}{len(items)}个：{titles}{more}"
    return Change(section=where, about=about, kind=kind, says=says)


def _key(about: str, item: Struct) -> str:
    for name in ("id", "no"):
        if hasattr(item, name):
            return f"{about}[{getattr(item, name)}]"
    return f"{about}[]"


def _entries(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], Struct)


def _structured(value: object) -> bool:
    """Whether it has keys of its own that are compared one by one; a condition is one value."""
    return _entries(value) or (isinstance(value, Struct) and not isinstance(value, When))
