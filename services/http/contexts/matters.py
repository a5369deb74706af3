"""Matters: the list as of a day, and trying a matter out before it is rolled out."""

from datetime import date, datetime
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from domain.kernel import streams
from domain.kernel.facts import Guide, Pilot
from domain.kernel.rulebook import Rulebook
from domain.matters.completeness import Completeness, completeness
from domain.matters.declared import DeclareComplex, Declared, GrantClock, RecordLegalityReview
from domain.matters.guide import GuideCommand, PublishGuide, SupplementGuide
from domain.matters.lists import ListVersion, TakeListStep
from domain.matters.online import DeclareOnline
from domain.matters.pilot import DecideRollout, EndPilot, PilotCommand, StartPilot
from domain.matters.settled import ChangeMode, Lists, SettleMode, words
from projections.matter_list import (
    Complexity,
    GuideState,
    Listed,
    MatterList,
    MatterRow,
    OnlineDeclaration,
    Period,
    PilotState,
    Review,
    SettledMode,
    as_of,
)
from services.commands.questions import grant_clocks, list_status
from services.http.act import Act, act_route
from services.http.auth import COUNTY
from services.http.fact import fact_route
from services.http.route import Answer, Call, Number, Reading, Route, Text

TAG = "事项"
PILOT = "/matters/{matter}/pilot"
GUIDE = "/matters/{matter}/guide"
DECLARED = "/matters/{matter}/declarations"
VERSION = "/lists/{version}"


def _pilot(command: PilotCommand) -> str:
    return streams.pilot(command.matter)


def _guide(command: GuideCommand) -> str:
    return streams.guide(command.matter)


def _declared(command: DeclareComplex | RecordLegalityReview | SettleMode | ChangeMode) -> str:
    return streams.matter(command.matter)


ACTS = (
    Act(
        command=StartPilot,
        path=PILOT,
        stream=_pilot,
        tag=TAG,
        summary="确定试点乡镇。Name the townships where the matter is tried out.",
        example={"organs": ["township"]},
    ),
    Act(
        command=DecideRollout,
        path=f"{PILOT}/rollout",
        stream=_pilot,
        tag=TAG,
        summary="决定全面推行。End the pilot and open the matter to all.",
        example={"reason": "试点满一年，评估合格"},
    ),
    Act(
        command=EndPilot,
        path=f"{PILOT}/end",
        stream=_pilot,
        tag=TAG,
        summary="结束试点，不再推行。End the pilot without rolling the matter out.",
        example={"reason": "评估不合格，收回县级办理"},
    ),
    Act(
        command=PublishGuide,
        path=GUIDE,
        stream=_guide,
        tag=TAG,
        summary="公布办事指南。Publish the service guide, or its next revision.",
        example={
            "contents": {"conditions": "申请条件"},
            "materials": ["申请书"],
            "published_in": "县政务服务网",
            "promised_days": 10,
        },
    ),
    Act(
        command=SupplementGuide,
        path=f"{GUIDE}/{{organ}}",
        stream=_guide,
        tag=TAG,
        summary="乡镇公布本地办理信息。What a township makes public about its own place.",
        example={
            "text": "便民服务中心综合窗口，工作日办理",
            "published_in": "乡镇便民服务中心公示栏",
        },
    ),
    Act(
        command=DeclareComplex,
        path=f"{DECLARED}/complexity",
        stream=_declared,
        tag=TAG,
        summary="认定为较复杂事项。Declare the matter complex: two months instead of one.",
        example={"reason": "须配置专用检测设备"},
    ),
    Act(
        command=SettleMode,
        path=f"{DECLARED}/mode",
        stream=_declared,
        tag=TAG,
        summary="明确办理方式。Say how a matter is handled whose list leaves it open (B-41).",
        example={
            "mode": "mode",
            "grants": ["accept"],
            "reason": "经与主管部门会商",
            "document_number": "审改办〔2024〕1号",
        },
    ),
    Act(
        command=ChangeMode,
        path=f"{DECLARED}/change",
        stream=_declared,
        tag=TAG,
        summary="变更办理方式。Handle a matter under another mode from a day on (B-23).",
        example={
            "mode": "mode",
            "effective_from": "2024-06-01",
            "reason": "承接能力评估后调整",
            "document_number": "审改办〔2024〕2号",
        },
    ),
    Act(
        command=RecordLegalityReview,
        path=f"{DECLARED}/legality-review",
        stream=_declared,
        tag=TAG,
        summary="登记合法性审查。What a review of the delegation's legal basis came to.",
        example={
            "legality": "unclear",
            "document_number": "审字1号",
            "opinion": "未查到委托依据",
        },
    ),
    Act(
        command=TakeListStep,
        path=f"{VERSION}/steps/{{step}}",
        stream=lambda command: streams.list_version(command.version),
        tag=TAG,
        summary="清单程序的一步。One step of a list version: propose, review, approve, publish.",
        example={"document_number": "会议纪要1号", "published_in": "县政府门户网站"},
    ),
    Act(
        command=DeclareOnline,
        path="/matters/{matter}/online",
        stream=lambda command: streams.online(command.matter),
        tag=TAG,
        summary="认定上网运行和网上可办。Whether it runs online, and can be done online.",
        example={"runs_online": True, "online_able": True},
    ),
)


AsOf = Annotated[date | None, Meta(description="哪一天的清单；缺省为今天。The county's today.")]


PrintedList = Annotated[
    str | None, Meta(description="哪一份清单（编号或简称）；缺省为全部。Id or short name.")
]


class Day(Reading, frozen=True, kw_only=True, forbid_unknown_fields=True):
    as_of: AsOf = None


class DayOfList(Day, frozen=True, kw_only=True, forbid_unknown_fields=True):
    list: PrintedList = None


class ListedMatter(Struct, frozen=True):
    """A row of the list, with what was decided and declared about it by the day.

    `settled`: how it is handled where the list leaves that open (B-41); `settled_as` in words.
    """

    matter: Listed
    policy: str
    pilot: PilotState | None
    guide: GuideState | None
    legality_review: Review | None
    complexity: Complexity | None
    online: OnlineDeclaration | None
    settled: SettledMode | None
    settled_as: str


class Matters(Struct, frozen=True):
    """The list in force on a day; empty before the first version takes effect.

    `version`: how far the list has come by its procedure. `grant_clocks`: until when staff are
    trained and seals granted, for ordinary and for complex matters (historic dates, no alarm).
    `lists`: every printed list, with how many rows it declares and how many are known (B-30).
    """

    as_of: date
    version: ListVersion | None
    grant_clocks: tuple[GrantClock, ...]
    lists: tuple[Completeness, ...]
    items: tuple[ListedMatter, ...]


def _published(matter: Listed) -> Listed:
    """Without what was found on the delegation's legal basis, which awaits its review (B-12)."""
    return msgspec.structs.replace(matter, delegation_basis=None, basis_text="", basis_source="")


async def listed(call: Call) -> Answer:
    """The list as of the day asked for; for the public door too."""
    unit = call.platform.executor.unit(call.tenant)
    rules = await unit.rules()
    zone = rules.zone
    day = call.query.as_of or datetime.now(zone).date()
    found = await as_of(call.platform.pool, call.tenant, day)
    policy = await unit.adopted()
    items = tuple(
        _listed((period, row), policy.lists, day, rules, internal=bool(call.caller))
        for period, row in found
        if call.query.list in (None, period.matter.list, period.matter.list_name)
    )
    version = await list_status(unit, found[0][0].policy) if found else None
    in_force = policy.on(day)
    known = completeness(in_force.rules) if in_force else ()
    clocks = await grant_clocks(unit, rules)
    return Answer(content=Matters(day, version, clocks, known, items))


def _listed(
    found: tuple[Period, MatterRow], lists: Lists, day: date, rules: Rulebook, *, internal: bool
) -> ListedMatter:
    (period, row), zone = found, rules.zone
    settled = row.settled_on(day, zone, lists)
    return ListedMatter(
        period.matter if internal else _published(period.matter),
        period.policy,
        row.pilot_on(day, zone),
        row.guide_on(day, zone),
        row.review_on(day, zone) if internal else None,  # an internal paper
        row.complexity_on(day, zone),
        row.online_on(day, zone),
        settled,
        words(settled.mode, settled.grants, rules) if settled else "",
    )


ROUTES = (
    *(act_route(act) for act in ACTS),
    Route(
        path="/matters",
        operation="matters.list",
        tag=TAG,
        summary="事项清单。The matter list in force on a day.",
        access=COUNTY,
        handle=listed,
        query=DayOfList,
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
    fact_route(
        path=GUIDE,
        operation="matters.guide",
        tag=TAG,
        summary="已公布的办事指南。The service guide as published last.",
        access=COUNTY,
        stream=lambda path: streams.guide(path.matter),
        state=Guide,
        unknown="matters.no_guide",
        places={"matter": Number},
    ),
    fact_route(
        path=DECLARED,
        operation="matters.declarations",
        tag=TAG,
        summary="部门就事项所作认定。What the department declared about its matter.",
        access=COUNTY,
        stream=lambda path: streams.matter(path.matter),
        state=Declared,
        unknown="matters.nothing_declared",
        places={"matter": Number},
    ),
    fact_route(
        path=VERSION,
        operation="matters.list_version",
        tag=TAG,
        summary="清单版本的程序。How far a version of the list has come.",
        access=COUNTY,
        stream=lambda path: streams.list_version(path.version),
        state=ListVersion,
        unknown="matters.no_such_list",
        places={"version": Text},
    ),
)
