"""A certificate over HTTP, from the issue to its end; whoever holds it may check (XG22-24, -25)."""

from domain.cases.commands import IssueCertificate
from services.demo.dossier import seat
from tests.scenarios.between_levels import FILE, BetweenLevels
from tests.scenarios.next_county import certificate
from tests.services.http.knock import Door
from tests.services.http.test_problems import assert_problem

TENANT, PAPER = "sample_wu", certificate("乙")
CLERK, KEEPER = seat("city_approval", "window_clerk"), seat("city_data", "principal")
CHANGE = {"changed": "经营场所", "document_number": "变1号", "digest": "e" * 64}
CANCEL = {"ground": "other", "reason": "法规规定", "document_number": "注1号"}


async def test_issued_changed_collected_cancelled_and_checked_by_anybody(door: Door) -> None:
    it = door.platform
    county = BetweenLevels(it.pool, it.executor.log, TENANT)
    await county.begin()
    await county.make_seal("city", "city_approval", "city_approval", 1)
    await county.receive("乙", 2, "county_approval")
    await county.walk("乙", until="certify", attack=False)
    issue = IssueCertificate(case="乙", certificate_number=PAPER, digest=FILE, identifier="照-乙")
    await county.do(CLERK, issue)
    await door.settle(TENANT)
    clerk, keeper = await door.person(CLERK, TENANT), await door.person(KEEPER, TENANT)
    path = f"/certificates/{PAPER}"
    one = (await door.get(path, clerk)).json()
    assert (one["digest"], one["sent"], one["cancelled"]) == (FILE, {"1": "issued"}, None)
    alone = await door.post(f"{path}/change", {**CHANGE, "digest": ""}, clerk)
    assert_problem(alone, 422, "licences.out_of_step")
    assert (await door.post(f"{path}/change", CHANGE, clerk)).status_code == 200
    await door.settle(TENANT)
    for serial in (1, 2):
        got = await door.post(f"{path}/collection", {"serial": serial}, keeper)
        assert got.status_code == 200, got.text
    await door.catch_up(TENANT)
    (row,) = (await door.get("/certificates?collected=true&case=乙", keeper)).json()["items"]
    assert (row["key"], sorted(row["collected"]), row["digest"]) == (PAPER, ["1", "2"], "e" * 64)

    code = it.vault.query_code(TENANT, "乙")
    check = f"/public/{TENANT}/certificates/{PAPER}?case=乙&code={code}"
    told = (await door.get(check)).json()
    assert (told["valid"], told["organ"], told["digest"]) == (True, "示例市审批局", "e" * 64)
    assert (await door.post(f"{path}/cancellation", CANCEL, clerk)).status_code == 200
    told = (await door.get(check)).json()
    assert told["valid"] is False
    assert told["cancelled_at"] is not None
    assert_problem(await door.post(f"{path}/change", CHANGE, clerk), 409, "licences.cancelled")
    wrong = ("0" if code[0] != "0" else "1") + code[1:]
    for other in (check.replace(code, wrong), check.replace(PAPER, "别的"),
                  check.replace("case=乙", "case=丙")):  # fmt: skip
        assert_problem(await door.get(other), 404, "licences.unknown")
