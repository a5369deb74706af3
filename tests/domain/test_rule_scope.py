"""Two programmes of one county word the same refusal each by its own document (B-23)."""

import pytest
from msgspec.structs import replace

from domain.kernel.pack import AgreementTerms, Rule
from domain.kernel.refusal import NotPermitted
from domain.kernel.rulebook import Rulebook
from tenants.loader import bundled, load
from tenants.validate import validate

PACK = load(bundled("xingguo"))
SEALED, HELPED, OTHER = "no2_seal", "assisted", "system_extension"
CODE = "cases.test"


def rule(text: str, *modes: str) -> Rule:
    return Rule(id=CODE, clause="一", text=text, source="test", mode=modes)


def book(*rules: Rule, agreement_of: tuple[AgreementTerms, ...] = ()) -> Rulebook:
    return Rulebook(replace(PACK, rule=rules, agreement_of=agreement_of))


def said(rules: Rulebook) -> str:
    return rules.refuse(NotPermitted, CODE, "不行").text


GENERAL, OF_SEAL, OF_HELP = rule("都"), rule("章", SEALED), rule("帮", HELPED, "county_channel")


@pytest.mark.parametrize(
    ("rules", "of_seal", "of_help", "other", "none"),
    [
        ((GENERAL,), "都", "都", "都", "都"),
        ((OF_SEAL, GENERAL), "章", "都", "都", "都"),
        ((OF_SEAL, OF_HELP), "章", "帮", "", ""),  # of two documents none speaks for all
        ((OF_SEAL,), "章", "", "", "章"),  # where no mode is known, the only one there is
    ],
)
def test_the_rule_of_the_mode_goes_before_the_general_one(
    rules: tuple[Rule, ...], of_seal: str, of_help: str, other: str, none: str
) -> None:
    whole = book(*rules)
    assert [said(whole.within(mode)) for mode in (SEALED, HELPED, OTHER)] == [
        of_seal,
        of_help,
        other,
    ]
    assert said(whole) == none
    # From wherever one looks: a book within a mode leads to any other, and back.
    inner = whole.within(SEALED)
    assert inner.within(HELPED) is whole.within(HELPED)
    assert inner.within() is whole


def test_what_is_of_matters_or_of_a_seal_is_of_their_modes() -> None:
    """An agreement covers matters, a seal goes on the documents of some modes."""
    own = AgreementTerms(
        contents={"term": "期限"}, name="备忘录", mode=(HELPED,), clause="二", source="test"
    )
    rules = book(OF_SEAL, OF_HELP, agreement_of=(own,))
    helped = next(matter.no for matter in PACK.matter if matter.mode == HELPED)
    assert said(rules.about([helped, 999])) == "帮"
    assert said(rules.about([12])) == said(rules.sealing("no2")) == "章"
    assert rules.about([helped]).agreement == own
    assert rules.about([12]).agreement == rules.agreement == PACK.agreement
    assert validate(rules.pack) == ()


def test_scopes_of_one_code_do_not_overlap() -> None:
    found = validate(book(OF_SEAL, OF_HELP, GENERAL, rule("又", SEALED), rule("再")).pack)
    assert [(fault.key, fault.reason.partition("写了")[0]) for fault in found] == [
        (f"rule[{CODE}].mode", f"“{CODE}”在“{SEALED}”下"),
        (f"rule[{CODE}].id", f"“{CODE}”不分办理方式的"),
    ]
