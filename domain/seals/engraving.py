"""A seal comes to be: approved, engraved by the owner, its imprint filed (XG23-54, -82, B-17)."""

from datetime import datetime

from domain.kernel.digest import is_sha256
from domain.kernel.event import Event
from domain.kernel.facts import Seal, SealForm
from domain.kernel.instruments import seal_numbers
from domain.kernel.pack import Organ, SealRule
from domain.kernel.refusal import IllegalState, Invalid, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.seals import places
from domain.seals.commands import ApproveEngraving, RecordEngraving, RegisterSeal
from domain.seals.events import EngravingApproved, SealEngraved, SealRegistered, about

_FORMS: dict[SealForm, str] = {"physical": "实物", "electronic": "电子"}


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
    holder = _holder(command, rule, rules)
    if command.form not in rule.form:
        raise rules.refuse(Invalid, "seal.form", f"此类印章没有{_FORMS[command.form]}的")
    if command.owner not in places.owners(rules, rule, holder.id):
        raise rules.refuse(
            NotPermitted,
            "seal.engraved_by_delegator",
            f"{rules.short(command.owner)}不是委托单位，不得刻制此类印章",
        )
    expected = seal_names(rules, rule, command.owner, holder.id, command.number)
    if command.name not in expected:
        raise rules.refuse(Invalid, "seal.name_pattern", f"印章名称应为“{'”或“'.join(expected)}”")
    return EngravingApproved(
        occurred_at=at,
        owner=command.owner,
        number=command.number,
        rule=rule.id,
        holder=holder.id,
        name=command.name,
        form=command.form,
    )


def _holder(command: ApproveEngraving, rule: SealRule, rules: Rulebook) -> Organ:
    """Who is to keep the seal: whom its number names, or whom the command does (XG23-83)."""
    if rule.numbered_by_holder:
        found = next((o for o in rules.pack.organ if o.seal_no == command.number), None)
        said = f"设置表中没有编号{command.number}的单位"
        if command.holder and found is not None and found.id != command.holder:
            found, said = None, f"编号{command.number}不是{rules.short(command.holder)}的"
    else:
        # A seal that its owner keeps names its holder already.
        named = command.holder or (command.owner if rule.holder == rule.owner else "")
        found, said = rules.organs.get(named), "请写明由哪个单位使用这枚印章（holder）"
    if found is None or not found.seals:
        raise rules.refuse(Invalid, "seal.organ_without_seal", said)
    if command.number not in seal_numbers(rule, found):
        numbers = "、".join(map(str, seal_numbers(rule, found)))
        raise rules.refuse(Invalid, "seal.number", f"此类印章的编号只能是{numbers}")
    return found


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


def seal_names(
    rules: Rulebook, rule: SealRule, owner: str, holder: str, number: int | None = None
) -> tuple[str, ...]:
    """The texts that such a seal may bear (B-17); without a number that of the holder counts."""
    parties = {"owner": rules.organ(owner), "holder": rules.organ(holder)}
    own = parties["holder"].seal_no if number is None else number
    return tuple(pattern.format(**parties, number=own) for pattern in rule.names)
