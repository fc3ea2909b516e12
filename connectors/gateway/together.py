"""Replies of a conversation that a channel sends together: claimed at once, settled one by one as far as they have gone."""

from __future__ import annotations

import datetime as dt
import logging
import random
from typing import Sequence

from connectors.gateway.channel import DeliveryFailed, DeliveryKept, DeliveryPostponed, DeliveryRefused, TogetherChannel, VisitorGone
from connectors.gateway.clock import utc_now
from connectors.gateway.scribe import Job, Scribe
from connectors.gateway.within import within
from records import outbox, runs
from records.database import Session
from records.models import DeliveryState
from records.outbox import Parcel
from records.runs import Run

logger = logging.getLogger(__name__)


class Together:
    """Sends runs. seconds: how long one may take."""

    def __init__(self, scribe: Scribe, seconds: float) -> None:
        self._scribe, self._seconds = scribe, seconds

    async def send(self, channel: TogetherChannel, run: Run) -> None:
        """Send a run, and note what became of each of its deliveries.

        Raises:
            RecordsError: it cannot be noted.
        """
        left = list(run.parcels)

        async def went(gone: Sequence[tuple[Parcel, int, bool]]) -> None:
            await self._scribe.write(_gone(gone))
            for parcel, _, whole in gone:
                if whole:
                    left.remove(parcel)

        try:
            await within(self._seconds, channel.deliver_together(run, went))
        except Exception as error:  # a boundary: whatever a channel raises, what is left is still to be sent
            if left:
                await self._settle(left, error)

    async def _settle(self, left: Sequence[Parcel], error: Exception) -> None:
        if isinstance(error, DeliveryKept):
            await self._scribe.write(lambda session: runs.keep(session, left, str(error), utc_now()))
            logger.info("%d deliveries wait until their visitor writes again: %s", len(left), error)
            return
        if isinstance(error, VisitorGone):
            conversation = left[0].message.conversation_id
            await self._scribe.write(lambda session: runs.give_up(session, conversation, str(error), utc_now()))
            logger.error("%d deliveries are given up, for their visitor has left: %s", len(left), error)
            return
        state = await self._scribe.write(_failed(left, error))
        if state is DeliveryState.DEAD:
            logger.error("delivery %d is given up after %d tries: %s", left[0].delivery.id, left[0].delivery.attempts, _told(error))


def _gone(gone: Sequence[tuple[Parcel, int, bool]]) -> Job[None]:
    def job(session: Session) -> None:
        for parcel, said, whole in gone:
            runs.went(session, parcel, said, utc_now(), whole=whole)

    return job


def _failed(left: Sequence[Parcel], error: Exception) -> Job[DeliveryState]:
    """The first of what is left failed, or is refused; the others were not tried."""

    def job(session: Session) -> DeliveryState:
        now = utc_now()
        runs.hurry(session, left[1:], now)
        if isinstance(error, DeliveryRefused):
            outbox.dead(session, left[0], str(error), now)
            return DeliveryState.DEAD
        if isinstance(error, DeliveryPostponed):
            outbox.postpone(session, left[0], now + dt.timedelta(seconds=error.retry_after), now)
            return DeliveryState.FAILED
        asked = error.retry_after if isinstance(error, DeliveryFailed) else None
        retry_at = outbox.next_try(left[0].delivery.attempts, now, random.random, asked)
        return outbox.failed(session, left[0], _told(error), retry_at, now)

    return job


def _told(error: Exception) -> str:
    known = isinstance(error, (DeliveryFailed, DeliveryRefused))
    return str(error) if known else type(error).__name__
