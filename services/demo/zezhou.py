"""The story of Zezhou: three months from the plan of 7 April 2022 on, one seal in every town."""

from collections.abc import Iterable
from datetime import date
from itertools import chain
from random import Random

from domain.kernel.pack import Pack
from services.demo.act import Act
from services.demo.acts import County
from services.demo.chapters import opening
from services.demo.chapters.zezhou import (
    grants,
    memoranda,
    offices,
    old_seals,
    one_seal,
    online,
    waiting,
)
from services.demo.stage import Stage, in_order
from services.demo.story import Part, Story
from services.demo.visitors import Cast, a_look

TENANT = "zezhou"
FIRST, SECOND, THIRD = TOWNS = ("jiazhen", "yizhen", "bingzhen")
_STATION, _OTHER_STATION = "jiazhen_first", "yizhen_first"
_LEADING, _REST, _LABOUR, _FORESTRY = (
    "approval_services",
    "county_departments",
    "human_resources",
    "forestry",
)
_AT_WORK = (_REST, _LABOUR, _FORESTRY)
_ORDINARY = (14, 18, 19, 30, 47, 52)  # blank rows of the towns' list
_ONLINE = (1, 4, 32, 33, 34, 35, 38, 42, 86)
_ONLINE_VILLAGE = (1020, 1027, 1028, 1034, 1037)

PARTS = (
    Part(date(2022, 4, 7), "方案印发：两份清单，人员授权到位"),
    Part(date(2022, 4, 18), "下放与承接：备忘录签署、事项公布；旧印章梳理"),
    Part(date(2022, 5, 5), "“行政审批服务专用章”启用，旧印章审查、封存"),
    Part(date(2022, 5, 16), "谁受理、谁审核、谁决定：镇、村、县"),
    Part(date(2022, 6, 6), "网上可办、重复跑、待明确的事项"),
)


def story(tenant: str, pack: Pack, seed: int) -> list[Act]:
    """All acts in order of time. `seed` draws the ordinary cases."""
    stage = Stage(County(tenant, pack), TOWNS)
    draw = Random(seed)  # noqa: S311  a story, not a secret
    return list(in_order(chain(_setting_up(stage), _at_work(stage, draw))))


def _setting_up(stage: Stage) -> Iterable[Act]:
    return chain(
        opening.adoption(stage, "2022-04-07"),
        offices.filled(stage, "2022-04-11", (_STATION, _OTHER_STATION), _AT_WORK, _LEADING),
        offices.unauthorised(stage, FIRST, 19),
        memoranda.signed(stage, (FIRST, SECOND)),
        old_seals.cleared(stage, FIRST, SECOND, THIRD, _LABOUR),
        one_seal.misnamed(stage, FIRST),
        one_seal.into_use(
            stage,
            ("2022-05-07", "2022-05-09", "2022-05-10", "2022-05-11", "2022-05-12", "2022-05-13"),
            FIRST,
            SECOND,
        ),
        one_seal.into_use(
            stage,
            ("2022-05-23", "2022-05-24", "2022-05-25", "2022-05-26", "2022-05-27", "2022-05-31"),
            THIRD,
        ),
    )


def _at_work(stage: Stage, draw: Random) -> Iterable[Act]:
    return chain(
        grants.everyday(stage, _ORDINARY, draw),
        grants.certificate(stage, FIRST, 7),
        grants.accepts_only(stage, SECOND, 1),
        one_seal.standing_consent(stage, FIRST, 19),
        grants.reviews_only(stage, FIRST, _STATION, (3, 80)),
        memoranda.empowered(stage, SECOND, 27, 20),
        memoranda.without_one(stage, _FORESTRY, THIRD, 93),
        grants.station(stage, FIRST, _STATION, 1012),
        grants.stale(stage, FIRST, (5, FIRST), (1006, _STATION)),
        old_seals.demanded(stage, FIRST, _LABOUR, 27, _LEADING),
        grants.settled(stage, SECOND, 13, "town_steps", _LEADING),
        online.declared(stage, _LEADING, _ONLINE, _ONLINE_VILLAGE),
        online.visits(stage, SECOND, 32),
        one_seal.handed_over(stage, SECOND),
        waiting.cases(stage, FIRST, _STATION, 14, 1012),
    )


def cast(tenant: str, pack: Pack) -> Cast:
    """What the story leaves to its visitors."""
    rules = County(tenant, pack).rules
    town = rules.organ(FIRST).aliases[-1]
    case = "演示-102"
    return Cast(
        tenant=tenant,
        seats=(
            *(f"{FIRST}/{post}" for post in ("window_clerk", "approver", "principal", "custodian")),
            f"{_STATION}/window_clerk",
            f"{_LEADING}/supervisor",
        ),
        shows=("list", "register", "case", "attempts", "targets", "old_seals"),
        case=case,
        types=(
            f"matters {tenant} --list 镇级清单 --as-of 2022-07-01",
            f"case show {tenant} {case}",
            f"liability {tenant} {case}",
            f"authority {tenant} --organ {town} --person {FIRST}-approver --matter 1",
            f"targets {tenant} --as-of 2022-07-01",
            f"old-seals {tenant}",
            f"visits {tenant}",
            f"tray consent {tenant} --organ {town} {waiting.TO_SIGN}",
        ),
        tries=lambda door: a_look(door, f"{FIRST}/window_clerk", f"{FIRST}/principal", case, 7),
    )


STORY = Story(
    tenant=TENANT,
    title="泽州县：各镇“一枚印章管审批”",
    parts=PARTS,
    acts=story,
    cast=cast,
)
