"""Customer service over HTTP: the address that WeCom calls."""

from __future__ import annotations

import time
from typing import Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from connectors.wechat import envelope, signature
from connectors.wechat.app import answered, rejected
from connectors.wechat.crypto import decrypt
from connectors.wechat.errors import Rejected
from connectors.wechat.replies import DONE
from connectors.wechat.xml import fields_of
from connectors.wechat_kf.account import Account
from connectors.wechat_kf.reading import Reading

PATH = "/wechat/kf"
_EVENT = "kf_msg_or_event"
_LONGEST = 128


class App:
    """Of one company. now: the time of day, in seconds."""

    def __init__(self, account: Account, reading: Reading, now: Callable[[], float] = time.time) -> None:
        self._account, self._reading, self._now = account, reading, now

    def routes(self) -> list[BaseRoute]:
        """The address."""
        return [Route(PATH, self.greet, methods=["GET"]), Route(PATH, self.take, methods=["POST"])]

    async def greet(self, request: Request) -> Response:
        """The platform asks whether the address is ours: what it brings is encrypted."""
        query = request.query_params
        given, sent = query.get("echostr", ""), (query.get("timestamp", ""), query.get("nonce", ""))
        try:
            signature.check(self._account.token, query.get("msg_signature", ""), *sent, given, now=self._now())
            return PlainTextResponse(decrypt(self._account.keys, given)[0])
        except Rejected as rejection:
            return rejected(rejection)

    async def take(self, request: Request) -> Response:
        """The platform says that there is something new; it is fetched after the answer."""
        return await answered(request, self._take)

    async def _take(self, request: Request, body: bytes) -> Response:
        text = envelope.text_of(body)
        opened = envelope.opened(self._account.token, self._account.keys, request.query_params, text, self._now())
        fields = fields_of(opened.xml)
        service, token = fields.get("OpenKfId"), fields.get("Token")
        if fields.get("Event") == _EVENT and isinstance(service, str) and len(service) <= _LONGEST:
            self._reading.look(service, token if isinstance(token, str) else "")
        return PlainTextResponse(DONE)
