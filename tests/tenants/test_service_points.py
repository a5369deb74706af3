"""What a pack may say of service points, conveniences and points (JX24-22 to -26, B-26)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from domain.kernel.pack import Pack
from tenants.validate import validate
from tests.scenarios.villages import CONVENIENCES, POINTS, TERMS, with_points

PACK = with_points("2024-01-06", date(2024, 1, 6))


def terms(**changes: Any) -> Pack:
    return replace(PACK, service_points=replace(TERMS, **changes))


def points(**changes: Any) -> Pack:
    return replace(PACK, points=replace(POINTS, **changes))


def conveniences(**changes: Any) -> Pack:
    first, *others = CONVENIENCES
    return replace(PACK, convenience=(replace(first, **changes), *others))


def test_the_pack_to_break_is_valid() -> None:
    assert validate(PACK) == ()


@pytest.mark.parametrize(
    ("broken", "key", "reason"),
    [
        (lambda: replace(PACK, service_points=None), "points", "没有写服务点"),
        (lambda: replace(PACK, service_points=None), "convenience", "没有写服务点"),
        (lambda: terms(post="x"), "service_points.post", "[post] 里没有“x”"),
        (lambda: terms(kind={}), "service_points.kind", "至少写一类"),
        (lambda: terms(kind={"shop": " "}), "service_points.kind.shop", "不能空着"),
        (lambda: terms(group={"aged": " "}), "service_points.group.aged", "不能空着"),
        # JX24-26: no step but to collect and forward is the agents'.
        (
            lambda: terms(post="approver"),
            "mode[no2_seal].step[decide].post",
            "代办人员只收集、转交材料",
        ),
        (lambda: conveniences(points=-1), "convenience[pension].points", "不能是负数"),
        (lambda: conveniences(id="cash"), "convenience[cash].id", "有2行"),
        (lambda: points(fen_per_point=0), "points.fen_per_point", "要大于 0"),
        (lambda: points(month_cap=0), "points.month_cap", "上限要大于 0"),
        (lambda: points(year_cap_fen=-1), "points.year_cap_fen", "上限要大于 0"),
        (lambda: points(fund=" "), "points.fund", "资金来源"),
        (lambda: points(approved_by="x"), "points.approved_by", "既不是机构编号"),
    ],
)
def test_a_mistake_is_found(broken: Callable[[], Pack], key: str, reason: str) -> None:
    faults = validate(broken())
    assert any(fault.key == key and reason in fault.reason for fault in faults), faults
