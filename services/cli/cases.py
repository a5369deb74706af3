"""Cases, the seal ledger, and who answers for a case."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

import msgspec
import typer
from rich.markup import escape

from domain.cases.case import Case
from domain.cases.commands import Applicant
from domain.kernel import streams
from domain.kernel.pack import Finding
from domain.kernel.refusal import NotFound
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import document
from domain.liability.attribution import Line, attribute
from infra.vault import ErasedError
from projections import case_register, seal_ledger
from projections import liability as liability_view
from projections.case_register import DOCUMENT_LABELS, STATUS_LABELS, CaseRow
from services.cli.output import AsJson, Tenant, console, emit, local, opened, run, table
from services.commands.questions import Evidence, evidence
from services.main import Platform

app = typer.Typer(help="办件。Cases.", no_args_is_help=True)

Number = Annotated[str, typer.Argument(help="办件编号。The case's number.")]

LAYERS = {"internal": "内部责任", "external": "外部责任", "recourse": "追偿追责"}
DUTIES = {
    "collection": "收件转报",
    "operation": "系统操作",
    "step": "所办环节",
    "process": "审批过程",
    "review": "实质审核",
    "result": "审批结果",
    "guidance": "业务指导",
    "supervision": "监管",
    "external": "对外法律责任",
    "recourse": "追偿追责",
}
SHARES = {"sole": "", "equal": "同等责任", "joint": "共同", "part": "分别"}
BASES = {"text": "文件规定", "law": "法律规定", "default": "缺省推定", "contested": "有争议"}
FINDINGS: dict[Finding, str] = {
    "own_name": "以自己名义",
    "beyond_scope": "超越权限",
    "after_suspension": "停用后办理",
    "after_expiry": "到期后办理",
    "after_loss": "印章丢失后",
    "without_consent": "未经签字同意",
    "without_post": "未任岗位",
    "overdue": "超期",
    "not_pushed": "未推送",
}
OUTCOMES = {"granted": "准予", "refused": "不予", None: ""}

STREAMS = {"case": "办件", "agreement": "协议", "seal": "印章"}


@app.command("list")
def list_cases(
    tenant: Tenant,
    organ: Annotated[str | None, typer.Option(help="收件机构。Only cases of this organ.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 50,
    as_json: AsJson = False,
) -> None:
    """办件登记。The newest cases."""

    async def work() -> None:
        async with opened(tenant) as it:
            rules = await it.executor.unit(tenant).rules()
            receiver = rules.find(organ).id if organ else None
            rows = await case_register.cases(it.pool, tenant, receiver=receiver, limit=limit)
        if as_json:
            emit(rows)
            return
        if not rows:
            console.print("还没有办件。")
            return
        view = table("办件登记", "办件编号", "事项", "收件", "办理方式", "状态", "结果", "收件时间")
        for row in rows:
            view.add_row(
                row.key,
                _matter(rules, row.matter),
                rules.short(row.receiver),
                _mode(rules, row.mode),
                STATUS_LABELS[row.status],
                OUTCOMES[row.outcome],
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
            uses = await seal_ledger.ledger(it.pool, tenant, case=number)
            person = await _applicant(it, tenant, number) if applicant else None
        if as_json:
            emit({"case": row, "seal_uses": uses, "applicant": person})
            return
        _print_case(row, rules, person)
        if uses:
            console.print(_ledger_table(uses, rules))

    run(work())


def ledger(
    tenant: Tenant,
    department: Annotated[
        str | None, typer.Option(help="委托部门。Seals of this department.")
    ] = None,
    number: Annotated[int | None, typer.Option(help="印章编号。Number on the seal.")] = None,
    matter: Annotated[int | None, typer.Option(help="事项序号。")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 100,
    as_json: AsJson = False,
) -> None:
    """用印台账。The seal ledger: time, matter, approving leader, certificate, document."""

    async def work() -> None:
        async with opened(tenant) as it:
            rules = await it.executor.unit(tenant).rules()
            owner = rules.find(department).id if department else None
            rows = await seal_ledger.ledger(
                it.pool, tenant, owner=owner, number=number, matter=matter, limit=limit
            )
        if as_json:
            emit(rows)
            return
        console.print(_ledger_table(rows, rules) if rows else "还没有用印记录。")

    run(work())


def liability(tenant: Tenant, number: Number, as_json: AsJson = False) -> None:
    """责任视图。Who answers for a case, in which layer, by which clause, on which events."""

    async def work() -> None:
        async with opened(tenant) as it:
            facts = await liability_view.facts(it.pool, tenant, number)
            if facts is None:
                raise NotFound("cases.unknown", f"没有编号为{number}的办件")
            rules = await it.executor.unit(tenant).rules_of(facts.policy)
            lines = attribute(facts, rules)
            refs = (ref for line in lines for ref in line.rests_on)
            found = await evidence(it.log, tenant, refs)
        if as_json:
            emit(_as_json(facts.case, facts.mode, lines, found, rules))
            return
        console.print(
            f"[bold]办件 {number}[/] {_matter(rules, facts.matter)}，"
            f"{_mode(rules, facts.mode)}，依据 {facts.policy}"
        )
        console.print(liability_table(lines, rules))

    run(work())


def liability_table(lines: Sequence[Line], rules: Rulebook) -> object:
    found = any(line.finding for line in lines)  # a column only where it says something
    columns = ["层次", "责任", "责任主体", "份额", "依据", "条款", "所据事件"]
    view = table("责任视图", *columns[:2], *(["情形"] if found else []), *columns[2:])
    previous = ""
    for line in lines:
        layer = LAYERS[line.layer]
        bearer = rules.short(line.bearer)
        if line.by:
            bearer += f"（由{'、'.join(map(rules.short, line.by))}追究）"
        finding = FINDINGS[line.finding] if line.finding else ""
        view.add_row(
            layer if layer != previous else "",
            DUTIES[line.duty],
            *([finding] if found else []),
            bearer,
            SHARES[line.share],
            BASES[line.basis],
            "\n".join(part for part in (line.clause, "、".join(line.factors), line.note) if part),
            "、".join(map(_brief, line.rests_on)),
        )
        previous = layer
    return view


def _brief(ref: str) -> str:
    """A reference as a table shows it: kind, document and version; --json has it whole."""
    stream, _, version = ref.rpartition("@")
    kind, *parts = stream.split("/")
    word = document(parts[-1]) if kind == "use" else STREAMS.get(kind, kind)
    return f"{word}@{version}"


def _as_json(
    case: str, mode: str, lines: tuple[Line, ...], found: Mapping[str, Evidence], rules: Rulebook
) -> dict[str, object]:
    return {
        "case": case,
        "mode": mode,
        "policy": rules.version,
        "lines": [
            {
                **msgspec.to_builtins(line),
                "bearer": {"id": line.bearer, "name": rules.short(line.bearer)},
                "rests_on": [found[ref] for ref in line.rests_on],
            }
            for line in lines
        ],
    }


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
        f"{STATUS_LABELS[row.status]}{OUTCOMES[row.outcome]}"
    )
    name = person.name if person else "（已加密，--applicant 显示；密钥销毁后不可恢复）"
    console.print(f"申请人 {name} [dim]{row.subject}[/]")
    for reason in row.routed:
        console.print(f"  [yellow]转由县级办理[/] {reason.text}（{reason.clause}）")
    for label, value in _particulars(row, rules):
        console.print(f"{label} {escape(value)}", highlight=False)
    view = table("办理经过", "环节", "时间", "机构", "以谁名义", "人员", "岗位", "事件")
    names = {step.id: step.name for step in rules.mode(row.mode).step}
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


def _particulars(row: CaseRow, rules: Rulebook) -> list[tuple[str, str]]:
    """What was stated, found and decided, in the order of the case; only what there is."""
    labels = {guard.field: guard.label for guard in rules.matter(row.matter).guard}
    stated = (f"{labels.get(name, name)}：{value}" for name, value in row.stated.items())
    numbers = (
        f"{label} {row.documents[kind]}"
        for kind, label in DOCUMENT_LABELS.items()
        if kind in row.documents
    )
    found = (
        ("申请情况", "，".join(stated)),
        ("文书编号", "，".join(numbers)),
        ("审核意见", row.opinion),
        ("理由", row.reasons),
        ("救济途径", row.remedies),
    )
    return [(label, value) for label, value in found if value]


def _ledger_table(rows: Iterable[seal_ledger.UseRow], rules: Rulebook) -> object:
    view = table(
        "用印台账",
        "使用时间",
        "使用事项",
        "批准领导",
        "证书编号",
        "审批文书编号",
        "办件编号",
        "文书",
        "份数",
        "用章人员",
        "印章",
        "盖章人",
        "状态",
    )
    for row in rows:
        view.add_row(
            local(row.used_at, rules),
            _matter(rules, row.matter),
            row.approved_by or "",
            row.certificate_number or "",
            row.document_number,
            row.case,
            document(row.document),
            str(row.copies),
            row.applicant,
            f"{rules.short(row.owner)}（{row.number}）",
            row.stamped_by or "",
            seal_ledger.STATUS_LABELS[row.status],
        )
    return view


def _matter(rules: Rulebook, no: int) -> str:
    found = rules.matters.get(no)
    return f"{no} {found.name}" if found else str(no)


def _mode(rules: Rulebook, mode: str) -> str:
    found = rules.modes.get(mode)
    return (found.label or found.name) if found else mode
