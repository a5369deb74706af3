"""Dedicated windows: opened and closed where they stand, with staff that other organs post there.

What is only received at a window begins with its opening, by event (B-36). A department posts its
own approvers to it (XG22-14, JX24-12): who sits there acts for the organ that sent him.
"""

from datetime import datetime
from typing import ClassVar, TypedDict

from msgspec.structs import replace

from domain.kernel.authority import By
from domain.kernel.event import Command, Event
from domain.kernel.facts import Counter, Period, Posting, ended
from domain.kernel.pack import Window
from domain.kernel.refusal import BeforePredecessor, IllegalState, Invalid
from domain.kernel.rulebook import Rulebook
from domain.kernel.windows import stands_at


class WindowCommand(Command, frozen=True, kw_only=True):
    """`organ` is where the window stands."""

    window: str
    organ: str


class OpenWindow(WindowCommand, frozen=True, kw_only=True):
    """启用专窗: by the principal of the organ that runs it, with the notice that says so."""

    TYPE: ClassVar[str] = "organisation.open_window"
    document_number: str


class CloseWindow(WindowCommand, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "organisation.close_window"
    reason: str


class PostToWindow(WindowCommand, frozen=True, kw_only=True):
    """派驻: the principal of another organ sends somebody who holds a post there (XG22-14)."""

    TYPE: ClassVar[str] = "organisation.post_to_window"
    person: str
    home: str
    post: str


class RecallFromWindow(WindowCommand, frozen=True, kw_only=True):
    """撤回派驻, by the organ that sent him."""

    TYPE: ClassVar[str] = "organisation.recall_from_window"
    person: str
    home: str


class WindowEvent(Event, frozen=True, kw_only=True):
    window: str
    organ: str


class WindowOpened(WindowEvent, frozen=True, kw_only=True):
    """`by`: the organ that runs it."""

    TYPE: ClassVar[str] = "organisation.window_opened"
    document_number: str
    by: str


class WindowClosed(WindowEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "organisation.window_closed"
    reason: str
    by: str


class StaffPosted(WindowEvent, frozen=True, kw_only=True):
    """Each person comes and goes by itself, whatever others do who sit there."""

    TYPE: ClassVar[str] = "organisation.staff_posted"
    EFFECT: ClassVar[bool] = True
    person: str
    home: str
    post: str


class StaffRecalled(WindowEvent, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "organisation.staff_recalled"
    EFFECT: ClassVar[bool] = True
    person: str
    home: str


class Where(TypedDict):
    """What every event about a window says."""

    occurred_at: datetime
    window: str
    organ: str


EVENTS = (WindowOpened, WindowClosed, StaffPosted, StaffRecalled)


def known(command: WindowCommand, rules: Rulebook) -> Window:
    """The window of the pack that is meant, if it may stand at the organ."""
    organ = rules.organ(command.organ)
    window = next((w for w in rules.pack.window if w.id == command.window), None)
    if window is None or not stands_at(window, organ):
        raise rules.refuse(
            Invalid, "organisation.no_such_window", f"{organ.name}没有“{command.window}”这一窗口"
        )
    return window


def runner(command: WindowCommand, rules: Rulebook) -> str:
    """The organ whose principal opens and closes it: the pack's, else the one where it stands."""
    return known(command, rules).by or command.organ


def sender(command: WindowCommand, rules: Rulebook) -> str:
    """The organ whose act it is: who runs the window, or who sends its own people there."""
    if isinstance(command, PostToWindow | RecallFromWindow):
        known(command, rules)
        return command.home
    return runner(command, rules)


def decide(
    command: WindowCommand, state: Counter | None, by: By, at: datetime, rules: Rulebook
) -> list[Event]:
    """Whether whoever is posted holds the post that he is sent with, the caller has looked at."""
    if isinstance(command, OpenWindow | CloseWindow):
        return [_turned(command, state, by, at, rules)]
    if isinstance(command, PostToWindow | RecallFromWindow):
        return [_staffed(command, state, at, rules)]
    raise TypeError(f"nothing about a window: {command!r}")


def _where(command: WindowCommand, at: datetime) -> Where:
    return {"occurred_at": at, "window": command.window, "organ": command.organ}


def _turned(
    command: OpenWindow | CloseWindow,
    state: Counter | None,
    by: By,
    at: datetime,
    rules: Rulebook,
) -> Event:
    name, opens = known(command, rules).name, isinstance(command, OpenWindow)
    if (state is not None and state.open_at(at)) is opens:
        code = "organisation.window_open" if opens else "organisation.window_closed"
        said = f"“{name}”{'已经启用' if opens else '没有在用'}"
        raise rules.refuse(IllegalState, code, said)
    paper = command.document_number if isinstance(command, OpenWindow) else command.reason
    if not paper.strip():
        raise rules.refuse(
            Invalid,
            "organisation.window_document",
            "启用窗口须写明公告或者通知的编号，停用须写明原因",
        )
    if isinstance(command, OpenWindow):
        return WindowOpened(**_where(command, at), document_number=paper, by=by.organ)
    return WindowClosed(**_where(command, at), reason=paper, by=by.organ)


def _staffed(
    command: PostToWindow | RecallFromWindow, state: Counter | None, at: datetime, rules: Rulebook
) -> Event:
    person, home = command.person, command.home
    latest = state.moved(person, home) if state is not None else None
    if latest is not None and at < latest:
        raise BeforePredecessor(latest)
    there = state is not None and state.posted(person, home, at)
    if isinstance(command, PostToWindow):
        if there:
            raise rules.refuse(IllegalState, "organisation.already_posted", f"{person}已派驻该窗口")
        return StaffPosted(**_where(command, at), person=person, home=home, post=command.post)
    if not there:
        raise rules.refuse(IllegalState, "organisation.not_posted", f"{person}没有派驻该窗口")
    return StaffRecalled(**_where(command, at), person=person, home=home)


def evolve(state: Counter | None, event: Event) -> Counter | None:
    if not isinstance(event, WindowEvent):
        return state
    state = state or Counter(event.window, event.organ)
    state = replace(state, version=state.version + 1)
    at = event.occurred_at
    match event:
        case WindowOpened():
            return replace(state, open=(*state.open, Period(at)), opened=state.version)
        case WindowClosed():
            return replace(state, open=ended(state.open, at))
        case StaffPosted(person=person, home=home, post=post):
            posting = Posting(person, home, post, Period(at))
            return replace(state, postings=(*state.postings, posting))
        case StaffRecalled(person=person, home=home):
            return replace(
                state, postings=tuple(_ended(p, person, home, at) for p in state.postings)
            )
    return state


def _ended(posting: Posting, person: str, home: str, at: datetime) -> Posting:
    if (posting.person, posting.home) != (person, home) or posting.period.end is not None:
        return posting
    return replace(posting, period=Period(posting.period.start, at))
