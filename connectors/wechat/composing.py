"""The sign that somebody types, while a slow turn runs: it lasts 15 seconds, and may be set within 30 of the visitor's message."""

from __future__ import annotations

import asyncio
import logging
from typing import Callable

from connectors.gateway.turns import Outcome
from connectors.wechat.api import Refused, Unreachable
from connectors.wechat.caller import Caller
from connectors.wechat.times import Times
from records.errors import DatabaseUnavailable

logger = logging.getLogger(__name__)


_AT_ONCE = 8


class Composing:
    """Shows it to those whose message is not answered yet, to so many as the platform can be told of. is_stuck: nobody is answered."""

    def __init__(self, caller: Caller, times: Times, is_stuck: Callable[[], bool]) -> None:
        self._caller, self._times, self._is_stuck = caller, times, is_stuck
        self._tasks: set[asyncio.Task[None]] = set()
        self._telling = 0

    def begin(self, visitor: str, answered: "asyncio.Future[Outcome]") -> None:
        """Show it, unless the answer comes in a moment, until the answer is there."""
        task = asyncio.get_running_loop().create_task(self._show(visitor, answered))
        self._tasks.add(task)  # the loop itself holds tasks only weakly
        task.add_done_callback(self._tasks.discard)

    def end(self) -> None:
        """The server stops."""
        for task in self._tasks:
            task.cancel()

    async def _show(self, visitor: str, answered: "asyncio.Future[Outcome]") -> None:
        end = asyncio.get_running_loop().time() + self._times.typing_for
        pause = self._times.typing
        while not (await asyncio.wait({answered}, timeout=pause))[0] and asyncio.get_running_loop().time() < end:
            if self._telling >= _AT_ONCE or self._is_stuck():
                return
            self._telling += 1
            try:
                await self._caller.call("post", "message/custom/typing", {"touser": visitor, "command": "Typing"})
            except (Refused, Unreachable, DatabaseUnavailable) as error:  # a courtesy: the answer itself goes another way
                logger.info("a visitor is not shown that the answer is being written: %s", error)
                return
            finally:
                self._telling -= 1
            pause = self._times.typing_again
