"""What townships are handed to work with: materials, blank certificates, systems (XG23-65)."""

from datetime import datetime

from domain.kernel import streams
from domain.readiness.access import EndAccess, GrantAccess
from domain.readiness.blanks import VoidBlank
from domain.readiness.handover import HandOverMaterials, ReceiveMaterials, ReturnMaterials
from domain.readiness.items import ConfirmItem, WithdrawItem
from projections.accesses import Accesses
from projections.blanks import Blanks
from projections.handovers import Handovers
from services.commands.preparations import Readiness, readiness
from services.http.act import Act, act_route
from services.http.auth import COUNTY
from services.http.listing import Listing, list_route
from services.http.route import Answer, Call, Query, Route, Text

TAG = "承接准备"
_HANDOVER = "/handovers/{number}"
_ACCESS = "/system-access/{organ}/{system}"


def _handover(command: HandOverMaterials | ReceiveMaterials | ReturnMaterials) -> str:
    return streams.handover(command.number)


def _access(command: GrantAccess | EndAccess) -> str:
    return streams.access(command.organ, command.system)


ACTS = (
    Act(
        command=HandOverMaterials,
        path="/handovers",
        stream=_handover,
        tag=TAG,
        summary="转交材料。Hand materials over, blank certificates by serial range.",
        example={
            "number": "2024-转-1",
            "to": "township",
            "lines": [
                {"kind": "manual", "name": "业务手册", "quantity": 3},
                {
                    "kind": "certificate",
                    "name": "空白证书",
                    "certificate": "许可证",
                    "first": "证字第0001号",
                    "last": "证字第0050号",
                },
            ],
        },
        created=True,
    ),
    Act(
        command=ReceiveMaterials,
        path=f"{_HANDOVER}/receipt",
        stream=_handover,
        tag=TAG,
        summary="签收材料。The receiver has all of it.",
        example={},
    ),
    Act(
        command=ReturnMaterials,
        path=f"{_HANDOVER}/return",
        stream=_handover,
        tag=TAG,
        summary="交回材料。Give a line back; of blank certificates, those left.",
        example={"line": 2, "reason": "样式更新"},
    ),
    Act(
        command=VoidBlank,
        path=f"{_HANDOVER}/void-blank",
        stream=lambda command: streams.blanks(command.number, command.line),
        tag=TAG,
        summary="空白证书作废。A blank certificate was spoiled or is missing.",
        example={"line": 2, "serial": "证字第0007号", "reason": "打印污损"},
    ),
    Act(
        command=GrantAccess,
        path=_ACCESS,
        stream=_access,
        tag=TAG,
        summary="授予系统登录权限。Grant somebody the right to log on.",
        example={"person": "S-1024"},
        created=True,
    ),
    Act(
        command=EndAccess,
        path=f"{_ACCESS}/end",
        stream=_access,
        tag=TAG,
        summary="收回系统登录权限。End somebody's right to log on.",
        example={"person": "S-1024", "reason": "调离窗口"},
    ),
    Act(
        command=ConfirmItem,
        path="/readiness/items/{item}",
        stream=None,  # of the seat's own organ
        tag=TAG,
        summary="确认自行具备的条件。A township has what it itself sees to.",
        example={"document_number": "2024-制-1"},
        created=True,
    ),
    Act(
        command=WithdrawItem,
        path="/readiness/items/{item}/withdrawal",
        stream=None,  # of the seat's own organ
        tag=TAG,
        summary="撤回条件确认。It is there no more.",
        example={"reason": "设备送修"},
    ),
)

LISTS = (
    Listing(
        view=Handovers(),
        path="/handovers",
        operation="handovers.list",
        tag=TAG,
        summary="材料转交。What was handed over, the newest first.",
        access=COUNTY,
        filters={
            "organ": (Text, "organ = {}"),
            "to": (Text, '"to" = {}'),
            "waiting": (bool, "waiting = {}"),
        },
        sorts={"handed_at": datetime},
        default="-handed_at",
    ),
    Listing(
        view=Blanks(),
        path="/blank-certificates",
        operation="blanks.list",
        tag=TAG,
        summary="空白证书去向：已用、作废、交回、剩余、跳号。What became of blank certificates.",
        access=COUNTY,
        filters={
            "holder": (Text, "holder = {}"),
            "certificate": (Text, "certificate = {}"),
        },
        sorts={"allotted_at": datetime},
        default="-allotted_at",
    ),
    Listing(
        view=Accesses(),
        path="/system-access",
        operation="accesses.list",
        tag=TAG,
        summary="系统登录权限。Who may log on to which system, the newest first.",
        access=COUNTY,
        filters={
            "organ": (Text, "organ = {}"),
            "system": (Text, "system = {}"),
            "open": (bool, "open = {}"),
        },
        sorts={"granted_at": datetime},
        default="-granted_at",
    ),
)


class ReadinessQuery(Query, frozen=True, kw_only=True, forbid_unknown_fields=True):
    organ: Text | None = None


async def _readiness(call: Call) -> Answer:
    unit = call.platform.executor.unit(call.tenant)
    return Answer(content=await readiness(unit, await unit.rules(), call.query.organ))


ROUTES = (
    *(act_route(act) for act in ACTS),
    *(list_route(listing) for listing in LISTS),
    Route(
        path="/readiness",
        operation="readiness.list",
        tag=TAG,
        summary="承接条件：各乡镇具备什么、缺什么。What each township has and lacks, as known now.",
        access=COUNTY,
        handle=_readiness,
        query=ReadinessQuery,
        answer=list[Readiness],
        statuses=(404,),
    ),
)
