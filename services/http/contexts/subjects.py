"""Data subjects: erasing one. Their plain data is at the case that they belong to."""

from domain.kernel import streams
from domain.subjects.erasure import EraseSubject
from services.http.act import Act, act_route
from services.http.auth import OPERATORS

ACTS = (
    Act(
        command=EraseSubject,
        path="/subjects/{subject}/erasure",
        stream=lambda command: streams.subject(command.subject),
        tag="个人信息",
        summary="销毁个人信息密钥。Erase a person: destroy the key, for good.",
        example={"reason": "经批准的删除请求（文号）"},
        access=OPERATORS,
    ),
)
ROUTES = tuple(act_route(act) for act in ACTS)
