"""Requests that wait for the answer to their message, in this process: until when, and the last sentence for one of them."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from dataclasses import dataclass, field
from typing import Iterator

from records.outbox import Parcel


@dataclass(eq=False)
class Waiter:
    """A request of a visitor. farewell: the sentence that all of theirs is erased, which is in no record; said: whether it went out."""

    visitor: str
    until: dt.datetime
    farewell: "asyncio.Future[Parcel]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    said: "asyncio.Future[bool]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    taken: bool = False

    async def take_farewell(self, seconds: float) -> Parcel | None:
        """The last sentence, where it comes in this time. Whoever takes it says `tell` later."""
        await asyncio.wait({self.farewell}, timeout=max(0.0, seconds))
        self.taken = self.farewell.done()
        return self.farewell.result() if self.taken else None

    def tell(self, *, said: bool) -> None:
        """Whether the sentence went out."""
        if not self.said.done():
            self.said.set_result(said)


class Waiting:
    """All that wait here. Replies to a visitor of whom a request waits are held back for it until then."""

    def __init__(self) -> None:
        self._waiters: dict[str, list[Waiter]] = {}

    def until(self, visitor: str) -> dt.datetime | None:
        """Until when somebody waits for replies to this visitor; None where nobody does."""
        return max((waiter.until for waiter in list(self._waiters.get(visitor, ()))), default=None)

    @contextlib.contextmanager
    def of(self, visitor: str, until: dt.datetime) -> Iterator[Waiter]:
        """A request waits until then, or until the end of the block."""
        waiter = Waiter(visitor, until)
        self._waiters.setdefault(visitor, []).append(waiter)
        try:
            yield waiter
        finally:
            self._leave(waiter)

    async def hand_over(self, parcel: Parcel) -> bool:
        """Give a last sentence to a request of its visitor; whether one has said it."""
        for waiter in list(self._waiters.get(parcel.visitor_key, ())):
            if not waiter.farewell.done():
                waiter.farewell.set_result(parcel)
                return await waiter.said
        return False

    def _leave(self, waiter: Waiter) -> None:
        waiters = self._waiters[waiter.visitor]
        waiters.remove(waiter)
        if not waiters:
            del self._waiters[waiter.visitor]
        if not waiter.taken:
            waiter.tell(said=False)
