"""Rong'an in a test: its pack with some matters, since its own list starts empty (B-64)."""

from msgspec.structs import replace

from domain.kernel.pack import Matter, Relation
from tenants.loader import bundled, load

SOURCE = "RA22-14 B-64"


def _matter(no: int, name: str, domain: str, supervisor: str, mode: str = "one_seal") -> Matter:
    return Matter(
        no=no,
        name=f"{name}（演示）",
        mode=mode,
        power="public_service",
        power_label="公共服务",
        supervisors=(supervisor,),
        domain=domain,
        source=SOURCE,
    )


def _licence(no: int, name: str, domain: str, supervisor: str) -> Matter:
    return replace(
        _matter(no, name, domain, supervisor),
        power="licence",
        power_label="行政许可",
        certificate="许可证",
    )


DEMONSTRATION = (
    _licence(1, "民政领域许可", "民政", "civil_affairs"),
    _matter(2, "民政领域公共服务", "民政", "civil_affairs"),
    _licence(3, "水利领域许可", "水利", "natural_resources"),
    _matter(4, "农业农村领域公共服务", "农业农村", "agriculture"),
    _matter(5, "水利领域公共服务", "水利", "natural_resources"),
    _matter(6, "市场监管领域公共服务", "市场监管", "market_regulation", "resident"),
    _matter(7, "公安领域公共服务", "公安", "public_security", "resident"),
)
"""One for each way through the hall; 水利 is at no window (B-63), somebody supervises it here."""

_BUNDLED = load(bundled("rongan"))
RONGAN = replace(
    _BUNDLED,
    version="2022-02-01.1",
    matter=DEMONSTRATION,
    relation=(
        *_BUNDLED.relation,
        Relation(
            name="former_station_supervisor",
            domain="水利",
            organ="natural_resources",
            source=SOURCE,
        ),
    ),
)
