"""What was recorded beside what would have been: another way, another name, other instruments."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from domain.cases.events import CaseReceived, CaseTransferred
from domain.cases.routing import Route
from domain.kernel.authority import Authority
from domain.kernel.event import Event, Recorded
from domain.kernel.event_words import event_word
from services.rehearsal.naming import Names
from services.rehearsal.report import Finding

Written = Sequence[tuple[str, Event]]
Routed = CaseReceived | CaseTransferred

_NAMED = frozenset({"pack", "matter"})  # links that say which version: of course another
_OF_ANOTHER = frozenset({"route", "authority", "policy", "step", "mode", "mode_before"})


class Way(NamedTuple):
    """Where the rehearsed rules lead a case, and by which event."""

    recorded: Recorded
    event: Routed
    route: Route


def routes(recorded: Sequence[Recorded], written: Written) -> Iterator[Way]:
    """Events that would have led the case elsewhere."""
    for was, (_, would) in zip(recorded, written, strict=False):
        event = was.event
        if (
            isinstance(event, Routed)
            and isinstance(would, Routed)
            and (event.route.mode, event.route.granted) != (would.route.mode, would.route.granted)
        ):
            yield Way(was, event, would.route)


def differences(recorded: Sequence[Recorded], written: Written, names: Names) -> Iterator[Finding]:
    """Beside the way: in whose name, on what it rests, what else the event would say."""
    kinds = [type(item.event) for item in recorded]
    would = [type(event) for _, event in written]
    if kinds != would:
        before, after = (
            "、".join(event_word(kind.TYPE) for kind in side if kind not in other)
            for side, other in ((kinds, would), (would, kinds))
        )
        yield Finding(kind="otherwise", before=before, after=after)
        return
    for was, (_, event) in zip(recorded, written, strict=True):
        yield from _of_event(was.event, event, names)


def _of_event(was: Event, would: Event, names: Names) -> Iterator[Finding]:
    before, after = _authority(was), _authority(would)
    if before is not None and after is not None:
        if before.in_name_of != after.in_name_of:
            yield Finding(
                kind="attributed",
                before=names.organ(before.in_name_of),
                after=names.organ(after.in_name_of),
            )
        rested, rests = _instruments(before), _instruments(after)
        if rested != rests:
            yield Finding(kind="otherwise", before=rested, after=rests)
    changed = [
        name
        for name in was.__struct_fields__
        if name not in _OF_ANOTHER and getattr(was, name) != getattr(would, name)
    ]
    if changed:
        yield Finding(kind="otherwise", code=was.TYPE, after="、".join(changed))


def _authority(event: Event) -> Authority | None:
    found = getattr(event, "authority", None)
    return found if isinstance(found, Authority) else None


def _instruments(authority: Authority) -> str:
    """The kinds of link that the act rests on; which event carries each, history says."""
    return "、".join(link.kind for link in authority.chain if link.kind not in _NAMED)
