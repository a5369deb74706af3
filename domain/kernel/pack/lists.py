"""How lists and guides come about, what is measured on them, until when power is handed down."""

from typing import Literal

from domain.kernel.pack.words import Certainty, Data


class MatterList(Data, frozen=True, kw_only=True):
    """One printed list of matters; `count` is how many rows its document says or has (XG23-37).

    `name` is what officials call it in short: 镇级清单. A matter of a list has its printed number
    in `row`, and `no` as its name in the whole pack. `unknown`: the document says how many, not
    which (B-30), so rows come as the county learns of them.
    """

    id: str
    name: str
    title: str
    count: int
    unknown: bool = False
    clause: str
    source: str


class Target(Data, frozen=True, kw_only=True):
    """A figure that the matters of a list must reach: `at_least` is a share, from 0 to 1.

    `online_able_rate`: of the matters on application that run online, how many can be done online
    (B-49).
    """

    id: str
    name: str
    list: str
    measure: Literal["online_able_rate"]
    at_least: float
    clause: str
    source: str


class ListStep(Data, frozen=True, kw_only=True):
    """One step of a version of the matter list; steps are taken in the pack's order (XG23-09).

    `state` is what the list is called once it is taken. `by`: the organ whose principal takes it.
    `publishes`: with it the list is made public, and it must be said where.
    """

    id: str
    name: str
    state: str
    by: str  # organ id
    publishes: bool = False
    certainty: Certainty
    clause: str
    source: str


class GuideTerms(Data, frozen=True, kw_only=True):
    """What a service guide must say: ids with the words of the law; `materials` is their list."""

    contents: dict[str, str]
    materials: str
    clause: str
    source: str


class GrantTerms(Data, frozen=True, kw_only=True):
    """Until when departments train the townships' staff and grant the seals (XG23-30, -31).

    Both limits run from the publication of `document`; the second holds for matters that were
    declared complex within the first.
    """

    document: str
    within: str  # an SLA id
    complex: str  # an SLA id
    clause: str
    source: str
