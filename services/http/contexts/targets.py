"""What the lists of a county must reach, and how far they are (ZZ22-27, -28)."""

from datetime import datetime

from projections.matter_list import MatterList
from services.http.auth import COUNTY
from services.http.contexts.matters import TAG, Day
from services.http.route import Answer, Call, Route
from services.targets import Targets, targets


async def _targets(call: Call) -> Answer:
    executor, pool = call.platform.executor, call.platform.pool
    rules = await executor.unit(call.tenant).rules()
    day = call.query.as_of or datetime.now(rules.zone).date()
    found, _ = await targets(executor, pool, call.tenant, day)
    return Answer(content=found)


ROUTES = (
    Route(
        path="/targets",
        operation="matters.targets",
        tag=TAG,
        summary="清单指标。What the lists must reach: both counts, the rate, whether it is met.",
        access=COUNTY,
        handle=_targets,
        query=Day,
        answer=Targets,
        view=MatterList.name,
    ),
)
