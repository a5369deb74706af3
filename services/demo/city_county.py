"""The story of Xingguo between its levels: “市县同权” of 2022, then what a notice of 2024 finds.

The plan's lists have no row (B-30): what is handled here is a demonstration, `city_county_listed`.
It is played as a county of its own beside that of 2023, of which it has a little only.
"""

from collections.abc import Iterable
from datetime import date
from itertools import chain
from pathlib import Path
from random import Random

from domain.kernel.pack import Pack
from domain.policy.composition import composed
from services.demo.act import Act
from services.demo.acts import County
from services.demo.chapters.city_county import beginning, handled, notice, villages, withdrawn
from services.demo.chapters.city_county.levels import CITY, COUNTY, HALL, REVIEWED
from services.demo.stage import Stage, in_order
from services.demo.story import Part, Story
from services.demo.visitors import Cast, a_look
from tenants.loader import bundled, load

TENANT = "xingguo-2022"
_LIST = Path(__file__).with_name("city_county_listed")
_VILLAGES = Path(__file__).with_name("villages_listed")

PARTS = (
    Part(date(2022, 4, 1), "方案、清单、人员；该等的都还没有"),
    Part(date(2022, 4, 13), "承接协议、审核审批程序、市级审批专用章、专窗"),
    Part(date(2022, 5, 6), "前移的窗口，下放的审核，政策告知，双推送双回路"),
    Part(date(2022, 5, 31), "6月1日起直接承接；证照同步"),
    Part(date(2022, 8, 8), "承接不到位：上报、收回"),
    Part(date(2023, 11, 30), "“县乡同办”：委托协议与“2号章”"),
    Part(date(2024, 6, 3), "省级通知：标出冲突，自查自纠"),
    Part(date(2024, 6, 11), "乡村随身办：服务点、积分兑现；报告和汇总"),
)


def listed() -> Pack:
    """The next version of the county's pack, with some rows in its lists."""
    return load(_LIST)


def story(tenant: str, pack: Pack, seed: int) -> list[Act]:
    """All acts in order of time. `seed` draws the ordinary cases."""
    before, stage = County(tenant, pack), Stage(County(tenant, listed()), ())
    draw = Random(seed)  # noqa: S311  a story, not a secret
    return list(
        in_order(chain(_setting_up(stage, before), _at_work(stage, draw), _afterwards(tenant)))
    )


def _setting_up(stage: Stage, before: County) -> Iterable[Act]:
    return chain(
        beginning.launched(stage, before),
        beginning.too_early(stage),
        beginning.agreed(stage),
        beginning.seal(stage),
        beginning.window(stage),
        beginning.moved(stage),
    )


def _at_work(stage: Stage, draw: Random) -> Iterable[Act]:
    return chain(
        handled.policy(stage),
        handled.window_brought_near(stage),
        handled.reviewed_below(stage),
        handled.taken_on(stage),
        handled.everyday(stage, draw),
        withdrawn.withdrawn(stage),
    )


def _afterwards(tenant: str) -> Iterable[Act]:
    """The county's next programme, of the township's seals, and what the province says of it."""
    upper = load(bundled("jiangxi"))
    stage = Stage(County(tenant, load(bundled("xingguo"))), (notice.TOWN,))
    own = load(_VILLAGES)
    later = Stage(County(tenant, own), (notice.TOWN,))
    both = Stage(County(tenant, composed(own, (upper,))), (notice.TOWN,))
    return chain(
        notice.handed_down(stage),
        notice.arrived(later, upper),
        villages.terms(later),
        villages.opened(later),
        villages.month(later),
        villages.redeemed(later),
        villages.closed(later),
        villages.reported(both),
        notice.left_open(later),
    )


def cast(tenant: str, pack: Pack) -> Cast:
    """What the story leaves to its visitors."""
    case, county = handled.LOOKED_AT, County(tenant, pack).rules.organ(COUNTY).name
    who = f"--organ {county} --person {COUNTY}-reviewer"
    return Cast(
        tenant=tenant,
        seats=(
            f"{HALL}/window_clerk",
            *(f"{COUNTY}/{post}" for post in ("window_clerk", "reviewer", "principal")),
            *(f"{CITY}/{post}" for post in ("approver", "principal")),
        ),
        shows=("list", "register", "case", "attempts"),
        case=case,
        types=(
            f"matters {tenant}",
            f"delegations {tenant}",
            f"authority {tenant} {who} --matter {REVIEWED}",
            f"case show {tenant} {case}",
            f"liability {tenant} {case}",
            f"pushes {tenant}",
        ),
        tries=lambda door: a_look(
            door, f"{HALL}/window_clerk", f"{COUNTY}/principal", case, REVIEWED
        ),
    )


STORY = Story(
    tenant=TENANT,
    title="兴国县：“市县同权”，市、县之间三种承接方式",
    parts=PARTS,
    acts=story,
    cast=cast,
)
