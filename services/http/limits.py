"""How often somebody may ask: a bucket each, bounded in number, in this process.

Several processes each have their own, so the limits add up; they slow guessing, they bill nobody.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from services.http.problems import ProblemError

_SECONDS = 60.0


class Limiter:
    """Buckets by key, each full at first and refilled steadily; the longest unused leaves first."""

    def __init__(
        self, *, per_minute: int, size: int = 10_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._full = float(per_minute)
        self._size = size
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> None:
        """Take one from the key's bucket. Raises problem 429 where it is empty."""
        now = self._clock()
        left, since = self._buckets.get(key, (self._full, now))
        left = min(self._full, left + (now - since) * self._full / _SECONDS)
        if left < 1:
            wait = math.ceil((1 - left) * _SECONDS / self._full)
            raise ProblemError("http.too_many", headers={"Retry-After": str(wait)})
        self._buckets[key] = (left - 1, now)
        self._buckets.move_to_end(key)
        if len(self._buckets) > self._size:
            self._buckets.popitem(last=False)
