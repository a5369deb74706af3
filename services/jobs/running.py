"""Drives a job, slice after slice, until its time is over; then its task comes again."""

import asyncio
from uuid import UUID

from domain.kernel.refusal import Refusal
from infra.jobs import Place
from services.jobs.kinds import make
from services.main import Platform

_SHARE = 0.5
"""Of the time that a task may take: what is left is for the slice under way."""


async def run(it: Platform, tenant: str, key: str) -> bool:
    """Go on with a job; True: there is more, and the time of this try is over."""
    job = UUID(key)
    clock = asyncio.get_running_loop()
    until = clock.time() + it.tasks.run_seconds * _SHARE
    place: Place | None = await it.jobs.place(tenant, job)
    while place is not None:
        if clock.time() > until:
            return True
        found = await make(it, tenant, place)
        if isinstance(found, Refusal):
            await it.jobs.refuse(tenant, job, f"{found.code} {found.message}")
            return False
        place = await it.jobs.advance(tenant, job, place, found)
    return False
