"""The Official Account in the server."""

from __future__ import annotations

import asyncio
import contextlib
from typing import AsyncIterator, Sequence

from starlette.routing import BaseRoute

from connectors.gateway import Gateway
from connectors.wechat import beginning
from connectors.wechat.account import Account, Credentials
from connectors.wechat.app import PATH, App
from connectors.wechat.channel import NAME, WeChatChannel
from connectors.wechat.composing import Composing
from connectors.wechat.doctor import advice
from connectors.wechat.flow import Flow
from connectors.wechat.platform import Post, caller_of
from connectors.wechat.sender import Sender
from connectors.wechat.standing import Standing
from connectors.wechat.times import Times
from connectors.wechat.understood import Understanding
from connectors.wechat.waiting import Waiting

__all__ = ["Credentials", "Mounted", "mount"]


class Mounted:
    """See `connectors.mount.Mount`. times: see there."""

    def __init__(self, gateway: Gateway, account: Account, times: Times = Times()) -> None:
        self._account = account
        self._caller = caller_of(account, gateway.scribe, gateway.worker)
        self._standing = standing = Standing(gateway.scribe, NAME, account.app_id, account.service, account.menus)
        channel = WeChatChannel(Sender(gateway.scribe, standing, Post(self._caller)), Waiting())
        gateway.add(channel)
        self._composing = Composing(self._caller, times, lambda: gateway.still() >= times.stuck)
        understanding = Understanding(gateway.scribe, account.app_id)
        self._app = App(account, Flow(gateway, channel, standing, understanding, self._composing, times))

    def routes(self) -> Sequence[BaseRoute]:
        """See `Mount`."""
        return self._app.routes()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """See `Mount`: whether the platform takes the credentials is told in the log."""
        check = asyncio.create_task(beginning.check(NAME, self._caller, self._standing, advice))
        try:
            yield
        finally:
            check.cancel()
            await asyncio.gather(check, return_exceptions=True)
            self._composing.end()
            self._caller.close()

    def describe(self) -> str:
        """See `Mount`."""
        return f"{self._account.app_id} at {PATH}, {self._account.mode.value} mode"


def mount(gateway: Gateway, credentials: Credentials) -> Mounted:
    """See `connectors.mount`."""
    return Mounted(gateway, credentials.account())
