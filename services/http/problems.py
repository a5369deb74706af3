"""Whatever is not an answer is a problem (RFC 9457), and every problem has a code.

Refusals bring their own code, clause and words (domain/kernel/refusal.py); what the door itself
refuses is listed here. One mapping from kind to status, in one place.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from traceback import format_exception
from typing import Any, NamedTuple
from urllib.parse import quote
from uuid import UUID

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException
from msgspec import Struct

from domain.kernel.refusal import Refusal
from infra.database import LOST
from infra.log import CommandReusedError
from projections.page import CursorError
from services.execute import BusyError, OutdatedError
from services.feed import CrowdedError
from services.http.correlation import CORRELATION, of

MEDIA = "application/problem+json"
TYPES = "/api/v1/problems/"
RETRY_SECONDS = 1

_LOG = structlog.get_logger("tongban.http")


class Entry(NamedTuple):
    """A code of the door: its status, its title, and what whoever meets it should do."""

    status: int
    title: str
    text: str


OWN: Mapping[str, Entry] = {
    "http.malformed": Entry(400, "请求格式有误", "按 errors 所指之处改正后重发。"),
    "http.unauthenticated": Entry(401, "未经认证", "请在 Authorization 中提供有效的 Bearer 令牌。"),
    "credentials.kind": Entry(403, "此类凭证不得办理", "该接口不对此类凭证开放。"),
    "credentials.seat": Entry(
        403, "未指明所任岗位", "请用 Tongban-Seat 指明本人现任的机构与岗位。"
    ),
    "http.not_found": Entry(404, "没有这一资源", "请核对地址。"),
    "http.method": Entry(405, "不支持此方法", "可用的方法见 Allow。"),
    "http.not_acceptable": Entry(406, "无法按所求格式回答", "请接受 application/json。"),
    "command.outdated": Entry(412, "所据版本已经变化", "请重新读取，确认后再办理。"),
    "http.too_large": Entry(413, "内容过大", "请减小请求内容。"),
    "http.media_type": Entry(415, "不支持此内容类型", "请以 application/json 发送。"),
    "command.reused": Entry(
        422, "命令编号已用于另一命令", "不同的命令须用不同的 Idempotency-Key。"
    ),
    "views.no_such_position": Entry(
        422, "日志没有这一位置", "after 须为已经写入的位置，见 Tongban-Position。"
    ),
    "http.too_many": Entry(429, "请求过于频繁", "请在 Retry-After 之后再试。"),
    "http.fault": Entry(500, "系统故障", "请将 correlation 告知平台运维。"),
    "command.busy": Entry(503, "暂时繁忙", "未作任何记录，请稍后以同一 Idempotency-Key 重试。"),
    "feed.full": Entry(503, "事件流连接已满", "请在 Retry-After 之后再连。"),
    "views.behind": Entry(503, "视图尚未更新到所求位置", "请在 Retry-After 之后再试。"),
    "database.away": Entry(503, "数据库暂不可用", "请在 Retry-After 之后再试。"),
}
_OF_STATUS = {
    400: "http.malformed", 401: "http.unauthenticated", 403: "credentials.kind",
    404: "http.not_found", 405: "http.method", 406: "http.not_acceptable",
    413: "http.too_large", 415: "http.media_type", 429: "http.too_many",
}  # fmt: skip
_OF_ERRORS: Mapping[type[Exception], str] = {
    OutdatedError: "command.outdated",
    BusyError: "command.busy",
    CommandReusedError: "command.reused",
}
_KINDS: Mapping[str, Entry] = {
    "invalid": Entry(422, "内容不成立", ""),
    "illegal_state": Entry(409, "现在的状态不允许", ""),
    "not_found": Entry(404, "没有这一对象", ""),
    "not_permitted": Entry(403, "无权办理", ""),
}


class Fault(Struct, frozen=True):
    """One place of a request that is not as it must be; `pointer` is a JSON pointer into it."""

    where: str  # body, query, path or header
    pointer: str
    detail: str


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An RFC 9457 problem. `code` is stable; `clause` and `text` are the rule as written."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    kind: str = ""
    clause: str = ""
    text: str = ""
    source: str = ""
    about: dict[str, str] = {}
    errors: tuple[Fault, ...] = ()
    instance: str
    correlation: UUID


class ProblemError(Exception):
    """The door itself says no, with a code of `OWN`."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        errors: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail or OWN[code].text)
        self.code = code
        self.detail = detail or OWN[code].text
        self.errors = tuple(errors)
        self.headers = dict(headers or {})


def respond(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """The problem that an exception is; of a fault nothing is told but where to find it."""
    if isinstance(error, Refusal):
        return _refused(request, error)
    own = _own(error)
    if own.code == "http.fault":
        # As text: a renderer that shows local variables would show what is personal.
        stack = "".join(format_exception(error))
        _LOG.error("fault", correlation=str(of(request)), traceback=stack)
    entry = OWN[own.code]
    headers = dict(own.headers)
    if entry.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="tongban"'
    if entry.status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        headers.setdefault("Retry-After", str(RETRY_SECONDS))
    problem = Problem(
        type=type_of(own.code),
        title=entry.title,
        status=entry.status,
        detail=own.detail,
        code=own.code,
        errors=own.errors,
        instance=f"urn:uuid:{of(request)}",
        correlation=of(request),
    )
    return _response(problem, headers)


def _own(error: Exception) -> ProblemError:
    match error:
        case ProblemError():
            return error
        case CrowdedError(own=own):
            return ProblemError("http.too_many" if own else "feed.full")
        case CursorError():
            place = Fault("query", "/cursor", "not a cursor of this list and sorting")
            return ProblemError("http.malformed", errors=[place])
        case HTTPException(status_code=status) if status in _OF_STATUS:
            allow = (error.headers or {}).get("allow")
            return ProblemError(_OF_STATUS[status], headers={"Allow": allow} if allow else {})
    # A value that the driver cannot send is a ValueError too, and a fault of ours.
    if isinstance(error, LOST) and not isinstance(error, ValueError):
        return ProblemError("database.away")
    code = next((code for kind, code in _OF_ERRORS.items() if isinstance(error, kind)), None)
    return ProblemError(code or "http.fault")


def _refused(request: Request[Any, Any, Any], refusal: Refusal) -> Response[bytes]:
    entry = _KINDS[refusal.kind]
    _LOG.info("refused", code=refusal.code)
    problem = Problem(
        type=type_of(refusal.code),
        title=entry.title,
        status=entry.status,
        detail=refusal.message,
        code=refusal.code,
        kind=refusal.kind,
        clause=refusal.clause,
        text=refusal.text,
        source=refusal.source,
        about=refusal.detail,
        instance=f"urn:uuid:{of(request)}",
        correlation=of(request),
    )
    return _response(problem, {})


def type_of(code: str) -> str:
    return TYPES + quote(code)


def _response(problem: Problem, headers: Mapping[str, str]) -> Response[bytes]:
    return Response(
        msgspec.json.encode(problem),
        status_code=problem.status,
        media_type=MEDIA,
        headers={**headers, CORRELATION: str(problem.correlation), "Cache-Control": "no-store"},
    )
