"""One pack version, indexed, with its words: what deciders and views look rules up in."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import TypeVar
from zoneinfo import ZoneInfo

from domain.kernel.pack import (
    AgreementTerms,
    Guard,
    Limit,
    Matter,
    MatterList,
    Mode,
    Organ,
    Pack,
    Rule,
    Sla,
    Step,
)
from domain.kernel.refusal import Invalid, NotFound, Refusal
from domain.kernel.words import quoted

R = TypeVar("R", bound=Refusal)


class Rulebook:
    """Looks up organs, matters, modes and seals, and words refusals with their clause.

    A county may run programmes by several documents. `within` is the same book for what happens
    under some modes: of one code it takes the rule that speaks of them before the general one.
    """

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.zone = ZoneInfo(pack.jurisdiction.time_zone)
        self.organs = {organ.id: organ for organ in pack.organ}
        self.matters = {matter.no: matter for matter in pack.matter}
        self.lists = {printed.id: printed for printed in pack.list}
        self._several_lists = len({matter.list for matter in pack.matter}) > 1
        self.modes = {mode.id: mode for mode in pack.mode}
        self.seals = {seal.id: seal for seal in pack.seal}
        self.slas = {sla.id: sla for sla in pack.sla}
        self.rules = dict(_general(pack.rule))
        self.agreement = pack.agreement or next(iter(pack.agreement_of), None)
        self._handled: Mapping[int, tuple[str, ...]] = {}
        self._within: dict[frozenset[str], Rulebook] = {frozenset(): self}

    @property
    def version(self) -> str:
        return f"{self.pack.id}@{self.pack.version}"

    def within(self, *modes: str) -> "Rulebook":
        """The book for what happens under these modes; under none, what holds for all."""
        scope = frozenset(modes)
        found = self._within.get(scope)
        if found is None:
            found = Rulebook.__new__(Rulebook)  # it shares every table of this one
            found.__dict__.update(self.__dict__)
            found.rules = dict(_scoped(self.pack.rule, scope))
            found.agreement = _terms(self.pack, scope)
            self._within[scope] = found
        return found

    def handling(self, modes: Mapping[int, tuple[str, ...]]) -> "Rulebook":
        """The book for matters that are handled, by event, otherwise than their list prints."""
        found = Rulebook.__new__(Rulebook)
        found.__dict__.update(self.__dict__, _handled=modes, _within={})
        return found

    def about(self, matters: Iterable[int]) -> "Rulebook":
        """The book for what is not of one case but of matters: an agreement, a guide."""
        listed = (no for no in matters if no in self.matters)
        return self.within(*(mode.id for no in listed for mode in self.modes_of(no)[:1]))

    def sealing(self, seal: str) -> "Rulebook":
        """The book for a kind of seal: of the modes that it is used in."""
        used = (m.id for m in self.pack.mode if any(seal in step.seal for step in m.step))
        return self.within(*used)

    def refuse(self, kind: type[R], code: str, message: str, **detail: str) -> R:
        """A refusal with the clause and the words that the pack gives for its code."""
        rule = self.rules.get(code)
        if rule is None:
            return kind(code, message, detail=detail)
        return kind(
            code,
            message,
            clause=rule.clause,
            text=rule.text,
            source=rule.source,
            detail=detail,
        )

    def organ(self, organ: str) -> Organ:
        found = self.organs.get(organ)
        if found is None:
            raise self.refuse(NotFound, "organisation.no_such_organ", f"没有机构“{organ}”")
        return found

    def among(self, names: Collection[str]) -> tuple[Organ, ...]:
        """The organs that are named by id or by kind, in the pack's order."""
        return tuple(
            organ for organ in self.pack.organ if not {organ.id, organ.kind}.isdisjoint(names)
        )

    def called(self, printed: str) -> tuple[Organ, ...]:
        """The organs behind a name as a document prints it: of one organ, or of a group (B-16)."""
        if printed in self.pack.group:
            return self.among(self.pack.group[printed])
        return tuple(it for it in self.pack.organ if printed in (it.name, *it.aliases))

    def below(self, organ: str) -> tuple[str, ...]:
        """The organ with every organ whose parents lead to it."""
        found = [organ]
        for at in found:  # grows; the validator proved that parents do not go round
            found += [other.id for other in self.pack.organ if other.parent == at]
        return tuple(found)

    def find(self, name: str) -> Organ:
        """An organ by its id or any of its names (B-16)."""
        for organ in self.pack.organ:
            if name in (organ.id, organ.name, *organ.aliases):
                return organ
        return self.organ(name)

    def matter(self, no: int) -> Matter:
        found = self.matters.get(no)
        if found is None:
            raise self.refuse(NotFound, "matters.not_listed", f"事项清单中没有第{no}项")
        return found

    def item(self, no: int) -> str:
        """What officials call a matter: 第21项; where several lists have rows 村级清单第6项."""
        found = self.matters.get(no)
        if found is None:
            return f"第{no}项"
        printed = self.list_of(no) if self._several_lists else None
        row = found.no if found.row is None else found.row
        return f"{printed.name if printed else ''}第{row}项"

    def list_of(self, no: int) -> MatterList | None:
        """The printed list that a matter is a row of; of a single list every matter is one."""
        only = next(iter(self.lists)) if len(self.lists) == 1 else ""
        return self.lists.get(self.matter(no).list or only)

    def items(self, matters: Collection[int]) -> str:
        return "、".join(map(self.item, sorted(matters)))

    def territory(self, no: int) -> Guard | None:
        """The matter's pilot, if its entry calls for one (XG23-46)."""
        return next((g for g in self.matter(no).guard if g.kind == "territory"), None)

    def mode(self, mode: str) -> Mode:
        return self.modes[mode]  # the validator proved that every mode named exists

    def mode_on(self, no: int, day: date) -> Mode:
        """The mode of what is received on a day: one that has ended hands its matters on."""
        modes = self.modes_of(no)
        return next((m for m in modes if m.until is None or day <= m.until), modes[-1])

    def modes_of(self, no: int) -> tuple[Mode, ...]:
        """The modes that a matter has, one after the other."""
        if no in self._handled:
            return tuple(self.mode(mode) for mode in self._handled[no])
        found = [self.mode(self.matter(no).mode)]
        while found[-1].then is not None:
            found.append(self.mode(found[-1].then))  # the validator proved that there is an end
        return tuple(found)

    def decision_limit(self, no: int, mode: str | None = None) -> Limit | Sla | None:
        """How long the decision on a matter may take: its own limit (C3), else that of its mode.

        `mode`: another than its list prints. None is returned where the mode counts no time for it.
        """
        matter = self.matter(no)
        steps = (step for step in self.mode(mode or matter.mode).step if step.kind == "decide")
        general = next((self.slas[step.within] for step in steps if step.within), None)
        own = (limit for limit in matter.limit if limit.of == "decision")
        return general and next(own, general)

    def step(self, mode: str, step: str) -> Step:
        for candidate in self.mode(mode).step:
            if candidate.id == step:
                return candidate
        raise self.refuse(
            Invalid, "cases.no_such_step", f"{quoted(self.mode(mode).name)}没有“{step}”这一环节"
        )

    @property
    def agreement_name(self) -> str:
        """What the county calls what two organs sign (ZZ22-04: 备忘录)."""
        return self.agreement.name if self.agreement else "委托协议"

    def short(self, organ: str) -> str:
        """The name to show; an id that this version does not know stands for itself."""
        found = self.organs.get(organ)
        return found.name if found else organ

    def window(self, window: str) -> str:
        """A dedicated window's name, as officials say it."""
        return next((w.name for w in self.pack.window if w.id == window), window)

    def post(self, post: str | None) -> str:
        """The post's name as officials say it."""
        return self.pack.post.get(post or "", post or "")


def _general(rules: tuple[Rule, ...]) -> Iterator[tuple[str, Rule]]:
    """By code: what holds for all modes, else the only one there is."""
    codes: dict[str, list[Rule]] = {}
    for rule in rules:
        codes.setdefault(rule.id, []).append(rule)
    for code, same in codes.items():
        general = [rule for rule in same if not rule.mode] or same
        if len(general) == 1:
            yield code, general[0]


def _scoped(rules: tuple[Rule, ...], scope: frozenset[str]) -> Iterator[tuple[str, Rule]]:
    """By code, later ones over earlier: what holds for all modes, then what holds for these."""
    yield from ((rule.id, rule) for rule in rules if not rule.mode)
    yield from ((rule.id, rule) for rule in rules if not scope.isdisjoint(rule.mode))


def _terms(pack: Pack, scope: frozenset[str]) -> AgreementTerms | None:
    own = (terms for terms in pack.agreement_of if not scope.isdisjoint(terms.mode))
    return next(own, pack.agreement)
