"""Acts: every command that somebody outside may give, as data.

What is in the path fills the command's fields of the same name, the body is the rest.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct, field

from domain.kernel.event import Command
from infra.vault import Vault
from services.execute import NOTHING_EXPECTED, Done
from services.http.auth import PEOPLE, Access
from services.http.decode import IF_MATCH, command_id, expected_version, malformed
from services.http.problems import ProblemError
from services.http.route import Answer, Call, Number, Route, Text


class Written(Struct, frozen=True):
    """An event that the act led to, with its place; personal data is ciphertext in it."""

    stream: str
    version: int
    type: str
    event: Any


class Acted(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an act led to: `count` events up to `position`, now or, `repeated`, the first time.

    `query_code`: what the applicant asks for the case's progress with; after a receipt only.
    """

    position: int
    count: int
    repeated: bool
    events: tuple[Written, ...]
    query_code: str | None = None


class Act(Struct, frozen=True, kw_only=True):
    """`stream` is what an ETag and `If-Match` are about; None: neither makes sense."""

    command: type[Command]
    path: str
    stream: Callable[[Any], str] | None
    tag: str
    summary: str
    example: Mapping[str, Any]
    examples: Mapping[str, str] = field(default_factory=dict)
    access: Access = PEOPLE
    created: bool = False
    body_limit: int | None = None
    query_code: bool = False  # a receipt: the applicant gets the code to ask for progress with


class About(Struct, frozen=True):
    """Acts about one thing: each under its path, an ETag about its stream."""

    path: str
    stream: Callable[[Any], str]
    tag: str

    def act(self, command: type[Command], what: str, summary: str, **example: object) -> Act:
        """The body's example is given by name."""
        return Act(
            command=command,
            path=f"{self.path}/{what}",
            stream=self.stream,
            tag=self.tag,
            summary=summary,
            example=example,
        )


def act_route(act: Act) -> Route:
    kinds = {f.name: f.type for f in msgspec.structs.fields(act.command)}
    places = {name: _bounded(kinds[name], Text) for name in names(act.path)}
    return Route(
        method="POST",
        path=act.path,
        operation=act.command.TYPE,
        tag=act.tag,
        summary=act.summary,
        description=act.command.__doc__ or "",
        access=act.access,
        handle=_giving(act),
        places=places,
        body=_body(act.command, set(places)),
        example=act.example,
        examples=act.examples,
        answer=Acted,
        created=act.created,
        command=True,
        versioned=act.stream is not None,
        body_limit=act.body_limit,
        seat=False,
    )


def acted(act: Act, command: Any, done: Done, vault: Vault, tenant: str) -> Acted:  # noqa: ANN401  any command
    """What is told of an act that was carried out."""
    return Acted(
        position=done.appended.last,
        count=done.appended.count,
        repeated=done.appended.repeated,
        events=tuple(
            Written(where, number, event.TYPE, event)
            for (where, event), number in zip(done.events, done.versions, strict=True)
        ),
        query_code=vault.query_code(tenant, command.case) if act.query_code else None,
    )


def whole(act: Act) -> type[Struct]:
    """All fields of the act's command, with the bounds that its path and body have."""
    return _body(act.command, set(), set(names(act.path)))


def names(path: str) -> tuple[str, ...]:
    """The names in a path such as /cases/{case}/accept."""
    return tuple(part[1:-1] for part in path.split("/") if part.startswith("{"))


def _body(command: type[Command], apart: set[str], named: Collection[str] = ()) -> type[Struct]:
    """The command's fields that are not `apart`; those `named` can stand in a path."""
    fields: list[Any] = [
        (f.name, _bounded(f.type, Text if f.name in named else str))
        if f.required
        else (f.name, _bounded(f.type, str), _default(f))
        for f in msgspec.structs.fields(command)
        if f.name not in apart
    ]
    return msgspec.defstruct(
        command.__name__,
        fields,
        namespace={"__doc__": command.__doc__},
        module="services.http.act",
        frozen=True,
        kw_only=True,
        forbid_unknown_fields=True,
    )


def _default(of: msgspec.structs.FieldInfo) -> Any:  # noqa: ANN401  any type has defaults
    if of.default is not msgspec.NODEFAULT:
        return of.default
    return msgspec.field(default_factory=of.default_factory)


def _bounded(kind: Any, text: Any) -> Any:  # noqa: ANN401  types are values here
    """The type with bounds that the command, which trusts its maker, does not state."""
    if kind is int:
        return Number
    if kind is str:
        return text
    if kind == tuple[int, ...]:
        return Annotated[tuple[Number, ...], Meta(max_length=1000)]
    if kind is datetime:
        return Annotated[datetime, Meta(tz=True)]
    if kind == datetime | None:
        return Annotated[datetime, Meta(tz=True)] | None
    return kind


def _giving(act: Act) -> Callable[[Call], Awaitable[Answer]]:
    async def handle(call: Call) -> Answer:
        caller = call.caller
        if caller is None or caller.by is None:
            raise ProblemError("credentials.seat")
        given = {**msgspec.structs.asdict(call.path), **msgspec.structs.asdict(call.body)}
        command = act.command(**given)
        stream = act.stream(command) if act.stream else ""
        version = expected_version(call.request.headers)
        if version is not None and not stream:
            raise malformed("header", f"/{IF_MATCH}", "this act is about no version")
        done = await call.platform.executor.execute(
            call.tenant,
            caller.by,
            command,
            command_id(call.request.headers),
            correlation=call.correlation,
            expected=NOTHING_EXPECTED if version is None else {stream: version},
        )
        told = acted(act, command, done, call.platform.vault, call.tenant)
        return Answer(
            content=told,
            status=201 if act.created else 200,
            version=max((w.version for w in told.events if w.stream == stream), default=None),
            position=told.position,
        )

    return handle
