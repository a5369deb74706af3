"""The province's notice meets the counties' rules: what it finds, whom it binds (E5-8, B-20…B-24).

What becomes of it is played in the story of Xingguo, and with a small notice in
`test_self_inspection`; the demands before a matter moves in `test_listing_gates`.
"""

from collections import Counter
from datetime import date

import pytest
from msgspec.structs import replace

from domain.kernel.authority import OPERATOR
from domain.kernel.refusal import Refusal
from domain.kernel.rulebook import Rulebook
from domain.policy import conflict
from domain.policy.adoption import AdoptPack, AdoptUpperPack, Policy, decide, evolve
from domain.policy.composition import composed
from tenants.loader import bundled, digest, load
from tenants.validate import validate
from tests.world import XINGGUO, at

JIANGXI = load(bundled("jiangxi"))
BOTH = Rulebook(composed(XINGGUO, (JIANGXI,)))
ADOPT = AdoptUpperPack(
    pack=JIANGXI,
    digest=digest(JIANGXI),
    effective_from=date(2024, 6, 1),
    evidence="（演示）收文登记〔2024〕1号",
)


def test_fifteen_seal_matters_are_found_each_with_its_basis() -> None:
    """E5-8, JX24-33, -34: no. 12 rests on a law, eleven licences on none, three are no licences."""
    found = {each.matter: each for each in conflict.findings(BOTH)}
    assert sorted(found) == list(range(12, 27))
    assert Counter(each.basis for each in found.values()) == {
        "law": 1,
        "none_found": 11,
        "not_needed": 3,
    }
    assert found[12].basis == "law"
    assert "森林法 57(3)" in found[12].basis_source
    assert {no for no, each in found.items() if each.basis == "not_needed"} == {13, 25, 26}
    assert all(
        ("seal" in " ".join(each.prohibitions)) and each.seals == ("no2",)
        for each in found.values()
    )
    only_seal = {no for no, each in found.items() if len(each.prohibitions) == 1}
    assert only_seal == {12, 13, 25, 26}, "the others lack a basis for the delegation too"


def test_laid_beside_each_other_the_two_packs_are_one_valid_pack() -> None:
    assert validate(replace(BOTH.pack, upper=None)) == ()
    assert {mode.id for mode in XINGGUO.mode} < {mode.id for mode in BOTH.pack.mode}
    assert BOTH.pack.matter == XINGGUO.matter
    assert BOTH.version.startswith("xingguo@")
    assert BOTH.version.endswith(f"+jiangxi@{JIANGXI.version}")


@pytest.mark.parametrize(
    ("county", "code"),
    [("zezhou", "policy.other_region"), ("rongan", "policy.other_region"), ("xingguo", None)],
)
def test_a_notice_binds_the_counties_of_its_province_alone(county: str, code: str | None) -> None:
    """A pack for one province cannot be adopted by a county of another (region codes, JX24-01)."""
    pack = load(bundled(county))
    now = at("2024-06-01 09:00")
    state: Policy | None = None
    for event in decide(AdoptPack(pack=pack, digest="a"), None, OPERATOR, now):
        state = evolve(state, event)
    if code is None:
        assert decide(ADOPT, state, OPERATOR, now)
        return
    with pytest.raises(Refusal) as refused:
        decide(ADOPT, state, OPERATOR, now)
    assert refused.value.code == code
