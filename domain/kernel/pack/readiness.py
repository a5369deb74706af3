"""What makes a township able to exercise what it was handed (XG23-25, -65, -69; RA22-21)."""

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
