"""What tells that something is new for staff: a few figures that are read many times a second, each by an index."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select

from records import outbox, presence
from records.database import Session
from records.models import audit_lines, conversations, deliveries, messages, notes, presences, proposals


@dataclass(frozen=True)
class Mark:
    """A state of the records, as far as staff see it: equal marks, nothing new.

    message, line: the ids of the newest message and line of the audit. proposed: when the assistant last proposed an answer. here: who
    looks at or writes in which conversation. unsent: how many deliveries are on their way, failed or dead.
    """

    message: int
    line: int
    proposed: dt.datetime | None
    here: frozenset[tuple[int, str, bool]]
    unsent: tuple[int, ...]


def mark(session: Session, now: dt.datetime) -> Mark:
    """How things are now."""
    message, line = (session.execute(select(func.max(table.c.id))).scalar() or 0 for table in (messages, audit_lines))
    recent = select(presences.c.conversation_id, presences.c.staff, presences.c.typing)
    here = session.execute(recent.where(presences.c.at > now - dt.timedelta(seconds=presence.LASTS)))
    proposed = session.execute(select(func.max(proposals.c.answered_at))).scalar()
    return Mark(message, line, proposed, frozenset((row[0], row[1], row[2]) for row in here), tuple(outbox.counts(session).values()))


@dataclass(frozen=True)
class Look:
    """A state of one conversation: its newest message, its epoch, its notes, its deliveries that changed last, and its proposal."""

    number: int
    epoch: int
    notes: int
    delivered: dt.datetime | None
    proposed: dt.datetime | None


def look(session: Session, conversation_id: int) -> Look | None:
    """How a conversation is now; None where it is no more."""
    row = session.execute(select(conversations.c.last_number, conversations.c.epoch).where(conversations.c.id == conversation_id)).first()
    if row is None:
        return None
    written = session.execute(select(func.count()).select_from(notes).where(notes.c.conversation_id == conversation_id)).scalar()
    theirs = select(func.max(deliveries.c.at)).join(messages, messages.c.id == deliveries.c.message_id)
    delivered = session.execute(theirs.where(messages.c.conversation_id == conversation_id)).scalar()
    proposed = session.execute(select(func.max(proposals.c.answered_at)).where(proposals.c.conversation_id == conversation_id)).scalar()
    return Look(row.last_number, row.epoch, written, delivered, proposed)
