"""Adopting packs: versions, the day they take effect, what may not be adopted."""

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from domain.kernel.authority import OPERATOR, By
from domain.kernel.refusal import Refusal
from domain.policy.adoption import AdoptPack, Policy, decide, evolve
from tests.world import XINGGUO

NOW = datetime(2024, 1, 2, tzinfo=UTC)
NEXT = replace(XINGGUO, version="2024-06-01", effective_from=date(2024, 6, 1))


def adopted(*packs: AdoptPack) -> Policy | None:
    """Given these adoptions."""
    state: Policy | None = None
    for command in packs:
        for event in decide(command, state, OPERATOR, NOW):
            state = evolve(state, event)
    return state


FIRST = AdoptPack(pack=XINGGUO, digest="a")
SECOND = AdoptPack(pack=NEXT, digest="b")


@pytest.mark.parametrize(
    ("at", "version"),
    [
        ("2023-11-29T15:59:59+00:00", None),
        ("2023-11-29T16:00:00+00:00", "xingguo@2023-11-30"),  # midnight in Xingguo
        ("2024-05-31T15:59:59+00:00", "xingguo@2023-11-30"),
        ("2024-05-31T16:00:00+00:00", "xingguo@2024-06-01"),
    ],
)
def test_a_version_takes_effect_at_midnight_of_the_county(at: str, version: str | None) -> None:
    policy = adopted(FIRST, SECOND)
    assert policy is not None
    found = policy.in_force(datetime.fromisoformat(at))
    assert (found.rules.version if found else None) == version


def test_of_two_versions_of_one_day_the_later_adopted_counts() -> None:
    corrected = AdoptPack(pack=replace(XINGGUO, version="2023-11-30.1"), digest="c")
    policy = adopted(FIRST, corrected)
    assert policy is not None
    found = policy.in_force(NOW)
    assert found is not None
    assert found.rules.version == "xingguo@2023-11-30.1"


@pytest.mark.parametrize(
    ("command", "by", "code"),
    [
        (FIRST, OPERATOR, "policy.already_adopted"),
        # The same content, named by a digest of another form.
        (replace(FIRST, digest="other"), OPERATOR, "policy.already_adopted"),
        (replace(FIRST, pack=replace(XINGGUO, name="改名")), OPERATOR, "policy.version_reused"),
        (SECOND, By("x", "approval", "principal"), "policy.not_operator"),
    ],
)
def test_refused(command: AdoptPack, by: By, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        decide(command, adopted(FIRST), by, NOW)
    assert refused.value.code == code
    assert refused.value.clause
