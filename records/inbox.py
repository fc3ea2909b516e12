"""What comes in: stored once, numbered, before it is acknowledged."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Mapping

from records.database import Session
from records.models import Message


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
) -> Accepted:
    """Store a message, once per (channel, account, channel_message_id), whoever tries it how often at once.

    The message is ACCEPTED (waits for the bot) where the bot owns the conversation, and PASSED (for staff) where it is queued
    or theirs; a closed conversation goes back to the bot. Acknowledge it after the transaction's commit, not before.

    channel_message_id: unique on the channel and account. Where clients make up their ids (the web), the channel puts the
    conversation's public id before it, so that no visitor's id meets another's.
    button: the payload that the message stands for (`buttons.take`), None for a written one. language, metadata: hints of the
    channel, kept with the message.

    Raises:
        NoSuchConversation: never there, or erased.
        IdOfAnother: the id was seen in another conversation.
        Unstorable: the text has NUL characters or halves of surrogate pairs.
    """
    raise NotImplementedError
