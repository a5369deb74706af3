"""A matter is handled otherwise by event: what its list prints says nothing of it any more (B-23).

丁县, an invented county below an invented city: what it took on directly is reviewed below and
decided above from a day on.
"""

from datetime import date

import asyncpg
from msgspec.structs import replace

from domain.delegation.agreement import CountersignAgreement, SignAgreement, TerminateAgreement
from domain.kernel.authority import By
from domain.kernel.pack import AgreementTerms, Pack
from domain.kernel.seat import administration
from domain.matters.settled import ChangeMode
from infra.log import EventLog
from services.demo.dossier import seat
from tests.scenarios.next_county import pack
from tests.scenarios.two_levels import (
    CITY,
    CITY_HEAD,
    COUNTY_HEAD,
    DIRECT,
    PAIR,
    REVIEWED,
    TwoLevels,
    two_levels,
)
from tests.world import at

CHANGE = ChangeMode(
    matter=DIRECT,
    mode="ding_review",
    effective_from=date(2022, 6, 20),
    reason="审查要点不清",
    document_number="调整〔2022〕1号",
)
TERMS = AgreementTerms(
    contents={"scope": "承接事项", "liability": "责任划分"},
    mode=("ding_review",),
    clause="示例 三(二)2",
    source="示例",
)


def printed_direct() -> Pack:
    """No matter is printed as reviewed, and there are terms for what is."""
    own = pack("sample_ding")
    matters = tuple(
        replace(it, mode="ding_direct") if it.no == REVIEWED else it for it in own.matter
    )
    return replace(own, matter=matters, agreement_of=(TERMS,))


def keeper(county: TwoLevels) -> By:
    return seat(administration(county.county.rules)[0], "principal")


async def test_seal_and_agreement_are_those_of_the_mode_that_a_matter_has(
    pool: asyncpg.Pool, log: EventLog
) -> None:
    """XG22-07, -10: its seal can be engraved beforehand; the agreement says what its mode asks."""
    county = await two_levels(pool, log, printed_direct())
    [approve, *made] = county.seal_acts("city_seal", CITY, CITY, 1)
    assert await county.refused_with(*approve) == "seal.engraved_by_delegator"
    await county.do(keeper(county), CHANGE)
    for by, command in (approve, *made):
        await county.do(by, command)

    sign = SignAgreement(
        **PAIR, contents={"scope": "示例"}, matters=(DIRECT,), valid_from=CHANGE.effective_from
    )
    refused = await county.refusal(CITY_HEAD, sign)
    assert (refused.code, "责任划分" in refused.message) == ("delegation.contents_incomplete", True)
    whole = replace(sign, contents={"scope": "示例", "liability": "示例"})
    await county.do(CITY_HEAD, whole)
    await county.do(COUNTY_HEAD, CountersignAgreement(**PAIR))

    # Handled as printed again: what was concluded ends, and is not concluded anew.
    county.now = at("2022-06-21 09:00")
    back = replace(CHANGE, mode="ding_direct", effective_from=date(2022, 6, 22))
    await county.do(keeper(county), back)
    county.now = at("2022-06-22 09:00")
    await county.do(CITY_HEAD, TerminateAgreement(**PAIR, reason="事项已改为直接承接"))
    for no in (DIRECT, REVIEWED):
        anew = replace(whole, matters=(no,), valid_from=date(2022, 6, 22))
        assert await county.refused_with(CITY_HEAD, anew) == "delegation.matter_not_delegable"
