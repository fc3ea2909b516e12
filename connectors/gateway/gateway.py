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
from connectors.gateway.brain import Brain
from connectors.gateway.bulletins import Bulletins
from connectors.gateway.channel import Channel, Inbound
from connectors.gateway.clock import conference_day
from connectors.gateway.delivery import Delivery
from connectors.gateway.handovers import Handovers
from connectors.gateway.hub import Hub
from connectors.gateway.intake import Intake, Receipt
from connectors.gateway.limits import Limits
from connectors.gateway.rounds import Amending, Lookout, Patience, Recovery, Retention
from connectors.gateway.scribe import Scribe
from connectors.gateway.terminal import Terminal
from connectors.gateway.turns import Outcome, Turns
from knowledge.reply import Reply
from records import privacy, turns

T = TypeVar("T")


class Gateway:
    """See the module.

    today: gives the day; the default is the clock in the conference's time zone. worker: what this process is called in the
    records. channels: those that messages come from. retention: days that messages are kept, None for ever; case_days: those
    that cases are kept. attendance: when staff can be had; None where nobody takes conversations.
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
    ) -> None:
        self.scribe, self.hub, self.limits = scribe, Hub(), limits
        self._retention = None if retention is None else Retention(scribe, retention, case_days)
        self.channels: dict[str, Channel] = {channel.name: channel for channel in (*channels, Terminal())}
        self._delivery = Delivery(scribe, self.channels, worker)
        bulletins = Bulletins()
        answering = Answering(brain, limits, today or conference_day, bulletins)
        handovers = Handovers(attendance) if attendance else None
        self._turns = Turns(answering, scribe, self.hub, worker, self._fetches, self._delivery.look, handovers)
        self.intake = Intake(scribe, limits, worker, handovers)
        self.amending = Amending(scribe, bulletins)
        self.patience = Patience(scribe, handovers) if handovers else None
        self.recovery, self.lookout = Recovery(scribe, self._turns), Lookout(scribe, self.hub)
        self._accepting: set[asyncio.Task[Any]] = set()

    def add(self, channel: Channel) -> None:
        """Take messages of one more channel."""
        self.channels[channel.name] = channel

    async def accept(
        self, channel: Channel, inbound: Inbound, meaning: Mapping[str, Any] | None = None
    ) -> tuple[Receipt, asyncio.Future[Outcome]]:
        """Store a message and begin its turn; the receipt once it is stored, and how it will have been answered.

        Who stops waiting stops neither. The future is never done where another process answers.

        Raises:
            TooMany, NoSuchConversation, NoSuchButton, IdOfAnother, DatabaseUnavailable: see `Intake.accept`.
        """
        return await self._whole(self._accept(channel, inbound, meaning))

    async def handle(self, conversation: str, text: str, message_id: str = "") -> list[Reply]:
        """The replies to what somebody wrote at the terminal; at least one, whatever was written."""
        terminal = self.channels[Terminal.name]
        _, answered = await self.accept(terminal, terminal.parse((conversation, text, message_id)))
        return list((await answered).replies)

    @contextlib.asynccontextmanager
    async def running(self, alone: bool) -> AsyncIterator[None]:
        """Serve: take up what is unanswered, deliver, look out, purge. alone: no other process answers out of these records."""
        if alone:
            await self.scribe.write(lambda session: turns.release_all(session, self._turns.worker), durable=False)
        rounds = [self.amending.run(), self.recovery.run(), self.lookout.run(), self._delivery.run()]
        if self.patience:
            rounds.append(self.patience.run())
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
        """Wait for the turns under way; how many had to be left. Those are answered after the next start."""
        return await self._turns.finish(seconds)

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

    def _fetches(self, channel: str) -> bool:
        return channel not in self.channels or self.channels[channel].fetches
