"""Replies sent by calling the platform: in as few messages as they fit into, no more than it lets us send, and each refusal
with what comes of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Awaitable, Callable, Sequence

from connectors.gateway import DeliveryFailed, DeliveryKept, DeliveryRefused, Scribe, VisitorGone, Went
from connectors.gateway.clock import utc_now
from connectors.wechat.api import Refused, Unreachable
from connectors.wechat.arrange import Arranged, Piece, arrange, written
from connectors.wechat.refusals import Way, meaning
from connectors.wechat.split import LIMIT
from connectors.wechat.standing import Standing
from connectors.wechat.texts import text
from records import quotas
from records.outbox import Parcel
from records.runs import Run

Post = Callable[[Parcel, Piece, str], Awaitable[None]]
"""Sends one message: of which delivery, what, and a name that it has at every try, so that the platform can tell it from others."""
_SMALLEST, _ENOUGH = 256, 1000


@dataclass
class _Left:
    """What of a run is not sent yet. done: ids of deliveries that are. menus, limit: how the others may be sent."""

    parcels: list[Parcel]
    said: dict[int, int]
    menus: bool
    limit: int = LIMIT
    done: set[int] = field(default_factory=set)

    def arranged(self, allowed: int) -> Arranged:
        """It, in at most so many messages."""
        messages = [parcel.message for parcel in self.parcels]
        more = text("more", messages[0].language)
        return arrange(messages, self.said, allowed, more, menus=self.menus, limit=self.limit)

    def gone(self, piece: Piece) -> list[tuple[Parcel, int, bool]]:
        """What is said with a message: of which delivery, how many characters in all, and whether that is all of it."""
        found = []
        for place, said in piece.ends:
            parcel = self.parcels[place]
            found.append((parcel, said, said == len(written(parcel.message, menus=self.menus))))
        return found

    def note(self, gone: Sequence[tuple[Parcel, int, bool]]) -> None:
        """It was said."""
        self.said |= {parcel.message.id: said for parcel, said, _ in gone}
        self.done |= {parcel.delivery.id for parcel, _, whole in gone if whole}


class Sender:
    """post: sends one message. standing: what the account may do."""

    def __init__(self, scribe: Scribe, standing: Standing, post: Post) -> None:
        self._scribe, self._standing, self._post = scribe, standing, post

    async def send(self, run: Run, went: Went) -> None:
        """Send all of a run. went: told after each message how far the replies have gone.

        Raises:
            DeliveryKept: what is left waits for the visitor's next message.
            DeliveryFailed: what is left is to be tried again.
            DeliveryRefused, VisitorGone: the first that is left will never be taken, or nothing at all will be.
        """
        may = await self._standing.may()
        if not may.service:
            raise DeliveryKept("the account may not send customer-service messages")
        left = _Left(list(run.parcels), dict(run.said), may.menus)
        while True:
            try:
                await self._try(left, went)
            except Unreachable as error:
                raise DeliveryFailed(str(error)) from None
            except Refused as refusal:
                await self._standing.refused(refusal)
                self._adapt(left, refusal)
            else:
                await self._standing.took()
                return

    async def say(self, parcel: Parcel) -> None:
        """Send a sentence of which nothing is in the records.

        Raises:
            DeliveryFailed, DeliveryRefused: not now, or never.
        """
        for piece in arrange([parcel.message], {}, 1, "", menus=False).pieces:
            try:
                await self._post(parcel, piece, "")
            except Unreachable as error:
                raise DeliveryFailed(str(error)) from None
            except Refused as refusal:
                raise _outcome(refusal) from None

    async def _try(self, left: _Left, went: Went) -> None:
        left.parcels = [parcel for parcel in left.parcels if parcel.delivery.id not in left.done]
        if not left.parcels:
            return
        wanted = len(left.arranged(_ENOUGH).pieces)
        conversation = left.parcels[0].message.conversation_id
        granted = await self._scribe.write(lambda session: quotas.take(session, conversation, wanted, utc_now()), durable=False)
        if not granted:
            raise DeliveryKept("no more messages may be sent before the visitor writes again")
        arranged, used = left.arranged(granted), 0
        try:
            for piece in arranged.pieces:
                used += await self._sent(left, piece)
                gone = left.gone(piece)
                await went(gone)
                left.note(gone)
        except Refused as refusal:
            await self._give_back(conversation, granted - used, emptied=meaning(refusal.code).emptied)
            raise
        except Unreachable:  # it may have been taken all the same
            await self._give_back(conversation, granted - used - 1)
            raise
        await self._give_back(conversation, granted - used)
        if not arranged.whole:
            raise DeliveryKept("the rest waits for the visitor's next message: no more messages may be sent")

    async def _sent(self, left: _Left, piece: Piece) -> int:
        """Send a message; how many it counts for: one, or none where there is nothing in it."""
        if not piece.text and not piece.items:
            return 0
        place, said = piece.ends[0]
        parcel = left.parcels[place]
        await self._post(parcel, piece, f"{parcel.delivery.id}-{said}")
        return 1

    async def _give_back(self, conversation: int, unused: int, *, emptied: bool = False) -> None:
        if emptied:
            await self._scribe.write(lambda session: quotas.empty(session, conversation), durable=False)
        elif unused > 0:
            await self._scribe.write(lambda session: quotas.give_back(session, conversation, unused, utc_now()), durable=False)

    def _adapt(self, left: _Left, refusal: Refused) -> None:
        """See to it that the next try is another one.

        Raises:
            DeliveryKept, DeliveryFailed, DeliveryRefused, VisitorGone: there is to be none.
        """
        way = meaning(refusal.code).way
        if way is Way.NO_MENUS and left.menus:
            left.menus = False
        elif way is Way.SHORTER and left.limit > _SMALLEST:
            left.limit //= 2
        else:
            raise _outcome(refusal) from None


def _outcome(refusal: Refused) -> Exception:
    found = meaning(refusal.code)
    if found.way is Way.KEEP:
        return DeliveryKept(str(refusal))
    if found.way is Way.STOP:
        return VisitorGone(str(refusal))
    if found.way in (Way.SHORTER, Way.NO_MENUS):
        return DeliveryRefused(str(refusal))
    return DeliveryFailed(str(refusal), found.after)
