"""A home in which the demo was played, for all that is asked of the command line there."""

from collections.abc import Iterator

import pytest

from tests.servers import a_home
from tests.services.clerk import Tongban


@pytest.fixture(scope="session")
def tongban() -> Iterator[Tongban]:
    """Played once for all tests of a process: none of them changes what another asks about."""
    with a_home() as home:
        made = Tongban(home)
        made.ok("demo", "--no-serve", "--county", "xingguo")
        yield made


@pytest.fixture(scope="session")
def stamped(tongban: Tongban) -> str:
    """The number of an ordinary case that was granted, stamped, certified."""
    rows = tongban.json("case", "list", "xingguo")
    ordinary = (row for row in rows if row["key"].startswith("演示-0"))
    return next(str(row["key"]) for row in ordinary if "certificate" in row["documents"])
