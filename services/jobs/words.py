"""How what is asked for may be named."""

from typing import Annotated

from msgspec import Meta

from domain.reports.periods import WRITTEN

Name = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^/\x00]+$")]
Number = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Period = Annotated[str, Meta(pattern=WRITTEN)]
