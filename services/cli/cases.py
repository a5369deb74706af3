"""Cases: the register, and one case step by step."""

from typing import Annotated

import msgspec
import typer
from rich.markup import escape

from domain.cases.case import Case
from domain.cases.clocks import GROUNDS
from domain.cases.commands import Applicant
from domain.cases.renewal import FIELD as EXPIRES_ON
from domain.kernel import streams
from domain.kernel.refusal import NotFound
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import DOCUMENTS, document
from infra.vault import ErasedError
from projections import case_register, seal_ledger
from projections.case_register import (
    OUTCOME_LABELS,
    STATUS_LABELS,
    CaseRow,
)
from projections.case_register.clock import ClockRow, ExtensionRow
from projections.seal_ledger import Which
from services.cli.due import UNITS
from services.cli.output import AsJson, Tenant, console, emit, local, opened, run, table
from services.cli.seals import ledger_table
from services.cli.service import style_of, visited
from services.commands.ledger import judged
from services.main import Platform

app = typer.Typer(help="办件。Cases.", no_args_is_help=True)

Number = Annotated[str, typer.Argument(help="办件编号。The case's number.")]


@app.command("list")
def list_cases(
    tenant: Tenant,
    organ: Annotated[str | None, typer.Option(help="收件机构。Only cases of this organ.")] = None,
    style: Annotated[
        str | None, typer.Option(help="服务方式（编号或名称）。Only cases served so.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 50,
    as_json: AsJson = False,
) -> None:
    """办件登记。The newest cases."""

    async def work() -> None:
        async with opened(tenant) as it:
            rules = await it.executor.unit(tenant).rules()
            receiver = rules.find(organ).id if organ else None
            rows = await case_register.cases(
                it.pool,
                tenant,
                receiver=receiver,
                style=style and style_of(style, rules),
                limit=limit,
            )
        if as_json:
            emit(rows)
            return
        if not rows:
            console.print("还没有办件。")
            return
        windows = ("专窗",) if rules.pack.window else ()
        columns = ("办件编号", "事项", "收件", *windows, "办理方式", "状态", "结果", "收件时间")
        view = table("办件登记", *columns)
        for row in rows:
            view.add_row(
                row.key,
                _matter(rules, row.matter),
                rules.short(row.receiver),
                *(_window(row) for _ in windows),
                _mode(rules, row.mode),
                STATUS_LABELS[row.status],
                _outcome(row),
                local(row.received_at, rules),
            )
        console.print(view)

    run(work())


@app.command("show")
def show_case(
    tenant: Tenant,
    number: Number,
    applicant: Annotated[
        bool, typer.Option(help="解密并显示申请人。Decrypt the applicant.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """一件办件的经过。One case, step by step, with its seal uses."""

    async def work() -> None:
        async with opened(tenant) as it:
            row = await _case(it, tenant, number)
            rules = await it.executor.unit(tenant).rules_of(row.policy)
            rows = await seal_ledger.ledger(it.pool, tenant, Which(case=number))
            uses = await judged(it.executor.unit(tenant), rows)
            person = await _applicant(it, tenant, number) if applicant else None
        if as_json:
            emit({"case": row, "seal_uses": uses, "applicant": person})
            return
        _print_case(row, rules, person)
        if uses:
            console.print(ledger_table(uses, rules))

    run(work())


async def _case(it: Platform, tenant: str, number: str) -> CaseRow:
    row = await case_register.case(it.pool, tenant, number)
    if row is None:
        raise NotFound("cases.unknown", f"没有编号为{number}的办件")
    return row


async def _applicant(it: Platform, tenant: str, number: str) -> Applicant | None:
    fact = await it.executor.unit(tenant).get(streams.case(number), Case)
    if fact.state is None:
        return None
    try:
        plain = await it.vault.open(tenant, fact.state.applicant)
    except ErasedError:
        return None
    return msgspec.json.decode(plain, type=Applicant)


def _print_case(row: CaseRow, rules: Rulebook, person: Applicant | None) -> None:
    console.print(
        f"[bold]办件 {row.key}[/] {_matter(rules, row.matter)}，{_mode(rules, row.mode)}，"
        f"{STATUS_LABELS[row.status]}{_outcome(row)}"
    )
    name = person.name if person else "（已加密，--applicant 显示；密钥销毁后不可恢复）"
    console.print(f"申请人 {name} [dim]{row.subject}[/]")
    for reason in row.routed:
        elsewhere = f"转为“{_mode(rules, row.mode)}”"
        console.print(f"  [yellow]{elsewhere}[/] {reason.text}（{reason.clause}）")
    for label, value in _particulars(row, rules):
        console.print(f"{label} {escape(value)}", highlight=False)
    view = table("办理经过", "环节", "时间", "机构", "以谁名义", "人员", "岗位", "事件")
    declined = "accept" if row.outcome == "declined" else None
    names = {
        step.id: f"不予{step.name}" if step.kind == declined else step.name
        for step in rules.mode(row.mode).step
    }
    for step in row.steps:
        view.add_row(
            names.get(step.step, step.step),
            local(step.at, rules),
            rules.short(step.organ),
            rules.short(step.in_name_of),
            step.person,
            rules.post(step.post),
            step.ref,
        )
    console.print(view)
    if row.late_entries:
        console.print(_late_table(row, rules))


def _late_table(row: CaseRow, rules: Rulebook) -> object:
    """Both times of what was entered late, and why (DESIGN 3)."""
    view = table("补录", "事件", "发生时间", "录入时间", "补录理由")
    for entry in row.late_entries:
        view.add_row(
            entry.ref,
            local(entry.occurred_at, rules),
            local(entry.recorded_at, rules),
            escape(entry.reason),
        )
    return view


def _particulars(row: CaseRow, rules: Rulebook) -> list[tuple[str, str]]:
    """What was stated, found and decided, in the order of the case; only what there is."""
    labels = {guard.field: guard.label for guard in rules.matter(row.matter).guard}
    labels[EXPIRES_ON] = "原证有效期届满日"
    stated = (f"{labels.get(name, name)}：{value}" for name, value in row.stated.items())
    numbers = (
        f"{document(kind, declined=row.outcome == 'declined')} {row.documents[kind]}"
        for kind in DOCUMENTS
        if kind in row.documents
    )
    found = (
        ("申请情况", "，".join(stated)),
        *_intake(row, rules),
        ("文书编号", "，".join(numbers)),
        *_clock(row.clock, rules),
        ("审核意见", row.opinion),
        ("理由", row.reasons),
        ("应向其申请", row.go_to),
        ("救济途径", row.remedies),
    )
    return [(label, value) for label, value in found if value]


def _intake(row: CaseRow, rules: Rulebook) -> list[tuple[str, str]]:
    """Up to the acceptance: how served, visits, what was asked for, what is still to come."""
    asked = row.supplement
    still = f"尚缺{'，'.join(asked.missing)}" if asked and asked.missing else "已收齐"
    gaps = "，".join(f"{gap.material}（{gap.until}前）" for gap in row.gaps)
    deemed = {"law": "依法视为受理", "default": "参照行政许可法视为受理", None: ""}
    return [
        ("专窗", _window(row)),
        ("服务方式", rules.pack.style.get(row.style or "", row.style or "")),
        ("到现场", visited(row, rules)),
        ("业务系统编号", row.external_reference),
        (
            "一次告知补正",
            f"{'，'.join(asked.asked)}（{asked.document_number}），{still}" if asked else "",
        ),
        ("远程办理", session_held(row, rules)),
        ("容缺承诺", row.commitment),
        ("容缺待补", gaps),
        ("视为受理", deemed[row.deemed]),
        ("收费", "，".join(f"{fee.name}{fee.amount_yuan:g}元（{fee.basis}）" for fee in row.fees)),
    ]


def session_held(row: CaseRow, rules: Rulebook) -> str:
    """Who was there for whom, when, over what, and what it came to (JX24-19)."""
    held = row.session
    if held is None:
        return ""
    who = "、".join(f"{by.person}（{rules.short(by.organ)}）" for by in held.participants)
    when = f"{local(held.started_at, rules)}—{local(held.ended_at, rules)}"
    checked = f"身份由{held.identity_checked_by}核验（{held.identity}）"
    return f"{when} {held.medium}：{who}；{checked}；出示{held.shown}；查明{held.established}"


def _window(row: CaseRow) -> str:
    """Where the applicant came, with the flag of a domain that no window names (B-63)."""
    if row.at_window is None:
        return ""
    return f"{row.at_window.name}{'（领域不在所列范围，兜底）' if row.at_window.fallback else ''}"


def _clock(clock: ClockRow, rules: Rulebook) -> list[tuple[str, str]]:
    """Pauses and extension of the time for the decision; of a renewal, the permit's own time."""
    stops = [
        f"{GROUNDS[pause.ground]} {local(pause.since, rules)}—"
        f"{local(pause.until, rules) if pause.until else '尚未恢复'}（{pause.notice_number}）"
        for pause in clock.pauses
    ]
    longer, permit = clock.extension, clock.renewal
    late = "，逾期申请" if permit and permit.late else ""
    return [
        ("期限中止", "，".join(stops)),
        ("期限延长", _longer(longer) if longer else ""),
        (
            "原证有效期",
            f"至{permit.expires_on}，应于{permit.file_by}前申请延续{late}（{permit.clause}）"
            if permit
            else "",
        ),
    ]


def _longer(extension: ExtensionRow) -> str:
    """An extension by analogy says so: the law speaks of licences only (行政许可法 42)."""
    by_law = "" if extension.certainty == "law" else "参照"
    length = f"{extension.days}{UNITS[extension.unit]}"
    return f"{length}，{extension.reason}（{by_law}{extension.clause}）"


def _matter(rules: Rulebook, no: int) -> str:
    found = rules.matters.get(no)
    return f"{no} {found.name}" if found else str(no)


def _mode(rules: Rulebook, mode: str) -> str:
    found = rules.modes.get(mode)
    return found.title if found else mode


def _outcome(row: CaseRow) -> str:
    return OUTCOME_LABELS[row.outcome] if row.outcome else ""
