"""Service points in the villages, what is done there, and the points that they earn (JX24 一(三)).

The notice gives no formula (B-26): every figure is the county's own, with the version of its rules.
"""

from typing import Literal

from msgspec import field

from domain.kernel.pack.words import Data


class ServicePointTerms(Data, frozen=True, kw_only=True):
    """Which kinds of point a township may open, and whom they are there for (JX24-22, -23).

    `post`: the post that its agents hold at the township; from it they collect and forward, and
    exercise no power (JX24-26).
    """

    kind: dict[str, str]  # id -> name
    group: dict[str, str] = field(default_factory=dict)  # id -> name
    post: str
    clause: str
    source: str


class Convenience(Data, frozen=True, kw_only=True):
    """What may be done at a service point (JX24-24); townships list theirs out of these.

    `government` False: no government matter at all, so there is no case and no power in it.
    `points`: what one of them earns; 0: it does not count (B-26).
    """

    id: str
    name: str
    government: bool = True
    points: int = 1
    source: str


class PointsTerms(Data, frozen=True, kw_only=True):
    """积分兑现奖补资金: what a month's services come to, and who approves that (JX24-25, -49).

    `outcomes`: which cases count when they are concluded. `month_cap`: points that a month may
    come to at most; `year_cap_fen`: what a service point may redeem in a calendar year. The fund
    is paid by others; `approved_by` is an organ, or the kind of those above the point that may.
    """

    fen_per_point: int
    outcomes: tuple[Literal["granted", "refused", "declined", "withdrawn"], ...] = (
        "granted",
        "refused",
    )
    month_cap: int | None = None
    year_cap_fen: int | None = None
    approved_by: str  # an organ id or kind
    fund: str
    clause: str
    source: str
