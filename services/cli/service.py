"""How applicants are served: how often they had to come, why, and in which style."""

from domain.kernel.refusal import NotFound
from domain.kernel.rulebook import Rulebook
from projections.case_register import CaseRow, service
from projections.case_register.rows import VisitRow
from projections.case_register.service import VisitSummary
from services.cli.output import AsJson, Tenant, console, emit, local, opened, run, table


def visits(tenant: Tenant, as_json: AsJson = False) -> None:
    """到现场次数。How often applicants had to come, why, and where without need."""

    async def work() -> None:
        async with opened(tenant) as it:
            rules = await it.executor.unit(tenant).rules()
            found = await service.visits(it.pool, tenant)
        if as_json:
            emit(found)
            return
        if not found.cases:
            console.print("还没有办件。")
            return
        _print(found, rules)

    run(work())


def _print(found: VisitSummary, rules: Rulebook) -> None:
    view = table("办件到现场次数", "到现场", "办件")
    for count in found.cases:
        view.add_row(f"{count.visits}次", str(count.cases))
    console.print(view)
    if not found.organs:
        return
    view = table("再次到场的原因", "原因", "次数")
    for why in found.reasons:
        view.add_row(_reason(why.reason, rules) or "（未要求写明）", str(why.visits))
    console.print(view)
    view = table("各窗口单位登记的到场", "单位", "次数", "无故", "能网办而到场")
    for at in found.organs:
        numbers = (at.visits, at.unwarranted, at.despite_online)
        view.add_row(rules.short(at.organ), *map(str, numbers))
    console.print(view)


def styles(tenant: Tenant, as_json: AsJson = False) -> None:
    """服务方式。How many cases were served in which style."""

    async def work() -> None:
        async with opened(tenant) as it:
            rules = await it.executor.unit(tenant).rules()
            found = await service.styles(it.pool, tenant, rules)
        if as_json:
            emit(found)
            return
        view = table("服务方式", "编号", "方式", "办件")
        for use in found:
            view.add_row(use.style or "", use.name or "（未写明）", str(use.cases))
        console.print(view if found else "还没有办件，本县也没有规定服务方式。")

    run(work())


def style_of(name: str, rules: Rulebook) -> str:
    """A style by its id or name."""
    for style, words in rules.pack.style.items():
        if name in (style, words):
            return style
    raise NotFound("cases.no_such_style", f"没有服务方式“{name}”")


def visited(row: CaseRow, rules: Rulebook) -> str:
    """How often the applicant came; of the visits with a reason, when and why; "" for never."""
    if not row.visits:
        return ""
    why = "；".join(_visit(visit, rules) for visit in row.visited if visit.reason)
    return f"{row.visits}次" + (f"（{why}）" if why else "")


def _visit(visit: VisitRow, rules: Rulebook) -> str:
    flags = ("，无故" if visit.unwarranted else "") + (
        "，能网上办理" if visit.despite_online else ""
    )
    return f"{local(visit.at, rules)} {_reason(visit.reason, rules)}{flags}"


def _reason(code: str, rules: Rulebook) -> str:
    terms = rules.pack.visits
    return terms.reasons.get(code, code) if terms else code
