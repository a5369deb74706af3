"""Windows: where an applicant is sent, by the matter's domain and whether it is a licence."""

from typing import Annotated

from msgspec import Meta

from domain.kernel.pack import Power
from services.commands.questions import WindowAnswer, window_asked
from services.http.auth import COUNTY
from services.http.route import Answer, Call, Number, Query, Route, Text

TAG = "事项"


class WindowQuestion(Query, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A matter of the list, or a domain and a kind of power."""

    domain: Annotated[Text | None, Meta(description="领域。The matter's domain.")] = None
    power: Annotated[Power | None, Meta(description="权力类型。Kind of power.")] = None
    matter: Annotated[Number | None, Meta(description="事项序号。Number in the list.")] = None


async def _window(call: Call) -> Answer:
    rules = await call.platform.executor.unit(call.tenant).rules()
    asked = call.query
    return Answer(content=window_asked(asked.domain or "", asked.power or "", asked.matter, rules))


ROUTES = (
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
