"""Who may knock at the demo's doors: a token for each part that people play, and things to try."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal
from urllib.parse import quote
from uuid import uuid4

from msgspec import Struct

from infra.credentials import Credential, Credentials

LABEL = "demo"
TOWNSHIP = ("window_clerk", "reviewer", "approver", "seal_user", "principal", "custodian")
DEPARTMENT = ("principal", "window_clerk", "approver")
_LIFE = timedelta(days=1)

Shown = Literal[
    "list",
    "register",
    "windows",
    "case",
    "attempts",
    "loss",
    "turns",
    "targets",
    "old_seals",
    "programme",
]
"""What of a county is shown once its story is over."""


class Lost(Struct, frozen=True):
    """A seal by owner and number, and the case for which it was used after its loss."""

    owner: str
    number: int
    used: str


class Door(Struct, frozen=True):
    """Where and with what a visitor knocks: tokens by role, and the code of the case looked at.

    Up to position `before` of the log nobody knew of a loss.
    """

    url: str
    tenant: str
    tokens: Mapping[str, str]
    code: str
    before: int = 0

    @property
    def api(self) -> str:
        return f"{self.url}/api/v1"

    def by(self, role: str) -> str:
        return f"-H 'Authorization: Bearer {self.tokens[role]}'"

    def get(self, role: str, path: str) -> str:
        return f"curl -s {self.by(role)} '{self.api}{path}'"

    def public(self, path: str) -> str:
        return f"curl -s '{self.api}/public/{self.tenant}{path}'"

    def post(self, role: str, path: str, content: object) -> str:
        return (
            f"curl -s -X POST {self.by(role)} -H 'Idempotency-Key: {uuid4()}' "
            f"-H 'Content-Type: application/json' "
            f"-d '{json.dumps(content, ensure_ascii=False)}' {self.api}{path}"
        )


class Cast(Struct, frozen=True):
    """Whom a visitor may play in a county, by `seats` (organ/post), and what he looks at.

    `case` has all its steps. `types` are lines for the platform's own command line, without the
    program; `{before}` in one is the position before a loss was known, `{found}` and `{borne}`
    those before a problem was found in the case that is `judged`, and before its liability was
    borne. `tries`: lines for a shell.
    """

    tenant: str
    seats: tuple[str, ...]
    shows: tuple[Shown, ...]
    case: str
    types: tuple[str, ...]
    tries: Callable[[Door], Iterator[str]]
    lost: Lost | None = None
    judged: str = ""
    before: int = 0


class Visitor(Struct, frozen=True):
    """`tenant`: empty for the whole platform."""

    tenant: str
    role: str
    token: str


async def issue(credentials: Credentials, casts: Sequence[Cast]) -> list[Visitor]:
    """New tokens for a day; those of earlier visits end.

    Integrator and operator do the same in every county: the first has them.
    """
    until = datetime.now(UTC) + _LIFE
    visitors: list[Visitor] = []
    for tenant in (*(cast.tenant for cast in casts), ""):
        for known in await credentials.list(tenant):
            if known.label == LABEL and known.revoked_at is None:
                await credentials.revoke(tenant, known.id)
    for n, cast in enumerate(casts):
        for role, wanted in _wanted(cast, until, everything=n == 0):
            _, token = await credentials.issue(wanted)
            visitors.append(Visitor(cast.tenant, role, token))
    platform = Credential(tenant="", id="", kind="operator", label=LABEL, expires_at=until)
    _, token = await credentials.issue(platform)
    return [*visitors, Visitor("", "platform operator", token)]


def _wanted(cast: Cast, until: datetime, *, everything: bool) -> Iterator[tuple[str, Credential]]:
    tenant = cast.tenant
    for seat in cast.seats:
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
    auditor = Credential(tenant=tenant, id="", kind="auditor", label=LABEL, expires_at=until)
    yield "auditor", auditor
    if not everything:
        return
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
    operator = Credential(tenant=tenant, id="", kind="operator", label=LABEL, expires_at=until)
    yield "operator", operator


def doors(
    url: str, casts: Sequence[Cast], visitors: Sequence[Visitor], codes: Mapping[str, str]
) -> Iterator[tuple[Cast, Door]]:
    """A county's door for each cast; `codes` by tenant, for whoever asks about his own case."""
    for cast in casts:
        tokens = {it.role: it.token for it in visitors if it.tenant in (cast.tenant, "")}
        yield cast, Door(url, cast.tenant, tokens, codes[cast.tenant], cast.before)


def a_look(door: Door, clerk: str, head: str, case: str, matter: int) -> Iterator[str]:
    """What is worth a look in any county: its cases, a tray, the public door, who answers."""
    number = quote(case)
    yield door.get(clerk, "/cases?limit=3")
    yield door.get(head, "/tray")
    yield door.public(f"/cases/{number}?code={door.code}")
    yield door.public(f"/matters/{matter}")
    yield door.get("auditor", f"/cases/{number}/liability")
