"""`GET /web/events`: server-sent events of a conversation; first what was missed, in order, then what is new.

A stream holds no messages of its own: one whose client does not read waits, and reads the records when it goes on.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import Any, AsyncIterator, Iterable, Mapping, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message as ASGIMessage
from starlette.types import Receive, Scope, Send

from connectors.gateway import Gateway
from connectors.gateway.hub import Listener
from connectors.gateway.within import within
from connectors.web.present import message_object
from connectors.web.request import Refused, number_in
from connectors.web.visits import Visits
from records import feedback, transcript
from records.database import Session
from records.errors import DatabaseUnavailable
from records.models import Conversation, Message, Owner, Rating

PING_SECONDS = 15.0
_SEND_SECONDS = 60.0
_PAGE = 100
_MOST_OF_ONE, _MOST = 8, 5000
_RETRY = b"retry: 2000\n\n"
_PING = b": ping\n\n"
_BYE = b"event: bye\ndata: {}\n\n"
_ERASED = b"event: erased\ndata: {}\n\n"
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class Events:
    """The streams of this process."""

    def __init__(self, gateway: Gateway, visits: Visits) -> None:
        self._gateway, self._visits = gateway, visits

    async def open(self, request: Request) -> Response:
        """A stream of the conversation of the token, from `?after=` or the header Last-Event-ID on."""
        after = _after(request)
        conversation = await self._visits.conversation(request)
        hub = self._gateway.hub
        if hub.count(conversation.id) >= _MOST_OF_ONE or hub.count() >= _MOST:
            raise Refused(429, "too_many_streams", "there are too many open streams; close one", {"Retry-After": "5"})
        return EventStream(self._chunks(conversation, after))

    async def _chunks(self, conversation: Conversation, last: int) -> AsyncIterator[bytes]:
        listener = self._gateway.hub.join(conversation.id)
        owner, typing = None, False
        try:
            yield _RETRY
            while not listener.gone:
                messages, ratings = await self._new(conversation.id, listener, last)
                last = messages[-1].number if messages else last
                events = [event("message", message_object(message, ratings), message.number) for message in messages]
                if listener.owner is not None and listener.owner is not owner:
                    owner = listener.owner
                    events.append(event("state", {"owner": owner.value}))
                if typing != listener.typing:
                    typing = listener.typing
                    events.append(event("typing", {"on": typing}))
                ending = listener.ending
                if ending:
                    events.append(_BYE)
                if events:
                    yield b"".join(events)
                if ending:
                    return
                if not listener.behind and not listener.gone and not await listener.wait(PING_SECONDS):
                    yield _PING
            yield _farewell(listener, last)
        except DatabaseUnavailable:
            yield _BYE
        finally:
            self._gateway.hub.leave(conversation.id, listener)

    async def _new(self, conversation: int, listener: Listener, last: int) -> tuple[Sequence[Message], Mapping[int, Rating]]:
        """The messages after `last`: those that the listener was told of, or those in the records where it missed some."""
        told = [message for message in listener.take() if message.number > last]
        if not listener.behind and _follow(told, last):
            return told, {}

        def job(session: Session) -> tuple[list[Message], Mapping[int, Rating], tuple[int, Owner] | None]:
            messages = transcript.messages_after(session, conversation, last, _PAGE)
            return messages, feedback.ratings(session, conversation), transcript.heads(session, [conversation]).get(conversation)

        listener.behind = False
        messages, ratings, head = await self._gateway.scribe.read(job)
        listener.behind |= len(messages) == _PAGE
        listener.gone |= head is None
        listener.owner = head[1] if head else None
        return messages, ratings


class EventStream(Response):
    """Sends chunks until they end, the client has gone, or it has not read for a minute."""

    media_type = "text/event-stream"

    def __init__(self, chunks: AsyncIterator[bytes]) -> None:
        super().__init__(headers=_HEADERS)
        del self.headers["content-length"]
        self._chunks = chunks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the class."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b""})
            return
        tasks = {asyncio.create_task(self._pump(send)), asyncio.create_task(_gone(receive))}
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        for task in done:
            with contextlib.suppress(asyncio.TimeoutError, OSError):  # it does not read, or is gone
                task.result()

    async def _pump(self, send: Send) -> None:
        async with contextlib.aclosing(self._chunks) as chunks:  # type: ignore[type-var]
            async for chunk in chunks:
                body = {"type": "http.response.body", "body": chunk, "more_body": True}
                await within(_SEND_SECONDS, _sent(send, body))
        await send({"type": "http.response.body", "body": b""})


def event(name: str, data: Mapping[str, Any], number: int | None = None) -> bytes:
    """An event as it is sent."""
    numbered = f"id: {number}\n" if number is not None else ""
    return f"event: {name}\n{numbered}data: {json.dumps(data, ensure_ascii=False, separators=(',', ':'))}\n\n".encode()


def _farewell(listener: Listener, last: int) -> bytes:
    """The end of a conversation that was erased: what was said then, if it was said here, and that it is erased."""
    said = listener.farewell
    told = event("message", message_object(said), said.number) if said and said.number > last else b""
    return told + _ERASED


def _follow(messages: Iterable[Message], last: int) -> bool:
    return all(message.number == number for number, message in enumerate(messages, last + 1))


def _after(request: Request) -> int:
    given = request.query_params.get("after")
    return number_in(given, "after") if given is not None else number_in(request.headers.get("last-event-id") or "0", "Last-Event-ID")


async def _sent(send: Send, message: ASGIMessage) -> None:
    await send(message)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
