"""One agreement and one seal per department and township: 83 in the pilot, 100 after (B0, B-10)."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.delegation.coverage import called_for
from domain.kernel.facts import Pilot
from domain.kernel.rulebook import Rulebook
from tests.world import XINGGUO

NOW = datetime(2024, 1, 2, tzinfo=UTC)
EIGHT = tuple(organ.id for organ in XINGGUO.organ if organ.seal_no)[:8]


@pytest.mark.parametrize(
    ("pilot", "expected"),
    [
        (None, 75),  # nobody named yet: no. 12 is not delegated anywhere
        (Pilot(12, EIGHT, NOW), 83),
        (Pilot(12, EIGHT, NOW, rolled_out=NOW), 100),
        (Pilot(12, EIGHT, NOW, rolled_out=NOW + timedelta(days=1)), 83),
    ],
)
def test_agreements_and_seals_called_for(pilot: Pilot | None, expected: int) -> None:
    pairs = called_for(Rulebook(XINGGUO), {12: pilot} if pilot else {}, NOW)
    assert len(pairs) == expected
    assert {delegator for delegator, _ in pairs} <= {
        "approval",
        "forestry",
        "health",
        "agriculture",
    }
    assert pairs["approval", "xingjiang"] == tuple(range(14, 26))
