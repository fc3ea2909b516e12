"""What there is of hand-overs: the open ones, their places in the queue, who waits too long, and what it all came to."""

from __future__ import annotations

import datetime as dt
import statistics as figures
from typing import Any

from sqlalchemy import and_, exists, func, or_, select, text

from records import conversations
from records.database import Session
from records.errors import NoSuchHandover
from records.models import Direction, Handover, Owner, handovers, messages, presences
from records.models import conversations as table

_OPEN = text("handovers.ended_at IS NULL")
_LAST_CLAIMS, _LAST_DAYS = 20, 7


def current(session: Session, conversation_id: int) -> Handover:
    """The hand-over that is open in a conversation.

    Raises:
        NoSuchHandover: there is none.
    """
    row = session.execute(select(handovers).where(handovers.c.conversation_id == conversation_id, _OPEN)).first()
    if row is None:
        raise NoSuchHandover("The conversation waits for nobody and is with nobody.")
    return Handover(*row)


def newest(session: Session, conversation_id: int) -> Handover | None:
    """The last hand-over of a conversation, open or not."""
    row = session.execute(_of(conversation_id).limit(1)).first()
    return Handover(*row) if row else None


def history(session: Session, conversation_id: int) -> list[Handover]:
    """The hand-overs of a conversation, the newest first."""
    return [Handover(*row) for row in session.execute(_of(conversation_id))]


def place(session: Session, handover: Handover) -> int:
    """The place in the queue: 1 for the one who is next."""
    before = or_(
        handovers.c.waiting_since < handover.waiting_since,
        and_(handovers.c.waiting_since == handover.waiting_since, handovers.c.id < handover.id),
    )
    queued = select(func.count()).select_from(handovers).join(table, table.c.id == handovers.c.conversation_id)
    return int(session.execute(queued.where(_OPEN, table.c.owner == Owner.QUEUED, before)).scalar()) + 1


def usual_wait(session: Session, now: dt.datetime) -> float | None:
    """How long people waited lately, in seconds: the median of the last claims of a week; None where there was none."""
    since = now - dt.timedelta(days=_LAST_DAYS)
    last = select(handovers.c.waited).where(
        handovers.c.day >= since.date(), handovers.c.requested_at >= since, handovers.c.waited.isnot(None)
    )
    waits = list(session.execute(last.order_by(handovers.c.day.desc(), handovers.c.id.desc()).limit(_LAST_CLAIMS)).scalars())
    return figures.median(waits) if waits else None


def unclaimed(session: Session, now: dt.datetime, seconds: float) -> list[Handover]:
    """Those that have waited in the queue for longer than `seconds`, the longest first."""
    return _held(session, Owner.QUEUED, handovers.c.waiting_since < now - dt.timedelta(seconds=seconds))


def idle(session: Session, now: dt.datetime, seconds: float) -> list[Handover]:
    """Those whose member of staff did nothing in them for longer than `seconds`, while the visitor waits for an answer or
    nobody has the conversation open.
    """
    before = now - dt.timedelta(seconds=seconds)
    last = and_(messages.c.conversation_id == handovers.c.conversation_id, messages.c.number == table.c.last_number)
    unanswered = exists(select(messages.c.id).where(last, messages.c.direction == Direction.IN))
    here = and_(presences.c.conversation_id == handovers.c.conversation_id, presences.c.staff == table.c.staff, presences.c.at >= before)
    return _held(session, Owner.STAFF, handovers.c.acted_at < before, or_(unanswered, ~exists(select(presences.c.staff).where(here))))


def members_at(session: Session) -> dict[str, int]:
    """How many conversations each member of staff has, by login."""
    counted = select(table.c.staff, func.count()).where(table.c.owner == Owner.STAFF, text("owner <> 'bot'")).group_by(table.c.staff)
    return dict(session.execute(counted).all())


def of_conversation(session: Session, conversation_id: int, owner: Owner) -> Handover:
    """The open hand-over of a conversation that `owner` has; the conversation is locked.

    Raises:
        NoSuchHandover: it is with somebody else.
        NoSuchConversation: there is none, or not any more.
    """
    if conversations.lock(session, conversation_id).owner is not owner:
        raise NoSuchHandover(f"The conversation is not with: {owner.value}.")
    return current(session, conversation_id)


def _of(conversation_id: int) -> Any:
    return select(handovers).where(handovers.c.conversation_id == conversation_id).order_by(handovers.c.id.desc())


def _held(session: Session, owner: Owner, *conditions: Any) -> list[Handover]:
    joined = select(handovers).join(table, table.c.id == handovers.c.conversation_id)
    rows = session.execute(joined.where(_OPEN, table.c.owner == owner, *conditions).order_by(handovers.c.waiting_since, handovers.c.id))
    return [Handover(*row) for row in rows]
