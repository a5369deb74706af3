"""Who may knock at the demo's door: a token for each part that people play, and things to try."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from uuid import uuid4

from msgspec import Struct

from infra.credentials import Credential, Credentials

LABEL = "demo"
_LIFE = timedelta(days=1)
_TOWNSHIP = ("window_clerk", "reviewer", "approver", "seal_user", "principal", "custodian")
_DEPARTMENT = ("principal", "window_clerk", "approver")


class Cast(Struct, frozen=True):
    """Whom the visitor plays, and what he looks at: cases by number.

    `case` has all its steps, `used` a seal used after its loss, of which nobody knew up to position
    `before` of the log; the rest waits: two for the township's principal, one for its
    reviewer, one for the department. Seals are the department's, by their numbers.
    """

    tenant: str
    township: str
    department: str
    supervisor: str
    outlet: str
    case: str
    used: str
    lost_seal: int
    own_seal: int
    to_sign: str
    to_sign_too: str
    to_review: str
    to_decide: str
    before: int = 0


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
    seats = [f"{cast.township}/{post}" for post in _TOWNSHIP]
    seats += [f"{cast.department}/{post}" for post in _DEPARTMENT]
    seats += [f"{cast.supervisor}/principal", f"{cast.outlet}/window_clerk"]
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


def things_to_type(cast: Cast, town: str, department: str, supervisor: str) -> Iterator[str]:
    """Lines for the platform's own command line, with the organs' names."""
    tenant = cast.tenant
    yield f"tongban matters {tenant}"
    yield f"tongban delegations {tenant}"
    yield f"tongban seals {tenant}"
    yield f"tongban case list {tenant} --limit 10"
    yield f"tongban case show {tenant} {cast.case} --applicant"
    yield f"tongban liability {tenant} {cast.used}"
    yield f"tongban liability {tenant} {cast.used} --known-at {cast.before} --compare"
    yield f"tongban ledger {tenant} --department {department} --number {cast.lost_seal}"
    yield f"tongban ledger {tenant} --export 用印台账.csv"
    yield f"tongban tray show {tenant} --organ {town} --post 主要负责人"
    yield f"tongban tray consent {tenant} --organ {town} {cast.to_sign}"
    yield f"tongban tray show {tenant} --organ {town} --post 保管人员"
    yield "tongban do --list"
    yield "tongban do --fields cases.review"
    yield (
        f"tongban do {tenant} cases.review --as {town}/审核人员 "
        f"case={cast.to_review} opinion=材料齐全"
    )
    yield f"tongban due {tenant} --organ {town}"
    yield f"tongban pushes {tenant} --to {supervisor}"
    approver = f"{cast.township}-approver"
    yield f"tongban authority {tenant} --organ {town} --person {approver} --matter 21"
    yield f"tongban feed {tenant} --types attempts. --limit 3"
    yield "tongban projections rebuild"


def things_to_try(url: str, cast: Cast, tokens: dict[str, str], code: str) -> Iterator[str]:
    """Lines for a shell: reading, acting, one's own write, trays, the public door, the feed."""
    api = f"{url}/api/v1"
    case, used = quote(cast.case), quote(cast.used)

    def by(role: str) -> str:
        return f"-H 'Authorization: Bearer {tokens[role]}'"

    clerk, principal = by(f"{cast.township}/window_clerk"), by(f"{cast.township}/principal")
    yield f"curl -s {url}/ready"
    yield f"curl -s {clerk} '{api}/cases?limit=3'"
    received = {
        "case": f"try-{uuid4().hex[:6]}",
        "matter": 21,
        "receiver": cast.township,
        "channel": "window",
        "stated": {},
        "applicant": {"name": "演示申请人", "id_number": "000000190001010000"},
    }
    yield _post(clerk, received, f"{api}/cases")
    yield f"curl -s {principal} {api}/tray"
    consent = {
        "case": cast.to_sign_too,
        "owner": cast.department,
        "number": cast.own_seal,
        "documents": ["acceptance"],
    }
    yield _post(principal, {"consents": [consent]}, f"{api}/tray/consents")
    yield f"curl -s {by(f'{cast.outlet}/window_clerk')} {api}/tray"
    approver = by(f"{cast.department}/approver")
    yield f"curl -s {approver} {api}/tray"
    decided = {
        "outcome": "refused",
        "document_number": f"{cast.to_decide}-决",
        "reasons": "危险货物运输由市级许可",
        "remedies": "可申请行政复议或者提起行政诉讼",
    }
    yield _post(approver, decided, f"{api}/cases/{quote(cast.to_decide)}/decision")
    yield f"curl -s '{api}/public/{cast.tenant}/cases/{case}?code={code}'"
    yield f"curl -s '{api}/public/{cast.tenant}/matters/14'"
    yield f"curl -s {by(f'{cast.supervisor}/principal')} '{api}/pushes?receiver={cast.supervisor}'"
    yield f"curl -s {principal} '{api}/obligations?debtor={cast.township}'"
    yield f"curl -s {by('auditor')} '{api}/cases/{used}/liability?known_at={cast.before}'"
    yield f"curl -s {by('auditor')} {api}/cases/{used}/liability"
    yield f"curl -s {by(f'{cast.department}/principal')} {api}/seal-uses/export -o ledger.csv"
    yield (
        f"curl -sN {by('integrator')} -H 'Accept: text/event-stream' "
        f"'{api}/events?after=0&types=pushes.,obligations.'"
    )
    yield f"curl -s {by('platform operator')} {url}/metrics"


def _post(by: str, content: object, url: str) -> str:
    return (
        f"curl -s -X POST {by} -H 'Idempotency-Key: {uuid4()}' "
        f"-H 'Content-Type: application/json' -d '{json.dumps(content, ensure_ascii=False)}' {url}"
    )
