"""Internal notes: what staff write to each other about a conversation."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select

from records import audit, conversations, words
from records.database import Session
from records.models import Note, notes


def add(session: Session, conversation_id: int, staff: str, text: str, now: dt.datetime) -> Note:
    """Keep a note, placed after the newest message. Whoever has the conversation: anyone of the staff may write one.

    Raises:
        NoSuchConversation: there is none, or not any more.
        Unstorable: as in `inbox.accept`.
    """
    words.check(text)
    number = conversations.lock(session, conversation_id).last_number
    values: dict[str, Any] = {"conversation_id": conversation_id, "number": number, "staff": staff, "text": text, "at": now}
    made = session.execute(notes.insert(), values).inserted_primary_key[0]
    audit.note(session, staff, "noted", now, conversation_id)
    return Note(made, **values)


def of(session: Session, conversation_id: int) -> list[Note]:
    """The notes about a conversation, in order."""
    found = select(notes).where(notes.c.conversation_id == conversation_id).order_by(notes.c.id)
    return [Note(*row) for row in session.execute(found)]
