"""Two packs in words: every field of the schema has one, and what changes is one sentence each."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import FieldInfo, fields, replace

from tenants.diff import compare
from tenants.diff.labels import codes, label, literals, structs
from tenants.loader import available, bundled, draft, load
from tenants.template import files, switched_on

XINGGUO = load(bundled("xingguo"))
ZEZHOU = load(bundled("zezhou"))
LONGEST = 24
VENUE = 14
SENTENCES = 12


def test_every_key_and_every_code_of_the_schema_has_a_short_chinese_name() -> None:
    """A field that is added later too: its line in the template begins with one, or it has one."""
    missing = [
        f"{struct.__name__}.{field.encode_name}"
        for struct in structs()
        for field in fields(struct)
        if not _is_name(label(struct.__name__, field.encode_name))
        or any(code == word for code, word in _codes(struct.__name__, field).items())
    ]
    assert missing == [], "begin its line in the template with a name, or name it in labels.py"


def _is_name(text: str) -> bool:
    return len(text) <= LONGEST and not any(c.isascii() and c.isalpha() for c in text)


def _codes(struct: str, field: FieldInfo) -> dict[str, str]:
    kind, name = field.type, field.encode_name
    return {code: codes(struct, name)[code] for code in literals(kind)}


def test_no_difference_of_a_pack_with_itself() -> None:
    for name in available():
        pack = load(bundled(name))
        assert compare(pack, pack) == ()


def test_whatever_key_changes_anywhere_is_said(tmp_path: Path) -> None:
    """In the template with every option on: each key of each struct in turn gets another value."""
    for path in files():
        (tmp_path / path.name).write_text(switched_on(path.read_text("utf-8")), "utf-8")
    whole = draft(tmp_path)  # a county that is also above counties: no pack, but every key
    seen: set[type[Struct]] = set()
    for about, changed in _changed(whole, seen):
        found = compare(whole, changed)
        assert found, about
        assert all(change.says for change in found), about
        assert compare(changed, whole), about
    assert seen == set(structs()), "the template shows every struct"


def _changed(item: Struct, seen: set[type[Struct]]) -> Iterator[tuple[str, Any]]:
    """The item with one key changed, for each key that is there to be changed, also below it."""
    new = type(item) not in seen
    seen.add(type(item))
    for field in fields(type(item)):
        value = getattr(item, field.name)
        about = f"{type(item).__name__}.{field.encode_name}"
        below: Iterator[tuple[str, Any]] = iter(())
        if isinstance(value, Struct):
            below = _changed(value, seen)
        elif isinstance(value, tuple) and value and isinstance(value[0], Struct):
            below = (
                (said, (*value[:n], other, *value[n + 1 :]))
                for n, each in enumerate(value)
                for said, other in _changed(each, seen)
            )
        for said, other in below:
            yield said, replace(item, **{field.name: other})
        if new:
            for other in _others(value, optional=field.default is None):
                if other != value and about != "Matter.mode":  # one that there is: the next test
                    yield about, replace(item, **{field.name: other})


def _others(value: object, *, optional: bool) -> Iterator[object]:
    match value:
        case bool():
            yield not value
        case int() | float():
            yield value + 1
        case "Asia/Shanghai":
            yield "Asia/Urumqi"
        case str():
            yield f"{value}another"
        case date():
            yield value + timedelta(days=1)
        case dict():
            yield dict(list(value.items())[1:])
        case tuple():
            yield value[1:]
            yield value[::-1] if value[::-1] != value else (*value, *value)
        case Struct() if optional:
            yield None


NEXT = """
extends = ["xingguo"]
version = "2024-06-01"
effective_from = 2024-06-01
drop = { matter = [5] }
[[list]]
id = "county_township_list"
name = "“县乡同办”事项清单"
title = "“县乡同办”改革事项清单"
count = 26
unknown = true
clause = "附件2"
source = "XG23-09 XG23-37"
"""


def test_a_next_version_in_sentences_with_old_and_new_and_the_clause(tmp_path: Path) -> None:
    (tmp_path / "pack.toml").write_text(NEXT, "utf-8")
    base = load(tmp_path)
    [seal_mode] = [m for m in base.mode if any(n.instrument == "agreement" for n in m.needs)]
    decide = next(step for step in seal_mode.step if step.kind == "decide")
    steps = tuple(
        replace(step, as_=None, seal=(), within=None) if step is decide else step
        for step in seal_mode.step
        if step.kind != "survey"
    )
    changed = replace(seal_mode, needs=seal_mode.needs[1:], step=steps, duty=seal_mode.duty[1:])
    limited = next(matter for matter in base.matter if matter.no == VENUE)
    guard = replace(limited.guard[0], deny=("饭馆",))
    moved = replace(limited, mode=base.mode[-1].id, guard=(guard, *limited.guard[1:]))
    new = replace(
        base,
        mode=tuple(changed if mode is seal_mode else mode for mode in base.mode),
        matter=tuple(moved if matter is limited else matter for matter in base.matter),
        sla=tuple(replace(sla, days=10) if sla.id == "decide" else sla for sla in base.sla),
        rule=tuple(replace(rule, text="新的原文") for rule in base.rule[:1]) + base.rule[1:],
    )
    found = [str(change) for change in compare(XINGGUO, new)]
    [clause] = [rule.clause for rule in base.rule[:1]]
    way = "办理方式“‘2号章’委托办”："
    for sentence in (
        "版本由“2023-11-30”改为“2024-06-01”",
        "生效日期由2023-11-30改为2024-06-01",
        "取消事项第5项“特困人员认定”：办理方式“业务系统延伸办”，委托部门县民政局，行政确认（XG23-36）",
        f"{way}取消前提文书授权委托部门与承接乡镇的委托协议：方可办理",
        f"{way}取消步骤“踏勘”：由承接乡镇办理，以授权委托部门名义",
        (
            f"{way}步骤“审批”：名义由授权委托部门改为无；"
            "所盖印章由“兴国县行政审批专用章”（授权委托部门的章，承接乡镇持有）改为无；"
            "时限由作出决定（20个工作日）改为无"
        ),
        f"{way}取消过程责任：由承接乡镇单独承担（文件原文）（四(四)）",
        (
            "第14项“公共场所卫生许可（首次）”：办理方式由“‘2号章’委托办”改为“县级部门直接办理”；"
            "决定机关由承接乡镇（以县行政审批局名义）改为县行政审批局；"
            "盖章由“兴国县行政审批专用章”（授权委托部门的章，承接乡镇持有）改为不盖本政策包的章；"
            "对外责任由县行政审批局（附件3 四.1）、"
            "县行政审批局（行政诉讼法 26(5); 行政复议法 10(4)，2024年起19(3); 国家赔偿法 7(4)）、"
            "县行政审批局（行政许可法 24; 最高法行诉解释 20(3)）"
            "改为县行政审批局（行政诉讼法 26(1); 行政复议法 10(4)，2024年起19(1); 国家赔偿法 7(1)）"
            "（XG23-36 XG23-39 XG23-48）"
        ),
        "时限“作出决定”：期限由20个工作日改为10个工作日（行政许可法 42）",
    ):
        assert sentence in found
    place = "第14项“公共场所卫生许可（首次）”：限制“场所类别”："
    assert any(
        text.startswith(f"{place}不含由“饭馆”、“咖啡馆”、“酒吧”、“茶座”改为“饭馆”")
        for text in found
    )
    assert any(clause in text and "改为“新的原文”" in text for text in found)
    assert len(found) == SENTENCES, found


def test_of_two_counties_it_says_what_each_has_and_where_both_have_it_how_they_differ() -> None:
    found = compare(XINGGUO, ZEZHOU)
    said = [change.says for change in found]
    assert any(text.startswith("只有前者有的事项26个：第1项“") for text in said)
    assert any(text.startswith("只有后者有的办理方式5个：") for text in said)
    assert "当事方由承接乡镇改为收件单位所属的乡镇级机关" in said
    handles = {handle for text in said for handle in re.findall("[“＝、：]([a-z_]+)", text)}
    assert handles == {XINGGUO.id, ZEZHOU.id}, "officials read names"
    assert "协议的规定：" in "".join(said)
    assert not any("Struct" in text or "None" in text for text in said)
