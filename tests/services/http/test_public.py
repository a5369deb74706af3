"""The public door: lists, guides and progress; nothing of persons; no guessing."""

from uuid import uuid4

import pytest
from httpx import ASGITransport, AsyncClient
from litestar import Litestar

from domain.cases.commands import NotifySupplement, SupplyMaterials
from domain.kernel.authority import OPERATOR
from domain.matters.guide import PublishGuide
from domain.matters.settled import SettleMode
from domain.policy.adoption import AdoptPack
from services.demo.acts import County
from services.http.app import create_app
from services.http.limits import Limiter
from services.http.problems import ProblemError
from services.main import Platform
from tenants.loader import bundled, digest, load
from tests.services.http.knock import PREFIX, Door
from tests.services.http.test_problems import assert_problem
from tests.world import World


@pytest.fixture
def app(platform: Platform) -> Litestar:
    """Each application counts by itself who asks how often."""
    return create_app(platform)


async def test_whoever_has_the_code_sees_how_far_the_case_is(door: Door) -> None:
    await door.set_up()
    await door.case("case-1", steps=1)
    code = door.platform.vault.query_code("xingguo", "case-1")
    path = f"/public/xingguo/cases/case-1?code={code}"
    told = (await door.get(path)).json()
    assert told["status"] == "已收件"
    assert told["outcome"] is None
    assert [step["organ"] for step in told["steps"]] == ["兴江乡人民政府"]
    await door.case("case-1")
    ended = (await door.get(path.replace(code, code.lower()))).json()
    assert (ended["status"], ended["outcome"]) == ("已办结", "granted")
    text = (await door.get(path)).text
    for hidden in ("xingjiang-", "演示申请人", "subject", "person", "stated", "受理通知"):
        assert hidden not in text


async def test_an_applicant_sees_what_is_still_missing(door: Door) -> None:
    """XG23-14: 信息反馈. What was asked for, without a word on who asked."""
    await door.set_up()
    await door.case("case-1", steps=1)
    clerk = door.by("xingjiang", "window_clerk")
    notice = NotifySupplement(
        case="case-1", missing=("系谱资料", "场所平面图"), document_number="补-1"
    )
    await door.give(clerk, notice)
    await door.give(clerk, SupplyMaterials(case="case-1", materials=("系谱资料",)))
    code = door.platform.vault.query_code("xingguo", "case-1")
    await door.catch_up()
    told = (await door.get(f"/public/xingguo/cases/case-1?code={code}")).json()
    assert (told["status"], told["missing"]) == ("补正中", ["场所平面图"])


async def test_a_wrong_code_and_an_unknown_case_are_the_same(door: Door) -> None:
    await door.set_up()
    await door.case("case-1", steps=1)
    right = door.platform.vault.query_code("xingguo", "case-1")
    wrong = "0" * 10 if right != "0" * 10 else "1" * 10
    unknown = door.platform.vault.query_code("xingguo", "case-2")
    answers = [
        (await door.get(f"/public/xingguo/cases/{path}"))
        for path in (f"case-1?code={wrong}", f"case-2?code={wrong}", f"case-2?code={unknown}")
    ]
    told = [assert_problem(answer, 404, "cases.unknown") for answer in answers]
    for problem in told:
        del problem["instance"], problem["correlation"]
    assert told[0] == told[1] == told[2]
    # Another county's code of the same number is a wrong one.
    other = door.platform.vault.query_code("elsewhere", "case-1")
    assert (await door.get(f"/public/xingguo/cases/case-1?code={other}")).status_code == 404
    for malformed in ("", "?code=", "?code=1", f"?code={right}0"):
        answer = await door.get(f"/public/xingguo/cases/case-1{malformed}")
        assert_problem(answer, 400, "http.malformed")


async def test_guessing_is_slowed_down(door: Door) -> None:
    await door.set_up()
    await door.case("case-1", steps=1)
    answers = [await door.get(f"/public/xingguo/cases/case-1?code={n:010}") for n in range(32)]
    assert [answer.status_code for answer in answers] == [404] * 30 + [429] * 2
    assert_problem(answers[-1], 429, "http.too_many")
    assert int(answers[-1].headers["Retry-After"]) >= 1
    assert (await door.get("/public/xingguo/cases/b?code=0000000000")).status_code == 429
    # Nobody keeps the applicant out by guessing, who asks from elsewhere.
    code = door.platform.vault.query_code("xingguo", "case-1")
    here = door.client._transport
    assert isinstance(here, ASGITransport)
    elsewhere = ASGITransport(here.app, client=("192.0.2.7", 1))
    async with AsyncClient(transport=elsewhere, base_url=door.client.base_url) as client:
        told = await client.get(f"{PREFIX}/public/xingguo/cases/case-1?code={code}")
    assert told.status_code == 200


async def test_what_the_guide_promises_is_public(door: Door) -> None:
    """承诺时限 in the list and in the guide."""
    await door.set_up()
    terms = door.world.county.pack.guide
    guide = PublishGuide(
        matter=21,
        contents=dict.fromkeys(terms.contents if terms else {}, "（测试）内容"),
        materials=("申请书",),
        published_in="政务服务网",
        promised_days=10,
    )
    await door.give(door.by("approval", "principal"), guide)
    await door.catch_up()
    listed = (await door.get("/public/xingguo/matters")).json()["items"]
    assert [
        (item["matter"]["no"], item["guide"]["promised_days"]) for item in listed if item["guide"]
    ] == [(21, 10)]
    told = (await door.get("/public/xingguo/matters/21")).json()
    assert told["published"]["promised_days"] == 10


async def test_the_matter_list_and_its_guides_are_published(door: Door) -> None:
    """Of lists whose rows are unknown it says so: 20 + 45 + 53 declared, none known (B-30)."""
    await door.set_up()
    answer = (await door.get("/public/xingguo/matters")).json()
    known = [(it["listed"], it["declared"]) for it in answer["lists"]]
    assert known == [(0, 20), (0, 45), (0, 53), (26, 26)]
    listed = answer["items"]
    pack = door.world.county.pack
    assert [item["matter"]["no"] for item in listed] == [matter.no for matter in pack.matter]
    bases = {(item["matter"]["delegation_basis"], item["matter"]["basis_text"]) for item in listed}
    assert bases == {(None, "")}, "findings of an internal review"
    for matter in pack.matter:
        guide = (await door.get(f"/public/xingguo/matters/{matter.no}")).json()
        assert guide["name"] == matter.name
        assert guide["steps"]
        assert guide["fee"] == matter.fee
        assert guide["certificate"] == matter.certificate
        assert len(guide["limits"]) == len(matter.limit)
        assert len(guide["offered_at"]) == len(matter.offer)
    assert_problem(await door.get("/public/xingguo/matters/9999"), 404, "matters.not_listed")
    assert_problem(await door.get("/public/nowhere/matters"), 404, "tenants.unknown")


async def test_one_of_two_lists_is_asked_for_by_its_id_or_name(door: Door) -> None:
    """ZZ22-39, -42; a step that a row does not grant and nobody takes is not in its guide."""
    pack = load(bundled("zezhou"))
    adopt = AdoptPack(pack=pack, digest=digest(pack))
    await door.platform.executor.execute("zezhou", OPERATOR, adopt, uuid4())
    await door.platform.projections.catch_up("zezhou")
    for named, first, count in (("annex2", 1001, 44), ("镇级清单", 1, 99), ("附件3", 0, 0)):
        items = (await door.get(f"/public/zezhou/matters?list={named}")).json()["items"]
        assert len(items) == count
        assert [item["matter"]["no"] for item in items[:1]] == [first] * bool(count)
    blank = (await door.get("/public/zezhou/matters")).json()["items"][6]["matter"]
    assert (blank["row"], blank["mode_label"], blank["mode_name"]) == (7, "", "以镇政府名义办理")
    open_ = (await door.get("/public/zezhou/matters/7")).json()
    assert open_["handling_mode"] == "待明确（以镇政府名义办理）"
    guide = (await door.get("/public/zezhou/matters/16")).json()
    assert [step["name"] for step in guide["steps"]] == [
        "收件", "受理", "初审", "转报", "审批", "结果返回", "送达",
    ]  # fmt: skip
    assert guide["handling_mode"] == "乡级负责初审"


async def test_a_row_left_open_is_published_as_the_county_has_settled_it(door: Door) -> None:
    """B-41: in the list with reason and document, in the guide with who does what."""
    world = World(door.platform.executor, "zezhou")
    world.county = County("zezhou", load(bundled("zezhou")))
    await world.play(world.county.adoption())
    await world.play(*world.county.staffing("approval_services", {"principal": ()}))
    settle = SettleMode(
        matter=13,
        mode="town_steps",
        grants=("accept", "review"),
        reason="社会救助由镇受理、审核",
        document_number="明1号",
    )
    await world.do(world.by("approval_services", "principal"), settle)
    await door.platform.projections.catch_up("zezhou")
    items = (await door.get("/public/zezhou/matters?list=annex1")).json()["items"]
    said = "乡级负责所列环节，县级决定（受理、审核）"
    assert {item["matter"]["no"]: item["settled_as"] for item in items if item["settled"]} == {
        13: said
    }
    assert items[12]["settled"]["document_number"] == "明1号"
    guide = (await door.get("/public/zezhou/matters/13")).json()
    assert guide["handling_mode"] == said
    assert [step["name"] for step in guide["steps"]] == [
        "收件", "受理", "审核", "转报", "审批", "结果返回", "送达",
    ]  # fmt: skip


def test_a_bucket_refills_and_their_number_is_bounded() -> None:
    now = [0.0]
    limiter = Limiter(per_minute=2, size=3, clock=lambda: now[0])

    def taken(key: str) -> bool:
        try:
            limiter.take(key)
        except ProblemError:
            return False
        return True

    assert [taken("a") for _ in range(3)] == [True, True, False]
    now[0] += 30
    assert [taken("a") for _ in range(2)] == [True, False]
    now[0] += 3600
    assert [taken("a") for _ in range(3)] == [True, True, False], "no fuller than full"
    for key in "bcde":
        assert taken(key)
    assert len(limiter._buckets) == 3
    assert taken("a"), "the longest unused has left"
