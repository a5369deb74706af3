"""Group commit: bounded, in order, and everybody gets an answer of their own."""

import asyncio
from collections.abc import Sequence

import pytest

from infra.batcher import Batcher


class Flushes:
    """Doubles numbers, remembers the batches, and waits at a gate where told to."""

    def __init__(self, *, gated: bool = False) -> None:
        self.batches: list[list[int]] = []
        self.gate = asyncio.Event()
        self.running = 0
        self.most_running = 0
        if not gated:
            self.gate.set()

    async def __call__(self, items: Sequence[int]) -> list[int | Exception]:
        self.batches.append(list(items))
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        await self.gate.wait()
        self.running -= 1
        return [2 * n if n >= 0 else ValueError(str(n)) for n in items]


def batcher(
    flush: Flushes, *, size: int = 4, pending: int = 100, lanes: int = 1
) -> Batcher[int, int]:
    return Batcher(flush, size=size, pending=pending, lanes=lanes)


async def submitted(batch: Batcher[int, int], *numbers: int) -> list[asyncio.Task[int]]:
    tasks = [asyncio.create_task(batch.submit(n)) for n in numbers]
    for _ in range(3):
        await asyncio.sleep(0)
    return tasks


async def test_a_lone_item_travels_at_once() -> None:
    flush = Flushes()
    assert await batcher(flush).submit(3) == 6
    assert flush.batches == [[3]]


async def test_what_arrives_during_a_flush_travels_together_and_in_order() -> None:
    flush = Flushes(gated=True)
    batch = batcher(flush)
    tasks = await submitted(batch, 0, 1, 2, 3)
    flush.gate.set()
    assert await asyncio.gather(*tasks) == [0, 2, 4, 6]
    assert flush.batches in ([[0, 1, 2, 3]], [[0], [1, 2, 3]])


async def test_no_batch_is_larger_than_its_size() -> None:
    flush = Flushes()
    batch = batcher(flush, size=4)
    assert await asyncio.gather(*(batch.submit(n) for n in range(25))) == [2 * n for n in range(25)]
    assert max(map(len, flush.batches)) == 4
    assert [n for items in flush.batches for n in items] == list(range(25))


async def test_no_more_flushes_run_than_there_are_lanes() -> None:
    flush = Flushes(gated=True)
    batch = batcher(flush, size=1, lanes=3)
    tasks = await submitted(batch, *range(10))
    assert flush.running == 3
    flush.gate.set()
    await asyncio.gather(*tasks)
    assert flush.most_running == 3


async def test_no_more_items_wait_than_there_is_room_for() -> None:
    flush = Flushes(gated=True)
    batch = batcher(flush, size=1, pending=2)
    tasks = await submitted(batch, *range(10))
    assert len(batch._queue) == 2
    flush.gate.set()
    assert await asyncio.gather(*tasks) == [2 * n for n in range(10)]


async def test_an_item_fails_alone() -> None:
    flush = Flushes(gated=True)
    batch = batcher(flush)
    tasks = await submitted(batch, 0, 1, -2, 3)
    flush.gate.set()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert [str(answer) for answer in answers] == ["0", "2", "-2", "6"]
    assert isinstance(answers[2], ValueError)


async def test_a_failed_flush_is_everybodys_and_the_next_one_runs() -> None:
    calls = 0

    async def flush(items: Sequence[int]) -> list[int | Exception]:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise ConnectionError("gone")
        return list(items)

    batch: Batcher[int, int] = Batcher(flush, size=4, pending=10)
    with pytest.raises(ConnectionError, match="gone"):
        await batch.submit(1)
    assert await batch.submit(2) == 2


async def test_too_few_answers_leave_nobody_waiting() -> None:
    async def flush(items: Sequence[int]) -> list[int | Exception]:
        return []

    batch: Batcher[int, int] = Batcher(flush, size=4, pending=10)
    with pytest.raises(RuntimeError, match="0 results for 1 items"):
        await batch.submit(1)


async def test_whoever_is_cancelled_before_travelling_takes_the_item_back() -> None:
    flush = Flushes(gated=True)
    batch = batcher(flush)
    first, cancelled, third = await submitted(batch, 1, 2, 3)
    if not flush.batches:
        await asyncio.sleep(0)
    late = (await submitted(batch, 4))[0]
    late.cancel()
    flush.gate.set()
    assert await first == 2
    assert await third == 6
    assert await cancelled == 4
    await batch.close()
    assert 4 not in [n for items in flush.batches for n in items]


async def test_whoever_is_cancelled_on_the_way_disturbs_no_neighbour() -> None:
    flush = Flushes(gated=True)
    batch = batcher(flush)
    tasks = await submitted(batch, 1, 2, 3)
    tasks[1].cancel()
    flush.gate.set()
    assert [await tasks[0], await tasks[2]] == [2, 6]
    assert await batch.submit(5) == 10


async def test_cancelled_items_still_count_while_they_stand_in_the_queue() -> None:
    flush = Flushes(gated=True)
    batch = batcher(flush, size=1, pending=3)
    await submitted(batch, 0)
    for _ in range(5):
        for task in await submitted(batch, 1, 2, 3):
            task.cancel()
        await asyncio.sleep(0)
    assert len(batch._queue) <= 3
    flush.gate.set()
    assert await batch.submit(9) == 18


async def test_close_waits_for_every_answer() -> None:
    flush = Flushes(gated=True)
    batch = batcher(flush, size=1)
    tasks = await submitted(batch, 1, 2, 3)
    closing = asyncio.create_task(batch.close())
    await asyncio.sleep(0)
    assert not closing.done()
    flush.gate.set()
    await closing
    assert all(task.done() for task in tasks)


async def test_nobody_waits_for_ever_when_the_loop_goes_down() -> None:
    flush = Flushes(gated=True)
    batch = batcher(flush, size=1)
    tasks = await submitted(batch, 1, 2)
    for running in list(batch._tasks):
        running.cancel()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(answer, asyncio.CancelledError) for answer in answers)
    assert await batcher(Flushes()).submit(1) == 2
