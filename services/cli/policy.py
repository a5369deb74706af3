"""`tongban policy`: what upper levels issued, the self-inspection against it, the cut-over."""

import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.markup import escape

from domain.kernel import streams
from domain.kernel.rulebook import Rulebook
from domain.policy.adoption import AdoptUpperPack, Policy
from domain.policy.self_inspection import STATUSES, Outcome, SelfInspection
from projections.case_register import STATUS_LABELS
from services.cli import adopting
from services.cli.matters import LEGAL_BASES
from services.cli.output import AsJson, Tenant, console, emit, local, opened, run, table
from services.cli.tenant import read_pack
from services.commands.self_inspections import existing, outstanding
from services.cutover import CutOver, cut_over
from services.cutover.stamps import Stamps, stamps
from tenants.loader import digest

app = typer.Typer(
    help="上级政策与自查自纠。Notices from above and self-inspection.", no_args_is_help=True
)

_OURS = re.compile(r"[A-Z]+\d*-\d+")
_BEFORE = ("事项", "现行办理方式", "依据", "不符")
_DECIDED = ("处理结果", "执行", "理由")

Upper = Annotated[str, typer.Argument(help="上级政策包的编号。The upper pack's id.")]


@app.command("adopt")
def adopt(
    tenant: Tenant,
    pack: Annotated[Path, typer.Argument(help="Folder with the upper pack, or a bundled name.")],
    since: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="生效日期。")],
    evidence: Annotated[str, typer.Option(help="生效日期的依据。How the day is known (B-21).")],
) -> None:
    """采用上级政策包：列出与本县做法的冲突。Adopt a notice from above; its conflicts are listed."""
    read = read_pack(pack)
    command = AdoptUpperPack(
        pack=read, digest=digest(read), effective_from=since.date(), evidence=evidence
    )

    async def work() -> None:
        async with opened() as it:
            await adopting.adopt(it, tenant, command)
            unit = it.executor.unit(tenant)
            policy = await unit.adopted()
            found = policy.on(max(command.effective_from, datetime.now(UTC).date()))
            stream = streams.self_inspection(read.id)
            state = (await unit.get(stream, SelfInspection)).state
            if state is None or found is None:
                console.print("没有发现与之不符的做法")
                return
            _show(state, policy, [], found.rules)

    run(work())


@app.command("inspection")
def inspection(tenant: Tenant, upper: Upper, as_json: AsJson = False) -> None:
    """自查自纠：每一事项的发现和处理结果。Findings, outcomes, and what is still to be done."""

    async def work() -> None:
        async with opened(tenant) as it:
            unit = it.executor.unit(tenant)
            state = await existing(unit, upper)
            policy, rules = await unit.adopted(), await unit.rules()
            left = await outstanding(unit, state, rules)
        if as_json:
            emit({"inspection": state, "outstanding": left})
            return
        _show(state, policy, left, rules)

    run(work())


@app.command("cut-over")
def show_cut_over(tenant: Tenant, upper: Upper, as_json: AsJson = False) -> None:
    """新旧衔接清单：印章用过什么、凭什么、每一事项和在办件的去向。What became of everything."""

    async def work() -> None:
        async with opened(tenant) as it:
            unit = it.executor.unit(tenant)
            told = await cut_over(unit, it.pool, upper)
            if as_json:
                emit(told)
                return
            rules = await unit.rules()
            _show_cut_over(told, rules)
            cursor: str | None = ""
            while cursor is not None:
                used = await stamps(unit, it.pool, upper, cursor=cursor)
                console.print(_stamps(used, rules) if used.items else "这些印章没有用过")
                cursor = used.next

    run(work())


@app.command("stamps")
def show_stamps(tenant: Tenant, upper: Upper) -> None:
    """新旧衔接：每一次用印，一行一个 JSON。Each stamp with the seals, as lines of JSON."""

    async def work() -> None:
        async with opened(tenant) as it:
            unit = it.executor.unit(tenant)
            cursor: str | None = ""
            while cursor is not None:
                used = await stamps(unit, it.pool, upper, cursor=cursor)
                for stamp in used.items:
                    print(msgspec.json.encode(stamp).decode())  # noqa: T201  plain, for pipes
                cursor = used.next

    run(work())


def _show(state: SelfInspection, policy: Policy, left: list[str], rules: Rulebook) -> None:
    notice = next((it for it in reversed(policy.above) if it.pack.id == state.upper), None)
    name = notice.pack.name if notice else state.upper
    bases = Counter(LEGAL_BASES[finding.basis] for finding in state.findings.values())
    counted = "，".join(f"{basis}{count}项" for basis, count in bases.items())
    console.print(
        f"与通知不符、须自查自纠的事项{len(state.findings)}项：{counted}；"
        f"已有处理结果{len(state.outcomes)}项",
        highlight=False,
        soft_wrap=True,
    )
    decided = _DECIDED if state.outcomes else ()
    view = table(f"自查自纠：{name}（{STATUSES[state.status]}）", *_BEFORE, *decided)
    for no, finding in sorted(state.findings.items()):
        outcome = state.outcomes.get(no)
        mode = policy.version(finding.rules).rules.mode(finding.mode)
        view.add_row(
            f"{rules.item(no)} {finding.name}",
            mode.title,
            f"{LEGAL_BASES[finding.basis]}{_of(finding.basis_source)}",
            "、".join(finding.clauses),
            *(_decided(outcome, rules) if decided else ()),
        )
    console.print(view)
    if notice is not None:
        console.print(f"自 {notice.effective_from} 起生效，依据：{escape(notice.evidence)}")
    for line in left:
        console.print(f"[yellow]尚待执行[/] {escape(line)}", highlight=False, soft_wrap=True)


def _of(source: str) -> str:
    """The law in it, without what only we number."""
    law = " ".join(word for word in source.split() if not _OURS.fullmatch(word))
    return f"（{law}）" if law else ""


def _decided(outcome: Outcome | None, rules: Rulebook) -> tuple[str, ...]:
    if outcome is None:
        return ("待定", "", "")
    day = f"{outcome.effective_from}起"
    return _outcome(outcome, rules), day, f"{outcome.reason}（{outcome.document_number}）"


def _outcome(outcome: Outcome, rules: Rulebook) -> str:
    remedies = rules.pack.upper.remedy if rules.pack.upper else ()
    said = next((it.name for it in remedies if it.id == outcome.remedy), outcome.remedy)
    basis = f"：{outcome.basis}" if outcome.basis else ""
    seal = "，原印章继续使用" if outcome.seal_stays else ""
    return f"{said}{basis}{seal}"


def _show_cut_over(told: CutOver, rules: Rulebook) -> None:
    console.print(
        f"{told.name}，自 {told.effective_from} 起生效（{told.evidence}）；"
        f"自查自纠{STATUSES[told.status]}",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )
    matters = table("事项去向", "事项", "办理方式", "处理结果", "通知前用印", "通知后用印")
    for moved in told.matters:
        matters.add_row(
            f"{moved.item} {moved.finding.name}",
            moved.goes_on_under or "不再列入清单",
            _outcome(moved.outcome, rules) if moved.outcome else "待定",
            str(moved.stamps_before),
            str(moved.stamps_after),
        )
    console.print(matters)
    flight = table(
        "在办件：通知生效时未办结的，和生效后仍按原方式收的",
        "办件",
        "事项",
        "收件",
        "当时",
        "现在",
        "状态",
        "办结",
    )
    for case in told.in_flight:
        flight.add_row(
            case.case,
            case.item,
            f"{local(case.received_at, rules)[:10]}{'' if case.before else '（通知后）'}",
            case.mode_then,
            f"{case.mode_now}{'（已转）' if case.transferred else ''}",
            STATUS_LABELS.get(case.status, case.status),
            local(case.concluded_at, rules)[:10] if case.concluded_at else "",
        )
    console.print(flight if told.in_flight else "通知生效时没有在办件")
    for line in told.outstanding:
        console.print(f"[yellow]尚待执行[/] {escape(line)}", highlight=False, soft_wrap=True)
    colour = "red" if told.stamped_out_of_use else "green"
    console.print(f"[{colour}]停用之后用印 {told.stamped_out_of_use} 次[/]")


def _stamps(used: Stamps, rules: Rulebook) -> object:
    made = table("用印", "时间", "印章", "事项", "办件和文书", "签批", "凭什么")
    for stamp in used.items:
        made.add_row(
            f"{local(stamp.used_at, rules)}{'' if stamp.before else '（通知后）'}",
            f"{stamp.seal}{'' if stamp.in_use else '（已停用！）'}",
            stamp.item,
            f"{stamp.case} {stamp.document_number}",
            stamp.approved_by,
            "；".join(stamp.rested_on),
        )
    return made
