"""From a delivered message to the answer of its request: one flow, whether the reply goes out with it or follows.

the reply is there in time            it is given with the answer
it isn't, and we may call WeChat      "success"; the reply follows as a customer-service message
it isn't, and we may not              the connection is left to be cut, until the last delivery of the message;
                                      then "success", and the reply comes with the visitor's next message
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from dataclasses import dataclass, field
from functools import partial
from typing import Awaitable, Callable, Sequence

from connectors.gateway import Gateway, TooMany
from connectors.gateway.clock import utc_now
from connectors.gateway.intake import Receipt
from connectors.gateway.limits import whole_seconds
from connectors.gateway.texts import text
from connectors.gateway.turns import Outcome
from connectors.wechat.channel import WeChatChannel
from connectors.wechat.composing import Composing
from connectors.wechat.passive import NOTHING, Given, Passive
from connectors.wechat.received import Received
from connectors.wechat.standing import May, Standing
from connectors.wechat.times import Times
from connectors.wechat.understood import Said, Understanding, as_text
from connectors.wechat.waiting import Waiter
from records.errors import IdOfAnother, NoSuchButton, Spent
from records.models import Message

logger = logging.getLogger(__name__)

_BUSY_PAUSE = 0.05


async def _nothing() -> None:
    return


@dataclass(frozen=True)
class Answer:
    """What a request is answered with: a text for the visitor, or "" for "success".

    gone: to be called when the connection has taken it; kept: when it broke off before.
    """

    text: str = ""
    gone: Callable[[], Awaitable[None]] = field(default=_nothing)
    kept: Callable[[], Awaitable[None]] = field(default=_nothing)


@dataclass(frozen=True)
class Asked:
    """A request that is being answered. until: by the loop's clock. came: when. dropped: done when its connection is gone."""

    received: Received
    may: May
    until: float
    came: dt.datetime
    dropped: "asyncio.Future[None]"


class Flow:
    """Of one account."""

    def __init__(
        self, gateway: Gateway, channel: WeChatChannel, standing: Standing, understanding: Understanding, composing: Composing, times: Times
    ) -> None:
        self._gateway, self._channel, self._standing, self._understanding = gateway, channel, standing, understanding
        self._composing, self._times, self._passive = composing, times, Passive(gateway, times)

    async def answer(self, received: Received, dropped: "asyncio.Future[None]") -> Answer:
        """What the request of a message is answered with. dropped: done when its connection is gone.

        Raises:
            DatabaseUnavailable: the message is not stored, and the request must not be answered as if it were.
        """
        loop = asyncio.get_running_loop()
        began, came = loop.time(), utc_now()
        if received.event and received.kind == "unsubscribe":
            await self._understanding.left(received)
        said = await self._understanding.of(received)
        if not said:
            return Answer()
        may = await self._standing.may()
        patience = self._times.briefly if self._is_stuck(may) else self._times.patience
        asked = Asked(received, may, began + patience, came, dropped)
        with self._channel.waiting.of(received.visitor, came + dt.timedelta(seconds=patience)) as waiter:
            try:
                receipt, answered = await self._accepted(said)
            except TooMany as limit:
                return Answer(text("too_many", "zh", seconds=whole_seconds(limit.retry_after)))
            except Spent:  # all of the visitor was erased with this message; that is still to be said, perhaps
                return await self._farewell(waiter, asked.until)
            except IdOfAnother:
                logger.error("a message has the id of another visitor's; it is dropped")
                return Answer()
            return await self._answered(asked, receipt, answered, waiter)

    async def _answered(self, asked: Asked, receipt: Receipt, answered: "asyncio.Future[Outcome]", waiter: Waiter) -> Answer:
        if asked.may.service and receipt.fresh:
            self._composing.begin(asked.received.visitor, answered)
        in_time = await self._passive.wait(receipt, answered, asked.until, partial(self._is_stuck, asked.may))
        if _erased(answered):
            return await self._farewell(waiter, asked.until)
        if not in_time and not asked.may.service and not self._is_last(asked, receipt.message):
            await asyncio.wait({asked.dropped}, timeout=self._times.again)  # it will be delivered again
            return Answer()
        given = await self._taken(receipt.message, asked)
        if given is None or given is NOTHING:
            return Answer()
        gone, kept = partial(self._passive.gone, receipt.message, given, asked.may), partial(self._passive.not_gone, given)
        return Answer(given.text, gone, kept)

    async def _accepted(self, said: Sequence[Said]) -> "tuple[Receipt, asyncio.Future[Outcome]]":
        """Store the messages; the receipt of the last one, and how it will have been answered."""
        for one in said:
            try:
                found = await self._gateway.accept(self._channel, one.inbound, one.meaning)
            except NoSuchButton:  # purged meanwhile
                found = await self._gateway.accept(self._channel, as_text(one.inbound), None)
        return found

    async def _taken(self, message: Message, asked: Asked) -> Given | None:
        """What can be given; None where somebody sends it. Where nobody may send, somebody only looks whether it can be sent."""
        given = await self._passive.take(message, asked.may)
        while given is None and not asked.may.service and asyncio.get_running_loop().time() < asked.until:
            await asyncio.sleep(_BUSY_PAUSE)
            given = await self._passive.take(message, asked.may)
        return given

    async def _farewell(self, waiter: Waiter, until: float) -> Answer:
        parcel = await waiter.take_farewell(until - asyncio.get_running_loop().time())
        if parcel is None:
            return Answer()

        async def tell(*, said: bool) -> None:
            waiter.tell(said=said)

        return Answer(parcel.message.text, partial(tell, said=True), partial(tell, said=False))

    def _is_stuck(self, may: May) -> bool:
        """Whether nobody was answered for so long that waiting makes no sense. Who may not call waits for redeliveries first."""
        return self._gateway.still() >= (self._times.stuck if may.service else self._times.again)

    def _is_last(self, asked: Asked, message: Message) -> bool:
        """Whether the message will not be delivered again."""
        known_for = (asked.came - message.at).total_seconds()
        return known_for >= self._times.last or asked.came.timestamp() - asked.received.at >= self._times.last_by_clock


def _erased(answered: "asyncio.Future[Outcome]") -> bool:
    return answered.done() and answered.result().erased
