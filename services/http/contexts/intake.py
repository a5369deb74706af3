"""Cases at the window: from receipt to acceptance, and what the window does beside the steps."""

from domain.cases.commands import (
    Accept,
    ChargeFee,
    CorrectCase,
    Decline,
    NotifySupplement,
    Receive,
    RecordVisit,
    StepCommand,
    SupplyMaterials,
    WindowCommand,
    Withdraw,
)
from domain.kernel import streams
from services.http.act import Act, act_route

TAG = "办件"


def _stream(command: Receive | StepCommand | WindowCommand) -> str:
    return streams.case(command.case)


ACTS = (
    Act(
        command=Receive,
        path="/cases",
        stream=_stream,
        tag=TAG,
        summary="收件。Receive a case at the window.",
        example={
            "case": "2024-0001",
            "matter": 21,
            "receiver": "township",
            "channel": "window",
            "stated": {},
            "applicant": {"name": "演示申请人0001", "id_number": "000000190001010001"},
        },
        created=True,
        query_code=True,
    ),
    Act(
        command=NotifySupplement,
        path="/cases/{case}/supplement",
        stream=_stream,
        tag=TAG,
        summary="一次性告知补正。Tell the applicant, once, all that is missing.",
        example={"missing": ["场所平面图"], "document_number": "2024-0001-补"},
    ),
    Act(
        command=SupplyMaterials,
        path="/cases/{case}/materials",
        stream=_stream,
        tag=TAG,
        summary="补正材料收到。Materials that were asked for or promised have come in.",
        example={"materials": ["场所平面图"]},
    ),
    Act(
        command=Accept,
        path="/cases/{case}/acceptance",
        stream=_stream,
        tag=TAG,
        summary="受理，或者容缺受理。Accept the case, with gaps where the county allows it.",
        example={
            "document_number": "2024-0001-受",
            "gaps": [{"material": "场所平面图", "until": "2024-02-20"}],
            "commitment": "2024-0001-诺",
        },
    ),
    Act(
        command=Decline,
        path="/cases/{case}/refusal-of-acceptance",
        stream=_stream,
        tag=TAG,
        summary="不予受理。Decline: not needed, or another organ is competent.",
        example={
            "ground": "not_competent",
            "reasons": "危险货物运输不属于本事项",
            "go_to": "市交通运输局",
            "document_number": "2024-0001-不受",
        },
    ),
    Act(
        command=Withdraw,
        path="/cases/{case}/withdrawal",
        stream=_stream,
        tag=TAG,
        summary="撤回申请。The applicant takes the application back; the case is concluded.",
        example={"reason": "申请人书面撤回"},
    ),
    Act(
        command=CorrectCase,
        path="/cases/{case}/correction",
        stream=_stream,
        tag=TAG,
        summary="更正申请事实。Correct stated facts; what is outside the delegation moves on.",
        example={"stated": {"venue": "饭馆"}, "reason": "现场核实"},
    ),
    Act(
        command=RecordVisit,
        path="/cases/{case}/visits",
        stream=_stream,
        tag=TAG,
        summary="登记到现场一次。The applicant had to come to the window once more.",
        example={"purpose": "补交材料", "reason": "supplement"},
    ),
    Act(
        command=ChargeFee,
        path="/cases/{case}/fees",
        stream=_stream,
        tag=TAG,
        summary="收费。Charge what the matter's entry lists; nothing else is allowed.",
        example={"name": "工本费", "amount_yuan": 10.0, "basis": "行政法规名称和条款"},
    ),
)

ROUTES = tuple(act_route(act) for act in ACTS)
