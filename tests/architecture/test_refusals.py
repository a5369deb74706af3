"""A refusal without its clause is not a refusal: every code that is raised has a ground."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.kernel.advice import ADVICE
from domain.kernel.platform_rules import GROUNDS
from tenants.loader import available, bundled, load

ROOT = Path(__file__).parents[2]
KINDS = {"Invalid", "IllegalState", "NotFound", "NotPermitted"}


def raised() -> Iterator[tuple[str, str]]:
    """Every code given as a literal to a refusal, with where it stands."""
    for room in ("domain", "services"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                place = {"refuse": 1}.get(name, 0 if name in KINDS else None)
                if place is None or len(node.args) <= place:
                    continue
                code = node.args[place]
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    yield code.value, f"{path.relative_to(ROOT)}:{node.lineno}"


def test_every_code_has_a_ground_of_the_platform() -> None:
    """So that a county's pack need not say what its document has no words on (ZZ22, B-48)."""
    found = dict(raised())
    assert len(found) > 50, "the search finds the codes"
    assert {code: at for code, at in found.items() if code not in GROUNDS} == {}


@pytest.mark.parametrize("name", available())
def test_a_rule_of_a_pack_is_for_a_code_that_is_raised_or_looked_up(name: str) -> None:
    """A misspelt code would never be cited; what the platform says would go first, unseen."""
    assert {rule.id for rule in load(bundled(name)).rule} - set(GROUNDS) == set()


def test_no_ground_stands_for_a_code_that_nobody_raises() -> None:
    sources = "".join(
        path.read_text("utf-8")
        for room in ("domain", "services")
        for path in (ROOT / room).rglob("*.py")
        if path.name != "platform_rules.py"
    )
    assert [code for code in GROUNDS if f'"{code}"' not in sources] == []


def test_every_code_says_what_is_wrong_and_what_to_do_in_chinese_and_english() -> None:
    """Whoever is refused learns how to go on, whichever code it is; and no advice is nobody's."""
    rules = {rule.id for name in available() for rule in load(bundled(name)).rule}
    codes = set(dict(raised())) | set(GROUNDS) | rules
    assert codes - set(ADVICE) == set()
    assert set(ADVICE) - codes == set()
    for code, advice in ADVICE.items():
        assert all(advice), code
        assert any("\u4e00" <= sign <= "\u9fff" for sign in advice.title), code
        assert any("\u4e00" <= sign <= "\u9fff" for sign in advice.text), code
        assert (advice.title_en + advice.text_en).isascii(), code


def test_officials_are_told_of_a_matter_by_its_list() -> None:
    """第6项 alone is of two lists (ZZ22-42): `Rulebook.item` says which."""
    raw = re.compile(r"第\{[\w.]*(?:matter|no|matter\.no)\}项")
    for room in ("domain", "services/commands", "services/processes", "services/trays"):
        for path in (ROOT / room).rglob("*.py"):
            if path.name != "rulebook.py":
                assert raw.findall(path.read_text("utf-8")) == [], path
