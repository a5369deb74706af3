"""Every order of acts with an old seal, up to a length, against the few rules that it lives by.

None is sealed up but after it was cancelled or rejected, none but a formally established body's is
kept without the review's document, and what is sealed up stays so (ZZ22-15, -16).
"""

from itertools import product
from typing import Any

import pytest
from msgspec.structs import replace

from domain.kernel.authority import By
from domain.kernel.event import Event
from domain.kernel.pack import OldSealTerms
from domain.kernel.refusal import Refusal
from domain.kernel.rulebook import Rulebook
from domain.seals.old import life
from domain.seals.old.seal import (
    ApplyForRetention,
    ApproveRetention,
    CancelOldSeal,
    InventoryOldSeal,
    OldSeal,
    OldSealCancelled,
    OldSealCommand,
    OldSealInventoried,
    OldSealSealedUp,
    RejectRetention,
    RetentionApproved,
    RetentionRejected,
    SealUpOldSeal,
)
from domain.seals.old.terms import programme
from tests.world import XINGGUO, at

TERMS = OldSealTerms(retention_by="county_government", clause="四(二)3", source="ZZ22-15")
COUNTY = programme(Rulebook(replace(XINGGUO, old_seals=TERMS)))
TOWN = next(organ.id for organ in XINGGUO.organ if organ.kind == "township")
HEAD = By("head", TOWN, "principal")
START = at("2024-01-05 09:00")
LONGEST = 5  # acts after the inventory: longer than the longest way there is

FIELDS: dict[type[OldSealCommand], dict[str, Any]] = {
    InventoryOldSeal: {
        "name": "章", "keeper": "民政办", "standing": "internal", "condition": "unused",
    },
    CancelOldSeal: {"reason": "x"},
    ApplyForRetention: {"reason": "x"},
    ApproveRetention: {"document_number": "x"},
    RejectRetention: {"document_number": "x", "reason": "x"},
    SealUpOldSeal: {"place": "x", "witness": "w"},
}  # fmt: skip
# The model: status -> act -> status.
LIFE: dict[str, dict[type[OldSealCommand], str]] = {
    "open": {CancelOldSeal: "cancelled", ApplyForRetention: "applied"},
    "applied": {
        CancelOldSeal: "cancelled", ApproveRetention: "retained", RejectRetention: "rejected",
    },
    "kept": {CancelOldSeal: "cancelled"},
    "retained": {CancelOldSeal: "cancelled"},
    "cancelled": {SealUpOldSeal: "sealed_up"},
    "rejected": {SealUpOldSeal: "sealed_up"},
    "sealed_up": {},
}  # fmt: skip


def play(seal: OldSeal | None, kind: type[OldSealCommand], **more: Any) -> tuple[Event, ...]:
    command = kind(organ=TOWN, number=1, **{**FIELDS[kind], **more})
    try:
        return tuple(life.decide(command, seal, HEAD, START, COUNTY))
    except Refusal:
        return ()


@pytest.mark.parametrize(("standing", "begins"), [("internal", "open"), ("established", "kept")])
def test_every_order_of_acts(standing: str, begins: str) -> None:
    reached = set()
    for acts in product(FIELDS, repeat=LONGEST):
        (inventoried,) = play(None, InventoryOldSeal, standing=standing, established_by="编发1号")
        seal = life.evolve(None, inventoried)
        status, told = begins, [inventoried]
        for act in acts:
            events = play(seal, act)
            after = LIFE[status].get(act)
            assert bool(events) == (after is not None), (status, act)
            for event in events:
                seal = life.evolve(seal, event)
                told.append(event)
            status = after or status
            assert seal is not None
            assert seal.status == status
            reached.add(status)
        _in_order(told)
    assert reached == set(LIFE) - {"open", "kept"} - (
        {"applied", "retained", "rejected"} if standing == "established" else set()
    ) | {begins}


def _in_order(told: list[Event]) -> None:
    """Read from the events alone."""
    kinds = [type(event) for event in told]
    assert kinds.count(OldSealInventoried) == 1
    if OldSealSealedUp in kinds:
        assert kinds[-1] is OldSealSealedUp
        assert kinds[-2] in (OldSealCancelled, RetentionRejected)
    for event in told:
        if isinstance(event, RetentionApproved | RetentionRejected):
            assert event.document_number


def test_nothing_happens_to_a_seal_that_is_on_no_inventory() -> None:
    for kind in set(FIELDS) - {InventoryOldSeal}:
        assert play(None, kind) == ()
    stray = OldSealCancelled(occurred_at=START, organ=TOWN, number=1, reason="x")
    assert life.evolve(None, stray) is None
