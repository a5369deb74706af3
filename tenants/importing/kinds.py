"""Printed types of matters as the pack's powers, and words of matters that law has done away with.

The ten types are those of the State Council's rules on lists of powers; whatever has no word of its
own in a pack is `other`.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from domain.kernel.pack import Power
from tenants.importing.grid import same

_EXACT: Mapping[str, Power] = {
    "行政许可": "licence",
    "行政确认": "confirmation",
    "公共服务": "public_service",
    "行政给付": "payment",
    "行政征收": "levy",
    "其他行政权力": "other",
    "其他权力": "other",
}
_WITHOUT_WORD = ("行政处罚", "行政强制", "行政检查", "行政奖励", "行政裁决", "行政备案")
# What is read so, and why a person should know (B-44).
_READ_AS: Mapping[str, tuple[Power, str]] = {
    "其他权利": ("other", "应为“其他权力”"),
    "其他行政权利": ("other", "应为“其他行政权力”"),
    "其他": ("other", "看作“其他行政权力”"),
    "便民服务": ("public_service", "看作“公共服务”"),
    **dict.fromkeys(_WITHOUT_WORD, ("other", "政策包没有单独的这一类，归入“其他行政权力”")),
}
# B-45: what law has repealed or superseded since; a person decides, nothing is struck out.
_STALE: Mapping[str, str] = {
    "社会抚养费": "人口与计划生育法（2021年修正）已没有社会抚养费",
    "再生育子女审批": "人口与计划生育法（2021年修正）已没有再生育审批",
    "再生育审批": "人口与计划生育法（2021年修正）已没有再生育审批",
    "五保": "社会救助暂行办法（2014年）以特困人员供养取代五保供养",
    "贫困劳动力": "脱贫攻坚结束后的名称待核对",
    "贫困户": "脱贫攻坚结束后的名称待核对",
}


class Reading(NamedTuple):
    """A power, and why it is not simply what is printed."""

    power: Power
    note: str = ""


def power_of(printed: str) -> Reading | None:
    """Read a printed type; None where there is no such type."""
    text = same(printed)
    if text in _EXACT:
        return Reading(_EXACT[text])
    if text in _READ_AS:
        return Reading(*_READ_AS[text])
    for name in sorted({*_EXACT, *_READ_AS}, key=len, reverse=True):
        if text.startswith((f"{name}-", f"{name}(")):
            power = _EXACT[name] if name in _EXACT else _READ_AS[name][0]
            return Reading(power, f"按“{name}”归类，后面的小类照印保留")
    return None


def perhaps_repealed(name: str) -> Iterator[str]:
    """Say what law may have made of a matter of this name since it was listed."""
    yield from dict.fromkeys(reason for word, reason in _STALE.items() if word in name)
