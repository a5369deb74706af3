"""A periodic report by HTTP and by the command line: owed, drafted, sent, restated (XG23-61)."""

from domain.seals.commands import ReportLoss
from infra.database import Database
from tests.county import a_county
from tests.services.http.knock import Door
from tests.services.http.test_problems import assert_problem
from tests.services.working import tongban
from tests.world import at

ONE = "/reports/monthly/2024-01/xingjiang/approval"
DAYS = ("2024-01-01", "2024-01-31")
WHICH = ("monthly", "2024-01", "xingjiang", "approval")


async def test_a_report_goes_its_way_through_the_doors(door: Door, database: Database) -> None:
    """XG23-33, -60, -61, B-07, invariant 7."""
    county = await a_county(door.platform.pool, door.platform.log)
    county.now = at("2024-01-12 09:00")
    await county.steps(0, 99)
    head, town, other = [
        await door.person(door.by(*seat))
        for seat in (
            ("approval", "principal"),
            ("xingjiang", "principal"),
            ("agriculture", "principal"),
        )
    ]
    letter = {"document_number": "月报-1", "remarks": "办件平稳"}
    coming = ONE.replace("2024", "2999")
    assert_problem(await door.post(coming, letter, town), 409, "reports.period_open")
    county.now = at("2024-02-01 09:00")
    await county.scheduler.work(county.tenant)
    await door.catch_up()
    (period,) = (await door.get("/report-periods?report=monthly", head)).json()["items"]
    assert (period["period"], period["expected"]) == ("2024-01", 1)
    assert (period["owed"][0]["by"], period["owed"][0]["to"]) == ("xingjiang", "approval")
    (due,) = (await door.get("/tray", town)).json()["due"]
    assert (due["kind"], due["label"]) == ("report", "定期报告")
    assert due["about"] == "2024-01 “县乡同办”改革事项办理和“2号章”使用情况月报"
    assert due["clause"] == "附件3 二.5、三(二)2"
    draft = (await door.get(f"{ONE}/figures", town)).json()
    assert (draft["sent"], draft["differences"]) == (False, [])
    assert_problem(await door.get(f"{ONE[:-8]}health/figures", town), 404, "reports.not_owed")
    assert_problem(await door.post(ONE, letter, head), 403, "organisation.not_principal")

    sent = await door.post(ONE, letter, town)
    assert (sent.status_code, sent.headers["ETag"]) == (201, '"1"')
    assert_problem(await door.post(f"{ONE}/receipt", {}, other), 403, "reports.not_receiver")
    assert (await door.post(f"{ONE}/receipt", {}, head)).status_code == 200
    again = {"document_number": "补-1", "reason": "印章遗失后补报"}
    assert_problem(await door.post(f"{ONE}/restatements", again, town), 409, "reports.nothing_new")
    loss = ReportLoss(
        owner="approval", number=11, lost_at=at("2024-01-10 09:00"), circumstances="清点时未见"
    )
    await county.do(county.by("xingjiang", "custodian"), loss)
    now = (await door.get(f"{ONE}/figures", town)).json()
    assert {it["figure"] for it in now["differences"]} == {"irregular"}
    said = (await tongban(database, "report", "xingguo", *WHICH)).replace("\n", "")
    assert "数据截至日志位置" in said
    assert "，因2024-02-01报告印章遗失（seal/approval/11@" in said
    assert (await door.post(f"{ONE}/restatements", again, town)).status_code == 201
    await door.settle()
    (row,) = (await door.get("/reports?by=xingjiang&status=sent", head)).json()["items"]
    assert (row["figures"], row["document_number"]) == (draft["figures"], "月报-1")
    assert row["restatements"][0]["differences"] == now["differences"]
    january = (await door.get("/reports/monthly/2024-01/collected", head)).json()
    assert (january["expected"], january["came"]["in_time"] + january["came"]["late"]) == (1, 1)

    await upwards(door, head, town, january["organs"])
    said = await tongban(database, "speed", "xingguo", "--since", DAYS[0], "--until", DAYS[1])
    assert "第21项" in said
    assert "专报-1" in await tongban(database, "overviews", "xingguo")
    said = await tongban(database, "reports", "xingguo", "--period", "2024-01")
    assert "已报送" in said
    assert "合计" in await tongban(database, "collect", "xingguo", *WHICH[:2])


async def upwards(door: Door, head: str, town: str, organs: object) -> None:
    """What came in is told to the government, and how fast it went (XG23-33)."""
    overview = {
        "number": "专-1",
        "report": "to_government",
        "of": "monthly",
        "periods": ["2024-01"],
        "contents": {"各乡镇人民政府落实情况": "平稳", "各相关职能部门落实情况": "到位"},
        "document_number": "专报-1",
    }
    assert_problem(await door.post("/overviews", overview, town), 403, "organisation.not_principal")
    assert (await door.post("/overviews", overview, head)).status_code == 201
    await door.settle()
    (told,) = (await door.get("/overviews?to=county_government", head)).json()["items"]
    assert told["collected"][0]["organs"] == organs
    speed = (await door.get("/speed?since={}&until={}".format(*DAYS), head)).json()
    assert [(it["matter"], it["cases"]) for it in speed["items"]] == [(21, 1)]
