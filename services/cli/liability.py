"""Who answers for a case: now, or as it was known and valid at another moment, and what changed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, time
from typing import Annotated

import msgspec
import typer
from rich.markup import escape

from domain.kernel.event_words import event_word
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import FINDINGS, document
from domain.liability.attribution import Line, changed
from domain.liability.findings import Found
from services.cli import times
from services.cli.claims import paid
from services.cli.output import AsJson, Tenant, console, emit, local, opened, run, table
from services.commands.questions import Evidence, evidence
from services.liability.answer import Answered, Liabilities
from services.main import Platform

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
BASES = {
    "text": "文件规定",
    "law": "法律规定",
    "default": "缺省推定",
    "contested": "有争议",
    "decided": "裁决确定",
}
STREAMS = {
    "agreement": "协议",
    "accountability": "问责",
    "case": "办件",
    "claim": "复议诉讼赔偿",
    "obligation": "期限",
    "post": "岗位",
    "problem": "问题",
    "seal": "印章",
}
_ITS_END = time.max  # a day alone means all of it

Known = Annotated[
    str | None,
    typer.Option(
        "--known-at",
        help="按当时所知：日志位置或时间，只写日期指当日终了。"
        "As known at a position of the log or at a time.",
    ),
]
Valid = Annotated[
    str | None,
    typer.Option("--valid-at", help="只计至此时的行为。Acts until this moment only."),
]


def liability(
    tenant: Tenant,
    number: Annotated[str, typer.Argument(help="办件编号。The case's number.")],
    known_at: Known = None,
    valid_at: Valid = None,
    compare: Annotated[
        bool,
        typer.Option(
            "--compare", help="与现在所知比较，只列变化。What changed between then and now."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """责任视图。Who answers for a case, in which layer, by which clause, on which events."""

    async def work() -> None:
        async with opened(tenant) as it:
            rules = await it.executor.unit(tenant).rules()
            liabilities = Liabilities(it.executor, it.pool)
            valid = None if valid_at is None else times.moment(valid_at, rules, _ITS_END)
            known = None if known_at is None else _known(known_at, rules)
            then = await liabilities.of(tenant, number, known, valid)
            now = await liabilities.of(tenant, number, None, valid) if compare else None
            found = await _evidence(it, tenant, [then, *([now] if now else [])])
        if as_json:
            shown = _whole(then, found)
            emit(shown if now is None else _compared(then, now, found))
        elif now is None:
            _print(then, found)
        else:
            _print_changes(then, now, found)

    if compare and known_at is None:
        raise typer.BadParameter("--compare 须与 --known-at 同用，说明与何时所知比较")
    run(work())


def _known(text: str, rules: Rulebook) -> int | datetime:
    return int(text) if text.isdecimal() else times.moment(text, rules, _ITS_END)


async def _evidence(
    it: Platform, tenant: str, answers: Sequence[Answered]
) -> Mapping[str, Evidence]:
    refs = [part.rests_on for answer in answers for part in answer.lines]
    refs += [part.rests_on for answer in answers for part in answer.findings]
    refs += [(it.ref,) for answer in answers for it in answer.later]
    return await evidence(it.log, tenant, (ref for each in refs for ref in each))


def _print(answer: Answered, found: Mapping[str, Evidence]) -> None:
    _print_head(answer)
    _print_findings(answer, found)
    console.print(liability_table(answer.lines, answer.rules))
    _print_later(answer)


def _print_head(answer: Answered) -> None:
    rules, facts = answer.rules, answer.facts
    mode = rules.modes[facts.mode]
    console.print(
        f"[bold]办件 {escape(facts.case)}[/] {facts.matter} {rules.matter(facts.matter).name}，"
        f"{mode.title}，依据 {facts.policy}"
    )
    console.print(
        f"[dim]按日志第{answer.known_at}条所知，计至 {local(answer.valid_at, rules)}[/]",
        highlight=False,
    )


def _print_findings(answer: Answered, found: Mapping[str, Evidence]) -> None:
    if not answer.findings:
        return
    view = table("查明的情形", "情形", "发生时间", "说明", "所据事件")
    for finding in answer.findings:
        view.add_row(
            FINDINGS[finding.finding],
            local(finding.at, answer.rules),
            escape(finding.says),
            _dated(finding, found, answer.rules),
        )
    console.print(view)


def _print_later(answer: Answered) -> None:
    """What supervision, claims and recourse brought, where anything did."""
    if not answer.later:
        return
    view = table("后续处理", "时间", "单位", "内容", "所据事件")
    for it in answer.later:
        organ = answer.rules.short(it.organ)
        view.add_row(local(it.at, answer.rules), organ, escape(it.says), escape(brief(it.ref)))
    console.print(view)


def _dated(finding: Found, found: Mapping[str, Evidence], rules: Rulebook) -> str:
    """What the finding rests on, with when each was put on record."""
    return "\n".join(
        f"{brief(ref)} {event_word(it.type)} {local(it.occurred_at, rules)}"
        + (
            f"（{local(it.recorded_at, rules)}补录：{escape(it.late_reason)}）"
            if it.late_reason
            else ""
        )
        for ref in finding.rests_on
        for it in [found[ref]]
    )


def _print_changes(then: Answered, now: Answered, found: Mapping[str, Evidence]) -> None:
    _print_head(then)
    console.print(f"[dim]现在所知：日志第{now.known_at}条[/]", highlight=False)
    _print_findings(now, found)
    went, came = changed(then.lines, now.lines)
    if not went and not came:
        console.print("责任没有变化。")
        return
    signs = {**{id(line): "−" for line in went}, **{id(line): "+" for line in came}}
    console.print(
        liability_table(
            [*went, *came],
            now.rules,
            title="责任变化（− 当时所列，+ 现在所列）",
            sign=lambda line: signs[id(line)],
        )
    )


def liability_table(
    lines: Sequence[Line],
    rules: Rulebook,
    *,
    title: str = "责任视图",
    sign: Callable[[Line], str] | None = None,
) -> object:
    """`sign` puts a mark before each line."""
    found = any(line.finding for line in lines)  # a column only where it says something
    view = table(
        title,
        *(["变化"] if sign else []),
        *("层次", "责任"),
        *(["情形"] if found else []),
        *("责任主体", "份额", "依据", "条款", "所据事件"),
    )
    previous = ""
    for line in lines:
        layer = LAYERS[line.layer]
        bearer = rules.short(line.bearer)
        if line.by:
            bearer += f"（由{'、'.join(map(rules.short, line.by))}追究）"
        finding = FINDINGS[line.finding] if line.finding else ""
        view.add_row(
            *([sign(line)] if sign else []),
            layer if sign or layer != previous else "",
            DUTIES[line.duty],
            *([finding] if found else []),
            bearer,
            SHARES[line.share],
            BASES[line.basis],
            escape("\n".join(filter(None, _basis(line, rules)))),
            "、".join(map(brief, line.rests_on)),
        )
        previous = layer
    return view


def _basis(line: Line, rules: Rulebook) -> Iterable[str]:
    """The clause, what weighs by it, its condition; who bore it, what was decided (XG23-73)."""
    yield from (line.clause, "、".join(line.factors), line.note)
    for borne in line.borne:
        yield f"{rules.short(borne.organ)}已承担：{borne.measure}{paid(borne.amount_yuan)}"
    for it in line.recourse:
        said = {None: "拟", True: "", False: "不予追偿追责"}[it.pursued]
        yield f"追偿追责：{said}{it.measure}{paid(it.amount_yuan)} {it.document_number}".rstrip()
        yield from (f"{weighed.factor}：{weighed.says}" for weighed in it.factors)


def brief(ref: str) -> str:
    """A reference as a table shows it: kind, document and version; --json has it whole."""
    stream, _, version = ref.rpartition("@")
    kind, *parts = stream.split("/")
    word = document(parts[1]) if kind == "use" else STREAMS.get(kind, kind)
    return f"{word}@{version}"


def _whole(answer: Answered, found: Mapping[str, Evidence]) -> dict[str, object]:
    facts = answer.facts
    return {
        "case": facts.case,
        "mode": facts.mode,
        "policy": facts.policy,
        "known_at": answer.known_at,
        "valid_at": answer.valid_at,
        "findings": [
            {
                **msgspec.to_builtins(finding),
                "label": FINDINGS[finding.finding],
                "rests_on": [found[ref] for ref in finding.rests_on],
            }
            for finding in answer.findings
        ],
        "lines": _lines(answer.lines, found, answer.rules),
        "later": [
            {**msgspec.to_builtins(it), "organ": answer.rules.short(it.organ)}
            for it in answer.later
        ],
    }


def _compared(then: Answered, now: Answered, found: Mapping[str, Evidence]) -> dict[str, object]:
    went, came = changed(then.lines, now.lines)
    return {
        "then": _whole(then, found),
        "now": _whole(now, found),
        "removed": _lines(went, found, then.rules),
        "added": _lines(came, found, now.rules),
    }


def _lines(
    lines: Iterable[Line], found: Mapping[str, Evidence], rules: Rulebook
) -> list[dict[str, object]]:
    return [
        {
            **msgspec.to_builtins(line),
            "bearer": {"id": line.bearer, "name": rules.short(line.bearer)},
            "rests_on": [found[ref] for ref in line.rests_on],
        }
        for line in lines
    ]
