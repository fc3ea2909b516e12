"""Delivery: what is in the outbox is sent over its channel, again and again with growing pauses, until it is taken or given up."""

from __future__ import annotations

import asyncio
import logging
import random
from dataclasses import replace
from typing import Mapping

from connectors.gateway.channel import Channel, DeliveryFailed, DeliveryRefused
from connectors.gateway.clock import utc_now
from connectors.gateway.scribe import Job, Scribe
from connectors.gateway.within import within
from records import outbox
from records.database import Session
from records.errors import DatabaseUnavailable, RecordsError
from records.models import DeliveryState
from records.outbox import Parcel

logger = logging.getLogger(__name__)

_LOOK_EVERY = 0.25
_AT_ONCE = 16
_SEND_SECONDS = 30.0
_LEASE_SECONDS = 90.0


class Delivery:
    """Sends for the channels that have to be called. worker: what this process is called in the records."""

    def __init__(self, scribe: Scribe, channels: Mapping[str, Channel], worker: str) -> None:
        self._scribe, self._worker = scribe, worker
        self._channels = {name: channel for name, channel in channels.items() if not channel.fetches}
        self._news = asyncio.Event()

    def look(self) -> None:
        """There is something new in the outbox."""
        self._news.set()

    async def run(self) -> None:
        """Send until cancelled; nothing to do where no channel has to be called."""
        while self._channels:
            try:
                tried = await self.round()
            except DatabaseUnavailable as error:
                logger.error("deliveries wait for the records: %s", error)
                tried = 0
            if not tried:
                await self._pause()

    async def round(self) -> int:
        """Try what is due once, at most one of a conversation; how many were tried."""
        names = tuple(self._channels)
        due = await self._scribe.read(lambda session: outbox.due(session, utc_now(), _AT_ONCE, names))
        return sum(await asyncio.gather(*(self._tried(delivery.id) for delivery in due)))

    async def _pause(self) -> None:
        try:
            await within(_LOOK_EVERY, self._news.wait())
        except asyncio.TimeoutError:
            return
        self._news.clear()

    async def _tried(self, delivery_id: int) -> bool:
        claim = lambda session: outbox.claim(session, delivery_id, self._worker, utc_now(), _LEASE_SECONDS)  # noqa: E731
        parcel = await self._scribe.write(claim, durable=False)
        if parcel is None:
            return False
        try:
            await self._send(parcel)
        except RecordsError as error:  # another worker told first, or it was erased meanwhile
            if isinstance(error, DatabaseUnavailable):
                raise
            logger.info("delivery %d: %s", delivery_id, type(error).__name__)
        return True

    async def _send(self, parcel: Parcel) -> None:
        delivery, channel = parcel.delivery, self._channels[parcel.channel]
        try:
            await within(_SEND_SECONDS, channel.deliver(replace(parcel, message=channel.shows.fitted(parcel.message))))
        except DeliveryRefused as refusal:
            await self._scribe.write(_dead(parcel, str(refusal)))
            logger.error("delivery %d is refused for good: %s", delivery.id, refusal)
        except Exception as error:  # a boundary: whatever a channel raises, the message is still to be sent
            retry_after = error.retry_after if isinstance(error, DeliveryFailed) else None
            told = str(error) if isinstance(error, DeliveryFailed) else type(error).__name__
            state = await self._scribe.write(_failed(parcel, told, retry_after))
            if state is DeliveryState.DEAD:
                logger.error("delivery %d is given up after %d tries: %s", delivery.id, delivery.attempts, told)
        else:
            await self._scribe.write(lambda session: outbox.sent(session, delivery.id, utc_now()))


def _dead(parcel: Parcel, error: str) -> Job[None]:
    return lambda session: outbox.dead(session, parcel, error, utc_now())


def _failed(parcel: Parcel, error: str, retry_after: float | None) -> Job[DeliveryState]:
    def job(session: Session) -> DeliveryState:
        now = utc_now()
        retry_at = outbox.next_try(parcel.delivery.attempts, now, random.random, retry_after)
        return outbox.failed(session, parcel, error, retry_at, now)

    return job
