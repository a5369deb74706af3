"""The Jiangxi pack says what the province's notice says, and binds its counties alone (JX24)."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from domain.kernel.pack import Matter, Mode, Organ, Pack, Step, Upper
from domain.kernel.parties import Cast, performers
from domain.kernel.rulebook import Rulebook
from domain.policy.composition import clashes, composed
from tenants.loader import bundled, load
from tenants.validate import validate

TOWNS = ("jx_empowered", "jx_remote_county", "jx_assisted")
CITY = ("jx_both_levels", "jx_forward_window", "jx_split_intake", "jx_remote_city")
NOTICE = "赣政务字〔2024〕4号 "


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load(bundled("jiangxi"))


@pytest.fixture(scope="module")
def rules(pack: Pack) -> Rulebook:
    """Those of a county of the province, with an invented department of the city above it."""
    county = load(bundled("xingguo"))
    city = Organ(
        id="city_bureau", name="示例市局", short="市局", kind="department", level="city", source=""
    )
    return Rulebook(composed(replace(county, organ=(*county.organ, city)), [pack]))


def mode(pack: Pack, identity: str) -> Mode:
    return next(mode for mode in pack.mode if mode.id == identity)


def steps(pack: Pack, identity: str) -> dict[str, Step]:
    return {step.id: step for step in mode(pack, identity).step}


def test_the_notice_bears_no_day_and_binds_the_province(pack: Pack) -> None:
    """JX24-01, B-21, B-28: whom to contact is not kept."""
    assert pack.upper is not None
    [notice] = [it for it in pack.document if it.id == pack.upper.document]
    assert (notice.number, notice.issued_on) == ("赣政务字〔2024〕4号", None)
    assert notice.issuer == "江西省政务服务管理办公室"
    assert {document.issued_on for document in pack.document} == {None}
    assert pack.upper.regions == (pack.jurisdiction.region,) == ("360000",)
    assert pack.upper.latest == date(2024, 11, 30)
    assert "联系人" not in (bundled("jiangxi") / "documents.toml").read_text("utf-8")


def test_ways_between_the_levels_are_those_of_the_notice(pack: Pack) -> None:
    """JX24-06, -11, -15: four between city and county, three between county and township."""
    labels = {it.id: it.label for it in pack.mode}
    assert [labels[name] for name in TOWNS] == ["依法赋权实施", "虚拟远程窗口办理", "帮办代办"]
    assert [labels[name] for name in CITY] == [
        "依法均可实施",
        "窗口前移",
        "收审分离",
        "设立虚拟远程窗口",
    ]
    assert {name for name, label in labels.items() if label} == {*TOWNS, *CITY}
    for found in filter(lambda it: it.label, pack.mode):
        assert found.name.startswith("县乡联办" if found.id in TOWNS else "市县同权")


def test_what_passes_between_the_levels(pack: Pack) -> None:
    """JX24-12, -13, -14, -19, -20, -21."""
    remote = steps(pack, "jx_remote_county")
    assert remote["session"].together
    assert remote["accept"].after == ("receive", "session")
    assert remote["survey"].optional
    assert "jx_town_window" in remote["survey"].by
    assisted = steps(pack, "jx_assisted")
    assert assisted["forward"].to == ("jx_dept",)
    assert assisted["return"].to == ("jx_town_window",)
    assert "return" in assisted["deliver"].after
    assert steps(pack, "jx_split_intake")["forward"].to == ("jx_city",)
    assert steps(pack, "jx_remote_city")["session"].by == ("jx_county_window", "jx_city")
    posted = steps(pack, "jx_forward_window")
    assert {posted[name].window for name in ("accept", "decide")} == {pack.window[0].id}
    assert posted["decide"].by == ("jx_city",)


def test_lines_are_those_of_e1(pack: Pack) -> None:
    """JX24-18, E1: who decides answers; the county guides and supervises what it empowered."""
    lines = {
        found.id: {(duty.duty, duty.bearer, duty.basis) for duty in found.duty}
        for found in pack.mode
    }
    assert lines["jx_empowered"] == {
        ("process", "jx_decider", "default"),
        ("result", "jx_decider", "text"),
        ("guidance", "jx_dept", "text"),
        ("supervision", "jx_dept", "text"),
        ("external", "jx_decider", "law"),
    }
    for name, higher in (
        ("jx_remote_county", "jx_dept"),
        ("jx_assisted", "jx_dept"),
        ("jx_forward_window", "jx_city"),
        ("jx_split_intake", "jx_city"),
        ("jx_remote_city", "jx_city"),
    ):
        assert {duty: bearer for duty, bearer, _ in lines[name]} == {
            "collection": "jx_collector",
            "result": higher,
            "guidance": higher,
            "supervision": higher,
            "external": higher,
        }
    cited = {duty.clause for it in pack.mode for duty in it.duty if duty.basis == "text"}
    assert all(clause.startswith(NOTICE) for clause in cited)


@pytest.mark.parametrize(
    ("name", "receiver", "receives", "decides"),
    [
        ("jx_empowered", "xingjiang", "xingjiang", "xingjiang"),
        ("jx_empowered", "approval", "approval", "approval"),
        ("jx_remote_county", "xingjiang", "xingjiang", "approval"),
        ("jx_assisted", "approval", "approval", "approval"),
        ("jx_both_levels", "approval", "approval", "approval"),
        ("jx_both_levels", "city_bureau", "city_bureau", "city_bureau"),
        ("jx_split_intake", "approval", "approval", "city_bureau"),
    ],
)
def test_who_receives_and_who_decides_where_the_applicant_came(
    pack: Pack, rules: Rulebook, name: str, receiver: str, receives: str, decides: str
) -> None:
    """JX24-05, -09, -29: channel is not authority; both levels take in, one handles."""
    matter = Matter(no=1, name="甲", mode=name, delegator="approval", city_organ="city_bureau")
    cast = Cast(matter, receiver, {})
    own = steps(pack, name)
    assert performers(rules, own["receive"], cast) == (receives,)
    assert performers(rules, own["decide"], cast) == (decides,)


def test_the_leading_group_is_found_under_both_its_names(rules: Rulebook) -> None:
    """The preface has it without 工作, 三(一) with it."""
    for name in ("", "工作"):
        printed = f"省推进政府职能转变和数字政府建设{name}领导小组"
        assert rules.find(f"江西{printed}" if not name else printed).id == "jx_leading_group"


def test_words_of_demands_and_prohibitions_are_the_notices_own(pack: Pack) -> None:
    """Literally, but for the width of its commas and brackets."""
    assert pack.upper is not None
    rows = [(it.id, it.text, it.clause) for it in pack.upper.demand]
    rows += [(it.id, it.text, it.clause) for it in pack.upper.prohibition]
    notice = "".join((Path(__file__).parent / "data/jiangxi_notice.txt").read_text("utf-8").split())
    for identity, text, clause in rows:
        assert text.replace("，", ",") in notice.replace("，", ","), identity
        assert clause.startswith(NOTICE)


def test_each_demand_has_its_modes(pack: Pack) -> None:
    """JX24-04, -05, -07, -08, -10, -16, -17, -27, -28, -31, -36, -43."""
    assert pack.upper is not None
    asked = {demand.id: demand for demand in pack.upper.demand}
    named = {(it.kind, it.modes) for it in asked.values() if it.kind != "law_levels"}
    everywhere = {kind for kind, modes in named if not modes}
    assert everywhere == {
        "on_application", "research", "capacity", "legality", "free_choice", "no_narrowing",
        "only_less", "published",
    }  # fmt: skip
    studied = [(set(it.modes), it.clause) for it in asked.values() if it.kind == "research"]
    assert studied == [
        (set(CITY), f"{NOTICE}一(一)"), (set(TOWNS), f"{NOTICE}一(二)"), (set(), f"{NOTICE}三(三)"),
    ]  # fmt: skip
    assert asked["jx_guidance_catalogues"].modes == ("jx_empowered",)
    assert set(asked["jx_listed_by_province"].modes) == {*TOWNS, *CITY}
    assert {
        it.version for it in pack.upper.catalogue if it.id in ("jx_licences", "jx_filings")
    } == {"2023年版"}
    assert {it.kind for it in pack.upper.prohibition} == {
        "extra_seal",
        "delegation_without_basis",
    }  # JX24-33, -34


def test_a_matter_may_be_kept_moved_or_taken_back(pack: Pack) -> None:
    """JX24-35, B-20: five outcomes, one of them only on a law, a regulation or a rule."""
    assert pack.upper is not None
    assert [(it.kind, it.mode) for it in pack.upper.remedy] == [
        ("keep", None), *(("mode", name) for name in TOWNS), ("back", None),
    ]  # fmt: skip
    keep, empower, *_ = pack.upper.remedy
    assert keep.basis == ("law", "regulation", "rule")
    assert len(empower.catalogue) == 2


@pytest.mark.parametrize("county", ["xingguo", "zezhou", "rongan"])
def test_its_names_mean_nothing_in_a_countys_pack(pack: Pack, county: str) -> None:
    own = load(bundled(county))
    assert list(clashes(own, pack)) == []
    beside = composed(own, [pack])
    assert validate(replace(beside, upper=None)) == ()


def changed(upper: Upper, table: str, identity: str, **fields: Any) -> Upper:
    rows = [replace(it, **fields) if it.id == identity else it for it in getattr(upper, table)]
    return replace(upper, **{table: tuple(rows)})


FAULTS: Mapping[str, Callable[[Upper], Upper]] = {
    "upper.regions": lambda upper: replace(upper, regions=("36",)),
    "upper.document": lambda upper: replace(upper, document="nothing"),
    "upper.demand[jx_legality].text": lambda upper: changed(
        upper, "demand", "jx_legality", text=" "
    ),
    "upper.demand[jx_legality].modes": lambda upper: changed(
        upper, "demand", "jx_legality", modes=("nothing",)
    ),
    "upper.demand[jx_legality].catalogue": lambda upper: changed(
        upper, "demand", "jx_legality", catalogue=("jx_powers",)
    ),
    "upper.demand[jx_legality].levels": lambda upper: changed(
        upper, "demand", "jx_legality", levels=("city",)
    ),
    "upper.demand[jx_legality].without": lambda upper: changed(
        upper, "demand", "jx_legality", without=("city",)
    ),
    "upper.demand[jx_legality].undivided": lambda upper: changed(
        upper, "demand", "jx_legality", undivided=True
    ),
    "upper.demand[jx_legality].instead_of": lambda upper: changed(
        upper, "demand", "jx_legality", instead_of=("jx_assisted",)
    ),
    "upper.demand[jx_not_for_empowerment].instead_of": lambda upper: changed(
        upper, "demand", "jx_not_for_empowerment", instead_of=("nothing",)
    ),
    "upper.demand[jx_no_narrowing].levels": lambda upper: changed(
        upper, "demand", "jx_no_narrowing", levels=()
    ),
    "upper.demand[jx_guidance_catalogues].catalogue": lambda upper: changed(
        upper, "demand", "jx_guidance_catalogues", catalogue=("nothing",)
    ),
    "upper.remedy[jx_keep].basis": lambda upper: changed(upper, "remedy", "jx_keep", basis=()),
    "upper.remedy[jx_back].mode": lambda upper: changed(
        upper, "remedy", "jx_back", mode="jx_assisted"
    ),
}


@pytest.mark.parametrize("key", FAULTS)
def test_what_is_wrong_in_a_pack_from_above_is_named(pack: Pack, key: str) -> None:
    assert pack.upper is not None
    wrong = replace(pack, upper=FAULTS[key](pack.upper))
    assert [fault.key for fault in validate(wrong)] == [key]


def test_a_county_is_not_above_and_who_is_above_lists_nothing(pack: Pack) -> None:
    county = replace(
        pack,
        jurisdiction=replace(pack.jurisdiction, level="county"),
        matter=(Matter(no=1, name="甲", mode="jx_assisted", delegator="jx_service_office"),),
    )
    assert {fault.key for fault in validate(county)} == {"jurisdiction.level", "matter"}


def test_service_points_and_the_summary_are_those_of_the_notice(
    pack: Pack, rules: Rulebook
) -> None:
    """JX24-22 to -24, -26, -39, -40; B-26: no formula for points, so none is in force."""
    terms = rules.pack.service_points
    assert terms is not None
    assert {*terms.kind.values()} == {"村小卖部", "银行网点", "邮政网点"}
    assert {*terms.group.values()} == {"留守老人", "高龄老人", "残疾人"}
    other = {it.name for it in rules.pack.convenience if not it.government}
    assert other == {"助农取现", "水电气缴费"}
    assert len(rules.pack.convenience) == 5
    assert rules.post(terms.post) == "帮办代办人员"
    assert rules.pack.points is None
    assert rules.pack.summary is not None
    assert (rules.pack.summary.due_on, pack.summary) == (date(2024, 11, 30), rules.pack.summary)
