"""`GET /live`: server-sent events that tell open pages what is new. The records are asked a few times a second, once for all pages.

inbox          something is new in the lists; data: how many wait, and how many are the member's
conversation   something is new in the conversation that the page shows (`?conversation=ID`)
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from functools import partial
from typing import Any, AsyncIterator, Callable, Coroutine

from starlette.responses import Response, StreamingResponse

from desk.access import READ, Page
from desk.call import Call
from desk.place import Desk
from records import changes, inboxes, presence
from records.accounts import sessions
from records.changes import Look, Mark
from records.database import Session
from records.errors import DatabaseUnavailable

logger = logging.getLogger(__name__)

_LOOK_EVERY, _SEEN_EVERY = 0.2, 15.0
_HEADERS = {"X-Accel-Buffering": "no"}
_MOST = 500


class Live:
    """The streams of this process."""

    def __init__(self, desk: Desk, ending: Callable[[], bool]) -> None:
        self._desk, self._ending = desk, ending
        self._mark: Mark | None = None
        self._news = asyncio.Event()  # of one state of the records; no lock, as who waits may be cancelled at any time
        self._open = 0
        self._errands: set[asyncio.Task[None]] = set()

    def pages(self) -> list[Page]:
        """What is served."""
        return [Page("GET", "/live", self.stream, READ)]

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Look until the block ends."""
        task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def stream(self, call: Call) -> Response:
        """The stream of a page."""
        asked = call.query.text("conversation", 18)
        if self._open >= _MOST:
            return call.notice("error_503", 503)
        chunks = self._chunks(call, int(asked) if asked.isascii() and asked.isdigit() else None)
        return StreamingResponse(chunks, media_type="text/event-stream", headers=_HEADERS)

    async def _run(self) -> None:
        while True:
            try:
                mark = await self._desk.store.read(lambda session: changes.mark(session, self._desk.now()))
            except DatabaseUnavailable as error:
                logger.error("the desk cannot look what is new: %s", error)
                await asyncio.sleep(5 * _LOOK_EVERY)
                continue
            except Exception as error:  # a boundary: pages go on to be told of what is new
                logger.error("the desk cannot look what is new", exc_info=error)
                await asyncio.sleep(25 * _LOOK_EVERY)
                continue
            if mark != self._mark or self._ending():
                self._mark, news = mark, self._news
                self._news = asyncio.Event()
                news.set()
            await asyncio.sleep(_LOOK_EVERY)

    async def _chunks(self, call: Call, conversation: int | None) -> AsyncIterator[bytes]:
        self._open += 1
        seen, mark, noted = _Seen(), self._mark, float("-inf")
        try:
            yield b"retry: 2000\n\n"
            while not self._ending():
                if (time := asyncio.get_running_loop().time()) - noted >= _SEEN_EVERY:
                    noted = time
                    if not await self._is_here(call, conversation):
                        return
                mark = self._mark
                news = await call.read(partial(seen.news, mark=mark, conversation=conversation, login=call.who.login))
                yield b"".join(news) or b": ping\n\n"
                await self._next(mark, noted + _SEEN_EVERY)
        except DatabaseUnavailable:
            return
        finally:
            self._open -= 1
            self._spawn(self._leave(call, conversation))

    async def _is_here(self, call: Call, conversation: int | None) -> bool:
        """Note that the page is open; False where the session has ended."""
        now, kept = self._desk.now(), call.session
        assert kept is not None

        def job(session: Session) -> bool:
            if not sessions.is_there(session, kept, now):
                return False
            presence.seen(session, call.who.id, now)
            if conversation is not None:
                presence.stay(session, conversation, call.who.login, now)
            return True

        return await self._desk.store.write(job, durable=False)

    async def _next(self, mark: Mark | None, end: float) -> None:
        """Wait for something new, or until it is time to say again that the page is open."""
        if self._mark == mark and not self._ending():
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._news.wait(), max(0, end - asyncio.get_running_loop().time()))

    def _spawn(self, errand: Coroutine[Any, Any, None]) -> None:
        """Do it though the stream is being cancelled."""
        task = asyncio.create_task(errand)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    async def _leave(self, call: Call, conversation: int | None) -> None:
        if conversation is not None:
            with contextlib.suppress(DatabaseUnavailable):
                login, now = call.who.login, self._desk.now()
                await self._desk.store.write(lambda session: presence.leave(session, conversation, login, now), durable=False)


class _Seen:
    """What a page was told of last."""

    def __init__(self) -> None:
        self._inbox: tuple[Mark | None, dict[str, int]] | None = None
        self._conversation: tuple[Look | None, frozenset[Any]] | None = None

    def news(self, session: Session, mark: Mark | None, conversation: int | None, login: str) -> list[bytes]:
        """The events that tell what is new since."""
        counts = {box.value: number for box, number in inboxes.counts(session, login).items()}
        events = []
        if (mark, counts) != self._inbox:
            self._inbox = mark, counts
            events.append(_event("inbox", counts))
        if conversation is not None:
            here = frozenset(one for one in mark.here if one[0] == conversation) if mark else frozenset()
            look = changes.look(session, conversation)
            if (look, here) != self._conversation:
                self._conversation = look, here
                events.append(_event("conversation", {}))
        return events


def _event(name: str, data: Any) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()
