"""What Rasa keeps of a conversation.

`sender` is the conversation's public id. The events are a JSON list that nobody here reads, but for the `timestamp` of each
(seconds since 1970), which the purge goes by.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import sqlalchemy
from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.elements import TextClause

from records.database import Session
from records.errors import NoSuchConversation
from records.models import trackers
from records.upsert import insert_in, spelled

_READ = select(trackers.c.events).where(trackers.c.sender == bindparam("sender"))


def read(session: Session, sender: str) -> str | None:
    """The events, as they were written; None where there are none."""
    events: str | None = session.execute(_READ, {"sender": sender}).scalar()
    return events


def write(session: Session, sender: str, events_json: str, now: dt.datetime) -> None:
    """Replace the events. Can be written with `begin(durable=False)`.

    Raises:
        NoSuchConversation: it was erased, perhaps while the turn ran; nothing of it is kept.
    """
    try:
        session.execute(_replacing(session.dialect.name), {"sender": sender, "events": events_json, "at": now})
    except IntegrityError:
        raise NoSuchConversation("The tracker's conversation is not there, or not any more.") from None


def delete(session: Session, sender: str) -> None:
    """Forget the events."""
    session.execute(sqlalchemy.delete(trackers).where(trackers.c.sender == sender))


def senders(session: Session) -> list[str]:
    """Whose events are kept."""
    return list(session.execute(select(trackers.c.sender).order_by(trackers.c.sender)).scalars())


@lru_cache(maxsize=None)
def _replacing(dialect: str) -> TextClause:
    """Spelled out once: SQLAlchemy keeps no ON CONFLICT, and to spell it takes as long as to run it."""
    adding = insert_in(dialect, trackers).values({column.name: bindparam(column.name) for column in trackers.columns})
    new = {"events": adding.excluded.events, "at": adding.excluded.at}
    return spelled(adding.on_conflict_do_update(index_elements=["sender"], set_=new), dialect)
