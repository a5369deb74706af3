"""What a problem's `type` leads to: the code explained."""

from msgspec import Struct

from domain.kernel.platform_rules import GROUNDS
from services.http.auth import PUBLIC, authenticate
from services.http.problems import OWN, ProblemError, type_of
from services.http.route import Answer, Call, Route, Text


class Explained(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A code: the rule behind it as written, its clause and source; `status` of the door's own."""

    type: str
    code: str
    title: str = ""
    status: int | None = None
    clause: str = ""
    text: str = ""
    source: str = ""


async def _explain(call: Call) -> Answer:
    """A county's own rule goes first, for who shows a credential of the county."""
    code: str = call.path.code
    made = Explained(type=type_of(code), code=code)
    own, ground = OWN.get(code), GROUNDS.get(code)
    if own is not None:
        made = Explained(
            type=made.type, code=code, title=own.title, status=own.status, text=own.text
        )
    elif (rule := await _rule(call, code)) is not None:
        made = rule
    elif ground is not None:
        made = Explained(type=made.type, code=code, clause=ground.clause, source=ground.source)
    else:
        raise ProblemError("http.not_found")
    return Answer(content=made)


async def _rule(call: Call, code: str) -> Explained | None:
    if "Authorization" not in call.request.headers:
        return None
    caller = await authenticate(call.request, call.platform)
    if not caller.tenant:
        return None
    rules = await call.platform.executor.unit(caller.tenant).rules()
    rule = rules.rules.get(code)
    if rule is None:
        return None
    return Explained(
        type=type_of(code), code=code, clause=rule.clause, text=rule.text, source=rule.source
    )


ROUTES = (
    Route(
        path="/problems/{code}",
        operation="problems.explain",
        tag="平台",
        summary="说明一个问题代码。Explain a problem's code: the rule, its clause and source.",
        description="附县级凭证时先说明该县的规则。With a credential of a county: its own rule.",
        access=PUBLIC,
        handle=_explain,
        places={"code": Text},
        examples={"code": "cases.step_taken"},
        answer=Explained,
        statuses=(401,),
    ),
)
