"""The pack itself, its organs and parties, and the documents that it rests on."""

import msgspec
import pytest

from domain.kernel.pack import Pack
from tenants.validate import validate
from tests.tenants.mistakes import (
    COUNTY,
    LISTED,
    PILOTED,
    REMOVED,
    SEVEN,
    Mistake,
    mistakes,
    organ,
    require_found,
    valid,
)

PROGRAMME = "programme[one_seal_reform]"


CASES: list[Mistake] = [
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
    # parties and seals
    (COUNTY, "party.town", "the town", "party.town", "不认识“the town”"),
    (COUNTY, "party.town", "actor(sing)", "party.town", "没有办理方式有步骤“sing”"),
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
    # Lists, step grants, succession, names by a pattern, visits (ZZ22).
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
]


@mistakes(CASES)
def test_a_mistake_is_found(mistake: Mistake) -> None:
    require_found(mistake)


@pytest.mark.parametrize("name", [SEVEN, COUNTY, LISTED, PILOTED])
def test_the_packs_to_break_are_valid(name: str) -> None:
    assert validate(msgspec.json.decode(valid(name), type=Pack)) == ()


def test_a_trial_is_led_by_somebody() -> None:
    """Whoever the pack names, else the issuer of its document (RA22-32)."""
    pack = msgspec.json.decode(valid(PILOTED), type=Pack)
    (programme,) = (msgspec.structs.replace(p, lead=None) for p in pack.programme)
    pack = msgspec.structs.replace(pack, programme=(programme,))
    assert validate(pack) == ()
    documents = tuple(msgspec.structs.replace(d, issuer=None) for d in pack.document)
    (fault,) = validate(msgspec.structs.replace(pack, document=documents))
    assert (fault.key, fault.table) == (f"{PROGRAMME}.lead", "programme")
