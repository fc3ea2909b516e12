"""How fast Telegram may be called: 30 messages a second in all, 1 a second to a chat, 20 a minute to a group; here a little less.

Each server counts for itself; where several are too fast together, Telegram says so (`hold`).
"""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from typing import Callable

_ALL, _CHAT, _GROUP = (5, 0.2), (1, 1.1), (20, 62.0)
"""Counts and seconds; a little less than Telegram's, for messages may come there closer together than they went off here."""
_MOST_CHATS = 20_000


class Window:
    """At most `count` in any `seconds`."""

    def __init__(self, count: int, seconds: float) -> None:
        self._count, self._seconds = count, seconds
        self._taken: deque[float] = deque(maxlen=count)
        self.held = 0.0

    def free(self, now: float) -> float:
        """Seconds until there is a place."""
        full = len(self._taken) == self._count
        return max(self._taken[0] + self._seconds - now if full else 0.0, self.held - now, 0.0)

    def take(self, now: float) -> None:
        """Take a place."""
        self._taken.append(now)


class Pace:
    """Of one bot. clock: seconds that only go forward."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._all, self._limits = clock, Window(*_ALL), (_CHAT, _GROUP)
        self._chats: OrderedDict[int, list[Window]] = OrderedDict()

    def take(self, chat: int, *, group: bool) -> float:
        """0 where a message may be sent now, which takes its place; else the seconds until there may be one."""
        now, windows = self._clock(), [self._all, *self._windows(chat, group)]
        wait = max(window.free(now) for window in windows)
        if not wait:
            for window in windows:
                window.take(now)
        return wait

    def hold(self, chat: int, seconds: float, *, group: bool) -> None:
        """Telegram asks to wait: for a group; or for all, since a private chat alone is never called too fast."""
        window = self._windows(chat, group)[0] if group else self._all
        window.held = max(window.held, self._clock() + seconds)

    def _windows(self, chat: int, group: bool) -> list[Window]:
        windows = self._chats.pop(chat, None) or [Window(*limit) for limit in self._limits[: 2 if group else 1]]
        self._chats[chat] = windows
        while len(self._chats) > _MOST_CHATS:
            self._chats.popitem(last=False)
        return windows
