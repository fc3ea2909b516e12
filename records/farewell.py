"""The end of all that is kept of a visitor who asked for it: erased, with a last sentence that is kept nowhere."""

from __future__ import annotations

import datetime as dt

from records import conversations, privacy, questions, spent, turns, visits
from records.database import Session
from records.models import Author, Delivery, DeliveryState, Direction, Message
from records.outbox import Parcel
from records.turns import Draft, Turn

NOWHERE = 0
"""The id of a message, and of a delivery, that is not in the records."""


def part(session: Session, turn: Turn, said: Draft, now: dt.datetime) -> Parcel:
    """Erase all of the visitor whose message the turn is. The last sentence comes back, ready to be sent after the commit.

    The message itself has no further effect, should its channel deliver it again. Call `Database.scrub` after the commit.

    Raises:
        AlreadyAnswered, NotOwner, LeaseLost, NoSuchConversation: as in `turns.answer`; nothing is erased.
    """
    questions.alone(session)  # before any row is locked: whoever erases takes this first
    conversation = conversations.lock(session, turn.conversation.id)
    turns.check(session, turn, conversation)
    visitor = visits.visitor(session, conversation.visitor_id)
    spent.note(session, visitor.channel, visitor.account, turn.message.channel_message_id or "", now)
    privacy.erase(session, visitor.id)
    message = Message(
        id=NOWHERE,
        conversation_id=conversation.id,
        number=conversation.last_number + 1,
        direction=Direction.OUT,
        author=Author.BOT,
        text=said.text,
        language=said.language,
        metadata=said.metadata,
        buttons=[],
        payload=None,
        at=now,
        state=None,
        reply_to=turn.message.number,
        channel_message_id=None,
    )
    delivery = Delivery(NOWHERE, NOWHERE, conversation.id, DeliveryState.PENDING, 1, 1, now, None, now, None, None)
    return Parcel(delivery, message, visitor.channel, visitor.account, visitor.key)
