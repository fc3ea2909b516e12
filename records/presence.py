"""Presence: who of the staff has a conversation open just now. Written with `begin(durable=False)`; it is forgotten in a minute."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from records.database import Session
from records.models import Presence, presences, staff
from records.upsert import insert

LASTS = 30.0
"""Seconds after which somebody who says nothing is no longer there."""


def say(session: Session, conversation_id: int, who: str, *, typing: bool, now: dt.datetime) -> None:
    """`who` has the conversation open, and writes or not; nothing where it was erased."""
    fresh = {"typing": typing, "at": now}
    adding = insert(session, presences).values(conversation_id=conversation_id, staff=who, **fresh)
    savepoint = session.begin_nested()
    try:
        session.execute(adding.on_conflict_do_update(index_elements=["conversation_id", "staff"], set_=fresh))
    except IntegrityError:
        savepoint.rollback()
        return
    savepoint.commit()
    session.execute(delete(presences).where(presences.c.at < now - dt.timedelta(seconds=10 * LASTS)))


def stay(session: Session, conversation_id: int, who: str, now: dt.datetime) -> None:
    """`who` still has the conversation open; whether they write stays as it was said last."""
    known = (presences.c.conversation_id == conversation_id, presences.c.staff == who)
    if not session.execute(update(presences).where(*known).values(at=now)).rowcount:
        say(session, conversation_id, who, typing=False, now=now)


def leave(session: Session, conversation_id: int, who: str, now: dt.datetime) -> None:
    """`who` no longer looks at the conversation, but was there till now (`handover.idle`)."""
    known = (presences.c.conversation_id == conversation_id, presences.c.staff == who)
    session.execute(update(presences).where(*known).values(typing=False, at=now - dt.timedelta(seconds=LASTS)))


def at(session: Session, conversation_ids: list[int], now: dt.datetime) -> dict[int, list[Presence]]:
    """Who is at these conversations, by login."""
    recent = select(presences).where(presences.c.conversation_id.in_(conversation_ids), presences.c.at > now - dt.timedelta(seconds=LASTS))
    found: dict[int, list[Presence]] = {}
    for row in session.execute(recent.order_by(presences.c.staff)):
        found.setdefault(row.conversation_id, []).append(Presence(*row))
    return found


def seen(session: Session, member_id: int, now: dt.datetime) -> None:
    """A page of a member of staff is open."""
    session.execute(update(staff).where(staff.c.id == member_id).values(seen_at=now))
