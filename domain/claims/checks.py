"""What every command on a claim must have: who gives it, what it says, on which day."""

import math
from datetime import date, datetime

from domain.claims.claim import Claim
from domain.kernel.authority import By
from domain.kernel.refusal import Invalid, NotFound, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL, SUPERVISOR
from domain.kernel.workdays import day_of

POSTS = (PRINCIPAL, SUPERVISOR)
_LENGTH = 2_000


def existing(number: str, state: Claim | None, rules: Rulebook) -> Claim:
    if state is None:
        raise rules.refuse(
            NotFound, "claims.unknown", f"没有编号为{number}的复议、诉讼或者赔偿案件"
        )
    return state


def require_amount(amount_yuan: float, rules: Rulebook) -> None:
    if not (math.isfinite(amount_yuan) and amount_yuan >= 0):
        raise rules.refuse(Invalid, "claims.amount", "金额（元）不得为负数")


def require_seat(
    organs: tuple[str, ...], by: By, rules: Rulebook, posts: tuple[str, ...] = POSTS
) -> None:
    if by.organ not in organs or by.post not in posts:
        names = "、".join(map(rules.short, dict.fromkeys(organs)))
        words = "或者".join(map(rules.post, posts))
        raise rules.refuse(NotPermitted, "claims.not_entitled", f"此项由{names}的{words}办理")


def require_told(rules: Rulebook, *texts: str) -> None:
    if any(not 0 < len(text.strip()) <= _LENGTH for text in texts):
        raise rules.refuse(
            Invalid, "claims.incomplete", f"各栏都要填写，不超过{_LENGTH}字，不写个人信息"
        )


def require_past(day: date, at: datetime, rules: Rulebook) -> None:
    if day > day_of(at, rules):
        raise Invalid("time.future", "日期不得晚于登记时间")
