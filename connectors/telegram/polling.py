"""Polling, for development: updates are asked for. One is acknowledged only after it is stored."""

from __future__ import annotations

import logging

from telegram import Update
from telegram.error import TelegramError

from connectors.gateway.rounds import every
from connectors.telegram import reading
from connectors.telegram.reading import Me, Unreadable
from connectors.telegram.sending import Bot
from connectors.telegram.taking import Taking

logger = logging.getLogger(__name__)

WANTED = ["message", "edited_message", "callback_query"]
"""The kinds of update that the bot asks Telegram for."""
_SECONDS = 20
_PAUSE = 3.0


class Polling:
    """Of one bot."""

    def __init__(self, bot: Bot, taking: Taking) -> None:
        self._bot, self._taking, self._next = bot, taking, 0

    async def run(self, me: Me) -> None:
        """Ask until cancelled."""
        await every(_PAUSE, lambda: self._round(me))

    async def _round(self, me: Me) -> None:
        """Take updates until one of them, or Telegram, cannot be had."""
        while True:
            try:
                updates = await self._bot.get_updates(self._next, timeout=_SECONDS, allowed_updates=WANTED)
            except TelegramError as error:
                logger.error("Telegram gives no updates now: %s", type(error).__name__)
                return
            for update in updates:
                await self._take(update, me)
                self._next = update.update_id + 1

    async def _take(self, update: Update, me: Me) -> None:
        try:
            seen = reading.seen(update, me)
        except Unreadable as error:
            logger.error("update %d is left out: %s", update.update_id, error)
            return
        if seen is not None:
            await self._taking.take(seen, me)
