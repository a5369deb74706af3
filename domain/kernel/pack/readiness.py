"""What makes a township able to exercise what it was handed (XG23-25, -65, -69; RA22-21)."""

from datetime import date
from typing import Literal

from domain.kernel.pack.words import Data


class TrainingTerms(Data, frozen=True, kw_only=True):
    """业务培训: in which forms staff are trained, by whom, and who must be invited.

    `forms`: ids with the document's own words. `by`: who holds one, by organ id, kind or role;
    empty: any organ. `invite`: organ ids or kinds; they are invited to each (RA22-21).
    """

    forms: dict[str, str]
    by: tuple[str, ...] = ()
    invite: tuple[str, ...] = ()
    clause: str
    source: str


class HandoverTerms(Data, frozen=True, kw_only=True):
    """转交材料、授予系统登录权限: what a county unit gives a township to work with (XG23-65).

    `systems` and `materials`: ids with the document's own words. `blanks`: those materials that are
    certificates still to be filled in, which go over by serial range. `checked`: a certificate that
    a township issues must have a number from a range that it was handed; where it need not, one
    from another's range is shown to whoever supervises.
    """

    systems: dict[str, str]
    materials: dict[str, str]
    blanks: tuple[str, ...] = ()
    checked: bool = False
    clause: str
    source: str


class Condition(Data, frozen=True, kw_only=True):
    """承接条件: what must be there before a township exercises a power (XG23-69).

    `kind`: its people attended a training on the matter, whoever acts did, it may log on to a
    system, has a material, holds a seal in use, or confirmed by itself that the item is there.
    `of`: the system, material or rule of seal. `mode`, `step`: under which modes and for which acts
    it is asked; empty: all. `blocks`: without it the act is refused; else its lack is only shown.
    """

    id: str
    name: str
    kind: Literal["training", "trained_staff", "system", "material", "seal", "item"]
    of: str = ""
    mode: tuple[str, ...] = ()
    step: tuple[str, ...] = ()
    blocks: bool = False
    clause: str
    source: str


class ContactTerms(Data, frozen=True, kw_only=True):
    """业务指导员、联络员: whom departments name for townships to turn to (XG23-26, RA22-19).

    `roles`: ids with the document's own words. `answering`: those whose holders owe an answer to a
    township's questions.
    """

    roles: dict[str, str]
    answering: tuple[str, ...] = ()
    clause: str
    source: str


class WorkPlanTerms(Data, frozen=True, kw_only=True):
    """工作方案: which units make one of their own, by when as printed (XG23-29, XG22-27).

    `by`: organ ids or kinds. A day before the rules began is history: nobody is late by it (B-02).
    """

    id: str
    programme: str
    by: tuple[str, ...]
    due: str
    due_on: date
    clause: str
    source: str
