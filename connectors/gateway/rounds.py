"""What a server does every so often: take up what nobody answers, look what other processes wrote, purge what is too old."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from functools import partial
from typing import Awaitable, Callable, Sequence

from connectors.gateway.brain import Adviser
from connectors.gateway.bulletins import Bulletins
from connectors.gateway.cleaning import sanitize
from connectors.gateway.clock import utc_now
from connectors.gateway.handovers import Handovers
from connectors.gateway.hub import Hub
from connectors.gateway.lines import spoken
from connectors.gateway.scribe import Job, Scribe
from connectors.gateway.turns import LEASE_SECONDS, Turns
from knowledge import library
from records import amendments, handover, privacy, proposals, transcript, turns
from records.errors import DatabaseUnavailable
from records.turns import Turn

logger = logging.getLogger(__name__)

_RECOVER_EVERY, _LOOK_EVERY, _PURGE_EVERY, _WAIT_EVERY, _AMEND_EVERY, _PROPOSE_EVERY = 2.0, 0.2, 3600.0, 5.0, 1.0, 0.5
_MOST_AT_ONCE = 200


async def every(seconds: float, work: Callable[[], Awaitable[None]]) -> None:
    """Do `work` now and then again and again until cancelled, whatever goes wrong; what does is told once until it changes."""
    told = ""
    while True:
        try:
            await work()
            told = ""
        except Exception as error:  # a boundary: the server lives on, and the next round may be better
            if told != (told := repr(error)):
                logger.error("a round of work failed", exc_info=None if isinstance(error, DatabaseUnavailable) else error)
        await asyncio.sleep(seconds)


class Recovery:
    """Answers what was accepted and is not answered: after a crash of this process or of another one."""

    def __init__(self, scribe: Scribe, mine: Turns) -> None:
        self._scribe, self._mine = scribe, mine

    async def run(self) -> None:
        """Look until cancelled."""
        await every(_RECOVER_EVERY, self.round)

    async def round(self) -> None:
        """Take up what waits and what nobody holds; lengthen the leases of what this process is at."""
        running = list(self._mine.running())
        if running:
            await self._scribe.write(self._renew(running), durable=False)
        waiting = await self._scribe.read(turns.unanswered)
        left = [conversation for conversation in waiting if conversation not in running][:_MOST_AT_ONCE]
        for conversation in left:
            turn = await self._scribe.write(self._claim(conversation), durable=False)
            if turn is not None:
                self._mine.start(turn, again=True)

    def _renew(self, running: Sequence[int]) -> Job[None]:
        return lambda session: turns.renew(session, self._mine.worker, running, utc_now(), LEASE_SECONDS)

    def _claim(self, conversation: int) -> Job[Turn | None]:
        return lambda session: turns.claim_turn(session, self._mine.worker, utc_now(), LEASE_SECONDS, conversation)


class Lookout:
    """Tells listeners what another process has written: a worker beside this one, or the desk."""

    def __init__(self, scribe: Scribe, hub: Hub) -> None:
        self._scribe, self._hub = scribe, hub

    async def run(self) -> None:
        """Look until cancelled."""
        await every(_LOOK_EVERY, self.round)

    async def round(self) -> None:
        """Compare with what the listeners know; nothing where nobody listens."""
        conversations = self._hub.conversations()
        if not conversations:
            return
        heads = await self._scribe.read(lambda session: transcript.heads(session, conversations))
        for conversation in conversations:
            self._hub.compare(conversation, heads.get(conversation))


class Amending:
    """Takes up what staff have changed of the pack, within a second or two, in every worker."""

    def __init__(self, scribe: Scribe, bulletins: Bulletins) -> None:
        self._scribe, self._bulletins = scribe, bulletins
        self._stamp: tuple[int, int] = (0, 0)

    async def run(self) -> None:
        """Look until cancelled."""
        await every(_AMEND_EVERY, self.round)

    async def round(self) -> None:
        """Look whether there is anything new, and take it up."""
        stamp = await self._scribe.read(amendments.stamp)
        if stamp == self._stamp:
            return
        pack = library.shared().index().pack.event.id
        living = await self._scribe.read(lambda session: amendments.living(session, pack))
        self._bulletins.put(living)
        self._stamp = stamp


class Proposing:
    """Says what the assistant would answer, where staff ask it."""

    def __init__(self, scribe: Scribe, adviser: Adviser, today: Callable[[], dt.date]) -> None:
        self._scribe, self._adviser, self._today = scribe, adviser, today

    async def run(self) -> None:
        """Look until cancelled."""
        await every(_PROPOSE_EVERY, self.round)

    async def round(self) -> None:
        """Answer what is asked for. What the assistant cannot say is said to be nothing."""
        for wanted in await self._scribe.read(lambda session: proposals.waiting(session, utc_now())):
            said = sanitize(wanted.message.text)
            reply = await self._adviser.propose(said, spoken(wanted.tag), self._today()) if said else None
            text = reply.text if reply else ""
            await self._scribe.write(partial(proposals.answer, proposal_id=wanted.proposal.id, said=text, now=utc_now()))


class Patience:
    """Sees to it that nobody waits for ever: whom nobody claims gets the assistant back, whom staff forget gets somebody else."""

    def __init__(self, scribe: Scribe, handovers: Handovers) -> None:
        self._scribe, self._handovers = scribe, handovers

    async def run(self) -> None:
        """Look until cancelled."""
        await every(_WAIT_EVERY, self.round)

    async def round(self) -> None:
        """Tell those who have waited too long; each in a transaction of its own, so that one's trouble is no other's."""
        attendance, now = self._handovers.attendance, utc_now()
        alone = await self._scribe.read(lambda session: handover.unclaimed(session, now, attendance.patience))
        left = await self._scribe.read(lambda session: handover.idle(session, now, attendance.idle))
        for found in alone:
            await self._scribe.write(partial(self._handovers.nobody_came, found=found, now=now))
        for found in left:
            await self._scribe.write(partial(self._handovers.left_alone, found=found, now=now))


class Retention:
    """Purges messages that are older than `days`, and cases that nobody has changed for `case_days`."""

    def __init__(self, scribe: Scribe, days: float, case_days: float) -> None:
        self._scribe, self._days, self._case_days = scribe, days, case_days

    async def run(self) -> None:
        """Purge now and every hour until cancelled."""
        await every(_PURGE_EVERY, self.round)

    async def round(self) -> None:
        """Purge once, in short transactions."""
        purged = await self._scribe.call(lambda database: privacy.purge_all(database, utc_now(), self._days, case_days=self._case_days))
        if purged.messages or purged.visitors or purged.cases:
            logger.info("purged %d messages, %d visitors and %d cases", purged.messages, purged.visitors, purged.cases)
