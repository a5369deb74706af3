"""The Xingguo pack says what the county's document says, field by field (XG23)."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.kernel.pack import Guard, Matter, Mode, Pack, SealRule, Task
from tenants.loader import bundled, load
from tenants.names import resolve, resolve_all

ANNEX = json.loads((Path(__file__).parent / "data" / "xingguo_annex.json").read_text("utf-8"))
POWERS = {
    "公共服务": "public_service",
    "行政许可": "licence",
    "行政确认": "confirmation",
    "其他行政权力－年检": "other",
}
SEAL_MATTERS = range(12, 27)
ULTRA_VIRES = {"own_name", "beyond_scope", "after_suspension", "after_expiry", "after_loss"}
LICENCES = (12, *range(14, 25))


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load(bundled("xingguo"))


def no2(pack: Pack) -> SealRule:
    return next(rule for rule in pack.seal if rule.id == "no2")


def matter(pack: Pack, no: int) -> Matter:
    return next(matter for matter in pack.matter if matter.no == no)


def tasks(pack: Pack) -> list[Task]:
    """Of this programme; the one of 2022 has tasks of its own."""
    return [task for task in pack.task if task.programme == "county_township"]


def mode(pack: Pack, identity: str) -> Mode:
    return next(mode for mode in pack.mode if mode.id == identity)


def guards(pack: Pack, no: int) -> dict[str, Guard]:
    return {guard.id: guard for guard in matter(pack, no).guard}


@pytest.mark.parametrize("row", ANNEX["matters"], ids=lambda row: f"no{row[0]}")
def test_matter_equals_annex_2(pack: Pack, row: list[Any]) -> None:
    no, main, sub, power_label, delegator, supervisors, label, remark = row
    found = matter(pack, no)
    assert (found.main, found.sub, found.name) == (main, sub, sub or main)
    assert (found.power_label, found.power) == (power_label, POWERS[power_label])
    assert found.delegator == resolve(pack, delegator)
    assert found.supervisors == tuple(resolve(pack, name) for name in supervisors)
    assert (mode(pack, found.mode).label, found.remark) == (label, remark)


@pytest.mark.parametrize("row", ANNEX["seals"], ids=lambda row: f"seq{row[0]}")
def test_township_equals_annex_3_1(pack: Pack, row: list[Any]) -> None:
    sequence, township, name = row
    townships = [organ for organ in pack.organ if organ.kind == "township"]
    organ = townships[sequence - 1]
    assert (organ.short, organ.seal_no) == (township, sequence + 10)
    assert resolve(pack, township) == organ.id
    pattern = no2(pack).names[0].replace("{owner.short}", "XX局（委）")
    assert pattern.replace("{holder.seal_no}", str(organ.seal_no)) == name


@pytest.mark.parametrize("row", ANNEX["tasks"], ids=lambda row: f"task{row[0]}")
def test_task_equals_annex_1(pack: Pack, row: list[Any]) -> None:
    """XG23-35."""
    no, name, contents, lead, units, due = row
    task = tasks(pack)[no - 1]
    assert (task.no, task.name, task.lead, task.due) == (no, name, lead, due)
    assert [f"（{content.no}）{content.text}" for content in task.content] == contents
    assert "、".join(task.units) == units


def test_counts_of_the_list(pack: Pack) -> None:
    assert [found.no for found in pack.matter] == list(range(1, 27))
    assert Counter(found.mode for found in pack.matter) == {
        "no2_seal": 15,
        "assisted": 5,
        "system_extension": 6,
    }
    assert Counter(found.power for found in pack.matter) == {
        "licence": 12,
        "public_service": 7,
        "confirmation": 6,
        "other": 1,
    }
    assert len({found.main for found in pack.matter}) == 15


def test_four_departments_own_seals(pack: Pack) -> None:
    owners = Counter(found.delegator for found in pack.matter if found.mode == "no2_seal")
    assert owners == {"approval": 12, "forestry": 1, "health": 1, "agriculture": 1}


def test_seal_numbers(pack: Pack) -> None:
    numbers = {organ.short: organ.seal_no for organ in pack.organ if organ.seal_no is not None}
    assert sorted(numbers.values()) == list(range(11, 36))
    assert (numbers["兴江乡"], numbers["潋江镇"]) == (11, 35)
    assert no2(pack).numbers == (11, 35)
    townships = Counter(name[-1] for name in numbers)
    assert townships == {"乡": 16, "镇": 9}


@pytest.mark.parametrize("name", ["经济开发区", "城市社区管委会", "农商银行网点"])
def test_bodies_outside_annex_3_1_hold_no_seal(pack: Pack, name: str) -> None:
    organ = next(organ for organ in pack.organ if organ.id == resolve(pack, name))
    assert (organ.seals, organ.seal_no) == (False, None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("卫健委", "县卫健委"),
        ("县林业局", "兴国县林业局"),
        ("县残联", "兴国县残疾人联合会"),
        ("县医保局", "市医保局兴国分局"),
        ("县政务服务管理部门", "县行政审批局"),
    ],
)
def test_one_organ_of_many_names(pack: Pack, one: str, other: str) -> None:
    assert resolve(pack, one) == resolve(pack, other)


def test_groups(pack: Pack) -> None:
    assert len(resolve_all(pack, "各乡镇人民政府")) == 25
    assert set(resolve_all(pack, "县交运局县残联")) == {"transport", "disabled_persons"}


def test_no_12_has_three_independent_guards(pack: Pack) -> None:
    found = guards(pack, 12)
    assert found.keys() == {"object", "volume", "pilot"}
    assert found["object"].allow == ("农村居民自留山", "个人承包集体林地")
    volume = found["volume"]
    assert (volume.field, volume.at_least, volume.unit) == ("volume_m3", 15, "m3")
    assert not volume.exclusive  # 以上 includes the number
    assert (found["pilot"].count, found["pilot"].months) == (8, 12)


@pytest.mark.parametrize(
    ("no", "guard", "allow", "deny"),
    [
        (7, "grade", {"三级", "四级"}, set()),
        (7, "limb", {"肢体"}, set()),
        (7, "action", {"新办"}, set()),
        *((no, "venue", set(), {"饭馆", "咖啡馆", "酒吧", "茶座"}) for no in range(14, 19)),
        (14, "action", {"首次"}, set()),
        (15, "action", {"变更"}, set()),
        (16, "action", {"补证"}, set()),
        (17, "action", {"延续"}, set()),
        (18, "action", {"注销"}, set()),
        (19, "action", {"设立", "变更"}, set()),
        (20, "cargo", {"普通货物"}, set()),
        (22, "action", {"延续"}, set()),
        (23, "action", {"延续"}, set()),
    ],
)
def test_guards(pack: Pack, no: int, guard: str, allow: set[str], deny: set[str]) -> None:
    found = guards(pack, no)[guard]
    assert (set(found.allow), set(found.deny)) == (allow, deny)


def test_every_other_matter_is_unguarded(pack: Pack) -> None:
    guarded = {found.no for found in pack.matter if found.guard}
    assert guarded == {7, 12, *range(14, 21), 22, 23}


def test_offers(pack: Pack) -> None:
    offers = {
        found.no: [(offer.at, offer.subtype, offer.all) for offer in found.offer]
        for found in pack.matter
        if found.offer
    }
    assert offers == {
        1: [(("service_outlet",), None, False)],
        2: [(("service_outlet",), None, False)],
        3: [(("township", "service_outlet"), None, True)],
        4: [
            (("township",), "社保功能密码", False),
            (("service_outlet",), "金融功能密码", False),
        ],
    }


def test_delegation_basis(pack: Pack) -> None:
    found = {
        found.no: found.delegation_basis.finding
        for found in pack.matter
        if found.delegation_basis is not None
    }
    assert found == {
        **dict.fromkeys(SEAL_MATTERS, "none_found"),
        **dict.fromkeys((13, 25, 26), "not_needed"),
        12: "law",
    }


@pytest.mark.parametrize(
    ("no", "limit"),
    [
        (12, ("decision", 20, "working_days", "default")),
        *((no, ("decision", 20, "working_days", "law")) for no in range(14, 23)),
        *((no, ("review", 24, "months", "law")) for no in range(14, 18)),
        (17, ("renewal_before_expiry", 30, "days", "law")),
        (22, ("renewal_before_expiry", 90, "days", "law")),
        (22, ("validity", 60, "months", "law")),
        (23, ("decision", 30, "working_days", "law")),
        (23, ("renewal_before_expiry", 6, "months", "law")),
        (23, ("validity", 60, "months", "law")),
        (24, ("decision", 2, "working_days", "law")),
        (24, ("validity", 72, "months", "law")),
        (25, ("review", 12, "months", "law")),
    ],
)
def test_limits_of_law(pack: Pack, no: int, limit: tuple[str, int, str, str]) -> None:
    found = {(line.of, line.days, line.unit, line.certainty) for line in matter(pack, no).limit}
    assert limit in found


def test_every_licence_has_a_decision_limit_and_a_certificate(pack: Pack) -> None:
    for no in LICENCES:
        assert any(limit.of == "decision" for limit in matter(pack, no).limit), no
        assert (matter(pack, no).certificate is None) == (no == 18), no  # 18 cancels one


def test_seal_regime(pack: Pack) -> None:
    seal = next(seal for seal in pack.seal if seal.id == "no2")
    assert (seal.owner, seal.holder, seal.engraved_by) == ("dept", "town", "dept")
    assert (seal.custodian, seal.user) == ("custodian", "seal_user")
    assert seal.consent is not None
    assert (seal.consent.by, seal.consent.post) == ("town", "principal")
    assert (seal.consent.forbid, seal.consent.for_) == ("seal_user", "document")
    assert [(column.field, column.label) for column in seal.ledger] == [
        ("used_at", "使用印章的时间"),
        ("matter", "使用的事项"),
        ("approved_by", "批准领导"),
        ("certificate_number", "证书编号"),
        ("document_number", "审批文书编号"),
    ]


def test_agreement_contents(pack: Pack) -> None:
    assert pack.agreement is not None
    assert pack.agreement.contents == {
        "basis": "用章依据",
        "scope": "用章范围",
        "matters": "适用事项",
        "powers": "权限",
        "term": "期限",
        "rights_and_duties": "双方权利和义务",
        "liability": "法律责任",
    }


def test_seal_mode_steps(pack: Pack) -> None:
    steps = {step.id: step for step in mode(pack, "no2_seal").step}
    assert " ".join(steps) == (
        "receive accept survey review decide certify deliver push correct revoke"
    )
    assert (steps["survey"].staff, steps["survey"].optional) == (2, True)  # 行政许可法 34
    after = {"correct", "revoke"}  # by who handed it down (XG23-80)
    assert all(step.by == (("dept",) if it in after else ("town",)) for it, step in steps.items())
    sealed = {step.id for step in steps.values() if step.seal == ("no2",)}
    assert sealed == {"accept", "decide", "certify"}
    assert all(steps[step].as_ == "dept" for step in sealed)
    assert steps["push"].within == "push_result"
    assert (steps["certify"].stamped, steps["deliver"].stamped) == (("certificate",), ("decision",))


def test_seal_mode_needs_agreement_seal_and_for_licences_announcement(pack: Pack) -> None:
    needs = {need.instrument: need for need in mode(pack, "no2_seal").needs}
    assert needs.keys() == {"agreement", "announcement", "seal:no2"}
    when = needs["announcement"].when
    assert when is not None
    assert when.power == "licence"


def liable(found: Mode, duty: str, finding: str | None = None) -> set[tuple[str, str, str]]:
    return {
        (line.bearer, line.share, line.basis)
        for line in found.duty
        if line.duty == duty and (line.when.finding if line.when else None) == finding
    }


def test_matrix_within_scope(pack: Pack) -> None:
    found = mode(pack, "no2_seal")
    assert liable(found, "process") == {("town", "sole", "text")}
    assert liable(found, "result") == {("town", "equal", "text"), ("dept", "equal", "text")}
    assert liable(found, "guidance") == {("dept", "sole", "text")}
    assert {bearer for bearer, _, _ in liable(found, "supervision")} == {
        "industry",
        "dept",
        "service_admin",
    }
    assert liable(found, "external") == {
        ("dept", "sole", "text"),
        ("dept", "sole", "law"),
        ("dept", "sole", "contested"),  # where no basis of the delegation was found (B-12)
    }
    licences = [line for line in found.duty if line.when and line.when.power == "licence"]
    assert {(line.basis, line.when.delegation_basis) for line in licences if line.when} == {
        ("law", "law"),
        ("contested", "none_found"),
    }


def test_matrix_exceptions(pack: Pack) -> None:
    found = mode(pack, "no2_seal")
    assert liable(found, "external", "own_name") == {("town", "sole", "text")}
    # E1: neither guidance nor the business departments' supervision, which 四(四) ties to the seal.
    for line in found.duty:
        assert line.clause != "四(四)" or set(line.unless) == ULTRA_VIRES, line
        if line.duty in {"external", "recourse"} and not line.when:
            assert set(line.unless) == ULTRA_VIRES, line
    for finding in ULTRA_VIRES:
        for duty in ("process", "result"):
            assert {bearer for bearer, _, _ in liable(found, duty, finding)} == {"town"}, finding
    contested = ("dept", "sole", "contested")
    assert liable(found, "external", "beyond_scope") == {("town", "sole", "text"), contested}
    for finding in ("after_suspension", "after_expiry", "after_loss"):
        expected = {("town", "sole", "default"), contested}
        assert liable(found, "external", finding) == expected, finding


def test_recourse_weighs_five_factors(pack: Pack) -> None:
    line = next(line for line in mode(pack, "no2_seal").duty if line.duty == "recourse")
    assert (line.bearer, line.by) == ("town", "dept")
    assert line.factors == ("事实", "性质", "情节", "过错程度", "损害大小")


@pytest.mark.parametrize(
    ("identity", "decider", "helper_duty", "helper"),
    [
        ("assisted", "dept", "collection", "agent"),
        ("system_extension", "dept", "operation", "operator"),
        ("county_channel", "dept", "collection", "counter"),
    ],
)
def test_matrix_of_the_other_modes(
    pack: Pack, identity: str, decider: str, helper_duty: str, helper: str
) -> None:
    found = mode(pack, identity)
    decide = next(step for step in found.step if step.kind == "decide")
    assert decide.by == (decider,)
    assert liable(found, helper_duty) == {(helper, "sole", "default")}
    assert liable(found, "result") == {(decider, "sole", "text")}
    assert liable(found, "external") == {(decider, "sole", "law")}


def test_every_duty_cites_clause_and_source(pack: Pack) -> None:
    for found in pack.mode:
        for line in found.duty:
            assert line.clause, (found.id, line)
            assert line.source, (found.id, line)


def test_task_contents_are_numbered_through(pack: Pack) -> None:
    contents = [content.no for task in tasks(pack) for content in task.content]
    assert contents == list(range(1, 14))
    assert [len(task.content) for task in tasks(pack)] == [3, 3, 2, 2, 3]
    assert [task.standing for task in tasks(pack)] == [False, True, True, True, True]
    # XG23-11, -15, -24: three were due before or on the day of issue, and are history (B-02).
    assert [str(task.due_on) for task in tasks(pack)] == [
        "2023-10-31", "2023-11-30", "2023-11-30", "2023-12-31", "2023-12-31",
    ]  # fmt: skip
    third = tasks(pack)[2]
    assert (third.due, third.due_in_text) == ("2023年11月底前并长期坚持", "2023年11月底前")


def test_owners_that_annex_1_left_out(pack: Pack) -> None:
    """Nos. 19 and 20 have supervisors that tasks 1, 3 and 5 do not name (B-15)."""
    for task in tasks(pack):
        units = {organ for name in task.units for organ in resolve_all(pack, name)}
        owners = {resolve(pack, name) for name in task.effective_owners}
        missing = {matter(pack, 19).supervisors[0], matter(pack, 20).supervisors[0]} - units
        assert owners == (missing if task.no in (1, 3, 5) else set()), task.no


@pytest.mark.parametrize(
    ("identity", "days", "unit", "certainty"),
    [
        ("push_result", 3, "working_days", "borrowed"),
        ("monthly_report", 5, "working_days", "default"),
        ("decide", 20, "working_days", "law"),
        ("deliver", 10, "working_days", "law"),
        ("supplement", 5, "working_days", "law"),
        ("training_and_grant", 1, "months", "text"),
        ("training_and_grant_complex", 2, "months", "text"),
    ],
)
def test_time_limits(pack: Pack, identity: str, days: int, unit: str, certainty: str) -> None:
    sla = next(sla for sla in pack.sla if sla.id == identity)
    assert (sla.days, sla.unit, sla.certainty) == (days, unit, certainty)


def test_what_starts_each_clock(pack: Pack) -> None:
    """行政许可法 32, 42, 44; XG22-21: after conclusion."""
    starts = {sla.id: sla.starts for sla in pack.sla if sla.starts}
    assert starts == {
        "push_approval": "conclude",  # of the city-county programme, with the next two
        "lower_review": "accept",
        "decide_above": "forward",
        "push_result": "conclude",
        "supplement": "receive",
        "decide": "accept",
        "deliver": "decide",
    }
    assert [sla.id for sla in pack.sla if sla.lapse] == ["supplement"]


def test_what_may_be_extended_and_what_is_renewed_by_law(pack: Pack) -> None:
    """行政许可法 42, 50: ten days for the decision, and licences undecided at their expiry."""
    extended = {sla.id: sla.extension.days for sla in pack.sla if sla.extension}
    assert extended == {"decide": 10}
    assert pack.renewal is not None
    assert (pack.renewal.scope, pack.renewal.clause) == ("licence", "行政许可法 50")
    windows = {
        matter.no: (limit.days, limit.unit)
        for matter in pack.matter
        for limit in matter.limit
        if limit.of == "renewal_before_expiry"
    }
    assert windows == {17: (30, "days"), 22: (90, "days"), 23: (6, "months")}


def test_monthly_report(pack: Pack) -> None:
    report, overview = pack.report
    assert (overview.every, overview.source) == ("irregular", "XG23-33 五(三)")
    assert (report.every, report.by, report.to) == ("month", "town", "dept")
    assert report.nil
    assert {"XG23-61", "XG23-68"} <= set(report.source.split())


def test_documents_form_the_basis_chain(pack: Pack) -> None:
    """XG23-01, -02, -81."""
    documents = {document.id: document for document in pack.document}
    assert documents["seal_rules"].basis == ("plan",)
    upstream = [documents[basis].number for basis in documents["plan"].basis]
    assert upstream == ["赣府厅字〔2023〕30号", "赣市府办字〔2023〕51号", "兴办字〔2023〕18号"]
    plan, rules = documents["plan"], documents["seal_rules"]
    assert (plan.number, plan.issued_on) == ("兴府办发〔2023〕11号", date(2023, 11, 30))
    assert (plan.trial, plan.public) == (True, True)
    assert {"经济开发区", "城市社区管委会"} < set(plan.addressees)
    assert resolve(pack, rules.interpreter or "") == "approval_reform_office"
    assert rules.effective_from == plan.issued_on  # 自公布之日起生效并施行


def test_every_refusal_has_a_rule_to_cite(pack: Pack) -> None:
    assert {rule.id for rule in pack.rule} >= {
        "seal.wrong_department",
        "seal.wrong_township",
        "seal.out_of_scope",
        "seal.not_in_use",
        "seal.not_registered",
        "seal.engraved_by_delegator",
        "seal.name_pattern",
        "seal.consent_missing",
        "seal.consent_by_applicant",
        "seal.consent_by_principal",
        "seal.custody",
        "seal.organ_without_seal",
        "seal.one_use_per_document",
        "delegation.no_agreement",
        "delegation.contents_incomplete",
        "delegation.matter_not_delegable",
        "delegation.matter_not_in_agreement",
        "delegation.not_announced",
        "delegation.not_in_force",
        "delegation.redelegation",
        "organisation.post_not_held",
        "organisation.not_authorised",
        "matters.pilot_count",
        "matters.not_in_pilot",
        "cases.outside_guard",
        "cases.step_not_yet",
        "cases.wrong_performer",
        "cases.fee",
        "cases.refusal_needs_reasons",
    }
