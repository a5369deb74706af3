"""How the matter list and its guides come about, and until when power is handed down."""

from domain.kernel.pack.words import Certainty, Data


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
