r"""随机抽查: which cases are drawn, so that anybody can draw them again (XG23-77, JX24-44).

The platform makes a seed when the inspection is planned and records it together with the position
of the log as of which cases count: whoever plans chooses neither, and nothing that happens later
changes what is drawn. Then, of each stratum (organ, matter, risk) apart:

1. the rank of a case is the SHA-256, in lower-case hex, of `<seed>:<case number>` in UTF-8;
2. cases are put in the order of their ranks;
3. the first `max(at_least, ceil(size * percent / 100))` are drawn, all where there are fewer; of
   a stratum of high risk, `high_percent` counts instead.

The digest of the frame is the SHA-256 of its lines `<organ>\t<matter>\t<risk>\t<case>\n`, sorted.
docs/draw.md says the same for an auditor.
"""

import hashlib
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Literal

from msgspec import Struct

Risk = Literal["high", "raised", "plain"]
RISKS: Mapping[Risk, str] = {"high": "高", "raised": "较高", "plain": "一般"}
SAMPLE = 2_000
"""Cases of one draw at most: each is looked at by somebody."""


class Sampling(Struct, frozen=True, kw_only=True):
    """How many of each stratum: at least so many cases, and so many percent of it."""

    at_least: int
    percent: int
    high_percent: int


class Framed(Struct, frozen=True, order=True):
    """A case of the frame, with the stratum that it is in."""

    organ: str
    matter: int
    risk: Risk
    case: str


class Stratum(Struct, frozen=True):
    """What was drawn of `size` cases, in the order of their ranks."""

    organ: str
    matter: int
    risk: Risk
    size: int
    drawn: tuple[str, ...]


def rank(seed: str, case: str) -> str:
    return hashlib.sha256(f"{seed}:{case}".encode()).hexdigest()


def drawn(seed: str, frame: Iterable[Framed], sampling: Sampling) -> tuple[Stratum, ...]:
    found = []
    for (organ, matter, risk), group in groupby(
        sorted(frame), key=lambda it: (it.organ, it.matter, it.risk)
    ):
        cases = sorted((it.case for it in group), key=lambda case: (rank(seed, case), case))
        percent = sampling.high_percent if risk == "high" else sampling.percent
        wanted = max(sampling.at_least, -(-len(cases) * percent // 100))
        found.append(Stratum(organ, matter, risk, len(cases), tuple(cases[:wanted])))
    return tuple(found)


def digest(frame: Iterable[Framed]) -> str:
    lines = sorted(f"{it.organ}\t{it.matter}\t{it.risk}\t{it.case}\n" for it in frame)
    return hashlib.sha256("".join(lines).encode()).hexdigest()
