"""Service points, what was done there, and their points month by month (JX24 一(三))."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.markup import escape

from domain.kernel.rulebook import Rulebook
from domain.service_points.service import convenience
from projections.page import newest
from projections.points import Points, PointsRow
from projections.redemptions import RedemptionRow, Redemptions
from projections.service_points import ServicePointRow, ServicePoints
from projections.services import ServiceRow, Services
from services.cli import times
from services.cli.output import AsJson, Tenant, console, emit, local, opened, run, table, yuan
from services.cli.rows import Limit, organ_id, show

Point = Annotated[str | None, typer.Option("--point", help="服务点编号。Of this point.")]
Organ = Annotated[str | None, typer.Option(help="乡镇。Of this township.")]
_STATUS = {"asked": "待审定", "approved": "已同意", "refused": "不同意"}


def service_points(
    tenant: Tenant, organ: Organ = None, limit: Limit = 100, as_json: AsJson = False
) -> None:
    """服务点。Service points of the townships, and who helps there."""
    show(
        tenant,
        ServicePoints(),
        lambda rules: {"township = {}": organ_id(organ, rules)},
        "opened_at",
        _points_of_service,
        empty="没有服务点。",
        limit=limit,
        as_json=as_json,
    )


def services(
    tenant: Tenant,
    point: Point = None,
    limit: Limit = 100,
    as_json: AsJson = False,
) -> None:
    """服务点的办件和服务。What was done at service points, the newest first."""
    show(
        tenant,
        Services(),
        lambda _: {"point = {}": point},
        "began_at",
        _services,
        empty="服务点还没有办件和服务。",
        limit=limit,
        as_json=as_json,
    )


def points(
    tenant: Tenant,
    month: Annotated[str | None, typer.Option(help="YYYY-MM；缺省为各月。One month.")] = None,
    point: Point = None,
    organ: Organ = None,
    limit: Limit = 100,
    as_json: AsJson = False,
) -> None:
    """积分台账和兑现。Points by month and service point, and what of them was redeemed."""
    one_month = times.month(month) if month else None

    async def work() -> None:
        async with opened(tenant) as it:
            rules = await it.executor.unit(tenant).rules()
            where = {"point = {}": point, "township = {}": organ_id(organ, rules)}
            by_month = {**where, "month = {}": one_month}
            rows = await newest(it.pool, Points(), tenant, by_month, "month", limit, str)
            asked = await newest(it.pool, Redemptions(), tenant, where, "asked_at", limit)
        if as_json:
            emit({"points": rows, "redemptions": asked})
            return
        console.print(_points(rows, rules) if rows else "还没有积分。")
        if asked:
            console.print(_redemptions(asked, rules))

    run(work())


def _points_of_service(rows: Sequence[ServicePointRow], rules: Rulebook) -> object:
    terms = rules.pack.service_points
    kinds = terms.kind if terms else {}
    view = table("服务点", "编号", "名称", "类别", "乡镇", "村", "代办人员", "设立", "停办")
    for row in rows:
        view.add_row(
            escape(row.key),
            escape(row.name),
            kinds.get(row.kind, row.kind),
            rules.short(row.township),
            escape(rules.short(row.village)),
            "、".join(row.agents),
            local(row.opened_at, rules),
            local(row.closed_at, rules),
        )
    return view


def _services(rows: Sequence[ServiceRow], rules: Rulebook) -> object:
    terms = rules.pack.service_points
    groups = terms.group if terms else {}
    view = table("服务点办件和服务", "时间", "服务点", "服务", "办件", "对象", "办结", "作废")
    for row in rows:
        found = convenience(row.convenience, rules)
        other = "（非政务）" if row.government is False else ""
        view.add_row(
            local(row.began_at, rules),
            escape(row.point),
            (found.name if found else row.convenience) + other,
            escape(row.case or ""),
            "、".join(groups.get(group, group) for group in row.groups),
            local(row.completed_at, rules),
            escape(row.reason or "") if row.undone_at else "",
        )
    return view


def _points(rows: Sequence[PointsRow], rules: Rulebook) -> object:
    columns = ("本月所得", "冲回", "上限", "结算", "结余", "已兑现", "规则版本")
    view = table("积分台账", "月份", "服务点", "乡镇", "件数", *columns)
    for row in rows:
        view.add_row(
            row.month,
            escape(row.point),
            rules.short(row.township),
            str(row.services),
            str(row.earned),
            str(row.reversed),
            "" if row.cap is None else str(row.cap),
            "未结算" if row.points is None else str(row.points),
            "" if row.balance is None else str(row.balance),
            f"{row.redeemed}（{yuan(row.redeemed_fen)}）" if row.redeemed else "",
            row.policy,
        )
    return view


def _redemptions(rows: Sequence[RedemptionRow], rules: Rulebook) -> object:
    view = table("积分兑现", "申请", "服务点", "编号", "积分", "金额", "资金", "审定单位", "结果")
    for row in rows:
        said = row.document_number or row.reason or ""
        view.add_row(
            local(row.asked_at, rules),
            escape(row.point),
            escape(row.number),
            str(row.points),
            yuan(row.fen),
            escape(row.fund),
            rules.short(row.approver),
            escape(f"{_STATUS[row.status]} {said}".strip()),
        )
    return view
