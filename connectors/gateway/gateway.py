"""The gateway: what every channel passes through on the way to the assistant and back (docs/architecture.md).

It is handed the assistant (a `Brain`) and the records (a `Scribe`). Accepted means stored; what is stored is answered, once
and in order, whoever has gone meanwhile.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from typing import Any, AsyncIterator, Callable, Coroutine, Mapping, Sequence, TypeVar

from connectors.gateway.answering import Answering
from connectors.gateway.attendance import Attendance
from connectors.gateway.brain import Adviser, Brain
from connectors.gateway.bulletins import Bulletins
from connectors.gateway.channel import Channel, Inbound
from connectors.gateway.clock import conference_day
from connectors.gateway.delivery import Delivery
from connectors.gateway.farewells import Farewells
from connectors.gateway.handovers import Handovers
from connectors.gateway.hub import Hub
from connectors.gateway.intake import Intake, Receipt
from connectors.gateway.limits import Limits
from connectors.gateway.outgoing import Outgoing
from connectors.gateway.rounds import Amending, Lookout, Patience, Proposing, Recovery, Retention
from connectors.gateway.scribe import Scribe
from connectors.gateway.terminal import Terminal
from connectors.gateway.turns import Outcome, Turns
from knowledge.reply import Reply
from records import outbox, privacy, turns
from records.database import Session

T = TypeVar("T")

_SEND_SECONDS = 5.0


class Gateway:
    """See the module.

    today: gives the day; the default is the clock in the conference's time zone. worker: what this process is called in the
    records. channels: those that messages come from. retention: days that messages are kept, None for ever; case_days: those
    that cases are kept. attendance: when staff can be had; None where nobody takes conversations. adviser: what proposes answers to staff.
    """

    def __init__(
        self,
        brain: Brain,
        scribe: Scribe,
        limits: Limits = Limits(),
        today: Callable[[], dt.date] | None = None,
        *,
        worker: str = "server",
        channels: Sequence[Channel] = (),
        retention: float | None = None,
        case_days: float = privacy.CASE_DAYS,
        attendance: Attendance | None = None,
        adviser: Adviser | None = None,
    ) -> None:
        self.scribe, self.hub, self.limits = scribe, Hub(), limits
        self._retention = None if retention is None else Retention(scribe, retention, case_days)
        self.channels: dict[str, Channel] = {channel.name: channel for channel in (*channels, Terminal())}
        self._delivery, self._farewells = Delivery(scribe, self.channels, worker), Farewells(self.channels)
        bulletins = Bulletins()
        self._answering = Answering(brain, scribe, limits, today or conference_day, bulletins)
        out = Outgoing(self.channels, self._delivery, self._farewells, retention)
        handovers = Handovers(attendance) if attendance else None
        self._turns = Turns(self._answering, scribe, self.hub, worker, out, handovers)
        self.intake = Intake(scribe, limits, worker, handovers)
        self.amending = Amending(scribe, bulletins)
        self.patience = Patience(scribe, handovers) if handovers else None
        self.proposing = Proposing(scribe, adviser, today or conference_day) if adviser else None
        self.recovery, self.lookout = Recovery(scribe, self._turns), Lookout(scribe, self.hub)
        self._accepting: set[asyncio.Task[Any]] = set()

    def add(self, channel: Channel) -> None:
        """Take messages of one more channel, and deliver to it; before `running`."""
        self.channels[channel.name] = channel

    async def accept(
        self, channel: Channel, inbound: Inbound, meaning: Mapping[str, Any] | None = None
    ) -> tuple[Receipt, asyncio.Future[Outcome]]:
        """Store a message and begin its turn; the receipt once it is stored, and how it will have been answered.

        Who stops waiting stops neither. The future is never done where another process answers.

        Raises:
            TooMany, NoSuchConversation, NoSuchButton, IdOfAnother, Spent, DatabaseUnavailable: see `Intake.accept`.
        """
        return await self._whole(self._accept(channel, inbound, meaning))

    @property
    def worker(self) -> str:
        """What this process is called in the records."""
        return self._turns.worker

    def still(self) -> float:
        """For how many seconds the assistant has answered nobody, though it was asked: it may be stuck."""
        return self._answering.still

    def look(self) -> None:
        """There may be something to deliver."""
        self._delivery.look()

    async def handle(self, conversation: str, text: str, message_id: str = "") -> list[Reply]:
        """The replies to what somebody wrote at the terminal; at least one, whatever was written."""
        terminal = self.channels[Terminal.name]
        _, answered = await self.accept(terminal, terminal.parse((conversation, text, message_id)))
        return list((await answered).replies)

    @contextlib.asynccontextmanager
    async def running(self, alone: bool) -> AsyncIterator[None]:
        """Serve: take up what is unanswered, deliver, look out, purge. alone: no other process answers out of these records."""
        if alone:
            await self.scribe.write(self._release_all, durable=False)
        rounds = [self.amending.run(), self.recovery.run(), self.lookout.run(), self._delivery.run()]
        if self.patience:
            rounds.append(self.patience.run())
        if self.proposing:
            rounds.append(self.proposing.run())
        if self._retention is not None:
            rounds.append(self._retention.run())
        tasks = [asyncio.create_task(round_) for round_ in rounds]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def finish(self, seconds: float) -> int:
        """Wait for the turns under way; how many had to be left. Those are answered after the next start.

        What is being sent gets a moment, too.
        """
        left = await self._turns.finish(seconds)
        await self._farewells.finish(min(seconds, _SEND_SECONDS))
        await self._delivery.finish(min(seconds, _SEND_SECONDS))
        return left

    def _release_all(self, session: Session) -> None:
        turns.release_all(session, self._turns.worker)
        outbox.release_all(session, self._turns.worker)

    async def _accept(
        self, channel: Channel, inbound: Inbound, meaning: Mapping[str, Any] | None
    ) -> tuple[Receipt, asyncio.Future[Outcome]]:
        receipt = await self.intake.accept(channel, inbound, meaning)
        answered = self._turns.expect(receipt.message.id)
        if receipt.fresh:
            self.hub.publish(receipt.conversation.id, [receipt.message, *receipt.said])
        if receipt.said:
            self._said(receipt, answered)
        if receipt.turn is not None:
            self._turns.start(receipt.turn, receipt.again)
        return receipt, answered

    def _said(self, receipt: Receipt, answered: asyncio.Future[Outcome]) -> None:
        if not answered.done():
            answered.set_result(Outcome((), receipt.said))
        self._delivery.look()

    async def _whole(self, work: Coroutine[Any, Any, T]) -> T:
        task = asyncio.create_task(work)
        self._accepting.add(task)  # the loop itself holds tasks only weakly
        task.add_done_callback(self._accepting.discard)
        return await asyncio.shield(task)
