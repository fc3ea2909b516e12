"""WeChat customer service in the server."""

from __future__ import annotations

import asyncio
import contextlib
from typing import AsyncIterator, Sequence

from starlette.routing import BaseRoute

from connectors.gateway import Gateway
from connectors.wechat import beginning
from connectors.wechat.account import Allowed
from connectors.wechat.sender import Sender
from connectors.wechat.standing import Standing
from connectors.wechat_kf.account import Account, Credentials
from connectors.wechat_kf.app import PATH, App
from connectors.wechat_kf.channel import NAME, KfChannel
from connectors.wechat_kf.doctor import advice
from connectors.wechat_kf.platform import Post, caller_of
from connectors.wechat_kf.reading import Reading

__all__ = ["Credentials", "Mounted", "mount"]


class Mounted:
    """See `connectors.mount.Mount`."""

    def __init__(self, gateway: Gateway, account: Account) -> None:
        self._account = account
        self._caller = caller_of(account, gateway.scribe, gateway.worker)
        self._standing = standing = Standing(gateway.scribe, NAME, account.corp_id, Allowed.YES, Allowed.YES)
        channel = KfChannel(Sender(gateway.scribe, standing, Post(self._caller)))
        gateway.add(channel)
        self._reading = Reading(gateway, channel, self._caller, standing)
        self._app = App(account, self._reading)

    def routes(self) -> Sequence[BaseRoute]:
        """See `Mount`."""
        return self._app.routes()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """See `Mount`: what came while the server was not there is read first; and whether the platform takes the credentials is told."""
        check = asyncio.create_task(beginning.check(NAME, self._caller, self._standing, advice))
        await self._reading.begin(self._account.services)
        try:
            yield
        finally:
            check.cancel()
            await asyncio.gather(check, return_exceptions=True)
            await self._reading.end()
            self._caller.close()

    def describe(self) -> str:
        """See `Mount`."""
        return f"{self._account.corp_id} at {PATH}"


def mount(gateway: Gateway, credentials: Credentials) -> Mounted:
    """See `connectors.mount`."""
    return Mounted(gateway, credentials.account())
