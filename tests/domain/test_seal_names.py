"""Two names are permitted; that townships take different ones is pointed out (B-62)."""

from domain.kernel.rulebook import Rulebook
from domain.seals.engraving import seal_names
from domain.seals.naming import Named, patterns_in_use
from tests.rongan import RONGAN
from tests.world import XINGGUO

RULES = Rulebook(RONGAN)
APPROVAL, SERVICE = RULES.seals["township_seal"].names


def named(town: str, which: int) -> Named:
    owner, holder = f"{town}_township", f"{town}_centre"
    name = seal_names(RULES, RULES.seals["township_seal"], owner, holder, 1)[which]
    return Named(owner, holder, 1, name)


def test_one_name_for_all_is_nothing_to_point_out() -> None:
    assert patterns_in_use([], RULES) == {}
    assert patterns_in_use([named("jia", 1), named("yi", 1)], RULES) == {}


def test_two_names_are_counted() -> None:
    """RA22-04, -05."""
    seals = [named("jia", 0), named("yi", 1), named("bing", 1)]
    assert patterns_in_use(seals, RULES) == {APPROVAL: 1, SERVICE: 2}


def test_a_name_of_former_rules_is_none_of_them() -> None:
    old = Named("jia_township", "jia_centre", 1, "甲镇审批章")
    gone = Named("former_township", "jia_centre", 1, named("yi", 1).name)
    assert patterns_in_use([named("jia", 0), old, gone], RULES) == {}


def test_seals_that_differ_by_owner_and_number_bear_one_name() -> None:
    """XG23-82: one pattern, 25 numbers."""
    rules = Rulebook(XINGGUO)
    rule = rules.seals["no2"]
    towns = [organ for organ in XINGGUO.organ if organ.seal_no]
    seals = [
        Named(
            "approval", town.id, town.seal_no or 0, seal_names(rules, rule, "approval", town.id)[0]
        )
        for town in towns
    ]
    assert patterns_in_use(seals, rules) == {}
