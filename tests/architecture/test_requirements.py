"""Every requirement of XG23 has a test that cites it, or a reason why none does."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.architecture.requirements import (
    NOT_REFUSED,
    PARTLY,
    REASONS,
    ROOMS,
    ROOT,
    cited,
    report,
    requirements,
)
from tests.scenarios.test_refusals import cites

PROOFS = tomllib.loads((Path(__file__).parent / "data/proofs.toml").read_text("utf-8"))
NAMED = [name for part in PROOFS.values() for names in part.values() for name in names]
ASKED = requirements()
TESTS = cited("tests")


def test_there_are_83() -> None:
    assert [int(identity[-2:]) for identity in ASKED] == list(range(1, 84))
    assert sum(it.kind == "rule" for it in ASKED.values()) == 33


def test_what_is_cited_is_asked_for() -> None:
    assert (TESTS.keys() | cited(*ROOMS).keys()) - ASKED.keys() == set()


@pytest.mark.parametrize("identity", ASKED)
def test_each_is_cited_by_a_test_or_has_a_reason(identity: str) -> None:
    assert (identity in TESTS) != (identity in REASONS), ASKED[identity].text
    assert not (identity in PARTLY and identity in REASONS)


@pytest.mark.parametrize("identity", [it for it, asked in ASKED.items() if asked.kind == "rule"])
def test_each_rule_is_broken_in_the_refusal_table_or_cannot_be(identity: str) -> None:
    assert (identity in cites()) != (identity in NOT_REFUSED), ASKED[identity].text


@pytest.mark.parametrize(("identity", "why"), NOT_REFUSED.items())
def test_what_cannot_be_broken_is_shown_otherwise(identity: str, why: str) -> None:
    if identity not in REASONS:
        proof = why.rpartition(" ")[2]
        assert (ROOT / proof).is_file()
        assert proof in TESTS[identity]


@pytest.mark.parametrize("proof", NAMED)
def test_the_tests_named_as_proof_exist(proof: str) -> None:
    """DOMAIN E5, DESIGN 9."""
    path, _, name = proof.partition("::")
    source = (ROOT / path).read_text("utf-8")
    assert re.search(rf"^(async )?def {name}\(", source, re.MULTILINE)


def test_every_vector_of_this_county_and_every_invariant_is_listed() -> None:
    assert list(PROOFS["vector"]) == ["1", "2", "3", "4", "5", "6", "14", "15"]
    assert list(PROOFS["invariant"]) == list("123456789")
    empty = [n for part in PROOFS.values() for n, proofs in part.items() if not proofs]
    assert empty == ["7"], "reports are not built yet"


def test_the_report() -> None:
    """`pytest -rP -k the_report`, or `python -m tests.architecture.requirements`."""
    said = report(cites())
    print(said)  # noqa: T201  what it is for
    assert said.startswith("XG23: 83 requirements")
    for identity in REASONS:
        assert identity in said
