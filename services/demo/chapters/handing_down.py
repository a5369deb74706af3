"""Agreements signed by both, announced; seals from approval to use (XG23-05, -16, -54, -55)."""

from collections.abc import Iterator, Mapping
from datetime import date

from domain.delegation.agreement import TerminateAgreement
from services.demo.act import Act, Deed
from services.demo.stage import Stage

Pair = tuple[str, str]
"""Department and township."""


def agreements(
    stage: Stage,
    days: tuple[str, ...],
    without: Mapping[Pair, tuple[int, ...]],
    until: Mapping[Pair, date],
) -> Iterator[Act]:
    """A day for each department. `without`: matters left for later; `until`: the last day."""
    county, rules = stage.county, stage.rules
    for day, owner in zip(days, stage.delegators, strict=True):
        name, pairs = rules.short(owner), [(owner, town) for town in stage.towns]
        signed = [
            county.sign(*pair, without=without.get(pair, ()), valid_until=until.get(pair))
            for pair in pairs
        ]
        yield from stage.at(f"{day} 09:00", f"{name}与{len(pairs)}个乡镇：签署委托协议", *signed)
        back = [county.countersign(*pair) for pair in pairs]
        yield from stage.at(f"{day} 14:00", f"{name}的委托协议：各乡镇签署，生效", *back)
        public = [
            deed
            for pair in pairs
            for deed in county.announce(*pair, county.matters_of(owner, without.get(pair, ())))
        ]
        if public:
            says = f"{name}公告所委托的行政许可（行政许可法 24）"
            yield from stage.at(f"{day} 16:00", says, *public)


def mistaken(stage: Stage, day: str, owner: str, town: str) -> Iterator[Act]:
    """Signed with a wrong last day, ended before the township signed; then signed rightly."""
    by = stage.by(owner, "principal")
    pair = f"{stage.rules.short(owner)}—{stage.rules.short(town)}"
    wrong = stage.county.sign(owner, town, valid_until=date(2023, 12, 31))
    end = TerminateAgreement(delegator=owner, delegatee=town, reason="期限误写，重新签署")
    yield from stage.at(f"{day} 08:30", f"{pair}：协议期限误写，终止后重签", wrong, (by, end))


def seals(stage: Stage, days: tuple[str, ...]) -> Iterator[Act]:
    """A day for each step of all the seals' way into use, all in use before the month is over."""
    pairs = [(owner, town) for owner in stage.delegators for town in stage.towns]
    steps: list[tuple[str, list[Deed]]] = []
    for n, title in enumerate(("批准刻制", "刻制", "印模备案", "授予乡镇", "指定保管人", "启用")):
        steps.append((title, [stage.county.seal(*pair)[n][1] for pair in pairs]))
    for day, (title, deeds) in zip(days, steps, strict=True):
        yield from stage.at(f"{day} 09:00", f"{len(pairs)}枚“2号章”{title}", *deeds)
