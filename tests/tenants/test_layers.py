"""A pack that extends others: theirs first, its own laid over; every problem at its own file."""

from pathlib import Path
from typing import Any

import pytest

from tenants.loader import bundled, check, digest, draft, load

BASE, NEXT = "rongan", "next"
DATED = 'version = "2022-11-01"\neffective_from = 2022-11-01\n'


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def written(name: str = NEXT, **files: str) -> Path:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        for file, text in files.items():
            (folder / f"{file}.toml").write_text(text, "utf-8")
        return folder

    return written


def over(name: str = BASE, more: str = "") -> str:
    return f'extends = ["{name}"]\n{DATED}{more}'


def test_a_next_version_says_only_what_becomes_different(write: Any) -> None:
    """Rows by their name, in their place; tables key by key; rows without a name appended."""
    before = load(bundled(BASE))
    first = before.sla[0]
    changed = f"""
[[sla]]
id = "{first.id}"
name = "{first.name}"
days = 9
unit = "working_days"
certainty = "text"
source = "test"

[[sla]]
id = "another"
name = "另一个"
days = 2
unit = "working_days"
certainty = "default"
source = "test"
"""
    relation = f"""
[[relation]]
name = "{before.relation[0].name}"
domain = "水利"
organ = "{before.relation[0].organ}"
source = "test"
"""
    folder = write(
        pack=over(more='drop = { rule = ["cases.not_supervisor"] }\n[post]\nnew = "新岗位"\n'),
        slas=changed,
        more=relation,
    )
    after = load(folder)
    assert (after.id, after.version, after.organ) == (before.id, "2022-11-01", before.organ)
    assert after.post == {**before.post, "new": "新岗位"}
    assert (after.sla[0].id, after.sla[0].days, after.sla[0].lapse) == (first.id, 9, None)
    assert (after.sla[1:-1], after.sla[-1].id) == (before.sla[1:], "another")
    assert after.relation[:-1] == before.relation
    assert {rule.id for rule in before.rule} - {rule.id for rule in after.rule} == {
        "cases.not_supervisor"
    }
    assert digest(after) != digest(before)
    assert draft(folder) == after


def test_a_pack_of_several_layers_takes_each_folder_once(write: Any) -> None:
    """A folder beside it goes before a bundled one of that name, and may bear its name itself."""
    write("one", pack=f'extends = ["{BASE}"]\n{DATED}name = "一"\n')
    write("two", pack=f'extends = ["{BASE}"]\n{DATED}')
    both = load(write(pack='extends = ["one", "two"]\n'))
    assert (both.name, both.relation) == ("一", load(bundled(BASE)).relation)
    write(BASE, pack=f'extends = ["{BASE}"]\n{DATED}name = "本县自己的"\n')
    assert load(write("last", pack=over())).name == "本县自己的"


FAULTS = [
    ("pack.toml", "extends", over("nowhere"), "没有政策包“nowhere”：旁边没有这个目录"),
    ("pack.toml", "extends", over("../packs/rongan"), "没有政策包“../packs/rongan”"),
    ("pack.toml", "extends", f'extends = "{BASE}"\n', "这里要写列表"),
    ("pack.toml", "drop", over(more='drop = ["mode"]\n'), "这里要写一张表"),
    ("pack.toml", "drop.mode", over(more='drop = { mode = ["gone"] }\n'), "mode 里没有“gone”"),
    ("pack.toml", "drop.post", over(more='drop = { post = ["gone"] }\n'), "post 里没有“gone”"),
    ("pack.toml", "drop.fish", over(more="drop = { fish = true }\n"), "没有“fish”这张表"),
    ("pack.toml", "drop.mode", over(more='drop = { mode = "one" }\n'), "编号的列表"),
    ("pack.toml", "drop.name", over(more='drop = { name = ["a"] }\n'), "name 里没有“a”"),
    ("pack.toml", "colour", over(more='colour = "red"\n'), "没有“colour”这个键"),
    # What only the whole shows is told where it stands: in the folder or in what it extends.
    ("rongan/modes.toml", "mode[one_seal].step[accept].within", over(
        more='drop = { sla = ["supplement"] }\n'
    ), "[sla] 里没有“supplement”"),
    ("pack.toml", "party.odd", over(more='[party]\nodd = "matter.boss"\n'), "不认识“matter.boss”"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "key", "text", "reason"), FAULTS, ids=lambda v: str(v)[:30])
def test_a_fault_is_told_at_its_own_file(
    write: Any, file: str, key: str, text: str, reason: str
) -> None:
    problems = check(write(pack=text)).problems
    told = [problem for problem in problems if (problem.file, problem.key) == (file, key)]
    assert len(told) == 1, problems
    assert reason in told[0].reason


def test_a_circle_of_packs_is_told(write: Any) -> None:
    write("other", pack='extends = ["next"]\n')
    found = check(write(pack='extends = ["other"]\n')).problems
    assert [(p.file, p.key) for p in found if "next → other → next" in p.reason] == [
        ("other/pack.toml", "extends")
    ]


def test_a_broken_file_below_causes_no_echoes(write: Any) -> None:
    write("below", pack=f'extends = ["{BASE}"]\n', modes="[[mode]]\nthis is not TOML")
    (problem,) = check(
        write(pack='extends = ["below"]\n', organs='[group]\n"各乡" = ["m"]')
    ).problems[:1]
    assert (problem.file, problem.key) == ("below/modes.toml", "")
