"""Reading: a callback says only that there is something; the messages are fetched page by page, by one worker at a time.

The place is kept in the records after each page, once every message of it is stored; a page that is read again after a crash
brings nothing twice, for a message's id is known.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from typing import Any, Sequence

from connectors.gateway import Gateway
from connectors.gateway.clock import utc_now
from connectors.gateway.texts import said
from connectors.wechat.api import Refused, Unreachable
from connectors.wechat.caller import Caller
from connectors.wechat.errors import Malformed
from connectors.wechat.received import Received
from connectors.wechat.standing import Standing
from connectors.wechat.understood import WELCOME, Understanding
from connectors.wechat_kf import platform
from connectors.wechat_kf.channel import NAME, KfChannel
from connectors.wechat_kf.messages import Entered, Lost, read
from records import cursors
from records.errors import Conflict, DatabaseUnavailable, LeaseLost
from records.models import Cursor

logger = logging.getLogger(__name__)

_SECONDS = 120.0
_BUSY_PAUSE = 0.5
_PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
_BAD_TOKEN = 95007
NEW = dt.timedelta(minutes=10)
"""What is older when an account is read for the first time is history, which others have dealt with."""


class Reading:
    """Of all customer-service accounts of a company."""

    def __init__(self, gateway: Gateway, channel: KfChannel, caller: Caller, standing: Standing) -> None:
        self._gateway, self._channel, self._caller, self._standing = gateway, channel, caller, standing
        self._wanted: dict[str, str] = {}
        self._readers: dict[str, asyncio.Task[None]] = {}

    def look(self, service: str, token: str = "") -> None:
        """There may be something new for a customer-service account. token: of the callback."""
        self._wanted[service] = token
        if service not in self._readers:
            self._readers[service] = asyncio.get_running_loop().create_task(self._live(service))

    async def begin(self, services: Sequence[str]) -> None:
        """The server starts: read what came while it was not there, of these accounts and of those that were read before."""
        try:
            known = await self._gateway.scribe.read(lambda session: cursors.names(session, NAME))
        except DatabaseUnavailable as error:
            logger.error("what came for customer service is read at the next callback: %s", error)
            known = []
        for service in dict.fromkeys([*services, *known]):
            self.look(service)

    async def end(self) -> None:
        """The server stops; what is not read is read after the next start."""
        for task in self._readers.values():
            task.cancel()
        await asyncio.gather(*self._readers.values(), return_exceptions=True)

    async def _live(self, service: str) -> None:
        failed = 0
        try:
            while service in self._wanted:
                token = self._wanted.pop(service)
                try:
                    await self._read(service, token)
                    failed = 0
                except (Refused, Unreachable, DatabaseUnavailable, LeaseLost) as error:
                    logger.error("messages of %s cannot be read now: %s", service, error)
                    if isinstance(error, Refused):
                        await self._note(error)
                    self._wanted.setdefault(service, "" if isinstance(error, Refused) and error.code == _BAD_TOKEN else token)
                    await asyncio.sleep(_PAUSES[min(failed, len(_PAUSES) - 1)])
                    failed += 1
        finally:
            del self._readers[service]

    async def _read(self, service: str, token: str) -> None:
        """Read all pages.

        Raises:
            Refused, Unreachable, DatabaseUnavailable, LeaseLost: not to the end.
        """
        cursor = await self._claimed(service)
        try:
            place, more = cursor.place, True
            while more:
                found = await platform.page(self._caller, service, place, token)
                await self._page(service, cursor, found.get("msg_list"))
                place, more = str(found.get("next_cursor") or place or ""), bool(found.get("has_more"))
                await self._advance(cursor, place)
        finally:
            await asyncio.shield(self._released(cursor))

    async def _claimed(self, service: str) -> Cursor:
        """The place to go on from. Another worker may be reading: what came since its last page is for us."""
        gateway = self._gateway
        while True:
            cursor = await gateway.scribe.write(
                lambda session: cursors.claim(session, NAME, service, gateway.worker, utc_now(), _SECONDS), durable=False
            )
            if cursor is not None:
                return cursor
            await asyncio.sleep(_BUSY_PAUSE)

    async def _advance(self, cursor: Cursor, place: str) -> None:
        await self._gateway.scribe.write(lambda session: cursors.advance(session, cursor, place, utc_now(), _SECONDS))

    async def _released(self, cursor: Cursor) -> None:
        try:
            await self._gateway.scribe.write(lambda session: cursors.release(session, cursor), durable=False)
        except (LeaseLost, DatabaseUnavailable):  # it runs out by itself
            return

    async def _page(self, service: str, cursor: Cursor, items: Any) -> None:
        understanding = Understanding(self._gateway.scribe, service, NAME)
        for item in items if isinstance(items, list) else []:
            try:
                await self._one(understanding, cursor, read(item))
            except Malformed as error:  # it will not be better next time, and must not hold up what follows
                logger.error("a message of %s is left out: %s", service, error)
            except Conflict as error:  # its id is somebody else's, or it was erased
                logger.info("a message of %s is left out: %s", service, type(error).__name__)

    async def _one(self, understanding: Understanding, cursor: Cursor, found: "Received | Entered | Lost | None") -> None:
        if isinstance(found, Entered):
            await self._welcome(found)
        elif isinstance(found, Lost):
            logger.error("the message %s was taken, and did not reach its visitor (fail_type %d)", found.name, found.why)
        elif found is not None and not (cursor.place is None and found.at < (cursor.since - NEW).timestamp()):
            for one in await understanding.of(found):
                await self._gateway.accept(self._channel, one.inbound, one.meaning)

    async def _welcome(self, entered: Entered) -> None:
        welcome = said(WELCOME, "zh")
        lines = [welcome.text, *(f"· {button.title}" for button in welcome.buttons)]  # nothing is stored that a number could choose from
        try:
            await platform.welcome(self._caller, entered.code, "\n".join(lines))
        except (Refused, Unreachable) as error:  # a welcome comes in time or not at all
            logger.info("a visitor is not welcomed: %s", error)

    async def _note(self, refusal: Refused) -> None:
        try:
            await self._standing.refused(refusal)
        except DatabaseUnavailable:
            logger.info("what was refused is not noted: the records cannot be used")
