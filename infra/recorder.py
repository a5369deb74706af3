"""The library's recorder on our log: synchronous, for workers and for code written for the library.

Same table, same functions, same promises as `infra.log`; psycopg instead of asyncpg. A recorder
serves one tenant.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event as Flag
from typing import Any
from uuid import UUID, uuid4

import psycopg
from eventsourcing.persistence import (
    ApplicationRecorder,
    DataError,
    IntegrityError,
    InterfaceError,
    InternalError,
    Notification,
    NotSupportedError,
    OperationalError,
    PersistenceError,
    ProgrammingError,
    StoredEvent,
    Subscription,
)
from psycopg_pool import ConnectionPool

from infra.codec import parse_topic, topic
from infra.sql import queries

_QUERIES = queries(Path(__file__).parent / "sql" / "recorder.sql")
_ERRORS: dict[type[psycopg.Error], type[PersistenceError]] = {
    psycopg.InterfaceError: InterfaceError,
    psycopg.DataError: DataError,
    psycopg.OperationalError: OperationalError,
    psycopg.IntegrityError: IntegrityError,
    psycopg.InternalError: InternalError,
    psycopg.ProgrammingError: ProgrammingError,
    psycopg.NotSupportedError: NotSupportedError,
}
_POLL_SECONDS = 0.05
_BATCH = 500


class TongbanRecorder(ApplicationRecorder):
    """Stored events of one tenant. Originator ids are texts (UUIDs are written as texts)."""

    def __init__(self, pool: ConnectionPool[psycopg.Connection[Any]], tenant: str) -> None:
        super().__init__()
        self._pool = pool
        self._tenant = tenant

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **_kwargs: object
    ) -> Sequence[int] | None:
        """All or none, as one command.

        Raises `IntegrityError` where a version is taken or leaves a gap.
        """
        if not stored_events:
            return None
        with _translated(), self._pool.connection() as connection:
            row = connection.execute(
                _QUERIES["insert"], _arguments(self._tenant, stored_events)
            ).fetchone()
        if row is None or row[0] != "appended":
            raise IntegrityError(f"events conflict with the log of {self._tenant}")
        return list(range(row[1], row[1] + row[2]))

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        query = _QUERIES["select_events_desc" if desc else "select_events"]
        arguments = (self._tenant, str(originator_id), gt, gt, lte, lte, limit)
        with self._scoped() as connection:
            rows = connection.execute(query, arguments).fetchall()
        return [StoredEvent(originator_id, row[0], topic(row[1], row[2]), row[3]) for row in rows]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        after = (start or 0) - (1 if inclusive_of_start and start is not None else 0)
        types = [parse_topic(value)[0] for value in topics] or None
        arguments = (self._tenant, after, stop, stop, types, types, limit)
        with self._scoped() as connection:
            rows = connection.execute(_QUERIES["select_notifications"], arguments).fetchall()
        return [
            Notification(row[1], row[2], topic(row[3], row[4]), row[5], id=row[0]) for row in rows
        ]

    def max_notification_id(self) -> int | None:
        with self._scoped() as connection:
            row = connection.execute(_QUERIES["head"], (self._tenant,)).fetchone()
        return row[0] if row else None

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> "PollingSubscription":
        return PollingSubscription(self, gt, topics)

    @contextmanager
    def _scoped(self) -> Iterator[psycopg.Connection[Any]]:
        with _translated(), self._pool.connection() as connection, connection.transaction():
            connection.execute(_QUERIES["scope"], (self._tenant,))
            yield connection


class PollingSubscription(Subscription[TongbanRecorder]):
    """Polls the log. A NOTIFY in write transactions would serialise all tenants' commits."""

    def __init__(
        self, recorder: TongbanRecorder, gt: int | None = None, topics: Sequence[str] = ()
    ) -> None:
        super().__init__(recorder, gt, topics)
        self._stopped = Flag()
        self._batch: Iterator[Notification] = iter(())

    def stop(self) -> None:
        super().stop()
        self._stopped.set()

    def __next__(self) -> Notification:
        while not self._stopped.is_set():
            for notification in self._batch:
                self._last_notification_id = notification.id
                return notification
            found = self._recorder.select_notifications(
                self._last_notification_id, _BATCH, topics=self._topics, inclusive_of_start=False
            )
            self._batch = iter(found)
            if not found:
                self._stopped.wait(_POLL_SECONDS)
        raise StopIteration


@contextmanager
def _translated() -> Iterator[None]:
    """The driver's errors as the library's of the same names, which its users catch."""
    try:
        yield
    except psycopg.Error as error:
        for theirs, librarys in _ERRORS.items():
            if isinstance(error, theirs):
                raise librarys(str(error)) from error
        raise PersistenceError(str(error)) from error


def _arguments(tenant: str, events: Sequence[StoredEvent]) -> dict[str, object]:
    now = datetime.now(UTC)
    parsed = [parse_topic(event.topic) for event in events]
    digest = hashlib.sha256()
    for event in events:
        digest.update(
            f"{event.originator_id}\0{event.originator_version}\0{event.topic}\0".encode()
        )
        digest.update(event.state)
    return {
        "tenant": tenant,
        "command": uuid4(),
        "fingerprint": digest.digest(),
        "streams": [str(event.originator_id) for event in events],
        "versions": [event.originator_version for event in events],
        "types": [wire_type for wire_type, _ in parsed],
        "schemas": [schema for _, schema in parsed],
        "occurred": [now] * len(events),
        "bodies": [event.state for event in events],
        "commands": [1] * len(events),
    }
