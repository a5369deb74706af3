"""A seal is lost on a Monday and used on the two days after; on Thursday it is told (E5-6)."""

from collections.abc import Iterator

from domain.seals.commands import AnnounceLoss, ReportLoss, VoidSeal
from services.demo.act import Act
from services.demo.chapters.opening import PORTAL
from services.demo.stage import Stage

USED = "演示-121"
WAITING = "演示-122"
LOST_AT = "2024-02-26 17:30"
REPORT = "2024-02-29 09:00"


def lost(stage: Stage, owner: str, town: str, keeper: str) -> Iterator[Act]:
    """XG23-60: what was regular as known before the report is not as known after it."""
    rules = stage.rules
    name = f"{rules.short(owner)}在{rules.short(town)}的“2号章”"
    seal = stage.seal(owner, town)
    used = stage.dossier(USED, 21, town, keeper)
    waiting = stage.dossier(WAITING, 25, town, keeper)
    yield from stage.at("2024-02-23 09:30", f"{USED} 种畜禽许可：收件、受理并用印", *used.opened())
    yield from stage.at(
        "2024-02-26 10:30", f"{WAITING} 拖拉机检验：收件、受理并用印", *waiting.opened()
    )
    yield from stage.at("2024-02-26 15:00", f"{USED} 审核、批准", used.review(), used.grant())
    yield from stage.at(
        "2024-02-27 10:00",
        f"{USED} 审批决定用印（印章已于前一日傍晚遗失，尚无人知）",
        *used.sealed("decision"),
    )
    yield from stage.at(
        "2024-02-28 10:00",
        f"{USED} 证书用印（同上），制证、送达",
        *used.sealed("certificate"),
        used.certify(),
        used.deliver(),
    )
    yield from stage.at(
        "2024-02-28 16:00",
        f"{WAITING} 审核、批准、申请用印",
        waiting.review(),
        waiting.grant(),
        waiting.apply("decision"),
    )
    report = ReportLoss(
        **seal,
        lost_at=stage.moment(LOST_AT),
        circumstances="清点时不在柜内；经查2月26日下班时即未入柜，其后由谁取用不明（演示）",
    )
    says = f"{name}：报告遗失（2月26日17:30起）"
    yield from stage.at(REPORT, says, (stage.by(town, "custodian", keeper), report))
    yield from stage.refused(
        "2024-02-29 10:00",
        f"{WAITING} 遗失期间签字同意用印",
        "seal.not_in_use",
        waiting.consent("decision"),
    )
    head = stage.by(owner, "principal")
    announce = AnnounceLoss(**seal, published_in=PORTAL)
    yield from stage.at("2024-03-01 10:00", f"{name}：公告遗失", (head, announce))
    void = VoidSeal(**seal, reason="遗失已公告，未能找回")
    yield from stage.at("2024-03-04 10:00", f"{name}：宣布作废", (head, void))
    steps = [it for _, it in stage.county.seal(owner, town, keeper)]
    for day, part, what in (
        ("2024-03-04", steps[:1], "批准另行刻制"),
        ("2024-03-05", steps[1:3], "刻制并备案印模"),
        ("2024-03-06", steps[3:], "授予、指定保管人、启用"),
    ):
        yield from stage.at(f"{day} 14:00", f"{name}：{what}", *part)
    yield from stage.at(
        "2024-03-07 14:00",
        f"{WAITING} 新章启用后签字同意、盖章、送达",
        waiting.consent("decision"),
        waiting.stamp("decision"),
        waiting.deliver(),
    )
