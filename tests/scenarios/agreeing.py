"""What two organs agree on in tests, and how it is seen to stand."""

from datetime import date
from typing import Any

from msgspec.structs import replace

from domain.cases.commands import Receive
from domain.cases.events import CaseReceived, CaseTransferred
from domain.delegation.agreement import (
    AnnounceDelegation,
    CountersignAgreement,
    SignAgreement,
    TerminateAgreement,
)
from domain.kernel import streams
from domain.kernel.event import Command
from domain.kernel.facts import Agreement
from projections import delegation_register
from projections.delegation_register import DelegationRow
from projections.obligations import ObligationRow
from services.demo.acts import synthetic_applicant
from tests.county import County

DEPT, TOWN, OTHER = "approval", "xingjiang", "gulonggang"
PAIR: Any = {"delegator": DEPT, "delegatee": TOWN}


async def head(county: County, command: Command) -> None:
    """The department's principal acts."""
    await county.do(county.by(DEPT, "principal"), command)


async def town(county: County, command: Command) -> None:
    """The township's principal acts."""
    await county.do(county.by(TOWN, "principal"), command)


async def signed(county: County, start: date, until: date | None, *matters: int) -> None:
    """The department signs a new agreement, of all its matters unless some are named."""
    first = next(
        act.command
        for act in county.county.handing_down(DEPT, TOWN)
        if isinstance(act.command, SignAgreement)
    )
    await head(
        county,
        replace(first, valid_from=start, valid_until=until, matters=matters or first.matters),
    )


async def concluded(county: County, start: date, until: date | None, *matters: int) -> None:
    await signed(county, start, until, *matters)
    await town(county, CountersignAgreement(**PAIR))


async def renewed(county: County, until: date) -> None:
    """A new agreement of the same two from today on, with a last day."""
    await concluded(county, county.now.date(), until)


async def terminated(county: County) -> None:
    await head(county, TerminateAgreement(**PAIR, reason="调整"))


async def announced(county: County, *matters: int) -> None:
    await head(county, AnnounceDelegation(**PAIR, matters=matters, published_in="县政府门户网站"))


async def received(county: County, number: str, matter: int = 21) -> CaseReceived:
    receipt = Receive(
        case=number,
        matter=matter,
        receiver=TOWN,
        channel="window",
        stated={},
        applicant=synthetic_applicant(number),
    )
    done = await county.do(county.by(TOWN, "window_clerk"), receipt)
    ((_, event),) = done.events
    assert isinstance(event, CaseReceived)
    return event


async def row(county: County) -> DelegationRow:
    (found,) = await delegation_register.register(county.pool, county.tenant)
    return found


async def duties(county: County, kind: str) -> list[ObligationRow]:
    return [row for row in (await county.react()).values() if row.kind == kind]


async def fact(county: County) -> Agreement:
    found = await county.executor.unit(county.tenant).get(streams.agreement(DEPT, TOWN), Agreement)
    assert found.state is not None
    return found.state


async def transferred(county: County) -> list[CaseTransferred]:
    found = await county.executor.log.read(county.tenant, types=(CaseTransferred.TYPE,))
    return [item.event for item in found if isinstance(item.event, CaseTransferred)]
