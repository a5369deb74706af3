"""What a county's rules have against a notice from above, and what becomes of it (JX24-35)."""

from datetime import date, datetime

from msgspec import Struct

from domain.kernel import streams
from domain.policy.conflict import Finding
from domain.policy.self_inspection import (
    CloseSelfInspection,
    DecideOutcome,
    OpenSelfInspection,
    Outcome,
)
from projections.case_register import CaseRegister
from projections.seal_ledger import SealLedger
from services.commands.self_inspections import existing, outstanding
from services.cutover import CutOver, cut_over
from services.cutover.stamps import Stamps, stamps
from services.http.act import Act, act_route
from services.http.auth import COUNTY
from services.http.listing import Cursor, Limit
from services.http.route import Answer, Call, Reading, Route, Text

TAG = "自查自纠"
PLACE = "/policy/self-inspections/{upper}"


def _inspection(command: OpenSelfInspection | DecideOutcome | CloseSelfInspection) -> str:
    return streams.self_inspection(command.upper)


ACTS = (
    Act(
        command=OpenSelfInspection,
        path=PLACE,
        stream=_inspection,
        tag=TAG,
        summary="开始自查自纠。Begin it, on what the adoption of the notice brought to light.",
        example={"document_number": "审改办〔2024〕3号", "due_on": "2024-07-31"},
        created=True,
    ),
    Act(
        command=DecideOutcome,
        path=f"{PLACE}/outcomes",
        stream=_inspection,
        tag=TAG,
        summary="作出处理结果。Decide what becomes of one matter, from a day on (B-20).",
        example={
            "matter": 14,
            "remedy": "remedy",
            "effective_from": "2024-07-01",
            "reason": "未查到委托的法定依据",
            "document_number": "审改办〔2024〕4号",
        },
    ),
    Act(
        command=CloseSelfInspection,
        path=f"{PLACE}/closing",
        stream=_inspection,
        tag=TAG,
        summary="办结自查自纠。End it: every matter has an outcome, and it is carried out.",
        example={"document_number": "审改办〔2024〕5号"},
    ),
)


class Told(Struct, frozen=True, kw_only=True):
    """One matter: what was found against it, and what becomes of it, if that is decided."""

    finding: Finding
    item: str
    outcome: Outcome | None


class Inspected(Struct, frozen=True, kw_only=True):
    """`status`: flagged, open or closed. `outstanding`: what is decided and not carried out."""

    upper: str
    name: str
    status: str
    flagged: datetime
    opened: datetime | None
    due_on: date | None
    closed: datetime | None
    matters: tuple[Told, ...]
    outstanding: tuple[str, ...]


async def _inspected(call: Call) -> Answer:
    unit = call.platform.executor.unit(call.tenant)
    state = await existing(unit, call.path.upper)
    rules = await unit.rules()
    policy = await unit.adopted()
    name = next((it.pack.name for it in policy.above if it.pack.id == state.upper), state.upper)
    told = tuple(
        Told(finding=finding, item=rules.item(no), outcome=state.outcomes.get(no))
        for no, finding in sorted(state.findings.items())
    )
    inspected = Inspected(
        upper=state.upper,
        name=name,
        status=state.status,
        flagged=state.flagged,
        opened=state.opened,
        due_on=state.due_on,
        closed=state.closed,
        matters=told,
        outstanding=tuple(await outstanding(unit, state, rules)),
    )
    return Answer(content=inspected, version=state.version)


async def _cut_over(call: Call) -> Answer:
    unit = call.platform.executor.unit(call.tenant)
    return Answer(content=await cut_over(unit, call.platform.pool, call.path.upper))


class StampsQuery(Reading, frozen=True, kw_only=True, forbid_unknown_fields=True):
    cursor: Cursor | None = None
    limit: Limit = 50


async def _stamps(call: Call) -> Answer:
    unit, asked = call.platform.executor.unit(call.tenant), call.query
    return Answer(
        content=await stamps(
            unit, call.platform.pool, call.path.upper, cursor=asked.cursor, limit=asked.limit
        )
    )


ROUTES = (
    *(act_route(act) for act in ACTS),
    Route(
        path=PLACE,
        operation="policy.self_inspection",
        tag=TAG,
        summary="自查自纠的发现和处理结果。What was found and what was decided.",
        access=COUNTY,
        handle=_inspected,
        places={"upper": Text},
        answer=Inspected,
        versioned=True,
    ),
    Route(
        path=f"{PLACE}/cut-over",
        operation="policy.cut_over",
        tag=TAG,
        summary="新旧衔接清单。What relied on the seals, before and after, and what became of it.",
        access=COUNTY,
        handle=_cut_over,
        places={"upper": Text},
        answer=CutOver,
        view=CaseRegister.name,
    ),
    Route(
        path=f"{PLACE}/cut-over/stamps",
        operation="policy.cut_over_stamps",
        tag=TAG,
        summary="新旧衔接：每一次用印。Each stamp with the seals, with what it rested on.",
        access=COUNTY,
        handle=_stamps,
        places={"upper": Text},
        query=StampsQuery,
        answer=Stamps,
        view=SealLedger.name,
    ),
)
