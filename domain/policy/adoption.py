"""Adopting a policy pack: the event carries all its content, so replay needs no file.

A county adopts versions of its own rules, and what upper levels issue for its region (DESIGN 4):
both from a day on, the latter on evidence, since a notice may come without a date (B-21). What is
in force at a moment is the county's latest version with everything from above beside it.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from domain.kernel.authority import PLATFORM, By
from domain.kernel.event import Command, Event
from domain.kernel.pack import Pack
from domain.kernel.refusal import IllegalState, Invalid, NotFound, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.policy import composition


class AdoptPack(Command, frozen=True, kw_only=True):
    """Adopt one version of a county's rules, effective from a day; `digest` is of its content.

    `law_changed`, `approved_in`: what allows it more steps or time than before, where an upper
    level forbids that (B-27).
    """

    TYPE: ClassVar[str] = "policy.adopt_pack"
    pack: Pack
    digest: str
    law_changed: str = ""
    approved_in: str = ""


class AdoptUpperPack(Command, frozen=True, kw_only=True):
    """Adopt what a province or a city issued for its counties, from the day it came into force.

    `evidence` says how that day is known: the register of papers received, a letter, a gazette
    (B-21). `digest` is of the content.
    """

    TYPE: ClassVar[str] = "policy.adopt_upper_pack"
    pack: Pack
    digest: str
    effective_from: date
    evidence: str


class PackAdopted(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "policy.pack_adopted"
    pack: Pack
    digest: str
    effective_from: date
    law_changed: str = ""
    approved_in: str = ""


class UpperPackAdopted(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "policy.upper_pack_adopted"
    pack: Pack
    digest: str
    effective_from: date
    evidence: str


EVENTS = (PackAdopted, UpperPackAdopted)


class Adopted(Struct, frozen=True):
    """One version of the rules: from which day it is in force, and where the log says so."""

    rules: Rulebook
    digest: str
    effective_from: date
    number: int  # of the adoption, from 1: its version in the stream
    adopted_at: datetime  # when these rules, with all that is beside them, were on record here
    above: tuple[int, ...] = ()  # the adoptions of what upper levels lay beside it


class AdoptedAbove(Struct, frozen=True):
    """One version of what an upper level issued."""

    pack: Pack
    digest: str
    effective_from: date
    evidence: str
    number: int


class Policy(Struct, frozen=True):
    """All that a county adopted, in the order of adoption: its own versions, those from above.

    `known`: every version of the rules that was ever in force, alone or composed, by its name.
    """

    own: tuple[Adopted, ...] = ()
    above: tuple[AdoptedAbove, ...] = ()
    known: Mapping[str, Adopted] = {}
    events: int = 0

    @property
    def versions(self) -> tuple[Adopted, ...]:
        return tuple(self.known.values())

    def in_force(self, at: datetime) -> Adopted | None:
        """The version in force at a moment: the latest to take effect, the later adopted on a tie.

        Days are the county's own: a version takes effect at its midnight there.
        """
        if not self.own:
            return None
        return self.on(at.astimezone(self.own[0].rules.zone).date())

    def on(self, day: date) -> Adopted | None:
        """The version in force on a day of the county."""
        own = _latest(self.own, day)
        if own is None:
            return None
        name = composition.version(own.rules.pack, (it.pack for it in self.above_on(day)))
        return self.known[f"{own.rules.pack.id}@{name}"]

    def known_then(self, at: datetime) -> Adopted | None:
        """The county's own version in force at a moment, of those that it had adopted by then."""
        known = [version for version in self.own if version.adopted_at <= at]
        return _latest(known, at.astimezone(known[0].rules.zone).date()) if known else None

    @property
    def lists(self) -> tuple[tuple[date, Rulebook], ...]:
        """The county's own versions in the order of days, each with its first day in force."""
        days = sorted({version.effective_from for version in self.own})
        return tuple(
            (day, own.rules) for day in days if (own := _latest(self.own, day)) is not None
        )

    def above_on(self, day: date) -> tuple[AdoptedAbove, ...]:
        """What upper levels have in force on a day: of each the latest version."""
        found: dict[str, AdoptedAbove] = {}
        for version in self.above:
            before = found.get(version.pack.id)
            if version.effective_from <= day and (
                before is None or version.effective_from >= before.effective_from
            ):
                found[version.pack.id] = version
        return tuple(found.values())

    def version(self, name: str) -> Adopted:
        """The version that an event names (`pack@2023-11-30`)."""
        return self.known[name]


def _latest(own: Iterable[Adopted], day: date) -> Adopted | None:
    found = None
    for version in own:
        if version.effective_from <= day and (
            found is None or version.effective_from >= found.effective_from
        ):
            found = version
    return found


def decide(
    command: AdoptPack | AdoptUpperPack, state: Policy | None, by: By, at: datetime
) -> list[Event]:
    if by.organ != PLATFORM:
        raise NotPermitted("policy.not_operator", "采用政策包由平台操作员经授权办理")
    state = state or Policy()
    if isinstance(command, AdoptUpperPack):
        _require_bound(command, state)
        _require_new(command.pack, (version.pack for version in state.above))
        return [
            UpperPackAdopted(
                occurred_at=at,
                pack=command.pack,
                digest=command.digest,
                effective_from=command.effective_from,
                evidence=command.evidence.strip(),
            )
        ]
    if command.pack.upper is not None:
        raise Invalid("policy.upper_pack", "这是上级的政策包，县级租户须写明生效日期和依据后采用")
    if state.own and state.own[0].rules.pack.id != command.pack.id:
        raise Invalid("policy.other_county", "该租户采用的是另一地区的政策包")
    _require_new(command.pack, (version.rules.pack for version in state.own))
    for above in state.above:
        require_no_clash(command.pack, above.pack)
    return [
        PackAdopted(
            occurred_at=at,
            pack=command.pack,
            digest=command.digest,
            effective_from=command.pack.effective_from,
            law_changed=command.law_changed,
            approved_in=command.approved_in,
        )
    ]


def _require_new(pack: Pack, known: Iterable[Pack]) -> None:
    """By what it says: the digest of the same content may be of another form."""
    before = next((it for it in known if (it.id, it.version) == (pack.id, pack.version)), None)
    if before == pack:
        raise IllegalState("policy.already_adopted", "该版本政策包已经采用")
    if before is not None:
        raise IllegalState("policy.version_reused", "同一版本号的政策包内容不同，请使用新的版本号")


def _require_bound(command: AdoptUpperPack, state: Policy) -> None:
    """Refuse what was issued for other regions, or has no day that somebody vouches for."""
    upper = command.pack.upper
    if upper is None:
        raise Invalid("policy.not_upper_pack", "这不是上级的政策包：县级政策包请直接采用")
    if not state.own:
        raise NotFound("policy.none_in_force", "该租户尚未采用本县的政策包")
    require_region(command.pack, state.own[-1].rules.pack)
    others = [it.pack.name for it in state.above if it.pack.id != command.pack.id]
    if others:  # a rulebook keeps the demands and prohibitions of one level above alone
        raise Invalid("policy.clash", f"已采用另一份上级政策包，暂不能并存：{'、'.join(others)}")
    if not command.evidence.strip():
        raise Invalid("policy.evidence", "请写明生效日期的依据，如收文登记、公报")
    document = next((d for d in command.pack.document if d.id == upper.document), None)
    issued = document.issued_on if document else None
    # Where it has no date, the pack's own day is the earliest that it can be of (B-21).
    first = issued or command.pack.effective_from
    if command.effective_from < first or (upper.latest and command.effective_from > upper.latest):
        bounds = f"不早于{first}" + (f"、不晚于{upper.latest}" if upper.latest else "")
        raise Invalid("policy.effective_from", f"生效日期与文件不符：应{bounds}")
    for own in state.own:
        require_no_clash(own.rules.pack, command.pack)


def require_region(upper: Pack, own: Pack) -> None:
    """Refuse what was issued for other regions than the county's."""
    county, regions = own.jurisdiction, upper.upper.regions if upper.upper else ()
    if not {county.region, *county.parents}.intersection(regions):
        raise Invalid(
            "policy.other_region",
            f"{upper.name}对行政区划{'、'.join(regions)}有约束力，"
            f"{county.name}（{county.region}）不在其内",
        )


def require_no_clash(county: Pack, upper: Pack) -> None:
    """Whichever of the two comes later: else one would change what the other's rows mean."""
    names = [*composition.clashes(county, upper)]
    if names:
        raise Invalid("policy.clash", f"上级政策包与本县政策包同名不同义：{'；'.join(names)}")


def evolve(state: Policy | None, event: Event) -> Policy | None:
    state = state or Policy()
    number = state.events + 1
    match event:
        case PackAdopted(pack=pack, digest=digest, effective_from=day, occurred_at=at):
            own = (*state.own, Adopted(Rulebook(pack), digest, day, number, at))
            return _known(replace(state, own=own, events=number), at)
        case UpperPackAdopted(pack=pack, digest=digest, effective_from=day, evidence=evidence):
            above = (*state.above, AdoptedAbove(pack, digest, day, evidence, number))
            return _known(replace(state, above=above, events=number), event.occurred_at)
    return replace(state, events=number)


def _known(policy: Policy, at: datetime) -> Policy:
    """With the rules of every day on which something takes effect; what was known stays."""
    known = {**policy.known, **{version.rules.version: version for version in policy.own}}
    days = {version.effective_from for version in policy.own}
    days |= {version.effective_from for version in policy.above}
    for day in sorted(days):
        above = policy.above_on(day)
        for own in policy.own:
            pack = composition.composed(own.rules.pack, (it.pack for it in above))
            name = f"{pack.id}@{pack.version}"
            if name not in known:
                numbers = tuple(it.number for it in above)
                known[name] = Adopted(Rulebook(pack), own.digest, day, own.number, at, numbers)
    return replace(policy, known=known)
