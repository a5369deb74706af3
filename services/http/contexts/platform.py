"""What the operator of the platform sees: tenants and how far their views are. No case data."""

import msgspec
from msgspec import Struct

from domain.kernel.refusal import Refusal
from infra.tasks import Depth
from projections.runner import Status
from services.http.auth import PLATFORM_ONLY
from services.http.route import Answer, Call, Route

TAG = "平台"


class Tenant(Struct, frozen=True):
    """`events` is the length of the log; `policy` is empty before a pack is in force."""

    tenant: str
    events: int
    policy: str
    name: str


class Tenants(Struct, frozen=True):
    items: tuple[Tenant, ...]


class Views(Struct, frozen=True):
    items: tuple[Status, ...]


async def _tenants(call: Call) -> Answer:
    heads = await call.platform.projections.tenants()
    items = [await _tenant(call, tenant, head) for tenant, head in sorted(heads.items())]
    return Answer(content=Tenants(tuple(items)))


async def _tenant(call: Call, tenant: str, events: int) -> Tenant:
    try:
        rules = await call.platform.executor.unit(tenant).rules()
    except Refusal:
        return Tenant(tenant, events, "", "")  # adopted, but not in force yet
    return Tenant(tenant, events, rules.version, rules.pack.name)


async def _views(call: Call) -> Answer:
    status = await call.platform.projections.status()
    return Answer(content=Views(tuple(msgspec.structs.replace(s, failing="") for s in status)))


class Tasks(Struct, frozen=True):
    items: tuple[Depth, ...]


async def _tasks(call: Call) -> Answer:
    """By kind, without what they are about: that would be cases."""
    return Answer(content=Tasks(tuple(await call.platform.tasks.depths())))


ROUTES = (
    Route(
        path="/platform/tasks",
        operation="platform.tasks",
        tag=TAG,
        summary="后台任务。Tasks of the workers: queued and parked, by kind.",
        access=PLATFORM_ONLY,
        handle=_tasks,
        answer=Tasks,
    ),
    Route(
        path="/platform/tenants",
        operation="platform.tenants",
        tag=TAG,
        summary="租户。Every tenant with the length of its log.",
        access=PLATFORM_ONLY,
        handle=_tenants,
        answer=Tenants,
    ),
    Route(
        path="/platform/views",
        operation="platform.views",
        tag=TAG,
        summary="视图进度。How far every view is in every tenant's log.",
        access=PLATFORM_ONLY,
        handle=_views,
        answer=Views,
    ),
)
