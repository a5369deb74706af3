"""The register of certificates: in force or not, changed how, what the library has of each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer
from rich.markup import escape

from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import day_of
from domain.licences.certificate import CHANGES, FORMS, GROUNDS
from projections.certificates import CertificateRow, Certificates, certificate
from projections.page import newest
from services.cli.output import AsJson, Tenant, console, emit, fail, local, opened, run, table
from services.cli.rows import Limit, organ_id

app = typer.Typer(help="证照。Certificates on paper and on file.", no_args_is_help=True)


@app.command("list")
def list_(
    tenant: Tenant,
    organ: Annotated[str | None, typer.Option(help="制发单位。Issued by this organ.")] = None,
    cancelled: Annotated[bool, typer.Option("--cancelled", help="只列已注销的。")] = False,
    waiting: Annotated[bool, typer.Option("--waiting", help="只列未归集完的。")] = False,
    limit: Limit = 100,
    as_json: AsJson = False,
) -> None:
    """证照登记簿。Every certificate, the latest issued first."""

    async def work() -> None:
        async with opened(tenant) as it:
            unit = it.executor.unit(tenant)
            rules, now = await unit.rules(), unit.at
            where = {
                "organ = {}": organ_id(organ, rules),
                "(cancelled_at is not null) = {}": True if cancelled else None,
                "(waiting > 0) = {}": True if waiting else None,
            }
            rows = await newest(it.pool, Certificates(), tenant, where, "issued_at", limit)
        if as_json:
            emit(rows)
            return
        console.print(_register(rows, now, rules) if rows else "没有登记证照。")

    run(work())


@app.command("show")
def show(
    tenant: Tenant,
    number: Annotated[str, typer.Argument(help="证照编号。Its number.")],
    as_json: AsJson = False,
) -> None:
    """一本证照的制发、变更、注销和归集。What became of one certificate."""

    async def work() -> None:
        async with opened(tenant) as it:
            unit = it.executor.unit(tenant)
            rules, now = await unit.rules(), unit.at
            row = await certificate(it.pool, tenant, number)
        if row is None:
            fail("licences.unknown", f"没有编号为{number}的证照")
        if as_json:
            emit(row)
            return
        forms = "、".join(FORMS[form] for form in row.forms)
        console.print(escape(f"{row.key}　{row.name}（{forms}）　{standing(row, now, rules)}"))
        console.print(_history(row, rules))

    run(work())


def standing(row: CertificateRow, now: datetime, rules: Rulebook) -> str:
    """In force or not, in words: for the paper as for the file."""
    if row.cancelled_at is not None:
        return "已注销"
    if row.valid_until is not None and day_of(now, rules) > row.valid_until:
        return f"有效期至{row.valid_until}，已届满"
    return f"有效，至{row.valid_until}" if row.valid_until else "有效"


def _register(rows: Sequence[CertificateRow], now: datetime, rules: Rulebook) -> object:
    view = table(
        "证照登记簿", "证照编号", "名称", "办件", "制发单位", "制发", "形式", "状态", "未归集"
    )
    for row in rows:
        view.add_row(
            escape(row.key),
            escape(row.name),
            escape(row.case),
            rules.short(row.organ),
            local(row.issued_at, rules),
            "、".join(FORMS[form] for form in row.forms),
            standing(row, now, rules),
            str(row.waiting),
        )
    return view


def _history(row: CertificateRow, rules: Rulebook) -> object:
    view = table("制发、变更、注销", "时间", "办理", "内容", "文号", "文件摘要", "归集")
    acts = [(1, row.issued_at, CHANGES["issued"], row.identifier, "", row.issued_digest)]
    acts += [
        (it.serial, it.at, CHANGES["changed"], it.changed, it.document_number, it.digest)
        for it in row.changes
    ]
    if row.cancelled_at is not None and row.ground is not None:
        why = f"{GROUNDS[row.ground]}：{row.reason}"
        last = (len(acts) + 1, row.cancelled_at, CHANGES["cancelled"], why, row.document_number, "")
        acts.append(last)
    for serial, at, act, text, number, digest in acts:
        view.add_row(
            local(at, rules), act, escape(text), escape(number), digest, _place(row, serial, rules)
        )
    return view


def _place(row: CertificateRow, serial: int, rules: Rulebook) -> str:
    if not row.keeper:
        return "不归集"
    collected, sent = row.collected.get(str(serial)), row.sent.get(str(serial))
    if collected is not None:
        return f"{local(collected, rules)}签收"
    return f"{local(sent, rules)}归集，未签收" if sent else "未归集"
