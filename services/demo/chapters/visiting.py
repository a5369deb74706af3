"""What the visitors of the first county may type and try."""

from collections.abc import Iterator
from urllib.parse import quote
from uuid import uuid4

from services.demo.chapters import claims, loss, monthly, waiting
from services.demo.stage import Stage
from services.demo.visitors import Door

LOOKED_AT = "演示-101"


def to_type(stage: Stage, owner: str, supervisor: str, restated_to: str) -> tuple[str, ...]:
    """Lines for the platform's own command line, with the organs' names.

    `restated_to`: the department that a report was restated to.
    """
    tenant, rules = stage.county.tenant, stage.rules
    home, lost = stage.towns[:2]
    town, department = rules.organ(home).aliases[0], rules.short(owner)
    report = f"{monthly.MONTHLY} {monthly.FEBRUARY}"
    restated = f"{report} {rules.organ(lost).aliases[0]} {rules.short(restated_to)}"
    return (
        f"matters {tenant}",
        f"delegations {tenant}",
        f"seals {tenant}",
        f"case list {tenant} --limit 10",
        f"case show {tenant} {LOOKED_AT} --applicant",
        f"liability {tenant} {loss.USED}",
        f"liability {tenant} {loss.USED} --known-at {{before}} --compare",
        f"liability {tenant} {claims.PUT_RIGHT} --known-at {{found}}",
        f"liability {tenant} {claims.PUT_RIGHT} --known-at {{borne}}",
        f"liability {tenant} {claims.PUT_RIGHT}",
        f"claims {tenant}",
        f"reports {tenant} --period {monthly.FEBRUARY}",
        f"report {tenant} {restated} --statement 1 --export 补正.docx",
        f"collect {tenant} {monthly.MONTHLY} {monthly.JANUARY}",
        f"overviews {tenant} --number {monthly.OVERVIEW} --export 专报.docx",
        f"ledger {tenant} --department {department} --number {stage.seal(owner, lost)['number']}",
        f"ledger {tenant} --export 用印台账.csv",
        f"tray show {tenant} --organ {town} --post 主要负责人",
        f"tray consent {tenant} --organ {town} {waiting.TO_SIGN}",
        f"tray show {tenant} --organ {town} --post 保管人员",
        "do --list",
        "do --fields cases.review",
        f"do {tenant} cases.review --as {town}/审核人员 case={waiting.TO_REVIEW} opinion=材料齐全",
        f"due {tenant} --organ {town}",
        f"pushes {tenant} --to {rules.short(supervisor)}",
        f"authority {tenant} --organ {town} --person {home}-approver --matter 21",
        f"feed {tenant} --types attempts. --limit 3",
        "projections rebuild",
    )


def to_try(door: Door, stage: Stage, owner: str, supervisor: str) -> Iterator[str]:
    """Lines for a shell: reading, acting, one's own write, trays, the public door, the feed."""
    town = stage.towns[0]
    case, used, decided = map(quote, (LOOKED_AT, loss.USED, waiting.TO_DECIDE))
    clerk, principal = f"{town}/window_clerk", f"{town}/principal"
    yield f"curl -s {door.url}/ready"
    yield door.get(clerk, "/cases?limit=3")
    received = {
        "case": f"try-{uuid4().hex[:6]}",
        "matter": 21,
        "receiver": town,
        "channel": "window",
        "stated": {},
        "applicant": {"name": "演示申请人", "id_number": "000000190001010000"},
    }
    yield door.post(clerk, "/cases", received)
    yield door.get(principal, "/tray")
    consent = {
        "case": waiting.TO_SIGN_TOO,
        **stage.seal(owner, town),
        "documents": ["acceptance"],
    }
    yield door.post(principal, "/tray/consents", {"consents": [consent]})
    yield door.get(f"{stage.outlet}/window_clerk", "/tray")
    approver = f"{owner}/approver"
    yield door.get(approver, "/tray")
    refusal = {
        "outcome": "refused",
        "document_number": f"{waiting.TO_DECIDE}-决",
        "reasons": "危险货物运输由市级许可",
        "remedies": "可申请行政复议或者提起行政诉讼",
    }
    yield door.post(approver, f"/cases/{decided}/decision", refusal)
    yield door.public(f"/cases/{case}?code={door.code}")
    yield door.public("/matters/14")
    yield door.get(f"{supervisor}/principal", f"/pushes?receiver={supervisor}")
    yield door.get(principal, f"/obligations?debtor={town}")
    yield door.get("auditor", f"/cases/{used}/liability?known_at={door.before}")
    yield door.get("auditor", f"/cases/{used}/liability")
    yield f"{door.get(f'{owner}/principal', '/seal-uses/export')} -o ledger.csv"
    yield (
        f"curl -sN {door.by('integrator')} -H 'Accept: text/event-stream' "
        f"'{door.api}/events?after=0&types=pushes.,obligations.'"
    )
    yield f"curl -s {door.by('platform operator')} {door.url}/metrics"
