"""The story of Rong'an: a reform tried out from February 2022 on, rolled out from June to October.

The plan has no matter list (B-64): the county's own is a demonstration, in `rongan_listed`.
"""

from collections.abc import Iterable
from datetime import date
from itertools import chain
from pathlib import Path
from random import Random

from domain.kernel.pack import Pack
from services.demo.act import Act
from services.demo.acts import County
from services.demo.chapters.rongan import hall, letters, offices, programme, waiting
from services.demo.stage import Stage, in_order
from services.demo.story import Part, Story
from services.demo.visitors import Cast, a_look
from tenants.loader import load

TENANT = "rongan"
FIRST, SECOND, THIRD, FOURTH = TOWNS = (
    "jia_township",
    "yi_township",
    "bing_township",
    "ding_township",
)
_HALLS = ("jia_centre", "yi_centre", "bing_centre", "ding_centre")
_STATIONS = ("jia_station", "ding_station")
_RESIDENT = "jia_market_office"
_REFORM, _LEAD = "one_seal_reform", "service_office"
_LIST = Path(__file__).with_name("rongan_listed")
_ORDINARY = (2, 3, 5, 6)

PARTS = (
    Part(date(2022, 2, 7), "启动阶段：方案、试点乡镇、实施清单"),
    Part(date(2022, 2, 23), "人员和“一枚印章”到位"),
    Part(date(2022, 3, 1), "试点阶段：两个专窗，一枚印章，推送与反馈"),
    Part(date(2022, 3, 17), "函询函复，文件主送，进驻机构"),
    Part(date(2022, 5, 16), "总结、评估，实施意见，全县推行"),
)


def listed() -> Pack:
    """The next version of the county's pack, with the list that it compiled."""
    return load(_LIST)


def story(tenant: str, pack: Pack, seed: int) -> list[Act]:
    """All acts in order of time. `seed` draws the ordinary cases."""
    before, stage = County(tenant, pack), Stage(County(tenant, listed()), TOWNS)
    draw = Random(seed)  # noqa: S311  a story, not a secret
    return list(in_order(chain(_setting_up(stage, before), _at_work(stage, draw))))


def _setting_up(stage: Stage, before: County) -> Iterable[Act]:
    jia, yi, _, ding = _HALLS
    return chain(
        programme.launched(stage, before, _LEAD, "2022-02-07"),
        programme.pilots(stage, _REFORM, _LEAD, (FIRST, SECOND)),
        programme.listed(stage),
        offices.filled(stage, "2022-02-23", _HALLS, (*_STATIONS, _RESIDENT)),
        offices.seal(
            stage,
            ("2022-02-24", "2022-02-24", "2022-02-25", "2022-02-25", "2022-02-28", "2022-02-28"),
            jia,
        ),
        offices.seal(
            stage,
            ("2022-02-24", "2022-02-25", "2022-02-28", "2022-03-01", "2022-03-01", "2022-03-02"),
            yi,
            form="electronic",
            named=1,
        ),
        offices.seal(
            stage,
            ("2022-06-06", "2022-06-07", "2022-06-08", "2022-06-09", "2022-06-10", "2022-06-13"),
            ding,
        ),
    )


def _at_work(stage: Stage, draw: Random) -> Iterable[Act]:
    jia, yi, _, ding = _HALLS
    own, other = _STATIONS
    return chain(
        hall.before_the_trial(stage, 2, jia, own),
        hall.outside_the_trial(stage, 2, ding, other),
        hall.one_seal(stage, 1, jia),
        hall.electronic(stage, 2, yi),
        hall.fallback(stage, 4, jia),
        hall.tolerant(stage, 3, jia),
        hall.resident(stage, 7, _RESIDENT, jia, 2),
        hall.everyday(stage, _ORDINARY, jia, draw),
        letters.inquiries(stage, jia, "civil_affairs", "natural_resources"),
        letters.documents(stage, "civil_affairs", _HALLS, (1, 2)),
        programme.rolled_out(stage, _REFORM, _LEAD, (FIRST, SECOND), FOURTH),
        hall.after_the_rollout(stage, 3, ding),
        waiting.cases(stage, jia, 2),
    )


def cast(tenant: str, pack: Pack) -> Cast:
    """What the story leaves to its visitors."""
    rules = County(tenant, pack).rules
    body, case = _HALLS[0], "演示-103"
    town = rules.organ(FIRST).aliases[-1]
    return Cast(
        tenant=tenant,
        seats=(
            *(f"{body}/{post}" for post in ("window_clerk", "approver", "custodian")),
            f"{FIRST}/principal",
            "civil_affairs/supervisor",
            f"{_LEAD}/principal",
        ),
        shows=("programme", "list", "windows", "register", "case", "attempts"),
        case=case,
        types=(
            f"programmes {tenant} --as-of 2022-04-01",
            f"matters {tenant} --as-of 2022-07-01",
            f"window {tenant} --domain 水利 --power licence",
            f"case show {tenant} {case}",
            f"liability {tenant} {case}",
            f"pushes {tenant}",
            f"inquiries {tenant}",
            f"documents {tenant}",
            f"tray consent {tenant} --organ {town} {waiting.TO_SIGN}",
        ),
        tries=lambda door: a_look(door, f"{body}/window_clerk", f"{FIRST}/principal", case, 1),
    )


STORY = Story(
    tenant=TENANT,
    title="融安县：“一枚印章管审批（服务）”，先试点后推行",
    parts=PARTS,
    acts=story,
    cast=cast,
)
