"""What is recorded says why, by whom, where: a blank says nothing (XG23-59: kept for audit)."""

from domain.kernel.event import Command
from domain.kernel.refusal import Invalid
from domain.kernel.rulebook import Rulebook

_WORDS = {
    "circumstances": "情况",
    "deputy": "代管人",
    "engraver": "刻制单位",
    "method": "方式",
    "person": "保管人",
    "published_in": "公布的载体",
    "reason": "理由",
    "to": "接收人",
    "witness": "监交人或者监销人",
}


def require_complete(command: Command, rules: Rulebook) -> None:
    for field, word in _WORDS.items():
        value = getattr(command, field, None)
        if value is not None and not value.strip():
            raise rules.refuse(Invalid, "seal.incomplete", f"请写明{word}，不得空白")
