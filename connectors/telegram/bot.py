"""The bot as the library calls it: its addresses, its time-outs, and what Telegram is told at the start."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import AsyncIterator

from telegram import BotCommand
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from connectors.telegram.commands import texts
from connectors.telegram.credentials import Credentials
from connectors.telegram.polling import WANTED
from connectors.telegram.reading import Me
from connectors.telegram.sending import Bot

logger = logging.getLogger(__name__)

_CONNECTIONS = 40
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0


@contextlib.asynccontextmanager
async def opened(credentials: Credentials) -> AsyncIterator[Bot]:
    """The bot, and its connections until the end of the block. Nothing is called yet."""
    bot, requests = made(credentials)
    try:
        yield bot
    finally:
        for request in requests:
            await request.shutdown()


def made(credentials: Credentials) -> tuple[Bot, list[HTTPXRequest]]:
    """The bot, and what it calls with: for calls, and for updates that are waited for."""
    requests = [
        HTTPXRequest(_CONNECTIONS, read_timeout=15.0, write_timeout=10.0, connect_timeout=5.0, pool_timeout=10.0),
        HTTPXRequest(1, read_timeout=15.0, connect_timeout=5.0, pool_timeout=10.0),
    ]
    bot: Bot = ExtBot(credentials.token, f"{credentials.api.rstrip('/')}/bot", request=requests[0], get_updates_request=requests[1])
    return bot, requests


async def introduced(bot: Bot, credentials: Credentials) -> Me:
    """Who the bot is, once Telegram knows where to send updates, and the commands; tried until it succeeds."""
    pause = _FIRST_PAUSE
    while True:
        try:
            user = await bot.get_me()
            await _tell(bot, credentials)
        except TelegramError as error:
            logger.error("Telegram cannot be used yet, and is tried again: %s", _told(error))
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
        else:
            return Me(user.id, (user.username or "").lower())


def _told(error: TelegramError) -> str:
    """An error for the log; what the library says of a token has the token in it."""
    if isinstance(error, InvalidToken):
        return "it does not know the token (TELEGRAM_BOT_TOKEN)"
    return error.message if isinstance(error, BadRequest) else type(error).__name__


async def _tell(bot: Bot, credentials: Credentials) -> None:
    if credentials.polls:
        await bot.delete_webhook()
    else:
        await bot.set_webhook(credentials.webhook, secret_token=credentials.secret, allowed_updates=WANTED)
    for language in ("en", "zh"):
        commands = [BotCommand(name, entry[language]) for name, entry in texts()["commands"].items()]
        await bot.set_my_commands(commands, language_code=None if language == "en" else language)
