"""What became of the 83 requirements of XG23: who cites them, which none does and why.

`python -m tests.architecture.requirements` prints it. The list is docs/domain.md A1; a citation is
the id itself (`XG23-56`, or `XG23-20, -21`) in a test, in code or in a policy pack.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

ROOT = Path(__file__).parents[2]
ROOMS = ("domain", "infra", "projections", "services", "tenants")
_ROW = re.compile(r"^\| (XG23-\d\d) \| (\w+) \| ([^|]+) \|", re.MULTILINE)
_CITED = re.compile(r"XG23-\d\d(?:(?:,| and|、)* ?-\d\d)*")

REASONS: Mapping[str, str] = {
    "XG23-08": "resources owed to a township (staff, funds): not kept yet",
    "XG23-25": "training sessions: not built yet",
    "XG23-26": "online advisors and their answers: not built yet",
    "XG23-29": "work plans of each unit: not built yet, and their day was before the issue (B-02)",
    "XG23-32": "the leading group is an organ of the pack; its members are not kept",
    "XG23-33": "reports to the county government and circulars: not built yet",
    "XG23-34": "dispatch meetings and the problems they track: not built yet",
    "XG23-63": "supervision on the spot, inspections, circulars: not built yet",
    "XG23-64": "alerts on gaps of power and supervision: not built yet",
    "XG23-65": "hand-over of systems, documents and blank certificates: not built yet",
    "XG23-69": "readiness check-lists: not built yet",
    "XG23-77": "inspections and their evaluation: not built yet",
    "XG23-78": "orders to correct: not built yet",
    "XG23-79": "accountability cases: not built yet",
    "XG23-80": "correction and revocation of licences: not built yet",
}
"""Requirements that no test cites, in the product's words."""

PARTLY: Mapping[str, str] = {
    "XG23-14": "consultations and progress by number and query code; feedback is not built yet",
    "XG23-27": "guides are revised; notices of a change of law are not built yet",
    "XG23-30": "the clock is shown; training sessions are not built yet",
    "XG23-61": "contents and term of the monthly report are in the pack; reports not built yet",
    "XG23-62": "suspension, irregularities, liability; inspections are not built yet",
    "XG23-68": "as XG23-61",
    "XG23-73": "the factors are shown with each line; decisions on recourse are not built yet",
    "XG23-75": "findings shift the line; what came of them outside is not kept yet",
}
"""Requirements that tests cite for what is there, with what is missing."""

NOT_REFUSED: Mapping[str, str] = {
    "XG23-40": "a result goes to every business department: tests/services/test_processes.py",
    "XG23-64": "see REASONS",
    "XG23-69": "see REASONS",
}
"""Rules of the document that no command can break, with the test that shows them otherwise."""


class Requirement(Struct, frozen=True):
    kind: str
    text: str


def requirements() -> dict[str, Requirement]:
    rows = _ROW.findall((ROOT / "docs/domain.md").read_text("utf-8"))
    return {identity: Requirement(kind, text.strip()) for identity, kind, text in rows}


def cited(*rooms: str) -> dict[str, set[str]]:
    """Requirement -> the files of these rooms that cite it."""
    found: dict[str, set[str]] = {}
    for room in rooms:
        for path in sorted((ROOT / room).rglob("*")):
            if path.suffix not in (".py", ".toml", ".sql") or path == Path(__file__):
                continue
            for citation in _CITED.findall(path.read_text("utf-8")):
                for number in re.findall(r"-(\d\d)", citation):
                    found.setdefault(f"XG23-{number}", set()).add(str(path.relative_to(ROOT)))
    return found


def report(refused: set[str]) -> str:
    """`refused`: the requirements that the refusal table cites."""
    asked, tests, code = requirements(), cited("tests"), cited(*ROOMS)
    rules = [identity for identity, it in asked.items() if it.kind == "rule"]
    by_tests, by_code = asked.keys() & tests.keys(), asked.keys() & code.keys()
    broken = refused & set(rules)
    lines = [
        f"XG23: {len(asked)} requirements",
        f"  cited by tests: {len(by_tests)}; by code and policy packs: {len(by_code)}",
        f"  by the refusal table: {len(refused)}; of the {len(rules)} rules: {len(broken)}",
        "",
        "No test cites:",
        *(
            f"  {identity} ({asked[identity].kind}) {reason}"
            f"{'' if identity in code else ' [nor does any code]'}"
            for identity, reason in sorted(REASONS.items())
        ),
        "",
        "In part:",
        *(f"  {identity} {missing}" for identity, missing in sorted(PARTLY.items())),
        "",
        "Rules that no command can break:",
        *(f"  {identity} {why}" for identity, why in sorted(NOT_REFUSED.items())),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    from tests.scenarios.test_refusals import cites

    print(report(cites()))  # noqa: T201  what it is for
