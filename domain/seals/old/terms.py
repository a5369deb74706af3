"""The county's programme for the seals that one seal replaces; a county may have none."""

from typing import TypeVar

from msgspec import Struct

from domain.kernel.authority import By
from domain.kernel.pack import OldSealTerms
from domain.kernel.refusal import IllegalState, NotPermitted, Refusal
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL

R = TypeVar("R", bound=Refusal)


class ClearUp(Struct, frozen=True):
    """The rules of an act on an old seal, with the terms that they are read by."""

    rules: Rulebook
    terms: OldSealTerms

    def refuse(self, kind: type[R], code: str, message: str, **detail: str) -> R:
        """By the pack's own rule of this code, else by the clause of the programme."""
        if code in self.rules.rules:
            return self.rules.refuse(kind, code, message, **detail)
        terms = self.terms
        return kind(code, message, clause=terms.clause, source=terms.source, detail=detail)


def programme(rules: Rulebook) -> ClearUp:
    """The county's programme, refused where it has none."""
    if rules.pack.old_seals is None:
        raise rules.refuse(
            IllegalState,
            "seal.no_old_programme",
            f"{rules.pack.jurisdiction.name}没有清理旧印章的规定，此项不适用",
        )
    return ClearUp(rules, rules.pack.old_seals)


def keepers(rules: Rulebook, organ: str) -> tuple[str, ...]:
    """The organ under which the old seal is kept, and the town that the organ is a part of."""
    parent = rules.organ(organ).parent
    town = parent is not None and rules.organ(parent).level == "township"
    return (organ, parent) if parent is not None and town else (organ,)


def require_keeper(rules: Rulebook, organ: str, by: By) -> None:
    """Towns and departments clear up their own seals: their principals (ZZ22-15, XG23-28)."""
    organs = keepers(rules, organ)
    if by.organ not in organs or by.post != PRINCIPAL:
        raise rules.refuse(
            NotPermitted,
            "organisation.not_principal",
            f"此项须由{'或者'.join(map(rules.short, organs))}主要负责人办理",
        )


def towns(rules: Rulebook) -> tuple[str, ...]:
    """Who has old seals to clear up in any case, in the pack's order; departments may (ZZ22-19)."""
    if rules.pack.old_seals is None:
        return ()
    return tuple(organ.id for organ in rules.pack.organ if organ.kind == "township")
