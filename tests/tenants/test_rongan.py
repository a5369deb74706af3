"""The Rong'an pack says what the county's document says, and marks what stands in for it (RA22)."""

from datetime import date
from pathlib import Path

import pytest

from domain.kernel.pack import Mode, Organ, Pack, Sla, When
from domain.kernel.parties import Cast, bind
from domain.kernel.rulebook import Rulebook
from domain.programmes.phases import current, lead
from domain.seals.engraving import seal_names
from tenants.loader import bundled, load
from tenants.names import resolve, resolve_all
from tenants.validate import validate
from tests.rongan import DEMONSTRATION, RONGAN

LICENCE_DOMAINS = "自然资源、住房城乡建设、生态环境、交通运输、农业农村、民政、卫生健康、林业"
OTHER_DOMAINS = "民政、人力资源社会保障、退役军人事务、农业农村、卫生健康、应急、统计、医保、残联"
REFORM = "one_seal_reform"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load(bundled("rongan"))


def mode(pack: Pack, identity: str) -> Mode:
    return next(mode for mode in pack.mode if mode.id == identity)


def organs(pack: Pack, kind: str) -> list[Organ]:
    return [organ for organ in pack.organ if organ.kind == kind]


def limits(pack: Pack) -> dict[str, Sla]:
    return {sla.id: sla for sla in pack.sla}


def test_the_notice_and_its_basis_bear_no_date(pack: Pack) -> None:
    """RA22-01; the rules begin with the first phase."""
    basis, plan = pack.document
    assert (plan.number, plan.basis) == ("融政监管字〔2022〕3号", (basis.id,))
    assert basis.number == "桂办发〔2019〕24号"
    assert {document.issued_on for document in pack.document} == {None}
    assert pack.effective_from == pack.programme[0].starts_on == date(2022, 2, 1)


def test_the_county_starts_with_an_empty_list(pack: Pack) -> None:
    """RA22-14, B-64: the list is still to be compiled and published."""
    assert pack.matter == ()
    assert [(step.name, step.publishes) for step in pack.list_step] == [
        ("编制", False),
        ("公布", True),
    ]


def test_the_office_leads_and_the_establishment_office_supports(pack: Pack) -> None:
    """RA22-32."""
    assert lead(REFORM, Rulebook(pack)) == resolve(pack, "县政务服务监督管理办公室")
    assert resolve(pack, "县编办") == "establishment"


def test_every_township_has_its_service_centre_and_says_that_it_stands_in(pack: Pack) -> None:
    """RA22-03: the document names no township."""
    townships = organs(pack, "township")
    assert resolve_all(pack, "各乡（镇）人民政府") == tuple(organ.id for organ in townships)
    centres = {organ.parent: organ for organ in organs(pack, "service_centre")}
    for organ in townships:
        assert centres[organ.id].name == f"{organ.short}便民服务中心"
        assert "示例" in organ.note
    assert len(centres) == len(townships) == 4


def test_a_township_takes_one_of_two_names_for_its_one_seal(pack: Pack) -> None:
    """RA22-04, -05, B-62."""
    rules = Rulebook(pack)
    (seal,) = pack.seal
    assert seal_names(rules, seal, "jia_township", "jia_centre") == (
        "融安县甲镇人民政府行政审批（服务）专用章",
        "融安县甲镇人民政府政务服务专用章",
    )
    assert (seal.owner, seal.holder, seal.per) == ("gov", "body", ("owner",))
    assert seal.form == ("physical", "electronic")  # RA22-06
    assert seal.force.startswith("电子印章与实物印章具有同等法律效力")
    assert "不得挪作他用" in seal.note  # RA22-07
    assert seal.consent is not None
    assert (seal.consent.by, seal.consent.post) == ("gov", "principal")  # B-72


def test_two_windows_with_their_domains(pack: Pack) -> None:
    """RA22-08 to -11: three domains are at both, fourteen in all."""
    licences, others = pack.window
    assert (licences.name, licences.licences) == ("行政审批专窗", True)
    assert (others.name, others.licences) == ("综合服务专窗", False)
    assert "、".join(licences.domains) == LICENCE_DOMAINS
    assert "、".join(others.domains) == OTHER_DOMAINS
    both = set(licences.domains) & set(others.domains)
    assert both == {"民政", "农业农村", "卫生健康"}
    assert len({*licences.domains, *others.domains}) == 14


def test_applicants_are_guided_helped_or_represented(pack: Pack) -> None:
    """RA22-17."""
    assert tuple(pack.style.values()) == ("导办", "帮办", "代办")


def test_a_department_has_a_liaison_officer(pack: Pack) -> None:
    """RA22-19."""
    assert pack.post["liaison"] == "联络员"


def test_what_the_document_leaves_open_is_marked_as_a_default(pack: Pack) -> None:
    """RA22-16, -23, -25, -26, B-64, B-65."""
    found = limits(pack)
    assert pack.inquiry is not None
    assert pack.tolerant is not None
    reply = found[pack.inquiry.reply_within]
    assert (reply.days, reply.unit, reply.certainty) == (5, "working_days", "default")
    for identity in ("push_process", "push_result", "feedback"):
        assert (found[identity].certainty, found[identity].clause) == ("default", "四(五)")
    assert pack.tolerant.certainty == "default"


def test_the_service_bodies_get_what_departments_issue(pack: Pack) -> None:
    """RA22-20."""
    assert pack.copies is not None
    assert pack.copies.to == ("service_centre",)


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        ((2022, 1, 31), None),
        ((2022, 2, 1), "启动阶段"),
        ((2022, 2, 28), "启动阶段"),
        ((2022, 3, 1), "试点阶段"),  # March is in two: the one begun last
        ((2022, 3, 31), "试点阶段"),
        ((2022, 4, 30), "试点阶段"),
        ((2022, 5, 1), "推广阶段"),  # May too
        ((2022, 10, 31), "推广阶段"),
        ((2022, 11, 1), None),
    ],
)
def test_phases_overlap_and_the_latest_begun_counts(
    pack: Pack, day: tuple[int, int, int], phase: str | None
) -> None:
    """RA22-28, B-60."""
    found = current(REFORM, date(*day), Rulebook(pack))
    assert (found and found.name) == phase


def test_two_or_three_townships_try_it_out(pack: Pack) -> None:
    """RA22-29, B-61."""
    assert {phase.id: phase.pilots for phase in pack.phase} == {
        "launch": None,
        "trial": (2, 3),
        "rollout": None,
    }
    assert [need.instrument for need in mode(pack, "one_seal").needs] == [
        f"pilot:{REFORM}",
        "seal:township_seal",
    ]


def test_the_body_acts_for_the_government_at_every_step(pack: Pack) -> None:
    """RA22-03; the former station's supervisor only tells what it found (RA22-26)."""
    own = [step for step in mode(pack, "one_seal").step if step.kind != "feedback"]
    assert {(step.by, step.as_) for step in own} == {(("body",), "gov")}
    assert {step.id for step in own if step.seal} == {"accept", "decide", "certify"}
    sealless = (*mode(pack, "resident").step, *mode(pack, "by_stations").step)
    assert not any(step.seal for step in sealless)  # RA22-12, B-66


def test_process_and_result_are_pushed_and_findings_come_back(pack: Pack) -> None:
    """RA22-25, -26."""
    steps = {step.id: step for step in mode(pack, "one_seal").step}
    for identity, after in (("tell", "accept"), ("push", "decide")):
        step = steps[identity]
        assert (step.kind, step.after, step.to) == ("push", (after,), ("former",))
        assert step.when == When(power="licence")  # 四(五) speaks of 行政许可事项 alone
    feedback = steps["feedback"]
    assert (feedback.by, feedback.to, feedback.within) == (("former",), ("body",), "feedback")
    assert limits(pack)["feedback"].starts == "push"


def test_who_answers_under_the_one_seal(pack: Pack) -> None:
    """The row of E1: process and result rest on no text, so on a default (RA22-23, -24)."""
    assert [(d.duty, d.bearer, d.basis, d.clause) for d in mode(pack, "one_seal").duty] == [
        ("process", "body", "default", "四(二)"),
        ("result", "body", "default", "四(二)"),
        ("guidance", "industry", "text", "四(四)"),
        ("supervision", "former", "text", "四(五)"),
        ("supervision", "former", "default", "四(五)"),
        (
            "external",
            "gov",
            "law",
            "行政诉讼法 26(1); 行政复议法 10(4)，2024年起19(1); 国家赔偿法 7(1)",
        ),
    ]


@pytest.mark.parametrize(
    ("party", "matter", "organ"),
    [
        ("gov", 1, "yi_township"),
        ("body", 1, "yi_centre"),
        ("station", 1, "yi_station"),
        ("former", 1, "civil_affairs"),
        ("former", 4, "agriculture"),
        ("resident", 6, "yi_market_office"),
        ("resident_parent", 6, "market_regulation"),
        ("resident", 7, "yi_police_office"),
    ],
)
def test_parties_are_bound_by_domain_and_hall(
    pack: Pack, party: str, matter: int, organ: str
) -> None:
    row = next(row for row in DEMONSTRATION if row.no == matter)
    assert bind(Rulebook(pack), party, Cast(row, "yi_centre", {})) == (organ,)


@pytest.mark.parametrize(
    ("code", "clause", "words"),
    [
        ("seal.out_of_scope", "四(二)", "不得挪作他用"),
        ("seal.name_pattern", "四(二)", "政务服务专用章"),
        ("seal.consent_missing", "国务院印章规定 25", "未经本单位领导批准"),
        ("programmes.pilot_count", "五(一)", "选取2-3个乡镇"),
        ("programmes.not_evaluated", "五(三)", "评估、总结"),
        ("cases.tolerance", "四(三)", "容缺受理"),
        ("cases.wrong_performer", "四(二)", "代表乡镇人民政府统一受理、办理"),
    ],
)
def test_refusals_cite_the_document(pack: Pack, code: str, clause: str, words: str) -> None:
    rule = Rulebook(pack).rules[code]
    assert rule.clause == clause
    assert words in rule.text


def test_every_document_word_is_printed_so() -> None:
    """The clauses of the notice are quoted from it, not retold."""
    text = (Path(__file__).parent / "data" / "rongan_notice.txt").read_text("utf-8")
    pack = load(bundled("rongan"))
    quoted = {rule.text for rule in pack.rule if rule.clause.partition("(")[0] in "四五"}
    assert len(quoted) > 8
    assert [words for words in quoted if words not in text] == []


def test_the_demonstration_is_a_valid_pack() -> None:
    assert validate(RONGAN) == ()


def test_the_reform_is_overseen_and_assessed(pack: Pack) -> None:
    """RA22-31: 督查, 考核; what the result does for cadres is decided elsewhere."""
    assert [(it.name, it.clause) for it in pack.inspection] == [
        ("督查", "六(三)"), ("改革工作考核", "六(三)"),
    ]  # fmt: skip
