"""Limits: how long a message and a turn may be, and how many messages may come in a time (token buckets)."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Callable

_MOST_BUCKETS = 50_000


@dataclass(frozen=True)
class Rate:
    """a_minute: how many come back in a minute, 0 for no limit. burst: how many may come at once."""

    a_minute: float = 0.0
    burst: int = 10


@dataclass(frozen=True)
class Limits:
    """message: longest message, in characters. turn: longest turn, in seconds. visitor, address: messages of one of them."""

    message: int = 1000
    turn: float = 20.0
    visitor: Rate = Rate()
    address: Rate = Rate()


class TooMany(Exception):
    """A bucket is empty. retry_after: seconds until it holds one again."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"too many messages; again in {retry_after:.1f} s")
        self.retry_after = retry_after


class Buckets:
    """A token bucket for each key, of those that were seen last.

    clock: seconds that only go forward, so that no jump of the time of day opens or closes a bucket.
    """

    def __init__(self, rate: Rate, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._clock = rate, clock
        self._kept: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> None:
        """Take one token.

        Raises:
            TooMany: there is none.
        """
        if not self._rate.a_minute:
            return
        a_second, now = self._rate.a_minute / 60, self._clock()
        tokens, seen = self._kept.pop(key, (float(self._rate.burst), now))
        tokens = min(float(self._rate.burst), tokens + (now - seen) * a_second)
        self._kept[key] = (tokens - 1, now) if tokens >= 1 else (tokens, now)
        while len(self._kept) > _MOST_BUCKETS:
            self._kept.popitem(last=False)
        if tokens < 1:
            raise TooMany((1 - tokens) / a_second)


def whole_seconds(seconds: float) -> str:
    """Seconds as the header Retry-After takes them: whole, rounded up, at least one."""
    return str(max(1, math.ceil(seconds)))
