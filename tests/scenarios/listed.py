"""A matter that a county lists or moves under its province's notice, and what is said about it."""

from datetime import date

from domain.kernel.pack import Organ
from domain.matters.catalogues import AdoptCatalogueVersion, Entry
from domain.matters.declared import RecordLegalityReview
from domain.matters.grounds import EvaluateCapacity, RecordStudy
from domain.matters.settled import ChangeMode
from domain.policy.adoption import AdoptUpperPack
from tenants.loader import bundled, digest, load
from tests.world import XINGGUO, at

JIANGXI = load(bundled("jiangxi"))
DAY = date(2024, 3, 1)
NOW = at("2024-03-01 09:00")
ADOPT = AdoptUpperPack(
    pack=JIANGXI, digest=digest(JIANGXI), effective_from=DAY, evidence="（演示）收文登记3号"
)
TOWN, REMOTE = "jx_empowered", "jx_remote_county"
LICENCES, TOWNS = "jx_licences", "jx_guidance_towns"


def law(no: int, name: str) -> Entry:
    return Entry(name=name, number=str(no))


CITY = Organ(id="city", name="示例市局", short="市局", kind="department", level="city", source="")
PERMIT = next(matter for matter in XINGGUO.matter if matter.no == 21)
STUDY = RecordStudy(matter=21, mode=TOWN, necessity="办件量大", document_number="论1号")
ABLE = EvaluateCapacity(
    matter=21, mode=TOWN, organs=("xingjiang",), able=True, opinion="具备", document_number="评1号"
)
LAWFUL = RecordLegalityReview(
    matter=21, mode=TOWN, legality="lawful", opinion="在目录内", document_number="审1号"
)
MOVE = ChangeMode(
    matter=21,
    mode=TOWN,
    effective_from=DAY,
    reason="按省通知",
    document_number="审改办5号",
    published_in="县政府门户网站（演示）",
)
CATALOGUE = AdoptCatalogueVersion(
    catalogue=TOWNS,
    version="2023年版（演示）",
    effective_from=date(2024, 1, 1),
    entries=(law(1, PERMIT.name),),
    document_number="赣府发（演示）1号",
)
