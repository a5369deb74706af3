"""Answers that flow: bounded in number, read no faster than they are taken, ended with the reader.

A server that buffers whatever it is given would turn a reader who stops reading into memory. So an
answer is sent in small pieces, the next one is made only when the server has taken the last, and
who has not taken all of it keeps a seat. Seats are few.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing

from litestar import Response
from litestar.response.base import ASGIResponse
from litestar.types import Receive, Scope, Send
from msgspec import Struct

from services.feed import Seats

PIECE_BYTES = 64 * 1024


class Flow(Struct, frozen=True):
    """What flows: pieces of any size, made as they are taken."""

    media_type: str
    headers: Mapping[str, str]
    pieces: AsyncGenerator[bytes, None]


class FlowResponse(Response[bytes]):
    """Answers with a flow. `begin` may still refuse: nothing is sent before it returns."""

    def __init__(self, begin: Callable[[], Awaitable[Flow]], *, seats: Seats, reader: str) -> None:
        super().__init__(b"")
        self._begin = begin
        self._seats = seats
        self._reader = reader

    def to_asgi_response(
        self, *_args: object, headers: dict[str, str] | None = None, **_others: object
    ) -> ASGIResponse:
        merged = {**(headers or {}), **self.headers}
        return _Flowing(self._begin, self._seats, self._reader, merged)


class _Flowing(ASGIResponse):
    _should_set_content_length = False

    def __init__(
        self,
        begin: Callable[[], Awaitable[Flow]],
        seats: Seats,
        reader: str,
        headers: dict[str, str],
    ) -> None:
        super().__init__(headers=headers)
        self._begin = begin
        self._seats = seats
        self._reader = reader

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Serve until all is sent or the reader is gone, whatever the serving waits for."""
        serving = asyncio.create_task(self._serve(send))
        leaving = asyncio.create_task(_gone(receive))
        try:
            await asyncio.wait([serving, leaving], return_when=asyncio.FIRST_COMPLETED)
        finally:
            serving.cancel()
            leaving.cancel()
            await asyncio.wait([serving, leaving])
        if not serving.cancelled():
            serving.result()

    async def _serve(self, send: Send) -> None:
        with self._seats.taken(self._reader):
            flow = await self._begin()
            self.headers["content-type"] = flow.media_type
            self.headers.update(flow.headers)
            async with aclosing(flow.pieces) as pieces:
                await self.start_response(send)
                async for piece in pieces:
                    for at in range(0, len(piece), PIECE_BYTES):
                        body = piece[at : at + PIECE_BYTES]
                        await send({"type": "http.response.body", "body": body, "more_body": True})
            # Taken once the server has room again, so once nearly all before it was taken.
            await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
