"""What was said, in order."""

from __future__ import annotations

from records.database import Session
from records.models import Message


def messages_after(session: Session, conversation_id: int, number: int, limit: int | None = None) -> list[Message]:
    """The messages with a higher number, in order, at most `limit` of them; none where there is no such conversation."""
    raise NotImplementedError


def transcript(session: Session, conversation_id: int) -> list[Message]:
    """All messages that are kept, in order."""
    return messages_after(session, conversation_id, 0)


def message(session: Session, conversation_id: int, number: int) -> Message:
    """The message with this number.

    Raises:
        NoSuchMessage: there is none, or not any more.
    """
    raise NotImplementedError


def replies_to(session: Session, conversation_id: int, number: int) -> list[Message]:
    """The replies to a message, in order; none where it is not answered yet."""
    raise NotImplementedError
