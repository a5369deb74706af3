"""Service points, what may be done there, and what that earns (JX24 一(三), B-26)."""

from collections.abc import Iterator
from typing import get_args

from domain.kernel.pack import OrganKind, Pack, ServicePointTerms
from tenants.checks.common import keyed, organ_ids, repeated, unknown
from tenants.fault import Fault, below

_HELPING = ("receive", "forward")


def service_points(pack: Pack) -> Iterator[Fault]:
    """Check that agents have a post, and that it is no other step's than theirs (JX24-26)."""
    terms = pack.service_points
    if terms is None:
        for name in ("convenience", "points"):
            if getattr(pack, name):
                yield Fault(name, "没有写服务点：请补上 [service_points]", ("service_points",))
        return
    yield from unknown("service_points.post", [terms.post], pack.post, "post")
    if not terms.kind:
        yield Fault("service_points.kind", "至少写一类服务点")
    yield from _of_agents(terms, pack)
    for table, names in (("kind", terms.kind), ("group", terms.group)):
        for identity, name in names.items():
            if not name.strip():
                yield Fault(below(f"service_points.{table}", identity), "办理人员要看，不能空着")


def _of_agents(terms: ServicePointTerms, pack: Pack) -> Iterator[Fault]:
    for key, mode in keyed("mode", pack.mode):
        for step_key, step in keyed(below(key, "step"), mode.step):
            if step.post == terms.post and step.kind not in _HELPING:
                reason = "代办人员只收集、转交材料，不办理这一步：请换一个岗位"
                yield Fault(below(step_key, "post"), reason, ("service_points",))


def conveniences(pack: Pack) -> Iterator[Fault]:
    yield from repeated("convenience", (found.id for found in pack.convenience))
    for key, found in keyed("convenience", pack.convenience):
        if found.points < 0:
            yield Fault(below(key, "points"), "积分不能是负数；不计分的写 0")


def points(pack: Pack) -> Iterator[Fault]:
    """Check that the figures are figures and that somebody can approve (B-26)."""
    terms = pack.points
    if terms is None:
        return
    if terms.fen_per_point <= 0:
        yield Fault("points.fen_per_point", "一分兑现多少分钱，要大于 0")
    for field in ("month_cap", "year_cap_fen"):
        cap = getattr(terms, field)
        if cap is not None and cap <= 0:
            yield Fault(f"points.{field}", "上限要大于 0；不限的不写")
    if not terms.fund.strip():
        yield Fault("points.fund", "写明资金来源")
    if terms.approved_by not in (*organ_ids(pack), *get_args(OrganKind)):
        reason = f"“{terms.approved_by}”既不是机构编号，也不是机构类别"
        yield Fault("points.approved_by", reason, ("organ",))
