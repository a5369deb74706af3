"""How applicants were served, over all cases (ZZ22-20, -29, -30; RA22-17)."""

from msgspec import Struct

from projections.case_register import CaseRegister, service
from projections.case_register.service import StyleUse, VisitSummary
from services.http.route import Answer, Call, Reading, Route

TAG = "办件"


class Styles(Struct, frozen=True):
    items: tuple[StyleUse, ...]


async def _visits(call: Call) -> Answer:
    return Answer(content=await service.visits(call.platform.pool, call.tenant))


async def _styles(call: Call) -> Answer:
    rules = await call.platform.executor.unit(call.tenant).rules()
    return Answer(content=Styles(await service.styles(call.platform.pool, call.tenant, rules)))


ROUTES = (
    Route(
        path="/visits",
        operation="cases.visits",
        tag=TAG,
        summary="到现场次数。How often applicants had to come, why, where without need.",
        handle=_visits,
        query=Reading,
        answer=VisitSummary,
        view=CaseRegister.name,
    ),
    Route(
        path="/styles",
        operation="cases.styles",
        tag=TAG,
        summary="服务方式。How many cases were served in which style.",
        handle=_styles,
        query=Reading,
        answer=Styles,
        view=CaseRegister.name,
    ),
)
