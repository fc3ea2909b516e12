"""Delivery: what is in the outbox is sent over its channel, again and again with growing pauses, until it is taken or given up."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import random
from dataclasses import replace
from functools import partial
from typing import Mapping

from connectors.gateway.channel import Channel, DeliveryFailed, DeliveryPostponed, DeliveryRefused, TogetherChannel
from connectors.gateway.clock import utc_now
from connectors.gateway.scribe import Job, Scribe
from connectors.gateway.together import Together
from connectors.gateway.within import within
from records import outbox, runs
from records.database import Session
from records.errors import DatabaseUnavailable, RecordsError
from records.models import DeliveryState
from records.outbox import Parcel
from records.runs import Run

logger = logging.getLogger(__name__)

_LOOK_EVERY = 0.25
_AT_ONCE = 16
_SEND_SECONDS, _SEND_TOGETHER_SECONDS = 30.0, 60.0
_LEASE_SECONDS = 90.0


class Delivery:
    """Sends for the channels that have to be called. worker: what this process is called in the records."""

    def __init__(self, scribe: Scribe, channels: Mapping[str, Channel], worker: str) -> None:
        self._scribe, self._worker, self._all = scribe, worker, channels
        self._news = asyncio.Event()
        self._sending: dict[int, asyncio.Task[bool]] = {}
        self._together = Together(scribe, _SEND_TOGETHER_SECONDS)
        self._ending = False

    @property
    def _channels(self) -> dict[str, Channel]:
        return {name: channel for name, channel in self._all.items() if not channel.fetches}

    def look(self) -> None:
        """There is something new in the outbox."""
        self._news.set()

    async def run(self) -> None:
        """Send until cancelled; nothing to do where no channel has to be called."""
        try:
            while self._channels and not self._ending:
                try:
                    began = await self._begin()
                except DatabaseUnavailable as error:
                    logger.error("deliveries wait for the records: %s", error)
                    began = 0
                if not began:
                    await self._pause()
        finally:
            await self.finish(0)

    async def round(self) -> int:
        """Try what is due once, at most one of a conversation; how many were tried."""
        names = tuple(self._channels)
        due = await self._scribe.read(lambda session: outbox.due(session, utc_now(), _AT_ONCE, names))
        return sum(await asyncio.gather(*(self._tried(delivery.id) for delivery in due)))

    async def finish(self, seconds: float) -> None:
        """Begin nothing more and wait for what is on its way; what is cut off is sent again by whoever is next."""
        self._ending = True
        if self._sending:
            _, left = await asyncio.wait(self._sending.values(), timeout=seconds)
            for task in left:
                task.cancel()

    async def _begin(self) -> int:
        """Begin to send what is due while others are still on their way, up to a bound; how many were begun."""
        names, most = tuple(self._channels), _AT_ONCE + len(self._sending)
        due = await self._scribe.read(lambda session: outbox.due(session, utc_now(), most, names))
        fresh = [delivery for delivery in due if delivery.id not in self._sending][: _AT_ONCE - len(self._sending)]
        for delivery in fresh:
            self._sending[delivery.id] = asyncio.create_task(self._tried(delivery.id))
            self._sending[delivery.id].add_done_callback(partial(self._ended, delivery.id))
        return len(fresh)

    def _ended(self, delivery_id: int, task: asyncio.Task[bool]) -> None:
        """One is sent, or not; what follows it in its conversation is due."""
        del self._sending[delivery_id]
        if not task.cancelled() and task.exception() is not None:
            logger.error("delivery %d waits for the records: %s", delivery_id, task.exception())
        else:
            self._news.set()

    async def _pause(self) -> None:
        try:
            await within(_LOOK_EVERY, self._news.wait())
        except asyncio.TimeoutError:
            return
        self._news.clear()

    async def _tried(self, delivery_id: int) -> bool:
        claimed = await self._scribe.write(lambda session: self._claim(session, delivery_id), durable=False)
        if claimed is None:
            return False
        try:
            await (self._send_run(claimed) if isinstance(claimed, Run) else self._send(claimed))
        except RecordsError as error:  # another worker told first, or it was erased meanwhile
            if isinstance(error, DatabaseUnavailable):
                raise
            logger.info("delivery %d: %s", delivery_id, type(error).__name__)
        return True

    def _claim(self, session: Session, delivery_id: int) -> Parcel | Run | None:
        """A delivery, with those that follow it where its channel sends them together."""
        now = utc_now()
        parcel = outbox.claim(session, delivery_id, self._worker, now, _LEASE_SECONDS)
        if parcel is None or not isinstance(self._channels.get(parcel.channel), TogetherChannel):
            return parcel
        return runs.follow(session, parcel, self._worker, now, _LEASE_SECONDS)

    async def _send_run(self, run: Run) -> None:
        channel = self._channels[run.parcels[0].channel]
        assert isinstance(channel, TogetherChannel)
        await self._together.send(channel, run)

    async def _send(self, parcel: Parcel) -> None:
        delivery, channel = parcel.delivery, self._channels[parcel.channel]
        try:
            await within(_SEND_SECONDS, channel.deliver(replace(parcel, message=channel.shows.fitted(parcel.message))))
        except DeliveryPostponed as pace:
            await self._scribe.write(_postponed(parcel, pace.retry_after), durable=False)
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


def _postponed(parcel: Parcel, seconds: float) -> Job[None]:
    def job(session: Session) -> None:
        now = utc_now()
        outbox.postpone(session, parcel, now + dt.timedelta(seconds=seconds), now)

    return job


def _failed(parcel: Parcel, error: str, retry_after: float | None) -> Job[DeliveryState]:
    def job(session: Session) -> DeliveryState:
        now = utc_now()
        retry_at = outbox.next_try(parcel.delivery.attempts, now, random.random, retry_after)
        return outbox.failed(session, parcel, error, retry_at, now)

    return job
