"""The doctor: what is missing or refused before the bot can work, each with what to do. For operators; nothing secret is shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Iterator

import httpx
from telegram import User, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from connectors.telegram.bot import opened
from connectors.telegram.credentials import Credentials
from connectors.telegram.polling import WANTED
from connectors.telegram.sending import Bot
from connectors.telegram.webhook import HEADER

_MANY = 100
_RECENT = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Finding:
    """good: nothing is to be done. said: what was found, and what to do where it is not good."""

    good: bool
    said: str


def fine(said: str) -> Finding:
    """Nothing is to be done."""
    return Finding(good=True, said=said)


def mend(said: str) -> Finding:
    """Something is."""
    return Finding(good=False, said=said)


async def examine(credentials: Credentials) -> list[Finding]:
    """All that can be found out, in an order in which to mend it. What needs an earlier thing that is not good is left out."""
    async with opened(credentials) as bot:
        try:
            user, info = await bot.get_me(), await bot.get_webhook_info()
        except TelegramError as error:
            return [_unreachable(credentials, error)]
    findings = [*_bot(user), *(_polling(info) if credentials.polls else _webhook(credentials, info))]
    return findings if credentials.polls else [*findings, *await _server(credentials)]


async def delete(bot: Bot) -> None:
    """Take the webhook away; Telegram keeps updates for a day.

    Raises:
        TelegramError: Telegram does not do it.
    """
    await bot.delete_webhook()


def _unreachable(credentials: Credentials, error: TelegramError) -> Finding:
    if isinstance(error, InvalidToken):
        return mend("Telegram does not know the token. Ask @BotFather for it (/mybots, API Token) and set TELEGRAM_BOT_TOKEN.")
    reason = type(error).__name__
    return mend(f"{credentials.api} cannot be reached ({reason}). Where a proxy is needed, set HTTPS_PROXY; or TELEGRAM_API_URL.")


def _bot(user: User) -> Iterator[Finding]:
    yield fine(f"the bot is @{user.username}")
    if not user.can_join_groups:
        yield fine("it cannot be added to groups (@BotFather, /setjoingroups), which is fine if it is for private chats only")
    elif not user.can_read_all_group_messages:
        yield fine("in groups it sees commands that name it and answers to it; for mentions too, let @BotFather /setprivacy: Disable")


def _polling(info: WebhookInfo) -> Iterator[Finding]:
    waiting = f"; {info.pending_update_count} updates wait" if info.pending_update_count else ""
    if info.url:
        yield fine(f"polling is on: the server takes the webhook {info.url} away when it starts{waiting}")
    else:
        yield fine(f"polling is on, and there is no webhook{waiting}")


def _webhook(credentials: Credentials, info: WebhookInfo) -> Iterator[Finding]:
    if info.url != credentials.webhook:
        known = f"calls {info.url}" if info.url else "has no address to call"
        yield mend(f"Telegram {known}, not {credentials.webhook}: start the server (./assistant serve), which tells it so.")
        return
    yield fine(f"Telegram calls {info.url}")
    if info.allowed_updates and not set(WANTED) <= set(info.allowed_updates):
        yield mend("Telegram does not send all kinds of update that are needed: start the server anew, which tells it so.")
    if info.last_error_date and dt.datetime.now(dt.timezone.utc) - info.last_error_date < _RECENT:
        yield mend(f"Telegram's last call failed at {info.last_error_date:%Y-%m-%d %H:%M}Z: {info.last_error_message}")
    if info.pending_update_count > _MANY:
        yield mend(f"{info.pending_update_count} updates wait: the server is down, or answers too slowly.")


async def _server(credentials: Credentials) -> list[Finding]:
    """Call the webhook from here, as nobody and as Telegram, with an update that is none."""
    try:
        async with httpx.AsyncClient(timeout=10.0) as client:
            foreign = await client.post(credentials.webhook, content=b"{}")
            known = await client.post(credentials.webhook, content=b"{}", headers={HEADER: credentials.secret})
    except httpx.HTTPError as error:
        return [mend(f"{credentials.webhook} cannot be reached from here ({type(error).__name__}): is the server up, and its proxy?")]
    if foreign.status_code != 403:
        return [mend(f"{credentials.webhook} answers {foreign.status_code}: another program is there, or the channel is off in it.")]
    if known.status_code == 403:
        return [mend("the running server has another secret: start it anew with the present TELEGRAM_WEBHOOK_SECRET.")]
    if known.status_code == 503:
        return [mend("the server runs, but Telegram cannot be reached from there yet; its log says why.")]
    return [fine(f"the server answers at {credentials.webhook}, and knows the secret")]
