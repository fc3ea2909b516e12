"""Telegram in the server (connectors/mount.py)."""

from __future__ import annotations

import asyncio
import contextlib
from typing import AsyncIterator, Sequence

from starlette.routing import BaseRoute, Route

from connectors.gateway import Gateway
from connectors.telegram import bot as calling
from connectors.telegram.channel import Telegram
from connectors.telegram.credentials import PATH, Credentials
from connectors.telegram.pace import Pace
from connectors.telegram.polling import Polling
from connectors.telegram.reading import Me
from connectors.telegram.sending import Sender
from connectors.telegram.taking import Taking
from connectors.telegram.webhook import Webhook

__all__ = ["Credentials", "TelegramMount", "mount"]

_FINISH_SECONDS = 3.0


def mount(gateway: Gateway, credentials: Credentials) -> "TelegramMount":
    """See `connectors.mount`."""
    return TelegramMount(gateway, credentials)


class TelegramMount:
    """One bot."""

    def __init__(self, gateway: Gateway, credentials: Credentials) -> None:
        self._credentials = credentials
        self._bot, self._requests = calling.made(credentials)
        sender = Sender(self._bot, Pace())
        channel = Telegram(credentials.account, gateway.scribe, sender)
        gateway.add(channel)
        self._taking = Taking(gateway, channel, self._bot, sender)
        self._me: Me | None = None

    def routes(self) -> Sequence[BaseRoute]:
        """See `Mount`; none where the bot asks for its updates."""
        webhook = Webhook(self._credentials.secret, self._bot, self._taking, lambda: self._me)
        return [] if self._credentials.polls else [Route(PATH, webhook.take, methods=["POST"])]

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """See `Mount`."""
        task = asyncio.create_task(self._live())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await self._taking.finish(_FINISH_SECONDS)
            for request in self._requests:
                await request.shutdown()

    def describe(self) -> str:
        """See `Mount`."""
        return "asks Telegram for updates" if self._credentials.polls else f"called at {self._credentials.webhook}"

    async def _live(self) -> None:
        self._me = await calling.introduced(self._bot, self._credentials)
        if self._credentials.polls:
            await Polling(self._bot, self._taking).run(self._me)
