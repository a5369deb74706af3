"""Reviews, litigation and compensation, who bore what, recourse (XG23-72, -73, B-05)."""

from datetime import datetime

from domain.claims import claim
from domain.claims.claim import (
    BearLiability,
    DecideRecourse,
    OpenClaim,
    ProposeRecourse,
    RecordClaimOutcome,
)
from domain.kernel import streams
from projections.claims import Claims
from services.http.act import Act, act_route
from services.http.listing import Listing, list_route
from services.http.route import Number, Text

TAG = "复议、诉讼与赔偿"
_CLAIMS = "/claims"
_CLAIM = f"{_CLAIMS}/{{number}}"


def _stream(
    command: OpenClaim | RecordClaimOutcome | BearLiability | ProposeRecourse | DecideRecourse,
) -> str:
    return streams.claim(command.number)


ACTS = (
    Act(
        command=OpenClaim,
        path=_CLAIMS,
        stream=_stream,
        tag=TAG,
        summary="登记复议、诉讼或者赔偿案件。Put a claim about a case on record.",
        example={
            "number": "2024-复-0001",
            "case": "2024-0001",
            "kind": "review",
            "respondent": "department",
            "handled_by": "县人民政府",
            "received_on": "2024-04-08",
            "document_number": "复答〔2024〕1号",
            "request": "请求撤销审批决定",
        },
        created=True,
    ),
    Act(
        command=RecordClaimOutcome,
        path=f"{_CLAIM}/outcome",
        stream=_stream,
        tag=TAG,
        summary="登记复议决定、判决或者赔偿决定。What was decided elsewhere.",
        example={
            "outcome": "annulled",
            "decided_by": "县人民政府",
            "decided_on": "2024-06-03",
            "document_number": "复决〔2024〕1号",
            "summary": "违反法定程序，予以撤销，并赔偿损失",
            "amount_yuan": 3000,
        },
    ),
    Act(
        command=BearLiability,
        path=f"{_CLAIM}/liability",
        stream=_stream,
        tag=TAG,
        summary="登记承担的法律责任。What the organ bore to the outside (XG23-72).",
        example={
            "measure": "支付赔偿金",
            "borne_on": "2024-06-20",
            "document_number": "赔付〔2024〕1号",
            "amount_yuan": 3000,
        },
    ),
    Act(
        command=ProposeRecourse,
        path=f"{_CLAIM}/recourse",
        stream=_stream,
        tag=TAG,
        summary="提出追偿追责。Whom to hold accountable, each factor in words (XG23-73).",
        example={
            "against": "township",
            "factors": {
                "事实": "未经审核即作出决定",
                "性质": "违反法定程序",
                "情节": "责令改正后仍未改正",
                "过错程度": "重大过失",
                "损害大小": "赔偿3000元",
            },
            "measure": "追偿部分赔偿费用",
            "amount_yuan": 1500,
        },
    ),
    Act(
        command=DecideRecourse,
        path=f"{_CLAIM}/recourse/{{against}}/decision",
        stream=_stream,
        tag=TAG,
        summary="决定追偿追责。Decided by the organ that bore it (XG23-73).",
        example={
            "pursued": True,
            "reasons": "过错在收件审核环节，责任清楚",
            "decided_on": "2024-07-01",
            "document_number": "追〔2024〕1号",
            "measure": "追偿部分赔偿费用",
            "amount_yuan": 1500,
        },
        examples={"against": "township"},
    ),
)

CLAIMS = Listing(
    view=Claims(),
    path=_CLAIMS,
    operation="claims.list",
    tag=TAG,
    summary="复议、诉讼与赔偿台账。Claims, what was borne, recourse; the newest first.",
    filters={
        "case": (Text, '"case" = {}'),
        "matter": (Number, "matter = {}"),
        "kind": (claim.Kind, "kind = {}"),
        "respondent": (Text, "respondent = {}"),
        "outcome": (claim.Outcome, "outcome = {}"),
        "status": (claim.Status, "status = {}"),
    },
    sorts={"opened_at": datetime},
    default="-opened_at",
)

ROUTES = (*(act_route(act) for act in ACTS), list_route(CLAIMS))
