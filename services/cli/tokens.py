"""`tongban token`: credentials of people, services, auditors and operators."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated

import typer

from domain.kernel import streams
from domain.kernel.authority import PLATFORM, By
from domain.kernel.facts import Post
from domain.kernel.refusal import Refusal
from infra.credentials import Credential
from services.cli.output import AsJson, Tenant, console, emit, errors, fail, opened, run, table
from services.main import Platform

app = typer.Typer(help="凭证。Credentials for the API.", no_args_is_help=True)

ALL = "-"
Whose = Annotated[str, typer.Argument(help="租户；“-”为整个平台。The tenant; `-`: the platform.")]
Label = Annotated[str, typer.Option(help="用途说明。What it is for.")]
Days = Annotated[
    int | None, typer.Option(min=1, max=3650, help="有效天数；缺省为不限。Days it is valid.")
]


class Scope(StrEnum):
    read = "read"
    feed = "feed"


KINDS = {"person": "人员", "service": "服务", "auditor": "审计", "operator": "操作员"}

issue = typer.Typer(help="签发凭证，令牌只显示一次。Issue a credential.", no_args_is_help=True)
app.add_typer(issue, name="issue")


@issue.command("person")
def issue_person(
    tenant: Tenant,
    person: Annotated[str, typer.Argument(help="人员代号。Staff id.")],
    seat: Annotated[str, typer.Option(help="缺省岗位：机构/岗位。Default seat: organ/post.")] = "",
    label: Label = "",
    days: Days = None,
    as_json: AsJson = False,
) -> None:
    """人员：以日志中所任岗位办理。A person, who acts by the posts that the log says they hold."""
    organ, _, post = seat.partition("/")
    if seat and (not organ or not post or "/" in post or organ == PLATFORM):
        fail("credentials.seat", f"“{seat}”不是 机构/岗位")
    wanted = Credential(
        tenant=tenant,
        id="",
        kind="person",
        person=person,
        seat=seat,
        label=label,
        expires_at=_end(days),
    )
    _issue(wanted, as_json=as_json)


@issue.command("service")
def issue_service(
    tenant: Tenant,
    scope: Annotated[
        list[Scope], typer.Option(help="范围，可多次。read: views; feed: the event feed.")
    ],
    types: Annotated[
        list[str] | None,
        typer.Option("--type", help="可见的事件类型，可多次；以点结尾为前缀。Event types."),
    ] = None,
    label: Label = "",
    days: Days = None,
    as_json: AsJson = False,
) -> None:
    """服务：集成方，按范围读取，不办理。An integrator: reads by scope, gives no commands."""
    wanted = Credential(
        tenant=tenant,
        id="",
        kind="service",
        scopes=tuple(sorted(set(scope))),
        types=tuple(types or ()),
        label=label,
        expires_at=_end(days),
    )
    _issue(wanted, as_json=as_json)


@issue.command("auditor")
def issue_auditor(
    tenant: Tenant, label: Label = "", days: Days = None, as_json: AsJson = False
) -> None:
    """审计：读取一个租户的全部，不办理。Reads everything of one tenant, writes nothing."""
    wanted = Credential(tenant=tenant, id="", kind="auditor", label=label, expires_at=_end(days))
    _issue(wanted, as_json=as_json)


@issue.command("operator")
def issue_operator(
    tenant: Whose, label: Label = "", days: Days = None, as_json: AsJson = False
) -> None:
    """操作员：运行平台，不见办件。Runs the platform, or sets up one county; sees no case data."""
    wanted = Credential(
        tenant=_tenant(tenant), id="", kind="operator", label=label, expires_at=_end(days)
    )
    _issue(wanted, as_json=as_json)


@app.command("list")
def list_tokens(tenant: Whose, as_json: AsJson = False) -> None:
    """列出凭证，不含令牌。Credentials, without their tokens."""

    async def work() -> None:
        async with opened() as it:
            rows = await it.credentials.list(_tenant(tenant))
        if as_json:
            emit(rows)
            return
        if not rows:
            console.print("还没有凭证。")
            return
        now = datetime.now(UTC)
        view = table("凭证", "编号", "种类", "人员", "缺省岗位", "范围", "说明", "状态", "最近使用")
        for row in rows:
            view.add_row(
                row.id,
                KINDS[row.kind],
                row.person,
                row.seat,
                "、".join((*row.scopes, *row.types)),
                row.label,
                _status(row, now),
                f"{row.last_used_at:%Y-%m-%d %H:%M} UTC" if row.last_used_at else "",
            )
        console.print(view)

    run(work())


@app.command()
def revoke(
    tenant: Whose, token_id: Annotated[str, typer.Argument(help="凭证编号。The id, not the token.")]
) -> None:
    """撤销凭证，数秒内生效。Revoke a credential; takes effect within seconds."""

    async def work() -> bool:
        async with opened() as it:
            return await it.credentials.revoke(_tenant(tenant), token_id)

    if not run(work()):
        fail("credentials.unknown", f"没有编号为“{token_id}”的有效凭证")
    console.print("已撤销")


def _issue(wanted: Credential, *, as_json: bool) -> None:
    async def work() -> None:
        async with opened() as it:
            await _check(it, wanted)
            issued, token = await it.credentials.issue(wanted)
        if as_json:
            emit({"token": token, "credential": issued})
            return
        console.print(f"[green]已签发[/] {KINDS[issued.kind]}凭证 {issued.id}，令牌只显示这一次：")
        console.print(token, highlight=False, soft_wrap=True)

    run(work())


async def _check(it: Platform, wanted: Credential) -> None:
    """An operator may be there before the county; anybody else needs one to exist."""
    if wanted.kind == "operator":
        return
    unit = it.executor.unit(wanted.tenant)
    await unit.adopted()
    if wanted.kind != "person":
        return
    if not wanted.seat:
        errors.print("[yellow]未指定缺省岗位[/]：每次请求都须以 Tongban-Seat 指明。")
        return
    by = By(wanted.person, *wanted.seat.split("/"))
    try:
        (await unit.rules()).organ(by.organ)
    except Refusal as refusal:
        fail(refusal.code, refusal.message)
    post = await unit.get(streams.post(by.organ, by.post), Post)
    if post.state is None or not post.state.held_by(by.person, unit.at):
        errors.print(f"[yellow]{by.person}现未任“{wanted.seat}”[/]：任职之前不能以此办理。")


def _tenant(given: str) -> str:
    return "" if given == ALL else given


def _end(days: int | None) -> datetime | None:
    return None if days is None else datetime.now(UTC) + timedelta(days=days)


def _status(row: Credential, now: datetime) -> str:
    if row.revoked_at is not None:
        return "已撤销"
    return "有效" if row.valid_at(now) else "已过期"
