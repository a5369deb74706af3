"""Windows: where an applicant is sent; which dedicated ones are open, and who is posted there."""

from typing import Annotated

from msgspec import Meta, Struct

from domain.kernel import streams
from domain.kernel.facts import Counter
from domain.kernel.pack import Power
from domain.organisation.windows import (
    CloseWindow,
    OpenWindow,
    PostToWindow,
    RecallFromWindow,
    WindowCommand,
)
from services.commands.questions import WindowAnswer, window_asked
from services.commands.windows import WindowState, states
from services.http.act import About, act_route
from services.http.auth import COUNTY
from services.http.fact import fact_route
from services.http.route import Answer, Call, Number, Query, Route, Text

TAG = "事项"
DESK = "/dedicated-windows/{organ}/{window}"


class WindowQuestion(Query, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A matter of the list, or a domain and a kind of power."""

    domain: Annotated[Text | None, Meta(description="领域。The matter's domain.")] = None
    power: Annotated[Power | None, Meta(description="权力类型。Kind of power.")] = None
    matter: Annotated[Number | None, Meta(description="事项序号。Number in the list.")] = None


async def _window(call: Call) -> Answer:
    rules = await call.platform.executor.unit(call.tenant).rules()
    asked = call.query
    return Answer(content=window_asked(asked.domain or "", asked.power or "", asked.matter, rules))


def _stream(command: WindowCommand) -> str:
    return streams.window(command.organ, command.window)


_ABOUT = About(DESK, _stream, TAG)

ACTS = (
    _ABOUT.act(
        OpenWindow,
        "opening",
        "启用专窗。Open a dedicated window where it stands.",
        document_number="公告〔2024〕1号",
    ),
    _ABOUT.act(CloseWindow, "closing", "停用专窗。Close it.", reason="并入综合窗口"),
    _ABOUT.act(
        PostToWindow,
        "postings",
        "派驻人员。Another organ posts somebody of its own to the window.",
        person="staff-1",
        home="department",
        post="approver",
    ),
    _ABOUT.act(
        RecallFromWindow,
        "recalls",
        "撤回派驻。It calls him back.",
        person="staff-1",
        home="department",
    ),
)


class Windows(Struct, frozen=True):
    """Dedicated windows at the places where they stand."""

    items: tuple[WindowState, ...]


class WindowsQuestion(Query, frozen=True, kw_only=True, forbid_unknown_fields=True):
    organ: Annotated[Text | None, Meta(description="只列这个单位的。At this organ.")] = None
    mode: Annotated[Text | None, Meta(description="只列办这种办理方式的。For this mode.")] = None
    all: Annotated[
        bool, Meta(description="可以设而从未启用的也列。Also where none was ever opened.")
    ] = False


async def _windows(call: Call) -> Answer:
    unit = call.platform.executor.unit(call.tenant)
    rules, asked = await unit.rules(), call.query
    found = await states(unit, rules, asked.organ or "", asked.mode or "", idle=asked.all)
    return Answer(content=Windows(found))


ROUTES = (
    *(act_route(act) for act in ACTS),
    Route(
        path="/dedicated-windows",
        operation="organisation.windows",
        tag=TAG,
        summary="各处专窗。Dedicated windows: open or not, and who is posted there.",
        access=COUNTY,
        handle=_windows,
        statuses=(404, 422),
        query=WindowsQuestion,
        answer=Windows,
    ),
    fact_route(
        path=DESK,
        operation="organisation.window",
        tag=TAG,
        summary="一处专窗。One window at one place: when it was open, who was posted there.",
        access=COUNTY,
        stream=lambda path: streams.window(path.organ, path.window),
        state=Counter,
        unknown="organisation.no_such_window",
        places={"organ": Text, "window": Text},
    ),
    Route(
        path="/windows",
        operation="matters.window",
        tag=TAG,
        summary="事项去哪个专窗。The window for a matter, or for a domain and a kind of power.",
        access=COUNTY,
        handle=_window,
        statuses=(422,),
        query=WindowQuestion,
        answer=WindowAnswer,
    ),
)
