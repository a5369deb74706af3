"""Events to stored bytes and back: wire names, schema numbers, upcasting on read.

Satisfies the library's mapper interface (`to_stored_event`, `to_domain_event`), whose `StoredEvent`
has no place for a schema number: its topic is our wire type, `type@n` from schema 2 on.
"""

from typing import Any

import msgspec
from eventsourcing.persistence import StoredEvent

from domain.kernel.event import Event, Registry


class UnknownEventError(LookupError):
    """The log holds a wire type or schema number that this version of the code does not know."""


class CorruptBodyError(ValueError):
    """A stored body is not what its type and schema say."""


class Codec:
    """Encodes to the newest schema, decodes any schema to the newest class."""

    def __init__(self, registry: Registry) -> None:
        self._encode = msgspec.json.Encoder(order="sorted").encode
        self._raw = msgspec.json.Decoder(dict[str, Any]).decode
        self._registry = registry
        self._decoders = {
            (cls.TYPE, cls.SCHEMA): msgspec.json.Decoder(cls).decode
            for cls in registry
        }

    def encode(self, event: Event) -> bytes:
        """Canonical JSON: sorted keys, no blanks, UTF-8."""
        return self._encode(event)

    def decode(self, wire_type: str, schema: int, body: bytes) -> Event:
        """The event in its newest class.

        Raises `UnknownEventError` for a type or schema nobody registered, `CorruptBodyError` for
        bytes that do not fit it.
        """
        try:
            decoder = self._decoders.get((wire_type, schema))
            if decoder is not None:
                return decoder(body)
            return self._upcast(wire_type, schema, body)
        except (msgspec.MsgspecError, KeyError, TypeError) as error:
            raise CorruptBodyError(f"{wire_type}@{schema}: {error}") from error

    def _upcast(self, wire_type: str, schema: int, body: bytes) -> Event:
        cls = self._registry.get(wire_type)
        if cls is None or not 0 < schema < cls.SCHEMA:
            raise UnknownEventError(f"{wire_type}@{schema} is not known to this version")
        fields = self._raw(body)
        for old in range(schema, cls.SCHEMA):
            fields = cls.UPCASTS[old](fields)
        return msgspec.convert(fields, cls)

    def to_stored_event(self, stream: str, version: int, event: Event) -> StoredEvent:
        return StoredEvent(stream, version, topic(event.TYPE, event.SCHEMA), self.encode(event))

    def to_domain_event(self, stored: StoredEvent) -> Event:
        return self.decode(*parse_topic(stored.topic), stored.state)


def topic(wire_type: str, schema: int) -> str:
    return wire_type if schema == 1 else f"{wire_type}@{schema}"


def parse_topic(value: str) -> tuple[str, int]:
    wire_type, mark, schema = value.rpartition("@")
    return (wire_type, int(schema)) if mark and schema.isdigit() else (value, 1)
