"""The question log, and the statistics drawn from it: of what is still kept, and of what was purged or erased (tallies)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any, Sequence

from sqlalchemy import Integer, cast, func, literal, select, text

from records.database import Session
from records.models import Asked, Message, Rating, Tally, asked, feedback, messages, tallies
from records.models.base import UTC
from records.upsert import insert

_NOTE = asked.insert()
_SORT = ("day", "channel", "language", "kind", "intent", "topic")
_FIGURES = ("asked", "up", "down")


@dataclass(frozen=True)
class Understood:
    """What the question log keeps of a turn; see `records.models.Asked`. language: of the visitor's message."""

    language: str
    kind: str
    intent: str = ""
    topic: str = ""
    facts: Sequence[str] = ()
    confidence: float | None = None
    milliseconds: int | None = None
    error_id: str | None = None


@dataclass(frozen=True)
class Line:
    """A line of the question log with the words that were asked."""

    text: str
    asked: Asked


def note(session: Session, message: Message, channel: str, understood: Understood, now: dt.datetime) -> None:
    """Add the line of a message that is being answered (`turns.answer`)."""
    line = {**vars(understood), "facts": list(understood.facts)}
    session.execute(_NOTE, {"message_id": message.id, "at": now, "day": day(now), "channel": channel, **line})


def log(session: Session, since: dt.datetime, limit: int = 1000) -> list[Line]:
    """What was asked from `since` on, the oldest first."""
    lines = select(messages.c.text, asked).join(messages, messages.c.id == asked.c.message_id)
    recent = lines.where(asked.c.day >= day(since), asked.c.at >= since).order_by(asked.c.at, asked.c.message_id).limit(limit)
    return [Line(row[0], Asked(*row[1:])) for row in session.execute(recent)]


def newest(session: Session, conversation_id: int, limit: int) -> list[Asked]:
    """The last lines of the log of a conversation, the newest first."""
    lines = select(asked).join(messages, messages.c.id == asked.c.message_id).where(messages.c.conversation_id == conversation_id)
    return [Asked(*row) for row in session.execute(lines.order_by(messages.c.number.desc()).limit(limit))]


def statistics(session: Session, first: dt.date, last: dt.date) -> list[Tally]:
    """What was asked, and thought of the replies, from the first to the last day (UTC), in the order of their fields.

    Purges and erasures change nothing in them.
    """
    found: Counter[tuple[tuple[Any, ...], str]] = Counter()
    kept = select(tallies).where(tallies.c.day.between(first, last))
    for statement in (kept, _asked(asked.c.day.between(first, last)), _thumbs(feedback.c.day.between(first, last))):
        for row in session.execute(statement):
            for figure, number in zip(_FIGURES, row[len(_SORT) :]):
                found[tuple(row[: len(_SORT)]), figure] += number
    sorts = sorted({sort for sort, _ in found})
    return [Tally(*sort, *(found[sort, figure] for figure in _FIGURES)) for sort in sorts]


def tally(session: Session, message_ids: Any) -> None:
    """Add what the log and the thumbs say of these messages to the tallies; call it before the messages are deleted.

    message_ids: a list, or a SELECT of ids. One transaction at a time does so, or two could wait for each other.
    """
    for statement in (_asked(asked.c.message_id.in_(message_ids)), _thumbs(feedback.c.message_id.in_(message_ids))):
        adding = insert(session, tallies).from_select([*_SORT, *_FIGURES], statement)
        sums = {figure: tallies.c[figure] + adding.excluded[figure] for figure in _FIGURES}
        session.execute(adding.on_conflict_do_update(index_elements=list(_SORT), set_=sums))


def alone(session: Session) -> None:
    """Wait until no other transaction deletes and tallies (SQLite has but one that writes)."""
    if session.dialect.name == "postgresql":
        session.execute(text("LOCK TABLE tallies IN SHARE ROW EXCLUSIVE MODE"))


def day(moment: dt.datetime) -> dt.date:
    """The day of a moment, in UTC."""
    return moment.astimezone(UTC).date()


def _asked(which: Any) -> Any:
    sort = [asked.c[name] for name in _SORT]
    return select(*sort, func.count(), literal(0), literal(0)).where(which).group_by(*sort)


def _thumbs(which: Any) -> Any:
    sort = [feedback.c.day, feedback.c.channel, feedback.c.language, feedback.c.kind, literal("").label("intent"), feedback.c.topic]
    grouped = [column for column in sort if column.key != "intent"]
    up, down = (func.sum(cast(feedback.c.rating == rating, Integer)) for rating in (Rating.UP, Rating.DOWN))
    return select(*sort, literal(0), up, down).where(which).group_by(*grouped)
