"""Whatever is not an answer is a problem (RFC 9457), and every problem has a code.

Refusals bring their own code, clause and words (domain/kernel/refusal.py); what the door itself
refuses is listed here. One mapping from kind to status, in one place.
"""

import re
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

from domain.kernel.advice import Advice, advice_for
from domain.kernel.refusal import Refusal
from infra.database import LOST
from infra.log import CommandReusedError
from projections.page import CursorError
from services.execute import BusyError, OutdatedError
from services.feed import CrowdedError
from services.http.correlation import CORRELATION, of

MEDIA = "application/problem+json"
TYPES = "/api/v1/problems/"
LANGUAGE = "Accept-Language"
RETRY_SECONDS = 1

_LOG = structlog.get_logger("tongban.http")


class Entry(NamedTuple):
    """A code of the door: its status, what is wrong and what to do."""

    status: int
    advice: Advice


OWN: Mapping[str, Entry] = {
    code: Entry(status, Advice(*said))
    for code, status, *said in (
        ("http.malformed", 400, "请求格式有误", "The request cannot be read",
         "按 errors 所指之处改正后重发。", "Mend what `errors` points at and send it again."),
        ("http.unauthenticated", 401, "未经认证", "No valid credential",
         "请在 Authorization 中提供有效的 Bearer 令牌。",
         "Give a valid bearer token in Authorization."),
        ("credentials.kind", 403, "此类凭证不得办理", "Not for this kind of credential",
         "该接口不对此类凭证开放，请使用所需的凭证。", "Use a credential of the kind it is for."),
        ("credentials.seat", 403, "未指明所任岗位", "No seat to act from",
         "请用 Tongban-Seat 指明本人现任的机构与岗位。",
         "Name organ and post that you hold in Tongban-Seat."),
        ("http.not_found", 404, "没有这一资源", "No such resource",
         "请核对地址。", "Check the address."),
        ("http.method", 405, "不支持此方法", "No such method here",
         "可用的方法见 Allow。", "Allow says which methods there are."),
        ("http.not_acceptable", 406, "无法按所求格式回答", "Not available in the form asked for",
         "请接受 application/json。", "Accept application/json."),
        ("command.outdated", 412, "所据版本已经变化", "It has changed since you read it",
         "请重新读取，确认后再办理。", "Read it again, then decide anew."),
        ("http.too_large", 413, "内容过大", "The content is too large",
         "请减小请求内容。", "Send less."),
        ("http.media_type", 415, "不支持此内容类型", "No such type of content",
         "请以 application/json 发送。", "Send application/json."),
        ("command.reused", 422, "命令编号已用于另一命令", "The key stands for another command",
         "不同的命令须用不同的 Idempotency-Key。", "Give each command a key of its own."),
        ("views.no_such_position", 422, "日志没有这一位置", "The log has no such position",
         "after 须为已经写入的位置，见 Tongban-Position。",
         "`after` is a position that was written; see Tongban-Position."),
        ("http.too_many", 429, "请求过于频繁", "Too many requests",
         "请在 Retry-After 之后再试。", "Try again after Retry-After."),
        ("http.fault", 500, "系统故障", "A fault of the platform",
         "请将 correlation 告知平台运维。", "Tell whoever runs the platform the correlation."),
        ("command.busy", 503, "暂时繁忙", "Busy",
         "未作任何记录，请稍后以同一 Idempotency-Key 重试。",
         "Nothing was recorded; repeat it with the same Idempotency-Key."),
        ("feed.full", 503, "事件流连接已满", "The feed has no seat left",
         "请在 Retry-After 之后再连。", "Connect again after Retry-After."),
        ("views.behind", 503, "视图尚未更新到所求位置", "The view has not come that far",
         "请在 Retry-After 之后再试。", "Try again after Retry-After."),
        ("database.away", 503, "数据库暂不可用", "The database is away",
         "请在 Retry-After 之后再试。", "Try again after Retry-After."),
    )
}  # fmt: skip
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
STATUS: Mapping[str, int] = {
    "invalid": 422, "illegal_state": 409, "not_found": 404, "not_permitted": 403,
}  # fmt: skip
"""Of each kind of refusal."""


class Fault(Struct, frozen=True):
    """One place of a request that is not as it must be; `pointer` is a JSON pointer into it."""

    where: str  # body, query, path or header
    pointer: str
    detail: str


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An RFC 9457 problem. `code` is stable; `clause` and `text` are the rule as written.

    `title` and `advice` (what is wrong, what to do) are in the caller's language, Chinese or
    English; `detail` and the rule are in the county's.
    """

    type: str
    title: str
    status: int
    detail: str
    advice: str
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
        super().__init__(detail or code)
        self.code = code
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})


def respond(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """The problem that an exception is, as an answer."""
    problem = problem_of(request, error)
    headers = dict(error.headers or {}) if isinstance(error, ProblemError) else {}
    if isinstance(error, HTTPException) and "allow" in (error.headers or {}):
        headers["Allow"] = (error.headers or {})["allow"]
    if problem.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="tongban"'
    if problem.status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        headers.setdefault("Retry-After", str(RETRY_SECONDS))
    return Response(
        msgspec.json.encode(problem),
        status_code=problem.status,
        media_type=MEDIA,
        headers={**headers, CORRELATION: str(problem.correlation), "Cache-Control": "no-store"},
    )


def problem_of(request: Request[Any, Any, Any], error: Exception) -> Problem:
    """What an exception tells the caller; of a fault nothing but where to find it."""
    english = prefers_english(request.headers.get(LANGUAGE, ""))
    if isinstance(error, Refusal):
        return _refused(request, error, english=english)
    own = _own(error)
    if own.code == "http.fault":
        # As text: a renderer that shows local variables would show what is personal.
        stack = "".join(format_exception(error))
        _LOG.error("fault", correlation=str(of(request)), traceback=stack)
    entry = OWN[own.code]
    title, advice = said(entry.advice, english=english)
    return Problem(
        type=type_of(own.code),
        title=title,
        status=entry.status,
        detail=own.detail or title,
        advice=advice,
        code=own.code,
        errors=own.errors,
        instance=f"urn:uuid:{of(request)}",
        correlation=of(request),
    )


def prefers_english(accepted: str) -> bool:
    """Whether an Accept-Language puts English before Chinese, which is the platform's own."""
    weights = {"en": 0.0, "zh": 0.0}
    for part in accepted.lower().split(","):
        tag, _, weight = part.strip().partition(";")
        language = tag.strip().partition("-")[0]
        found = re.fullmatch(r"\s*q=([01](?:\.\d{0,3})?)\s*", weight)
        if language in weights and (found or not weight):
            weights[language] = max(weights[language], float(found[1]) if found else 1.0)
    return weights["en"] > weights["zh"]


def said(advice: Advice, *, english: bool) -> tuple[str, str]:
    """What is wrong, and what to do, in one of the two languages."""
    return (advice.title_en, advice.text_en) if english else (advice.title, advice.text)


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
            return ProblemError(_OF_STATUS[status])
    # A value that the driver cannot send is a ValueError too, and a fault of ours.
    if isinstance(error, LOST) and not isinstance(error, ValueError):
        return ProblemError("database.away")
    code = next((code for kind, code in _OF_ERRORS.items() if isinstance(error, kind)), None)
    return ProblemError(code or "http.fault")


def _refused(request: Request[Any, Any, Any], refusal: Refusal, *, english: bool) -> Problem:
    _LOG.info("refused", code=refusal.code)
    title, advice = said(advice_for(refusal.code), english=english)
    return Problem(
        type=type_of(refusal.code),
        title=title,
        status=STATUS[refusal.kind],
        detail=refusal.message,
        advice=advice,
        code=refusal.code,
        kind=refusal.kind,
        clause=refusal.clause,
        text=refusal.text,
        source=refusal.source,
        about=refusal.detail,
        instance=f"urn:uuid:{of(request)}",
        correlation=of(request),
    )


def type_of(code: str) -> str:
    return TYPES + quote(code)
