"""Thumbs for replies."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from records import conversations, transcript, words
from records.database import Session
from records.errors import NoSuchMessage
from records.models import Direction, Message, Rating, messages
from records.models import feedback as table
from records.questions import day
from records.upsert import insert


def give(session: Session, conversation_id: int, message_number: int, rating: Rating | None, reason: str, now: dt.datetime) -> None:
    """Keep what the visitor thinks of a reply; a later opinion replaces an earlier one, and None takes it back.

    Raises:
        NoSuchMessage: the conversation has no reply with this number.
        Unstorable: as in `inbox.accept`, of the reason.
    """
    words.check(reason)
    reply = transcript.message(session, conversation_id, message_number)
    if reply.direction is not Direction.OUT:
        raise NoSuchMessage(f"Message {message_number} is the visitor's own.")
    if rating is None:
        session.execute(delete(table).where(table.c.message_id == reply.id))
        return
    channel = conversations.get(session, conversation_id).channel
    _keep(session, reply, {"channel": channel, "rating": rating, "reason": reason, "at": now, "day": day(now)})


def ratings(session: Session, conversation_id: int) -> dict[int, Rating]:
    """The opinions given in a conversation, by the number of the reply."""
    given = select(messages.c.number, table.c.rating).join(messages, messages.c.id == table.c.message_id)
    return dict(session.execute(given.where(messages.c.conversation_id == conversation_id).order_by(messages.c.number)).all())


def _keep(session: Session, reply: Message, opinion: dict[str, object]) -> None:
    about = {"language": reply.language or "", "kind": reply.metadata.get("kind") or "", "topic": reply.metadata.get("topic") or ""}
    adding = insert(session, table).values(message_id=reply.id, **about, **opinion)
    try:
        session.execute(adding.on_conflict_do_update(index_elements=["message_id"], set_=opinion))
    except IntegrityError:  # purged in this moment
        raise NoSuchMessage(f"Message {reply.number} is no more.") from None
