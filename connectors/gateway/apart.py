"""A thread with an event loop of its own, for what computes long or may stand still.

The assistant is run in one: understanding is Python that holds its loop for milliseconds, or, gone wrong, for good. Messages
are accepted all the same (docs/decisions.md, 21).
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from typing import Any, Coroutine, TypeVar

T = TypeVar("T")


class Apart:
    """Runs coroutines in a thread that ends with the process, or with `close`."""

    def __init__(self, name: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._live, name=name, daemon=True)
        self._thread.start()

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """What `work` returns or raises.

        Who is cancelled while waiting here cancels `work`, and waits until it has come to its end.
        """
        caller = asyncio.get_running_loop()
        ended: asyncio.Future[asyncio.Task[T]] = caller.create_future()
        begun: list[asyncio.Task[T]] = []

        def begin() -> None:
            task = self._loop.create_task(work)
            begun.append(task)
            task.add_done_callback(tell)

        def tell(task: asyncio.Task[T]) -> None:
            with contextlib.suppress(RuntimeError):  # the caller's loop is closed: nobody waits any more
                caller.call_soon_threadsafe(ended.set_result, task)

        def cancel() -> None:
            for task in begun:
                task.cancel()

        self._loop.call_soon_threadsafe(begin)
        try:
            await asyncio.wait({ended})
        except asyncio.CancelledError:
            self._loop.call_soon_threadsafe(cancel)
            await asyncio.wait({ended})
            raise
        return ended.result().result()

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Let `work` run, which tells itself of its errors; whether it comes to its end is nobody's concern."""
        asyncio.run_coroutine_threadsafe(work, self._loop)

    def wait_for(self, work: Coroutine[Any, Any, T]) -> T:
        """What `work` returns or raises, for a caller without an event loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def close(self) -> None:
        """End the thread once it has come back from what it does; what else it had begun is left."""
        if self._loop.is_running():
            self._loop.call_soon_threadsafe(self._loop.stop)

    def _live(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
        finally:
            self._loop.close()
