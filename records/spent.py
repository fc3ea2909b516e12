"""Messages that were erased with all of their visitor, and that their channel may deliver once more."""

from __future__ import annotations

import datetime as dt
import hashlib

from sqlalchemy import bindparam, delete, select

from records.database import Session
from records.errors import Spent
from records.models.spent import spent_ids
from records.upsert import insert

_KEPT = dt.timedelta(days=7)
"""No channel delivers again after so long."""
_FIND = select(spent_ids.c.digest).where(spent_ids.c.digest == bindparam("digest"))


def note(session: Session, channel: str, account: str, channel_message_id: str, now: dt.datetime) -> None:
    """The message is erased; delivered again it has no effect."""
    adding = insert(session, spent_ids).values(digest=_digest(channel, account, channel_message_id), at=now)
    session.execute(adding.on_conflict_do_nothing())


def check(session: Session, channel: str, account: str, channel_message_id: str) -> None:
    """Nothing, if the message was not erased.

    Raises:
        Spent: it was.
    """
    if session.execute(_FIND, {"digest": _digest(channel, account, channel_message_id)}).first() is not None:
        raise Spent("The message was erased on its visitor's wish.")


def purge(session: Session, now: dt.datetime) -> None:
    """Forget those that no channel delivers any more."""
    session.execute(delete(spent_ids).where(spent_ids.c.at < now - _KEPT))


def _digest(channel: str, account: str, channel_message_id: str) -> str:
    return hashlib.sha256("\n".join((channel, account, channel_message_id)).encode()).hexdigest()
