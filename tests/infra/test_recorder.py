"""The library's own published recorder test cases, unmodified, on our log."""

from collections.abc import Iterator
from typing import Any, ClassVar
from uuid import uuid4

import psycopg
import pytest
from eventsourcing.persistence import DataError, IntegrityError, OperationalError, StoredEvent
from eventsourcing.tests.persistence import (
    ApplicationRecorderTestCase,
    NonInterleavingNotificationIDsBaseCase,
)
from psycopg_pool import ConnectionPool

from infra.database import Database
from infra.recorder import TongbanRecorder

Pool = ConnectionPool[psycopg.Connection[Any]]


@pytest.fixture
def sync_pool(database: Database, request: pytest.FixtureRequest) -> Iterator[None]:
    with ConnectionPool(database.url, min_size=1, max_size=12, open=True) as pool:
        request.cls.pool = pool
        yield


class OnOurLog:
    """One fresh tenant per recorder: the library expects an empty log each time."""

    pool: ClassVar[Pool]

    def create_recorder(self) -> TongbanRecorder:
        return TongbanRecorder(self.pool, f"tenant-{uuid4().hex}")

    def new_originator_id(self) -> str:
        return str(uuid4())


@pytest.mark.usefixtures("sync_pool")
class TestApplicationRecorder(OnOurLog, ApplicationRecorderTestCase[TongbanRecorder]):
    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


@pytest.mark.usefixtures("sync_pool")
class TestNonInterleaving(OnOurLog, NonInterleavingNotificationIDsBaseCase):
    pass


def test_what_the_database_refuses_is_the_librarys_error(database: Database) -> None:
    """A NUL in a text; then a server that is not there."""
    with ConnectionPool[psycopg.Connection[Any]](database.url, min_size=1, open=True) as pool:
        recorder = TongbanRecorder(pool, "xg")
        with pytest.raises(DataError):
            recorder.insert_events([StoredEvent("a\0b", 1, "topic", b"")])
        with pytest.raises(IntegrityError):
            recorder.insert_events([StoredEvent("", 1, "topic", b"")])
        assert recorder.insert_events([StoredEvent("a", 1, "topic", b"")]) == [1]
    with pytest.raises(OperationalError):
        recorder.max_notification_id()


del ApplicationRecorderTestCase, NonInterleavingNotificationIDsBaseCase
