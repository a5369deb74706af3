"""What became of each requirement of the documents: who cites it, which none does and why.

`python -m tests.architecture.requirements` prints it. The lists are docs/domain.md A1 to A5; a
citation is the id itself (`XG23-56`, `XG23-20, -21` or `RA22-19 to -23`) in a test, in code or in a
policy pack.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

ROOT = Path(__file__).parents[2]
ROOMS = ("domain", "infra", "projections", "services", "tenants")
DOCUMENTS: Mapping[str, int] = {"XG23": 83, "JX24": 49, "ZZ22": 43, "XG22": 30, "RA22": 32}
"""Each document with how many requirements it has."""

_OF_COVERAGE = {Path(__file__).name, f"test_{Path(__file__).name}"}
_OURS = "|".join(DOCUMENTS)
_ROW = re.compile(rf"^\| ((?:{_OURS})-\d\d) \| (\w+) \| ([^|]+) \|", re.MULTILINE)
_CITED = re.compile(rf"({_OURS})-(\d\d)((?:(?:,| and|、| to|…)* ?-\d\d)*)")
_FURTHER = re.compile(r"((?:,| and|、| to|…)*) ?-(\d\d)")

REASONS: Mapping[str, str] = {
    "XG23-08": "staff and funds are kept in the county's own books, not in this log",
    "XG23-32": "the leading group is an organ of the pack; its members are not kept",
    "JX24-02": "a goal, not software: the log knows no map to measure minutes on",
    "JX24-45": "which matters go together is for people to judge; a list has each by itself",
    "ZZ22-08": "the lists name types of power, not 行政审批, 公共服务, 便民服务: no class is kept",
    "ZZ22-23": "how complex a matter is and the channel aimed at for it: not kept",
    "ZZ22-24": "the public guide has matter, procedure and norms; no board, no staff on it",
    "ZZ22-25": "a self-service area is premises; its machines and hours are not kept",
    "ZZ22-33": "by what criteria the county picks its people: not software",
    "ZZ22-34": "the special team and its premises, staff, funds: not kept",
    "XG22-15": "the platform between city and county is theirs; it may read the feed",
    "XG22-28": "slogans without a figure: cited when a shortfall is reported, not measured",
    "RA22-18": "the document names no village station, so the pack has none (cf. ZZ22-42)",
}
"""Requirements that no test cites, in the product's words."""

PARTLY: Mapping[str, str] = {
    "JX24-06": "two are ways of handling, service points the third; older names are counties' own",
    "JX24-08": "argued on figures of the log, before it is listed; who asked for it is not kept",
    "JX24-20": "who assisted and what was found; files are not kept",
    "JX24-26": "services and agents are kept; data shared with others are not",
    "JX24-29": "who takes in and who handles at each level; no rate of frequent matters",
    "JX24-30": "trainings and manuals are kept, a mode has its day; videos are files elsewhere",
    "JX24-32": "one guide a matter, whatever the channel; its standard is the province's to set",
    "JX24-36": "figures of this log; no other data are matched",
    "JX24-37": "who may log on is kept; accounts and lines themselves are the province's",
    "JX24-42": "meetings and what they settle are kept; a list changes in steps of its own",
    "JX24-43": "an example of the annex, held as a rule; renamed materials count as new",
    "JX24-46": "a way of handling is the matter's; nothing weighs how complex one case is",
    "JX24-38": "counted in the summary's figures, inspected and evaluated; no lessons are drawn",
    "JX24-39": "the county's part is sent; what the city makes of it is not kept",
    "JX24-41": "reported, answered and praised; nothing says what became of an example",
    "JX24-47": "inspected, assessed, adjusted by events; the annex only tells of an example",
    "JX24-48": "services of banks are recorded, without a case; their systems are not connected",
    "ZZ22-05": "trainings are kept; whether it ought to be handed down (宜放则放) is not judged",
    "ZZ22-06": "who is responsible and until when is in the pack; what was done is not tracked",
    "ZZ22-09": "only the authorised handle a matter; how able they are is not assessed",
    "ZZ22-11": "as ZZ22-06",
    "ZZ22-19": "old seals left after the day are late; a town's own rules on its seal are not kept",
    "ZZ22-21": "as ZZ22-06; norms of a station are not kept",
    "ZZ22-22": "questions are answered, a notice names all that is missing; no screens of a window",
    "ZZ22-26": "which matter is online is declared; the platform online is the county's",
    "ZZ22-31": "as ZZ22-06",
    "ZZ22-32": "a guide is complete and public; whether agents are able online is not kept",
    "ZZ22-35": "the bureau inspects and records; the annual assessment is not kept",
    "ZZ22-43": "units report how far they are with each clause; nobody is told who says nothing",
    "XG22-02": "which matters are taken on is the lists'; the criterion is cited, not judged",
    "XG22-11": "as XG22-02",
    "XG22-12": "nothing outside the guide is asked for; guides are not compared with the city's",
    "XG22-16": "the city's advisers answer; the city's trainings are not asked for",
    "XG22-26": "cited where nobody is authorised; staff, premises, funds are not kept",
    "RA22-06": "the seal may be electronic, with its force printed; signing files is not ours",
    "RA22-14": "compiled and published in steps; nothing is compared with other levels (四级十同)",
    "RA22-15": "one notice, terms with alerts; who was asked first (首问负责) is not kept",
    "RA22-25": "pushed here and in the feed; the region's platform is not connected",
    "RA22-31": "organs are assessed, with grade and paper; what follows for cadres is not ours",
    "RA22-27": "steps, documents by number and findings are shared; files are not",
}
"""Requirements that tests cite for what is there, with what is missing."""

NOT_REFUSED: Mapping[str, str] = {
    "XG23-40": "a result goes to every business department: tests/services/test_processes.py",
    "XG23-64": "gaps are raised for supervisors: tests/scenarios/test_candidates.py",
    "XG23-69": "refused where rules ask for it: tests/scenarios/test_ready.py",
    "JX24-03": "a county begins where it is ready: tests/scenarios/test_programmes.py",
    "JX24-12": "who is not posted is refused: tests/scenarios/test_city_county.py",
    "JX24-13": "the county accepts nothing: tests/scenarios/test_liability_rows_notice.py",
    "JX24-14": "without a session nothing goes on: tests/scenarios/test_remote_window.py",
    "JX24-29": "both levels are open: tests/tenants/test_jiangxi.py",
    "JX24-32": "a matter has one guide: tests/scenarios/test_lists_and_guides.py",
    "JX24-33": "no such seal comes into use: tests/scenarios/test_self_inspection.py",
    "JX24-34": "nothing is handed down without basis: tests/scenarios/test_self_inspection.py",
    "JX24-45": "see REASONS",
    "ZZ22-14": "what bears the seal is the town's: tests/scenarios/test_liability_rows_one_seal.py",
    "ZZ22-23": "see REASONS",
    "ZZ22-25": "see REASONS",
    "ZZ22-27": "a rate is measured: tests/scenarios/test_measured_county.py",
    "ZZ22-28": "as ZZ22-27: tests/scenarios/test_measured_county.py",
    "ZZ22-33": "see REASONS",
    "XG22-02": "the criterion stands in the rule: tests/tenants/test_xingguo_2022.py",
    "XG22-03": "who answers, by type: tests/scenarios/test_liability_rows_city_county.py",
    "XG22-05": "the county decides: tests/scenarios/test_liability_rows_city_county.py",
    "XG22-07": "the city's seal: tests/scenarios/test_liability_rows_city_county.py",
    "XG22-08": "no case before agreement and procedure: "
    "tests/scenarios/test_liability_rows_city_county.py",
    "XG22-10": "no case before the window opens: "
    "tests/scenarios/test_liability_rows_city_county.py",
    "XG22-11": "as XG22-02: tests/tenants/test_xingguo_2022.py",
    "XG22-12": "the rule on what may be asked for: tests/tenants/test_xingguo_2022.py",
    "XG22-14": "who is not posted is refused: tests/tenants/test_xingguo_2022.py",
    "XG22-26": "as XG22-12: tests/tenants/test_xingguo_2022.py",
    "RA22-06": "the force is printed: tests/tenants/test_rongan.py",
    "RA22-09": "a matter is sent to its window: tests/scenarios/test_windows.py",
    "RA22-10": "as RA22-09: tests/scenarios/test_windows.py",
    "RA22-11": "as RA22-09: tests/scenarios/test_windows.py",
    "RA22-13": "the table changes with the pack: tests/scenarios/test_windows.py",
}
"""Rules of the documents that no command can break, with the test that shows them otherwise."""


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
            if path.suffix not in (".py", ".toml", ".sql") or path.name in _OF_COVERAGE:
                continue
            for identity in citations(path.read_text("utf-8")):
                found.setdefault(identity, set()).add(str(path.relative_to(ROOT)))
    return found


def citations(text: str) -> Iterator[str]:
    """Every requirement cited, also those within `-19 to -23`."""
    for document, first, further in _CITED.findall(text):
        last = int(first)
        yield f"{document}-{first}"
        for between, number in _FURTHER.findall(further):
            since = last + 1 if "to" in between or "…" in between else int(number)
            for n in range(since, int(number) + 1):
                yield f"{document}-{n:02}"
            last = int(number)


def report(refused: set[str]) -> str:
    """`refused`: the requirements that the refusal tables cite."""
    tests, code = cited("tests"), cited(*ROOMS)
    asked = requirements()
    return "\n\n".join(
        _of(document, {i: it for i, it in asked.items() if i.startswith(document)}, tests, code,
            refused)
        for document in DOCUMENTS
    )  # fmt: skip


def _of(
    document: str,
    asked: Mapping[str, Requirement],
    tests: Mapping[str, set[str]],
    code: Mapping[str, set[str]],
    refused: set[str],
) -> str:
    rules = {identity for identity, it in asked.items() if it.kind == "rule"}
    by_tests, by_code = asked.keys() & tests.keys(), asked.keys() & code.keys()
    broken = refused & asked.keys()

    def ours(said: Mapping[str, str]) -> list[tuple[str, str]]:
        return sorted((identity, words) for identity, words in said.items() if identity in asked)

    lines = [
        f"{document}: {len(asked)} requirements",
        f"  cited by tests: {len(by_tests)}; by code and policy packs: {len(by_code)}",
        f"  by the refusal table: {len(broken)}; of the {len(rules)} rules: {len(broken & rules)}",
        "",
        "No test cites:",
        *(
            f"  {identity} ({asked[identity].kind}) {reason}"
            f"{'' if identity in code else ' [nor does any code]'}"
            for identity, reason in ours(REASONS)
        ),
        "",
        "In part:",
        *(f"  {identity} {missing}" for identity, missing in ours(PARTLY)),
        "",
        "Rules that no command can break:",
        *(f"  {identity} {why}" for identity, why in ours(NOT_REFUSED)),
    ]
    return "\n".join(lines)


def refusals() -> set[str]:
    """The requirements that the rows of all counties cite."""
    from tests.domain import test_listing_demands  # noqa: PLC0415  only here
    from tests.scenarios import test_refusals, test_refusals_one_seal  # noqa: PLC0415  only here

    return test_refusals.cites() | test_refusals_one_seal.cites() | test_listing_demands.cites()


if __name__ == "__main__":
    print(report(refusals()))  # noqa: T201  what it is for
