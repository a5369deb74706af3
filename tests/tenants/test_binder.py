"""The closed grammar of party binders."""

import pytest

from tenants.binder import SOURCES, Binder, parse


@pytest.mark.parametrize("source", sorted(SOURCES))
def test_a_source_reads_itself(source: str) -> None:
    assert parse(source) == Binder(facts=frozenset({source}))


@pytest.mark.parametrize(
    ("text", "facts", "steps"),
    [
        ("parent(case.receiver)", {"case.receiver"}, set()),
        ("parent(parent(matter.delegator))", {"matter.delegator"}, set()),
        ("actor(decide_town)", set(), {"decide_town"}),
        ("parent(actor(receive))", set(), {"receive"}),
        (
            "relation.former_station(matter.domain, case.receiver)",
            {"matter.domain", "case.receiver"},
            set(),
        ),
        (
            "relation.guide(matter.domain, parent(case.receiver))",
            {"matter.domain", "case.receiver"},
            set(),
        ),
        (
            "received_at(county, matter.department)",
            {"case.receiver", "matter.department"},
            set(),
        ),
        ("received_at(city, actor(receive))", {"case.receiver"}, {"receive"}),
        ("  matter.delegator ", {"matter.delegator"}, set()),
    ],
)
def test_expressions(text: str, facts: set[str], steps: set[str]) -> None:
    assert parse(text) == Binder(frozenset(facts), frozenset(steps))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "matter.boss",
        "matter.delegator.parent",
        "parent()",
        "parent(matter.delegator",
        "parent(matter.delegator))",
        "parent(case.receiver, case.receiver)",
        "actor()",
        "actor(Receive!)",
        "relation.former(case.receiver)",
        "relation.former(matter.name, case.receiver)",
        "relation.(matter.domain, case.receiver)",
        "owner(matter.delegator)",
        "received_at(matter.department)",
        "received_at(hamlet, matter.department)",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"不认识|不能按"):
        parse(text)
