"""A pack played against a county's history: nothing otherwise under its own, else what changes."""

import asyncio
import json
from datetime import date
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from msgspec.structs import replace
from typer.testing import CliRunner, Result

from domain.cases.commands import Receive
from domain.kernel.event import Command
from domain.kernel.pack import Matter, Pack
from domain.kernel.refusal import Refusal
from infra.database import APPLICATION, Database, connect
from infra.embedded import SUPERUSER, EmbeddedServer
from services.cli.main import app
from services.cli.rehearse import said
from services.commands import HANDLERS, cases, clocks, delegation, organisation, seals
from services.rehearsal import Rehearsal, Report
from services.rehearsal.asked import ASKED
from services.rehearsal.states import States
from tenants.loader import bundled, load
from tests.scenarios.settled import Settled
from tests.world import XINGGUO

SERVICE, CARD, GONE = 25, 7, 24
TOWNS, AUTHORISED = 2, 19
DEFENDANT = "行政诉讼法 26(1); 行政复议法 10(4)，2024年起19(1); 国家赔偿法 7(1)"
STAMPED = ("received", "accepted", "reviewed", "decided", "elsewhere")


async def rehearsed(county: Settled, pack: Pack, **options: Any) -> Report:
    return await Rehearsal(county.executor, county.pool, county.tenant, pack, **options).play()


def changed(pack: Pack) -> Pack:
    """The delegated mode without guidance, other acceptors; matters moved, narrowed, gone."""
    [delegated] = [m for m in pack.mode if any(n.instrument == "agreement" for n in m.needs)]
    back = delegated.otherwise.mode if delegated.otherwise else ""
    other = replace(
        delegated,
        duty=tuple(duty for duty in delegated.duty if duty.duty != "guidance"),
        step=tuple(
            replace(step, post="reviewer") if step.kind == "accept" else step
            for step in delegated.step
        ),
    )
    return replace(
        pack,
        version="2024-06-01",
        effective_from=date(2024, 6, 1),
        mode=tuple(other if mode is delegated else mode for mode in pack.mode),
        matter=tuple(_changed(matter, back) for matter in pack.matter if matter.no != GONE),
    )


def _changed(matter: Matter, back: str) -> Matter:
    if matter.no == SERVICE:
        return replace(matter, mode=back)
    if matter.no == CARD:
        grades = (
            replace(guard, allow=("四级",)) if guard.field == "disability_grade" else guard
            for guard in matter.guard
        )
        return replace(matter, guard=tuple(grades))
    return matter


async def test_under_the_rules_of_the_time_nothing_and_under_others_what_they_change(
    unchanged: Settled,
) -> None:
    own = await rehearsed(unchanged, XINGGUO)
    assert (own.groups, own.following, own.cases) == ((), 0, len(STAMPED) + 2)
    # What others tried on this county meanwhile is an attempt, which no decision reads.
    assert own.not_played.keys() - {"attempts.made"} == {"calendars.year_adopted"}
    assert own.not_played["calendars.year_adopted"] == TOWNS

    new = changed(XINGGUO)
    report = await rehearsed(unchanged, new, examples=1)
    card, service = "第7项“三、四级肢体残疾人证新办”", "第25项“拖拉机、联合收割机安全检验”"
    breeding = "第21项“种畜禽（含蜂、蚕）生产经营许可证核发”"
    found = {
        (g.finding.kind, g.finding.matter, g.finding.act, g.finding.code): g for g in report.groups
    }
    assert {key: group.count for key, group in found.items()} == {
        ("unknown", "", "授权工作人员", "matters.not_listed"): AUTHORISED,
        ("unknown", "", "签署协议", "matters.not_listed"): TOWNS,
        ("refused", breeding, "受理", "organisation.wrong_post"): len(STAMPED) - 1,
        ("routed", service, "收件", ""): 1,
        ("routed", card, "收件", "cases.outside_guard"): 1,
        ("attributed", breeding, "责任", ""): len(STAMPED),
        ("attributed", service, "责任", ""): 1,
        ("attributed", card, "责任", ""): 1,
    }
    assert report.different == {
        "unknown": 0,
        "refused": len(STAMPED) - 1,
        "routed": 2,
        "attributed": own.cases,
        "otherwise": 0,
    }
    guided = found["attributed", breeding, "责任", ""].finding
    [line] = guided.went
    assert (line.duty, line.clause, guided.came) == ("guidance", "四(四)", ())
    lines, code = [*said(report)], " cases.outside_guard"
    for sentence in (
        "7件办件中，4件有会被拒绝的行为，2件会走别的办理方式，7件责任或者名义不同。",
        "另有7个行为在这些办件里，随之改变，不逐一列出。",
        "没有其他记载不同的。",
        f"1. {service}，收件：1次：由“‘2号章’委托办”改为“县级部门直接办理”",
        f"2. {card}，收件：1次：由“乡镇帮办代办”改为“县级部门直接办理”（附件2 第7项）{code}",
        "   例：2024-01-04 办件assisted case/assisted@1 残疾等级为“三级”，只限四级",
        "   − 内部责任 业务指导 县行政审批局 文件规定（四(四)）",
        f"   + 外部责任 对外法律责任 县行政审批局 法律规定（{DEFENDANT}）",
    ):
        assert sentence in lines, "\n".join(lines)
    last = lines[-1].removeprefix("不重演的记录：").split("、")
    assert f"工作日历{TOWNS}条" in last, "in officials' words"

    later = await rehearsed(unchanged, new, since=date(2024, 1, 5))
    assert (later.groups, later.cases) == ((), 0)


async def test_what_a_province_issued_is_rehearsed_beside_the_countys_rules(
    unchanged: Settled,
) -> None:
    """JX24-01, -33, B-22: from the first day on; and only in a county that it binds."""
    notice = load(bundled("jiangxi"))
    report = await rehearsed(unchanged, notice)
    prohibited = [g for g in report.groups if g.finding.code == "seal.prohibited_above"]
    assert {g.finding.clause for g in prohibited} == {"赣政务字〔2024〕4号 三(二)"}
    assert prohibited
    assert not report.different["unknown"], "matters and organs are the county's own"
    assert notice.upper is not None
    other = replace(notice, upper=replace(notice.upper, regions=("450000",)))
    clash = replace(notice, party={**notice.party, "town": "matter.department"})
    for pack, code in ((other, "policy.other_region"), (clash, "policy.clash")):
        with pytest.raises(Refusal) as refused:
            await rehearsed(unchanged, pack)
        assert refused.value.code == code


async def test_a_case_that_would_not_have_been_received_is_said_once(settled: Settled) -> None:
    """And streams that nobody keeps in mind are folded again: with few kept, the same is found."""
    await settled.receive(
        "more", CARD, disability_grade="四级", disability_kind="肢体", action="新办"
    )
    pack = replace(XINGGUO, matter=tuple(m for m in XINGGUO.matter if m.no != 21))
    rehearsal = Rehearsal(settled.executor, settled.pool, settled.tenant, pack)
    rehearsal.states = States(settled.executor.log, settled.tenant, pack, size=3)
    report = await rehearsal.play()
    again = await rehearsed(settled, pack)
    assert report == again
    received = [g for g in report.groups if g.finding.act == "收件"]
    assert [(g.finding.kind, g.finding.code, g.count) for g in received] == [
        ("unknown", "matters.not_listed", len(STAMPED))
    ]
    assert report.following
    assert not [g for g in report.groups if g.finding.kind in ("routed", "attributed")]


async def contents(server: EmbeddedServer, name: str) -> dict[str, str]:
    """A digest of each table."""
    admin = await asyncpg.connect(server.url(SUPERUSER, name))
    tables = await admin.fetch(
        "select format('%I.%I', schemaname, tablename) as name from pg_tables "
        "where schemaname not in ('pg_catalog', 'information_schema') order by 1"
    )
    whole = "select md5(coalesce(string_agg(t::text, ',' order by t::text), ''))"
    names = [row["name"] for row in tables]
    found = {name: await admin.fetchval(f"{whole} from {name} t") for name in names}
    await admin.close()
    return found


async def test_nothing_is_written_on_the_command_line_either(
    settled: Settled, server: EmbeddedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = await settled.pool.fetchval("select current_database()")
    database = Database(server.url(APPLICATION, name), None)
    monkeypatch.setenv("TONGBAN_DATABASE_URL", database.url)
    monkeypatch.setenv("TONGBAN_MASTER_KEY", "00" * 32)
    before = await contents(server, name)
    async with connect(database, 2, read_only=True) as pool:
        with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
            await pool.execute("create table here (id int)")
    (tmp_path / "pack.toml").write_text(
        'extends = ["xingguo"]\nversion = "2024"\ndrop = { matter = [25] }\n'
        '[[list]]\nid = "county_township_list"\nname = "县乡同办清单"\ntitle = "示例"\n'
        'count = 26\nunknown = true\nclause = "示例"\nsource = "示例"\n',
        "utf-8",
    )

    async def tenant(*arguments: str | Path) -> Result:
        asked = ["tenant", *map(str, arguments)]
        return await asyncio.to_thread(CliRunner().invoke, app, asked)

    done = await tenant("rehearse", tmp_path, "xingguo")
    assert done.exit_code == 0, done.output
    assert "没有写入任何内容" in done.stdout
    assert "第25项" in done.stdout
    report = json.loads((await tenant("rehearse", tmp_path, "xingguo", "--json")).stdout)
    assert report["head"] == await settled.executor.log.head("xingguo")
    same = await tenant("rehearse", "xingguo@2023-11-30", "xingguo", "--since", "2024-01-01")
    assert "没有差别" in same.stdout, same.output
    again = await tenant("rehearse", "xingguo@", "xingguo")
    assert "各版本”重演" in again.stdout, again.output
    assert "没有差别" in again.stdout
    assert "没有差别" in (await tenant("diff", "xingguo", "xingguo@")).stdout
    assert (await tenant("diff", "xingguo", "xingguo@2031")).exit_code == 1
    assert (await tenant("rehearse", tmp_path, "nowhere")).exit_code == 1
    assert (await tenant("rehearse", tmp_path, "xingguo", "--since", "soon")).exit_code != 0
    assert await contents(server, name) == before


def test_every_act_of_power_can_be_asked_again() -> None:
    asked = {*ASKED.values(), Receive}
    power: set[type[Command]] = {it for it in HANDLERS if it.POWER}
    by_hand = {
        command
        for context in (cases, clocks, seals, delegation, organisation)
        for command in context.HANDLERS
        if not command.AUTOMATED
    }
    assert {it.__name__ for it in (power | by_hand) - asked} == {
        "Redelegate",  # always refused: nothing of it is in any history
        "DemandInternalSeal",  # asked of what was demanded by its own act
    }
