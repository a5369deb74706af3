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


async def states(unit: Unit, rules: Rulebook) -> tuple[WindowState, ...]:
    """Every window of the pack at every place that it names (XG22-13)."""
    placed = [window for window in rules.pack.window if window.at]
    places = [(w, organ) for w in placed for organ in rules.pack.organ if stands_at(w, organ)]
    names = [streams.window(organ.id, window.id) for window, organ in places]
    facts = await asyncio.gather(*(unit.get(name, Counter) for name in names))
    found = []
    for (window, organ), fact in zip(places, facts, strict=True):
        state = fact.state or Counter(window.id, organ.id)
        is_open = state.open_at(unit.at)
        since = state.open[-1].start.astimezone(rules.zone).date() if is_open else None
        found.append(
            WindowState(
                window.id,
                window.name,
                organ.id,
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
