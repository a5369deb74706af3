"""The public door: what a county publishes, and a case's progress by number and query code.

No credential, so nothing about persons: neither applicants nor staff. A wrong code and an unknown
case have the same answer, which takes the same time: the code is computed, not looked up.
"""

import hmac
from datetime import datetime
from typing import Annotated, Any

from litestar import Request
from msgspec import Meta, Struct

from domain.kernel import facts, streams
from domain.kernel.pack import Limit, Matter, Offer, Sla, Step
from domain.kernel.refusal import NotFound
from domain.kernel.rulebook import Rulebook
from domain.matters.settled import Settled, is_open, words
from projections import case_register
from projections.case_register import STATUS_LABELS, CaseRegister
from projections.matter_list import MatterList
from services.commands.authorities import settled_now
from services.http.auth import PUBLIC
from services.http.contexts.matters import AsOf, Matters, PrintedList, listed
from services.http.limits import Limiter
from services.http.route import Answer, Call, Number, Query, Route, Text

TAG = "公众查询"
_CACHED = {"Cache-Control": "public, max-age=60"}
_CODE = r"^[0-9A-Za-z]{10}$"


def routes(per_minute: int) -> tuple[Route, ...]:
    """The limits are an application's own, so its routes are made with it."""
    readers = Limiter(per_minute=per_minute)  # of lists and guides, by address
    # Of progress, by address. Not by case: whoever knew its number could keep the applicant out,
    # and a code of 50 bits needs no such help.
    askers = Limiter(per_minute=per_minute // 4)

    async def list_matters(call: Call) -> Answer:
        readers.take(address(call.request))
        answer = await listed(call)
        return Answer(content=answer.content, headers=_CACHED)

    async def guide(call: Call) -> Answer:
        readers.take(address(call.request))
        unit = call.platform.executor.unit(call.tenant)
        rules = await unit.rules()
        matter = rules.matter(call.path.no)
        published = await unit.get(streams.guide(matter.no), facts.Guide)
        settled = await settled_now(unit, matter.no, rules)
        told = _guide(matter, published.state, settled, rules)
        return Answer(content=told, headers=_CACHED)

    async def progress(call: Call) -> Answer:
        askers.take(address(call.request))
        return Answer(content=await _progress(call))

    return (
        Route(
            path="/public/{tenant}/matters",
            operation="public.matters",
            tag=TAG,
            summary="公布的事项清单。The published matter list.",
            access=PUBLIC,
            handle=list_matters,
            places={"tenant": Text},
            query=OnDay,
            answer=Matters,
            view=MatterList.name,
        ),
        Route(
            path="/public/{tenant}/matters/{no}",
            operation="public.guide",
            tag=TAG,
            summary="办事指南。The guide to one matter: steps, limits, fee, where it is offered.",
            access=PUBLIC,
            handle=guide,
            places={"tenant": Text, "no": Number},
            answer=Guide,
        ),
        Route(
            path="/public/{tenant}/cases/{case}",
            operation="public.progress",
            tag=TAG,
            summary="办件进度。A case's progress, by its number and the code given at receipt.",
            access=PUBLIC,
            handle=progress,
            places={"tenant": Text, "case": Text},
            query=Coded,
            answer=Progress,
            view=CaseRegister.name,
        ),
    )


class OnDay(Query, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Without `after`: nobody waits here who has no credential."""

    as_of: AsOf = None
    list: PrintedList = None


class GuideStep(Struct, frozen=True, kw_only=True):
    """A step under the matter's handling mode; `limit` where a term is set for it."""

    name: str
    kind: str
    limit: Sla | None


class Guide(Struct, frozen=True, kw_only=True):
    """办事指南 as the pack in force has it. `offered_at`: organs or kinds of organ, by sub-type.

    `published`: the department's own guide with its materials (行政许可法 30); None: not yet.
    """

    no: int
    name: str
    policy: str
    power: str
    handling_mode: str
    conditions: tuple[str, ...]
    steps: tuple[GuideStep, ...]
    limits: tuple[Limit, ...]
    fee: str | None
    certificate: str | None
    offered_at: tuple[Offer, ...]
    remark: str | None
    published: facts.Guide | None
    source: str


def _guide(
    matter: Matter, published: facts.Guide | None, settled: Settled | None, rules: Rulebook
) -> Guide:
    mode = rules.mode(settled.mode if settled else matter.mode)
    granted = settled.grants if settled else matter.grants
    terms = {sla.id: sla for sla in rules.pack.sla}
    return Guide(
        no=matter.no,
        name=matter.name,
        policy=rules.version,
        power=matter.power_label,
        handling_mode=_handling(matter, settled, rules),
        conditions=tuple(guard.label for guard in matter.guard),
        steps=tuple(_step(step, terms) for step in mode.step if _taken(step, granted)),
        limits=matter.limit,
        fee=matter.fee,
        certificate=matter.certificate,
        offered_at=tuple(_named(offer, rules) for offer in matter.offer),
        remark=matter.remark,
        published=published,
        source=matter.source,
    )


def _step(step: Step, terms: dict[str, Sla]) -> GuideStep:
    return GuideStep(name=step.name or step.id, kind=step.kind, limit=terms.get(step.within or ""))


def _handling(matter: Matter, settled: Settled | None, rules: Rulebook) -> str:
    """As listed, as settled since, or as it is handled until somebody settles it (B-41)."""
    if settled is not None:
        return words(settled.mode, settled.grants, rules)
    title = rules.mode(matter.mode).title
    return f"待明确（{title}）" if is_open(rules, matter.no) else matter.mode_label or title


def _taken(step: Step, granted: tuple[str, ...]) -> bool:
    """Whether somebody takes the step in cases of this matter (ZZ22-40)."""
    return not step.grant or step.id in granted or bool(step.else_)


def _named(offer: Offer, rules: Rulebook) -> Offer:
    names = tuple(rules.short(place) for place in offer.at)
    return Offer(at=names, subtype=offer.subtype, all=offer.all, source=offer.source)


class Coded(Query, frozen=True, kw_only=True, forbid_unknown_fields=True):
    code: Annotated[str, Meta(pattern=_CODE, description="收件时给的查询码。Given at receipt.")]


class ProgressStep(Struct, frozen=True):
    step: str
    organ: str
    at: datetime


class Progress(Struct, frozen=True, kw_only=True):
    """Where a case stands, in names of organs; nobody's data is in it.

    `missing`: what the applicant still has to bring; `go_to`: where to apply instead (XG23-14).
    """

    case: str
    matter: str
    receiver: str
    status: str
    outcome: str | None
    missing: tuple[str, ...]
    go_to: str
    steps: tuple[ProgressStep, ...]
    received_at: datetime
    decided_at: datetime | None
    concluded_at: datetime | None


async def _progress(call: Call) -> Progress:
    right = call.platform.vault.query_code(call.tenant, call.path.case)
    if not hmac.compare_digest(call.query.code.upper().encode(), right.encode()):
        raise _no_such_case()
    row = await case_register.case(call.platform.pool, call.tenant, call.path.case)
    if row is None:
        raise _no_such_case()
    rules = await call.platform.executor.unit(call.tenant).rules_of(row.policy)
    names = {step.id: step.name or step.id for step in rules.mode(row.mode).step}
    return Progress(
        case=row.key,
        matter=rules.matter(row.matter).name,
        receiver=rules.short(row.receiver),
        status=STATUS_LABELS[row.status],
        outcome=row.outcome,
        missing=(
            *(row.supplement.missing if row.supplement else ()),
            *(gap.material for gap in row.gaps),
        ),
        go_to=row.go_to,
        steps=tuple(
            ProgressStep(names.get(step.step, step.step), rules.short(step.organ), step.at)
            for step in row.steps
        ),
        received_at=row.received_at,
        decided_at=row.decided_at,
        concluded_at=row.concluded_at,
    )


def _no_such_case() -> NotFound:
    return NotFound("cases.unknown", "没有这一办件，或者查询码不符")


def address(request: Request[Any, Any, Any]) -> str:
    """The client's address as the server knows it; behind a proxy, the server's settings say."""
    return request.client.host if request.client else ""
