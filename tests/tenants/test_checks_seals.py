"""Seals: whose they are, who keeps them, what they go on (`seals.toml`)."""

from tests.tenants.mistakes import COUNTY, REMOVED, SEVEN, Mistake, mistakes, require_found

CASES: list[Mistake] = [
    # parties and seals
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
    # What steps put on paper, and the seals that go on it.
    (SEVEN, "seal[own].numbers", [1, 51], "seal[own].numbers", "最多50枚"),
    (SEVEN, "seal[own].owner", "gov", "seal[own].numbers", "也用这些编号"),
    (SEVEN, "seal[own].custodian", REMOVED, "seal[own].custodian", "要写岗位"),
    (SEVEN, "seal[own].user", REMOVED, "seal[own].user", "要写岗位"),
    (SEVEN, "seal[no2].consent.by", "gov", "seal[no2].consent.by", "只能由持有者"),
    (SEVEN, "seal[no2].engraved_by", "industry", "seal[no2].engraved_by", "写成 role(…)"),
    # Lists, step grants, succession, names by a pattern, visits (ZZ22).
    (SEVEN, "seal[no2].consent.for", "case", "seal[no2].consent.for", "请写 document"),
]


@mistakes(CASES)
def test_a_mistake_is_found(mistake: Mistake) -> None:
    require_found(mistake)
