"""Drives a job, slice after slice, until its time is over; then its task comes again."""

import asyncio
from uuid import UUID

from domain.kernel.refusal import IllegalState, Refusal
from infra.jobs import Job, Place
from services.jobs.kinds import TITLES, make
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


def not_cancelled(job: Job) -> IllegalState:
    """Why it was not: it has ended, or its result is recorded, now or once it is tried again."""
    if job.ended_at is not None:
        return IllegalState("jobs.ended", f"该任务已结束（{TITLES.get(job.kind, job.kind)}）")
    if job.state != "failed":
        return IllegalState("jobs.binding", "该任务正在登记结果，不能取消")
    return IllegalState(
        "jobs.binding",
        "该任务登记结果时中断，结果可能已经登记，不能取消；"
        "请由运维人员重新执行（tongban tasks replay），结果只登记一次",
    )
