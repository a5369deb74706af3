"""What an office sends is taken as a file, in the form that the address names (JX24-39)."""

from io import BytesIO

from docx import Document
from openpyxl import load_workbook

from domain.kernel.authority import OPERATOR
from domain.organisation.posts import AssumePost
from domain.policy.adoption import AdoptUpperPack
from tenants.loader import digest
from tests.scenarios.settled import OWNER
from tests.scenarios.test_reports import NOTICE
from tests.services.http.knock import Door
from tests.services.http.test_problems import assert_problem
from tests.world import World

PAPER = "/summaries/2024/papers"


async def test_a_paper_is_offered_in_every_form_and_runs_nothing(door: Door) -> None:
    world = World(door.platform.executor, "xingguo")
    await world.play(world.county.adoption())
    by = world.by(OWNER, "principal")
    await world.do(OPERATOR, AssumePost(organ=by.organ, post=by.post, person=by.person))
    token = await door.person(by)
    assert_problem(await door.get(f"{PAPER}/html", token), 422, "reports.no_summary")
    await world.do(OPERATOR, AdoptUpperPack(
        pack=NOTICE, digest=digest(NOTICE), effective_from=NOTICE.effective_from,
        evidence="收文登记1号",
    ))  # fmt: skip
    page = await door.get(f"{PAPER}/html", token)
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert "草稿，未签发" in page.text
    kept = await door.get(f"{PAPER}/docx", token)
    assert kept.headers["content-disposition"].startswith('attachment; filename="paper.docx"')
    assert "改革情况汇总" in Document(BytesIO(kept.content)).paragraphs[0].text
    book = load_workbook(BytesIO((await door.get(f"{PAPER}/xlsx", token)).content))
    assert len(book.sheetnames) == 3
    assert_problem(await door.get(f"{PAPER}/pdf", token), 400, "http.malformed")
