"""How a county supervises: its ways to inspect; what corrections and accountability rest on."""

from domain.kernel.pack.words import Data


class InspectionKind(Data, frozen=True, kw_only=True):
    """One way in which the county inspects (日常检查, 随机抽查, 现场稽核: XG23-63, -77, ZZ22-35).

    `draws`: the cases that are looked at are drawn at random.
    """

    id: str
    name: str
    draws: bool = False
    clause: str
    source: str


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
