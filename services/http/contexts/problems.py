"""What a problem's `type` leads to: the code explained."""

from msgspec import Struct

from domain.kernel.advice import ADVICE
from domain.kernel.pack import Rule
from domain.kernel.platform_rules import GROUNDS
from services.http.auth import PUBLIC, authenticate
from services.http.problems import OWN, ProblemError, type_of
from services.http.route import Answer, Call, Route, Text


class Explained(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A code: what is wrong, what to do, and the rule behind it as written; `status` of the door's.

    `source` holds the ids of requirements and decisions.
    """

    type: str
    code: str
    title: str
    title_en: str
    advice: str
    advice_en: str
    status: int | None = None
    clause: str = ""
    text: str = ""
    source: str = ""


async def _explain(call: Call) -> Answer:
    """A county's own rule goes first, for who shows a credential of the county."""
    code: str = call.path.code
    own = OWN.get(code)
    advice = own.advice if own else ADVICE.get(code)
    if advice is None:
        raise ProblemError("http.not_found")
    rule, ground = await _rule(call, code), GROUNDS.get(code)
    return Answer(
        content=Explained(
            type=type_of(code),
            code=code,
            title=advice.title,
            title_en=advice.title_en,
            advice=advice.text,
            advice_en=advice.text_en,
            status=own.status if own else None,
            clause=rule.clause if rule else ground.clause if ground else "",
            text=rule.text if rule else "",
            source=rule.source if rule else ground.source if ground else "",
        )
    )


async def _rule(call: Call, code: str) -> Rule | None:
    if "Authorization" not in call.request.headers:
        return None
    caller = await authenticate(call.request, call.platform)
    if not caller.tenant:
        return None
    return (await call.platform.executor.unit(caller.tenant).rules()).rules.get(code)


ROUTES = (
    Route(
        path="/problems/{code}",
        operation="problems.explain",
        tag="平台",
        summary="说明一个问题代码。Explain a code: what is wrong, what to do, by which rule.",
        description="附县级凭证时先说明该县的规则。With a credential of a county: its own rule.",
        access=PUBLIC,
        handle=_explain,
        places={"code": Text},
        examples={"code": "cases.step_taken"},
        answer=Explained,
        statuses=(401,),
    ),
)
