"""A seal comes to be: approved, engraved by the owner, its imprint filed (XG23-54, -82, B-17)."""

from datetime import datetime

from domain.kernel.digest import is_sha256
from domain.kernel.event import Event
from domain.kernel.facts import Seal
from domain.kernel.pack import SealRule
from domain.kernel.refusal import IllegalState, Invalid, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.seals.commands import ApproveEngraving, RecordEngraving, RegisterSeal
from domain.seals.events import EngravingApproved, SealEngraved, SealRegistered, about


def approved(
    command: ApproveEngraving, state: Seal | None, at: datetime, rules: Rulebook
) -> EngravingApproved:
    if state is not None and state.status not in ("destroyed", "void"):
        raise rules.refuse(
            IllegalState, "seal.exists", "该编号的印章仍在，销毁或者作废之后方可另行刻制"
        )
    rule = rules.seals.get(command.rule)
    if rule is None:
        raise rules.refuse(Invalid, "seal.unknown_rule", f"没有“{command.rule}”这类印章")
    holder = next((o for o in rules.pack.organ if o.seal_no == command.number), None)
    if holder is None or not holder.seals:
        raise rules.refuse(
            Invalid, "seal.organ_without_seal", f"设置表中没有编号{command.number}的单位"
        )
    owners = {m.delegator for m in rules.pack.matter if _bears(rules, m.mode, rule)}
    if command.owner not in owners:
        raise rules.refuse(
            NotPermitted,
            "seal.engraved_by_delegator",
            f"{rules.short(command.owner)}不是委托单位，不得刻制此类印章",
        )
    expected = seal_names(rules, rule, command.owner, holder.id)
    if command.name not in expected:
        raise rules.refuse(Invalid, "seal.name_pattern", f"印章名称应为“{'”或“'.join(expected)}”")
    return EngravingApproved(
        occurred_at=at,
        owner=command.owner,
        number=command.number,
        rule=rule.id,
        holder=holder.id,
        name=command.name,
    )


def made(
    command: RecordEngraving | RegisterSeal, seal: Seal, at: datetime, rules: Rulebook
) -> Event:
    where = about(seal, at)
    if isinstance(command, RegisterSeal):
        return SealRegistered(**where, imprint=_specimen(command.imprint, rules))
    if command.name != seal.name:
        raise rules.refuse(Invalid, "seal.name_pattern", f"批准刻制的印章名称是“{seal.name}”")
    return SealEngraved(**where, rule=seal.rule, name=command.name, engraver=command.engraver)


def _specimen(imprint: str, rules: Rulebook) -> str:
    if not is_sha256(imprint):
        raise rules.refuse(
            Invalid, "seal.imprint", "印模须登记其图像的 SHA-256 摘要（64 位十六进制）"
        )
    return imprint


def _bears(rules: Rulebook, mode: str, rule: SealRule) -> bool:
    return any(rule.id in step.seal for step in rules.mode(mode).step)


def seal_names(rules: Rulebook, rule: SealRule, owner: str, holder: str) -> tuple[str, ...]:
    """The texts that such a seal may bear (B-17)."""
    parties = {"owner": rules.organ(owner), "holder": rules.organ(holder)}
    return tuple(
        pattern.format(**parties, number=parties["holder"].seal_no) for pattern in rule.names
    )
