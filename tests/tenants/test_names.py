"""Finding organs by the names that documents print (B-16)."""

from pathlib import Path

import pytest

from domain.kernel.pack import Pack
from tenants.loader import bundled, load
from tenants.names import UnknownNameError, names_of, resolve, resolve_all


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load(bundled("xingguo"))


def test_every_name_of_every_organ_leads_to_it(pack: Pack) -> None:
    for organ in pack.organ:
        assert {resolve(pack, name) for name in names_of(organ)} == {organ.id}


def test_an_unknown_name_is_an_error(pack: Pack) -> None:
    with pytest.raises(UnknownNameError, match="县统计局"):
        resolve(pack, "县统计局")


def test_a_group_is_not_one_organ(pack: Pack) -> None:
    with pytest.raises(UnknownNameError, match="group"):
        resolve(pack, "各乡镇人民政府")


def test_a_group_and_an_organ_resolve_to_ids_in_the_order_of_the_pack(pack: Pack) -> None:
    townships = resolve_all(pack, "各乡镇人民政府")
    assert (townships[0], townships[-1]) == ("xingjiang", "lianjiang")
    assert resolve_all(pack, "县残联") == ("disabled_persons",)


def test_no_county_is_named_in_code() -> None:
    """What differs between counties is data: code under tenants/ knows none of them."""
    root = Path(__file__).parents[2] / "tenants"
    for path in root.rglob("*.py"):
        text = path.read_text("utf-8")
        assert not any(name in text for name in ("兴国", "xingguo", "no2_seal")), path
