"""Adopting a policy pack: the event carries all its content, so replay needs no file."""

from datetime import date, datetime
from typing import ClassVar

from msgspec import Struct

from domain.kernel.authority import PLATFORM, By
from domain.kernel.event import Command, Event
from domain.kernel.pack import Pack
from domain.kernel.refusal import IllegalState, Invalid, NotPermitted
from domain.kernel.rulebook import Rulebook


class AdoptPack(Command, frozen=True, kw_only=True):
    """Adopt one version of a county's rules, effective from a day; `digest` is of its content."""

    TYPE: ClassVar[str] = "policy.adopt_pack"
    pack: Pack
    digest: str


class PackAdopted(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "policy.pack_adopted"
    pack: Pack
    digest: str
    effective_from: date


EVENTS = (PackAdopted,)


class Adopted(Struct, frozen=True):
    """One adopted version: from which day it is in force, and where the log says so."""

    rules: Rulebook
    digest: str
    effective_from: date
    number: int  # of the adoption, from 1: its version in the stream


class Policy(Struct, frozen=True):
    """All versions that a county adopted, in the order of adoption."""

    versions: tuple[Adopted, ...] = ()

    def in_force(self, at: datetime) -> Adopted | None:
        """The version in force at a moment: the latest to take effect, the later adopted on a tie.

        Days are the county's own: a version takes effect at its midnight there.
        """
        found = None
        for version in self.versions:
            if version.effective_from <= at.astimezone(version.rules.zone).date() and (
                found is None or version.effective_from >= found.effective_from
            ):
                found = version
        return found

    def version(self, name: str) -> Adopted:
        """The version that an event names (`pack@2023-11-30`)."""
        return next(v for v in reversed(self.versions) if v.rules.version == name)


def decide(command: AdoptPack, state: Policy | None, by: By, at: datetime) -> list[Event]:
    if by.organ != PLATFORM:
        raise NotPermitted("policy.not_operator", "采用政策包由平台操作员经授权办理")
    versions = state.versions if state else ()
    if versions and versions[0].rules.pack.id != command.pack.id:
        raise Invalid("policy.other_county", "该租户采用的是另一地区的政策包")
    for version in versions:
        if version.rules.version == f"{command.pack.id}@{command.pack.version}":
            if version.digest == command.digest:
                raise IllegalState("policy.already_adopted", "该版本政策包已经采用")
            raise IllegalState(
                "policy.version_reused", "同一版本号的政策包内容不同，请使用新的版本号"
            )
    return [
        PackAdopted(
            occurred_at=at,
            pack=command.pack,
            digest=command.digest,
            effective_from=command.pack.effective_from,
        )
    ]


def evolve(state: Policy | None, event: Event) -> Policy | None:
    match event:
        case PackAdopted(pack=pack, digest=digest, effective_from=day):
            earlier = state.versions if state else ()
            return Policy((*earlier, Adopted(Rulebook(pack), digest, day, len(earlier) + 1)))
    return state
