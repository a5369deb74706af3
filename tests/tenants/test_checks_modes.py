"""How matters are handled: steps, what they need, who answers (`modes.toml`)."""

from tests.tenants.mistakes import (
    COUNTY,
    INVENTED,
    LEVELS,
    LISTED,
    PILOTED,
    REMOVED,
    SEVEN,
    Mistake,
    mistakes,
    require_found,
)

BACK = "mode[no2_seal]"  # falls back to another mode
HERE = "mode[decided_here].step"
GRANTED = "mode[town_steps].step"


def duty(**fields: object) -> dict[str, object]:
    return {"duty": "collection", "bearer": "dept", "source": "test", **fields}


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
CASES: list[Mistake] = [
    # what two levels owe each other
    (LEVELS, f"{HERE}[decide].forms", ["physical"], f"{HERE}[decide].forms", "只有制证"),
    (LEVELS, f"{HERE}[certify].forms", ["physical"] * 2, f"{HERE}[certify].forms", "只写一次"),
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
    (
        COUNTY,
        "mode[no2_seal].needs[0].instrument",
        "unspecified",
        "mode[no2_seal].needs[1].between",
        "公告的是双方订立的文书",
    ),
    (
        COUNTY,
        "mode[no2_seal].needs[1].between",
        ["town", "dept"],
        "mode[no2_seal].needs[1].between",
        "公告的是双方订立的文书",
    ),
    # duties
    *(
        (COUNTY, "mode[county_channel].duty[0]", duty(**said), f"mode[county_channel].{at}", reason)
        for said, at, reason in DUTIES
    ),
    # guards
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
    (
        COUNTY,
        "mode[no2_seal].step[review].id",
        "promise",
        "mode[no2_seal].step[promise].id",
        "别的期限",
    ),
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
    # programmes, phases and their trials (B-60, B-61)
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
    # What steps put on paper, and the seals that go on it.
    (
        SEVEN,
        "mode[two_seals].step[decide_town].makes",
        REMOVED,
        "mode[two_seals].step[decide_dept].makes",
        "已经产生“decision”",
    ),
    (
        SEVEN,
        "mode[two_seals].step[decide_town].makes",
        "决定/一",
        "mode[two_seals].step[decide_town].makes",
        "不能做文书的名称",
    ),
    (
        SEVEN,
        "mode[two_seals].step[decide_town].makes",
        "意见",
        "mode[two_seals].step[decide_town].seal",
        "写的印章都不盖它",
    ),
    (
        COUNTY,
        "mode[no2_seal].step[decide].makes",
        "意见",
        "mode[no2_seal].step[certify]",
        "没有步骤产生它",
    ),
    # Lists, step grants, succession, names by a pattern, visits (ZZ22).
    (LISTED, "mode[town_steps].until", "2023-01-01", "mode[town_steps].then", "要写之后改用"),
    (LISTED, "mode[town_steps].then", "county_channel", "mode[town_steps].until", "要写最后一天"),
    (SEVEN, "mode[county_channel].since", "2024-06-01", f"{BACK}.otherwise.mode", "没有人办"),
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
]


@mistakes(CASES)
def test_a_mistake_is_found(mistake: Mistake) -> None:
    require_found(mistake)
