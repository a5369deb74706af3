"""A county whose townships open service points. Its figures are invented: JX24 has none (B-26)."""

from datetime import date

from msgspec.structs import replace

from domain.kernel.pack import Convenience, Pack, PointsTerms, ServicePointTerms
from tests.world import XINGGUO

AGENT = "agent"
_SOURCE = "JX24-23 JX24-24 JX24-49 B-26"
TERMS = ServicePointTerms(
    kind={"village_shop": "村小卖部", "bank_outlet": "银行网点", "postal_outlet": "邮政网点"},
    group={"left_behind": "留守老人", "aged": "高龄老人", "disabled": "残疾人"},
    post=AGENT,
    clause="一(三)",
    source="JX24-22 JX24-23 JX24-26",
)
CONVENIENCES = (
    Convenience(id="pension", name="社保缴纳", points=3, source=_SOURCE),
    Convenience(id="card", name="医保卡激活", points=2, source=_SOURCE),
    Convenience(id="cash", name="助农取现", government=False, source=_SOURCE),
    Convenience(id="bills", name="水电气缴费", government=False, points=0, source=_SOURCE),
)
POINTS = PointsTerms(
    fen_per_point=50,
    month_cap=8,
    year_cap_fen=600,
    approved_by="government",  # the nearest above the township
    fund="奖补资金（演示）",
    clause="一(三)",
    source="JX24-25 B-26",
)


def with_points(version: str, since: date, points: PointsTerms = POINTS) -> Pack:
    """The next version of the county's rules: service points."""
    return replace(
        XINGGUO,
        version=version,
        effective_from=since,
        post={**XINGGUO.post, AGENT: "代办人员"},
        service_points=TERMS,
        convenience=CONVENIENCES,
        points=points,
    )
