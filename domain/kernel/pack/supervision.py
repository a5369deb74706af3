"""How a county supervises: what a correction and an accountability rest on."""

from domain.kernel.pack.words import Data


class CorrectionTerms(Data, frozen=True, kw_only=True):
    """责令限期改正: the clause that an order rests on, and that of its refusal (XG23-78, -79)."""

    clause: str
    refusal_clause: str = ""  # empty: the same
    source: str


class AccountabilityTerms(Data, frozen=True, kw_only=True):
    """问责: the situations in which it is opened, by id, beside a refused correction (ZZ22-37)."""

    triggers: dict[str, str]
    clause: str
    source: str
