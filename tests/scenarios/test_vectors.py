"""The ready-made vectors of DOMAIN E5 that concern this county, each by its number.

Those that are played elsewhere (4, 6, 15) are named in tests/architecture/data/proofs.toml.
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import asyncpg
import pytest
from msgspec.structs import replace

from domain.delegation.coverage import called_for
from domain.kernel.authority import OPERATOR, By
from domain.kernel.event import Command
from domain.kernel.facts import Pilot
from domain.kernel.refusal import Refusal
from domain.kernel.rulebook import Rulebook
from domain.organisation.posts import AssumePost, AuthoriseStaff
from domain.seals.commands import ApproveEngraving, GrantSeal, RecordEngraving, RegisterSeal
from domain.seals.engraving import seal_names
from infra.log import EventLog
from projections import matter_list
from services.demo.acts import County
from tenants.calendars import seed
from tests.county import County as Working
from tests.scenarios.refusals.row import (
    HEAD,
    KEEPER,
    OWNER_HEAD,
    USER,
    apply,
    consent,
    seat,
    stamp,
)
from tests.scenarios.settled import BARE, OWNER, PILOT, TOWN, WOOD, Settled
from tests.world import XINGGUO, at

RULES = Rulebook(XINGGUO)
FORESTER = seat("forestry", "principal")


async def refused(county: Settled, by: By, command: Command) -> tuple[str, str]:
    with pytest.raises(Refusal) as no:
        await county.do(by, command)
    return no.value.code, no.value.clause


async def test_e5_1_the_list_and_the_table_of_seals(settled: Settled) -> None:
    """E5-1, XG23-37, -82: 26 rows 15/5/6, powers 12/7/6/1; 25 seals, number = place + 10."""
    await settled.projections.catch_up(settled.tenant)
    listed = await matter_list.as_of(settled.pool, settled.tenant, date(2024, 1, 5))
    matters = [period.matter for period, _ in listed]
    assert sorted(Counter(matter.mode for matter in matters).values()) == [5, 6, 15]
    assert sorted(Counter(matter.power for matter in matters).values()) == [1, 6, 7, 12]

    towns = [organ for organ in XINGGUO.organ if organ.kind == "township"]
    for place, town in enumerate(towns, 1):
        if town.id in (TOWN, "gulonggang"):
            continue  # theirs are in use already
        name = seal_names(RULES, RULES.seals["no2"], OWNER, town.id)[0]
        assert f"（{place + 10}）" in name
        approve = ApproveEngraving(owner=OWNER, number=place + 10, rule="no2", name=name)
        await settled.do(OWNER_HEAD, approve)
    assert (len(towns), towns[0].name, towns[-1].name) == (25, "兴江乡人民政府", "潋江镇人民政府")
    beyond = ApproveEngraving(owner=OWNER, number=36, rule="no2", name="兴国县行政审批专用章（36）")
    assert await refused(settled, OWNER_HEAD, beyond) == ("seal.organ_without_seal", "附件3 一.1")


async def test_e5_2_a_seal_only_in_its_scope_its_township_and_the_pilot(settled: Settled) -> None:
    """E5-2, XG23-46, -52, -83: the wrong matter and township are rows of the refusal table."""
    await settled.forestry()
    await settled.receive("small", 12, **{**WOOD, "volume_m3": 14.99})
    assert await _mode(settled, "small") == "county_channel"
    await settled.case("enough", 13, 12, **WOOD)  # 15.00, to its end
    ledger = await settled.executor.log.read(settled.tenant, types=["seals.used"])
    stamped = [item for item in ledger if item.stream.startswith("use/enough/")]
    assert {item.event.owner for item in stamped} == {"forestry"}  # type: ignore[attr-defined]  # known here
    assert len(stamped) == 3  # acceptance, decision, certificate

    number = RULES.organ(BARE).seal_no or 0
    name = seal_names(RULES, RULES.seals["no2"], "forestry", BARE)[0]
    about: dict[str, Any] = {"owner": "forestry", "number": number}
    for made in (
        ApproveEngraving(**about, rule="no2", name=name),
        RecordEngraving(**about, name=name, engraver="刻章单位"),
        RegisterSeal(**about, imprint="0" * 64),
    ):
        await settled.do(FORESTER, made)
    grant = GrantSeal(**about)
    assert (await refused(settled, FORESTER, grant))[0] == "delegation.no_agreement"
    await settled.receive("outside", 12, seat(BARE, "window_clerk"), **WOOD)
    assert await _mode(settled, "outside") == "county_channel"
    use = replace(apply("outside"), **about)
    assert await refused(settled, seat(BARE, "seal_user"), use) == (
        "seal.out_of_scope",
        "附件3 一.3",
    )


async def _mode(county: Settled, number: str) -> str:
    (received,) = await county.executor.log.load(county.tenant, f"case/{number}")
    mode = received.event.route.mode  # type: ignore[attr-defined]  # it was received
    assert isinstance(mode, str)
    return mode


async def test_e5_3_no_stamp_without_the_heads_signature_and_none_by_the_applicant(
    settled: Settled,
) -> None:
    """E5-3, XG23-56: the head who also applied may not sign; another head may, and then once."""
    await settled.do(OPERATOR, AssumePost(organ=TOWN, post="seal_user", person=HEAD.person))
    entitled = AuthoriseStaff(person=HEAD.person, organ=TOWN, steps=("apply",), matters=(21,))
    await settled.do(HEAD, entitled)
    await settled.do(By(HEAD.person, TOWN, "seal_user"), apply("decided"))
    unsigned = ("seal.consent_missing", "附件3 二.2")
    assert await refused(settled, KEEPER, stamp("decided")) == unsigned
    own = ("seal.consent_by_applicant", "附件3 二.2")
    assert await refused(settled, HEAD, consent("decided")) == own
    assert await refused(settled, KEEPER, stamp("decided")) == unsigned

    second = By("xingjiang-principal-2", TOWN, "principal")
    await settled.do(OPERATOR, AssumePost(organ=TOWN, post="principal", person=second.person))
    await settled.do(second, consent("decided"))
    await settled.do(KEEPER, stamp("decided"))
    again = ("seal.one_use_per_document", "附件3 二.3")
    assert await refused(settled, KEEPER, stamp("decided")) == again
    assert await refused(settled, USER, apply("decided")) == again


async def test_e5_5_pushes_across_the_holiday_of_2022(pool: asyncpg.Pool, log: EventLog) -> None:
    """E5-5, B-70: 2022-09-30 plus three working days is 10-10, plus five 10-12.

    The county as it would have been a year earlier.
    """
    pack = replace(XINGGUO, effective_from=date(2022, 1, 1))
    county = Working(pool, log)
    county.county = County(county.tenant, pack)
    county.now = at("2022-09-30 09:00")
    await county.projections.ensure()
    await county.set_up()
    await county.do(OPERATOR, seed(2022))
    await county.steps(0, 0)
    await county.react()
    await county.steps(0, 12)
    due = {row.kind: str(row.due_on) for row in (await county.react()).values()}
    assert due["push"] == "2022-10-10"
    assert due["accept"] == "2022-10-12"


NOW = datetime(2024, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pilot", "expected"),
    [
        (None, 75),  # nobody named yet: no. 12 is not delegated anywhere
        (Pilot(12, PILOT, NOW), 83),
        (Pilot(12, PILOT, NOW, rolled_out=NOW), 100),
        (Pilot(12, PILOT, NOW, rolled_out=NOW + timedelta(days=1)), 83),
    ],
)
def test_e5_14_one_agreement_seal_and_monthly_report_for_each_department_and_township(
    pilot: Pilot | None, expected: int
) -> None:
    """E5-14, XG23-61, -83, B-07, B-10: 83 in the pilot, 100 after it."""
    pairs = called_for(RULES, {12: pilot} if pilot else {}, NOW)
    assert len(pairs) == expected
    assert {owner for owner, _ in pairs} <= {"approval", "forestry", "health", "agriculture"}
    assert pairs["approval", TOWN] == tuple(range(14, 26))
    report = XINGGUO.report[0]
    assert (report.every, report.by, report.to, report.nil) == ("month", "town", "dept", True)
