"""What a province demands before a county lists or moves a matter, played on the log (JX24 B2).

兴国县 under the province's notice, from a plainly synthetic day (B-21). What is listed already
stays as it was; what is moved or comes anew answers to the notice.
"""

from collections.abc import Callable
from datetime import date

import asyncpg
import pytest
from msgspec.structs import replace

from domain.kernel.authority import OPERATOR
from domain.kernel.event import Command
from domain.kernel.pack import Pack
from domain.matters.catalogues import CatalogueVersionAdopted
from domain.matters.grounds import StudyRecorded
from domain.matters.guide import GuidePublished, PublishGuide
from domain.matters.lists import TakeListStep
from domain.matters.settled import ModeChanged
from domain.policy.adoption import AdoptPack
from infra.log import EventLog
from services.cli.catalogues import catalogues_table, dropped_table
from services.commands.listing import dropped, versions
from tenants.loader import digest
from tests.scenarios.listed import (
    ABLE,
    ADOPT,
    CATALOGUE,
    LAWFUL,
    LICENCES,
    MOVE,
    NOW,
    PERMIT,
    STUDY,
    TOWN,
    TOWNS,
    law,
)
from tests.scenarios.window import Window, a_window
from tests.world import XINGGUO, at

NEWER = replace(CATALOGUE, version="2025年版（演示）", effective_from=date(2024, 4, 1), entries=())


@pytest.fixture
async def county(pool: asyncpg.Pool, log: EventLog) -> Window:
    county = await a_window(pool, log)
    county.now = at("2024-02-01 16:00")
    for n in range(2):
        await county.play(*county.county.case(county.plan(f"old-{n}")))
    county.now = NOW
    await county.do(OPERATOR, ADOPT)
    return county


async def told(county: Window, command: Command) -> str:
    return await county.refused(county.by("approval", "principal"), command)


async def test_a_matter_is_empowered_once_everything_is_there(county: Window) -> None:
    """JX24-08, -16, -27, -28, -31, -36; B-24: figures, papers and versions stay with the event."""
    admin = county.by("approval", "principal")
    for wrong, code in (
        (replace(STUDY, necessity=""), "matters.study_incomplete"),
        (replace(STUDY, mode="far"), "matters.no_such_mode"),
        (replace(ABLE, organs=()), "matters.capacity_incomplete"),
        (replace(ABLE, organs=("nobody",)), "organisation.no_such_organ"),
        (replace(CATALOGUE, catalogue="other"), "matters.no_such_catalogue"),
        (replace(CATALOGUE, document_number=" "), "matters.catalogue_evidence"),
        (replace(CATALOGUE, entries=(law(1, ""),)), "matters.catalogue_entries"),
    ):
        assert await told(county, wrong) == code
    assert await county.refused(county.clerk, CATALOGUE) == "organisation.not_administration"
    assert await county.refused(county.clerk, STUDY) == "organisation.not_principal"

    steps = (
        (replace(CATALOGUE, catalogue=LICENCES), "matters.listing_not_in_catalogue"),
        (CATALOGUE, "matters.listing_not_studied"),
        (STUDY, "matters.listing_capacity"),
        (ABLE, "matters.listing_legality"),
    )
    assert await told(county, MOVE) == "matters.listing_not_in_catalogue"
    for command, next_missing in steps:
        done = await county.do(admin, command)
        assert await told(county, MOVE) == next_missing
        if command is STUDY:
            [(_, studied)] = done.events
            assert isinstance(studied, StudyRecorded)
            volume = studied.volume
            assert (volume.received, volume.granted, volume.organs) == (2, 2, {"xingjiang": 2})
    await county.do(admin, LAWFUL)
    assert await told(county, replace(MOVE, published_in="")) == "matters.listing_not_public"
    scheduled = replace(MOVE, effective_from=date(2024, 3, 15))
    [(_, moved)] = (await county.do(admin, scheduled)).events
    assert isinstance(moved, ModeChanged)
    met = moved.met
    assert met["jx_guidance_catalogues"] == f"{TOWNS}@2023年版（演示）"
    assert met["jx_research"].endswith("收件2件）")

    assert await told(county, CATALOGUE) == "matters.catalogue_adopted"
    # A list that is to come finds the matter as it will be then: this one moves nothing.
    await county.do(OPERATOR, later(lambda pack: pack))
    await _the_next_version_leaves_it_out(county)


async def _the_next_version_leaves_it_out(county: Window) -> None:
    """B-24: it is pointed out, and goes on until somebody acts."""
    admin = county.by("approval", "principal")
    [(stream, event)] = (await county.do(admin, NEWER)).events
    assert (stream, type(event)) == (f"catalogue/{TOWNS}", CatalogueVersionAdopted)
    unit = county.executor.unit(county.tenant)
    rules = await unit.rules()
    assert await dropped(unit, rules) == (), "the version before is still valid"
    county.now = at("2024-04-01 09:00")
    unit = county.executor.unit(county.tenant)
    [found] = await dropped(unit, await unit.rules())
    assert (found.matter, found.mode, found.catalogue) == (21, TOWN, TOWNS)
    assert (found.version, found.since) == ("2025年版（演示）", "2023年版（演示）")
    rules, adopted = await unit.rules(), await versions(unit, (TOWNS, LICENCES))
    valid = catalogues_table(adopted, date(2024, 4, 1), rules)
    assert list(valid.columns[-1].cells).count("是") == 2
    assert list(dropped_table((found,), rules).columns[1].cells) == [PERMIT.name]
    await county.receive(number="new-1")
    await county.projections.catch_up(county.tenant)
    assert (await county.row("new-1")).mode == TOWN


GUIDE = PublishGuide(
    matter=21,
    contents=dict.fromkeys(XINGGUO.guide.contents if XINGGUO.guide else (), "（演示）"),
    materials=("申请书", "身份证明"),
    published_in="县政务服务网（演示）",
    promised_days=10,
)


async def test_a_guide_asks_for_no_more_than_before(county: Window) -> None:
    """JX24-43, B-27: materials and promised time shrink; more only by law and approval."""
    admin = county.by("approval", "principal")
    await county.do(admin, GUIDE)
    less = replace(GUIDE, materials=("申请书",), promised_days=8)
    await county.do(admin, less)
    by_law = {"law_changed": "示例法 2", "approved_in": "批1号"}
    for wrong in (
        GUIDE,
        replace(less, promised_days=9),
        replace(less, promised_days=None),
        replace(less, materials=("申请书", "照片"), law_changed="示例法 2"),
    ):
        assert await told(county, wrong) == "matters.guide_more"
    [(_, more)] = (await county.do(admin, replace(GUIDE, **by_law))).events
    assert isinstance(more, GuidePublished)
    assert more.law_changed == "示例法 2"
    assert await told(county, replace(GUIDE, promised_days=11)) == "matters.guide_more"


def later(change: Callable[[Pack], Pack]) -> AdoptPack:
    pack = replace(change(XINGGUO), version="2024-05", effective_from=date(2024, 5, 1))
    return AdoptPack(pack=pack, digest=digest(pack))


def another(pack: Pack) -> Pack:
    """A matter that is not on the list yet, handled in the county's own way."""
    new = replace(PERMIT, no=27, row=27, name="示例许可", mode="assisted", main="", sub=None)
    lists = tuple(replace(it, count=27) if it.id == PERMIT.list else it for it in pack.list)
    return replace(pack, matter=(*pack.matter, new), list=lists)


def slower(pack: Pack) -> Pack:
    slas = tuple(replace(sla, days=30) if sla.id == "decide" else sla for sla in pack.sla)
    return replace(pack, sla=slas)


async def test_a_later_list_answers_to_the_notice(county: Window) -> None:
    """JX24-27, -28, -31, -43: what is new in it or moved is asked for; the rest only shrinks."""
    await county.do(OPERATOR, later(lambda pack: pack))
    fresh = replace(later(another), pack=replace(later(another).pack, version="2024-06"))
    fresh = replace(fresh, digest=digest(fresh.pack))
    admin = county.by("approval", "principal")
    assert await county.refused(OPERATOR, fresh) == "matters.listing_not_studied"
    for ground in (STUDY, ABLE, LAWFUL):
        await county.do(admin, replace(ground, matter=27, mode="assisted"))
    assert await county.refused(OPERATOR, fresh) == "matters.listing_not_public"
    for organ in ("reform_group_office", "county_government", "government_office"):
        await county.staff(organ, {"principal": ()})
    for step in XINGGUO.list_step:
        taken = TakeListStep(
            version="2024-06", step=step.id, document_number="会1号", published_in="县政府网站"
        )
        await county.do(county.by(step.by, "principal"), taken)
    await county.do(OPERATOR, fresh)

    slow = later(slower)
    slow = replace(slow, pack=replace(slow.pack, version="2024-07"))
    slow = replace(slow, digest=digest(slow.pack))
    assert await county.refused(OPERATOR, slow) == "matters.listing_more"
    by_law = replace(slow, law_changed="示例法 2", approved_in="批2号")
    assert (await county.do(OPERATOR, by_law)).events
