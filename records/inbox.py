"""What comes in: stored once, numbered, before it is acknowledged."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Mapping

from sqlalchemy import bindparam, update
from sqlalchemy.exc import IntegrityError

from records import conversations, transcript, words
from records.database import Session
from records.errors import IdOfAnother
from records.models import Author, Conversation, Direction, Message, MessageState, Owner, seen_ids
from records.models import conversations as conversations_table

_NOTE = seen_ids.insert()
_COUNT = (
    update(conversations_table)
    .where(conversations_table.c.id == bindparam("id_"))
    .values(last_number=bindparam("last_number"), last_at=bindparam("last_at"))
)


@dataclass(frozen=True)
class Accepted:
    """message: as it is stored. fresh: False where it had been accepted before; then nothing was changed."""

    message: Message
    fresh: bool


def accept(
    session: Session,
    conversation_id: int,
    channel_message_id: str,
    text: str,
    button: Any,
    now: dt.datetime,
    *,
    language: str | None = None,
    metadata: Mapping[str, Any] | None = None,
    silent: bool = False,
    locked: Conversation | None = None,
) -> Accepted:
    """Store a message, once per (channel, account, channel_message_id), whoever tries it how often at once.

    The message is ACCEPTED (waits for the bot) where the bot owns the conversation, and PASSED (for staff) where it is queued
    or theirs; a closed conversation goes back to the bot. Acknowledge it after the transaction's commit, not before.

    channel_message_id: unique on the channel and account. Where clients make up their ids (the web), the channel puts the
    conversation's public id before it, so that no visitor's id meets another's.
    button: the payload that the message stands for (`buttons.take`), None for a written one. language, metadata: hints of the
    channel, kept with the message. silent: nobody is to answer it; it is PASSED.
    locked: the conversation, where this transaction has locked it already.

    Raises:
        NoSuchConversation: never there, or erased.
        IdOfAnother: the id was seen in another conversation.
        Unstorable: the text or the id has NUL characters or halves of surrogate pairs.
    """
    words.check(text, channel_message_id)
    conversation = locked or conversations.lock(session, conversation_id)
    key = {"channel": conversation.channel, "account": conversation.account, "channel_message_id": channel_message_id}
    known = transcript.known(session, **key)
    if known is not None:
        return _again(known, conversation)
    if conversation.owner is Owner.CLOSED:
        conversation = conversations.move(session, conversation_id, Owner.BOT, conversation.epoch, now)
    message = Message(
        id=0,
        conversation_id=conversation_id,
        number=conversation.last_number + 1,
        direction=Direction.IN,
        author=Author.VISITOR,
        text=text,
        language=language,
        metadata=metadata or {},
        buttons=[],
        payload=button,
        at=now,
        state=MessageState.PASSED if silent or conversation.owner is not Owner.BOT else MessageState.ACCEPTED,
        reply_to=None,
        channel_message_id=channel_message_id,
    )
    return Accepted(_store(session, message, key), fresh=True)


def _store(session: Session, message: Message, key: dict[str, str]) -> Message:
    stored = transcript.add(session, message)
    try:
        session.execute(_NOTE, {**key, "message_id": stored.id})
    except IntegrityError:  # just now, in a conversation that was not locked
        raise _of_another() from None
    session.execute(_COUNT, {"id_": stored.conversation_id, "last_number": stored.number, "last_at": stored.at})
    return stored


def _again(message: Message, conversation: Conversation) -> Accepted:
    if message.conversation_id != conversation.id:
        raise _of_another()
    return Accepted(message, fresh=False)


def _of_another() -> IdOfAnother:
    return IdOfAnother("The channel's message id was seen in another conversation.")
