"""Every rule and prohibition of the document, broken: refused with code and clause (XG23).

The table is in `refusals`: given a county at work, when somebody lacks power, then what he is told.
"""

from uuid import uuid4

import pytest

from domain.attempts.attempt import AttemptMade
from domain.cases.case import Case
from domain.kernel import streams
from domain.kernel.refusal import Refusal
from domain.kernel.rulebook import Rulebook
from tests.scenarios.refusals import cases, delegation, seals
from tests.scenarios.refusals.row import KEEPER, Row, applied, stamp
from tests.scenarios.settled import Settled
from tests.world import XINGGUO

ROWS = (*delegation.ROWS, *seals.ROWS, *cases.ROWS)
# Of this programme; who breaks those of the one of 2022: test_city_county.py.
RULES = Rulebook(XINGGUO).about(matter.no for matter in XINGGUO.matter).rules
OTHERWISE = {"seal.custodian_is_user"}  # this county lets the custodian use the seal (B-08)


def cites() -> set[str]:
    """The requirements that the table cites."""
    return {word for row in ROWS for word in row.ids.split() if word.startswith("XG23-")}


def rows(*, given: bool) -> pytest.MarkDecorator:
    chosen = [row for row in ROWS if (row.given is not None) == given]
    return pytest.mark.parametrize(
        "row", chosen, ids=lambda row: f"{row.ids.split()[0]} {row.says}"
    )


@rows(given=False)
async def test_refused_as_things_stand(unchanged: Settled, row: Row) -> None:
    await refused_and_nothing_changed(unchanged, row)


@rows(given=True)
async def test_refused_after_what_happened(settled: Settled, row: Row) -> None:
    assert row.given is not None
    await row.given(settled)
    if row.routed:
        await _went_to_the_county(settled, row)
    await refused_and_nothing_changed(settled, row)


async def refused_and_nothing_changed(county: Settled, row: Row) -> None:
    """Code, clause and requirement; written is the attempt, where it was one at public power."""
    log = county.executor.log
    before = await log.head(county.tenant)

    with pytest.raises(Refusal) as refused:
        await county.do(row.by, row.when)

    assert (refused.value.code, refused.value.clause) == (row.code, row.clause)
    if row.code in RULES or row.routed:
        assert row.ids.split()[0] in refused.value.source, "the rule cites its requirement"
    assert refused.value.source
    attempts = [item.event for item in await log.read(county.tenant, before)]
    assert all(isinstance(event, AttemptMade) and event.code == row.code for event in attempts)
    remembered = row.when.POWER and refused.value.kind == "not_permitted"
    assert len(attempts) == (1 if remembered else 0)


async def _went_to_the_county(settled: Settled, row: Row) -> None:
    """A guard routes, it does not reject (B-01)."""
    case = (await settled.executor.unit(settled.tenant).get(streams.case("routed"), Case)).state
    assert case is not None
    assert case.mode != settled.county.rules.matter(case.matter).mode
    assert (case.route.reasons[0].code, case.route.reasons[0].clause) == (row.code, row.clause)


def test_every_rule_of_the_county_is_broken_by_a_row() -> None:
    """What the pack's rules say is refused somewhere, not only written."""
    assert set(RULES) - {row.code for row in ROWS} == OTHERWISE


async def test_an_attempt_repeated_is_refused_the_same_and_remembered_once(
    settled: Settled,
) -> None:
    await applied(settled)
    command_id = uuid4()
    for _ in range(3):
        with pytest.raises(Refusal) as refused:
            await settled.do(KEEPER, stamp("decided"), command_id)
        assert (refused.value.code, refused.value.clause) == (
            "seal.consent_missing",
            "附件3 二.2",
        )
    attempts = await settled.executor.log.read(settled.tenant, types=[AttemptMade.TYPE])
    assert len(attempts) == 1
