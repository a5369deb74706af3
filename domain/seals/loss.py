"""Something is wrong with a seal, or it is gone: told at once, out of use meanwhile (XG23-60)."""

from datetime import datetime

import msgspec

from domain.kernel.authority import By
from domain.kernel.event import Event
from domain.kernel.facts import Period, Seal, SealStatus, ended
from domain.kernel.refusal import IllegalState, Invalid
from domain.kernel.rulebook import Rulebook
from domain.seals.commands import (
    AnnounceLoss,
    LossCommand,
    RecordRecovery,
    ReportAnomaly,
    ReportLoss,
)
from domain.seals.events import (
    AnomalyReported,
    LossAnnounced,
    SealEvent,
    SealLost,
    SealRecovered,
    SealVoided,
    about,
)


def decide(command: LossCommand, seal: Seal, by: By, at: datetime, rules: Rulebook) -> Event:
    where = about(seal, at)
    match command:
        case ReportAnomaly(circumstances=told):
            return AnomalyReported(**where, circumstances=told, reported_by=by.person)
        case ReportLoss(lost_at=lost_at, circumstances=told):
            if not _earliest(seal) <= lost_at <= at:
                raise rules.refuse(
                    Invalid,
                    "seal.lost_at",
                    "遗失时间不得晚于报告，也不得早于刻制或者上一次找回，请核实后填写",
                )
            return SealLost(**where, lost_at=lost_at, circumstances=told, reported_by=by.person)
        case AnnounceLoss(published_in=place):
            return LossAnnounced(**where, published_in=place)
        case RecordRecovery(circumstances=told):
            before = next(status for _, status in reversed(seal.history) if status != "lost")
            rests: SealStatus = "suspended" if before == "in_use" else before
            return SealRecovered(**where, circumstances=told, status=rests)
    if seal.loss_announced is None:
        raise rules.refuse(IllegalState, "seal.loss_not_announced", "印章遗失须先公告，再宣布作废")
    return SealVoided(**where, reason=command.reason)


def _earliest(seal: Seal) -> datetime:
    """Since when there has been a seal to lose: engraved, or found again."""
    engraved = max(since for since, status in seal.history if status == "engraved")
    return max((engraved, *(loss.end for loss in seal.losses if loss.end)))


def evolve(seal: Seal, event: SealEvent) -> Seal:
    match event:
        case SealLost(lost_at=lost_at):
            return msgspec.structs.replace(
                seal, losses=(*seal.losses, Period(lost_at)), loss_announced=None
            )
        case LossAnnounced(occurred_at=at):
            return msgspec.structs.replace(seal, loss_announced=at)
        case SealRecovered(occurred_at=at) | SealVoided(occurred_at=at):
            return msgspec.structs.replace(seal, losses=ended(seal.losses, at))
    return seal
