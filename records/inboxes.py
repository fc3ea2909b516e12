"""The lists of conversations that staff work from: who waits, what is theirs, all, what is closed, whom nobody answered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from typing import Any, Sequence

from sqlalchemy import and_, exists, func, or_, select, text

from records.database import Session
from records.models import (
    Asked,
    CaseKind,
    CaseState,
    Conversation,
    Delivery,
    Handover,
    Message,
    Outcome,
    Owner,
    Visitor,
    asked,
    cases,
    conversations,
    deliveries,
    handovers,
    messages,
    visitors,
)

PAGE = 50
_NOT_THE_BOTS = text("conversations.owner <> 'bot'")
_OPEN = text("handovers.ended_at IS NULL")
_UNSEEN = (Outcome.UNCLAIMED, Outcome.OUT_OF_HOURS)
_WAITING = (CaseState.SUBMITTED, CaseState.IN_REVIEW, CaseState.NEEDS_INFORMATION)


class Box(str, Enum):
    """Which conversations: that wait, of one member of staff, all, closed, or with a wish that nobody has answered yet."""

    QUEUE = "queue"
    MINE = "mine"
    ALL = "all"
    CLOSED = "closed"
    MISSED = "missed"


@dataclass(frozen=True)
class Filters:
    """What of a box is shown. languages: "" for all; waiting: seconds at least since the visitor is without an answer, 0 for all.

    ids: only these, such as what a search found; None for all.
    """

    language: str = ""
    channel: str = ""
    topic: str = ""
    waiting: float = 0.0
    ids: Sequence[int] | None = None


@dataclass(frozen=True)
class Entry:
    """A conversation in a list. last: its newest message, None where that was purged; handover: the open one, else the newest."""

    conversation: Conversation
    last: Message | None
    handover: Handover | None


def entries(
    session: Session,
    box: Box,
    staff: str,
    filters: Filters,
    now: dt.datetime,
    before: tuple[dt.datetime, int] | None = None,
    limit: int = PAGE,
) -> list[Entry]:
    """A page of a box: the queue by its order, the others the newest first. before: the time and id that the page before ended with."""
    found = select(conversations, messages).outerjoin(
        messages, and_(messages.c.conversation_id == conversations.c.id, messages.c.number == conversations.c.last_number)
    )
    found = found.where(*_of_box(box, staff), *_filtered(filters, now))
    if box is Box.QUEUE:
        found = found.join(handovers, and_(handovers.c.conversation_id == conversations.c.id, _OPEN))
        found = found.order_by(handovers.c.waiting_since, handovers.c.id)
    else:
        found = found.order_by(conversations.c.last_at.desc(), conversations.c.id.desc())
        if before is not None:
            at, id_ = before
            found = found.where(or_(conversations.c.last_at < at, and_(conversations.c.last_at == at, conversations.c.id < id_)))
    rows, fields = session.execute(found.limit(limit)).all(), len(conversations.c)
    talks = [Conversation(*row[:fields]) for row in rows]
    owned = _handovers(session, [talk.id for talk in talks])
    return [Entry(talk, Message(*row[fields:]) if row[fields] is not None else None, owned.get(talk.id)) for talk, row in zip(talks, rows)]


def counts(session: Session, staff: str) -> dict[Box, int]:
    """How many wait, and how many `staff` has."""
    held = select(conversations.c.owner, conversations.c.staff, func.count()).where(
        _NOT_THE_BOTS, conversations.c.owner.in_([Owner.QUEUED, Owner.STAFF])
    )
    found = {Box.QUEUE: 0, Box.MINE: 0}
    for owner, who, number in session.execute(held.group_by(conversations.c.owner, conversations.c.staff)):
        if owner is Owner.QUEUED:
            found[Box.QUEUE] += number
        elif who == staff:
            found[Box.MINE] += number
    return found


def topics(session: Session, since: dt.date) -> list[str]:
    """The topics that were asked about since a day, in order."""
    found = select(asked.c.topic).where(asked.c.day >= since, asked.c.topic != "").distinct().order_by(asked.c.topic)
    return list(session.execute(found).scalars())


def understood(session: Session, message_ids: Sequence[int]) -> dict[int, Asked]:
    """The lines of the question log of these messages, by their ids."""
    return {row.message_id: Asked(*row) for row in session.execute(select(asked).where(asked.c.message_id.in_(message_ids)))}


def deliveries_of(session: Session, message_ids: Sequence[int]) -> dict[int, Delivery]:
    """How these messages get to their visitor, by their ids; none where clients fetch them."""
    return {row.message_id: Delivery(*row) for row in session.execute(select(deliveries).where(deliveries.c.message_id.in_(message_ids)))}


def of_visitor(session: Session, visitor_id: int) -> tuple[Visitor, list[Conversation]]:
    """A visitor who is there, and their conversations, the newest first."""
    who = Visitor(*session.execute(select(visitors).where(visitors.c.id == visitor_id)).one())
    talks = select(conversations).where(conversations.c.visitor_id == visitor_id).order_by(conversations.c.id.desc())
    return who, [Conversation(*row) for row in session.execute(talks)]


def _of_box(box: Box, staff: str) -> list[Any]:
    owner = conversations.c.owner
    if box is Box.MISSED:
        return [owner == Owner.BOT, *_missed()]
    return {
        Box.QUEUE: [_NOT_THE_BOTS, owner == Owner.QUEUED],
        Box.MINE: [_NOT_THE_BOTS, owner == Owner.STAFF, conversations.c.staff == staff],
        Box.CLOSED: [_NOT_THE_BOTS, owner == Owner.CLOSED],
        Box.ALL: [conversations.c.last_number > 0],
    }[box]


def _missed() -> list[Any]:
    """The last wish was missed, and the matter that was filed with it is not settled."""
    mine, later = handovers.c.conversation_id == conversations.c.id, handovers.alias("later")
    answered = exists(select(later.c.id).where(later.c.conversation_id == handovers.c.conversation_id, later.c.id > handovers.c.id))
    missed = exists(select(handovers.c.id).where(mine, handovers.c.outcome.in_(_UNSEEN), ~answered))
    matters = select(cases.c.id).where(cases.c.conversation_id == conversations.c.id, cases.c.kind == CaseKind.HANDOFF)
    return [missed, or_(~exists(matters), exists(matters.where(cases.c.state.in_(_WAITING))))]


def _filtered(filters: Filters, now: dt.datetime) -> list[Any]:
    found: list[Any] = []
    if filters.ids is not None:
        found.append(conversations.c.id.in_(list(filters.ids)))
    if filters.language:
        found.append(conversations.c.language.like(f"{filters.language}%"))
    if filters.channel:
        found.append(conversations.c.channel == filters.channel)
    if filters.topic:
        joined = select(asked.c.message_id).join(messages.alias("m"), text("m.id = asked.message_id"))
        found.append(exists(joined.where(text("m.conversation_id = conversations.id"), asked.c.topic == filters.topic)))
    if filters.waiting:
        found += [messages.c.direction == "in", conversations.c.last_at < now - dt.timedelta(seconds=filters.waiting)]
    return found


def _handovers(session: Session, conversation_ids: Sequence[int]) -> dict[int, Handover]:
    rows = session.execute(select(handovers).where(handovers.c.conversation_id.in_(conversation_ids)).order_by(handovers.c.id))
    return {row.conversation_id: Handover(*row) for row in rows}  # the last one of each stays
