"""The ledger of what may be sent: a visitor's message or tap grants some messages for some time, each message sent takes one.

A newer grant of a kind replaces the older one. The platforms do not say whether they would add up; counted like this, the
ledger never promises more than there is.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import bindparam, select

from records import conversations
from records.database import Session
from records.models import Quota, quotas
from records.upsert import insert

WRITTEN, WRITTEN_FOR = 5, dt.timedelta(hours=48)
TAPPED, TAPPED_FOR = 3, dt.timedelta(minutes=1)
_GET = select(quotas).where(quotas.c.conversation_id == bindparam("id"))


def get(session: Session, conversation_id: int) -> Quota:
    """What is left; nothing where nothing was granted."""
    row = session.execute(_GET, {"id": conversation_id}).first()
    return Quota(conversation_id) if row is None else Quota(*row)


def written(session: Session, conversation_id: int, now: dt.datetime) -> None:
    """The visitor wrote: WRITTEN messages for WRITTEN_FOR."""
    _keep(session, conversation_id, written_left=WRITTEN, written_until=now + WRITTEN_FOR)


def tapped(session: Session, conversation_id: int, now: dt.datetime) -> None:
    """The visitor tapped on a menu, followed, or scanned: TAPPED messages for TAPPED_FOR."""
    _keep(session, conversation_id, tapped_left=TAPPED, tapped_until=now + TAPPED_FOR)


def take(session: Session, conversation_id: int, wanted: int, now: dt.datetime) -> int:
    """Take up to so many messages, those first that expire first; how many there were.

    Raises:
        NoSuchConversation: it was erased.
    """
    conversations.lock(session, conversation_id)
    quota = get(session, conversation_id)
    tapped_ = min(wanted, quota.tapped(now))
    written_ = min(wanted - tapped_, quota.written(now))
    if tapped_ + written_:
        _keep(session, conversation_id, tapped_left=quota.tapped_left - tapped_, written_left=quota.written_left - written_)
    return tapped_ + written_


def give_back(session: Session, conversation_id: int, unused: int, now: dt.datetime) -> None:
    """Messages that were taken and certainly not sent; to the grant that expires first, so that the other is never more than it was.

    Raises:
        NoSuchConversation: it was erased.
    """
    conversations.lock(session, conversation_id)
    quota = get(session, conversation_id)
    tapped_ = min(unused, TAPPED - quota.tapped_left) if quota.tapped_until and now < quota.tapped_until else 0
    written_ = min(unused - tapped_, WRITTEN - quota.written_left) if quota.written_until and now < quota.written_until else 0
    _keep(session, conversation_id, tapped_left=quota.tapped_left + tapped_, written_left=quota.written_left + written_)


def empty(session: Session, conversation_id: int) -> None:
    """The platform says that nothing is left; it knows better."""
    _keep(session, conversation_id, written_left=0, tapped_left=0)


def _keep(session: Session, conversation_id: int, **values: object) -> None:
    fresh = {"conversation_id": conversation_id, "written_left": 0, "tapped_left": 0, **values}
    session.execute(insert(session, quotas).values(**fresh).on_conflict_do_update(index_elements=["conversation_id"], set_=values))
