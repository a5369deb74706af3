"""What is wrong and what to do, for every code of a refusal, in Chinese and English.

The rule and its clause are the pack's, else the platform's (`platform_rules.GROUNDS`); the message
of a refusal says what is wrong in the case at hand. A new code adds its line in its context's file.
"""

from collections.abc import Mapping

from domain.kernel.advice import (
    cases,
    claims,
    clocks,
    county,
    delegation,
    exchange,
    guidance,
    intake,
    jobs,
    licences,
    listing,
    obligations,
    old_seals,
    organisation,
    platform,
    programmes,
    readiness,
    reports,
    seals,
    service_points,
    supervision,
    upper,
)
from domain.kernel.advice.words import Advice

__all__ = ["ADVICE", "Advice", "advice_for"]

ADVICE: Mapping[str, Advice] = {
    **cases.ADVICE,
    **clocks.ADVICE,
    **intake.ADVICE,
    **seals.ADVICE,
    **old_seals.ADVICE,
    **delegation.ADVICE,
    **county.ADVICE,
    **listing.ADVICE,
    **upper.ADVICE,
    **programmes.ADVICE,
    **organisation.ADVICE,
    **obligations.ADVICE,
    **exchange.ADVICE,
    **service_points.ADVICE,
    **licences.ADVICE,
    **readiness.ADVICE,
    **guidance.ADVICE,
    **reports.ADVICE,
    **supervision.ADVICE,
    **jobs.ADVICE,
    **claims.ADVICE,
    **platform.ADVICE,
}

_FORMER = Advice(
    "办理被拒绝",
    "It was refused",
    "请按所列规则改正后再办理。",
    "See the rule, mend what it asks for and try again.",
)


def advice_for(code: str) -> Advice:
    """Also for a code that only the log still knows: an attempt is told again as it was refused."""
    return ADVICE.get(code, _FORMER)
