"""What a province demands before a county lists or moves a matter, refused one by one (JX24 B2).

兴国县 under the province's notice, from a plainly synthetic day (B-21). What is listed already
stays as it was; what is moved or comes anew answers to the notice.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import asyncpg
import pytest
from msgspec.structs import replace

from domain.kernel.authority import OPERATOR
from domain.kernel.event import Command
from domain.kernel.pack import Document, Guard, LegalBasis, Matter, Offer, Organ, Pack
from domain.kernel.refusal import Refusal
from domain.kernel.rulebook import Rulebook
from domain.matters.catalogues import (
    AdoptCatalogueVersion,
    CatalogueVersionAdopted,
    Entry,
    Version,
    Versions,
)
from domain.matters.declared import Declared, RecordLegalityReview, Reviewed
from domain.matters.grounds import (
    Capacity,
    EvaluateCapacity,
    RecordStudy,
    Study,
    StudyRecorded,
    Volume,
)
from domain.matters.guide import GuidePublished, PublishGuide
from domain.matters.less import Increase
from domain.matters.listing import ListingFacts, require_listable, unmet
from domain.matters.lists import TakeListStep
from domain.matters.settled import ChangeMode, ModeChanged
from domain.policy.adoption import AdoptPack, AdoptUpperPack
from domain.policy.composition import composed
from infra.log import EventLog
from services.cli.catalogues import catalogues_table, dropped_table
from services.commands.listing import dropped, versions
from tenants.loader import bundled, digest, load
from tests.scenarios.window import Window, a_window
from tests.world import XINGGUO, at

JIANGXI = load(bundled("jiangxi"))
DAY = date(2024, 3, 1)
NOW = at("2024-03-01 09:00")
ADOPT = AdoptUpperPack(
    pack=JIANGXI, digest=digest(JIANGXI), effective_from=DAY, evidence="（演示）收文登记3号"
)
TOWN, REMOTE = "jx_empowered", "jx_remote_county"
ASSISTED = "jx_assisted"
LICENCES, TOWNS = "jx_licences", "jx_guidance_towns"


def law(no: int, name: str) -> Entry:
    return Entry(name=name, number=str(no))


def version(*entries: Entry, since: date = DAY, name: str = "2023年版") -> Version:
    return Version(name, since, entries, "赣府发（演示）1号", NOW)


# Pure: one matter and all that is said about it, and what is refused where one thing is missing.

CITY = Organ(id="city", name="示例市局", short="市局", kind="department", level="city", source="")
LIMITING = Document(
    id="limiting", title="示例市局限制通知", issuer="示例市局", normative=True, source="示例"
)
COUNTY = replace(XINGGUO, organ=(*XINGGUO.organ, CITY), document=(*XINGGUO.document, LIMITING))
VOLUME = Volume(date(2023, 3, 2), DAY, 40, 38, {"xingjiang": 40}, 900)
PERMIT = next(matter for matter in XINGGUO.matter if matter.no == 21)


def rules_with(matter: Matter, pack: Pack = COUNTY) -> Rulebook:
    others = tuple(it for it in pack.matter if it.no != matter.no)
    return Rulebook(composed(replace(pack, matter=(*others, matter)), [JIANGXI]))


def facts_for(mode: str, **changed: Any) -> ListingFacts:
    declared = Declared(
        21,
        reviewed=(Reviewed(NOW, mode, "lawful", "审1号"),),
        studies=(Study(NOW, mode, "论1号", VOLUME, "须当面核对原件"),),
        capacities=(Capacity(NOW, mode, able=True, document_number="评1号"),),
    )
    entries = law(1, PERMIT.name)
    facts = ListingFacts(
        declared=declared,
        catalogues={
            LICENCES: Versions(LICENCES, (version(entries),)),
            TOWNS: Versions(TOWNS, (version(entries if mode == TOWN else law(2, "别的事项")),)),
        },
        published_in="县政府门户网站（演示）",
        current="no2_seal",
    )
    return replace(facts, **changed)


def without(mode: str, **fields: Any) -> ListingFacts:
    declared = facts_for(mode).declared
    assert declared is not None
    return facts_for(mode, declared=replace(declared, **fields))


NARROWED = Guard(
    id="narrow",
    kind="object",
    field="animal",
    label="畜种",
    allow=("猪",),
    imposed_by="limiting",
    clause="示例",
    source="示例",
)
AT_THE_BANK = Offer(at=("service_outlet",), source="示例")
BY_SIZE = LegalBasis(finding="rule", text="五千平方米以上的由市级核发", source="示例办法 6")
BY_LAW = LegalBasis(finding="law", text="应当向县级申请", source="示例法 1")

Given = tuple[str, Matter, ListingFacts]
REFUSED: Mapping[str, tuple[str, Given]] = {
    "JX24-07 not on application": (
        "matters.listing_not_on_application",
        (REMOTE, replace(PERMIT, on_application=False), facts_for(REMOTE)),
    ),
    "JX24-27 in none of the province's lists": (
        "matters.listing_not_in_catalogue",
        (REMOTE, PERMIT, facts_for(REMOTE, catalogues={})),
    ),
    "JX24-16 empowered outside the guidance catalogues": (
        "matters.listing_not_in_catalogue",
        (TOWN, PERMIT, facts_for(TOWN, catalogues={
            LICENCES: Versions(LICENCES, (version(law(1, PERMIT.name)),)),
        })),
    ),
    "JX24-17 empowered by a version that is not valid yet": (
        "matters.listing_not_in_catalogue",
        (TOWN, PERMIT, facts_for(TOWN, catalogues={
            LICENCES: Versions(LICENCES, (version(law(1, PERMIT.name)),)),
            TOWNS: Versions(TOWNS, (version(law(1, PERMIT.name), since=date(2024, 3, 2)),)),
        })),
    ),
    "JX24-17 no longer in the version that is valid": (
        "matters.listing_not_in_catalogue",
        (TOWN, PERMIT, facts_for(TOWN, catalogues={
            LICENCES: Versions(LICENCES, (version(law(1, PERMIT.name)),)),
            TOWNS: Versions(TOWNS, (
                version(law(1, PERMIT.name), since=date(2024, 2, 1)),
                version(law(1, "别的事项"), name="2025年版"),
            )),
        })),
    ),
    "JX24-19 the remote window, for what townships are given": (
        "matters.listing_another_first",
        (REMOTE, PERMIT, facts_for(REMOTE, catalogues=facts_for(TOWN).catalogues)),
    ),
    "JX24-19 what townships are given is not known": (
        "matters.listing_another_first",
        (REMOTE, PERMIT, facts_for(REMOTE, catalogues={
            LICENCES: Versions(LICENCES, (version(law(1, PERMIT.name)),)),
        })),
    ),
    "JX24-19 found able to bear it in the end": (
        "matters.listing_another_first",
        (REMOTE, PERMIT, replace(
            without(REMOTE, capacities=(
                Capacity(NOW, TOWN, able=False, document_number="评2号"),
                Capacity(NOW, TOWN, able=True, document_number="评3号"),
            )),
            catalogues=facts_for(TOWN).catalogues,
        )),
    ),
    "JX24-21 assisted, and nothing said against the ways that go first": (
        "matters.listing_another_first",
        (ASSISTED, PERMIT, without(ASSISTED, studies=(Study(NOW, ASSISTED, "论2号", VOLUME),))),
    ),
    "JX24-08 no study": (
        "matters.listing_not_studied", (REMOTE, PERMIT, without(REMOTE, studies=())),
    ),
    "JX24-08 a study of another mode": (
        "matters.listing_not_studied",
        (REMOTE, PERMIT, without(REMOTE, studies=(Study(NOW, TOWN, "论2号", VOLUME),))),
    ),
    "JX24-08 no study between city and county": (
        "matters.listing_not_studied",
        ("jx_split_intake", replace(PERMIT, city_organ="city", law_levels=("city",)),
         without("jx_split_intake", studies=())),
    ),
    "JX24-36 a mode of the county's own, without a study": (
        "matters.listing_not_studied", ("assisted", PERMIT, without("assisted", studies=())),
    ),
    "JX24-28 capacity not evaluated": (
        "matters.listing_capacity", (REMOTE, PERMIT, without(REMOTE, capacities=())),
    ),
    "JX24-28 found unable later": (
        "matters.listing_capacity",
        (REMOTE, PERMIT, without(REMOTE, capacities=(
            Capacity(NOW, REMOTE, able=True, document_number="评1号"),
            Capacity(NOW, REMOTE, able=False, document_number="评2号"),
        ))),
    ),
    "JX24-28 no legality review": (
        "matters.listing_legality", (REMOTE, PERMIT, without(REMOTE, reviewed=())),
    ),
    "JX24-28 the review of what is listed now": (
        "matters.listing_legality",
        (REMOTE, PERMIT, without(REMOTE, reviewed=(Reviewed(NOW, None, "lawful", "审2号"),))),
    ),
    "JX24-28 found unclear": (
        "matters.listing_legality",
        (REMOTE, PERMIT, without(REMOTE, reviewed=(Reviewed(NOW, REMOTE, "unclear", "审3号"),))),
    ),
    "JX24-04 the bank's outlet is the only place": (
        "matters.listing_no_choice",
        ("assisted", replace(PERMIT, offer=(AT_THE_BANK,)), facts_for("assisted")),
    ),
    "JX24-05 townships alone": (
        "matters.listing_no_choice",
        (REMOTE, replace(PERMIT, offer=(Offer(at=("township",), source="示例"),)),
         facts_for(REMOTE)),
    ),
    "JX24-10 limited by the city's normative document": (
        "matters.listing_narrowed", (REMOTE, replace(PERMIT, guard=(NARROWED,)), facts_for(REMOTE)),
    ),
    "JX24-43 more steps and more time": (
        "matters.listing_more", (REMOTE, PERMIT, facts_for(REMOTE, current="swift")),
    ),
    "JX24-31 not made public": (
        "matters.listing_not_public", (REMOTE, PERMIT, facts_for(REMOTE, published_in=" ")),
    ),
    "JX24-09 whether the law names both levels is not known": (
        "matters.listing_law_levels", ("jx_both_levels", PERMIT, facts_for("jx_both_levels")),
    ),
    "JX24-09 the law gives each level its part by size": (
        "matters.listing_law_levels",
        ("jx_both_levels",
         replace(PERMIT, city_organ="city", law_levels=("city", "county"), law_split=BY_SIZE),
         facts_for("jx_both_levels")),
    ),
    "JX24-11 the law gives it to the county already": (
        "matters.listing_law_levels",
        ("jx_split_intake", replace(PERMIT, city_organ="city", law_levels=("city", "county")),
         facts_for("jx_split_intake")),
    ),
}  # fmt: skip


def swift(pack: Pack) -> Pack:
    """With a mode of one act, within three working days."""
    channel = next(mode for mode in pack.mode if mode.id == "county_channel")
    kept = tuple(
        replace(step, after=(), within="swift" if step.kind == "decide" else None, anew=None)
        for step in channel.step
        if step.kind in ("receive", "decide")
    )
    decide = next(sla for sla in pack.sla if sla.id == "decide")
    quick = replace(decide, id="swift", days=3, starts="receive")
    return replace(
        pack,
        mode=(*pack.mode, replace(channel, id="swift", step=kept)),
        sla=(*pack.sla, quick),
    )


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_missing_is_refused_in_the_notices_words(case: str) -> None:
    code, (mode, matter, facts) = REFUSED[case]
    rules = rules_with(matter, swift(COUNTY))
    with pytest.raises(Refusal) as refused:
        require_listable(matter, mode, facts, NOW, rules)
    assert refused.value.code == code
    assert JIANGXI.upper is not None
    [demand] = [it for it in JIANGXI.upper.demand if it.id == refused.value.detail["demand"]]
    assert (refused.value.clause, refused.value.text) == (demand.clause, demand.text)
    assert refused.value.clause.startswith("赣政务字〔2024〕4号")
    assert case.partition(" ")[0] in refused.value.source
    assert unmet(matter, mode, facts, NOW, rules)[0].code == code


def cites() -> set[str]:
    """The requirements that the table cites."""
    return {case.partition(" ")[0] for case in REFUSED}


ALLOWED: Mapping[str, Given] = {
    "everything is there": (REMOTE, PERMIT, facts_for(REMOTE)),
    "given to townships, which cannot bear it": (
        REMOTE, PERMIT, replace(
            without(REMOTE, capacities=(
                Capacity(NOW, TOWN, able=False, document_number="评2号"),
                Capacity(NOW, REMOTE, able=True, document_number="评1号"),
            )),
            catalogues=facts_for(TOWN).catalogues,
        ),
    ),
    "neither way that goes first fits": (ASSISTED, PERMIT, facts_for(ASSISTED)),
    "a law confines it": (
        REMOTE, replace(PERMIT, offer=(AT_THE_BANK,), confined=BY_LAW), facts_for(REMOTE),
    ),
    "the limit is the list's own": (
        REMOTE, replace(PERMIT, guard=(replace(NARROWED, imposed_by=None),)), facts_for(REMOTE),
    ),
    "more by law and approval": (
        REMOTE, PERMIT,
        facts_for(REMOTE, current="swift", increase=Increase("示例法 2", "批1号")),
    ),
    "the city's matter goes through the county's window": (
        "jx_split_intake", replace(PERMIT, city_organ="city", law_levels=("city",)),
        facts_for("jx_split_intake"),
    ),
    "the city's part of what a law splits": (
        "jx_split_intake",
        replace(PERMIT, city_organ="city", law_levels=("city",), law_split=BY_SIZE),
        facts_for("jx_split_intake"),
    ),
    "both levels, as the law has it": (
        "jx_both_levels", replace(PERMIT, city_organ="city", law_levels=("city", "county")),
        facts_for("jx_both_levels"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ALLOWED)
def test_what_meets_every_demand_says_by_what(case: str) -> None:
    mode, matter, facts = ALLOWED[case]
    met = {
        it.demand: it.by
        for it in require_listable(matter, mode, facts, NOW, rules_with(matter, swift(COUNTY)))
    }
    assert met["jx_listed_by_province"] == f"{LICENCES}@2023年版"
    assert met["jx_research"] == "论1号（2023-03-02至2024-03-01收件40件）"
    assert (met["jx_capacity"], met["jx_legality"]) == ("评1号", "审1号")


def test_power_taken_back_into_its_own_channel_lists_nothing() -> None:
    """B-20: what returns to the county needs no study of the county's capacity."""
    facts = ListingFacts(current="no2_seal")
    assert require_listable(PERMIT, "county_channel", facts, NOW, rules_with(PERMIT)) == ()
    assert require_listable(PERMIT, "no2_seal", ListingFacts(), NOW, Rulebook(XINGGUO)) == ()


# Played: the county's own acts, on the log.

STUDY = RecordStudy(matter=21, mode=TOWN, necessity="办件量大", document_number="论1号")
ABLE = EvaluateCapacity(
    matter=21, mode=TOWN, organs=("xingjiang",), able=True, opinion="具备", document_number="评1号"
)
LAWFUL = RecordLegalityReview(
    matter=21, mode=TOWN, legality="lawful", opinion="在目录内", document_number="审1号"
)
MOVE = ChangeMode(
    matter=21,
    mode=TOWN,
    effective_from=DAY,
    reason="按省通知",
    document_number="审改办5号",
    published_in="县政府门户网站（演示）",
)
CATALOGUE = AdoptCatalogueVersion(
    catalogue=TOWNS,
    version="2023年版（演示）",
    effective_from=date(2024, 1, 1),
    entries=(law(1, PERMIT.name),),
    document_number="赣府发（演示）1号",
)
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
