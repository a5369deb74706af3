"""The upper level's catalogues: which versions the county took over, what fell out of them."""

from datetime import date, datetime

from rich.table import Table

from domain.kernel.rulebook import Rulebook
from domain.matters.catalogues import Dropped, Versions, known
from services.cli.output import AsJson, Tenant, console, emit, opened, run, table
from services.commands.listing import dropped, versions


def catalogues(tenant: Tenant, as_json: AsJson = False) -> None:
    """上级目录的版本、不再在目录内的事项。Catalogues by version, and what fell out."""

    async def work() -> None:
        async with opened() as it:
            unit = it.executor.unit(tenant)
            rules = await unit.rules()
            adopted = await versions(unit, tuple(known(rules)))
            fell = await dropped(unit, rules)
        if as_json:
            emit({"catalogues": list(adopted.values()), "dropped": fell})
            return
        if not known(rules):
            console.print("没有采用上级政策，没有目录可核对。")
            return
        today = datetime.now(rules.zone).date()
        console.print(catalogues_table(adopted, today, rules))
        if fell:
            console.print(dropped_table(fell, rules))

    run(work())


def catalogues_table(adopted: dict[str, Versions], today: date, rules: Rulebook) -> Table:
    view = table(
        f"上级目录（{today}）",
        "编号",
        "目录",
        "文件所引",
        "采用的版本",
        "起",
        "条目",
        "依据",
        "有效",
    )
    for name, catalogue in known(rules).items():
        found = adopted.get(name, Versions(name))
        row = (name, catalogue.name, catalogue.version)
        if not found.versions:
            view.add_row(*row, "（未采用）", "", "", "", "")
        for version in found.versions:
            view.add_row(
                *row,
                version.version,
                str(version.effective_from),
                str(len(version.entries)),
                version.document_number,
                "是" if version == found.on(today) else "",
            )
    return view


def dropped_table(fell: tuple[Dropped, ...], rules: Rulebook) -> Table:
    """What was handed down as listed and is listed no more: somebody has to act."""
    view = table("不在有效目录内的事项", "事项", "名称", "办理方式", "目录", "原在版本", "条款")
    for item in fell:
        view.add_row(
            rules.item(item.matter),
            rules.matter(item.matter).name,
            rules.mode(item.mode).title,
            f"{item.catalogue} {item.version or '（未采用）'}",
            item.since or "（从未列入）",
            item.clause,
        )
    return view
