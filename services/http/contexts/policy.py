"""Policy packs: adopting a version, and which versions there are."""

from datetime import UTC, date, datetime

from msgspec import Struct

from domain.kernel import streams
from domain.policy.adoption import AdoptPack, Policy
from services.http.act import Act, act_route
from services.http.auth import COUNTY, OPERATORS
from services.http.route import Answer, Call, Route

TAG = "政策包"
PACK_LIMIT = 16 * 1024 * 1024
"""A pack is the largest thing that anybody sends."""

ACTS = (
    Act(
        command=AdoptPack,
        path="/policy/packs",
        stream=lambda _: streams.POLICY,
        tag=TAG,
        summary="采用政策包。Adopt a version of the county's rules; the first makes the county.",
        example={
            "digest": "0" * 64,
            "pack": {
                "id": "county",
                "version": "2024-01-01",
                "name": "某县",
                "effective_from": "2024-01-01",
                "jurisdiction": {"region": "000000", "name": "某县", "level": "county"},
                "document": [],
                "organ": [],
                "party": {},
                "mode": [],
                "matter": [],
            },
        },
        access=OPERATORS,
        body_limit=PACK_LIMIT,
    ),
)


class Version(Struct, frozen=True):
    """One adopted version; `ref` cites its adoption."""

    policy: str
    name: str
    effective_from: date
    digest: str
    ref: str
    in_force: bool


class Versions(Struct, frozen=True):
    items: tuple[Version, ...]


async def _versions(call: Call) -> Answer:
    unit = call.platform.executor.unit(call.tenant)
    policy = await unit.adopted()
    in_force = policy.in_force(datetime.now(UTC))
    items = tuple(
        Version(
            version.rules.version,
            version.rules.pack.name,
            version.effective_from,
            version.digest,
            f"{streams.POLICY}@{version.number}",
            version is in_force,
        )
        for version in policy.versions
    )
    fact = await unit.get(streams.POLICY, Policy)
    return Answer(content=Versions(items), version=fact.version)


ROUTES = (
    *(act_route(act) for act in ACTS),
    Route(
        path="/policy",
        operation="policy.versions",
        tag=TAG,
        summary="已采用的政策包版本。The adopted versions, and which is in force.",
        access=COUNTY,
        handle=_versions,
        answer=Versions,
        versioned=True,
    ),
)
