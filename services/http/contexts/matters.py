"""Matters: the list as of a day, and trying a matter out before it is rolled out."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct

from domain.kernel import streams
from domain.kernel.facts import Pilot
from domain.matters.pilot import DecideRollout, StartPilot
from projections.matter_list import Listed, MatterList, PilotState, as_of
from services.http.act import Act, act_route
from services.http.auth import COUNTY
from services.http.fact import fact_route
from services.http.route import Answer, Call, Number, Reading, Route

TAG = "事项"
PILOT = "/matters/{matter}/pilot"


def _stream(command: StartPilot | DecideRollout) -> str:
    return streams.pilot(command.matter)


ACTS = (
    Act(
        command=StartPilot,
        path=PILOT,
        stream=_stream,
        tag=TAG,
        summary="确定试点乡镇。Name the townships where the matter is tried out.",
        example={"organs": ["township"]},
    ),
    Act(
        command=DecideRollout,
        path=f"{PILOT}/rollout",
        stream=_stream,
        tag=TAG,
        summary="决定全面推行。End the pilot and open the matter to all.",
        example={"reason": "试点满一年，评估合格"},
    ),
)


AsOf = Annotated[date | None, Meta(description="哪一天的清单；缺省为今天。The county's today.")]


class Day(Reading, frozen=True, kw_only=True, forbid_unknown_fields=True):
    as_of: AsOf = None


class ListedMatter(Struct, frozen=True):
    matter: Listed
    policy: str
    pilot: PilotState | None


class Matters(Struct, frozen=True):
    """The list in force on a day; empty before the first version takes effect."""

    as_of: date
    items: tuple[ListedMatter, ...]


async def listed(call: Call) -> Answer:
    """The list as of the day asked for; for the public door too."""
    rules = await call.platform.executor.unit(call.tenant).rules()
    day = call.query.as_of or datetime.now(rules.zone).date()
    found = await as_of(call.platform.pool, call.tenant, day)
    items = tuple(
        ListedMatter(period.matter, period.policy, row.pilot_on(day, rules.zone))
        for period, row in found
    )
    return Answer(content=Matters(day, items))


ROUTES = (
    *(act_route(act) for act in ACTS),
    Route(
        path="/matters",
        operation="matters.list",
        tag=TAG,
        summary="事项清单。The matter list in force on a day.",
        access=COUNTY,
        handle=listed,
        query=Day,
        answer=Matters,
        view=MatterList.name,
    ),
    fact_route(
        path=PILOT,
        operation="matters.pilot",
        tag=TAG,
        summary="试点情况。Where a matter is tried out.",
        access=COUNTY,
        stream=lambda path: streams.pilot(path.matter),
        state=Pilot,
        unknown="matters.no_pilot",
        places={"matter": Number},
    ),
)
