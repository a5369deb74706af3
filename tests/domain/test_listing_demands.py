"""What a province demands of one matter, and that each is refused where it is missing (JX24 B2)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from domain.kernel.pack import Document, Guard, LegalBasis, Matter, Offer, Pack
from domain.kernel.refusal import Refusal
from domain.kernel.rulebook import Rulebook
from domain.matters.catalogues import Entry, Version, Versions
from domain.matters.declared import Declared, Reviewed
from domain.matters.grounds import Capacity, Study, Volume
from domain.matters.less import Increase
from domain.matters.listing import ListingFacts, require_listable, unmet
from domain.policy.composition import composed
from tests.scenarios.listed import (
    CITY,
    DAY,
    JIANGXI,
    LICENCES,
    NOW,
    PERMIT,
    REMOTE,
    TOWN,
    TOWNS,
    law,
)
from tests.world import XINGGUO

ASSISTED = "jx_assisted"


def version(*entries: Entry, since: date = DAY, name: str = "2023年版") -> Version:
    return Version(name, since, entries, "赣府发（演示）1号", NOW)


LIMITING = Document(
    id="limiting", title="示例市局限制通知", issuer="示例市局", normative=True, source="示例"
)
COUNTY = replace(XINGGUO, organ=(*XINGGUO.organ, CITY), document=(*XINGGUO.document, LIMITING))
VOLUME = Volume(date(2023, 3, 2), DAY, 40, 38, {"xingjiang": 40}, 900)


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
