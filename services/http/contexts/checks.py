"""The public door to one certificate: in force or not, for whoever holds it and its query code."""

import hmac
from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct

from domain.kernel import streams
from domain.kernel.pack import CertificateForm
from domain.kernel.refusal import NotFound
from domain.licences.certificate import Certificate
from services.http.auth import PUBLIC
from services.http.contexts.public import TAG, Coded, address
from services.http.limits import Limiter
from services.http.route import Answer, Call, Route, Text


class InCase(Coded, frozen=True, kw_only=True, forbid_unknown_fields=True):
    case: Annotated[str, Meta(description="证照所属的办件编号。The case it was issued in.")]


class Checked(Struct, frozen=True, kw_only=True):
    """`valid` now, on paper as on file; nobody's data is in it."""

    certificate: str
    name: str
    organ: str
    forms: tuple[CertificateForm, ...]
    digest: str
    valid: bool
    issued_at: datetime
    valid_until: date | None
    cancelled_at: datetime | None


def routes(per_minute: int) -> tuple[Route, ...]:
    askers = Limiter(per_minute=per_minute // 4)

    async def check(call: Call) -> Answer:
        askers.take(address(call.request))
        return Answer(content=await _checked(call))

    return (
        Route(
            path="/public/{tenant}/certificates/{certificate}",
            operation="public.certificate",
            tag=TAG,
            summary="证照核验。Whether a certificate is in force, by its case and query code.",
            access=PUBLIC,
            handle=check,
            places={"tenant": Text, "certificate": Text},
            query=InCase,
            answer=Checked,
        ),
    )


async def _checked(call: Call) -> Checked:
    """A wrong code, another case and no certificate have one answer."""
    right = call.platform.vault.query_code(call.tenant, call.query.case)
    known = hmac.compare_digest(call.query.code.upper().encode(), right.encode())
    unit = call.platform.executor.unit(call.tenant)
    rules = await unit.rules()
    state = (await unit.get(streams.certificate(call.path.certificate), Certificate)).state
    if not known or state is None or state.registered.case != call.query.case:
        raise NotFound("licences.unknown", "没有这一证照，或者办件编号、查询码不符")
    issued = state.registered
    return Checked(
        certificate=issued.certificate,
        name=issued.name,
        organ=rules.short(issued.in_name_of),
        forms=issued.forms,
        digest=state.digest,
        valid=state.valid_at(unit.at, rules),
        issued_at=issued.occurred_at,
        valid_until=state.valid_until,
        cancelled_at=state.cancelled,
    )
