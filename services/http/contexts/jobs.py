"""Long work: asked for once, done by workers, told how far it is, stopped, and fetched."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

import msgspec
from litestar.response import Stream
from msgspec import Meta, Struct

from domain.kernel.refusal import IllegalState, NotFound, NotPermitted
from infra.jobs import ENDED, TASK, Job, Made
from services.http.auth import CASE_DATA, Caller
from services.http.correlation import CORRELATION
from services.http.route import Answer, Call, Query, Route
from services.jobs.asker import noted
from services.jobs.kinds import SEATED, Asked, kind_of
from services.jobs.running import not_cancelled

TAG = "长时间任务"
_JOB = "/jobs/{job}"
_AT_ONCE = 20
"""Jobs of a tenant that have not ended; the next one waits outside."""
_ANY = "application/octet-stream"
_EXAMPLE = "6f1f0c2e-6a60-4f3b-9a53-0f8f0b1f9a10"


class AskJob(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`job` is an id of the caller's own: whoever repeats the request gets the same job."""

    job: UUID
    asked: Asked


class JobsQuery(Query, frozen=True, kw_only=True, forbid_unknown_fields=True):
    limit: Annotated[int, Meta(ge=1, le=500)] = 100


class AllJobs(Struct, frozen=True):
    items: list[Job]


def _asker(caller: Caller | None) -> str:
    if caller is None:
        return ""
    return noted(caller.by) if caller.by else str(caller.credential.id)


async def _ask(call: Call) -> Answer:
    it, asked = call.platform, call.body.asked
    if isinstance(asked, SEATED) and (call.caller is None or call.caller.by is None):
        raise NotPermitted("jobs.no_seat", "这一任务须由在岗人员提交")
    waiting = await it.jobs.open(call.tenant, _AT_ONCE)
    if len(waiting) == _AT_ONCE and str(call.body.job) not in waiting:
        raise IllegalState("jobs.too_many", f"已有{_AT_ONCE}个任务没有结束，请稍后再提交")
    content = msgspec.json.encode(asked)
    await it.jobs.ask(call.tenant, call.body.job, kind_of(asked), content, _asker(call.caller))
    job = await _job(call, call.body.job)
    if job.kind != kind_of(asked) or msgspec.convert(job.asked, Asked) != asked:
        raise IllegalState("jobs.id_taken", "这一编号已用于另一任务，请换一个编号")
    if job.state not in ENDED:
        await it.tasks.offer(call.tenant, TASK, [str(job.id)], 1)
    return Answer(content=job, status=201)


async def _list(call: Call) -> Answer:
    return Answer(content=AllJobs(await call.platform.jobs.newest(call.tenant, call.query.limit)))


async def _show(call: Call) -> Answer:
    return Answer(content=await _job(call, call.path.job))


async def _cancel(call: Call) -> Answer:
    job = await _job(call, call.path.job)
    if job.asker != _asker(call.caller):
        raise NotPermitted("jobs.not_asker", f"该任务由{job.asker}提交，只有其本人可以取消")
    if not await call.platform.jobs.cancel(call.tenant, job.id):
        raise not_cancelled(await _job(call, job.id))
    return Answer(content=await _job(call, job.id))


async def _file(call: Call) -> Stream:
    job = await _job(call, call.path.job)
    if job.state != "done":
        raise IllegalState("jobs.not_done", f"该任务尚未完成：已办{job.done}，共{job.total or '—'}")
    made = await call.platform.jobs.made(call.tenant, job.id)
    headers = {
        "Content-Disposition": _named(made),
        "Cache-Control": "no-store",
        CORRELATION: str(call.correlation),
    }
    return Stream(made.pieces, headers=headers, media_type=_ANY)


def _named(made: Made) -> str:
    return f"attachment; filename=\"job\"; filename*=UTF-8''{quote(made.name)}"


async def _job(call: Call, job: UUID) -> Job:
    found = await call.platform.jobs.show(call.tenant, job)
    if found is None:
        raise NotFound("jobs.unknown", "没有这一任务，或者结束已久、已被清理")
    return found


_PLACES = {"job": UUID}
_EXAMPLES = {"job": _EXAMPLE}

ROUTES = (
    Route(
        method="POST",
        path="/jobs",
        operation="jobs.ask",
        tag=TAG,
        summary="提交长时间任务。Ask for long work; workers do it.",
        description="同一编号重复提交，仍是一个任务。The same id again is the same job.",
        access=CASE_DATA,
        handle=_ask,
        body=AskJob,
        example={"job": _EXAMPLE, "asked": {"kind": "seal_ledger", "matter": 21}},
        answer=Job,
        created=True,
        statuses=(404, 409),
    ),
    Route(
        path="/jobs",
        operation="jobs.list",
        tag=TAG,
        summary="长时间任务及其进度。Long work and how far it is, the newest first.",
        access=CASE_DATA,
        handle=_list,
        query=JobsQuery,
        answer=AllJobs,
    ),
    Route(
        path=_JOB,
        operation="jobs.show",
        tag=TAG,
        summary="一个任务的进度。How far one is.",
        access=CASE_DATA,
        handle=_show,
        places=_PLACES,
        examples=_EXAMPLES,
        answer=Job,
    ),
    Route(
        method="POST",
        path=f"{_JOB}/cancel",
        operation="jobs.cancel",
        tag=TAG,
        summary="取消任务。Stop it before its next part; its files are removed.",
        access=CASE_DATA,
        handle=_cancel,
        places=_PLACES,
        examples=_EXAMPLES,
        answer=Job,
        statuses=(403, 409),
    ),
    Route(
        path=f"{_JOB}/file",
        operation="jobs.file",
        tag=TAG,
        summary="取回文件。The file that it made, or an archive of several.",
        access=CASE_DATA,
        handle=_file,
        places=_PLACES,
        examples=_EXAMPLES,
        answer=str,
        answer_example="",
        produces=(_ANY,),
        statuses=(409,),
    ),
)
