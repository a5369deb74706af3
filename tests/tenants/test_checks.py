"""Each check, by one mistake put into a pack that is otherwise valid.

A case names the key to change in the same words that a problem names it.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from domain.kernel.pack import Pack
from tenants.loader import bundled, load
from tenants.validate import validate

SEVEN = "seven_modes"
COUNTY = "xingguo"
LISTED = "zezhou"  # two printed lists, step grants, memoranda
PILOTED = "rongan"
PROGRAMME = "programme[one_seal_reform]"
REMOVED = object()


@cache
def valid(name: str) -> bytes:
    folder = Path(__file__).parent / "data" / name if name == SEVEN else bundled(name)
    return msgspec.json.encode(load(folder))


def changed(name: str, key: str, value: object) -> Pack:
    """Put a value at one key of a valid pack, append it (`table[+]`) or remove what is there."""
    data = msgspec.json.decode(valid(name))
    *path, last = re.findall(r"\[[^\]]+\]|[^.\[\]]+", key)
    inner = data
    for token in path:
        inner = inner[index(inner, token)]
    if last == "[+]":
        inner.append(value)
    elif value is REMOVED:
        del inner[index(inner, last)]
    else:
        inner[index(inner, last)] = value
    return msgspec.convert(data, Pack, strict=False)


def index(inner: Any, token: str) -> str | int:
    if not token.startswith("["):
        return token
    name = token[1:-1]
    if name.isdigit():
        return int(name)
    field, wanted = ("no", int(name[3:])) if name.startswith("no.") else ("id", name)
    return next(i for i, row in enumerate(inner) if row[field] == wanted)


def organ(**fields: object) -> dict[str, object]:
    return {
        "id": "new",
        "name": "新单位",
        "short": "新",
        "kind": "department",
        "level": "county",
        "source": "test",
        **fields,
    }


def duty(**fields: object) -> dict[str, object]:
    return {"duty": "collection", "bearer": "dept", "source": "test", **fields}


def charge(**fields: object) -> dict[str, object]:
    return {"name": "工本费", "basis": "某条例", "source": "test", **fields}


DUTIES: list[tuple[dict[str, object], str, str]] = [
    ({"bearer": "x"}, "duty[0].bearer", "'x' is not in [party]"),
    ({"duty": "recourse"}, "duty[0].by", "recourse must say who"),
    ({"duty": "recourse", "by": "x"}, "duty[0].by", "'x' is not in [party]"),
    ({"by": "town"}, "duty[0].by", "only recourse has 'by'"),
    ({"factors": ["情节"]}, "duty[0].factors", "only recourse has 'factors'"),
    ({"for": "granted"}, "duty[0].for", "no step that a matter can grant"),
    ({"share": "equal"}, "duty[0].share", "1 bearer(s)"),
    ({"duty": "result"}, "duty[0].share", "2 bearer(s)"),
    ({"when": {"finding": "overdue"}, "unless": ["overdue"]}, "duty[0].unless", "never borne"),
    ({"when": {}}, "duty[0].when", "an empty condition"),
]
CASES: list[tuple[str, str, object, str, str]] = [
    # header
    (COUNTY, "schema", 99, "schema", "reads pack schema 1, not 99"),
    (COUNTY, "jurisdiction.region", "3607", "jurisdiction.region", "'3607' is not a region code"),
    (COUNTY, "jurisdiction.parents", ["江西"], "jurisdiction.parents", "'江西' is not a region"),
    # organs
    (COUNTY, "organ[+]", organ(id="health"), "organ[health].id", "2 rows of organ have the id"),
    (COUNTY, "organ[+]", organ(parent="nobody"), "organ[new].parent", "'nobody' is not in [organ]"),
    (COUNTY, "organ[+]", organ(parent="new"), "organ", "circle: new → new"),
    (
        COUNTY,
        "organ[+]",
        organ(name="县残联"),
        "organ[new].aliases",
        "a name of 'disabled_persons'",
    ),
    (COUNTY, "group.各乡镇", ["nobody"], "group.各乡镇", "'nobody' is not in [organ]"),
    (COUNTY, "group.各乡镇", ["village"], "group.各乡镇", "no organ is of kind 'village'"),
    (COUNTY, "group.县残联", ["health"], "group.县残联", "an organ has this name too"),
    (COUNTY, "organ[lianjiang].seal_no", 36, "organ[lianjiang].seal_no", "'no2': 11 to 35"),
    (COUNTY, "organ[lianjiang].seal_no", 11, "organ[lianjiang].seal_no", "order it is 35"),
    (COUNTY, "organ[bank_outlets].seal_no", 11, "organ[bank_outlets].seal_no", "cannot hold a"),
    # documents
    (COUNTY, "document[plan].basis", ["x"], "document[plan].basis", "'x' is not in [document]"),
    (COUNTY, "document[plan].basis", ["seal_rules"], "document", "goes round in a circle"),
    (COUNTY, "document[plan].issuer", "某办", "document[plan].issuer", "is called '某办'"),
    (COUNTY, "document[plan].addressees", ["某"], "document[plan].addressees", "is called '某'"),
    (COUNTY, "document[seal_rules].interpreter", "某", "document[seal_rules].interpreter", "'某'"),
    (COUNTY, "document[plan].id", "seal_rules", "document[seal_rules].id", "2 rows of document"),
    (
        COUNTY,
        "programme[county_township].document",
        "x",
        "programme[county_township].document",
        "'x' is not in [document]",
    ),
    (
        COUNTY,
        "programme[+]",
        {
            "id": "county_township",
            "name": "又一",
            "document": "plan",
            "starts_on": "2024-01-01",
            "source": "test",
        },
        "programme[county_township].id",
        "2 rows of programme",
    ),
    (SEVEN, "post.principal", REMOVED, "post", "nobody could act"),
    # parties and seals
    (COUNTY, "party.town", "the town", "party.town", "'the town' is not a binder"),
    (COUNTY, "party.town", "actor(sing)", "party.town", "no mode has a step 'sing'"),
    (COUNTY, "seal[no2].owner", "x", "seal[no2].owner", "'x' is not in [party]"),
    (COUNTY, "seal[no2].holder", "x", "seal[no2].holder", "'x' is not in [party]"),
    (COUNTY, "seal[no2].engraved_by", "x", "seal[no2].engraved_by", "'x' is not in [party]"),
    (COUNTY, "seal[no2].custodian", "x", "seal[no2].custodian", "'x' is not in [post]"),
    (COUNTY, "seal[no2].user", "x", "seal[no2].user", "'x' is not in [post]"),
    (COUNTY, "seal[no2].on", [], "seal[no2].on", "at least one kind of document"),
    (COUNTY, "seal[no2].per", ["matter"], "seal[no2].per", "not 'matter'"),
    (COUNTY, "seal[no2].numbers", [35, 11], "seal[no2].numbers", "first number"),
    (COUNTY, "seal[no2].names", ["{owner.long}章"], "seal[no2].names", "{owner.long} stands for"),
    (COUNTY, "seal[no2].names", ["{owner章"], "seal[no2].names", "is not a pattern"),
    (COUNTY, "seal[no2].consent.by", "x", "seal[no2].consent.by", "'x' is not in [party]"),
    (COUNTY, "seal[no2].consent.post", "x", "seal[no2].consent.post", "'x' is not in [post]"),
    (COUNTY, "seal[no2].consent.not", "x", "seal[no2].consent.not", "'x' is not in [post]"),
    (COUNTY, "seal[no2].consent.not", "principal", "seal[no2].consent.not", "nobody could use"),
    (COUNTY, "seal[no2].consent.standing", ["x"], "seal[no2].consent.standing", "go on 'x'"),
    (
        COUNTY,
        "seal[no2].ledger",
        [{"field": "matter", "label": x} for x in "ab"],
        "seal[no2].ledger[matter].field",
        "2 rows",
    ),
    (SEVEN, "seal[city].id", "no2", "seal[no2].id", "2 rows of seal"),
    # modes
    (COUNTY, "mode[assisted].otherwise.mode", "x", "mode[assisted].otherwise.mode", "in [mode]"),
    (COUNTY, "mode[county_channel].otherwise", {"mode": "no2_seal"}, "mode", "in a circle"),
    (COUNTY, "mode[assisted].id", "no2_seal", "mode[no2_seal].id", "2 rows of mode"),
    (
        COUNTY,
        "mode[no2_seal].step[decide].as",
        "town",
        "mode[no2_seal].step[decide].seal",
        "seal 'no2' is owned by 'dept', who does not speak",
    ),
    (COUNTY, "mode[assisted].step", [], "mode[assisted].step", "at least one step"),
    *(
        (
            COUNTY,
            f"mode[no2_seal].step[push].{field}",
            value,
            f"mode[no2_seal].step[push].{field}",
            r,
        )
        for field, value, r in [
            ("by", ["x"], "'x' is not in [party]"),
            ("by", [], "somebody must be able to"),
            ("as", "x", "'x' is not in [party]"),
            ("to", ["x"], "'x' is not in [party]"),
            ("else", ["x"], "'x' is not in [party]"),
            ("else", ["dept"], "only a step with grant = true"),
            ("after", ["x"], "this mode has no step 'x'"),
            ("seal", ["x"], "'x' is not in [seal]"),
            ("stamped", ["poster"], "kind 'poster'"),
            ("within", "x", "'x' is not in [sla]"),
            ("post", "x", "'x' is not in [post]"),
            ("together", True, "cannot act together with itself"),
            ("anew", "x", "'x' is not in [sla]"),
            ("anew", "supplement", "only a step of kind 'accept' has 'anew'"),
            ("external", True, "only a step of kind 'forward' has 'external'"),
            ("staff", 2, "only a step of kind 'survey' has 'staff'"),
            ("staff", -1, "0 or more"),
            ("when", {}, "an empty condition"),
        ]
    ),
    (
        COUNTY,
        "mode[no2_seal].step[push].when",
        {"finding": "overdue"},
        "mode[no2_seal].step[push].when.finding",
        "use power or outcome",
    ),
    (
        COUNTY,
        "mode[no2_seal].step[deliver].after",
        ["push"],
        "mode[no2_seal].step[deliver].after",
        "nobody takes 'push' in the case itself",
    ),
    (
        SEVEN,
        "mode[one_seal].step[feedback].to",
        [],
        "mode[one_seal].step[feedback].to",
        "must say whom it tells",
    ),
    (
        SEVEN,
        "mode[one_seal].step[feedback].within",
        "push_result",
        "mode[one_seal].step[feedback].within",
        "feedback, and nothing else, is due once a result was pushed",
    ),
    (COUNTY, "mode[no2_seal].step[receive].after", ["push"], "mode[no2_seal].step", "in a circle"),
    (COUNTY, "mode[no2_seal].step[push].id", "decide", "mode[no2_seal].step[decide].id", "2 rows"),
    (SEVEN, "mode[unspecified].duty[0].bearer", "collector", "mode[unspecified].step", "'receive'"),
    # needs
    *(
        (COUNTY, f"mode[no2_seal].needs[0].{field}", value, f"mode[no2_seal].needs[0].{at}", r)
        for field, value, at, r in [
            ("instrument", "handshake", "instrument", "'handshake' is not an instrument"),
            ("instrument", "seal:x", "instrument", "'x' is not in [seal]"),
            ("between", ["dept"], "between", "between two parties"),
            ("between", ["dept", "x"], "between", "'x' is not in [party]"),
            ("when", {"finding": "overdue"}, "when.finding", "use power"),
            ("when", {"outcome": "granted"}, "when.outcome", "use power"),
        ]
    ),
    (COUNTY, "agreement", REMOVED, "mode[no2_seal].needs[0].instrument", "does not say what one"),
    # duties
    *(
        (COUNTY, "mode[county_channel].duty[0]", duty(**said), f"mode[county_channel].{at}", reason)
        for said, at, reason in DUTIES
    ),
    # matters
    (COUNTY, "matter[no.2].no", 1, "matter[no.1].no", "2 rows of matter have the no 1"),
    (COUNTY, "matter[no.1].mode", "x", "matter[no.1].mode", "'x' is not in [mode]"),
    (COUNTY, "matter[no.1].delegator", "x", "matter[no.1].delegator", "'x' is not in [organ]"),
    (COUNTY, "matter[no.1].city_organ", "x", "matter[no.1].city_organ", "'x' is not in [organ]"),
    (COUNTY, "matter[no.1].supervisors", ["x"], "matter[no.1].supervisors", "not in [organ]"),
    (COUNTY, "matter[no.1].city_supervisors", ["x"], "matter[no.1].city_supervisors", "'x'"),
    (COUNTY, "matter[no.12].delegator", None, "matter[no.12].delegator", "needs one: party 'dept'"),
    (COUNTY, "matter[no.12].supervisors", [], "matter[no.12].supervisors", "party 'industry'"),
    (SEVEN, "matter[no.5].county_organ", None, "matter[no.5].county_organ", "party 'county'"),
    (SEVEN, "matter[no.61].domain", None, "matter[no.61].domain", "party 'former'"),
    (SEVEN, "matter[no.2].city_supervisors", [], "matter[no.2].city_supervisors", "'city_reg'"),
    (SEVEN, "matter[no.5].grants", ["decide"], "matter[no.5].grants", "has no step 'decide'"),
    (SEVEN, "matter[no.58].power_from.by", "某局", "matter[no.58].power_from.by", "'某局'"),
    (
        COUNTY,
        "matter[no.14].delegation_basis",
        None,
        "matter[no.14].delegation_basis",
        "a delegated licence must say",
    ),
    (COUNTY, "matter[no.12].limit[0].days", 0, "matter[no.12].limit[0].days", "1 or more"),
    (
        COUNTY,
        "matter[no.24].limit[1].after",
        "examination",
        "matter[no.24].limit[1].after",
        "only the decision",
    ),
    (
        COUNTY,
        "matter[no.12].limit[0].of",
        "renewal_before_expiry",
        "matter[no.12].limit[0].unit",
        "counted back in days or months",
    ),
    (
        COUNTY,
        "matter[no.1].offer[0].at",
        ["x"],
        "matter[no.1].offer[0].at",
        "'x' is not in [organ]",
    ),
    (COUNTY, "matter[no.1].offer[0].at", ["village"], "matter[no.1].offer[0].at", "of kind"),
    (COUNTY, "matter[no.1].offer[0].at", [], "matter[no.1].offer[0].at", "at least one place"),
    *(
        (COUNTY, f"matter[no.{no}].charge", charges, f"matter[no.{no}].{at}", reason)
        for no, charges, at, reason in [
            (24, [charge(amount_yuan=0)], "charge[0].amount_yuan", "more than nothing"),
            (24, [charge(), charge()], "charge[工本费].name", "2 rows"),
            (25, [charge()], "charge[0]", "free of charge"),
        ]
    ),
    # guards
    (COUNTY, "matter[no.12].guard[pilot].id", "volume", "matter[no.12].guard[volume].id", "2 rows"),
    (
        COUNTY,
        "matter[no.12].guard[pilot].otherwise",
        "x",
        "matter[no.12].guard[pilot].otherwise",
        "'x' is not in [mode]",
    ),
    (
        COUNTY,
        "mode[assisted].otherwise",
        None,
        "matter[no.7].guard[grade].otherwise",
        "neither it nor the mode says where to",
    ),
    *(
        (COUNTY, f"matter[no.12].guard[{guard}].{field}", value, f"matter[no.12].guard[{guard}]", r)
        for guard, field, value, r in [
            ("volume", "at_least", None, "'quantity' needs at_least or at_most"),
            ("volume", "unit", None, "'quantity' needs unit"),
            ("volume", "allow", ["15"], "'quantity' cannot have allow or deny"),
            ("pilot", "count", None, "'territory' needs count"),
            ("pilot", "at_most", 8, "'territory' cannot have at_least or at_most"),
            ("object", "allow", [], "'object' needs allow or deny"),
            ("object", "count", 8, "'object' cannot have count"),
            ("object", "deny", ["农村居民自留山"], "allowed and denied at once: 农村居民自留山"),
        ]
    ),
    # the plan around them
    (COUNTY, "agreement.contents", {}, "agreement.contents", "must have contents"),
    (COUNTY, "agreement.contents.term", " ", "agreement.contents.term", "own words"),
    (COUNTY, "agreement.notice_days", 0, "agreement.notice_days", "1 or more days before"),
    (COUNTY, "list_step[review].id", "propose", "list_step[propose].id", "2 rows of list_step"),
    (COUNTY, "list_step[review].by", "x", "list_step[review].by", "'x' is not in [organ]"),
    (COUNTY, "list_step[review].state", " ", "list_step[review].state", "cannot be empty"),
    (COUNTY, "list_step[publish].publishes", False, "list_step", "none says so"),
    (COUNTY, "guide.contents.term", " ", "guide.term", "words of its source"),
    (COUNTY, "guide.materials", " ", "guide.materials", "words of its source"),
    (COUNTY, "grant.within", "x", "grant.within", "'x' is not in [sla]"),
    (COUNTY, "grant.complex", "x", "grant.complex", "'x' is not in [sla]"),
    (COUNTY, "grant.document", "x", "grant.document", "'x' is not in [document]"),
    (
        COUNTY,
        "grant.document",
        "gan_fu_ting_zi_2023_30",
        "grant.document",
        "day of issue is not known",
    ),
    (COUNTY, "tolerant.days", 0, "tolerant.days", "1 or more"),
    (
        COUNTY,
        "mode[no2_seal].step[review].id",
        "promise",
        "mode[no2_seal].step[promise].id",
        "something else",
    ),
    (COUNTY, "sla[decide].days", 0, "sla[decide].days", "1 or more"),
    (COUNTY, "sla[push_result].days", -1, "sla[push_result].days", "of pushes alone, 0 or more"),
    (COUNTY, "sla[decide].extension.days", 0, "sla[decide].extension.days", "1 or more"),
    (COUNTY, "sla[deliver].id", "decide", "sla[decide].id", "2 rows of sla"),
    (
        COUNTY,
        "sla[push_result].starts",
        None,
        "mode[no2_seal].step[push].within",
        "'push_result' does not say what starts its clock",
    ),
    (
        COUNTY,
        "sla[push_result].starts",
        "session",
        "mode[no2_seal].step[push].within",
        "starts at 'session', no other step of this mode",
    ),
    (COUNTY, "sla[decide].lapse", "deemed_accepted", "sla[decide].lapse", "a missed acceptance"),
    (COUNTY, "sla[decide].roll", True, "sla[decide].roll", "never ends on a day off"),
    (COUNTY, "sla[deliver].when", {}, "sla[deliver].when", "an empty condition"),
    (COUNTY, "report[monthly].by", "x", "report[monthly].by", "'x' is not in [party]"),
    (COUNTY, "report[monthly].to", "x", "report[monthly].to", "'x' is not in [party]"),
    (COUNTY, "report[monthly].due", "x", "report[monthly].due", "'x' is not in [sla]"),
    (
        COUNTY,
        "report[+]",
        {
            "id": "monthly",
            "name": "又一",
            "every": "year",
            "by": "town",
            "to": "dept",
            "contents": [],
            "source": "test",
        },
        "report[monthly].id",
        "2 rows of report",
    ),
    (COUNTY, "task[no.1].lead", "某局", "task[no.1].lead", "is called '某局'"),
    (COUNTY, "task[no.1].units", ["某局"], "task[no.1].units", "is called '某局'"),
    (COUNTY, "task[no.1].effective_owners", ["某"], "task[no.1].effective_owners", "'某'"),
    (COUNTY, "task[no.2].no", 1, "task[no.1].no", "2 rows of task"),
    (COUNTY, "task[no.2].content[no.4].no", 1, "task.content[no.1].no", "2 rows of task.content"),
    (COUNTY, "rule[cases.fee].clause", "", "rule[cases.fee].clause", "able to cite"),
    (COUNTY, "rule[cases.fee].id", "seal.custody", "rule[seal.custody].id", "2 rows of rule"),
    # windows (RA22-08 to -13, B-63)
    (
        PILOTED,
        "window[service_window].id",
        "approval_window",
        "window[approval_window].id",
        "2 rows",
    ),
    (PILOTED, "window[approval_window]", REMOVED, "window", "no window takes licences"),
    (PILOTED, "window[service_window]", REMOVED, "window", "no window takes other matters"),
    *(
        (PILOTED, f"window[service_window].{field}", value, f"window[{at}].domains", reason)
        for field, value, at, reason in [
            ("domains", [], "service_window", "at least one domain"),
            ("domains", ["统计", "统计"], "service_window", "'统计' is there 2 times"),
            ("licences", True, "service_window", "'农业农村' is at 'approval_window' already"),
        ]
    ),
    # who stands in which relation: RA22-24
    (PILOTED, "relation[0].organ", "x", "relation[0].organ", "'x' is not in [organ]"),
    (PILOTED, "relation[0].of", "x", "relation[0].of", "'x' is not in [organ]"),
    (
        PILOTED,
        "party.former",
        "relation.x(matter.domain, case.receiver)",
        "party.former",
        "'x' is not in [relation]",
    ),
    (SEVEN, "matter[no.61].domain", "林业", "matter[no.61].domain", "no line of relation 'former_"),
    # programmes, phases and their trials (B-60, B-61)
    *(
        (PILOTED, f"{row}.{field}", value, f"{row}.{at}", reason)
        for row, field, value, at, reason in [
            (PROGRAMME, "lead", "x", "lead", "'x' is not in [organ]"),
            (PROGRAMME, "ends_on", "2022-01-31", "ends_on", "its first day or later"),
            ("phase[launch]", "programme", "x", "programme", "'x' is not in [programme]"),
            ("phase[launch]", "ends_on", "2022-01-31", "ends_on", "its first day or later"),
            ("phase[launch]", "starts_on", "2022-01-31", "starts_on", "before its programme"),
            ("phase[rollout]", "ends_on", "2022-11-01", "ends_on", "after its programme"),
            ("phase[trial]", "pilots", [0, 3], "pilots", "1 or more"),
            ("phase[trial]", "pilots", [3, 2], "pilots", "the most not less"),
        ]
    ),
    (PILOTED, "phase[launch].pilots", [2, 3], f"{PROGRAMME}.id", "in one phase, not in several"),
    (PILOTED, "phase[launch].id", "trial", "phase[trial].id", "2 rows of phase"),
    (
        PILOTED,
        "phase[trial].pilots",
        None,
        "mode[one_seal].needs[0].instrument",
        "no phase says in how many townships 'one_seal_reform' is tried out",
    ),
    (
        PILOTED,
        "mode[one_seal].needs[0].instrument",
        "pilot:x",
        "mode[one_seal].needs[0].instrument",
        "no phase says in how many townships 'x'",
    ),
    # what organs owe each other in writing (RA22-20, -23)
    (PILOTED, "inquiry.reply_within", "x", "inquiry.reply_within", "'x' is not in [sla]"),
    (PILOTED, "inquiry.post", "x", "inquiry.post", "'x' is not in [post]"),
    (PILOTED, "copies.to", ["x"], "copies.to", "'x' is not in [organ]"),
    (PILOTED, "copies.to", ["village"], "copies.to", "no organ is of kind 'village'"),
    (PILOTED, "copies.to", [], "copies.to", "somebody must get the copies"),
    # What steps put on paper, and the seals that go on it.
    (SEVEN, "mode[two_seals].step[decide_town].makes", REMOVED,
     "mode[two_seals].step[decide_dept].makes", "makes 'decision' already"),
    (SEVEN, "mode[two_seals].step[decide_town].makes", "决定/一",
     "mode[two_seals].step[decide_town].makes", "cannot name a kind of document"),
    (SEVEN, "mode[two_seals].step[decide_town].makes", "意见",
     "mode[two_seals].step[decide_town].seal", "none of its seals goes on that"),
    (COUNTY, "mode[no2_seal].step[decide].makes", "意见",
     "mode[no2_seal].step[certify]", "no step makes one"),
    (SEVEN, "seal[own].numbers", [1, 51], "seal[own].numbers", "at most 50 seals"),
    (SEVEN, "seal[own].owner", "gov", "seal[own].numbers", "of the same numbers"),
    (SEVEN, "seal[own].custodian", REMOVED, "seal[own].custodian", "nobody could use"),
    (SEVEN, "seal[own].user", REMOVED, "seal[own].user", "nobody could use"),
    (SEVEN, "seal[no2].consent.by", "gov", "seal[no2].consent.by", "its holder or its owner"),
    (SEVEN, "seal[no2].engraved_by", "industry", "seal[no2].engraved_by", "bound by role"),
]  # fmt: skip


def test_a_trial_is_led_by_somebody() -> None:
    """Whoever the pack names, else the issuer of its document (RA22-32)."""
    pack = msgspec.json.decode(valid(PILOTED), type=Pack)
    (programme,) = (msgspec.structs.replace(p, lead=None) for p in pack.programme)
    pack = msgspec.structs.replace(pack, programme=(programme,))
    assert validate(pack) == ()
    documents = tuple(msgspec.structs.replace(d, issuer=None) for d in pack.document)
    (fault,) = validate(msgspec.structs.replace(pack, document=documents))
    assert (fault.key, fault.table) == (f"{PROGRAMME}.lead", "programme")


# Lists, step grants, succession, names by a pattern, visits (ZZ22).
GRANTED = "mode[town_steps].step"
CASES += [
    (LISTED, "matter[no.7].list", "x", "matter[no.7].list", "'x' is not in [list]"),
    (LISTED, "matter[no.7].list", None, "matter[no.7].list", "in which list is it? One of: annex1"),
    (LISTED, "list[annex2].id", "annex1", "list[annex1].id", "2 rows of list"),
    (LISTED, "list[annex1].count", 98, "list[annex1].count", "has 98 rows by its document, but 99"),
    (LISTED, "list[annex1].count", 98, "list[annex1]", "rows that are not from 1 to 98: 99"),
    (LISTED, "list[annex1].count", 120, "list[annex1]", "missing: 100, 101, 102"),
    (LISTED, "list[annex1].count", 120, "list[annex1]", "109 and more"),
    (LISTED, "matter[no.1044].row", 1, "list[annex2]", "rows that are there more than once: 1"),
    (LISTED, "matter[no.1044].row", 1, "list[annex2]", "rows that are missing: 44"),
    (LISTED, "matter[no.1044].row", 0, "list[annex2]", "rows that are not from 1 to 44: 0"),
    (
        COUNTY,
        "matter[no.1].row",
        1,
        "matter[no.1].row",
        "a number in a list, but the pack has none",
    ),
    (LISTED, "target[town_online].list", "x", "target[town_online].list", "'x' is not in [list]"),
    (LISTED, "target[town_online].at_least", 60, "target[town_online].at_least", "60 % is 0.6"),
    (LISTED, "target[town_online].at_least", -0.1, "target[town_online].at_least", "not a share"),
    (LISTED, "target[town_online].id", "village_online", "target[village_online].id", "2 rows"),
    *(
        (LISTED, f"matter[no.5].{field}", value, f"matter[no.5].{at}", reason)
        for field, value, at, reason in [
            ("status_note", " ", "status_note", "the matter is superseded: say by which law"),
            ("status_clause", "", "status_clause", "the matter is superseded: say by which law"),
            ("status", "current", "status_note", "there is nothing to explain"),
            ("grants", ["accept", "accept"], "grants[accept].id", "2 rows of"),
        ]
    ),
    (LISTED, "naming[0].pattern", "{name}中心", "naming[0].pattern", "is not a pattern of"),
    (LISTED, "naming[0].pattern", "{parent.no}中心", "naming[0].pattern", "is not a pattern of"),
    (LISTED, "naming[0].pattern", "{parent.sh", "naming[0].pattern", "is not a pattern of"),
    (
        LISTED,
        "organ[jiazhen_centre].name",
        "甲镇政务大厅",
        "organ[jiazhen_centre].name",
        "'甲镇政务大厅' should be called '甲镇便民服务中心' (四(二)1)",
    ),
    (
        LISTED,
        "organ[jiazhen_centre].parent",
        None,
        "organ[jiazhen_centre].parent",
        "whose service_centre is it?",
    ),
    (LISTED, "mode[town_steps].until", "2023-01-01", "mode[town_steps].then", "which mode holds"),
    (LISTED, "mode[town_steps].then", "county_channel", "mode[town_steps].until", "its last day"),
    (LISTED, "mode[town_steps].then", "x", "mode[town_steps].then", "'x' is not in [mode]"),
    (LISTED, "mode[town_steps].then", "town_steps", "mode", "circle: town_steps → town_steps"),
    (LISTED, f"{GRANTED}[accept].else", ["town"], f"{GRANTED}[accept].else", "who does where it"),
    (
        LISTED,
        f"{GRANTED}[decide].grant",
        True,
        f"{GRANTED}[decide].else",
        "takes the step 'decide'",
    ),
    (LISTED, f"{GRANTED}[receive].grant", True, f"{GRANTED}[receive].else", "the step 'receive'"),
    (
        LISTED,
        "mode[town_steps].duty[0].when",
        {"power_from": "purchase"},
        "mode[town_steps].duty[0].when.power_from",
        "no matter has its power from 'purchase'",
    ),
    (
        LISTED,
        f"{GRANTED}[decide].when",
        {"power_from": "direct_empowerment"},
        f"{GRANTED}[decide].when.power_from",
        "use power or outcome",
    ),
    (
        LISTED,
        "mode[empowered_steps].needs[0].between",
        ["dept"],
        "mode[empowered_steps].needs[0].between",
        "memorandum is concluded between two",
    ),
    (LISTED, "agreement", None, "mode[empowered_steps].needs[0].instrument", "needs 'memorandum'"),
    (LISTED, "style.by_agent", " ", "style.by_agent", "officials read it"),
    (LISTED, "visits.reasons", {}, "visits.reasons", "at least one"),
    (LISTED, "visits.reasons.survey", " ", "visits.reasons.survey", "officials read it"),
    (LISTED, "visits.unwarranted", ["x"], "visits.unwarranted", "'x' is none of the reasons"),
    (LISTED, "visits.chosen", ["x"], "visits.chosen", "'x' is none of the reasons"),
    (LISTED, "visits.chosen", ["none"], "visits.chosen", "'none' is among the unwarranted"),
    (LISTED, "old_seals.retention_by", "x", "old_seals.retention_by", "'x' is not in [organ]"),
]


@pytest.mark.parametrize("name", [SEVEN, COUNTY, LISTED, PILOTED])
def test_the_packs_to_break_are_valid(name: str) -> None:
    assert validate(msgspec.json.decode(valid(name), type=Pack)) == ()


@pytest.mark.parametrize(
    ("name", "put", "value", "key", "reason"),
    CASES,
    ids=[f"{put}={value if isinstance(value, str) else ''}" for _, put, value, *_ in CASES],
)
def test_a_mistake_is_found(name: str, put: str, value: object, key: str, reason: str) -> None:
    faults = validate(changed(name, put, value))
    assert any(fault.key == key and reason in fault.reason for fault in faults), faults


def test_what_is_only_pushed_may_be_due_at_once() -> None:
    """RA22-25: with the decision itself, on that day."""
    assert validate(changed(COUNTY, "sla[push_result].days", 0)) == ()
