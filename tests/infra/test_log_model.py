"""append() against a model of a few lines, over random batches full of conflicts."""

import asyncio
from collections import defaultdict
from itertools import count
from uuid import UUID

import asyncpg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Struct

from infra.append import prepare
from infra.log import Append, Appended, CommandReusedError, ConflictError, EventLog
from tests.infra.given import an_append, assert_sound

STREAMS = ["a", "b", "ref"]


class Wish(Struct, frozen=True):
    """A command before versions: `off` is by how much its idea of a stream is wrong."""

    tenant: int
    command: int
    body: bytes
    reads: dict[str, int]
    writes: list[str]


class Model:
    """What the log promises, without a database."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.logs: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self.done: dict[tuple[str, UUID], tuple[bytes, int, int]] = {}

    def version(self, tenant: str, stream: str) -> int:
        return sum(name == stream for name, _ in self.logs[tenant])

    def append_of(self, wish: Wish) -> Append:
        tenant = f"{self.prefix}{wish.tenant}"
        off = {**dict.fromkeys(wish.writes, 0), **wish.reads}
        return an_append(
            tenant,
            expected={s: max(0, self.version(tenant, s) + n) for s, n in off.items()},
            writes=wish.writes,
            command=UUID(int=wish.command),
            body=wish.body,
        )

    def batch(self, appends: list[Append]) -> list[object]:
        before = {(a.tenant, s): self.version(a.tenant, s) for a in appends for s in a.expected}
        known = dict(self.done)
        touched: set[tuple[str, str]] = set()
        ids: set[tuple[str, UUID]] = set()
        answers: list[object] = []
        for append in appends:
            streams = {(append.tenant, s): v for s, v in append.expected.items()}
            key = (append.tenant, append.command)
            if key in known:
                fingerprint, first, events = known[key]
                same = fingerprint == append.fingerprint
                answers.append((first, events, True) if same else CommandReusedError)
            elif (
                key in ids
                or not touched.isdisjoint(streams)
                or any(before[stream] != version for stream, version in streams.items())
            ):
                answers.append(ConflictError)
            else:
                answers.append(self._carry_out(append))
            ids.add(key)
            touched |= {(append.tenant, stream) for stream, _ in append.events}
        return answers

    def _carry_out(self, append: Append) -> tuple[int, int, bool]:
        log = self.logs[append.tenant]
        first = len(log) + 1
        for stream, _ in append.events:
            log.append((stream, self.version(append.tenant, stream) + 1))
        self.done[append.tenant, append.command] = (append.fingerprint, first, len(append.events))
        return first, len(append.events), False


def told(outcome: Appended | Exception) -> object:
    if isinstance(outcome, Appended):
        return outcome.first, outcome.count, outcome.repeated
    return type(outcome)


wishes = st.builds(
    Wish,
    tenant=st.integers(0, 2),
    command=st.integers(0, 9),
    body=st.sampled_from([b"one", b"one", b"one", b"two"]),
    reads=st.dictionaries(
        st.sampled_from(STREAMS), st.sampled_from([0, 0, 0, 0, -1, 1]), max_size=2
    ),
    writes=st.lists(st.sampled_from(STREAMS), max_size=3),
)
_examples = count()


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.lists(wishes, min_size=1, max_size=8), min_size=1, max_size=6))
async def test_random_batches_end_as_the_model_says(
    log: EventLog, admin: asyncpg.Connection, batches: list[list[Wish]]
) -> None:
    model = Model(f"example{next(_examples)}/")
    for batch in batches:
        appends = [model.append_of(wish) for wish in batch]
        outcomes = await log._append_batch([prepare(append, log._codec) for append in appends])
        assert [told(outcome) for outcome in outcomes] == model.batch(appends)
    for tenant, expected in model.logs.items():
        events = await log.read(tenant)
        assert [(r.stream, r.version) for r in events] == expected
        assert [r.position for r in events] == list(range(1, len(expected) + 1))
        assert await log.head(tenant) == len(expected)
        for stream in STREAMS:
            versions = [loaded.version for loaded in await log.load(tenant, stream)]
            assert versions == list(range(1, model.version(tenant, stream) + 1))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(wishes, min_size=1, max_size=40))
async def test_random_commands_through_the_batcher_leave_a_sound_log(
    log: EventLog, admin: asyncpg.Connection, commands: list[Wish]
) -> None:
    """All at once and in any order: no model can say who wins, but the log must hold together."""
    model = Model(f"example{next(_examples)}/")
    appends = [model.append_of(wish) for wish in commands]
    outcomes = await asyncio.gather(*map(log.append, appends), return_exceptions=True)
    assert {type(o) for o in outcomes} <= {Appended, ConflictError, CommandReusedError}
    first_times = [o for o in outcomes if isinstance(o, Appended) and not o.repeated]
    written = sum(o.count for o in first_times)
    tenants = {append.tenant for append in appends}
    assert written == sum([await log.head(tenant) for tenant in tenants])
    await assert_sound(admin)
