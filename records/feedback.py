"""Thumbs for replies."""

from __future__ import annotations

import datetime as dt

from records.database import Session
from records.models import Rating


def give(session: Session, conversation_id: int, message_number: int, rating: Rating | None, reason: str, now: dt.datetime) -> None:
    """Keep what the visitor thinks of a reply; a later opinion replaces an earlier one, and None takes it back.

    Raises:
        NoSuchMessage: the conversation has no reply with this number.
        Unstorable: as in `inbox.accept`, of the reason.
    """
    raise NotImplementedError


def ratings(session: Session, conversation_id: int) -> dict[int, Rating]:
    """The opinions given in a conversation, by the number of the reply."""
    raise NotImplementedError
