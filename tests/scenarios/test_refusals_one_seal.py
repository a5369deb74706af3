"""Rules of both documents with one seal, broken: refused with code and clause (ZZ22, RA22).

Given a county at work, when somebody lacks power, then what he is told, in the words of the
county's document; written is nothing but his attempt, where it was one at public power.
"""

import pytest

from domain.attempts.attempt import AttemptMade
from domain.kernel.pack import Pack
from domain.kernel.refusal import Refusal
from tests.county import County
from tests.rongan import RONGAN
from tests.scenarios.hall import Hall
from tests.scenarios.refusals import halls, towns
from tests.scenarios.refusals.broken import Broken
from tests.scenarios.town import PACK, Town

OTHERWISE = {"seal.custodian_is_user"}  # neither document forbids that one person does both (B-08)


def cites() -> set[str]:
    """The requirements that the tables cite."""
    return {word for row in (*towns.ROWS, *halls.ROWS) for word in row.ids.split()}


def each(rows: tuple[Broken, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", rows, ids=lambda row: f"{row.ids.split()[0]} {row.code}")


@each(towns.ROWS)
async def test_refused_in_a_town(town: Town, row: Broken) -> None:
    await refused(town, row)


@each(halls.ROWS)
async def test_refused_in_a_hall(hall: Hall, row: Broken) -> None:
    await refused(hall, row)


async def refused(county: County, row: Broken) -> None:
    if row.given is not None:
        await row.given(county)
    before = await county.executor.log.head(county.tenant)
    with pytest.raises(Refusal) as told:
        await county.do(row.by, row.when)
    assert (told.value.code, told.value.clause) == (row.code, row.clause), told.value
    assert row.ids.split()[0] in told.value.source, "the rule cites its requirement"
    ours = {rule.id: rule.text for rule in county.county.pack.rule}
    if row.code in ours:
        assert told.value.text == ours[row.code], "the county's words go first"
    written = await county.executor.log.read(county.tenant, before)
    remembered = row.when.POWER and told.value.kind == "not_permitted"
    assert [type(item.event) for item in written] == [AttemptMade] * remembered


@pytest.mark.parametrize(
    ("pack", "rows"), [(PACK, towns.ROWS), (RONGAN, halls.ROWS)], ids=["ZZ22", "RA22"]
)
def test_every_rule_of_the_county_is_broken_by_a_row(pack: Pack, rows: tuple[Broken, ...]) -> None:
    """What a pack's rules say is refused somewhere, not only written."""
    assert {rule.id for rule in pack.rule} - {row.code for row in rows} <= OTHERWISE
