"""The Zezhou pack says what the county's document says, field by field (ZZ22)."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from domain.kernel.pack import Basis, DutyKind, Matter, Mode, Pack
from domain.kernel.parties import Cast, bind, performers
from domain.kernel.rulebook import Rulebook
from tenants.loader import bundled, load
from tenants.names import resolve, resolve_all

DATA = Path(__file__).parent / "data"
POWERS = {
    "公共服务": "public_service",
    "行政给付": "payment",
    "行政确认": "confirmation",
    "行政征收": "levy",
    "其他行政权力": "other",
    "其他权利": "other",  # as printed in annex 2 (B-44)
}
STEPS = {"受理": "accept", "初审": "preliminary", "审核": "review", "复核": "recheck"}
BLANK = [
    7, 12, 13, 14, 15, 18, 19, 20, 21, 22, 30, 31, 47, 50, 52, 57, 58, 59, 81, 82, 83, 97, 98, 99,
]  # fmt: skip
EMPOWERED = {
    "县人社局": [*range(20, 30), 43, 44],
    "县林业局": [46, 93, 94],
    "县医保局": [90, 91, 92],
    "县住建局": [48],
    "县卫体局": [58],
    "县行政审批局": [61],
}


def annex(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ANNEX_1, ANNEX_2 = annex("zezhou_annex1"), annex("zezhou_annex2")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load(bundled("zezhou"))


@pytest.fixture(scope="module")
def rules(pack: Pack) -> Rulebook:
    return Rulebook(pack)


def of_list(pack: Pack, printed: str) -> list[Matter]:
    return [matter for matter in pack.matter if matter.list == printed]


@pytest.mark.parametrize("row", ANNEX_1, ids=lambda row: f"row{row['序号']}")
def test_town_matter_equals_annex_1(rules: Rulebook, row: dict[str, str]) -> None:
    """ZZ22-39, -40, -41."""
    no, remark, steps = int(row["序号"]), row["备注"], row["办理方式"]
    found = rules.matter(no)
    assert (found.list, found.row, found.name) == ("annex1", None, row["进驻事项名称"])
    assert (found.power_label, found.power) == (row["事项类型"], POWERS[row["事项类型"]])
    assert (found.mode_label, found.remark) == (steps, remark or None)
    named = steps.removeprefix("乡级负责").split("、") if steps else []
    assert found.grants == tuple(STEPS[step] for step in named)
    given = found.power_from
    assert (given.by + "直接赋权" if given else "") == remark
    assert given is None or given.source == "direct_empowerment"


@pytest.mark.parametrize("row", ANNEX_2, ids=lambda row: f"row{row['序号']}")
def test_village_matter_equals_annex_2(rules: Rulebook, row: dict[str, str]) -> None:
    """ZZ22-42."""
    found = rules.matter(1000 + int(row["序号"]))
    assert (found.list, found.row, found.name) == ("annex2", int(row["序号"]), row["事项名称"])
    assert (found.power_label, found.power) == (row["事项类型"], POWERS[row["事项类型"]])
    assert (found.mode_label, found.remark) == (row["办理方式"], None)
    assert found.mode == "village_station"
    assert ("B-44" in found.note) == (row["事项类型"] == "其他权利")


def test_counts_of_the_lists(pack: Pack) -> None:
    """B0; E5-9."""
    town, village = of_list(pack, "annex1"), of_list(pack, "annex2")
    assert {printed.id: printed.count for printed in pack.list} == {"annex1": 99, "annex2": 44}
    assert [matter.no for matter in town] == list(range(1, 100))
    assert [matter.row for matter in village] == list(range(1, 45))
    assert Counter(matter.power_label for matter in town) == {
        "公共服务": 57, "行政给付": 21, "行政确认": 18, "其他行政权力": 3,
    }  # fmt: skip
    assert Counter(matter.mode_label for matter in town) == {
        "乡级负责受理": 61,
        "": 24,
        "乡级负责复核": 4,
        "乡级负责审核": 3,
        "乡级负责受理、初审": 3,
        "乡级负责受理、审核": 2,
        "乡级负责初审": 2,
    }
    assert Counter(matter.power_label for matter in village) == {
        "公共服务": 23, "其他权利": 11, "行政给付": 5, "行政确认": 4, "行政征收": 1,
    }  # fmt: skip
    assert Counter(matter.mode_label for matter in village) == {
        "初审或帮办代办": 43, "接受申请": 1,
    }  # fmt: skip


def test_the_blank_rows_are_nobodys_but_the_towns_for_now(pack: Pack, rules: Rulebook) -> None:
    """B-41: unspecified, which is not the same as full."""
    blank = [matter for matter in of_list(pack, "annex1") if matter.mode_label == ""]
    assert [matter.no for matter in blank] == BLANK
    assert Counter(matter.power_label for matter in blank) == {
        "公共服务": 18, "行政确认": 5, "其他行政权力": 1,
    }  # fmt: skip
    for matter in blank:
        needs = [need.instrument for need in rules.mode(matter.mode).needs]
        assert "unspecified" in needs, matter.no
        assert "以镇政府名义办理" in rules.mode(matter.mode).title


def test_empowerment_says_where_the_power_is_from_not_how_far_it_reaches(
    pack: Pack, rules: Rulebook
) -> None:
    """ZZ22-41, B-42: 21 rows of six departments; of these 17 only accept."""
    found: dict[str, list[int]] = {}
    for matter in pack.matter:
        if matter.power_from is not None:
            found.setdefault(matter.power_from.by, []).append(matter.no)
            assert matter.delegator == matter.county_organ == resolve(pack, matter.power_from.by)
    assert found == EMPOWERED
    labels = Counter(rules.matter(no).mode_label for nos in found.values() for no in nos)
    assert labels == {"乡级负责受理": 17, "": 4}


def test_a_memorandum_is_signed_where_the_list_names_the_department(rules: Rulebook) -> None:
    """ZZ22-04: signed and published; without it the county's own channel."""
    for matter in rules.pack.matter:
        mode = rules.mode(matter.mode)
        needs = [need.instrument for need in mode.needs if need.instrument != "unspecified"]
        named = matter.power_from is not None
        assert needs == (["memorandum", "announcement"] if named else []), matter.no
        assert (mode.otherwise.mode if mode.otherwise else None) == (
            "county_channel" if named else None
        )
    assert rules.agreement_name == "备忘录"
    assert rules.pack.agreement is not None
    assert rules.pack.agreement.in_flight is None


def test_two_rows_of_one_name_stay_two(rules: Rulebook) -> None:
    """B-40."""
    second, eighth = rules.matter(2), rules.matter(8)
    assert second.name == eighth.name == "临时救助"
    assert (second.power, second.grants) == ("payment", ("accept", "review"))
    assert (eighth.power, eighth.grants) == ("public_service", ("accept",))


def test_what_law_has_done_away_with(pack: Pack) -> None:
    """B-45."""
    stale = {matter.no: matter for matter in pack.matter if matter.status != "current"}
    assert {no: matter.status for no, matter in stale.items()} == {
        **dict.fromkeys((5, 11, 43, 1018, 1019), "superseded"),
        **dict.fromkeys((1003, 1006), "repealed"),
    }
    assert [matter.no for matter in pack.matter if not matter.on_application] == [1006]
    assert {matter.status_clause for matter in stale.values() if matter.status == "repealed"} == {
        "人口与计划生育法（2021年修正）"
    }


def test_county_organs(pack: Pack, rules: Rulebook) -> None:
    """The remark's; for 84 and 85 the one that law names (B-46); else the document names none."""
    none_named = resolve(pack, "县直相关部门")
    for matter in pack.matter:
        expected = resolve(pack, matter.power_from.by) if matter.power_from else none_named
        if matter.no in (84, 85):
            expected = resolve(pack, "县医保局")
            assert matter.grants == ("accept",)
        assert matter.county_organ == expected, matter.no
    assert "由县按事项换为具体部门" in rules.organ(none_named).note


def cast(rules: Rulebook, no: int, receiver: str, **actors: str) -> Cast:
    return Cast(rules.matter(no), receiver, actors)


@pytest.mark.parametrize("receiver", ["jiazhen", "jiazhen_centre", "jiazhen_first"])
def test_whichever_body_of_a_town_receives_the_town_acts(rules: Rulebook, receiver: str) -> None:
    found = cast(rules, 1, receiver)
    assert bind(rules, "town", found) == ("jiazhen",)
    village = (receiver,) if receiver == "jiazhen_first" else ()
    assert bind(rules, "village", found) == village


@pytest.mark.parametrize(
    ("no", "takers"),
    [
        (1, {"accept": "jiazhen"}),
        (2, {"accept": "jiazhen", "review": "jiazhen"}),
        (3, {"accept": "county_departments", "review": "jiazhen"}),
        (5, {"accept": "jiazhen", "preliminary": "jiazhen"}),
        (16, {"accept": "county_departments", "preliminary": "jiazhen"}),
        (60, {"accept": "county_departments", "recheck": "jiazhen"}),
        (27, {"accept": "jiazhen"}),
    ],
)
def test_who_takes_the_steps_of_a_row(rules: Rulebook, no: int, takers: dict[str, str]) -> None:
    """ZZ22-40, B-43: where the town does not accept, somebody else has before it goes on."""
    mode, found = rules.mode(rules.matter(no).mode), cast(rules, no, "jiazhen")
    first = {step.id: performers(rules, step, found)[:1] for step in mode.step if step.grant}
    assert {step: organs[0] for step, organs in first.items() if organs} == takers
    (decide,) = (step for step in mode.step if step.kind == "decide")
    assert performers(rules, decide, found) == (rules.matter(no).county_organ,)
    accept = next(step for step in mode.step if step.kind == "accept")
    at_station = performers(rules, accept, cast(rules, no, "jiazhen_first"))
    assert ("jiazhen_first" in at_station) == (takers["accept"] != "jiazhen")


def test_the_station_reviews_what_its_row_says(rules: Rulebook) -> None:
    """Row 7 is 接受申请 alone; law says who decides, town or county."""
    mode = rules.mode("village_station")
    steps = {step.id: step for step in mode.step}
    reviewing = {
        matter.row
        for matter in rules.pack.matter
        if matter.list == "annex2"
        and performers(rules, steps["preliminary"], cast(rules, matter.no, "jiazhen_first"))
    }
    assert reviewing == set(range(1, 45)) - {7}
    assert steps["preliminary"].optional
    able = performers(rules, steps["decide"], cast(rules, 1007, "jiazhen_first"))
    assert able == ("jiazhen", "county_departments")


def borne(mode: Mode, duty: DutyKind) -> set[tuple[str, Basis, str]]:
    """Who bears it where nothing went wrong, on what basis, by which clause."""
    return {
        (line.bearer, line.basis, line.clause)
        for line in mode.duty
        if line.duty == duty and line.when is None
    }


ACTED = "行政诉讼法 26(1); 行政复议法 10(4)，2024年起19(1); 国家赔偿法 7(1)"
LISTED = "附件1 办理方式"
GUIDE = "四(一)2"


@pytest.mark.parametrize(
    ("identity", "expected"),
    [
        (  # E1: blank or full township matter
            "town_unspecified",
            {
                "process": {("town", "default", LISTED)},
                "result": {("town", "default", LISTED)},
                "guidance": {("county", "text", GUIDE)},
                "supervision": {("inspector", "text", "五(二)")},
                "external": {("town", "default", "四(二)3"), ("town", "law", ACTED)},
            },
        ),
        (  # E1: 受理/初审/审核/复核 only
            "town_steps",
            {
                "step": {("town", "default", LISTED)},
                "result": {("county", "default", LISTED)},
                "guidance": {("county", "text", GUIDE)},
                "supervision": {("county", "default", GUIDE)},
                "external": {("county", "law", ACTED)},
            },
        ),
        (  # E1: 直接赋权 by notice, blank
            "empowered_unspecified",
            {
                "process": {("town", "default", "附件1 备注")},
                "result": {("town", "default", "附件1 备注")},
                "guidance": {("dept", "text", GUIDE)},
                "external": {
                    ("dept", "law", "最高法行诉解释 20(3); 行政诉讼法 26(5); 国家赔偿法 7(4)"),
                    ("town", "contested", "行政诉讼法 26(1)"),
                },
            },
        ),
        (  # E1: 直接赋权 by notice, of listed steps
            "empowered_steps",
            {
                "step": {("town", "default", f"{LISTED}; 附件1 备注")},
                "result": {("dept", "default", LISTED)},
                "guidance": {("dept", "text", GUIDE)},
                "external": {
                    (
                        "dept",
                        "law",
                        "行政诉讼法 26(1)、26(5); 最高法行诉解释 20(3); 国家赔偿法 7(1)、7(4)",
                    )
                },
            },
        ),
        (
            "village_station",
            {
                "collection": {("village", "default", "附件2 办理方式")},
                "step": {("village", "default", "附件2 办理方式")},
                "result": {("decider", "default", "附件2 办理方式")},
                "supervision": {("town", "text", "五(二)"), ("inspector", "text", "五(二)")},
                "external": {("decider", "law", ACTED)},
            },
        ),
    ],
)
def test_matrix(
    rules: Rulebook, identity: str, expected: dict[DutyKind, set[tuple[str, Basis, str]]]
) -> None:
    """E1, the three rows of ZZ22; ZZ22-38: towns supervise the stations; nobody has recourse."""
    mode = rules.mode(identity)
    assert {line.duty for line in mode.duty} == set(expected)
    for duty, bearers in expected.items():
        assert borne(mode, duty) == bearers, duty


@pytest.mark.parametrize("identity", ["town_steps", "empowered_steps"])
def test_a_towns_decision_on_what_it_only_accepts_is_its_own(
    rules: Rulebook, identity: str
) -> None:
    """B-42, E5-9: beyond its power, so neither the county's result nor its act."""
    mode = rules.mode(identity)
    beyond = {
        (line.duty, line.bearer, line.basis)
        for line in mode.duty
        if line.when and line.when.finding == "beyond_scope"
    }
    assert {("result", "town", "default"), ("external", "town", "law")} <= beyond
    for line in mode.duty:
        if line.duty in ("result", "external") and line.when is None:
            assert line.unless == ("beyond_scope",)


def test_every_duty_cites_clause_and_source(pack: Pack) -> None:
    for found in pack.mode:
        for line in found.duty:
            assert line.clause, (found.id, line)
            assert line.source, (found.id, line)


def test_one_seal_for_each_town(pack: Pack, rules: Rulebook) -> None:
    """ZZ22-12, -13, -14; B-47."""
    (seal,) = pack.seal
    assert (seal.owner, seal.holder, seal.numbers) == ("town", "town", None)
    names = [seal.names[0].format(owner=o) for o in pack.organ if o.kind == "township"]
    assert names == [f"泽州县{town}人民政府行政审批服务专用章" for town in ("甲镇", "乙镇", "丙镇")]
    assert (seal.form, seal.diameter_mm) == (("physical",), 42)
    assert seal.force == "具有与镇人民政府行政章同等的法律效力"  # as printed
    assert seal.on == ("acceptance", "decision", "certificate", "proof")
    assert seal.consent is not None
    assert (seal.consent.post, seal.consent.standing) == ("principal", ("acceptance", "proof"))
    assert {organ.kind for organ in pack.organ if organ.seals} & {
        "department", "service_centre", "village",
    } == set()  # fmt: skip
    assert [c.field for c in seal.ledger][:2] == ["used_at", "case"]
    assert pack.old_seals is not None  # ZZ22-15, -16
    assert rules.organ(pack.old_seals.retention_by).name == "泽州县人民政府"


def test_towns_stand_in_for_the_countys_own_and_centres_are_called_as_it_says(pack: Pack) -> None:
    """B-50; ZZ22-07."""
    parents = {organ.id: organ for organ in pack.organ}
    for organ in pack.organ:
        if organ.level in ("township", "village"):
            assert organ.note.startswith("示例"), organ.id
        if organ.kind == "service_centre":
            assert organ.name == f"{parents[organ.parent or ''].short}便民服务中心"
    assert [rule.kind for rule in pack.naming] == ["service_centre"]


def test_documents_form_the_basis_chain(pack: Pack) -> None:
    """ZZ22-01, -02."""
    documents = {document.id: document for document in pack.document}
    plan = documents["plan"]
    assert (plan.number, plan.issued_on) == ("泽审改办发〔2022〕2号", date(2022, 4, 7))
    assert [documents[basis].number for basis in plan.basis] == [
        "厅字〔2018〕22号", "晋审改办〔2021〕2号", "晋市营商办〔2021〕2号", "泽办发〔2020〕19号",
    ]  # fmt: skip
    assert len(resolve_all(pack, plan.addressees[0])) == 3
    assert pack.effective_from == plan.issued_on


def test_eleven_clauses_name_who_is_responsible(pack: Pack) -> None:
    """ZZ22-43; ZZ22-06, -11, -19, -21, -31: two days in April, two in May, one in June."""
    assert [task.no for task in pack.task] == list(range(1, 12))
    assert Counter(str(task.due_on) for task in pack.task) == {
        "None": 6, "2022-04-30": 2, "2022-05-31": 2, "2022-06-30": 1,
    }  # fmt: skip
    for task in pack.task:
        assert task.lead == task.units[0]
        assert task.due == "未写明" or task.due in task.content[0].text.replace("6 月", "6月")
    assert pack.task[0].units == ("县委编办", "县行政审批服务管理局", "各镇政府")


def test_targets_styles_and_visits(pack: Pack) -> None:
    """ZZ22-20, -27, -28, -30; B-49, B-51."""
    least = {target.list: target.at_least for target in pack.target}
    assert least == {"annex1": 0.6, "annex2": 0.5}
    assert set(pack.style.values()) == {
        "即来即办", "定时代办", "上门代办", "预约服务", "代办服务", "快递服务", "上门服务",
    }  # fmt: skip
    assert pack.visits is not None
    words = {pack.visits.reasons[code] for code in pack.visits.unwarranted}
    assert words == {"能网上办理而要求到场", "无故重复跑"}


def test_limits_of_law_are_followed_by_analogy(pack: Pack) -> None:
    """B-48: the plan has none, and no row is a licence."""
    found = {sla.id: (sla.days, sla.unit, sla.starts, sla.certainty) for sla in pack.sla}
    assert found == {
        "supplement": (5, "working_days", "receive", "law"),
        "accept_anew": (5, "working_days", None, "default"),
        "decide": (20, "working_days", "accept", "law"),
        "deliver": (10, "working_days", "decide", "law"),
    }
    assert {sla.scope for sla in pack.sla if sla.certainty == "law"} == {"licence"}
    assert "licence" not in {matter.power for matter in pack.matter}
    assert (pack.tolerant, pack.renewal, pack.report) == (None, None, ())


def test_officials_call_a_matter_by_its_list_and_row(rules: Rulebook) -> None:
    assert (rules.item(21), rules.item(1006)) == ("镇级清单第21项", "村级清单第6项")
    assert rules.items((1006, 21)) == "镇级清单第21项、村级清单第6项"
    assert rules.item(500) == "第500项"
    assert Rulebook(load(bundled("xingguo"))).item(21) == "第21项"


def test_rules_quote_the_document(pack: Pack) -> None:
    said = "".join(content.text for task in pack.task for content in task.content)
    quoted = [rule for rule in pack.rule if rule.clause.startswith("四(")]
    assert len(quoted) > 10
    assert [rule.id for rule in quoted if rule.text.strip("。") not in said] == []


def test_who_misses_a_target_is_told_on_by_the_next_day(pack: Pack) -> None:
    """ZZ22-37: 不按时完成目标任务, of any lateness; no other document names one."""
    (step,) = pack.escalation
    assert (step.kind, step.after, step.unit, step.to) == (("task",), 1, "days", ("creditor",))
    assert (step.certainty, step.clause) == ("text", "五(二)")
    assert pack.accountability is not None
    assert pack.accountability.triggers["not_in_time"] == "不按时完成目标任务"
