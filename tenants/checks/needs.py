"""The instruments that a handling mode needs: known ones, between two, of what they concluded."""

from collections.abc import Iterator

from domain.kernel.instruments import (
    ANNOUNCEMENT,
    CONCLUDED,
    OPEN,
    PROCEDURE,
    READY,
    SEAL,
    SIGNED,
    TRIAL,
    WINDOW,
)
from domain.kernel.pack import Mode, Need, Pack
from tenants.checks.common import unknown
from tenants.fault import Fault, below

INSTRUMENTS = CONCLUDED | {ANNOUNCEMENT, OPEN, PROCEDURE}


def needed(pack: Pack, mode: Mode, key: str, need: Need) -> Iterator[Fault]:
    kind, colon, which = need.instrument.partition(":")
    if kind + colon == SEAL:
        seals = {rule.id for rule in pack.seal}
        yield from unknown(below(key, "instrument"), [which], seals, "seal")
    elif kind + colon == TRIAL:
        tried = {phase.programme for phase in pack.phase if phase.pilots is not None}
        if which not in tried:
            reason = f"没有阶段写明“{which}”在几个乡镇试点：请在 [[phase]] 写 pilots"
            yield Fault(below(key, "instrument"), reason, ("phase",))
    elif kind + colon == READY:
        programmes = {programme.id for programme in pack.programme}
        yield from unknown(below(key, "instrument"), [which], programmes, "programme")
    elif kind + colon == WINDOW:
        windows = {window.id for window in pack.window}
        yield from unknown(below(key, "instrument"), [which], windows, "window")
    elif need.instrument not in INSTRUMENTS:
        known = "、".join(sorted(INSTRUMENTS))
        reason = (
            f"不认识手续“{need.instrument}”；可以写 {known}、seal:印章、pilot:改革项目、"
            "ready:改革项目、window:专窗"
        )
        yield Fault(below(key, "instrument"), reason)
    if need.instrument in SIGNED and not _terms_for(pack, mode):
        reason = f"要有 {need.instrument}，而政策包没有写它的内容：请写 [agreement]"
        yield Fault(below(key, "instrument"), reason, ("agreement",))
    if need.instrument in CONCLUDED and len(need.between) != len({"delegator", "delegatee"}):
        yield Fault(below(key, "between"), f"{need.instrument} 在两方之间：请写两方")
    if need.instrument == PROCEDURE and not (need.between or _concluding(mode)):
        yield Fault(below(key, "between"), "要写是哪两方之间的程序，上级在前")
    yield from unknown(below(key, "between"), need.between, pack.party, "party")
    yield from _announced(mode, key, need)


def _terms_for(pack: Pack, mode: Mode) -> bool:
    """Whether the pack says what must be signed under a mode."""
    return pack.agreement is not None or any(mode.id in it.mode for it in pack.agreement_of)


def _concluding(mode: Mode) -> set[tuple[str, ...]]:
    return {other.between for other in mode.needs if other.instrument in CONCLUDED}


def _announced(mode: Mode, key: str, need: Need) -> Iterator[Fault]:
    """Check that what is announced is what the same two have concluded."""
    concluded = _concluding(mode)
    if need.instrument != ANNOUNCEMENT or need.between in (concluded and {(), *concluded}):
        return
    yield Fault(
        below(key, "between"), "公告的是双方订立的文书：本办理方式要有这两方之间的协议或者确认"
    )


def withdrawn(pack: Pack, key: str, mode: Mode) -> Iterator[Fault]:
    """Check that authority under a mode is taken back by one party from another (XG22-20)."""
    yield from unknown(below(key, "withdrawable"), mode.withdrawable, pack.party, "party")
    if mode.withdrawable and len(set(mode.withdrawable)) != len({"upper", "lower"}):
        yield Fault(below(key, "withdrawable"), "收回权限在两方之间：请写两方，上级在前")
