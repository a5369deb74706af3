"""How the story of Xingguo between its levels goes on: “县乡同办”, then a notice of the province.

Agreements and No. 2 seals from November 2023; the notice in June 2024, on a day of the
demonstration's own (B-21); each matter decided, seals stopped, the self-inspection closed; then
service points, and the yearly summary.
"""

from collections.abc import Container, Iterator, Mapping
from datetime import date
from pathlib import Path

from domain.kernel.pack import Pack
from domain.organisation.posts import AssumePost
from domain.policy.composition import composed
from services.demo.act import Act
from services.demo.acts import DEPARTMENT_POSTS, TOWNSHIP_POSTS, County
from services.demo.chapters import handing_down, opening
from services.demo.chapters.province import cases, notice, villages
from services.demo.stage import Stage
from services.demo.story import Part
from tenants.loader import bundled, load

FIRST, SECOND = TOWNS = ("chayuan", "dinglong")
_LEAD, _FORESTRY = "approval", "forestry"
_GOVERNMENT = "county_government"
_OTHER = "juncun"
_POINTS = Path(__file__).with_name("xingguo_points")
_AT_WORK = (_LEAD, _FORESTRY, "health", "agriculture")
_PILOT = 12
_OTHER_PILOTS = ("juncun", "xinglian", "jiecun", "shefu", "longkou", "gaoxing")

_EMPOWERED = (24, 25)
_REMOTE = (19, 20, 21, 22, 23)
_ASSISTED = (14, 15, 16, 17, 18)
_BACK = (13, 26)
_MOVING = {
    **dict.fromkeys(_EMPOWERED, "jx_empowered"),
    **dict.fromkeys(_REMOTE, "jx_remote_county"),
    **dict.fromkeys(_ASSISTED, "jx_assisted"),
}
_UNSUITED = {"jx_assisted": "不在赋权指导目录之内；须当面核对原件，不适宜远程视频办理（演示）"}
_REMEDIES = {
    _PILOT: (notice.KEEP, "法律明确规定可以委托乡镇人民政府核发，继续委托"),
    **dict.fromkeys(_BACK, (notice.BACK, "不适宜由乡镇办理，收回县级办理（演示）")),
    **dict.fromkeys(_EMPOWERED, ("jx_to_empowered", "在赋权指导目录之内，依法赋权（演示）")),
    **dict.fromkeys(_REMOTE, ("jx_to_remote", "未查到委托依据，改为远程窗口办理（演示）")),
    **dict.fromkeys(
        _ASSISTED, ("jx_to_assisted", "未查到委托依据，不适宜赋权和远程办理，改为帮办代办（演示）")
    ),
}
_LISTED = {
    "jx_licences": tuple(range(14, 25)),
    "jx_powers": (25,),
    "jx_guidance_towns": _EMPOWERED,
}

PARTS = (
    Part(date(2023, 11, 30), "“县乡同办”：委托协议与“2号章”"),
    Part(date(2024, 6, 3), "省里来文：与通知不符的逐项列出，自查自纠"),
    Part(date(2024, 6, 17), "新的办理方式，停章、终止协议，自查自纠办结"),
    Part(date(2024, 7, 1), "乡村服务点：积分按月结算、兑现；年度报送"),
)


def acts(tenant: str, held: Container[tuple[str, str]]) -> Iterator[Act]:
    """All of it; `held`: the posts (organ, post) that somebody holds already."""
    county, jiangxi = load(bundled("xingguo")), load(bundled("jiangxi"))
    before = Stage(County(tenant, county), TOWNS)
    after = Stage(County(tenant, composed(county, (jiangxi,))), TOWNS)
    yield from _handing_down(before, held)
    yield from _notice(before, after, jiangxi)
    yield from _villages(tenant, jiangxi)


def _handing_down(stage: Stage, held: Container[tuple[str, str]]) -> Iterator[Act]:
    county = stage.county
    yield from stage.dated("2023-11-30 09:00", county.adoption().says, [county.adoption()])
    posts: dict[str, Mapping[str, tuple[str, ...]]] = {
        **dict.fromkeys(_AT_WORK, DEPARTMENT_POSTS),
        **dict.fromkeys(TOWNS, TOWNSHIP_POSTS),
        "civil_affairs": {"principal": ()},
    }
    for organ, of_it in posts.items():
        says = f"{stage.rules.short(organ)}：人员到位并获授权"
        staff = (it for it in county.staffing(organ, of_it) if not _held(it, held))
        yield from stage.dated("2023-12-01 10:00", says, staff)
    yield from opening.pilot(stage, "2023-12-05", _PILOT, _OTHER_PILOTS)
    days = ("2023-12-11", "2023-12-12", "2023-12-13", "2023-12-14")
    yield from handing_down.agreements(stage, days, {}, {})
    yield from handing_down.seals(
        stage,
        ("2023-12-15", "2023-12-20", "2023-12-25", "2023-12-27", "2023-12-28", "2023-12-29"),
    )
    yield from cases.under_the_seal(stage, FIRST, SECOND)


def _held(act: Act, held: Container[tuple[str, str]]) -> bool:
    command = act.command
    return isinstance(command, AssumePost) and (command.organ, command.post) in held


def _notice(before: Stage, after: Stage, jiangxi: Pack) -> Iterator[Act]:
    owners = tuple(owner for owner in before.delegators if owner != _FORESTRY)
    yield from notice.arrives(after, jiangxi, _LEAD)
    yield from notice.prohibited(after, _LEAD, _OTHER, 21)
    yield from notice.catalogues(after, _LEAD, _LISTED)
    yield from notice.grounds(after, _LEAD, _MOVING, _UNSUITED, TOWNS)
    yield from notice.outcomes(after, jiangxi, _LEAD, _REMEDIES)
    yield from notice.session_staff(after, _REMOTE, FIRST, (_LEAD,))
    yield from cases.in_flight(before, FIRST)
    yield from cases.from_afar(after, FIRST, _LEAD)
    yield from cases.assisted(after, FIRST, _LEAD)
    yield from notice.stopped(after, jiangxi, _LEAD, owners, cases.OPEN)
    yield from cases.taken_over(after, FIRST, _LEAD)


def _villages(tenant: str, jiangxi: Pack) -> Iterator[Act]:
    own = load(_POINTS)
    stage = Stage(County(tenant, own), TOWNS)
    head = stage.county.staffing(_GOVERNMENT, {"principal": ()})
    yield from stage.dated("2024-07-01 08:30", "县人民政府：主要负责人到位", head)
    yield from villages.opened(stage, FIRST)
    yield from villages.served(stage, FIRST, _GOVERNMENT)
    after = Stage(County(tenant, composed(own, (jiangxi,))), TOWNS)
    yield from villages.reported(after, _LEAD)
