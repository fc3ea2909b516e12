"""A message, in or out. Its number is the event id of the web channel."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from typing import Any, Mapping, Sequence

from sqlalchemy import Column, Index, Integer, Table, Text, UniqueConstraint, text

from records.models.base import NEVER_REUSED, BigId, Document, Moment, OneOf, belongs_to, metadata


class Direction(str, Enum):
    """Which way a message goes."""

    IN = "in"
    OUT = "out"


class Author(str, Enum):
    """Who wrote a message."""

    VISITOR = "visitor"
    BOT = "bot"
    STAFF = "staff"
    SYSTEM = "system"


class MessageState(str, Enum):
    """Where a message that came in stands: ACCEPTED → ANSWERED (by the bot) | PASSED (to staff, or left for them)."""

    ACCEPTED = "accepted"
    ANSWERED = "answered"
    PASSED = "passed"


messages = Table(
    "messages",
    metadata,
    Column("id", BigId, primary_key=True),
    belongs_to("conversations.id", "conversation_id"),
    Column("number", Integer, nullable=False),
    Column("direction", OneOf(Direction), nullable=False),
    Column("author", OneOf(Author), nullable=False),
    Column("text", Text, nullable=False),
    Column("language", Text),
    Column("metadata", Document, nullable=False),
    Column("buttons", Document, nullable=False),
    Column("payload", Document),
    Column("at", Moment, nullable=False, index=True),
    Column("state", OneOf(MessageState)),
    Column("reply_to", Integer),
    Column("channel_message_id", Text),
    UniqueConstraint("conversation_id", "number"),
    **NEVER_REUSED,
)
WAITING = text("messages.state = 'accepted'")
"""Which messages wait for the bot, written out, so that SQLite too sees that an index has them all."""
_PARTLY = {"sqlite_where": text("state = 'accepted'"), "postgresql_where": text("state = 'accepted'")}
Index("ix_messages_waiting", messages.c.id, **_PARTLY)
Index("ix_messages_waiting_in", messages.c.conversation_id, messages.c.id, **_PARTLY)


@dataclass(frozen=True)
class Message:
    """One message.

    id: of all messages; never used again, so it can serve as idempotency key. number: 1, 2, 3 … within the conversation,
    both directions. language: of the text; None for one that is not answered yet. metadata: of a reply (DESIGN, "A reply
    says what it is"); what the channel adds to one that came in. buttons: [{"title", "token"}] of one that goes out.
    payload: what one that came in by a button stands for. state: None for one that goes out. reply_to: the number of the
    message that it answers. channel_message_id: what the channel calls one that came in.
    """

    id: int
    conversation_id: int
    number: int
    direction: Direction
    author: Author
    text: str
    language: str | None
    metadata: Mapping[str, Any]
    buttons: Sequence[Mapping[str, str]]
    payload: Any
    at: dt.datetime
    state: MessageState | None
    reply_to: int | None
    channel_message_id: str | None
