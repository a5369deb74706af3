"""What may be asked for, each with how its next slice is made."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec

from domain.kernel.refusal import Refusal
from infra.jobs import Place, Slice
from services.jobs import drawing, ledger, register, report_papers
from services.jobs.drawing import Draw
from services.jobs.ledger import LedgerExport
from services.jobs.register import RegisterExport
from services.jobs.report_papers import ReportPapers
from services.main import Platform

Asked = LedgerExport | RegisterExport | ReportPapers | Draw
"""Everything that may be asked for, told apart by `kind`."""

Make = Callable[[Platform, str, Any, Place], Awaitable[Slice]]
"""Given platform, tenant, what was asked and where to go on: the next slice."""

_MAKE: Mapping[type, Make] = {
    LedgerExport: ledger.make,
    RegisterExport: register.make,
    ReportPapers: report_papers.make,
    Draw: drawing.make,
}
TITLES: Mapping[str, str] = {
    "seal_ledger": "导出用印台账",
    "case_register": "导出办件登记",
    "report_papers": "制作定期报告文稿",
    "draw": "随机抽取办件",
}
SEATED = (Draw,)
"""What is an act of whoever asks, by a seat."""


def kind_of(asked: Asked) -> str:
    return str(type(asked).__struct_config__.tag)


async def make(it: Platform, tenant: str, place: Place) -> Slice | Refusal:
    """The next slice; a refusal where what was asked cannot be done."""
    asked = msgspec.json.decode(place.asked, type=Asked)
    try:
        return await _MAKE[type(asked)](it, tenant, asked, place)
    except Refusal as refusal:
        return refusal
