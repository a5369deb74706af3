"""Every county comes in by the same door: those that come along, and packs nobody knew before."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tenants.loader import available, bundled, load
from tests.servers import a_home
from tests.services.clerk import Tongban

DATA = Path(__file__).parents[1] / "tenants/data"
FOLDERS = {
    # An upper level's pack is adopted beside a county's own, not onboarded.
    **{name: bundled(name) for name in available() if load(bundled(name)).upper is None},
    **{place.name: place for place in sorted(DATA.glob("sample_*"))},
}


@pytest.fixture(scope="module")
def tongban() -> Iterator[Tongban]:
    with a_home() as home:
        yield Tongban(home)


def test_invented_counties_stand_beside_those_that_come_along(tongban: Tongban) -> None:
    assert len(FOLDERS) > len(available()) > 2
    for name, folder in FOLDERS.items():
        assert "已采用" in tongban.ok("tenant", "onboard", name, "--pack", str(folder))
    tenants = {row["tenant"]: row for row in tongban.json("tenant", "list")}
    assert tenants.keys() == FOLDERS.keys()
    for name, folder in FOLDERS.items():
        pack = load(folder)
        assert tenants[name]["policy"] == f"{pack.id}@{pack.version}"
        listed = tongban.json("matters", name)
        assert [row["name"] for row in listed] == [matter.name for matter in pack.matter]
    said = tongban.ok("matters", "xingguo-2022")  # E5-12, B-30
    for known in ("清单：已录 0/20 项", "已录 0/45 项", "已录 0/53 项", "合计：已录 0/118 项"):
        assert known in said
