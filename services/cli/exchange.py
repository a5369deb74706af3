"""What organs wrote to each other, and what still waits for an answer or a notice."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import typer
from rich.markup import escape

from domain.exchange.document import WAYS
from domain.exchange.policy_notice import LEVELS
from domain.kernel import streams
from domain.kernel.rulebook import Rulebook
from projections import obligations
from projections.documents import DocumentRow, Documents
from projections.inquiries import Inquiries, InquiryRow
from projections.obligations import ObligationRow
from projections.page import newest
from projections.policy_notices import PolicyNoticeRow, PolicyNotices
from services.cli.output import AsJson, Tenant, console, emit, local, opened, run, table
from services.cli.rows import Limit, organ_id, show


def inquiries(
    tenant: Tenant,
    organ: Annotated[
        str | None, typer.Option(help="函询或者被函询的单位。Asked by or of this organ.")
    ] = None,
    waiting: Annotated[bool, typer.Option("--open", help="只列未函复的。")] = False,
    limit: Limit = 100,
    as_json: AsJson = False,
) -> None:
    """函询函复。Who asked which department what, what was answered; the newest first."""

    async def work() -> None:
        async with opened(tenant) as it:
            rules = await it.executor.unit(tenant).rules()
            concerned = organ_id(organ, rules)
            where = {
                "(organ = {} or department = {})": concerned and (concerned, concerned),
                "open = {}": True if waiting else None,
            }
            rows = await newest(it.pool, Inquiries(), tenant, where, "sent_at", limit)
            about = [streams.inquiry(row.key) for row in rows]
            due = {row.about: row for row in await obligations.due_about(it.pool, tenant, about)}
        if as_json:
            emit(rows)
            return
        console.print(_inquiries(rows, due, rules) if rows else "没有函询。")

    run(work())


def documents(
    tenant: Tenant,
    organ: Annotated[str | None, typer.Option(help="印发单位。Issued by this organ.")] = None,
    to: Annotated[str | None, typer.Option(help="主送单位。Addressed to this organ.")] = None,
    limit: Limit = 100,
    as_json: AsJson = False,
) -> None:
    """文件主送。Which document on base-level matters went to whom, who has it."""
    show(
        tenant,
        Documents(),
        lambda rules: {
            "issuer = {}": organ_id(organ, rules),
            "addressees @> to_jsonb({}::text)": organ_id(to, rules),
        },
        "addressed_at",
        _documents,
        empty="没有登记文件。",
        limit=limit,
        as_json=as_json,
    )


def policy_notices(
    tenant: Tenant,
    organ: Annotated[
        str | None, typer.Option(help="监管单位或者审批单位。Regulating or told.")
    ] = None,
    waiting: Annotated[bool, typer.Option("--open", help="只列未告知完的。")] = False,
    limit: Limit = 100,
    as_json: AsJson = False,
) -> None:
    """政策性文件告知。Which policy whom was told of when, by when it was due; the newest first."""

    async def work() -> None:
        async with opened(tenant) as it:
            rules = await it.executor.unit(tenant).rules()
            concerned = organ_id(organ, rules)
            where = {
                "(regulator = {} or approvers @> to_jsonb({}::text))": concerned
                and (concerned, concerned),
                "(waiting > 0) = {}": True if waiting else None,
            }
            rows = await newest(it.pool, PolicyNotices(), tenant, where, "registered_at", limit)
            about = [_policy_stream(row) for row in rows]
            found = await obligations.due_about(it.pool, tenant, about, done=True)
        if as_json:
            emit(rows)
            return
        due = {(row.about, row.creditor): row for row in found}
        console.print(_policies(rows, due, rules) if rows else "没有登记政策性文件。")

    run(work())


def _policy_stream(row: PolicyNoticeRow) -> str:
    return streams.policy_document(row.regulator, row.number)


def _policies(
    rows: Sequence[PolicyNoticeRow],
    due: Mapping[tuple[str, str], ObligationRow],
    rules: Rulebook,
) -> object:
    columns = ("监管单位", "文号", "层级", "印发单位", "标题", "印发、收到", "书面告知")
    view = table("政策性文件告知", *columns)
    for row in rows:
        told = [_told(row, to, due.get((_policy_stream(row), to)), rules) for to in row.approvers]
        view.add_row(
            rules.short(row.regulator),
            escape(row.number),
            LEVELS[row.level],
            escape(row.issued_by),
            escape(row.title),
            f"{row.issued_on}\n{row.received_on}",
            escape("\n".join(told)),
        )
    return view


def _told(row: PolicyNoticeRow, approver: str, due: ObligationRow | None, rules: Rulebook) -> str:
    """One approver: told in which paper when, or by when; late with the clause."""
    late = f"，逾期（{due.clause or due.source}）" if due and due.outcome == "late" else ""
    name = rules.short(approver)
    if approver not in row.notified:
        by = f"，{due.due_on}{'（暂定）' if due.provisional else ''}到期" if due else ""
        return f"{name}：未告知{by}{late}"
    told = f"{local(row.notified[approver], rules)} {row.document_numbers[approver]}"
    return f"{name}：{told}{late}{'' if approver in row.acknowledged else '，未签收'}"


def _inquiries(
    rows: Sequence[InquiryRow], due: Mapping[str, ObligationRow], rules: Rulebook
) -> object:
    view = table("函询函复", "时间", "编号", "函询", "被函询", "标题", "问题", "函复")
    for row in rows:
        view.add_row(
            local(row.sent_at, rules),
            escape(row.key),
            rules.short(row.organ),
            rules.short(row.department),
            escape(row.subject),
            escape(row.question),
            _answer(row, due.get(streams.inquiry(row.key)), rules),
        )
    return view


def _answer(row: InquiryRow, due: ObligationRow | None, rules: Rulebook) -> str:
    if row.answered_at is not None:
        said = f"{row.document_number}　{row.answer}"
        return f"{local(row.answered_at, rules)}\n{escape(said)}"
    if row.withdrawn_at is not None:
        return escape(f"已撤回：{row.reason}")
    if due is None:
        return "未函复"
    late = "，已逾期" if due.outcome == "late" else ""
    provisional = "（暂定）" if due.provisional else ""
    return f"未函复，{due.due_on}{provisional}到期{late}"


def _documents(rows: Sequence[DocumentRow], rules: Rulebook) -> object:
    view = table("文件主送", "时间", "印发单位", "文号", "方式", "标题", "事项", "主送", "未签收")
    for row in rows:
        waiting = [organ for organ in row.addressees if organ not in row.acknowledged]
        view.add_row(
            local(row.addressed_at, rules),
            rules.short(row.issuer),
            escape(row.number),
            WAYS[row.way],
            escape(row.title),
            "、".join(map(str, row.matters)),
            "、".join(map(rules.short, row.addressees)),
            "、".join(map(rules.short, waiting)),
        )
    return view
