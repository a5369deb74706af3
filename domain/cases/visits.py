"""How applicants are served: the style, and why they are made to come again (ZZ22-20, -29, -30)."""

from datetime import datetime
from typing import TypedDict

from domain.kernel.facts import Online
from domain.kernel.refusal import Invalid
from domain.kernel.rulebook import Rulebook


class Judged(TypedDict):
    """What the county's rules say of one visit; see `VisitRecorded`."""

    unwarranted: bool
    online_able: bool
    despite_online: bool


def require_style(style: str | None, rules: Rulebook) -> None:
    """Refuse a style that the county does not have (ZZ22-20, RA22-17)."""
    if style is not None and style not in rules.pack.style:
        known = "、".join(f"{code} {name}" for code, name in rules.pack.style.items())
        has = f"有：{known}" if known else "本县没有规定服务方式"
        raise rules.refuse(Invalid, "cases.no_such_style", f"没有服务方式“{style}”；{has}")


def require_known(reason: str, visits: int, rules: Rulebook) -> None:
    """Refuse another visit without one of the county's reasons; the first needs none (B-51).

    `visits`: how often the applicant had come before; a receipt at the window counts.
    """
    terms = rules.pack.visits
    known = terms.reasons if terms else {}
    if reason in known or (not reason and (terms is None or not visits)):
        return
    listed = "、".join(f"{code} {words}" for code, words in known.items())
    has = f"请填写原因代码：{listed}" if known else "本县没有规定到场原因代码，请不填"
    what = f"没有到场原因“{reason}”" if reason else f"这是申请人第{visits + 1}次到场"
    message = f"{what}；{has}"
    if terms is None or "cases.visit_reason" in rules.rules:
        raise rules.refuse(Invalid, "cases.visit_reason", message)
    raise Invalid("cases.visit_reason", message, clause=terms.clause, source=terms.source)


def judged(reason: str, online: Online | None, at: datetime, rules: Rulebook) -> Judged:
    """Where the county measures nothing, nothing is said."""
    terms = rules.pack.visits
    if terms is None:
        return {"unwarranted": False, "online_able": False, "despite_online": False}
    state = online.at(at) if online else None
    able = state is not None and state.online_able
    return {
        "unwarranted": reason in terms.unwarranted,
        "online_able": able,
        "despite_online": able and reason not in terms.chosen,
    }
