"""What was said, in order."""

from __future__ import annotations

import dataclasses
from typing import Sequence

from sqlalchemy import bindparam, select

from records import search
from records.database import Session
from records.errors import NoSuchMessage
from records.models import Conversation, Direction, Message, Owner, conversations, messages, seen_ids

_IN = messages.c.conversation_id == bindparam("conversation_id")
_AFTER = select(messages).where(_IN, messages.c.number > bindparam("number")).order_by(messages.c.number)
_FIRST_AFTER = _AFTER.limit(bindparam("limit"))
_REPLIES = _AFTER.where(messages.c.reply_to == bindparam("number"))
_HEADS = select(conversations.c.id, conversations.c.last_number, conversations.c.owner).where(
    conversations.c.id.in_(bindparam("ids", expanding=True))
)
_WRITTEN = (
    select(messages.c.language)
    .where(_IN, messages.c.direction == Direction.IN, messages.c.language.isnot(None))
    .order_by(messages.c.number.desc())
    .limit(1)
)
_SAID = (
    select(messages)
    .where(_IN, messages.c.number < bindparam("number"), messages.c.direction == Direction.OUT)
    .order_by(messages.c.number.desc())
    .limit(1)
)
_MOST_IDS = 500
_REPLIED = _AFTER.where(messages.c.direction == Direction.OUT).limit(1)
_LAST_SAID = select(messages).where(_IN, messages.c.direction == bindparam("direction")).order_by(messages.c.number.desc()).limit(1)
_ADD = messages.insert()
_ONE = select(messages).where(_IN, messages.c.number == bindparam("number"))

_SEEN = (
    select(messages)
    .join(seen_ids, seen_ids.c.message_id == messages.c.id)
    .where(
        seen_ids.c.channel == bindparam("channel"),
        seen_ids.c.account == bindparam("account"),
        seen_ids.c.channel_message_id == bindparam("channel_message_id"),
    )
)


def add(session: Session, message: Message) -> Message:
    """Store a message, whatever its id says; the message with the id that it got.

    Only for `inbox`, `turns` and `utterances`, which number.
    """
    values = {name: value for name, value in vars(message).items() if name != "id"}
    stored = dataclasses.replace(message, id=session.execute(_ADD, values).inserted_primary_key[0])
    search.note(session, stored)
    return stored


def messages_after(session: Session, conversation_id: int, number: int, limit: int | None = None) -> list[Message]:
    """The messages with a higher number, in order, at most `limit` of them; none where there is no such conversation."""
    where = {"conversation_id": conversation_id, "number": number}
    if limit is None:
        return [Message(*row) for row in session.execute(_AFTER, where)]
    return [Message(*row) for row in session.execute(_FIRST_AFTER, {**where, "limit": limit})]


def transcript(session: Session, conversation_id: int) -> list[Message]:
    """All messages that are kept, in order."""
    return messages_after(session, conversation_id, 0)


def message(session: Session, conversation_id: int, number: int) -> Message:
    """The message with this number.

    Raises:
        NoSuchMessage: there is none, or not any more.
    """
    found = find(session, conversation_id, number)
    if found is None:
        raise NoSuchMessage(f"The conversation has no message {number}, or not any more.")
    return found


def find(session: Session, conversation_id: int, number: int) -> Message | None:
    """The message with this number; None where there is none, or not any more."""
    row = session.execute(_ONE, {"conversation_id": conversation_id, "number": number}).first()
    return None if row is None else Message(*row)


def known(session: Session, channel: str, account: str, channel_message_id: str) -> Message | None:
    """The message that a channel calls by this id; None where it was never seen, or not any more."""
    row = session.execute(_SEEN, {"channel": channel, "account": account, "channel_message_id": channel_message_id}).first()
    return Message(*row) if row else None


def replies_to(session: Session, conversation_id: int, number: int) -> list[Message]:
    """The replies to a message, in order; none where it is not answered yet."""
    return [Message(*row) for row in session.execute(_REPLIES, {"conversation_id": conversation_id, "number": number})]


def is_silent(session: Session, conversation_id: int) -> bool:
    """Whether nothing that is kept was said to the visitor yet."""
    return session.execute(_REPLIED, {"conversation_id": conversation_id, "number": 0}).first() is None


def last(session: Session, conversation_id: int, direction: Direction) -> Message | None:
    """The newest message in one direction; None where there is none."""
    row = session.execute(_LAST_SAID, {"conversation_id": conversation_id, "direction": direction}).first()
    return None if row is None else Message(*row)


def language(session: Session, conversation: Conversation) -> str:
    """What the visitor of a conversation reads: `zh`, `zh-Hant` or `en`. What they chose at the interface, else what they wrote last."""
    if conversation.language_chosen and conversation.language:
        return conversation.language
    written: str | None = session.execute(_WRITTEN, {"conversation_id": conversation.id}).scalar()
    return written or conversation.language or "zh"


def said_last(session: Session, conversation_id: int, before: int) -> Message | None:
    """The newest message to the visitor with a number below `before`; None where nothing was said."""
    row = session.execute(_SAID, {"conversation_id": conversation_id, "number": before}).first()
    return Message(*row) if row else None


def heads(session: Session, conversation_ids: Sequence[int]) -> dict[int, tuple[int, Owner]]:
    """The number of the newest message and the owner of each conversation; those that are not there any more are left out."""
    chunks = (list(conversation_ids[start : start + _MOST_IDS]) for start in range(0, len(conversation_ids), _MOST_IDS))
    return {id_: (last, owner) for chunk in chunks for id_, last, owner in session.execute(_HEADS, {"ids": chunk})}
