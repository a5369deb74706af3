"""What organs owe each other in writing: replies, copies, notices of policies; old seals."""

from datetime import date

from domain.kernel.pack.words import Data, Level


class InquiryTerms(Data, frozen=True, kw_only=True):
    """函询 and 函复: within which SLA a department replies to a township body (RA22-22, -23).

    `post`: in whose tray the reply waits, be it the liaison officer's (RA22-19); None: the
    principal's. Whoever holds a post of the department may give it.
    """

    reply_within: str  # an SLA id, counted from the inquiry
    post: str | None = None
    clause: str
    source: str


class CopyTerms(Data, frozen=True, kw_only=True):
    """To whom a department's documents on base-level matters must be addressed too (RA22-20)."""

    to: tuple[str, ...]  # organ ids or kinds
    clause: str
    source: str


class PolicyNoticeTerms(Data, frozen=True, kw_only=True):
    """政策性文件告知: who regulates tells who approves in writing (XG22-22, B-32).

    `by`: the parties that regulate a matter; `to`: the parties that are told, where they take a
    step in its mode; `each`: organs that are, where they would if the applicant came there
    (XG23-27). `within` is counted from the later of issue and receipt. `post`: in whose tray
    the notice waits; None: the principal's.
    """

    within: str  # an SLA id
    by: tuple[str, ...]  # parties
    to: tuple[str, ...]  # parties
    each: tuple[str, ...] = ()  # organ ids or kinds
    post: str | None = None
    clause: str
    source: str


class LicenceTerms(Data, frozen=True, kw_only=True):
    """电子证照库: who keeps the library that certificates on file are collected in (XG22-25).

    `keeper`: a party; each issue, change and cancellation is sent to it `within` an SLA.
    """

    keeper: str  # a party
    within: str  # an SLA id, counted from the act
    clause: str
    source: str


class OldSealTerms(Data, frozen=True, kw_only=True):
    """What becomes of the seals that the one seal replaces (ZZ22-15, -16).

    `retention_by`: the organ that decides whether one is kept. Bodies formally established at the
    levels of `kept_at` keep theirs without asking. `complete_by`: the last day for all of it.
    """

    retention_by: str  # an organ id
    kept_at: tuple[Level, ...] = ("township",)
    complete_by: date | None = None  # ZZ22-19
    clause: str
    source: str
