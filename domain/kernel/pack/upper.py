"""What an upper level says to the counties of its region: it adds guards and raises conflicts.

A pack with `upper` is a province's or a city's. It replaces nothing in a county's own pack: its
modes, parties and limits may be used beside the county's, its demands hold for what the county
lists or changes from then on, and what it prohibits is flagged wherever the county's rules do it
already (DESIGN 4; DOMAIN B2).
"""

from datetime import date
from typing import Literal

from domain.kernel.pack.words import BasisFinding, Data, Level


class Catalogue(Data, frozen=True, kw_only=True):
    """A list of the upper level that matters must be in; its versions are adopted by event (B-24).

    `count` is how many entries the document names, where it names a number.
    """

    id: str
    name: str
    version: str  # as the document cites it: 2023年版
    count: int | None = None
    clause: str
    source: str


class Demand(Data, frozen=True, kw_only=True):
    """What must hold before a matter is listed under one of `modes`; empty: under any mode.

    `catalogue`: for `in_catalogue`, the lists of which one must have the matter; for `outside`, of
    which none may. `instead_of`: the modes that go first: for `outside`, the one whose bodies may
    have been found unable to bear what is in a list; for `unsuited`, those that a study says why
    none of them fits.
    `levels`: for `free_choice`, where an applicant must be able to come (empty: at more than one
    level); for `no_narrowing`, whose normative documents may limit nothing; for `law_levels`, which
    the law names for the matter, with none of `without`, and where `undivided` without giving each
    of them a part of it only.
    """

    id: str
    kind: Literal[
        "on_application",
        "in_catalogue",
        "research",
        "capacity",
        "legality",
        "published",
        "free_choice",
        "no_narrowing",
        "only_less",
        "law_levels",
        "outside",
        "unsuited",
    ]
    modes: tuple[str, ...] = ()
    catalogue: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    without: tuple[Level, ...] = ()
    undivided: bool = False
    instead_of: tuple[str, ...] = ()
    clause: str
    text: str
    source: str


class Prohibition(Data, frozen=True, kw_only=True):
    """What a county may not do, found in its rules by its shape and never by a name.

    `extra_seal`: an organ engraves a seal of its own that another organ keeps and uses (JX24-33).
    `delegation_without_basis`: power of one organ is handed to another by what the two concluded,
    without a law, regulation or rule that allows it (JX24-34, B-12).
    """

    id: str
    kind: Literal["extra_seal", "delegation_without_basis"]
    clause: str
    text: str
    source: str


class Remedy(Data, frozen=True, kw_only=True):
    """What may become of a matter in a self-inspection (B-20).

    `keep`: it stays as it is, on one of `basis`. `mode`: it goes on under `mode`. `back`: it goes
    back to the channel that its own mode names. `catalogue`: it must be in one of these.
    """

    id: str
    name: str
    kind: Literal["keep", "mode", "back"]
    mode: str | None = None
    basis: tuple[BasisFinding, ...] = ()
    catalogue: tuple[str, ...] = ()
    clause: str
    source: str


class Upper(Data, frozen=True, kw_only=True):
    """Whom it binds: counties with one of the region codes `regions`, or below it.

    `document`: its id. `corrects`: the clause on self-inspection. `latest`: no later than this can
    it have come into force, where the document has no date (B-21).
    """

    regions: tuple[str, ...]
    document: str
    corrects: str
    latest: date | None = None
    catalogue: tuple[Catalogue, ...] = ()
    demand: tuple[Demand, ...] = ()
    prohibition: tuple[Prohibition, ...] = ()
    remedy: tuple[Remedy, ...] = ()
