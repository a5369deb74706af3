"""What every act of supervision must have: somebody entitled, words, evidence."""

from domain.kernel.authority import By
from domain.kernel.digest import is_sha256
from domain.kernel.refusal import IllegalState, Invalid, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL, SUPERVISOR, administration

LENGTH = 2_000


def require_supervisor(
    supervisors: tuple[str, ...],
    by: By,
    rules: Rulebook,
    only: tuple[str, ...] = (PRINCIPAL, SUPERVISOR),
) -> None:
    if by.organ not in supervisors or by.post not in only:
        organs = "、".join(map(rules.short, supervisors)) or "负责监管的单位"
        posts = "或者".join(map(rules.post, only))
        raise rules.refuse(
            NotPermitted, "supervision.not_supervisor", f"此项由{organs}的{posts}办理"
        )


def still(organs: tuple[str, ...], rules: Rulebook) -> tuple[str, ...]:
    """Those of them that there still are; else whoever administers the service (B-73).

    Who was entitled is frozen, and a later pack may drop organs: nothing stays open for good.
    """
    return tuple(organ for organ in organs if organ in rules.organs) or administration(rules)


def require_text(text: str, what: str, rules: Rulebook) -> None:
    if not 0 < len(text.strip()) <= LENGTH:
        raise rules.refuse(
            Invalid, "supervision.incomplete", f"{what}，不超过{LENGTH}字，不写个人信息"
        )


def require_digest(digest: str, what: str, rules: Rulebook) -> None:
    if not is_sha256(digest):
        raise rules.refuse(
            Invalid,
            "supervision.evidence",
            f"须登记{what}的 SHA-256 摘要（64 位十六进制小写）",
        )


def number_taken(what: str, number: str, rules: Rulebook) -> IllegalState:
    return rules.refuse(
        IllegalState, "supervision.number_taken", f"{what}{number}已被使用，请换一个编号"
    )
