"""Policy packs: adopting a version, and which versions there are."""

from datetime import UTC, date, datetime

from msgspec import Struct

from domain.kernel import streams
from domain.policy.adoption import AdoptPack, AdoptUpperPack, Policy
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
    Act(
        command=AdoptUpperPack,
        path="/policy/upper-packs",
        stream=lambda _: streams.POLICY,
        tag=TAG,
        summary="采用上级政策包。Adopt what a province or a city issued for its counties (B-21).",
        example={
            "digest": "0" * 64,
            "effective_from": "2024-06-01",
            "evidence": "收文登记〔2024〕1号",
            "pack": {
                "id": "province",
                "version": "2024-1",
                "name": "某省通知",
                "effective_from": "2024-06-01",
                "jurisdiction": {"region": "000000", "name": "某省", "level": "province"},
                "upper": {"regions": ["000000"], "document": "notice", "corrects": "三(二)"},
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


class Above(Struct, frozen=True):
    """What an upper level issued, as adopted; `evidence`: how the day is known (B-21)."""

    policy: str
    name: str
    effective_from: date
    evidence: str
    digest: str
    ref: str
    in_force: bool


class Versions(Struct, frozen=True):
    """The county's own versions, and what upper levels lay beside them.

    `rules`: the name of what is in force now, as acts carry it; empty: nothing is yet.
    """

    items: tuple[Version, ...]
    above: tuple[Above, ...]
    rules: str


async def _versions(call: Call) -> Answer:
    unit = call.platform.executor.unit(call.tenant)
    policy = await unit.adopted()
    now = datetime.now(UTC)
    in_force = policy.in_force(now)
    items = tuple(
        Version(
            version.rules.version,
            version.rules.pack.name,
            version.effective_from,
            version.digest,
            f"{streams.POLICY}@{version.number}",
            in_force is not None and version.number == in_force.number,
        )
        for version in policy.own
    )
    above = tuple(
        Above(
            f"{it.pack.id}@{it.pack.version}",
            it.pack.name,
            it.effective_from,
            it.evidence,
            it.digest,
            f"{streams.POLICY}@{it.number}",
            in_force is not None and it.number in in_force.above,
        )
        for it in policy.above
    )
    fact = await unit.get(streams.POLICY, Policy)
    rules = in_force.rules.version if in_force else ""
    return Answer(content=Versions(items, above, rules), version=fact.version)


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
