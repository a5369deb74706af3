"""Dedicated windows: opened and closed, who is posted there, and the question how they are."""

import asyncio
from datetime import date

from msgspec import Struct

from domain.kernel import streams
from domain.kernel.authority import By
from domain.kernel.facts import Counter, Post, Posting
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import require_post
from domain.kernel.windows import stands_at
from domain.matters.grounds import require_mode
from domain.organisation import windows
from domain.organisation.windows import (
    CloseWindow,
    OpenWindow,
    PostToWindow,
    RecallFromWindow,
    WindowCommand,
)
from infra.vault import Vault
from services.commands.common import Handlers, require_principal
from services.unit import Unit


async def change(command: WindowCommand, unit: Unit, _: Vault) -> None:
    """Who runs it opens and closes it; who sends somebody there posts and recalls him."""
    rules = await unit.rules()
    await require_principal(unit, windows.sender(command, rules), rules)
    if isinstance(command, PostToWindow):
        post = await unit.get(streams.post(command.home, command.post), Post)
        require_post(post, By(command.person, command.home, command.post), unit.at, rules)
    stream = streams.window(command.organ, command.window)
    state = await unit.get(stream, Counter)
    unit.write(stream, windows.decide(command, state.state, unit.by, unit.at, rules))


class WindowState(Struct, frozen=True):
    """A dedicated window at one place of those where it stands, as it is now."""

    window: str
    name: str
    organ: str
    open: bool
    since: date | None
    modes: tuple[str, ...]
    posted: tuple[Posting, ...]
    clause: str


async def states(
    unit: Unit, rules: Rulebook, organ: str = "", mode: str = "", *, idle: bool = False
) -> tuple[WindowState, ...]:
    """The windows of the pack at the places that it names (XG22-13), of one organ, for one mode.

    A window that may stand at any organ of a kind is told where it was ever opened; `idle`, or an
    organ that is asked about: also where it was not.
    """
    at = rules.organ(organ).id if organ else ""
    by = require_mode(mode, rules) if mode else ""
    placed = [w for w in rules.pack.window if w.at and (not by or by in w.modes)]
    organs = [it for it in rules.pack.organ if not at or it.id == at]
    places = [(w, it) for w in placed for it in organs if stands_at(w, it)]
    names = [streams.window(place.id, window.id) for window, place in places]
    facts = await asyncio.gather(*(unit.get(name, Counter) for name in names))
    found = []
    for (window, place), fact in zip(places, facts, strict=True):
        if fact.state is None and not (idle or at or place.id in window.at):
            continue
        state = fact.state or Counter(window.id, place.id)
        is_open = state.open_at(unit.at)
        since = state.open[-1].start.astimezone(rules.zone).date() if is_open else None
        found.append(
            WindowState(
                window.id,
                window.name,
                place.id,
                is_open,
                since,
                window.modes,
                state.posted_at(unit.at),
                window.clause,
            )
        )
    return tuple(found)


HANDLERS: Handlers = {
    OpenWindow: change,
    CloseWindow: change,
    PostToWindow: change,
    RecallFromWindow: change,
}
