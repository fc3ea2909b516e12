"""The assistant, asked with patience that has an end: how many turns it has at once, and how long one may take."""

from __future__ import annotations

import asyncio
import time
from typing import Any, Callable, Coroutine, TypeVar

from connectors.gateway.brain import Brain, Heard, Thought, TurnFailed
from connectors.gateway.within import within
from knowledge.reply import Reply

T = TypeVar("T")

_AT_ONCE = 16


class Thinking:
    """Hands turns to a brain, a bounded number at once; the others wait in the order in which they came.

    seconds: how long a turn may take. One that takes longer is cut off, but keeps its place until it has really ended. Who
    waits for a place waits on while others are answered, however many there are, and gives up when nobody was for so long.
    """

    def __init__(self, brain: Brain, seconds: float, at_once: int = _AT_ONCE) -> None:
        self._brain, self._seconds = brain, seconds
        self._places = asyncio.Semaphore(at_once)
        self._last_end, self._busy_since, self._running = time.monotonic(), time.monotonic(), 0

    @property
    def still(self) -> float:
        """For how many seconds nobody has been answered, though somebody waits; 0 where nobody does."""
        return time.monotonic() - max(self._last_end, self._busy_since) if self._running else 0.0

    async def turn(self, conversation: str, heard: Heard) -> Thought:
        """See `Brain.turn`.

        Raises:
            TurnFailed: it took too long; or as there.
        """
        return await self._asked(lambda: self._brain.turn(conversation, heard))

    async def replies_to(self, conversation: str, message_id: str) -> list[Reply] | None:
        """See `Brain.replies_to`.

        Raises:
            TurnFailed: it took too long.
        """
        return await self._asked(lambda: self._brain.replies_to(conversation, message_id))

    async def _asked(self, question: Callable[[], Coroutine[Any, Any, T]]) -> T:
        await self._place()
        if not self._running:
            self._busy_since = time.monotonic()
        self._running += 1
        task = asyncio.ensure_future(question())
        task.add_done_callback(self._left)
        try:
            done, _ = await asyncio.wait({task}, timeout=self._seconds)
        except asyncio.CancelledError:
            task.cancel()
            raise
        if not done:
            task.cancel()
            raise TurnFailed(f"no answer within {self._seconds:g} seconds")
        return task.result()

    async def _place(self) -> None:
        while True:
            try:
                await within(self._seconds, self._places.acquire())
            except asyncio.TimeoutError:
                if time.monotonic() - self._last_end >= self._seconds:
                    raise TurnFailed(f"nobody was answered for {self._seconds:g} seconds") from None
            else:
                return

    def _left(self, task: asyncio.Future[Any]) -> None:
        self._last_end = time.monotonic()
        self._running -= 1
        self._places.release()
        if not task.cancelled():
            task.exception()  # looked at, though nobody may wait for it any more
