"""How people are served, and what organs owe each other (`services.toml`)."""

from tests.tenants.mistakes import (
    LEVELS,
    LISTED,
    PILOTED,
    REMOVED,
    SEVEN,
    Mistake,
    mistakes,
    require_found,
)

WINDOW = {
    "id": "w",
    "name": "专窗",
    "modes": ["remote_window"],
    "at": ["centre"],
    "clause": "test",
    "source": "test",
}


CASES: list[Mistake] = [
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
            ("each", ["x"], "没有"),
        ]
    ),
    (LEVELS, "licences.within", "x", "licences.within", "[sla] 里没有“x”"),
    (LEVELS, "licences.keeper", "x", "licences.keeper", "[party] 里没有“x”"),
    (LEVELS, "party.county", "case.receiver", "policy_notice.to", "政策性文件没有办件"),
    (LEVELS, "party.city_regulator", "actor(review)", "policy_notice.by", "政策性文件没有办件"),
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
    # what organs owe each other in writing (RA22-20, -23)
    (PILOTED, "inquiry.reply_within", "x", "inquiry.reply_within", "[sla] 里没有“x”"),
    (PILOTED, "inquiry.post", "x", "inquiry.post", "[post] 里没有“x”"),
    (PILOTED, "copies.to", ["x"], "copies.to", "[organ] 里没有“x”"),
    (PILOTED, "copies.to", ["village"], "copies.to", "没有“village”这一类的机构"),
    (PILOTED, "copies.to", [], "copies.to", "至少要写一个收文单位"),
    # Lists, step grants, succession, names by a pattern, visits (ZZ22).
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
    (SEVEN, "window", [{**WINDOW, "modes": ["x"]}], "window[w].modes", "没有“x”"),
    (SEVEN, "window", [{**WINDOW, "at": []}], "window[w].at", "要写设在哪里"),
    (SEVEN, "window", [{**WINDOW, "at": ["x"]}], "window[w].at", "没有“x”"),
    (SEVEN, "window", [{**WINDOW, "by": "x"}], "window[w].by", "没有“x”"),
    (SEVEN, "window", [{**WINDOW, "domains": ["民政"]}], "window[w].domains", "不再按领域分"),
    (LISTED, "style.by_agent", " ", "style.by_agent", "办理人员要看"),
    (LISTED, "visits.reasons", {}, "visits.reasons", "至少列一个"),
    (LISTED, "visits.reasons.survey", " ", "visits.reasons.survey", "办理人员要看"),
    (LISTED, "visits.unwarranted", ["x"], "visits.unwarranted", "“x”不在原因之内"),
    (LISTED, "visits.chosen", ["x"], "visits.chosen", "“x”不在原因之内"),
    (LISTED, "visits.chosen", ["none"], "visits.chosen", "“none”在“无故”之内"),
    (LISTED, "old_seals.retention_by", "x", "old_seals.retention_by", "[organ] 里没有“x”"),
]


@mistakes(CASES)
def test_a_mistake_is_found(mistake: Mistake) -> None:
    require_found(mistake)
