"""How the register says an agreement stands (XG23-05: both sign; XG23-55: it has a term)."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from domain.kernel.facts import Agreement, Period, Term
from projections.delegation_register import STATUS_LABELS, DelegationRow

NOON = datetime(2024, 1, 31, 4, tzinfo=UTC)
DAY = timedelta(days=1)
RUNNING = Term(1, {}, (), Period(NOON - DAY), countersigned=2)


@pytest.mark.parametrize(
    ("terms", "status", "label"),
    [
        ((), "none", ""),
        ((replace(RUNNING, countersigned=0),), "unsigned", "未生效（待乡镇签署）"),
        ((replace(RUNNING, period=Period(NOON + DAY)),), "not_yet", "未生效"),
        ((RUNNING,), "in_force", "有效"),
        ((replace(RUNNING, suspensions=(Period(NOON),)),), "suspended", "暂停"),
        ((replace(RUNNING, suspensions=(Period(NOON - DAY, NOON),)),), "in_force", "有效"),
        ((replace(RUNNING, period=Period(NOON - DAY, NOON)),), "expired", "已到期"),
        (
            (replace(RUNNING, period=Period(NOON - DAY, NOON), countersigned=0),),
            "expired",
            "已到期",
        ),
        (
            (replace(RUNNING, period=Period(NOON - DAY, NOON), terminated=True),),
            "terminated",
            "已终止",
        ),
        # It was to begin later and was taken back before.
        (
            (replace(RUNNING, period=Period(NOON + DAY, NOON + DAY), terminated=True),),
            "terminated",
            "已终止",
        ),
        # As of a moment before its end it stood.
        (
            (replace(RUNNING, period=Period(NOON - DAY, NOON + DAY), terminated=True),),
            "in_force",
            "有效",
        ),
        # The next one is signed while this one runs.
        (
            (
                replace(RUNNING, period=Period(NOON - DAY, NOON + DAY)),
                Term(3, {}, (), Period(NOON + DAY)),
            ),
            "in_force",
            "有效",
        ),
    ],
)
def test_an_agreement_stands_or_the_register_says_why_not(
    terms: tuple[Term, ...], status: str, label: str
) -> None:
    agreement = Agreement("a", "b", 4, terms) if terms else None
    row = DelegationRow(key="a/b", delegator="a", delegatee="b", agreement=agreement, position=2)
    assert row.status(NOON) == status
    assert STATUS_LABELS[row.status(NOON)] == label
