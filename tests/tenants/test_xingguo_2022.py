"""The Xingguo pack of 2022 says what the county's document says, in both versions (XG22)."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from domain.kernel.pack import Mode, Pack
from domain.kernel.refusal import NotFound
from domain.kernel.rulebook import Rulebook
from tenants.loader import bundled, load
from tenants.names import resolve, resolve_all

DIRECT, REVIEW, FORWARD = "direct_acceptance", "substantive_review", "window_forward"
ALL = (
    "县自然资源局、县交运局、县城管局、县林业局、县水利局、县农业农村局、赣州市兴国生态环境局、"
    "县司法局、县住建局、县市监局、县商务局、县教科体局"
)
FEWER = (
    "县自然资源局、县交运局、县农业农村局、兴国生态环境局、县司法局、县住建局、县市监局、"
    "县商务局、县发改委"
)
OTHERS = (
    "县自然资源局、县交运局、县林业局、县水利局、县农业农村局、赣州市兴国生态环境局、县市监局、"
    "县商务局、县教科体局"
)
# 附件1: number, task, lead, units, date of its first content, and as the text has them.
TASKS = [
    (1, "严格事项办理标准。", "县行政审批局", ALL, "2022年4月底前", None, "", "2022年4月"),
    (
        2,
        "设立“市县同权”受理专窗",
        "县行政审批局",
        FEWER,
        "2022年4月底前",
        None,
        OTHERS,
        "2022年4月",
    ),
    (3, "建设“市县联动”审批平台", "县行政审批局", ALL, "2022年6月底前", None, "", "2022年6月"),
    (
        4,
        "积极参加业务指导培训。",
        "",
        f"县行政审批局、{ALL}",
        "2022年6月底前",
        None,
        "各事项承接单位",
        "2022年6月",
    ),
    (
        5,
        "明确审批监管责任",
        "县行政审批局 县委编办",
        ALL,
        "2022年5月底前",
        "县行政审批局、县委编办",
        "",
        "2022年5月",
    ),
    (
        6,
        "完善审管互动机制",
        "县行政审批局",
        ALL,
        "2022年5月底前",
        None,
        "",
        "2022年5月并长期坚持",
    ),
    (
        7,
        "强化数据互通共享",
        "县行政审批局",
        ALL,
        "2022年5月底前并长期坚持",
        None,
        f"县政务服务数据管理局、{ALL}",
        "2022年5月并长期坚持",
    ),
    (
        8,
        "提升审批服务能力",
        "县委编办",
        f"县财政局、县人社局、县行政审批局、{ALL}",
        "2022年4月底前",
        "县委编办、县财政局、县人社局、县行政审批局",
        "各相关单位",
        "2022年6月",
    ),
]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load(bundled("xingguo-2022"))


def mode(pack: Pack, identity: str) -> Mode:
    return next(mode for mode in pack.mode if mode.id == identity)


def test_e5_12_three_lists_are_declared_and_no_row_is_known(pack: Pack) -> None:
    """XG22-30, B-30: 20 + 45 + 53 = 118, and a case of none of them."""
    assert [(it.name, it.count, it.unknown) for it in pack.list] == [
        ("直接下放事项清单", 20, True),
        ("下放实质性审核权事项清单", 45, True),
        ("服务窗口前移事项清单", 53, True),
    ]
    assert (sum(it.count for it in pack.list), pack.matter) == (118, ())
    with pytest.raises(NotFound) as refused:
        Rulebook(pack).matter(1)
    assert (refused.value.code, refused.value.source) == ("matters.not_listed", "XG22-30 B-30")


def test_document_is_known_by_its_content(pack: Pack) -> None:
    """XG22-01, B-38: neither number nor day are in the text."""
    basis, county, plan = pack.document
    assert (basis.number, county.number) == ("赣市府办发〔2022〕7号", "兴发〔2022〕5号")
    assert (plan.number, plan.issued_on, plan.issuer) == (None, None, None)
    assert plan.basis == (basis.id, county.id)
    assert "sha256:" in plan.source
    assert (pack.id, pack.version) == ("xingguo", "2022-04-01")


@pytest.mark.parametrize("row", TASKS, ids=lambda row: f"task{row[0]}")
def test_task_has_both_versions(pack: Pack, row: tuple[object, ...]) -> None:
    """XG22-30, B-35: the annex, and beside it what the text says otherwise."""
    no, name, lead, units, due, lead_in_text, units_in_text, due_in_text = row
    task = next(task for task in pack.task if task.no == no)
    assert (task.name, task.lead, "、".join(task.units), task.due) == (name, lead, units, due)
    assert (task.lead_in_text, "、".join(task.units_in_text)) == (lead_in_text, units_in_text)
    assert task.due_in_text == due_in_text
    # Wherever the text says otherwise the note tells both (B-35).
    assert all(f"“{said}”" in task.note for said in (task.due, due_in_text) if said)
    assert "（B-35）" in task.note
    for printed in (*task.units, *task.units_in_text, *filter(None, (task.lead, lead_in_text))):
        assert resolve_all(pack, str(printed))


def test_contents_are_numbered_through_and_have_their_own_units(pack: Pack) -> None:
    contents = [content for task in pack.task for content in task.content]
    assert [content.no for content in contents] == list(range(1, 12))
    own = {
        c.no: (c.lead, "、".join(c.units), c.due) for c in contents if c.lead or c.units or c.due
    }
    assert own == {
        7: ("", "", "长期坚持"),
        10: ("", "县行政审批局", ""),
        11: ("县行政审批局", "县政务服务数据管理局", "2022年6月底前"),
    }
    assert {task.no for task in pack.task if task.standing} == {6, 7}
    assert pack.task[0].due_on == date(2022, 4, 30)  # the annex goes for dates


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("兴国生态环境局", "赣州市兴国生态环境局"),
        ("市行政审批局", "赣州市行政审批局"),
        ("县级各监管部门", "县级行业主管部门"),
        ("市直相关单位", "对口市级审批部门"),
        ("县林业局", "兴国县林业局"),
    ],
)
def test_one_body_has_several_names(pack: Pack, one: str, other: str) -> None:
    """B-35."""
    assert resolve(pack, one) == resolve(pack, other)


def test_city_organs_take_part(pack: Pack) -> None:
    city = {organ.id for organ in pack.organ if organ.level == "city"}
    assert city == {
        "ganzhou_approval",
        "city_approvers",
        "city_regulators",
        "city_licence_library",
        "ecology",
    }


def test_three_acceptance_types(pack: Pack) -> None:
    """XG22-04 to -10: who takes which step, and what must stand before."""
    assert [(m.id, m.label) for m in pack.mode] == [
        (DIRECT, "直接承接类"),
        (REVIEW, "实质性审核权承接类"),
        (FORWARD, "服务窗口前移类"),
    ]
    takers = {m.id: [(s.kind, *s.by) for s in m.step if s.kind != "feedback"] for m in pack.mode}
    here, city = "county_body", "city_body"
    assert [kind for kind, by in takers[DIRECT] if by != here] == []
    assert takers[REVIEW] == [
        ("receive", "hall"),
        ("accept", here),
        ("review", here),
        ("forward", here),
        ("decide", city),
        ("certify", city),
        ("deliver", "hall"),
        ("push", city),
    ]
    assert takers[FORWARD] == takers[REVIEW]
    assert (mode(pack, DIRECT).since, mode(pack, DIRECT).needs) == (date(2022, 6, 1), ())
    assert [need.instrument for need in mode(pack, REVIEW).needs] == [
        "acceptance_agreement",
        "procedure_fixed",
    ]
    assert [n.instrument for n in mode(pack, FORWARD).needs] == ["window:city_county_window"]
    assert {m.otherwise for m in pack.mode} == {None}  # refused, not routed (E5-12)
    assert {m.withdrawable for m in pack.mode} == {(city, here)}  # XG22-20
    assert [step.window for step in mode(pack, FORWARD).step if step.window] == (
        ["city_county_window"] * 3
    )  # XG22-14


def test_the_city_decides_under_its_own_seal(pack: Pack) -> None:
    """XG22-07, B-34: and may not ask for what was handed in below."""
    (seal,) = pack.seal
    assert (seal.owner, seal.holder, seal.on) == (
        "city_body",
        "city_body",
        ("decision", "certificate"),
    )
    for identity in (REVIEW, FORWARD):
        assert next(s for s in mode(pack, identity).step if s.kind == "decide").seal == (seal.id,)
    assert all(not step.seal for step in mode(pack, DIRECT).step)
    decide = next(s for s in mode(pack, REVIEW).step if s.kind == "decide")
    assert decide.forbid == ("request_materials",)
    review = next(s for s in mode(pack, REVIEW).step if s.kind == "review")
    lower = next(sla for sla in pack.sla if sla.id == review.within)
    assert (lower.days, lower.starts, lower.clause) == (20, "accept", "行政许可法 43")


def test_pushes_go_to_both_levels(pack: Pack) -> None:
    """XG22-21, -22, -23; B-31: within 3 working days, to the city too where it regulates."""
    to = {m.id: next(s.to for s in m.step if s.kind == "push") for m in pack.mode}
    assert to == {
        DIRECT: ("industry",),
        REVIEW: ("industry", "city_industry"),
        FORWARD: ("industry", "city_industry"),
    }
    limits = {sla.id: (sla.days, sla.unit, sla.certainty) for sla in pack.sla}
    assert limits["push_approval"] == (3, "working_days", "text")
    assert limits["policy_notice"] == (5, "working_days", "text")
    assert pack.policy_notice is not None
    assert pack.policy_notice.by == ("industry", "city_industry")
    assert pack.policy_notice.to == ("county_body", "city_body")


def test_certificates_are_on_paper_and_on_file_and_in_the_citys_library(pack: Pack) -> None:
    """XG22-24, -25: 同步制发、变更和注销, 实时归集至市电子证照库."""
    forms = {m.id: next(s.forms for s in m.step if s.kind == "certify") for m in pack.mode}
    assert forms == dict.fromkeys((DIRECT, REVIEW, FORWARD), ("physical", "electronic"))
    assert pack.licences is not None
    assert (pack.licences.keeper, pack.licences.clause) == ("licence_library", "四7")
    (library,) = (organ for organ in pack.organ if "licence_library" in organ.roles)
    assert (library.name, library.level) == ("市电子证照库", "city")
    (limit,) = (sla for sla in pack.sla if sla.id == pack.licences.within)
    assert (limit.days, limit.certainty) == (0, "default")


def test_one_window_for_two_types(pack: Pack) -> None:
    """XG22-13, -14, B-35, B-36: in the county hall, under three names."""
    (window,) = pack.window
    assert (window.modes, window.at, window.by) == ((REVIEW, FORWARD), ("county_hall",), "approval")
    assert {window.name, *window.aliases} == {
        "“市县同权”综合受理窗口",
        "“市县同权”受理窗口",
        "“市县同权”受理专窗",
    }


def test_the_documents_words_stand_in_the_document(pack: Pack) -> None:
    """XG22-02, -11, -12, -26: each rule keeps to the modes of its document, in its own words."""
    assert [rule.id for rule in pack.rule if not rule.mode] == ["matters.not_listed"]
    codes = Counter(rule.id for rule in pack.rule)
    assert {code for code, times in codes.items() if times > 1} == {
        "cases.wrong_performer",
        "cases.not_supervisor",
        "seal.out_of_scope",
        "seal.wrong_department",
    }
    rules = Rulebook(pack)
    said = {code: rule.text for code, rule in rules.within(REVIEW).rules.items()}
    assert "没有明确规定具体实施层级" in said["delegation.matter_not_delegable"]
    assert "审批难度较大、程序复杂、要求高" in said["delegation.matter_not_delegable"]
    assert "“同一事项”在全市“同标准”办理" in said["cases.not_in_guide"]
    assert "编随事走、人随编走" in said["organisation.not_authorised"]
    assert [
        rules.within(m).rules["cases.wrong_performer"].clause for m in (DIRECT, REVIEW, FORWARD)
    ] == [
        "三(一)",
        "三(二)",
        "三(三)",
    ]


DEMO = Path(__file__).parent / "data" / "city_county_demo"


def test_the_county_enters_rows_as_it_learns_of_them() -> None:
    """B-30: a list stays open until all of its rows are there; a row is of one of the lists."""
    pack = load(DEMO)
    assert [(matter.list, matter.row) for matter in pack.matter] == [
        ("direct_list", 1),
        ("review_list", 1),
        ("window_list", 1),
    ]
    assert Rulebook(pack).item(1) == "直接下放事项清单第1项"
