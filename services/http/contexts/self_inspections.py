"""What a county's rules have against a notice from above, and what becomes of it (JX24-35)."""

from domain.kernel import streams
from domain.policy.self_inspection import (
    CloseSelfInspection,
    DecideOutcome,
    OpenSelfInspection,
    SelfInspection,
)
from services.http.act import Act, act_route
from services.http.auth import COUNTY
from services.http.fact import fact_route
from services.http.route import Text

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

ROUTES = (
    *(act_route(act) for act in ACTS),
    fact_route(
        path=PLACE,
        operation="policy.self_inspection",
        tag=TAG,
        summary="自查自纠的发现和处理结果。What was found and what was decided.",
        access=COUNTY,
        stream=lambda path: streams.self_inspection(path.upper),
        state=SelfInspection,
        unknown="policy.no_conflict",
        places={"upper": Text},
    ),
)
