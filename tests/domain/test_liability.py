"""Attribution: the county's matrix as lines, with its exceptions (E1, B-05)."""

from datetime import UTC, datetime

from msgspec.structs import replace

from domain.kernel.pack import Finding
from domain.kernel.rulebook import Rulebook
from domain.liability.attribution import CaseFacts, Line, attribute, changed
from domain.liability.findings import Found
from tests.world import XINGGUO

RULES = Rulebook(XINGGUO)
NOON = datetime(2024, 1, 31, 4, tzinfo=UTC)


def lines(
    mode: str = "no2_seal", *findings: Finding, matter: int = 21, receiver: str = "xingjiang"
) -> tuple[Line, ...]:
    facts = CaseFacts(
        case="c",
        matter=matter,
        mode=mode,
        policy=RULES.version,
        receiver=receiver,
        actors={"receive": receiver},
        outcome="granted",
        findings=tuple(
            Found(finding=finding, at=NOON, says="x", rests_on=("use/c/decision@3", "shown@1"))
            for finding in findings
        ),
        evidence={
            "receive": ("case/c@1",),
            "decide": ("case/c@4",),
            "seal_use": ("use/c/decision@3",),
            "agreement": ("agreement/a@1",),
            "announcement": ("agreement/a@2",),
        },
    )
    return attribute(facts, RULES)


def bearers(found: tuple[Line, ...], duty: str, **fields: str) -> set[str]:
    return {
        line.bearer
        for line in found
        if line.duty == duty and all(getattr(line, key) == value for key, value in fields.items())
    }


def test_seal_in_scope() -> None:
    """XG23-20, -21, -22, -72, -73."""
    found = lines()
    assert bearers(found, "process") == {"xingjiang"}
    assert bearers(found, "result", share="equal") == {"xingjiang", "approval"}
    assert bearers(found, "guidance") == {"approval"}
    assert "agriculture" in bearers(found, "supervision")
    assert bearers(found, "external") == {"approval"}
    # B-12: no. 21's delegation rests on no law that was found, no. 12's does.
    assert {line.basis for line in found if line.duty == "external"} == {
        "text", "law", "contested",
    }  # fmt: skip
    felling = lines(matter=12)
    assert {line.basis for line in felling if line.duty == "external"} == {"text", "law"}
    assert any(line.clause == "行政许可法 24" for line in felling)
    assert not any("行政许可法" in line.clause for line in lines(matter=25))
    recourse = [line for line in found if line.layer == "recourse"]
    assert {line.by for line in recourse} == {("approval",)}
    assert all(line.note for line in recourse)  # only once the department has borne liability


def test_nobody_answers_for_a_result_that_is_not_there() -> None:
    """四(四) speaks of matters handled with the seal: equal shares only once it was used."""
    facts = CaseFacts(
        case="c",
        matter=21,
        mode="no2_seal",
        policy=RULES.version,
        receiver="xingjiang",
        actors={},
        evidence={"receive": ("case/c@1",)},
    )
    assert {line.duty for line in attribute(facts, RULES)} == {"process", "guidance"}
    decided = replace(facts, evidence={**facts.evidence, "decide": ("case/c@4",)})
    duties = {line.duty for line in attribute(decided, RULES)}
    assert "external" in duties
    assert "result" not in duties


def test_beyond_scope_the_text_says_township_and_the_law_is_contested() -> None:
    """XG23-74; E1 second row: no equal share of the department any more."""
    found = lines("no2_seal", "beyond_scope")
    assert bearers(found, "external", basis="text") == {"xingjiang"}
    assert bearers(found, "external", basis="contested") == {"approval"}
    assert bearers(found, "result") == {"xingjiang"}
    assert {line.finding for line in found if line.duty == "external"} == {"beyond_scope"}


def test_a_line_that_a_finding_brings_rests_on_what_shows_it() -> None:
    """XG23-60: the use, and the report of the loss."""
    found = lines("no2_seal", "after_loss")
    result = next(line for line in found if line.duty == "result")
    assert result.rests_on[:2] == ("use/c/decision@3", "shown@1")


def test_what_changed_is_lines_and_not_their_evidence() -> None:
    regular, lost = lines(), lines("no2_seal", "after_loss")
    assert changed(regular, regular) == ([], [])
    later = tuple(replace(line, rests_on=(*line.rests_on, "case/c@9")) for line in regular)
    assert changed(regular, later) == ([], [])
    went, came = changed(regular, lost)
    assert {line.share for line in went if line.duty == "result"} == {"equal"}
    assert {line.finding for line in came} == {"after_loss"}
    assert {line.clause for line in went if line.layer == "internal"} == {"四(四)"}


def test_assisted_handling_leaves_result_and_outside_with_the_deciding_body() -> None:
    found = lines("assisted", matter=7)
    assert bearers(found, "collection") == {"xingjiang"}
    assert bearers(found, "result") == bearers(found, "external") == {"disabled_persons"}


def test_several_supervisors_each_have_a_line() -> None:
    """XG23-40: no. 13 has four business departments."""
    assert bearers(lines(matter=13), "supervision") >= {
        "health", "civil_affairs", "medical_insurance", "rural_revitalisation",
    }  # fmt: skip


def test_every_line_has_a_clause_and_rests_on_events() -> None:
    for line in lines():
        assert line.clause
        assert line.source
        assert line.rests_on
    external = next(line for line in lines() if line.duty == "external")
    assert external.rests_on == (
        "case/c@4", "use/c/decision@3", "agreement/a@1", "agreement/a@2",
    )  # fmt: skip
