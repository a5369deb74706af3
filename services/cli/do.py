"""`tongban do`: every command that the API takes, from the server's own terminal.

For outages and exercises: whoever may run it is trusted to say who acts, as the credential says it
over HTTP; posts, powers and times are judged all the same. Made from the acts of the API, so the
next command is there by itself.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID, uuid4

import msgspec
import typer
from rich.markup import escape

from domain.kernel.authority import OPERATOR, By
from domain.kernel.event import Command
from domain.kernel.refusal import NotFound
from domain.kernel.rulebook import Rulebook
from services.cli import fields
from services.cli.output import AsJson, Tenant, console, emit, errors, fail, opened, run, table
from services.cli.seat import seat_of, seated
from services.http.act import Act, Acted, acted, whole
from services.http.contexts import ACTS
from services.http.examples import example_of
from services.http.words import FIELDS
from services.main import Platform

BY_TYPE: Mapping[str, Act] = {command.TYPE: act for command, act in ACTS.items()}
_EVERY = ("occurred_at", "late_reason")  # of every command, as options


def _list(asked: bool) -> None:  # noqa: FBT001  typer calls it
    if not asked:
        return
    for tag in dict.fromkeys(act.tag for act in BY_TYPE.values()):
        view = table(tag, "命令", "说明")
        for name, act in BY_TYPE.items():
            if act.tag == tag:
                view.add_row(name, act.summary)
        console.print(view)
    raise typer.Exit


def _fields(name: str | None) -> None:
    if name is None:
        return
    act = _act(name)
    view = table(f"{name} {act.summary}", "字段", "须填", "取值", "说明")
    for field in _own(act):
        required = "是" if field.required else ""
        view.add_row(field.name, required, fields.kind_of(field.type), FIELDS.get(field.name, ""))
    console.print(view)
    console.print("例 Example:", highlight=False)
    content = msgspec.json.encode(_examples(act)).decode()
    seat = "" if "person" not in act.access.kinds else " --as ORGAN/POST"
    line = f"tongban do TENANT {name}{seat} --data '{content}'"
    console.print(escape(line), highlight=False, soft_wrap=True)
    raise typer.Exit


_Name = Annotated[str, typer.Argument(help="命令；见 --list。The command, see --list.")]
_Values = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FIELD=VALUE",
        help="字段=值；列表以逗号分隔，下级字段用点。Lists by commas, inner fields by dots.",
    ),
]
_Seat = Annotated[
    str | None,
    typer.Option(
        "--as", help="以何岗位：机构/岗位；不写为系统操作员，首次任职用。Seat: organ/post."
    ),
]
_Person = Annotated[
    str | None, typer.Option(help="人员代号；缺省为该岗位唯一的在岗人员。Who acts.")
]
_Data = Annotated[str | None, typer.Option(help="JSON 对象。The fields as JSON.")]
_File = Annotated[
    Path | None, typer.Option(help="JSON 文件，“-”为标准输入；个人信息请用此项。A JSON file.")
]
_Id = Annotated[
    UUID | None, typer.Option("--id", help="命令编号；同号重复只办一次。The command's id.")
]
_When = Annotated[
    datetime | None,
    typer.Option(
        help="发生时间（补录用），缺省为现在。When it happened, on the county's clock.",
        formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"],
    ),
]
_Late = Annotated[str, typer.Option(help="补录理由。Why it is entered late.")]
_List = Annotated[
    bool, typer.Option("--list", callback=_list, is_eager=True, help="列出全部命令。All commands.")
]
_Fields = Annotated[
    str | None,
    typer.Option(
        "--fields",
        callback=_fields,
        is_eager=True,
        metavar="COMMAND",
        help="一个命令的字段和例子。A command's fields, with an example.",
    ),
]


def do(  # noqa: PLR0913  a command line has that many parts
    tenant: Tenant,
    command: _Name,
    values: _Values = None,
    *,
    seat: _Seat = None,
    person: _Person = None,
    data: _Data = None,
    file: _File = None,
    command_id: _Id = None,
    occurred_at: _When = None,
    late_reason: _Late = "",
    as_json: AsJson = False,
    _list_all: _List = False,
    _fields_of: _Fields = None,
) -> None:
    """办理一个命令，供停机和演练时在服务器上使用。Give one command, on the server itself.

    按所指人员记录，岗位和权限照常核验。It is recorded as that person's act; post and power are
    judged as for anybody. What follows from it by rule is done by `tongban worker`.
    """
    act = _act(command)
    given = fields.content(data, file)
    if late_reason:
        given["late_reason"] = late_reason
    for name, text in map(fields.pair, values or []):
        fields.put(given, name, text, act)

    async def work() -> tuple[Acted, UUID]:
        async with opened() as it:
            rules = await _rules(it, tenant)
            if occurred_at is not None:
                given["occurred_at"] = _moment(occurred_at, rules)
            made = fields.command(act, fields.named(given, rules))
            by = await _by(it, tenant, act, made, (seat, person), rules)
            chosen = command_id or uuid4()
            done = await it.executor.execute(tenant, by, made, chosen)
            return acted(act, made, done, it.vault, tenant), chosen

    told, chosen = run(work())
    if as_json:
        emit(told)
        return
    errors.print(f"[dim]命令编号 {chosen}：同号重复只办一次[/]", highlight=False, soft_wrap=True)
    _show(act, told)


def _show(act: Act, told: Acted) -> None:
    said = "[yellow]此前已经办理[/]" if told.repeated else "[green]已办理[/]"
    what = act.summary.partition("。")[0]
    console.print(f"{said} {what}，日志位置 {told.position}", highlight=False)
    for written in told.events:
        ref = f"{written.stream}@{written.version}"
        console.print(f"  {escape(ref)} {written.type}", highlight=False, soft_wrap=True)
    if told.query_code is not None:
        console.print(f"查询码 {told.query_code}（交申请人，凭以查询进度）", highlight=False)


def _act(name: str) -> Act:
    act = BY_TYPE.get(name)
    if act is None:
        fail("cli.command", f"没有命令“{name}”；用 tongban do --list 查看全部命令")
    return act


def _own(act: Act) -> Iterator[msgspec.structs.FieldInfo]:
    return (field for field in msgspec.structs.fields(whole(act)) if field.name not in _EVERY)


def _examples(act: Act) -> dict[str, Any]:
    """A value for every field that must be given, those in the API's path with it."""
    made = {field.name: example_of(field.type, field.name) for field in _own(act) if field.required}
    return {**made, **act.examples, **act.example}


async def _rules(it: Platform, tenant: str) -> Rulebook | None:
    """The rules in force; None before there are any, when all that can be done is to adopt them."""
    try:
        return await it.executor.unit(tenant).rules()
    except NotFound:
        return None


def _moment(given: datetime, rules: Rulebook | None) -> datetime:
    """A time without a zone is the county's."""
    if given.tzinfo is not None or rules is None:
        return given
    return given.replace(tzinfo=rules.zone)


async def _by(
    it: Platform,
    tenant: str,
    act: Act,
    command: Command,
    said: tuple[str | None, str | None],
    rules: Rulebook | None,
) -> By:
    """Who acts. An operator's act without a seat is the operator's."""
    seat, person = said
    if seat is None:
        if "operator" in act.access.kinds:
            return OPERATOR
        fail("cli.seat", "请用 --as 机构/岗位 指明以何岗位办理")
    organ, _, post = seat.partition("/")
    return await seated(it, tenant, seat_of(organ, post, rules), person, command.occurred_at)
