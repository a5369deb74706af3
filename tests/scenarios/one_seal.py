"""The one seal of a township: made, given to its service body, and put on documents."""

import hashlib
from typing import Any

from domain.kernel.authority import By
from domain.kernel.event import Command
from domain.seals.commands import (
    ApproveEngraving,
    GrantSeal,
    NameCustodian,
    PutIntoUse,
    RecordEngraving,
    RegisterSeal,
)
from domain.seals.use import ApplyForUse, ConsentToUse, Document, Stamp
from tests.scenarios.hall import Hall

HALL_POSTS = {
    "window_clerk": ("receive", "accept", "certify", "deliver", "forward"),
    "reviewer": ("review",),
    "approver": ("decide",),
    "seal_user": ("apply",),
    "custodian": (),
    "principal": (),
}


async def sealed(hall: Hall, town: str, name: str = "行政审批（服务）专用章") -> None:
    """The township's seal, from its approval to its use by the service body."""
    owner, holder = f"{town}_township", f"{town}_centre"
    text = f"{hall.county.rules.organ(owner).name}{name}"
    head = hall.head(owner)
    keeper = NameCustodian(owner=owner, number=1, person=hall.by(holder, "custodian").person)
    deeds: tuple[tuple[By, Command], ...] = (
        (
            head,
            ApproveEngraving(owner=owner, number=1, rule="township_seal", name=text, holder=holder),
        ),
        (head, RecordEngraving(owner=owner, number=1, name=text, engraver="刻章单位（演示）")),
        (
            head,
            RegisterSeal(owner=owner, number=1, imprint=hashlib.sha256(text.encode()).hexdigest()),
        ),
        (head, GrantSeal(owner=owner, number=1)),
        (hall.by(holder, "principal"), keeper),
        (head, PutIntoUse(owner=owner, number=1)),
    )
    for by, command in deeds:
        await hall.do(by, command)


async def stamped(hall: Hall, case: str, *documents: Document) -> None:
    """Applied for at the hall, consented to by the township's head, whose seal it is (B-72)."""
    kinds = tuple(document.kind for document in documents)
    seal: dict[str, Any] = {"owner": "jia_township", "number": 1}
    body, head = "jia_centre", hall.head("jia_township")
    await hall.do(hall.by(body, "seal_user"), ApplyForUse(case=case, documents=documents, **seal))
    await hall.do(head, ConsentToUse(case=case, documents=kinds, **seal))
    for kind in kinds:
        await hall.do(hall.by(body, "custodian"), Stamp(case=case, document=kind, **seal))
