"""Amendments of the pack: changed facts, and notices for a time. They are never deleted; undone, they count no more."""

from __future__ import annotations

import datetime as dt
from typing import Any, Mapping

from sqlalchemy import func, select, update

from records import audit, words
from records.database import Session
from records.errors import NoSuchMove
from records.models import Amendment, amendments


def change_fact(
    session: Session, pack: str, fact: str, topic: str, zh: str, en: str, value: Mapping[str, Any], staff: str, now: dt.datetime
) -> None:
    """Say something else of a fact from now on; an earlier change of it is undone.

    Raises:
        Unstorable: as in `inbox.accept`.
    """
    mine = (amendments.c.pack == pack, amendments.c.fact == fact, amendments.c.undone_at.is_(None))
    session.execute(update(amendments).where(*mine).values(undone_by=staff, undone_at=now))
    _add(session, now, pack=pack, fact=fact, topic=topic, zh=zh, en=en, value=dict(value), first=None, last=None, by=staff)
    audit.note(session, staff, "changed a fact", now, fact=fact)


def put_up(
    session: Session, pack: str, topic: str, zh: str, en: str, first: dt.date | None, last: dt.date | None, staff: str, now: dt.datetime
) -> None:
    """Put up a notice about a topic, from the first to the last day.

    Raises:
        Unstorable: as in `inbox.accept`.
    """
    _add(session, now, pack=pack, fact="", topic=topic, zh=zh, en=en, value={}, first=first, last=last, by=staff)
    audit.note(session, staff, "put up a notice", now, topic=topic)


def undo(session: Session, amendment_id: int, staff: str, now: dt.datetime) -> str:
    """It counts no more. Returns the topic that it is about.

    Raises:
        NoSuchMove: there is none, or it was undone before.
    """
    living = (amendments.c.id == amendment_id, amendments.c.undone_at.is_(None))
    if not session.execute(update(amendments).where(*living).values(undone_by=staff, undone_at=now)).rowcount:
        raise NoSuchMove("There is no such amendment, or it was undone before.")
    audit.note(session, staff, "undid a change", now, id=amendment_id)
    return str(session.execute(select(amendments.c.topic).where(amendments.c.id == amendment_id)).scalar())


def living(session: Session, pack: str) -> list[Amendment]:
    """Those that count, the oldest first."""
    found = select(amendments).where(amendments.c.pack == pack, amendments.c.undone_at.is_(None)).order_by(amendments.c.id)
    return [Amendment(*row) for row in session.execute(found)]


def history(session: Session, pack: str, limit: int = 200) -> list[Amendment]:
    """All, the newest first."""
    found = select(amendments).where(amendments.c.pack == pack).order_by(amendments.c.id.desc()).limit(limit)
    return [Amendment(*row) for row in session.execute(found)]


def stamp(session: Session) -> tuple[int, int]:
    """Changes whenever one is added or undone; quick to ask for."""
    row = session.execute(select(func.coalesce(func.max(amendments.c.id), 0), func.count(amendments.c.undone_at))).one()
    return int(row[0]), int(row[1])


def _add(session: Session, now: dt.datetime, **values: Any) -> None:
    words.check(values["zh"], values["en"])
    session.execute(amendments.insert(), {**values, "at": now, "undone_by": None, "undone_at": None})
