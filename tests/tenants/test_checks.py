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
INVENTED = "sample_jia"  # a mode with a limit on every matter of it
LEVELS = "sample_wu"  # a city above: certificates, pushes and notices between the levels
COUNTY = "xingguo"
LISTED = "zezhou"  # two printed lists, step grants, memoranda
PILOTED = "rongan"
PROGRAMME = "programme[one_seal_reform]"
BACK = "mode[no2_seal]"  # falls back to another mode
TESTED = (SEVEN, INVENTED, LEVELS)
WINDOW = {
    "id": "w",
    "name": "专窗",
    "modes": ["remote_window"],
    "at": ["centre"],
    "clause": "test",
    "source": "test",
}
TOLD = {"id": "second", "name": "提请督办", "after": 2, "to": ["creditor"], "source": "test"}
HERE = "mode[decided_here].step"
TRIGGERS = "accountability.triggers"
REMOVED = object()


@cache
def valid(name: str) -> bytes:
    folder = Path(__file__).parent / "data" / name if name in TESTED else bundled(name)
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
    ({"bearer": "x"}, "duty[0].bearer", "[party] 里没有“x”"),
    ({"duty": "recourse"}, "duty[0].by", "追偿要写由谁追究"),
    ({"duty": "recourse", "by": "x"}, "duty[0].by", "[party] 里没有“x”"),
    ({"by": "town"}, "duty[0].by", "只有追偿（recourse）可以写 by"),
    ({"factors": ["情节"]}, "duty[0].factors", "只有追偿（recourse）可以写 factors"),
    ({"for": "granted"}, "duty[0].for", "没有可以分步赋权"),
    ({"share": "equal"}, "duty[0].share", "有1方承担"),
    ({"duty": "result"}, "duty[0].share", "有2方承担"),
    ({"when": {"finding": "overdue"}, "unless": ["overdue"]}, "duty[0].unless", "永远不会承担"),
    ({"when": {}}, "duty[0].when", "条件是空的"),
]
CASES: list[tuple[str, str, object, str, str]] = [
    # accountability
    (LISTED, TRIGGERS, {}, TRIGGERS, "至少列一种情形"),
    (LISTED, f"{TRIGGERS}.complaints", " ", f"{TRIGGERS}.complaints", "不能空着"),
    (LISTED, f"{TRIGGERS}.refusal", "拒", f"{TRIGGERS}.refusal", "请换一个编号"),
    # header
    (COUNTY, "schema", 99, "schema", "读第1版格式，这里写的是第99版"),
    (COUNTY, "jurisdiction.region", "3607", "jurisdiction.region", "“3607”不是六位行政区划代码"),
    (COUNTY, "jurisdiction.parents", ["江西"], "jurisdiction.parents", "“江西”不是六位"),
    # organs
    (COUNTY, "organ[+]", organ(id="health"), "organ[health].id", "organ 有2行的 id 是"),
    (COUNTY, "organ[+]", organ(parent="nobody"), "organ[new].parent", "[organ] 里没有“nobody”"),
    (COUNTY, "organ[+]", organ(parent="new"), "organ", "new → new"),
    (
        COUNTY,
        "organ[+]",
        organ(name="县残联"),
        "organ[new].aliases",
        "机构“disabled_persons”的名称",
    ),
    (COUNTY, "group.各乡镇", ["nobody"], "group.各乡镇", "[organ] 里没有“nobody”"),
    (COUNTY, "group.各乡镇", ["village"], "group.各乡镇", "没有“village”这一类的机构"),
    (COUNTY, "group.县残联", ["health"], "group.县残联", "这也是一个机构的名称"),
    (COUNTY, "organ[lianjiang].seal_no", 36, "organ[lianjiang].seal_no", "“no2”的编号：应在11至35"),
    (COUNTY, "organ[lianjiang].seal_no", 11, "organ[lianjiang].seal_no", "应当是35"),
    (COUNTY, "organ[bank_outlets].seal_no", 11, "organ[bank_outlets].seal_no", "不能持有印章"),
    # documents
    (COUNTY, "document[plan].basis", ["x"], "document[plan].basis", "[document] 里没有“x”"),
    (COUNTY, "document[plan].basis", ["seal_rules"], "document", "绕成一圈"),
    (COUNTY, "document[plan].issuer", "某办", "document[plan].issuer", "统称叫“某办”"),
    (COUNTY, "document[plan].addressees", ["某"], "document[plan].addressees", "统称叫“某”"),
    (COUNTY, "document[seal_rules].interpreter", "某", "document[seal_rules].interpreter", "“某”"),
    (COUNTY, "document[plan].id", "seal_rules", "document[seal_rules].id", "document 有2行的"),
    (
        COUNTY,
        "programme[county_township].document",
        "x",
        "programme[county_township].document",
        "[document] 里没有“x”",
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
        "programme 有2行的",
    ),
    (SEVEN, "post.principal", REMOVED, "post", "没有人对外"),
    # what two levels owe each other
    *(
        (LEVELS, f"policy_notice.{field}", value, f"policy_notice.{field}", reason)
        for field, value, reason in [
            ("within", "x", "[sla] 里没有“x”"),
            ("post", "x", "[post] 里没有“x”"),
            ("by", ["x"], "[party] 里没有“x”"),
            ("by", [], "至少要写一个当事方"),
            ("to", ["x"], "[party] 里没有“x”"),
            ("to", [], "至少要写一个当事方"),
        ]
    ),
    (LEVELS, "licences.within", "x", "licences.within", "[sla] 里没有“x”"),
    (LEVELS, "licences.keeper", "x", "licences.keeper", "[party] 里没有“x”"),
    (LEVELS, f"{HERE}[decide].forms", ["physical"], f"{HERE}[decide].forms", "只有制证"),
    (LEVELS, f"{HERE}[certify].forms", ["physical"] * 2, f"{HERE}[certify].forms", "只写一次"),
    (LEVELS, "party.county", "case.receiver", "policy_notice.to", "政策性文件没有办件"),
    (LEVELS, "party.city_regulator", "actor(review)", "policy_notice.by", "政策性文件没有办件"),
    # parties and seals
    (COUNTY, "party.town", "the town", "party.town", "不认识“the town”"),
    (COUNTY, "party.town", "actor(sing)", "party.town", "没有办理方式有步骤“sing”"),
    (COUNTY, "seal[no2].owner", "x", "seal[no2].owner", "[party] 里没有“x”"),
    (COUNTY, "seal[no2].holder", "x", "seal[no2].holder", "[party] 里没有“x”"),
    (COUNTY, "seal[no2].engraved_by", "x", "seal[no2].engraved_by", "[party] 里没有“x”"),
    (COUNTY, "seal[no2].custodian", "x", "seal[no2].custodian", "[post] 里没有“x”"),
    (COUNTY, "seal[no2].user", "x", "seal[no2].user", "[post] 里没有“x”"),
    (COUNTY, "seal[no2].on", [], "seal[no2].on", "至少要写盖在一种文书上"),
    (COUNTY, "seal[no2].per", ["matter"], "seal[no2].per", "不能写“matter”"),
    (COUNTY, "seal[no2].numbers", [35, 11], "seal[no2].numbers", "第一个编号"),
    (COUNTY, "seal[no2].names", ["{owner.long}章"], "seal[no2].names", "不认识 {owner.long}"),
    (COUNTY, "seal[no2].names", ["{owner章"], "seal[no2].names", "不是能用的样式"),
    (COUNTY, "seal[no2].consent.by", "x", "seal[no2].consent.by", "[party] 里没有“x”"),
    (COUNTY, "seal[no2].consent.post", "x", "seal[no2].consent.post", "[post] 里没有“x”"),
    (COUNTY, "seal[no2].consent.not", "x", "seal[no2].consent.not", "[post] 里没有“x”"),
    (COUNTY, "seal[no2].consent.not", "principal", "seal[no2].consent.not", "谁也用不了"),
    (COUNTY, "seal[no2].consent.standing", ["x"], "seal[no2].consent.standing", "不盖“x”"),
    (
        COUNTY,
        "seal[no2].ledger",
        [{"field": "matter", "label": x} for x in "ab"],
        "seal[no2].ledger[matter].field",
        "有2行",
    ),
    (SEVEN, "seal[city].id", "no2", "seal[no2].id", "seal 有2行的"),
    # modes
    (COUNTY, "mode[assisted].otherwise.mode", "x", "mode[assisted].otherwise.mode", "[mode] 里"),
    (COUNTY, "mode[county_channel].otherwise", {"mode": "no2_seal"}, "mode", "绕成一圈"),
    (COUNTY, "mode[assisted].id", "no2_seal", "mode[no2_seal].id", "mode 有2行的"),
    (
        COUNTY,
        "mode[no2_seal].step[decide].as",
        "town",
        "mode[no2_seal].step[decide].seal",
        "印章“no2”是“dept”的，这一步不是以它的名义",
    ),
    (COUNTY, "mode[assisted].step", [], "mode[assisted].step", "至少要有一个步骤"),
    *(
        (
            COUNTY,
            f"mode[no2_seal].step[push].{field}",
            value,
            f"mode[no2_seal].step[push].{field}",
            r,
        )
        for field, value, r in [
            ("by", ["x"], "[party] 里没有“x”"),
            ("by", [], "要写由谁办"),
            ("as", "x", "[party] 里没有“x”"),
            ("to", ["x"], "[party] 里没有“x”"),
            ("else", ["x"], "[party] 里没有“x”"),
            ("else", ["dept"], "只有 grant = true 的步骤"),
            ("after", ["x"], "没有步骤“x”"),
            ("seal", ["x"], "[seal] 里没有“x”"),
            ("stamped", ["poster"], "没有印章盖“poster”"),
            ("within", "x", "[sla] 里没有“x”"),
            ("post", "x", "[post] 里没有“x”"),
            ("together", True, "谈不上一起办"),
            ("anew", "x", "[sla] 里没有“x”"),
            ("anew", "supplement", "只有 accept 类的步骤可以写 anew"),
            ("external", True, "只有 forward 类的步骤可以写 external"),
            ("forbid", ["second_visit"], "系统不认识“second_visit”：可以写 request_materials"),
            ("staff", 2, "只有 survey 类的步骤可以写 staff"),
            ("staff", -1, "不能小于0"),
            ("when", {}, "条件是空的"),
        ]
    ),
    (
        COUNTY,
        "mode[no2_seal].step[push].when",
        {"finding": "overdue"},
        "mode[no2_seal].step[push].when.finding",
        "可以用 power、outcome",
    ),
    (
        COUNTY,
        "mode[no2_seal].step[deliver].after",
        ["push"],
        "mode[no2_seal].step[deliver].after",
        "“push”不是在办件里办的",
    ),
    (
        SEVEN,
        "mode[one_seal].step[feedback].to",
        [],
        "mode[one_seal].step[feedback].to",
        "要写送给谁",
    ),
    (
        SEVEN,
        "mode[one_seal].step[feedback].within",
        "push_result",
        "mode[one_seal].step[feedback].within",
        "只有反馈（feedback）可以从推送起算",
    ),
    (COUNTY, "mode[no2_seal].step[receive].after", ["push"], "mode[no2_seal].step", "绕成一圈"),
    (COUNTY, "mode[no2_seal].step[push].id", "decide", "mode[no2_seal].step[decide].id", "有2行"),
    (SEVEN, "mode[unspecified].duty[0].bearer", "collector", "mode[unspecified].step", "“receive”"),
    # needs
    *(
        (COUNTY, f"mode[no2_seal].needs[0].{field}", value, f"mode[no2_seal].needs[0].{at}", r)
        for field, value, at, r in [
            ("instrument", "handshake", "instrument", "不认识手续“handshake”"),
            ("instrument", "seal:x", "instrument", "[seal] 里没有“x”"),
            ("between", ["dept"], "between", "在两方之间"),
            ("between", ["dept", "x"], "between", "[party] 里没有“x”"),
            ("when", {"finding": "overdue"}, "when.finding", "可以用 power"),
            ("when", {"outcome": "granted"}, "when.outcome", "可以用 power"),
        ]
    ),
    (COUNTY, "agreement", REMOVED, "mode[no2_seal].needs[0].instrument", "没有写它的内容"),
    (COUNTY, "mode[no2_seal].needs[0].instrument", "unspecified", "mode[no2_seal].needs[1].between",
     "公告的是双方订立的文书"),
    (COUNTY, "mode[no2_seal].needs[1].between", ["town", "dept"], "mode[no2_seal].needs[1].between",
     "公告的是双方订立的文书"),
    # duties
    *(
        (COUNTY, "mode[county_channel].duty[0]", duty(**said), f"mode[county_channel].{at}", reason)
        for said, at, reason in DUTIES
    ),
    # matters
    (COUNTY, "matter[no.2].no", 1, "matter[no.1].no", "matter 有2行的 no 是“1”"),
    (COUNTY, "matter[no.1].mode", "x", "matter[no.1].mode", "[mode] 里没有“x”"),
    (COUNTY, "matter[no.1].delegator", "x", "matter[no.1].delegator", "[organ] 里没有“x”"),
    (COUNTY, "matter[no.1].city_organ", "x", "matter[no.1].city_organ", "[organ] 里没有“x”"),
    (COUNTY, "matter[no.1].supervisors", ["x"], "matter[no.1].supervisors", "[organ] 里没有"),
    (COUNTY, "matter[no.1].city_supervisors", ["x"], "matter[no.1].city_supervisors", "“x”"),
    (COUNTY, "matter[no.12].delegator", None, "matter[no.12].delegator", "“dept”要用"),
    (COUNTY, "matter[no.12].supervisors", [], "matter[no.12].supervisors", "“industry”要用"),
    (SEVEN, "matter[no.5].county_organ", None, "matter[no.5].county_organ", "“county”要用"),
    (SEVEN, "matter[no.61].domain", None, "matter[no.61].domain", "“former”要用"),
    (SEVEN, "matter[no.2].city_supervisors", [], "matter[no.2].city_supervisors", "“city_reg”"),
    (SEVEN, "matter[no.5].grants", ["decide"], "matter[no.5].grants", "的步骤“decide”"),
    (SEVEN, "matter[no.58].power_from.by", "某局", "matter[no.58].power_from.by", "“某局”"),
    (
        COUNTY,
        "matter[no.14].delegation_basis",
        None,
        "matter[no.14].delegation_basis",
        "委托的行政许可要写明凭什么",
    ),
    *(
        (
            COUNTY,
            f"matter[no.1].{field}",
            {"finding": "provincial_catalogue", "text": "某目录", "source": "某目录"},
            f"matter[no.1].{field}.finding",
            "只有法律、法规、规章",
        )
        for field in ("law_split", "confined")
    ),
    (COUNTY, "matter[no.12].limit[0].days", 0, "matter[no.12].limit[0].days", "至少是1"),
    (
        COUNTY,
        "matter[no.24].limit[1].after",
        "examination",
        "matter[no.24].limit[1].after",
        "只有作出决定的时限",
    ),
    (
        COUNTY,
        "matter[no.12].limit[0].of",
        "renewal_before_expiry",
        "matter[no.12].limit[0].unit",
        "按日或者月倒数",
    ),
    (
        COUNTY,
        "matter[no.1].offer[0].at",
        ["x"],
        "matter[no.1].offer[0].at",
        "[organ] 里没有“x”",
    ),
    (COUNTY, "matter[no.1].offer[0].at", ["village"], "matter[no.1].offer[0].at", "这一类的机构"),
    (COUNTY, "matter[no.1].offer[0].at", [], "matter[no.1].offer[0].at", "至少要写一处"),
    *(
        (COUNTY, f"matter[no.{no}].charge", charges, f"matter[no.{no}].{at}", reason)
        for no, charges, at, reason in [
            (24, [charge(amount_yuan=0)], "charge[0].amount_yuan", "收费要大于零"),
            (24, [charge(), charge()], "charge[工本费].name", "有2行"),
            (25, [charge()], "charge[0]", "写了不收费"),
        ]
    ),
    # guards
    (COUNTY, "matter[no.12].guard[pilot].id", "volume", "matter[no.12].guard[volume].id", "有2行"),
    (
        COUNTY,
        "matter[no.12].guard[pilot].otherwise",
        "x",
        "matter[no.12].guard[pilot].otherwise",
        "[mode] 里没有“x”",
    ),
    (
        COUNTY,
        "mode[assisted].otherwise",
        None,
        "matter[no.7].guard[grade].otherwise",
        "都没有写 otherwise",
    ),
    *(
        (COUNTY, f"matter[no.12].guard[{guard}].{field}", value, f"matter[no.12].guard[{guard}]", r)
        for guard, field, value, r in [
            ("volume", "at_least", None, "quantity 类的限制要写 at_least 或 at_most"),
            ("volume", "unit", None, "quantity 类的限制要写 unit"),
            ("volume", "allow", ["15"], "quantity 类的限制不能写 allow 或 deny"),
            ("pilot", "count", None, "territory 类的限制要写 count"),
            ("pilot", "at_most", 8, "territory 类的限制不能写 at_least 或 at_most"),
            ("object", "allow", [], "object 类的限制要写 allow 或 deny"),
            ("object", "count", 8, "object 类的限制不能写 count"),
            ("object", "deny", ["农村居民自留山"], "既允许又不允许，请留一处：农村居民自留山"),
        ]
    ),
    *(
        (INVENTED, f"mode[either_accepts].{field}", value, f"mode[either_accepts].{at}", reason)
        for field, value, at, reason in [
            ("guard[crossing].allow", [], "guard[crossing]", "place 类的限制要写 allow 或 deny"),
            ("guard[crossing].otherwise", "x", "guard[crossing].otherwise", "里没有“x”"),
            ("otherwise", None, "guard[crossing].otherwise", "都没有写 otherwise"),
            ("guard[crossing].kind", "territory", "guard[crossing].kind", "试点乡镇按事项确定"),
        ]
    ),
    # the plan around them
    (COUNTY, "agreement.contents", {}, "agreement.contents", "必须写明内容"),
    (COUNTY, "agreement.contents.term", " ", "agreement.contents.term", "文件的原文"),
    (COUNTY, "agreement.notice_days", 0, "agreement.notice_days", "至少提前1天"),
    (COUNTY, "list_step[review].id", "propose", "list_step[propose].id", "list_step 有2行的"),
    (COUNTY, "list_step[review].by", "x", "list_step[review].by", "[organ] 里没有“x”"),
    (COUNTY, "list_step[review].state", " ", "list_step[review].state", "不能空着"),
    (COUNTY, "list_step[publish].publishes", False, "list_step", "没有公布的一步"),
    (COUNTY, "guide.contents.term", " ", "guide.term", "依据的原文"),
    (COUNTY, "guide.materials", " ", "guide.materials", "依据的原文"),
    (COUNTY, "grant.within", "x", "grant.within", "[sla] 里没有“x”"),
    (COUNTY, "grant.complex", "x", "grant.complex", "[sla] 里没有“x”"),
    (COUNTY, "grant.document", "x", "grant.document", "[document] 里没有“x”"),
    (
        COUNTY,
        "grant.document",
        "gan_fu_ting_zi_2023_30",
        "grant.document",
        "没有印发日期",
    ),
    (COUNTY, "tolerant.days", 0, "tolerant.days", "至少是1"),
    (
        COUNTY,
        "mode[no2_seal].step[review].id",
        "promise",
        "mode[no2_seal].step[promise].id",
        "别的期限",
    ),
    (COUNTY, "sla[decide].days", 0, "sla[decide].days", "至少是1"),
    (COUNTY, "sla[push_result].days", -1, "sla[push_result].days", "只有推送、反馈、证照归集"),
    (COUNTY, "sla[decide].extension.days", 0, "sla[decide].extension.days", "至少是1"),
    (COUNTY, "sla[deliver].id", "decide", "sla[decide].id", "sla 有2行的"),
    (
        COUNTY,
        "sla[push_result].starts",
        None,
        "mode[no2_seal].step[push].within",
        "时限“push_result”没有写从哪一步起算",
    ),
    (
        COUNTY,
        "sla[push_result].starts",
        "session",
        "mode[no2_seal].step[push].within",
        "从 session 起算，而这种办理方式没有另外这样一步",
    ),
    (COUNTY, "sla[decide].lapse", "deemed_accepted", "sla[decide].lapse", "逾期不受理的后果"),
    (COUNTY, "sla[decide].roll", True, "sla[decide].roll", "不会落在节假日"),
    (COUNTY, "sla[deliver].when", {}, "sla[deliver].when", "条件是空的"),
    (COUNTY, "sla[training_and_grant].unit", "days", "grant.complex", "单位要一样"),
    (COUNTY, "sla[training_and_grant].days", 3, "grant.complex", "不能比一般事项的短"),
    *(
        (COUNTY, "escalation", [{**TOLD, **wrong}], f"escalation[{key}", reason)
        for wrong, key, reason in (
            ({"id": "a/b"}, "a/b].id", "编号不能带"),
            ({"after": 0}, "second].after", "须在1至"),
            ({"to": []}, "second].to", "写明提请谁"),
            ({"organ": ["x"]}, "second].organ", "[organ] 里没有“x”"),
            ({"post": "x"}, "second].post", "[post] 里没有“x”"),
            ({"kind": ["x"]}, "second].kind", "没有“x”这类到期事项"),
        )
    ),
    (COUNTY, "report[monthly].by", "x", "report[monthly].by", "[party] 里没有“x”"),
    (COUNTY, "report[monthly].to", "x", "report[monthly].to", "[party] 里没有“x”"),
    (COUNTY, "report[monthly].due", "x", "report[monthly].due", "[sla] 里没有“x”"),
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
        "report 有2行的",
    ),
    (COUNTY, "renewal.remind_days", -1, "renewal.remind_days", "写0"),
    (COUNTY, "task[no.1].lead", "某局", "task[no.1].lead", "统称叫“某局”"),
    (COUNTY, "task[no.1].units", ["某局"], "task[no.1].units", "统称叫“某局”"),
    (COUNTY, "task[no.1].effective_owners", ["某"], "task[no.1].effective_owners", "“某”"),
    (COUNTY, "task[no.2].no", 1, "task[no.1].no", "task 有2行的"),
    (
        COUNTY,
        "task[no.1].content[no.1].due_on",
        "2024-01-31",
        "task[no.1].content[no.1].due",
        "照印写出",
    ),
    (COUNTY, "task[no.2].content[no.2].no", 1, "task.content[no.1].no", "task.content 有2行的"),
    (COUNTY, "rule[cases.fee].clause", "", "rule[cases.fee].clause", "拒绝时要引用"),
    (COUNTY, "rule[cases.fee].id", "seal.custody", "rule[seal.custody].mode", "写了两次"),
    (COUNTY, "rule[cases.fee].mode", ["gone"], "rule[cases.fee].mode", "没有“gone”"),
    (COUNTY, "agreement.mode", ["no2_seal"], "agreement.mode", "[[agreement_of]]"),
    # windows (RA22-08 to -13, B-63)
    (
        PILOTED,
        "window[service_window].id",
        "approval_window",
        "window[approval_window].id",
        "有2行",
    ),
    (PILOTED, "window[approval_window]", REMOVED, "window", "没有受理行政许可的窗口"),
    (PILOTED, "window[service_window]", REMOVED, "window", "没有受理其他事项的窗口"),
    *(
        (PILOTED, f"window[service_window].{field}", value, f"window[{at}].domains", reason)
        for field, value, at, reason in [
            ("domains", [], "service_window", "至少要管一个领域"),
            ("domains", ["统计", "统计"], "service_window", "“统计”写了2次"),
            ("licences", True, "service_window", "“农业农村”已经归窗口“approval_window”"),
        ]
    ),
    # who stands in which relation: RA22-24
    (PILOTED, "relation[0].organ", "x", "relation[0].organ", "[organ] 里没有“x”"),
    (PILOTED, "relation[0].of", "x", "relation[0].of", "[organ] 里没有“x”"),
    (
        PILOTED,
        "party.former",
        "relation.x(matter.domain, case.receiver)",
        "party.former",
        "[relation] 里没有“x”",
    ),
    (SEVEN, "matter[no.61].domain", "林业", "matter[no.61].domain", "关系表“former_"),
    # programmes, phases and their trials (B-60, B-61)
    *(
        (PILOTED, f"{row}.{field}", value, f"{row}.{at}", reason)
        for row, field, value, at, reason in [
            (PROGRAMME, "lead", "x", "lead", "[organ] 里没有“x”"),
            (PROGRAMME, "ends_on", "2022-01-31", "ends_on", "早于开始的日期"),
            ("phase[launch]", "programme", "x", "programme", "[programme] 里没有“x”"),
            ("phase[launch]", "ends_on", "2022-01-31", "ends_on", "早于开始的日期"),
            ("phase[launch]", "starts_on", "2022-01-31", "starts_on", "早于改革项目开始"),
            ("phase[rollout]", "ends_on", "2022-11-01", "ends_on", "晚于改革项目结束"),
            ("phase[trial]", "pilots", [0, 3], "pilots", "至少是1"),
            ("phase[trial]", "pilots", [3, 2], "pilots", "不能比最少的小"),
        ]
    ),
    (PILOTED, "phase[launch].pilots", [2, 3], f"{PROGRAMME}.id", "只能在一个阶段试点"),
    (PILOTED, "phase[launch].id", "trial", "phase[trial].id", "phase 有2行的"),
    (
        PILOTED,
        "phase[trial].pilots",
        None,
        "mode[one_seal].needs[0].instrument",
        "没有阶段写明“one_seal_reform”在几个乡镇试点",
    ),
    (
        PILOTED,
        "mode[one_seal].needs[0].instrument",
        "pilot:x",
        "mode[one_seal].needs[0].instrument",
        "没有阶段写明“x”",
    ),
    # what organs owe each other in writing (RA22-20, -23)
    (PILOTED, "inquiry.reply_within", "x", "inquiry.reply_within", "[sla] 里没有“x”"),
    (PILOTED, "inquiry.post", "x", "inquiry.post", "[post] 里没有“x”"),
    (PILOTED, "copies.to", ["x"], "copies.to", "[organ] 里没有“x”"),
    (PILOTED, "copies.to", ["village"], "copies.to", "没有“village”这一类的机构"),
    (PILOTED, "copies.to", [], "copies.to", "至少要写一个收文单位"),
    # What townships need before they exercise a power.
    (PILOTED, "training.forms", {}, "training.forms", "至少列一种"),
    (PILOTED, "training.forms", {"a": " "}, "training.forms.a", "不能空着"),
    (PILOTED, "training.by", ["x"], "training.by", "[organ] 里没有“x”"),
    (PILOTED, "training.invite", ["village"], "training.invite", "没有“village”这一类的机构"),
    (COUNTY, "handover.systems", {"a": " "}, "handover.systems.a", "不能空着"),
    (COUNTY, "handover.materials", {"certificate": ""}, "handover.materials.certificate",
     "不能空着"),
    (COUNTY, "handover.blanks", ["x"], "handover.blanks", "“x”不在材料之内"),
    (COUNTY, "handover", {"systems": {}, "materials": {}, "checked": True, "clause": "test",
     "source": "test"}, "handover.checked", "无从核对号段"),
    (COUNTY, "readiness[trained].mode", ["x"], "readiness[trained].mode", "[mode] 里没有“x”"),
    (COUNTY, "readiness[trained].step", ["x"], "readiness[trained].step", "没有“x”这种环节"),
    (COUNTY, "readiness[trained].of", "x", "readiness[trained].of", "不用写 of"),
    (COUNTY, "readiness[trained].id", "equipment", "readiness[equipment].id", "有2行"),
    (COUNTY, "readiness[system_access].of", "x", "readiness[system_access].of", "没有“x”"),
    (COUNTY, "training", None, "readiness[trained].kind", "没有规定培训"),
    (COUNTY, "contacts.roles", {}, "contacts.roles", "至少列一种"),
    (COUNTY, "contacts.roles.adviser", " ", "contacts.roles.adviser", "不能空着"),
    (COUNTY, "contacts.answering", ["x"], "contacts.answering", "“x”不在身份之内"),
    (COUNTY, "work_plan[unit_plans].programme", "x", "work_plan[unit_plans].programme",
     "[programme] 里没有“x”"),
    (COUNTY, "work_plan[unit_plans].by", ["x"], "work_plan[unit_plans].by", "[organ] 里没有“x”"),
    # What steps put on paper, and the seals that go on it.
    (SEVEN, "mode[two_seals].step[decide_town].makes", REMOVED,
     "mode[two_seals].step[decide_dept].makes", "已经产生“decision”"),
    (SEVEN, "mode[two_seals].step[decide_town].makes", "决定/一",
     "mode[two_seals].step[decide_town].makes", "不能做文书的名称"),
    (SEVEN, "mode[two_seals].step[decide_town].makes", "意见",
     "mode[two_seals].step[decide_town].seal", "写的印章都不盖它"),
    (COUNTY, "mode[no2_seal].step[decide].makes", "意见",
     "mode[no2_seal].step[certify]", "没有步骤产生它"),
    (SEVEN, "seal[own].numbers", [1, 51], "seal[own].numbers", "最多50枚"),
    (SEVEN, "seal[own].owner", "gov", "seal[own].numbers", "也用这些编号"),
    (SEVEN, "seal[own].custodian", REMOVED, "seal[own].custodian", "要写岗位"),
    (SEVEN, "seal[own].user", REMOVED, "seal[own].user", "要写岗位"),
    (SEVEN, "seal[no2].consent.by", "gov", "seal[no2].consent.by", "只能由持有者"),
    (SEVEN, "seal[no2].engraved_by", "industry", "seal[no2].engraved_by", "写成 role(…)"),
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
    (LISTED, "matter[no.7].list", "x", "matter[no.7].list", "[list] 里没有“x”"),
    (LISTED, "matter[no.7].list", None, "matter[no.7].list", "没有写在哪份清单上：请写"),
    (LISTED, "list[annex2].id", "annex1", "list[annex1].id", "list 有2行的"),
    (LISTED, "list[annex1].count", 98, "list[annex1].count", "照文件有98项，这里有99项"),
    (LISTED, "list[annex1].count", 98, "list[annex1]", "序号不在1至98之内：99"),
    (LISTED, "list[annex1].count", 120, "list[annex1]", "缺少：100、101、102"),
    (LISTED, "list[annex1].count", 120, "list[annex1]", "109等"),
    (LISTED, "matter[no.1044].row", 1, "list[annex2]", "序号重复：1"),
    (LISTED, "matter[no.1044].row", 1, "list[annex2]", "序号缺少：44"),
    (LISTED, "matter[no.1044].row", 0, "list[annex2]", "序号不在1至44之内：0"),
    (
        INVENTED,
        "matter[no.1].row",
        1,
        "matter[no.1].row",
        "政策包却没有 [[list]]",
    ),
    (LISTED, "target[town_online].list", "x", "target[town_online].list", "[list] 里没有“x”"),
    (LISTED, "target[town_online].at_least", 60, "target[town_online].at_least", "60% 写作 0.6"),
    (
        LISTED,
        "target[town_online].at_least",
        -0.1,
        "target[town_online].at_least",
        "不是 0 到 1 之间",
    ),
    (LISTED, "target[town_online].id", "village_online", "target[village_online].id", "有2行"),
    *(
        (LISTED, f"matter[no.5].{field}", value, f"matter[no.5].{at}", reason)
        for field, value, at, reason in [
            ("status_note", " ", "status_note", "status 写了 superseded，要写明是哪部法律"),
            ("status_clause", "", "status_clause", "status 写了 superseded，要写明是哪部法律"),
            ("status", "current", "status_note", "事项有效，不用写这一项"),
            ("grants", ["accept", "accept"], "grants[accept].id", "有2行的"),
        ]
    ),
    (LISTED, "naming[0].pattern", "{name}中心", "naming[0].pattern", "不是能用的样式"),
    (LISTED, "naming[0].pattern", "{parent.no}中心", "naming[0].pattern", "不是能用的样式"),
    (LISTED, "naming[0].pattern", "{parent.sh", "naming[0].pattern", "不是能用的样式"),
    (
        LISTED,
        "organ[jiazhen_centre].name",
        "甲镇政务大厅",
        "organ[jiazhen_centre].name",
        "“甲镇政务大厅”应当叫“甲镇便民服务中心”（四(二)1）",
    ),
    (
        LISTED,
        "organ[jiazhen_centre].parent",
        None,
        "organ[jiazhen_centre].parent",
        "service_centre 的名称要用上级的名称",
    ),
    (LISTED, "mode[town_steps].until", "2023-01-01", "mode[town_steps].then", "要写之后改用"),
    (LISTED, "mode[town_steps].then", "county_channel", "mode[town_steps].until", "要写最后一天"),
    (SEVEN, "mode[county_channel].since", "2024-06-01", f"{BACK}.otherwise.mode", "没有人办"),
    (SEVEN, "seal[no2].consent.for", "case", "seal[no2].consent.for", "请写 document"),
    (
        SEVEN,
        "mode[remote_window].step[accept].together",
        True,
        "mode[remote_window].step[accept].together",
        "只有远程办理",
    ),
    (
        SEVEN,
        "mode[remote_window].step[session].kind",
        "consult",
        "mode[remote_window].step[session].kind",
        "不是办件的步骤",
    ),
    (
        SEVEN,
        "mode[remote_window].step[session].kind",
        "stamp",
        "mode[remote_window].step[session].kind",
        "不单独成为步骤",
    ),
    (SEVEN, "window", [{**WINDOW, "modes": ["x"]}], "window[w].modes", "没有“x”"),
    (SEVEN, "window", [{**WINDOW, "at": []}], "window[w].at", "要写设在哪里"),
    (SEVEN, "window", [{**WINDOW, "at": ["x"]}], "window[w].at", "没有“x”"),
    (SEVEN, "window", [{**WINDOW, "by": "x"}], "window[w].by", "没有“x”"),
    (SEVEN, "window", [{**WINDOW, "domains": ["民政"]}], "window[w].domains", "不再按领域分"),
    (
        SEVEN,
        "mode[remote_window].needs",
        [{"instrument": "window:x"}],
        "mode[remote_window].needs[0].instrument",
        "没有“x”",
    ),
    (
        SEVEN,
        "mode[remote_window].step[accept].window",
        "x",
        "mode[remote_window].step[accept].window",
        "没有“x”",
    ),
    (SEVEN, f"{BACK}.withdrawable", ["dept"], f"{BACK}.withdrawable", "请写两方"),
    (SEVEN, f"{BACK}.withdrawable", ["dept", "x"], f"{BACK}.withdrawable", "没有“x”"),
    (
        SEVEN,
        "mode[remote_window].needs",
        [{"instrument": "procedure_fixed"}],
        "mode[remote_window].needs[0].between",
        "是哪两方之间的程序",
    ),
    (LISTED, "mode[town_steps].then", "x", "mode[town_steps].then", "[mode] 里没有“x”"),
    (LISTED, "mode[town_steps].then", "town_steps", "mode", "town_steps → town_steps"),
    (LISTED, f"{GRANTED}[accept].else", ["town"], f"{GRANTED}[accept].else", "没给的要写别的一方"),
    (
        LISTED,
        f"{GRANTED}[decide].grant",
        True,
        f"{GRANTED}[decide].else",
        "没有人办 decide 这一步",
    ),
    (LISTED, f"{GRANTED}[receive].grant", True, f"{GRANTED}[receive].else", "没有人办 receive"),
    (
        LISTED,
        "mode[town_steps].duty[0].when",
        {"power_from": "purchase"},
        "mode[town_steps].duty[0].when.power_from",
        "没有事项的权力来自“purchase”",
    ),
    (
        LISTED,
        f"{GRANTED}[decide].when",
        {"power_from": "direct_empowerment"},
        f"{GRANTED}[decide].when.power_from",
        "可以用 power、outcome",
    ),
    (
        LISTED,
        "mode[empowered_steps].needs[0].between",
        ["dept"],
        "mode[empowered_steps].needs[0].between",
        "memorandum 在两方之间",
    ),
    (LISTED, "agreement", None, "mode[empowered_steps].needs[0].instrument", "要有 memorandum"),
    (LISTED, "style.by_agent", " ", "style.by_agent", "办理人员要看"),
    (LISTED, "visits.reasons", {}, "visits.reasons", "至少列一个"),
    (LISTED, "visits.reasons.survey", " ", "visits.reasons.survey", "办理人员要看"),
    (LISTED, "visits.unwarranted", ["x"], "visits.unwarranted", "“x”不在原因之内"),
    (LISTED, "visits.chosen", ["x"], "visits.chosen", "“x”不在原因之内"),
    (LISTED, "visits.chosen", ["none"], "visits.chosen", "“none”在“无故”之内"),
    (LISTED, "old_seals.retention_by", "x", "old_seals.retention_by", "[organ] 里没有“x”"),
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
    # Whoever keeps a county's pack reads it: what is wrong, and what to do.
    assert all(re.search("[一-鿿]", fault.reason) for fault in faults), faults


def test_what_is_only_pushed_may_be_due_at_once() -> None:
    """RA22-25: with the decision itself, on that day."""
    assert validate(changed(COUNTY, "sla[push_result].days", 0)) == ()
