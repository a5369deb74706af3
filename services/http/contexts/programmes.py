"""Programmes: the phase a reform is in, its pilot townships, what came of them (RA22-28 to -30)."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct

from domain.kernel import streams
from domain.kernel.facts import Trial
from domain.programmes.commands import (
    AssessTownship,
    DesignatePilots,
    EndTrial,
    EvaluatePilot,
    RollOut,
    SummarisePilot,
    TrialCommand,
)
from services.commands.programmes import ProgrammeState, programmes
from services.http.act import Act, act_route
from services.http.auth import COUNTY
from services.http.fact import fact_route
from services.http.route import Answer, Call, Query, Route, Text

TAG = "改革"
TRIAL = "/programmes/{programme}/trial"


def _trial(command: TrialCommand) -> str:
    return streams.programme(command.programme)


ACTS = (
    Act(
        command=AssessTownship,
        path="/programmes/{programme}/assessments/{organ}",
        stream=_trial,
        tag=TAG,
        summary="评估乡镇是否具备条件。Whether a township has the conditions, or for a part.",
        example={"finding": "part", "without": [21], "reason": "人员尚未到位"},
    ),
    Act(
        command=DesignatePilots,
        path=TRIAL,
        stream=_trial,
        tag=TAG,
        summary="确定改革试点乡镇。Name the townships that try the programme out.",
        example={"organs": ["first_township", "second_township"]},
    ),
    Act(
        command=SummarisePilot,
        path=f"{TRIAL}/summaries/{{organ}}",
        stream=_trial,
        tag=TAG,
        summary="试点乡镇总结经验。What a pilot township found.",
        example={"document_number": "总结1号", "summary": "可复制推广的经验"},
    ),
    Act(
        command=EvaluatePilot,
        path=f"{TRIAL}/evaluation",
        stream=_trial,
        tag=TAG,
        summary="评估试点。What the lead makes of the trial.",
        example={"document_number": "评估1号", "conclusion": "具备推开条件"},
    ),
    Act(
        command=RollOut,
        path=f"{TRIAL}/rollout",
        stream=_trial,
        tag=TAG,
        summary="出台实施意见，全面推行。Open the programme to all townships.",
        example={"document_number": "实施意见1号", "title": "关于推行改革的实施意见"},
    ),
    Act(
        command=EndTrial,
        path=f"{TRIAL}/end",
        stream=_trial,
        tag=TAG,
        summary="结束试点，不再推行。End the trial without rolling it out.",
        example={"reason": "评估不合格"},
    ),
)


class ProgrammeDay(Query, frozen=True, kw_only=True, forbid_unknown_fields=True):
    as_of: Annotated[
        date | None, Meta(description="哪一天；缺省为今天。The county's today, if missing.")
    ] = None


class Programmes(Struct, frozen=True):
    """The county's programmes and the phase that each is in on a day."""

    as_of: date
    items: tuple[ProgrammeState, ...]


async def _programmes(call: Call) -> Answer:
    unit = call.platform.executor.unit(call.tenant)
    rules = await unit.rules()
    day = call.query.as_of or datetime.now(rules.zone).date()
    return Answer(content=Programmes(day, await programmes(unit, day, rules)))


ROUTES = (
    *(act_route(act) for act in ACTS),
    Route(
        path="/programmes",
        operation="programmes.list",
        tag=TAG,
        summary="各项改革和所处阶段。Programmes, and the phase each is in.",
        access=COUNTY,
        handle=_programmes,
        query=ProgrammeDay,
        answer=Programmes,
    ),
    fact_route(
        path=TRIAL,
        operation="programmes.trial",
        tag=TAG,
        summary="改革试点情况。Where the programme is tried out, and what came of it.",
        access=COUNTY,
        stream=lambda path: streams.programme(path.programme),
        state=Trial,
        unknown="programmes.no_trial",
        places={"programme": Text},
    ),
)
