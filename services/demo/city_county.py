"""The story of Xingguo between its levels: “市县同权” of 2022, then what a notice of 2024 finds.

The plan's lists have no row (B-30): what is handled here is a demonstration, `city_county_listed`.
It is played as a tenant of its own, so that what visitors of the first find stays as it is.
"""

from collections.abc import Iterable
from datetime import date
from itertools import chain
from pathlib import Path
from random import Random

from domain.kernel.pack import Pack
from domain.organisation.posts import AssumePost
from services.demo import province
from services.demo.act import Act
from services.demo.acts import County
from services.demo.chapters.city_county import beginning, handled, withdrawn
from services.demo.chapters.city_county.levels import CITY, COUNTY, HALL, REVIEWED
from services.demo.chapters.province import cases
from services.demo.stage import Stage, in_order
from services.demo.story import Part, Story
from services.demo.visitors import Cast, a_look
from tenants.loader import load

TENANT = "xingguo-2022"
_LIST = Path(__file__).with_name("city_county_listed")

PARTS = (
    Part(date(2022, 4, 1), "方案、清单、人员；该等的都还没有"),
    Part(date(2022, 4, 13), "承接协议、审核审批程序、市级审批专用章、专窗"),
    Part(date(2022, 5, 6), "前移的窗口，下放的审核，政策告知，双推送双回路"),
    Part(date(2022, 5, 31), "6月1日起直接承接；证照同步"),
    Part(date(2022, 8, 8), "承接不到位：上报、收回"),
    *province.PARTS,
)


def listed() -> Pack:
    """The next version of the county's pack, with some rows in its lists."""
    return load(_LIST)


def story(tenant: str, pack: Pack, seed: int) -> list[Act]:
    """All acts in order of time. `seed` draws the ordinary cases."""
    before, stage = County(tenant, pack), Stage(County(tenant, listed()), ())
    draw = Random(seed)  # noqa: S311  a story, not a secret
    under_city = list(chain(_setting_up(stage, before), _at_work(stage, draw)))
    held = {
        (it.organ, it.post)
        for it in (act.command for act in under_city)
        if isinstance(it, AssumePost)
    }
    return list(in_order(chain(under_city, province.acts(tenant, held))))


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


def cast(tenant: str, _: Pack) -> Cast:
    """What the story leaves to its visitors."""
    case = handled.LOOKED_AT
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
            f"matters {tenant} --as-of 2022-12-30",
            f"policy inspection {tenant} jiangxi",
            f"policy cut-over {tenant} jiangxi",
            f"points {tenant}",
            "tenant diff xingguo-2022 xingguo",
            f"tenant rehearse jiangxi {tenant}",
            f"case show {tenant} {case}",
            f"liability {tenant} {case}",
            f"liability {tenant} {cases.STAMPED}",
            f"pushes {tenant}",
        ),
        tries=lambda door: a_look(
            door, f"{HALL}/window_clerk", f"{COUNTY}/principal", case, REVIEWED
        ),
    )


STORY = Story(
    tenant=TENANT,
    title="兴国县在市、省之间：“市县同权”三种承接方式，省里来文，自查自纠",
    parts=PARTS,
    acts=story,
    cast=cast,
)
