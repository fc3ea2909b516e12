"""The account over HTTP: the address that WeChat calls."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Awaitable, Callable

from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from connectors.body import BodyTooLong, BodyTooSlow, body_of
from connectors.wechat import envelope
from connectors.wechat.account import Account
from connectors.wechat.envelope import Opened
from connectors.wechat.errors import Rejected
from connectors.wechat.flow import Answer, Flow
from connectors.wechat.received import Received, read
from connectors.wechat.replies import DONE, text_reply
from records.errors import DatabaseUnavailable, Unstorable

logger = logging.getLogger(__name__)

PATH = "/wechat"
BODY_LIMIT = 65536


class App:
    """Of one account. now: the time of day, in seconds."""

    def __init__(self, account: Account, flow: Flow, now: Callable[[], float] = time.time) -> None:
        self._account, self._flow, self._now = account, flow, now

    def routes(self) -> list[BaseRoute]:
        """The address."""
        return [Route(PATH, self.greet, methods=["GET"]), Route(PATH, self.take, methods=["POST"])]

    async def greet(self, request: Request) -> Response:
        """The platform asks whether the address is ours."""
        try:
            return PlainTextResponse(envelope.greet(self._account, request.query_params, self._now()))
        except Rejected as rejection:
            return rejected(rejection)

    async def take(self, request: Request) -> Response:
        """The platform delivers a message or an event."""
        return await answered(request, self._take)

    async def _take(self, request: Request, body: bytes) -> Response:
        opened = envelope.open_(self._account, request.query_params, body, self._now())
        received = read(opened.xml)
        if self._account.original_id and received.account != self._account.original_id:
            logger.error("a message is for another account than original_id says; it is dropped")
            return PlainTextResponse(DONE)
        dropped = asyncio.get_running_loop().create_task(_dropped(request))
        try:
            answer = await self._flow.answer(received, dropped)
            if not answer.text:
                return PlainTextResponse(DONE)
            if dropped.done():
                await answer.kept()
                return PlainTextResponse(DONE)
            return self._reply(received, opened, answer)
        finally:
            dropped.cancel()

    def _reply(self, received: Received, opened: Opened, answer: Answer) -> Response:
        xml = text_reply(answer.text, received.visitor, received.account, self._now())
        if opened.key is not None:
            xml = envelope.seal(self._account.token, opened.key, xml, self._now())
        return Response(xml, media_type="application/xml", background=BackgroundTask(answer.gone))


async def answered(request: Request, take: Callable[[Request, bytes], Awaitable[Response]]) -> Response:
    """What is answered to a request of the platform, whatever is in it: never 500, and never "success" for what is not stored."""
    try:
        return await take(request, await body_of(request, BODY_LIMIT))
    except Rejected as rejection:
        return rejected(rejection)
    except (BodyTooLong, BodyTooSlow) as error:
        return PlainTextResponse(str(error), 413 if isinstance(error, BodyTooLong) else 408, {"Connection": "close"})
    except (Unstorable, ClientDisconnect) as error:  # of the latter nobody reads it
        return PlainTextResponse(str(error), 400)
    except DatabaseUnavailable:
        return PlainTextResponse("nothing can be stored now; deliver it again", 503)


def rejected(rejection: Rejected) -> Response:
    """What is answered to what is not of the protocol. Logged, for it may be a token or a key that is set up wrongly."""
    logger.warning("a request to the WeChat channel is rejected: %s", rejection)
    return PlainTextResponse(str(rejection), rejection.status)


async def _dropped(request: Request) -> None:
    """Comes back when the connection is gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
