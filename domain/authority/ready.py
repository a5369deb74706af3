"""承接条件: whether a township has what it needs to exercise a power (XG23-69).

A county's pack says which conditions there are, and which of them keep a township from acting until
they are met; where it says none, instruments, seal, post and authorisation are all that is asked.
"""

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from domain.kernel.authority import Link
from domain.kernel.facts import Access, Fact, Item, Seal, Supplied, Trained
from domain.kernel.pack import Condition
from domain.kernel.parties import Cast, bind
from domain.kernel.refusal import NotPermitted
from domain.kernel.rulebook import Rulebook


class Prepared(Struct, frozen=True, kw_only=True):
    """What the log has of an organ: by system, by item, by rule of seal."""

    organ: str
    trained: Fact[Trained]
    supplied: Fact[Supplied]
    access: dict[str, Fact[Access]]
    items: dict[str, Fact[Item]]
    seals: dict[str, tuple[Fact[Seal], ...]]


class Asked(Struct, frozen=True):
    """For which case and by whom; without a person: is there anybody?"""

    cast: Cast
    at: datetime
    person: str | None = None


PER_MATTER = frozenset({"training", "trained_staff", "seal"})
"""Conditions that are met for one matter and not yet for another."""


def conditions(organ: str, mode: str, act: str, rules: Rulebook) -> tuple[Condition, ...]:
    """Those that are about a township's act under a mode; nothing is asked of other organs."""
    if not rules.pack.readiness or rules.organ(organ).level != "township":
        return ()
    return tuple(
        condition
        for condition in rules.pack.readiness
        if mode in (condition.mode or (mode,)) and act in (condition.step or (act,))
    )


def met(condition: Condition, prepared: Prepared, asked: Asked, rules: Rulebook) -> Link | None:
    """What meets it, with the event stream that says so; None: it is missing."""
    match condition.kind:
        case "training" | "trained_staff":
            found = _taught(condition, prepared.trained, asked)
        case "system":
            found = _logs_on(prepared.access[condition.of], asked)
        case "material":
            found = _supplied(condition, prepared.supplied, asked)
        case "item":
            found = _seen_to(prepared.items[condition.id], asked)
        case "seal":
            found = _sealed(condition, prepared, asked, rules)
    first = next(found, None)
    return first and Link("readiness", first[0], f"{condition.name}：{first[1]}")


_Found = Iterator[tuple[str, str]]
"""The streams that meet a condition, each with what it says."""


def _taught(condition: Condition, fact: Fact[Trained], asked: Asked) -> _Found:
    anybody = condition.kind == "training" or asked.person is None
    for it in fact.state.on(asked.cast.matter.no, asked.at) if fact.state else ():
        if anybody or asked.person in it.persons:
            yield fact.ref, f"参加培训{it.number}"


def _logs_on(fact: Fact[Access], asked: Asked) -> _Found:
    holders = fact.state.held_at(asked.at) if fact.state else ()
    if asked.person in holders or (asked.person is None and holders):
        yield fact.ref, f"{asked.person or f'{len(holders)}人'}可以登录"


def _supplied(condition: Condition, fact: Fact[Supplied], asked: Asked) -> _Found:
    for number in fact.state.held(condition.of, asked.at) if fact.state else ():
        yield fact.ref, f"签收{number}"


def _seen_to(fact: Fact[Item], asked: Asked) -> _Found:
    if fact.state is not None and fact.state.stands(asked.at):
        yield fact.ref, f"以{fact.state.document_number}确认"


def _sealed(condition: Condition, prepared: Prepared, asked: Asked, rules: Rulebook) -> _Found:
    owners = bind(rules, rules.seals[condition.of].owner, asked.cast)
    for fact in prepared.seals.get(condition.of, ()):
        seal = fact.state
        if seal is None or seal.owner not in owners or seal.holder != prepared.organ:
            continue
        if seal.status_at(asked.at) == "in_use":
            yield fact.ref, seal.name


def require_ready(
    wanted: tuple[Condition, ...], prepared: Prepared | None, asked: Asked, rules: Rulebook
) -> list[Link]:
    """What meets each condition that keeps the organ from acting; the first missing one refuses."""
    links = []
    for condition in wanted:
        if prepared is None or not condition.blocks:
            continue
        link = met(condition, prepared, asked, rules)
        if link is None:
            words = rules.rules.get("readiness.not_ready")
            raise NotPermitted(
                "readiness.not_ready",
                f"{rules.short(prepared.organ)}尚不具备承接条件“{condition.name}”，"
                f"不得办理{rules.item(asked.cast.matter.no)}",
                clause=condition.clause,
                text=words.text if words else "",
                source=condition.source,
                detail={"condition": condition.id},
            )
        links.append(link)
    return links
