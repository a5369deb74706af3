"""Where a county's rules do what an upper level prohibits: a finding per matter (B-20, E5-8).

Found by the shape of the rules and never by a name. A finding is no verdict: what was done under
these rules stays valid and attributable (B-22); what becomes of the matter is decided in the
county's self-inspection (JX24-35).
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from domain.kernel.event import Event
from domain.kernel.instruments import CONCLUDED
from domain.kernel.pack import BasisFinding, Matter, Mode, Prohibition, SealRule
from domain.kernel.refusal import NotPermitted
from domain.kernel.rulebook import Rulebook

LAWFUL: frozenset[BasisFinding] = frozenset({"law", "regulation", "rule"})
"""What a delegation may rest on (行政许可法 24, B-12)."""
OUTSIDE: frozenset[BasisFinding] = frozenset({"not_needed"})
"""Of matters that are no licences the law on licences asks for no such basis."""


class Finding(Struct, frozen=True):
    """One matter whose handling meets prohibitions: the mode, its seals, on what it may rest.

    `clauses`: of each prohibition, as its document has it. `rules`: the version that it was found
    in, which alone need know its mode and seals; empty: the one that the event names.
    """

    matter: int
    name: str
    mode: str
    seals: tuple[str, ...]
    prohibitions: tuple[str, ...]
    clauses: tuple[str, ...]
    basis: BasisFinding
    basis_text: str
    basis_source: str = ""
    rules: str = ""

    @property
    def said(self) -> "Finding":
        """Whichever version says so."""
        return replace(self, rules="")


class ConflictFlagged(Event, frozen=True, kw_only=True):
    """What an adoption brought to light: `rules` names the county's version in force then.

    Of one matter there may be several findings: what is in force first, then what is to come.
    """

    TYPE: ClassVar[str] = "policy.conflict_flagged"
    upper: str
    rules: str
    findings: tuple[Finding, ...]


def findings(rules: Rulebook) -> tuple[Finding, ...]:
    """Of all matters of the county under the upper level's prohibitions."""
    upper = rules.pack.upper
    if upper is None:
        return ()
    found = (_finding(matter, upper.prohibition, rules) for matter in rules.pack.matter)
    return tuple(each for each in found if each is not None)


def _finding(
    matter: Matter, prohibitions: tuple[Prohibition, ...], rules: Rulebook
) -> Finding | None:
    mode = rules.mode(matter.mode)
    met = [each for each in prohibitions if _SHAPES[each.kind](matter, mode, rules)]
    if not met:
        return None
    basis = matter.delegation_basis
    return Finding(
        matter=matter.no,
        name=matter.name,
        mode=mode.id,
        seals=tuple(dict.fromkeys(rule.id for rule in _lent(mode, rules))),
        prohibitions=tuple(each.id for each in met),
        clauses=tuple(dict.fromkeys(each.clause for each in met)),
        basis=basis.finding if basis else "none_found",
        basis_text=basis.text if basis else "",
        basis_source=basis.source if basis else "",
        rules=rules.version,
    )


def is_lent(rule: SealRule, rules: Rulebook) -> bool:
    """Whether one organ's seal is kept and used by another (JX24-33)."""
    return rules.pack.party[rule.owner] != rules.pack.party[rule.holder]


def _lent(mode: Mode, rules: Rulebook) -> Iterator[SealRule]:
    for step in mode.step:
        yield from (rules.seals[name] for name in step.seal if is_lent(rules.seals[name], rules))


def _extra_seal(_: Matter, mode: Mode, rules: Rulebook) -> bool:
    return any(_lent(mode, rules))


def _without_basis(matter: Matter, mode: Mode, _: Rulebook) -> bool:
    """The decision is taken in another's name, on what the two concluded (JX24-34, B-12)."""
    return _delegated(mode) and _basis(matter) not in LAWFUL | OUTSIDE


def _delegated(mode: Mode) -> bool:
    concluded = any(need.instrument in CONCLUDED for need in mode.needs)
    lent = any(s.kind == "decide" and s.as_ is not None and s.as_ not in s.by for s in mode.step)
    return concluded and lent


def _basis(matter: Matter) -> BasisFinding:
    return matter.delegation_basis.finding if matter.delegation_basis else "none_found"


_SHAPES: Mapping[str, Callable[[Matter, Mode, Rulebook], bool]] = {
    "extra_seal": _extra_seal,
    "delegation_without_basis": _without_basis,
}


def _prohibitions(rules: Rulebook) -> tuple[Prohibition, ...]:
    return rules.pack.upper.prohibition if rules.pack.upper else ()


def prohibits_seals(rules: Rulebook) -> bool:
    """Whether the upper level's rules allow no seal that one organ lends to another."""
    return any(each.kind == "extra_seal" for each in _prohibitions(rules))


def require_seal_allowed(rule: SealRule, rules: Rulebook) -> None:
    """Refuse to engrave, hand out or take back into use a seal that may not be lent any more."""
    for each in _prohibitions(rules):
        if each.kind == "extra_seal" and is_lent(rule, rules):
            raise NotPermitted(
                "seal.prohibited_above",
                "上级通知生效后，不得再刻制、授予、恢复使用交由其他单位保管使用的审批专用章",
                clause=each.clause,
                text=each.text,
                source=each.source,
            )


def to_review(matters: tuple[int, ...], rules: Rulebook) -> tuple[int, ...]:
    """Which of them may be handed down anew on a legality review (JX24-34, B-12).

    The notice speaks of every matter on application. Of one that is no licence no law asks for a
    basis to delegate it, so that it is unlawful is not said yet: the review says it.
    """
    if not any(each.kind == "delegation_without_basis" for each in _prohibitions(rules)):
        return ()
    listed = [rules.matter(no) for no in matters if no in rules.matters]
    return tuple(
        it.no
        for it in listed
        if it.on_application and _delegated(rules.mode(it.mode)) and _basis(it) in OUTSIDE
    )


def require_basis(matters: tuple[int, ...], reviewed: Collection[int], rules: Rulebook) -> None:
    """Refuse to hand down anew what has no law, regulation or rule for it (B-12).

    `reviewed`: of those of `to_review`, what was found lawful.
    """
    for each in _prohibitions(rules):
        if each.kind != "delegation_without_basis":
            continue
        unreviewed = [no for no in to_review(matters, rules) if no not in reviewed]
        if unreviewed:
            raise NotPermitted(
                "delegation.not_reviewed",
                "通知所说的是全部依申请事项，不只是行政许可："
                f"{rules.items(unreviewed)}的委托须先经合法性审核，结论为合法的才能再委托",
                clause=each.clause,
                text=each.text,
                source=each.source,
            )
        lacking = [
            no
            for no in matters
            if no in rules.matters
            and any(_without_basis(rules.matter(no), mode, rules) for mode in rules.modes_of(no))
        ]
        if lacking:
            raise NotPermitted(
                "delegation.no_legal_basis",
                f"没有法律、法规、规章依据的，不得再委托：{rules.items(lacking)}",
                clause=each.clause,
                text=each.text,
                source=each.source,
            )
