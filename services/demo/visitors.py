"""Who may knock at the demo's door: a token for each part that people play, and things to try."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from uuid import uuid4

from msgspec import Struct

from infra.credentials import Credential, Credentials

LABEL = "demo"
_LIFE = timedelta(days=1)
_POSTS = ("window_clerk", "reviewer", "approver", "seal_user", "principal", "custodian")


class Cast(Struct, frozen=True):
    """Whom the visitor plays: a township with its posts, a receiver of results, and a case."""

    tenant: str
    township: str
    supervisor: str
    case: str


class Visitor(Struct, frozen=True):
    role: str
    token: str


async def issue(credentials: Credentials, cast: Cast) -> list[Visitor]:
    """New tokens for a day; those of earlier visits end."""
    for tenant in (cast.tenant, ""):
        for known in await credentials.list(tenant):
            if known.label == LABEL and known.revoked_at is None:
                await credentials.revoke(tenant, known.id)
    visitors = []
    for role, wanted in _wanted(cast):
        _, token = await credentials.issue(wanted)
        visitors.append(Visitor(role, token))
    return visitors


def _wanted(cast: Cast) -> Iterator[tuple[str, Credential]]:
    tenant, until = cast.tenant, datetime.now(UTC) + _LIFE
    seats = [f"{cast.township}/{post}" for post in _POSTS] + [f"{cast.supervisor}/principal"]
    for seat in seats:
        yield (
            seat,
            Credential(
                tenant=tenant,
                id="",
                kind="person",
                person=seat.replace("/", "-"),
                seat=seat,
                label=LABEL,
                expires_at=until,
            ),
        )
    integrator = Credential(
        tenant=tenant,
        id="",
        kind="service",
        scopes=("read", "feed"),
        types=("cases.", "obligations.", "pushes."),
        label=LABEL,
        expires_at=until,
    )
    yield "integrator", integrator
    auditor = Credential(tenant=tenant, id="", kind="auditor", label=LABEL, expires_at=until)
    yield "auditor", auditor
    operator = Credential(tenant=tenant, id="", kind="operator", label=LABEL, expires_at=until)
    yield "operator", operator
    platform = Credential(tenant="", id="", kind="operator", label=LABEL, expires_at=until)
    yield "platform operator", platform


def things_to_try(url: str, cast: Cast, tokens: dict[str, str], code: str) -> Iterator[str]:
    """Lines for a shell: reading, acting, one's own write, the public door, the feed."""
    api = f"{url}/api/v1"
    case = quote(cast.case)
    clerk = tokens[f"{cast.township}/window_clerk"]

    def by(role: str) -> str:
        return f"-H 'Authorization: Bearer {tokens[role]}'"

    yield f"curl -s {url}/ready"
    yield f"curl -s -H 'Authorization: Bearer {clerk}' '{api}/cases?limit=3'"
    body = (
        f'{{"case":"try-{uuid4().hex[:6]}","matter":21,"receiver":"{cast.township}",'
        '"channel":"window","stated":{},'
        '"applicant":{"name":"演示申请人","id_number":"000000190001010000"}}'
    )
    yield (
        f"curl -s -X POST -H 'Authorization: Bearer {clerk}' -H 'Idempotency-Key: {uuid4()}' "
        f"-H 'Content-Type: application/json' -d '{body}' {api}/cases"
    )
    yield f"curl -s '{api}/public/{cast.tenant}/cases/{case}?code={code}'"
    yield f"curl -s {by(f'{cast.supervisor}/principal')} '{api}/pushes?receiver={cast.supervisor}'"
    yield f"curl -s {by(f'{cast.township}/principal')} '{api}/obligations?debtor={cast.township}'"
    yield f"curl -s {by('auditor')} {api}/cases/{case}/liability"
    yield (
        f"curl -sN {by('integrator')} -H 'Accept: text/event-stream' "
        f"'{api}/events?after=0&types=pushes.,obligations.'"
    )
    yield f"curl -s {by('platform operator')} {url}/metrics"
