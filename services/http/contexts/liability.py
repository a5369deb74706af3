"""Who answers for a case, and what was found on paper."""

from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta, Struct

from domain.cases.irregularity import DismissIrregularity, RecordIrregularity
from domain.kernel import streams
from domain.kernel.pack import Finding
from domain.kernel.words import FINDINGS
from domain.liability.attribution import Line
from projections.liability import Liability
from services.commands.questions import Evidence, evidence
from services.http.act import Act, act_route
from services.http.route import Answer, Call, Position, Reading, Route, Text
from services.liability.answer import Liabilities

TAG = "责任"

ACTS = (
    Act(
        command=RecordIrregularity,
        path="/cases/{case}/irregularities",
        stream=lambda command: streams.case(command.case),
        tag=TAG,
        summary="登记违规情形。Put on record what happened on paper anyway.",
        example={
            "finding": "own_name",
            "happened_at": "2024-01-31T15:00:00+08:00",
            "description": "以本单位名义另行出具批复",
            "evidence": "0" * 64,
        },
    ),
    Act(
        command=DismissIrregularity,
        path="/cases/{case}/irregularities/{irregularity}/dismissal",
        stream=lambda command: streams.case(command.case),
        tag=TAG,
        summary="撤销违规情形登记。It was not so; what was known before stays known.",
        example={"reason": "经核查，该文书系依法作出"},
        examples={"irregularity": "9"},
    ),
)


class Asking(Reading, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`known_at` is a position of the log or a time."""

    known_at: Annotated[
        Position | Annotated[datetime, Meta(tz=True)] | None,
        Meta(description="按当时所知：日志位置或时间。As known at a position or a time; else now."),
    ] = None
    valid_at: Annotated[
        Annotated[datetime, Meta(tz=True)] | None,
        Meta(description="只计至此时的行为。Acts until this moment only."),
    ] = None


class Bearer(Struct, frozen=True):
    id: str
    name: str


class Answering(Struct, frozen=True):
    """A duty with who bears it and the events it rests on; see `line` for basis and clause."""

    bearer: Bearer
    line: Line
    rests_on: tuple[Evidence, ...]


class Irregularity(Struct, frozen=True):
    """A finding computed from history: `at` when it was so, and the events that show it."""

    finding: Finding
    label: str
    at: datetime
    says: str
    rests_on: tuple[Evidence, ...]


class Followed(Struct, frozen=True):
    """One thing that supervision, a claim or recourse brought: which organ, in words."""

    organ: Bearer
    says: str
    event: Evidence


class LiabilityOfCase(Struct, frozen=True):
    """Who answers, in which layer, by which clause, on which events (B-05).

    By the log up to position `known_at`, and by the acts until `valid_at`. `line.borne` and
    `line.recourse` are what came of a line elsewhere; `later` is all that followed, in order.
    """

    case: str
    mode: str
    policy: str
    known_at: int
    valid_at: datetime
    findings: tuple[Irregularity, ...]
    lines: tuple[Answering, ...]
    later: tuple[Followed, ...]


async def _liability(call: Call) -> Answer:
    asked = call.query
    liabilities = Liabilities(call.platform.executor, call.platform.pool)
    answer = await liabilities.of(call.tenant, call.path.case, asked.known_at, asked.valid_at)
    parts: list[Any] = [*answer.lines, *answer.findings]
    refs = [ref for part in parts for ref in part.rests_on]
    refs += [it.ref for it in answer.later]
    found = await evidence(call.platform.log, call.tenant, refs)
    return Answer(
        content=LiabilityOfCase(
            answer.facts.case,
            answer.facts.mode,
            answer.facts.policy,
            answer.known_at,
            answer.valid_at,
            tuple(
                Irregularity(
                    finding.finding,
                    FINDINGS[finding.finding],
                    finding.at,
                    finding.says,
                    tuple(found[ref] for ref in finding.rests_on),
                )
                for finding in answer.findings
            ),
            tuple(
                Answering(
                    Bearer(line.bearer, answer.rules.short(line.bearer)),
                    line,
                    tuple(found[ref] for ref in line.rests_on),
                )
                for line in answer.lines
            ),
            tuple(
                Followed(Bearer(it.organ, answer.rules.short(it.organ)), it.says, found[it.ref])
                for it in answer.later
            ),
        )
    )


ROUTES = (
    *(act_route(act) for act in ACTS),
    Route(
        path="/cases/{case}/liability",
        operation="cases.liability",
        tag=TAG,
        summary="责任视图。Who answers for a case.",
        handle=_liability,
        places={"case": Text},
        query=Asking,
        answer=LiabilityOfCase,
        view=Liability.name,
    ),
)
