"""What the platform raises from the log, and what a supervisor makes of it.

XG23-62, -64, -67, -70, ZZ22-30; 行政许可法 31. Nothing of it is stored before somebody judges it.
"""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from domain.cases.commands import ChargeFee, Decline, NotifySupplement, RecordVisit
from domain.kernel.authority import OPERATOR, By
from domain.kernel.pack import VisitTerms
from domain.kernel.refusal import Refusal
from domain.matters.guide import PublishGuide
from domain.organisation.posts import LeavePost
from domain.policy.adoption import AdoptPack
from domain.seals.commands import ReportLoss
from domain.seals.use import Stamp
from domain.supervision.candidate import ConfirmCandidate, DismissCandidate, key
from services.candidates.ask import candidates
from services.candidates.shape import ToJudge
from services.demo.acts import synthetic_applicant
from tenants.loader import digest
from tests.scenarios.settled import BARE, OTHER, OWNER, TOWN, Settled, receiving
from tests.scenarios.test_supervision import ELSE, HEAD, SUPERVISOR, given, problem
from tests.world import at

VISITS = VisitTerms(
    reasons={"papers": "补交材料", "for_nothing": "无故"}, unwarranted=("for_nothing",),
    clause="四(四)1", source="ZZ22-30",
)  # fmt: skip


async def raised(
    county: Settled, organ: str | None = None, *, done: bool = False, by: str | None = None
) -> Mapping[tuple[str, str | None], ToJudge]:
    """By kind and case."""
    await county.react()
    found = await candidates(
        county.executor, county.pool, county.tenant, organ=organ, supervisor=by, done=done
    )
    assert found.next is None
    return {(it.kind, it.case): it for it in found.items}


def confirming(it: ToJudge, number: str = "问-1") -> ConfirmCandidate:
    return ConfirmCandidate(
        candidate=it.key, kind=it.kind, organ=it.organ, cites=it.cites, number=number,
        description=it.says, matter=it.matter, case=it.case,
    )  # fmt: skip


def dismissing(it: ToJudge, reason: str = "停电期间补录") -> DismissCandidate:
    return DismissCandidate(
        candidate=it.key, kind=it.kind, organ=it.organ, cites=it.cites, reason=reason,
        matter=it.matter, case=it.case,
    )  # fmt: skip


async def left(county: Settled, *seats: By) -> None:
    for by in seats:
        await county.do(OPERATOR, LeavePost(organ=by.organ, post=by.post, person=by.person))


async def test_a_county_in_order_has_nothing_but_who_watches(unchanged: Settled) -> None:
    """XG23-64: 第15项 and others are for a department in which nobody was ever posted here."""
    found = await raised(unchanged)
    assert [it.organ for it in found.values()] == ["culture_tourism"]
    assert [it.label for it in found.values()] == ["监管空白"]


async def test_what_cases_show_is_raised_once_until_it_is_judged(settled: Settled) -> None:
    """Overdue, after a loss, without consent, an extra fee: each with the events that show it."""
    clerk = settled.by(TOWN, "window_clerk")
    fee = ChargeFee(case="reviewed", name="代办费", amount_yuan=20, basis="乡镇自定")
    assert await settled.refused(clerk, fee) == "cases.fee"
    stamp = Stamp(case="decided", owner=OWNER, number=11, document="decision")
    with pytest.raises(Refusal):
        await settled.do(settled.by(TOWN, "custodian"), stamp)
    await settled.react()
    settled.now = at("2024-01-15 10:00")  # the fifth working day after the receipt was the 11th
    loss = ReportLoss(owner=OWNER, number=11, lost_at=at("2024-01-04 09:00"), circumstances="未见")
    await settled.do(settled.by(TOWN, "custodian"), loss)
    found = await raised(settled, TOWN)
    late = found["overdue", "received"]
    assert (late.organ, late.label, late.supervisors) == (TOWN, "超期", (OWNER, "agriculture"))
    lost = found["after_loss", "accepted"]
    assert lost.cites[0].startswith("use/accepted/acceptance@")
    assert "企图额外收费" in {it.label for it in found.values()}
    assert found["extra_fee", None].cites[0].startswith(f"attempts/{TOWN}/")
    assert ("overdue", "received") not in await raised(settled, TOWN, by="forestry")

    town, stranger = settled.by(*ELSE), settled.by("forestry", "principal")
    for by in (town, stranger):
        assert await settled.refused(by, dismissing(late)) == "supervision.not_supervisor"
    other = replace(confirming(late), kind="beyond_scope")
    assert await settled.refused(settled.by(*HEAD), other) == "supervision.candidate_changed"
    none = replace(confirming(late), cites=())
    assert await settled.refused(settled.by(*HEAD), none) == "supervision.candidate_changed"
    wordless = replace(dismissing(late), reason=" ")
    assert await settled.refused(settled.by(*HEAD), wordless) == "supervision.incomplete"
    await given(settled, (SUPERVISOR, confirming(late)), (HEAD, dismissing(lost)))
    again = confirming(late, "问-2")
    assert await settled.refused(settled.by(*HEAD), again) == "supervision.candidate_judged"
    taken = confirming(found["after_loss", "service"])
    assert (
        await settled.refused(settled.by(OWNER, "principal"), taken) == "supervision.number_taken"
    )

    row = await problem(settled)
    assert (row.found_in, row.source, row.cites) == ("candidate", late.key, late.cites)
    assert (row.organ, row.case, row.supervisors) == (TOWN, "received", late.supervisors)
    after = await raised(settled, TOWN)
    assert {("overdue", "received"), ("after_loss", "accepted")}.isdisjoint(after)
    judged = await raised(settled, TOWN, done=True)
    told = judged["overdue", "received"].judged, judged["after_loss", "accepted"].judged
    assert [it and (it.problem, it.reason) for it in told] == [
        ("问-1", None), (None, "停电期间补录"),
    ]  # fmt: skip


async def test_visits_for_nothing_and_materials_beyond_the_guide(settled: Settled) -> None:
    """ZZ22-30, 行政许可法 31: the guide came after the notice, which asked for more."""
    clerk = settled.by(TOWN, "window_clerk")
    pack = replace(
        settled.county.pack, version="2024-01-02", effective_from=date(2024, 1, 2), visits=VISITS
    )
    await settled.do(OPERATOR, AdoptPack(pack=pack, digest=digest(pack)))
    asked = NotifySupplement(
        case="received", missing=("场地证明", "无犯罪证明"), document_number="补1"
    )
    await settled.do(clerk, asked)
    for case, reason in (("came", "papers"), ("sent away", "for_nothing")):
        await settled.receive(case, 21, venue="宾馆")
        await settled.do(clerk, RecordVisit(case=case, purpose="到窗口", reason=reason))
    guide = PublishGuide(
        matter=21, contents=dict.fromkeys(pack.guide.contents, "见清单") if pack.guide else {},
        materials=("场地证明",), published_in="县政府网站",
    )  # fmt: skip
    await settled.do(settled.by(OWNER, "principal"), guide)
    found = await raised(settled)
    found = {it: told for it, told in found.items() if it[1]}
    assert set(found) == {("extra_materials", "received"), ("repeated_visits", "sent away")}
    assert "无犯罪证明" in found["extra_materials", "received"].says
    assert "场地证明" not in found["extra_materials", "received"].says


async def test_gaps_between_handing_down_and_taking_on(settled: Settled) -> None:
    """XG23-64: 接放脱节, 权力真空, 监管空白; they go when the gap is closed."""
    await settled.play(*list(settled.county.handing_down(OWNER, BARE))[:1])
    found = await raised(settled, BARE)
    gap = found["untaken", None]
    assert (gap.organ, gap.label) == (BARE, "接放脱节")
    assert gap.cites == (f"agreement/{OWNER}/{BARE}@1",)
    assert OWNER in gap.supervisors
    await settled.play(*list(settled.county.handing_down(OWNER, BARE))[1:2])
    assert "没有公告" in (await raised(settled, OWNER))["untaken", None].says
    assert "没有授予印章" in (await raised(settled, OWNER))["untaken", None].says
    await settled.play(*list(settled.county.handing_down(OWNER, BARE))[2:])
    assert await raised(settled, OWNER) == await raised(settled, BARE) == {}

    await left(settled, settled.by(OTHER, "principal"))
    assert (await raised(settled, OTHER))["vacuum", None].label == "权力真空"
    await left(settled, settled.by(*HEAD), settled.by(*SUPERVISOR))
    assert (await raised(settled, "agriculture"))["unsupervised", None].label == "监管空白"


async def test_a_result_that_nobody_reads_is_watched_by_nobody(settled: Settled) -> None:
    """XG23-67: pushed in time, and not acknowledged for half a month."""
    await settled.case("done", 99)
    await settled.scheduler.work(settled.tenant)
    settled.now = at("2024-01-25 10:00")
    await settled.scheduler.work(settled.tenant)
    unread = (await raised(settled))["unsupervised", "done"]
    assert (unread.organ, unread.supervisors) == ("agriculture", (OWNER,))
    await given(settled, ((OWNER, "principal"), confirming(unread)))
    assert (await problem(settled)).organ == "agriculture"


def test_a_key_is_of_what_it_is_about() -> None:
    """A term stays one candidate whatever becomes of it; another act is another."""
    term = key("overdue", TOWN, "a", ("obligation/decide:a@2",))
    assert term == key("overdue", TOWN, "a", ("obligation/decide:a@3",))
    assert term != key("overdue", OTHER, "a", ("obligation/decide:a@2",))
    assert key("after_loss", TOWN, "a", ("use/a/decision@3",)) != key(
        "after_loss", TOWN, "a", ("use/a/decision@5",)
    )


async def test_one_organ_after_the_other_says_it_is_not_its_own(settled: Settled) -> None:
    """XG23-64, 行政许可法 32: 推诿扯皮; of two organs one may be right."""
    applicant = synthetic_applicant("申请人")
    declining = Decline(
        case="", ground="not_competent", reasons="不属于本乡职权", document_number="不1", go_to=""
    )
    for case, town, go_to in (
        ("先", TOWN, "古龙岗镇人民政府"), ("后", OTHER, "兴江乡人民政府"), ("再", OTHER, ""),
    ):  # fmt: skip
        settled.now += timedelta(hours=1)
        clerk = settled.by(town, "window_clerk")
        command = receiving(case, 21, town)
        await settled.do(clerk, replace(command, applicant=applicant))
        ground = "not_competent" if go_to else "not_needed"
        await settled.do(clerk, replace(declining, case=case, go_to=go_to, ground=ground))
    found = await raised(settled)
    passed = found["passed_on", "后"]
    assert [case for kind, case in found if kind == "passed_on"] == ["后"]
    assert (passed.organ, passed.matter) == (OTHER, 21)
    assert passed.says == (
        "2024-01-05兴江乡人民政府称不属于本机关职权，告知向古龙岗镇人民政府申请；"
        "2024-01-05古龙岗镇人民政府称不属于本机关职权，告知向兴江乡人民政府申请"
    )
    assert [cite.partition("@")[0] for cite in passed.cites] == ["case/先", "case/后"]
    assert OWNER in passed.supervisors
    await settled.do(settled.by(*HEAD), confirming(passed))
    assert (await problem(settled)).organ == OTHER
