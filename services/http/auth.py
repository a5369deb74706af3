"""Who calls: the tenant and the kind come from the credential, the seat from the log.

A header may say by which post a person acts; that they hold it is proven against the log, by the
executor for an act and here for a question. Nobody becomes the operator by saying so.
"""

from typing import Any

from litestar import Request
from msgspec import Struct

from domain.kernel import streams
from domain.kernel.authority import OPERATOR, PLATFORM, By
from domain.kernel.facts import Post
from domain.kernel.seat import require_post
from infra.credentials import Credential, Kind
from services.http.problems import ProblemError
from services.main import Platform

SEAT = "Tongban-Seat"
_SCHEME = "bearer "
_NAME_LIMIT = 200
"""Characters; a refused attempt is remembered on a stream of the organ named."""


class Access(Struct, frozen=True, kw_only=True):
    """Which credentials a route is for; no kind at all: the public door, which needs none.

    A service also needs the scope. `platform`: credentials that belong to no tenant.
    """

    kinds: frozenset[Kind] = frozenset()
    scope: str = "read"
    platform: bool = False


PUBLIC = Access()
PEOPLE = Access(kinds=frozenset({"person"}))
OPERATORS = Access(kinds=frozenset({"operator"}))
PEOPLE_AND_OPERATORS = Access(kinds=frozenset({"person", "operator"}))
CASE_DATA = Access(kinds=frozenset({"person", "service", "auditor"}))
"""What concerns cases: the operator runs the platform and sees none of it (DESIGN 7a)."""
COUNTY = Access(kinds=frozenset({"person", "service", "auditor", "operator"}))
"""What is said about the county itself: lists, delegations, calendars."""
PLATFORM_ONLY = Access(kinds=frozenset({"operator"}), platform=True)


class Caller(Struct, frozen=True):
    """Whoever holds the credential. `by` is the seat named, proven or not; None: none was."""

    credential: Credential
    by: By | None

    @property
    def tenant(self) -> str:
        return self.credential.tenant

    @property
    def kind(self) -> Kind:
        return self.credential.kind


async def authenticate(request: Request[Any, Any, Any], platform: Platform) -> Caller:
    """Raises problem 401 where there is no valid token; an impossible seat is 403."""
    header = request.headers.get("Authorization", "")
    token = header[len(_SCHEME) :].strip() if header.lower().startswith(_SCHEME) else ""
    credential = await platform.credentials.find(token) if token else None
    if credential is None:
        raise ProblemError("http.unauthenticated")
    return Caller(credential, _seat(request, credential))


def _seat(request: Request[Any, Any, Any], credential: Credential) -> By | None:
    named = request.headers.get(SEAT, credential.seat or None)
    if named is None:
        return OPERATOR if credential.kind == "operator" else None
    organ, _, post = named.partition("/")
    if not organ or not post or "/" in post or max(len(organ), len(post)) > _NAME_LIMIT:
        raise ProblemError("credentials.seat", f"{SEAT} 的形式是 机构/岗位")
    if credential.kind == "operator":
        return OPERATOR
    if credential.kind != "person":
        return None
    if organ == PLATFORM:
        raise ProblemError("credentials.seat", "人员凭证不得以平台名义办理")
    return By(credential.person, organ, post)


def admit(caller: Caller, access: Access) -> None:
    """Refuse a credential that the route is not for."""
    if caller.kind not in access.kinds:
        raise ProblemError("credentials.kind")
    if caller.kind == "service" and access.scope not in caller.credential.scopes:
        raise ProblemError("credentials.kind", f"凭证没有“{access.scope}”范围")
    if access.platform != (not caller.tenant):
        raise ProblemError("credentials.kind", "此凭证属于另一范围（平台或租户）")


async def require_seat(caller: Caller, platform: Platform) -> None:
    """A person asks from a post that they hold now: who left office reads nothing any more."""
    if caller.kind != "person":
        return
    if caller.by is None:
        raise ProblemError("credentials.seat")
    unit = platform.executor.unit(caller.tenant, by=caller.by)
    rules = await unit.rules()
    post = await unit.get(streams.post(caller.by.organ, caller.by.post), Post)
    require_post(post, caller.by, unit.at, rules)
