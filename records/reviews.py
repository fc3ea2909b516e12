"""The review of questions: what the assistant did not answer, what visitors thought wrong, and what staff say it should have been."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Sequence

from sqlalchemy import and_, func, or_, select, update

from records import audit, words
from records.database import Session
from records.errors import NoSuchMessage
from records.models import Asked, Direction, Rating, Review, Verdict, asked, feedback, messages, reviews
from records.upsert import insert

UNANSWERED = ("fallback", "error")
"""Kinds of replies that answer nothing."""


@dataclass(frozen=True)
class Open:
    """A question that waits for a review. text: as it was asked. disliked: the visitor's thumb for a reply was down."""

    conversation_id: int
    number: int
    text: str
    asked: Asked
    disliked: bool


@dataclass(frozen=True)
class Reviewed:
    """A review with the words that it is about."""

    text: str
    language: str
    review: Review


def open_(session: Session, since: dt.datetime, limit: int = 1000) -> list[Open]:
    """What got no answer, or a thumb down, since then, and was not reviewed yet; the newest first."""
    reply = messages.alias("reply")
    down = select(reply.c.conversation_id, reply.c.reply_to).join(feedback, feedback.c.message_id == reply.c.id)
    down = down.where(feedback.c.rating == Rating.DOWN).subquery()
    found = select(messages.c.conversation_id, messages.c.number, messages.c.text, asked, down.c.reply_to).join(
        asked, asked.c.message_id == messages.c.id
    )
    found = found.outerjoin(down, and_(down.c.conversation_id == messages.c.conversation_id, down.c.reply_to == messages.c.number))
    found = found.outerjoin(reviews, reviews.c.message_id == messages.c.id)
    recent = asked.c.day >= since.date()
    wanted = or_(asked.c.kind.in_(UNANSWERED), down.c.reply_to.isnot(None))
    rows = session.execute(found.where(recent, wanted, reviews.c.message_id.is_(None)).order_by(asked.c.message_id.desc()).limit(limit))
    return [Open(row[0], row[1], row[2], Asked(*row[3:-1]), row[-1] is not None) for row in rows]


def save(
    session: Session,
    message_ids: Sequence[int],
    verdict: Verdict,
    staff: str,
    now: dt.datetime,
    *,
    question: str = "",
    topic: str = "",
    zh: str = "",
    en: str = "",
) -> None:
    """Say what these messages of visitors are; a later review replaces an earlier one, and is exported again.

    Raises:
        NoSuchMessage: one is no message of a visitor, or not any more.
        Unstorable: as in `inbox.accept`.
    """
    words.check(zh, en)
    known = select(messages.c.id).where(messages.c.id.in_(list(message_ids)), messages.c.direction == Direction.IN)
    if len(session.execute(known).all()) != len(set(message_ids)):
        raise NoSuchMessage("One of the messages is not there, or not any more.")
    values = {"verdict": verdict, "question": question, "topic": topic, "zh": zh, "en": en, "staff": staff, "at": now, "exported_at": None}
    for message_id in message_ids:
        adding = insert(session, reviews).values(message_id=message_id, **values)
        session.execute(adding.on_conflict_do_update(index_elements=["message_id"], set_=values))
    audit.note(session, staff, "reviewed", now, verdict=verdict.value, number=len(message_ids))


def of(session: Session, message_ids: Sequence[int]) -> dict[int, Review]:
    """The reviews of these messages, by their ids."""
    return {row.message_id: Review(*row) for row in session.execute(select(reviews).where(reviews.c.message_id.in_(list(message_ids))))}


def pending(session: Session) -> int:
    """How many reviews were not handed out yet."""
    return int(session.execute(select(func.count()).select_from(reviews).where(reviews.c.exported_at.is_(None))).scalar())


def reviewed(session: Session, *, exported: bool) -> list[Reviewed]:
    """All reviews with their words, the oldest first; exported: those that were handed out before, too."""
    found = select(messages.c.text, messages.c.language, reviews).join(messages, messages.c.id == reviews.c.message_id)
    if not exported:
        found = found.where(reviews.c.exported_at.is_(None))
    return [Reviewed(row[0], row[1] or "", Review(*row[2:])) for row in session.execute(found.order_by(reviews.c.message_id))]


def mark_exported(session: Session, message_ids: Sequence[int], staff: str, now: dt.datetime) -> None:
    """These were handed out."""
    session.execute(update(reviews).where(reviews.c.message_id.in_(list(message_ids))).values(exported_at=now))
    audit.note(session, staff, "exported reviews", now, number=len(message_ids))
