"""Every requirement of the documents has a test that cites it, or a reason why none does."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.architecture.requirements import (
    DOCUMENTS,
    NOT_REFUSED,
    PARTLY,
    REASONS,
    ROOMS,
    ROOT,
    citations,
    cited,
    refusals,
    report,
    requirements,
)

PROOFS = tomllib.loads((Path(__file__).parent / "data/proofs.toml").read_text("utf-8"))
NAMED = [name for part in PROOFS.values() for names in part.values() for name in names]
ASKED = requirements()
TESTS = cited("tests")
REFUSED = refusals()


@pytest.mark.parametrize(
    ("document", "rules"),
    [("XG23", 33), ("JX24", 22), ("ZZ22", 14), ("XG22", 10), ("RA22", 11)],
)
def test_all_are_there(document: str, rules: int) -> None:
    """DOMAIN A1 to A5."""
    asked = {identity: it for identity, it in ASKED.items() if identity.startswith(document)}
    assert list(asked) == [f"{document}-{n:02}" for n in range(1, DOCUMENTS[document] + 1)]
    assert sum(it.kind == "rule" for it in asked.values()) == rules


def test_a_citation_may_name_several() -> None:
    told = "XG23-01, -03 and -04; ZZ22-09、-11; RA22-19 to -21, -25; RA22-02…-04; B-06"
    assert [identity[-2:] for identity in citations(told)] == [
        "01", "03", "04", "09", "11", "19", "20", "21", "25", "02", "03", "04",
    ]  # fmt: skip


def test_what_is_cited_is_asked_for() -> None:
    assert (TESTS.keys() | cited(*ROOMS).keys()) - ASKED.keys() == set()


@pytest.mark.parametrize("identity", ASKED)
def test_each_is_cited_by_a_test_or_has_a_reason(identity: str) -> None:
    assert (identity in TESTS) != (identity in REASONS), ASKED[identity].text
    assert not (identity in PARTLY and identity in REASONS)


def test_only_what_is_asked_for_has_a_reason() -> None:
    assert (PARTLY.keys() | REASONS.keys() | NOT_REFUSED.keys()) - ASKED.keys() == set()


@pytest.mark.parametrize("identity", [it for it, asked in ASKED.items() if asked.kind == "rule"])
def test_each_rule_is_broken_in_the_refusal_table_or_cannot_be(identity: str) -> None:
    assert (identity in REFUSED) != (identity in NOT_REFUSED), ASKED[identity].text


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


def test_every_vector_of_these_counties_and_every_invariant_is_listed() -> None:
    assert list(PROOFS["vector"]) == [*"123456789", "10", "11", "12", "14", "15"]
    assert list(PROOFS["invariant"]) == list("123456789")
    empty = [n for part in PROOFS.values() for n, proofs in part.items() if not proofs]
    assert empty == []


def test_the_report() -> None:
    """`pytest -rP -k the_report`, or `python -m tests.architecture.requirements`."""
    said = report(REFUSED)
    print(said)  # noqa: T201  what it is for
    for document, count in DOCUMENTS.items():
        assert f"{document}: {count} requirements" in said
    for identity in REASONS:
        assert identity in said
