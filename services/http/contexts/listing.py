"""Before a matter is listed: what is put together for it, the upper level's catalogues."""

from datetime import UTC, date, datetime

from msgspec import Struct

from domain.kernel import streams
from domain.matters.catalogues import AdoptCatalogueVersion, Dropped, Version, known
from domain.matters.grounds import EvaluateCapacity, GroundsCommand, RecordStudy
from services.commands.listing import dropped, versions
from services.http.act import Act, act_route
from services.http.auth import COUNTY
from services.http.contexts.matters import TAG
from services.http.route import Answer, Call, Reading, Route

_CATALOGUE = "/catalogues/{catalogue}"


def _matter(command: GroundsCommand) -> str:
    return streams.matter(command.matter)


def _catalogue(command: AdoptCatalogueVersion) -> str:
    return streams.catalogue(command.catalogue)


ACTS = (
    Act(
        command=RecordStudy,
        path="/matters/{matter}/declarations/study",
        stream=_matter,
        tag=TAG,
        summary="登记研究论证，附当时的办件量。Argue that it is needed, on its case volume.",
        example={
            "mode": "mode",
            "necessity": "办件量大，基层迫切需要",
            "document_number": "论证1号",
        },
    ),
    Act(
        command=EvaluateCapacity,
        path="/matters/{matter}/declarations/capacity",
        stream=_matter,
        tag=TAG,
        summary="登记承接能力评估。Whether whoever is to take it on can bear it.",
        example={
            "mode": "mode",
            "organs": ["township"],
            "able": True,
            "opinion": "人员、设备具备",
            "document_number": "评估1号",
        },
    ),
    Act(
        command=AdoptCatalogueVersion,
        path=f"{_CATALOGUE}/versions",
        stream=_catalogue,
        tag=TAG,
        summary="采用上级目录的一个版本。Take over a version of an upper level's catalogue.",
        example={
            "version": "2025年版",
            "effective_from": "2025-01-01",
            "entries": [{"name": "事项名称", "number": "1", "matters": [1]}],
            "document_number": "省府发〔2025〕1号",
        },
    ),
)


class CatalogueState(Struct, frozen=True):
    """A catalogue of the upper level. `valid`: the version of today, None before the first.

    `cited`: the version that the upper level's own document names.
    """

    catalogue: str
    name: str
    cited: str
    clause: str
    source: str
    valid: str | None
    versions: tuple[Version, ...]


class Catalogues(Struct, frozen=True):
    """`dropped`: matters handled as listed ones that no valid version has any more (B-24)."""

    as_of: date
    items: tuple[CatalogueState, ...]
    dropped: tuple[Dropped, ...]


async def _catalogues(call: Call) -> Answer:
    unit = call.platform.executor.unit(call.tenant)
    rules = await unit.rules()
    day = datetime.now(UTC).astimezone(rules.zone).date()
    named = known(rules)
    adopted = await versions(unit, tuple(named))
    items = []
    for name, catalogue in named.items():
        found = adopted.get(name)
        valid = found.on(day) if found else None
        items.append(
            CatalogueState(
                name,
                catalogue.name,
                catalogue.version,
                catalogue.clause,
                catalogue.source,
                valid.version if valid else None,
                found.versions if found else (),
            )
        )
    return Answer(content=Catalogues(day, tuple(items), await dropped(unit, rules)))


ROUTES = (
    *(act_route(act) for act in ACTS),
    Route(
        path="/catalogues",
        operation="matters.catalogues",
        tag=TAG,
        summary="上级目录的版本和不再在目录内的事项。Versions, and what is in them no more.",
        access=COUNTY,
        handle=_catalogues,
        query=Reading,
        answer=Catalogues,
    ),
)
