"""Sending over the Bot API: in parts that fit, as HTML or else as plain text, at Telegram's pace; what it says is told to the outbox."""

from __future__ import annotations

import asyncio
import datetime as dt
import html
import logging
from dataclasses import dataclass
from typing import Any, AsyncIterator, Callable, Coroutine, Iterator, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError, TimedOut
from telegram.ext import ExtBot

from connectors.gateway import DeliveryFailed, DeliveryPostponed, DeliveryRefused
from connectors.gateway.channel import PRIVACY
from connectors.telegram.pace import Pace
from connectors.telegram.packing import GAP
from connectors.telegram.people import Place
from connectors.telegram.splitting import split
from records.models import Message

logger = logging.getLogger(__name__)

_PATIENCE = 2.0
"""Seconds that a message waits here for its turn; for longer it goes back into the outbox."""
_GONE = (
    "chat not found",
    "user not found",
    "user is deactivated",
    "group chat was deactivated",
    "not enough rights",
    "chat_write_forbidden",
)
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

Bot = ExtBot[None]


@dataclass(frozen=True)
class Where:
    """place: whose chat. answers: the message that is answered. thread: of a forum's topic."""

    place: Place
    answers: int | None = None
    thread: int | None = None


class Sender:
    """Sends for one bot."""

    def __init__(self, bot: Bot, pace: Pace) -> None:
        self._bot, self._pace = bot, pace

    async def send(self, where: Where, messages: Sequence[Message], begin: int) -> AsyncIterator[int]:
        """Send messages as one, or one that is too long in parts, from character `begin` on.

        After each call that Telegram took: how many characters of the last message are said.

        Raises:
            DeliveryFailed, DeliveryPostponed, DeliveryRefused: see `Channel.deliver`.
        """
        last = messages[-1]
        for part in _parts(messages, begin):
            more = _options(where, first=part.first)
            if last.buttons and part.end == len(last.text):
                more["reply_markup"] = _keyboard(last)
            await self._called(where.place, lambda chat: self._written(chat, part.rendered, part.plain, more))  # noqa: B023
            yield part.end

    async def say(self, where: Where, text: str) -> None:
        """Send a sentence that is not in the records.

        Raises:
            DeliveryFailed, DeliveryPostponed, DeliveryRefused: as above.
        """
        await self._called(where.place, lambda chat: self._written(chat, rendering(text), text, _options(where, first=True)))

    async def type(self, where: Where) -> None:
        """Show that an answer is being written. It matters little, so nothing is said where it cannot be shown."""
        try:
            await self._bot.send_chat_action(where.place.chat, ChatAction.TYPING, message_thread_id=where.thread)
        except TelegramError as error:
            logger.debug("typing is not shown: %s", type(error).__name__)

    async def _written(self, chat: int, rendered: str, plain: str, more: dict[str, Any]) -> None:
        try:
            await self._bot.send_message(chat, rendered, parse_mode=ParseMode.HTML, **more)
        except BadRequest as error:
            if _is_gone(error):
                raise
            logger.warning("Telegram does not take a message as HTML; it is sent as plain text")
            await self._bot.send_message(chat, plain, **more)

    async def _called(self, place: Place, call: Callable[[int], Coroutine[Any, Any, None]]) -> None:
        await self._turn(place)
        try:
            try:
                await call(place.chat)
            except ChatMigrated as moved:  # a group that has become a supergroup
                await call(moved.new_chat_id)
        except TelegramError as error:
            raise self._outcome(place, error) from None

    async def _turn(self, place: Place) -> None:
        while wait := self._pace.take(place.chat, group=place.group):
            if wait > _PATIENCE:
                raise DeliveryPostponed(wait)
            await asyncio.sleep(wait)

    def _outcome(self, place: Place, error: TelegramError) -> Exception:
        """What an error means, in words that have neither the token nor anything that was said."""
        if isinstance(error, RetryAfter):
            asked = error.retry_after
            seconds = asked.total_seconds() if isinstance(asked, dt.timedelta) else float(asked)
            self._pace.hold(place.chat, seconds, group=place.group)
            return DeliveryFailed(f"Telegram asks to wait for {seconds:g} s", seconds)
        if isinstance(error, Forbidden):
            return DeliveryRefused("the visitor has blocked the bot, or the group has removed it")
        if isinstance(error, BadRequest):
            return DeliveryRefused("there is no such chat any more" if _is_gone(error) else "Telegram does not take the message")
        if isinstance(error, InvalidToken):
            return DeliveryFailed("Telegram does not know the token of the bot")
        return DeliveryFailed("Telegram did not answer in time" if isinstance(error, TimedOut) else "Telegram cannot be reached")


@dataclass(frozen=True)
class _Part:
    """What one call says. end: how many characters of the last message are said with it."""

    rendered: str
    plain: str
    end: int
    first: bool = True


def _parts(messages: Sequence[Message], begin: int) -> Iterator[_Part]:
    last = messages[-1]
    if len(messages) > 1:
        rendered = (rendering(message.text, notice=bool(message.metadata.get(PRIVACY))) for message in messages)
        yield _Part(GAP.join(rendered), GAP.join(message.text for message in messages), len(last.text))
        return
    at, parts = begin, split(last.text[begin:])
    for number, part in enumerate(parts, 1):
        first, at = at == 0, last.text.index(part, at) + len(part)
        ends = number == len(parts)
        yield _Part(rendering(part, notice=ends and bool(last.metadata.get(PRIVACY))), part, len(last.text) if ends else at, first)


def rendering(text: str, *, notice: bool = False) -> str:
    """A text as Telegram's HTML. notice: its last paragraph is the privacy sentence, which is set apart."""
    said, gap, last = text.rpartition("\n\n") if notice else (text, "", "")
    set_apart = f"<i>{html.escape(last, quote=False)}</i>" if last else ""
    return html.escape(said, quote=False) + gap + set_apart


def _options(where: Where, *, first: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"link_preview_options": _NO_PREVIEW}
    if where.thread is not None:
        found["message_thread_id"] = where.thread
    if first and where.answers is not None:
        found["reply_parameters"] = ReplyParameters(where.answers, allow_sending_without_reply=True)
    return found


def _keyboard(message: Message) -> InlineKeyboardMarkup:
    """One button a row; a button carries its token, 22 characters of the 64 that Telegram allows."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(button["title"], callback_data=button["token"])] for button in message.buttons])


def _is_gone(error: BadRequest) -> bool:
    return any(words in error.message.lower() for words in _GONE)
