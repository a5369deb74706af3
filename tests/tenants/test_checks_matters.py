"""Matters and the lists that print them."""

from tests.tenants.mistakes import COUNTY, INVENTED, LISTED, SEVEN, Mistake, mistakes, require_found


def charge(**fields: object) -> dict[str, object]:
    return {"name": "工本费", "basis": "某条例", "source": "test", **fields}


CASES: list[Mistake] = [
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
    # who stands in which relation: RA22-24
    (SEVEN, "matter[no.61].domain", "林业", "matter[no.61].domain", "关系表“former_"),
    # Lists, step grants, succession, names by a pattern, visits (ZZ22).
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
    *(
        (LISTED, f"matter[no.5].{field}", value, f"matter[no.5].{at}", reason)
        for field, value, at, reason in [
            ("status_note", " ", "status_note", "status 写了 superseded，要写明是哪部法律"),
            ("status_clause", "", "status_clause", "status 写了 superseded，要写明是哪部法律"),
            ("status", "current", "status_note", "事项有效，不用写这一项"),
            ("grants", ["accept", "accept"], "grants[accept].id", "有2行的"),
        ]
    ),
]


@mistakes(CASES)
def test_a_mistake_is_found(mistake: Mistake) -> None:
    require_found(mistake)
