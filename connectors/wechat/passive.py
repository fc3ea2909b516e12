"""Passive replies: what is ready in time goes out as the answer to the request that asked, and nobody else sends it.

A reply is taken out of the outbox by a claim, written to the connection, and marked as sent then: if the process dies in between,
the claim runs out and the reply goes another way. So it is never lost; it is said twice only where the connection got it and the
mark is missing (docs/decisions.md, 31).
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from dataclasses import dataclass, field
from typing import Callable, Sequence

from connectors.gateway import Gateway
from connectors.gateway.clock import utc_now
from connectors.gateway.intake import Receipt
from connectors.gateway.scribe import Job
from connectors.gateway.turns import Outcome
from connectors.wechat.arrange import Piece, arrange, written
from connectors.wechat.standing import May
from connectors.wechat.texts import text
from connectors.wechat.times import Times
from records import runs, transcript
from records.database import Session
from records.errors import NoSuchMessage, RecordsError
from records.models import Message, MessageState
from records.outbox import Parcel
from records.runs import Run

logger = logging.getLogger(__name__)

_LOOK_EVERY = 0.25
_HELD_SECONDS = 10.0


@dataclass(frozen=True)
class Given:
    """A reply for the connection. text: "" where there is none. run: what it has something of, claimed; piece: how far that goes."""

    text: str = ""
    run: Run | None = None
    piece: Piece = field(default_factory=Piece)


NOTHING = Given()


class Passive:
    """Takes replies for requests. times: see there."""

    def __init__(self, gateway: Gateway, times: Times) -> None:
        self._gateway, self._scribe, self._times = gateway, gateway.scribe, times

    async def wait(self, receipt: Receipt, answered: "asyncio.Future[Outcome]", until: float, is_stuck: Callable[[], bool]) -> bool:
        """Wait until a message is answered, here or by another process; whether it is.

        until: by the loop's clock. is_stuck: whether waiting makes no sense any more.
        """
        loop, message = asyncio.get_running_loop(), receipt.message
        elsewhere, hurried = receipt.turn is None, False  # then the future may never be done
        while not answered.done() and message.state is MessageState.ACCEPTED:
            if elsewhere and await self._scribe.read(lambda session: _is_answered(session, message)):
                break
            if not hurried and is_stuck():
                until, hurried = min(until, loop.time() + self._times.briefly), True
            left = until - loop.time()
            if left <= 0:
                return False
            await asyncio.wait({answered}, timeout=min(left, _LOOK_EVERY))
        return True

    async def take(self, message: Message, may: May) -> Given | None:
        """What can be given with the answer to a message's request; None where somebody sends it right now.

        Raises:
            DatabaseUnavailable: see there.
        """
        holder = f"request {message.id}"

        def job(session: Session) -> Given | Run | None:
            now = utc_now()
            earlier = runs.handed_to(session, message.conversation_id, message.id)
            if earlier and now - earlier.at < dt.timedelta(seconds=self._times.again):
                return Given(earlier.text)
            run = runs.take(session, message.conversation_id, holder, now, _HELD_SECONDS)
            if may.surely and any(parcel.message.buttons for parcel in run.parcels):
                runs.hurry(session, run.parcels, now)
                return None
            return run if run.parcels else None if run.busy else NOTHING

        found = await self._scribe.write(job, durable=False)
        return await self._given(found, may) if isinstance(found, Run) else found

    async def gone(self, message: Message, given: Given, may: May) -> None:
        """The connection has taken it: mark what is said with it as sent, and let the rest go its way."""
        run, piece = given.run, given.piece
        if run is None:
            return

        def job(session: Session) -> None:
            now = utc_now()
            for place, said in piece.ends:
                parcel = run.parcels[place]
                runs.went(session, parcel, said, now, whole=said == len(written(parcel.message, menus=False)))
            runs.hand(session, message.conversation_id, message.id, given.text, now)
            self._leave_rest(session, run, piece, may, now)

        await self._noted(job)

    async def not_gone(self, given: Given) -> None:
        """The connection broke off before: give it back."""
        run = given.run
        if run is not None:
            await self._noted(lambda session: runs.hurry(session, run.parcels, utc_now()))

    async def _given(self, run: Run, may: May) -> Given:
        messages = [parcel.message for parcel in run.parcels]
        allowed = 1000 if may.service else 1  # what is left over follows at once, or waits for the visitor, who is told so
        arranged = arrange(messages, run.said, allowed, text("more", messages[0].language), menus=False)
        return Given(arranged.pieces[0].text, run, arranged.pieces[0])

    def _leave_rest(self, session: Session, run: Run, piece: Piece, may: May, now: dt.datetime) -> None:
        rest = _rest(run, piece)
        if may.service:
            runs.hurry(session, rest, now)
        else:
            runs.keep(session, rest, "the rest waits for the visitor's next message", now)

    async def _noted(self, job: Job[None]) -> None:
        try:
            await self._scribe.write(job)
        except RecordsError as error:  # erased meanwhile; or the records are gone, and the claim runs out
            logger.info("a passive reply is not noted: %s", type(error).__name__)
        self._gateway.look()


def _rest(run: Run, piece: Piece) -> Sequence[Parcel]:
    whole = {place for place, said in piece.ends if said == len(written(run.parcels[place].message, menus=False))}
    return [parcel for place, parcel in enumerate(run.parcels) if place not in whole]


def _is_answered(session: Session, message: Message) -> bool:
    try:
        found = transcript.message(session, message.conversation_id, message.number)
    except NoSuchMessage:  # erased: nothing more will be said to it
        return True
    return found.state is not MessageState.ACCEPTED
