"""What is done with what came: whether it is for the bot, what it means, and that it is stored before Telegram is told so.

An edited message counts as a new one where it is the visitor's newest and its words have changed; other edits are passed over
(docs/telegram.md).
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from dataclasses import replace
from typing import Any, Coroutine, Mapping

from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from connectors.gateway import DeliveryFailed, DeliveryPostponed, DeliveryRefused, Gateway, TooMany
from connectors.gateway.cleaning import kept
from connectors.gateway.hearing import NOTED
from connectors.gateway.limits import Buckets, Rate, whole_seconds
from connectors.gateway.texts import text
from connectors.gateway.turns import Outcome
from connectors.telegram import commands
from connectors.telegram.channel import Telegram
from connectors.telegram.reading import Me, Seen, What
from connectors.telegram.sending import Sender, Where
from records import transcript, visits
from records.database import Session
from records.errors import IdOfAnother, NoSuchButton, Spent, Unstorable
from records.models import Direction, MessageState

logger = logging.getLogger(__name__)

_TYPING_AFTER, _TYPING_EVERY, _TYPING_FOR = 0.4, 4.5, 60.0
_ANSWER_TRIES = 3
_MOST_ALBUMS = 1000
_TOLD = Rate(a_minute=2, burst=1)
"""How often a visitor is told that it was too quick."""


class Taking:
    """Takes updates of one bot."""

    def __init__(self, gateway: Gateway, channel: Telegram, bot: ExtBot[None], sender: Sender) -> None:
        self._gateway, self._channel, self._bot, self._sender = gateway, channel, bot, sender
        self._beside: set[asyncio.Task[None]] = set()
        self._albums: OrderedDict[str, int] = OrderedDict()
        self._told = Buckets(_TOLD)

    async def take(self, seen: Seen, me: Me) -> None:
        """Store what is for the bot; a tap is answered in any case. Once it returns, the update has its effect.

        Raises:
            DatabaseUnavailable: it is not stored; it is to be delivered again.
        """
        command = commands.read(seen.text)
        if not seen.mentions or (command and command.bot not in {"", me.name}):
            return
        if seen.what is What.EDIT and not await self._is_news(seen):
            return
        meaning = commands.meaning(command, seen.language) if command and not seen.attachment else None
        try:
            await self._accepted(seen, meaning)
        except NoSuchButton:
            self._answer_tap(seen, text("button_gone", seen.language or "en"))
        except TooMany as refusal:
            self._answer_tap(seen)
            self._tell_off(seen, refusal.retry_after)
        except (Spent, IdOfAnother, Unstorable) as error:
            logger.info("update %d has no effect: %s", seen.update, type(error).__name__)
            self._answer_tap(seen)
        else:
            self._answer_tap(seen)

    async def finish(self, seconds: float) -> None:
        """Wait for what goes on beside: answers to taps, signs of typing; what is left is dropped."""
        if self._beside:
            _, left = await asyncio.wait(self._beside, timeout=seconds)
            for task in left:
                task.cancel()

    async def _accepted(self, seen: Seen, meaning: Mapping[str, Any] | None) -> None:
        inbound = replace(self._channel.parse(seen), silent=self._is_silent(seen))
        receipt, answered = await self._gateway.accept(self._channel, inbound, meaning)
        if receipt.fresh and receipt.message.state is MessageState.ACCEPTED:
            self._go(self._type(Where(seen.place, thread=seen.thread), answered))

    def _is_silent(self, seen: Seen) -> bool:
        """Of several pictures that were sent as one the first is answered, and those with words."""
        if not seen.album:
            return False
        first = self._albums.setdefault(seen.album, seen.update)
        while len(self._albums) > _MOST_ALBUMS:
            self._albums.popitem(last=False)
        return not seen.text and first != seen.update

    async def _is_news(self, seen: Seen) -> bool:
        account, key, longest = self._channel.account, seen.place.key, self._gateway.limits.message

        def job(session: Session) -> bool:
            conversation = visits.known(session, self._channel.name, account, key)
            newest = transcript.last(session, conversation.id, Direction.IN) if conversation else None
            same = newest is not None and newest.metadata.get(NOTED, {}).get("message") == seen.message
            return same and newest is not None and newest.payload is None and newest.text != kept(seen.text, longest)

        return await self._gateway.scribe.read(job)

    def _answer_tap(self, seen: Seen, said: str = "") -> None:
        """Every tap is answered, or Telegram shows the button at work for ever. said: shown to the visitor."""
        if seen.what is What.TAP:
            self._go(self._answered(seen.query, said))

    async def _answered(self, query: str, said: str) -> None:
        for attempt in range(_ANSWER_TRIES):
            try:
                await self._bot.answer_callback_query(query, said or None, show_alert=bool(said))
            except BadRequest:  # it is too old
                return
            except TelegramError as error:
                logger.info("a tap could not be answered: %s", type(error).__name__)
                await asyncio.sleep(2.0**attempt)
            else:
                return

    def _tell_off(self, seen: Seen, seconds: float) -> None:
        try:
            self._told.take(seen.place.key)
        except TooMany:
            return
        said = text("too_many", seen.language or "en", seconds=whole_seconds(seconds))
        self._go(self._said(Where(seen.place, seen.message if seen.place.group else None, seen.thread), said))

    async def _said(self, where: Where, said: str) -> None:
        try:
            await self._sender.say(where, said)
        except (DeliveryFailed, DeliveryPostponed, DeliveryRefused) as error:
            logger.info("a visitor could not be told to wait: %s", error)

    async def _type(self, where: Where, answered: asyncio.Future[Outcome]) -> None:
        """Show that an answer is being written, for as long as it takes."""
        pause, left = _TYPING_AFTER, _TYPING_FOR
        while left > 0:
            await asyncio.wait({answered}, timeout=pause)
            if answered.done():
                return
            await self._sender.type(where)
            pause, left = _TYPING_EVERY, left - _TYPING_EVERY

    def _go(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)
