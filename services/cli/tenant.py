"""`tongban tenant`: check a policy pack, onboard a county by adopting it, list counties."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from domain.kernel.pack import Pack
from domain.kernel.refusal import Refusal
from domain.policy.adoption import AdoptPack
from services.cli.adopting import adopt
from services.cli.calendars import adopt_published
from services.cli.output import AsJson, console, emit, errors, fail, opened, run, table
from tenants.loader import available, bundled, check, digest
from tenants.schema import encoded
from tenants.template import FolderNotEmptyError, write

app = typer.Typer(help="租户与政策包。Tenants and their policy packs.", no_args_is_help=True)

Folder = Annotated[
    Path, typer.Argument(help="Folder with the pack's TOML files, or a bundled name.")
]


@app.command("new")
def new_pack(
    folder: Annotated[Path, typer.Argument(help="新建的目录。An empty folder, or none yet.")],
) -> None:
    """写出政策包模板。A whole pack to begin with: every option, what it is for, in Chinese."""
    try:
        written = write(folder, encoded(whole=False))
    except FolderNotEmptyError:
        fail("tenants.folder_not_empty", f"“{folder}”里已经有东西，没有写入；请换一个空目录")
    said = f"已在 {folder} 写出 {len(written)} 个文件：{'、'.join(written)}"
    console.print(escape(said), highlight=False, soft_wrap=True)
    then = f"改成本县的内容之后：tongban tenant check {folder}"
    console.print(escape(then), highlight=False, soft_wrap=True)


@app.command("schema")
def pack_schema(
    output: Annotated[Path | None, typer.Option(help="File to write; default: print.")] = None,
    part: Annotated[
        bool, typer.Option("--part", help="For one file of a pack: no table must be there.")
    ] = False,
) -> None:
    """输出政策包的 JSON Schema。For editors: keys, types, words and what each is for."""
    made = encoded(whole=not part)
    if output is None:
        print(made.decode(), end="")  # noqa: T201  plain, for pipes
    else:
        output.write_bytes(made)
        console.print(f"已写入 {output}")


@app.command("check")
def check_pack(folder: Folder) -> None:
    """检查政策包。Report every error of a pack at once: file, key, reason."""
    checked = check(_folder(folder))
    for problem in checked.problems:
        # A key reads matter[no.5], a pattern {name}: none of that is markup.
        file, key, reason = map(escape, problem)
        errors.print(f"[red]{file}[/] [bold]{key}[/] {reason}", highlight=False, soft_wrap=True)
    if checked.pack is None:
        fail("tenants.pack_invalid", f"共 {len(checked.problems)} 处问题")
    pack = checked.pack
    console.print(
        f"[green]通过[/] {pack.name} {pack.version}：{len(pack.organ)} 个机构，"
        f"{len(pack.matter)} 项事项，{len(pack.mode)} 种办理方式"
    )
    console.print(f"内容摘要 SHA-256 {digest(pack)}")


@app.command()
def onboard(
    name: Annotated[str, typer.Argument(help="租户名。A short name for the county.")],
    pack: Annotated[
        str, typer.Option(help="Bundled pack or folder; default: the tenant's name.")
    ] = "",
) -> None:
    """采用政策包，建立租户。Adopt a pack: the county exists from this event on."""
    adopted = read_pack(Path(pack or name))

    async def work() -> None:
        async with opened() as it:
            command = AdoptPack(pack=adopted, digest=digest(adopted))
            await adopt(it, name, command)
            years = await adopt_published(it, name)
            if years:
                console.print(f"已采用工作日历：{'、'.join(map(str, years))}年")

    run(work())


@app.command("list")
def list_tenants(as_json: AsJson = False) -> None:
    """列出租户。Every tenant with the length of its log."""

    async def work() -> None:
        async with opened() as it:
            heads = await it.projections.tenants()
            rows = []
            for tenant, head in heads.items():
                row: dict[str, object] = {"tenant": tenant, "events": head}
                try:
                    rules = await it.executor.unit(tenant).rules()
                    row |= {"policy": rules.version, "name": rules.pack.name}
                except Refusal as refusal:
                    row["name"] = refusal.message  # adopted, but not in force yet
                rows.append(row)
        if as_json:
            emit(rows)
            return
        if not rows:
            console.print(f"还没有租户。试试：tongban tenant onboard {available()[0]}")
        else:
            view = table("租户", "租户", "政策包", "版本", "事件数")
            for row in rows:
                view.add_row(
                    str(row["tenant"]),
                    str(row["name"]),
                    str(row.get("policy", "")),
                    str(row["events"]),
                )
            console.print(view)

    run(work())


def read_pack(given: Path) -> Pack:
    """The pack of a folder, or a bundled one by its name; with faults it ends the command."""
    checked = check(_folder(given))
    if checked.pack is None:
        fail(
            "tenants.pack_invalid",
            f"政策包有 {len(checked.problems)} 处问题，请先 tongban tenant check",
        )
    return checked.pack


def _folder(given: Path) -> Path:
    if given.is_dir():
        return given
    if str(given) not in available():
        fail(
            "tenants.no_such_pack",
            f"没有“{given}”：既不是目录，也不在自带政策包（{'、'.join(available())}）之内",
        )
    return bundled(str(given))
