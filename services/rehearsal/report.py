"""What a rehearsal found: alike findings together, with how many there are and the first of them.

However long the history, what is kept is one group for each kind of difference and a few examples.
"""

from collections.abc import Hashable
from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from domain.liability.attribution import Line

Kind = Literal["unknown", "refused", "routed", "attributed", "otherwise"]
KINDS: tuple[Kind, ...] = ("unknown", "refused", "routed", "attributed", "otherwise")


class Example(Struct, frozen=True, kw_only=True):
    """One act: the event that put it on record (`stream@version`), when it happened, its words."""

    ref: str
    on: date
    case: str = ""
    says: str = ""


class Finding(Struct, frozen=True, kw_only=True):
    """One difference of an act, which `act` calls as officials do.

    `code`, `clause`, `text`, `source`: of the refusal, or of the reason to go elsewhere. `before`,
    `after`: modes, or whose name the act was in; `went`, `came`: lines of liability.
    """

    kind: Kind
    act: str = ""
    matter: str = ""
    mode: str = ""
    code: str = ""
    clause: str = ""
    text: str = ""
    source: str = ""
    before: str = ""
    after: str = ""
    went: tuple[Line, ...] = ()
    came: tuple[Line, ...] = ()


class Group(Struct, frozen=True, kw_only=True):
    finding: Finding
    count: int
    examples: tuple[Example, ...]


class Report(Struct, frozen=True, kw_only=True):
    """`version` is empty where every act was asked by the rules of its time.

    `head`: the log's position up to which it was played. `acts`: decisions taken again.

    `cases`: those received since `since`; `different`: by kind, how many of them are concerned.
    `following`: acts in cases that would not have been received or would be elsewhere, so they
    would not have come like that. `not_played`: acts that no rehearsal asks again. `organs`: the
    names of those that lines of liability name.
    """

    tenant: str
    pack: str
    version: str
    head: int
    since: date | None
    events: int
    acts: int
    cases: int
    different: dict[Kind, int]
    following: int
    not_played: dict[str, int]
    groups: tuple[Group, ...]
    organs: dict[str, str]


class Findings:
    """Groups findings as they come."""

    def __init__(self, examples: int) -> None:
        self._limit = examples
        self._groups: dict[Hashable, Group] = {}
        self._cases: dict[Kind, set[str]] = {}

    def add(self, finding: Finding, example: Example) -> None:
        group = self._groups.get(finding) or Group(finding=finding, count=0, examples=())
        shown = group.examples
        if len(shown) < self._limit:
            shown = (*shown, example)
        self._groups[finding] = replace(group, count=group.count + 1, examples=shown)
        if example.case:
            self._cases.setdefault(finding.kind, set()).add(example.case)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The kinds in their order, in each the most frequent first."""
        found = self._groups.values()
        return tuple(sorted(found, key=lambda g: (KINDS.index(g.finding.kind), -g.count)))

    @property
    def cases(self) -> dict[Kind, int]:
        return {kind: len(self._cases.get(kind, ())) for kind in KINDS}
