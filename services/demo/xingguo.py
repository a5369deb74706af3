"""The story of Xingguo: some weeks from the plan of 30 November 2023 on.

Another county's story is another file like this one, with chapters that fit its rules.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from random import Random

from domain.kernel.pack import Pack
from services.demo.act import Act
from services.demo.acts import County
from services.demo.chapters import (
    agreements,
    claims,
    clocks,
    everyday,
    handing_down,
    intake,
    loss,
    modes,
    monthly,
    opening,
    outage,
    readiness,
    refused,
    seals,
    supervision,
    visiting,
    waiting,
)
from services.demo.stage import Stage, in_order
from services.demo.story import Part, Story
from services.demo.visitors import DEPARTMENT, TOWNSHIP, Cast, Lost

TENANT = "xingguo"
FIRST, SECOND, THIRD = TOWNS = ("chayuan", "juncun", "dinglong")
_OUTLET = "bank_outlets"
_APPROVAL, _FORESTRY, _HEALTH, _AGRICULTURE = "approval", "forestry", "health", "agriculture"
_AT_WORK = (_APPROVAL, _FORESTRY, _AGRICULTURE, "human_resources", "disabled_persons")
_PILOT, _TRACTORS, _MACHINES, _RESCUE = 12, 24, 26, 13
_OTHER_PILOTS = ("xinglian", "jiecun", "shefu", "longkou", "gaoxing")
_ORDINARY = (14, 18, 19, 20, 21, 25)
_DAYS = (
    ("2024-01-02", "2024-01-03"),
    ("2024-01-02", "2024-01-04"),
    ("2024-01-03", "2024-01-05"),
    ("2024-01-04", "2024-01-08"),
    ("2024-01-05", "2024-01-09"),
    ("2024-01-08", "2024-01-10"),
    ("2024-01-10", "2024-01-12"),
    ("2024-01-11", "2024-01-15"),
    ("2024-01-15", "2024-01-17"),
    ("2024-01-29", "2024-01-31"),
    ("2024-01-31", "2024-02-02"),
    ("2024-02-02", "2024-02-06"),
)

PARTS = (
    Part(date(2023, 11, 30), "方案印发：清单、人员、指南、试点"),
    Part(date(2023, 12, 11), "交权：委托协议与“2号章”"),
    Part(date(2024, 1, 2), "窗口开办：收件、补正、视为受理、转县级"),
    Part(date(2024, 1, 15), "容缺、延期、帮办代办、系统延伸、协议变更和暂停"),
    Part(date(2024, 1, 29), "越权与拒绝，春节前后，停电补录"),
    Part(date(2024, 2, 23), "印章遗失，协议到期；稽核、问责，月报补正，复议、追偿"),
)


def story(tenant: str, pack: Pack, seed: int) -> list[Act]:
    """All acts in order of time. `seed` draws the ordinary cases."""
    stage = _stage(tenant, pack)
    draw = Random(seed)  # noqa: S311  a story, not a secret
    acts = chain(_setting_up(stage), _at_work(stage, draw), _afterwards(stage))
    return list(in_order(acts))


def cast(tenant: str, pack: Pack) -> Cast:
    """What the story leaves to its visitors."""
    stage = _stage(tenant, pack)
    return Cast(
        tenant=tenant,
        seats=(
            *(f"{FIRST}/{post}" for post in TOWNSHIP),
            *(f"{_APPROVAL}/{post}" for post in DEPARTMENT),
            f"{_HEALTH}/principal",
            f"{_OUTLET}/window_clerk",
        ),
        shows=("register", "case", "attempts", "loss", "turns"),
        case=visiting.LOOKED_AT,
        types=visiting.to_type(stage, _APPROVAL, _HEALTH, _AGRICULTURE),
        tries=lambda door: visiting.to_try(door, stage, _APPROVAL, _HEALTH),
        lost=Lost(**stage.seal(_APPROVAL, SECOND), used=loss.USED),
        judged=claims.PUT_RIGHT,
    )


def _stage(tenant: str, pack: Pack) -> Stage:
    return Stage(County(tenant, pack), TOWNS, _OUTLET)


def _setting_up(stage: Stage) -> Iterator[Act]:
    yield from opening.adoption(stage, "2023-11-30")
    yield from opening.departments(stage, "2023-12-01", _AT_WORK)
    yield from opening.townships(stage, "2023-12-01")
    yield from opening.surveyors(stage, "2023-12-01", FIRST)
    yield from opening.guides(stage, "2023-12-04", 14, 19, 21, 22)
    yield from opening.pilot(stage, "2023-12-05", _PILOT, _OTHER_PILOTS)
    yield from opening.legality(stage, "2023-12-06", _PILOT, 14)
    yield from handing_down.mistaken(stage, "2023-12-11", _FORESTRY, SECOND)
    yield from handing_down.agreements(
        stage,
        ("2023-12-11", "2023-12-12", "2023-12-13", "2023-12-14"),
        without={(_APPROVAL, THIRD): (_TRACTORS,)},
        until={
            (_AGRICULTURE, FIRST): date(2024, 2, 29),
            (_AGRICULTURE, THIRD): date(2028, 12, 31),
        },
    )
    yield from readiness.trained(stage, "2023-12-14", _APPROVAL, THIRD)
    yield from readiness.equipped(stage, "2023-12-15", _APPROVAL, "公共场所卫生许可证")
    yield from readiness.confirmed(stage, "2023-12-18")
    yield from handing_down.seals(
        stage,
        ("2023-12-15", "2023-12-20", "2023-12-25", "2023-12-27", "2023-12-28", "2023-12-29"),
    )


def _at_work(stage: Stage, draw: Random) -> Iterable[Act]:
    return chain(
        everyday.cases(stage, _DAYS, _ORDINARY, draw),
        everyday.consultation(stage, "2024-01-03", 14),
        readiness.guided(stage, _APPROVAL),
        intake.supplemented(stage, FIRST),
        intake.declined(stage, FIRST),
        intake.tolerated(stage, THIRD),
        intake.deemed(stage, SECOND),
        intake.withdrawn(stage, FIRST),
        clocks.stopped_and_extended(stage, FIRST),
        clocks.renewals(stage, FIRST, SECOND),
        modes.assisted(stage, FIRST),
        modes.extended_system(stage, FIRST),
        modes.outside_the_limits(stage, FIRST),
        modes.corrected(stage, THIRD),
        modes.acknowledged(stage, "2024-01-25", "演示-101", _HEALTH),
        agreements.amended(stage, _APPROVAL, THIRD, _TRACTORS),
        agreements.suspended(stage, _HEALTH, SECOND, _RESCUE),
        seals.spoiled(stage, THIRD),
        seals.absence(stage, THIRD),
        seals.clerk_leaves(stage, FIRST),
        seals.anomaly(stage, _FORESTRY, SECOND),
        seals.found_again(stage, _FORESTRY, THIRD),
        monthly.months(stage),
        claims.put_right(stage, _APPROVAL, THIRD),
        claims.taken_back(stage, _APPROVAL, FIRST),
        claims.reviewed(stage, _APPROVAL),
    )


def _afterwards(stage: Stage) -> Iterable[Act]:
    return chain(
        refused.outside_scope(stage, FIRST, _APPROVAL, "演示-109"),
        refused.handed_on(stage, FIRST, _APPROVAL),
        refused.at_the_seal(stage, FIRST),
        seals.over_the_holiday(stage, _FORESTRY),
        seals.handed_over(stage, SECOND),
        outage.paper(stage, THIRD),
        loss.lost(stage, _APPROVAL, SECOND, f"{SECOND}-custodian-b"),
        agreements.expiring(stage, _AGRICULTURE, FIRST, _MACHINES),
        seals.given_back(stage, _AGRICULTURE, FIRST),
        agreements.waived(stage, _AGRICULTURE, THIRD),
        supervision.audited(stage, _APPROVAL, SECOND, loss.USED),
        supervision.put_right(stage, _APPROVAL, SECOND),
        supervision.groundless(stage, _APPROVAL, THIRD),
        supervision.held_to_account(stage, _APPROVAL, THIRD),
        supervision.talked_to(stage, _APPROVAL, THIRD),
        supervision.drawn(stage, _APPROVAL),
        supervision.raised(stage, _APPROVAL, SECOND, loss.USED),
        claims.recovered(stage, _APPROVAL, THIRD),
        monthly.told_late(stage, _AGRICULTURE, _MACHINES, f"{SECOND}-custodian-b"),
        monthly.upwards(stage, _APPROVAL),
        waiting.cases(stage, FIRST),
    )


STORY = Story(
    tenant=TENANT,
    title="兴国县：“县乡同办”，委托协议与“2号章”",
    parts=PARTS,
    acts=story,
    cast=cast,
)
