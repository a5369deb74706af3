"""The task queue: Dramatiq over the same PostgreSQL, or over RabbitMQ where a setting says so.

A broker belongs to whoever made it; there is no global one. It carries names of tasks and nothing
else: what is to be done, how often it was tried and what failed is in `infra.tasks`. So Dramatiq's
own retries and delays are not used, and a message that is lost or rejected costs time only.
docs/decisions/0011-task-broker.md says why this package.
"""

import json
from typing import Any

from dramatiq import Broker, Message
from dramatiq.brokers.rabbitmq import RabbitmqBroker
from dramatiq_postgres.broker import (  # type: ignore[import-untyped]  # it has none
    QUERIES,
    PostgresBroker,
)
from psycopg.types.json import Json

QUEUE = "work"
_CONNECTIONS = 4  # one consumes, one listens, two acknowledge and send
_ENQUEUE_SECONDS = 5.0
_POLL_SECONDS = 1.0  # a new message rings a bell; this is for one that was missed


class _OneQueue(PostgresBroker):  # type: ignore[misc]  # the package has no types
    """Without queues for delays, each of which would hold a connection and a thread."""

    def declare_queue(self, queue_name: str) -> None:
        if queue_name not in self.queues:
            self.emit_before("declare_queue", queue_name)
            self.queues[queue_name] = True
            self.emit_after("declare_queue", queue_name)

    def enqueue(self, message: Message[Any], *, delay: int | None = None) -> Message[Any]:
        """Without the package's retries, which go on for minutes while the server is away.

        A task waits in its own table meanwhile, and a worker that is to stop must not wait here.
        """
        parameters = (
            message.queue_name, message.message_id, Json(json.loads(message.encode())), delay or 0,
        )  # fmt: skip
        with self.pool.connection(timeout=_ENQUEUE_SECONDS) as connection:
            connection.execute(QUERIES.ENQUEUE, parameters)
        return message


def make_broker(database_url: str, broker_url: str | None, *, lost_seconds: float) -> Broker:
    """A broker without middleware, not connected yet; close it.

    `lost_seconds`: a worker that was not heard of for so long is dead, and what it held is given
    to others (on PostgreSQL; RabbitMQ sees the connection end).
    """
    if broker_url is not None:
        return RabbitmqBroker(url=broker_url, middleware=[], confirm_delivery=True)
    separator = "&" if "?" in database_url else "?"
    broker: Broker = _OneQueue(
        url=f"{database_url}{separator}maxconn={_CONNECTIONS}",
        middleware=[],
        results=False,
        poll_interval=_POLL_SECONDS,
        heartbeat_interval=lost_seconds / 4,
        heartbeat_ttl=lost_seconds,
        maintenance_interval=lost_seconds / 2,
    )
    return broker
