"""Erasures that staff carry out: two agree, or one says why."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, select

from records import audit, privacy, words
from records.database import Session
from records.errors import NoSuchMove, NoSuchVisitor
from records.models import Erasure, erasures, visitors
from records.upsert import insert

__all__ = ["Erasure", "ask", "carry_out", "drop", "waiting"]


def ask(session: Session, visitor_id: int, staff: str, reason: str, now: dt.datetime) -> None:
    """Somebody asks for the erasure of a visitor; who asked first stays.

    Raises:
        NoSuchVisitor: there is none, or not any more.
        Unstorable: as in `inbox.accept`.
    """
    words.check(reason)
    if session.execute(select(visitors.c.id).where(visitors.c.id == visitor_id).with_for_update()).first() is None:
        raise NoSuchVisitor("There is no such visitor, or not any more.")
    adding = insert(session, erasures).values(visitor_id=visitor_id, staff=staff, reason=reason, at=now)
    session.execute(adding.on_conflict_do_nothing())
    audit.note(session, staff, "asked to erase", now, visitor=visitor_id)


def carry_out(session: Session, visitor_id: int, staff: str, now: dt.datetime, *, reason: str = "") -> None:
    """Erase a visitor: as the second who agrees, or alone with a reason. Call `Database.scrub` after the commit.

    Raises:
        NoSuchMove: nobody asked for it, or the same person did, and no reason is given.
        NoSuchVisitor: there is none, or not any more.
    """
    asked = session.execute(select(erasures).where(erasures.c.visitor_id == visitor_id)).first()
    if not reason and (asked is None or asked.staff == staff):
        raise NoSuchMove("An erasure takes a second person, or a reason.")
    privacy.erase(session, visitor_id)
    told = {"reason": reason} if reason else {"asked": asked.staff}
    audit.note(session, staff, "erased a visitor", now, visitor=visitor_id, **told)


def drop(session: Session, visitor_id: int, staff: str, now: dt.datetime) -> None:
    """It is not to be erased; nothing where nobody asked for it."""
    if session.execute(delete(erasures).where(erasures.c.visitor_id == visitor_id)).rowcount:
        audit.note(session, staff, "refused to erase", now, visitor=visitor_id)


def waiting(session: Session) -> list[Erasure]:
    """What waits for a second person, the longest first."""
    return [Erasure(*row) for row in session.execute(select(erasures).order_by(erasures.c.at))]
