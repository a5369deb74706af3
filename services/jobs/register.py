"""The register of cases as a file for Excel: where each stands, without personal data."""

from datetime import datetime

from msgspec import Struct

from domain.kernel.rulebook import Rulebook
from infra.jobs import Place, Slice
from projections.case_register import OUTCOME_LABELS, STATUS_LABELS, CaseRegister, CaseRow
from projections.page import Wanted, page
from projections.seal_ledger import sheet
from services.jobs.words import Name, Number
from services.main import Platform

BATCH = 500
_FILE = "办件登记.csv"
_HEADS = (
    "办件编号", "事项序号", "事项", "收件", "办理方式", "状态", "结果", "到窗口次数",
    "收件时间", "决定时间", "办结时间",
)  # fmt: skip


class RegisterExport(Struct, frozen=True, kw_only=True, tag="case_register", tag_field="kind"):
    """Of one receiver, one matter, one status; None: of all."""

    receiver: Name | None = None
    matter: Number | None = None
    status: Name | None = None


async def make(it: Platform, tenant: str, asked: RegisterExport, place: Place) -> Slice:
    rules = await it.executor.unit(tenant).rules()
    where = {
        "receiver = {}": asked.receiver,
        "matter = {}": asked.matter,
        "status = {}": asked.status,
    }
    head = ""
    if not place.cursor:
        await it.projections.catch_up(tenant, [CaseRegister.name])
        head = sheet.BOM + sheet.lines([_HEADS])
    sorts = {"received_at": datetime}
    found = await page(
        it.pool,
        CaseRegister(),
        tenant,
        Wanted(
            where=where, sort="received_at", sorts=sorts, cursor=place.cursor or None, limit=BATCH
        ),
    )
    text = head + sheet.lines(_cells(row, rules) for row in found.items)
    return Slice(cursor=found.next or "", done=len(found.items), name=_FILE, content=text.encode())


def _cells(row: CaseRow, rules: Rulebook) -> tuple[str, ...]:
    matter, mode = rules.matters.get(row.matter), rules.modes.get(row.mode)
    return (
        row.key,
        str(row.matter),
        matter.name if matter else "",
        rules.short(row.receiver),
        mode.title if mode else row.mode,
        STATUS_LABELS[row.status],
        OUTCOME_LABELS[row.outcome] if row.outcome else "",
        str(row.visits),
        *(_at(at, rules) for at in (row.received_at, row.decided_at, row.concluded_at)),
    )


def _at(moment: datetime | None, rules: Rulebook) -> str:
    return f"{moment.astimezone(rules.zone):%Y-%m-%d %H:%M}" if moment else ""
