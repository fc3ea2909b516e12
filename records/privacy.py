"""Export, erasure and retention of what is kept of visitors. Statistics survive all of it, without words or names."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any, Sequence

from sqlalchemy import Column, Table, delete, exists, func, select, text, update

from records import handover, questions, spent
from records.cases import figures, retention
from records.database import Database, Session
from records.errors import NoSuchVisitor
from records.models import button_tokens, cases, conversations, deliveries, handovers, messages, notes, proposals, trackers, visitors
from records.plain import plain
from records.reach import belongs, reached

CASE_DAYS = 730.0
"""Days that a case is kept after its last change, if nothing else is set."""
_EVER = 36525
"""Days: more than that is for ever."""


@dataclass(frozen=True)
class Purged:
    """What a purge deleted. more: there is more to purge; call again, in another transaction."""

    visitors: int
    messages: int
    more: bool
    cases: int = 0


def export(session: Session, visitor_id: int) -> dict[str, list[dict[str, Any]]]:
    """All that is kept of a visitor, as JSON: for each table that has any, its rows. In a `Database.read`, it is of one moment.

    Raises:
        NoSuchVisitor: there is none, or not any more.
    """
    kept = {table.name: _rows(session, table, visitor_id) for table in reached() if not table.info.get("internal")}
    if not kept["visitors"]:
        raise _missing()
    return {name: rows for name, rows in kept.items() if rows}


def erase(session: Session, visitor_id: int) -> dict[str, int]:
    """Delete all that is kept of a visitor; how many rows of each table.

    A turn under way cannot bring anything back: what it writes is refused. Call `Database.scrub` after the commit.

    Raises:
        NoSuchVisitor: there is none, or not any more.
    """
    questions.alone(session)
    if session.execute(select(visitors.c.id).where(visitors.c.id == visitor_id).with_for_update()).first() is None:
        raise _missing()
    session.execute(select(conversations.c.id).where(conversations.c.visitor_id == visitor_id).with_for_update()).all()
    questions.tally(session, select(messages.c.id).where(belongs(messages, visitor_id)))
    handover.tally(session, select(conversations.c.id).where(conversations.c.visitor_id == visitor_id))
    figures.tally(session, select(cases.c.id).where(belongs(cases, visitor_id)))
    counted = {table.name: _count(session, table, visitor_id) for table in reached()}
    session.execute(delete(visitors).where(visitors.c.id == visitor_id))
    return {name: number for name, number in counted.items() if number}


def purge(session: Session, now: dt.datetime, days: float, limit: int = 500, *, case_days: float = CASE_DAYS) -> Purged:
    """Delete up to `limit` messages older than `days` with all that belongs to them, and visitors with nothing newer.

    Kept are messages that wait for their answer and replies that wait for their delivery. A case outlives its messages: it
    keeps its conversation and its visitor until nobody has changed it for `case_days`. A short transaction: visitors wait
    little.
    """
    questions.alone(session)
    before = now - dt.timedelta(days=min(days, _EVER))
    old = _old_messages(session, before, limit)
    ids = [message_id for message_id, _ in old]
    questions.tally(session, ids)
    spent.purge(session, now)
    session.execute(delete(messages).where(messages.c.id.in_(ids)))
    _forget_old_turns(session, {conversation_id for _, conversation_id in old}, before)
    _forget_asides(session, before)
    buttons = select(button_tokens.c.token).where(button_tokens.c.at < before).limit(limit)
    gone = session.execute(delete(button_tokens).where(button_tokens.c.token.in_(buttons))).rowcount
    filed, unfinished = retention.purge(session, now, now - dt.timedelta(days=min(case_days, _EVER)), limit)
    idle, left = _delete_idle(session, before, limit)
    return Purged(left, len(old), more=limit in {len(old), gone, filed, unfinished, idle}, cases=filed)


def purge_all(database: Database, now: dt.datetime, days: float, limit: int = 500, *, case_days: float = CASE_DAYS) -> Purged:
    """Purge in short transactions until nothing is left to purge, then scrub; the sum of it.

    Raises:
        DatabaseUnavailable: see there; what was purged before stays purged.
    """
    people = words = filed = 0
    more = True
    while more:
        with database.begin() as session:
            purged = purge(session, now, days, limit, case_days=case_days)
        people, words, filed, more = people + purged.visitors, words + purged.messages, filed + purged.cases, purged.more
    if people or words or filed:
        database.scrub()
    return Purged(people, words, more=False, cases=filed)


def _old_messages(session: Session, before: dt.datetime, limit: int) -> list[tuple[int, int]]:
    """Ids of messages that may go, with those of their conversations."""
    unsent = exists(
        select(deliveries.c.id).where(deliveries.c.message_id == messages.c.id, text("deliveries.state IN ('pending', 'failed')"))
    )
    done = text("(messages.state IS NULL OR messages.state <> 'accepted')")
    found = select(messages.c.id, messages.c.conversation_id).where(messages.c.at < before, done, ~unsent)
    return [tuple(row) for row in session.execute(found.order_by(messages.c.at, messages.c.id).limit(limit))]


def _forget_old_turns(session: Session, conversation_ids: set[int], before: dt.datetime) -> None:
    """Delete the trackers, of these conversations, that still hold an event of that time; the assistant begins anew there."""
    held = select(trackers.c.sender, trackers.c.events).join(conversations, conversations.c.public_id == trackers.c.sender)
    rows = session.execute(held.where(conversations.c.id.in_(conversation_ids))).all()
    old = [sender for sender, events in rows if _oldest(json.loads(events)) < before.timestamp()]
    session.execute(delete(trackers).where(trackers.c.sender.in_(old)))


def _forget_asides(session: Session, before: dt.datetime) -> None:
    """Delete what was written beside the messages of that time: notes of staff, comments on hand-overs, proposals."""
    session.execute(delete(notes).where(notes.c.at < before))
    session.execute(delete(proposals).where(proposals.c.answered_at < before))
    old = update(handovers).where(handovers.c.ended_at < before, handovers.c.comment != "")
    session.execute(old.values(comment=""))


def _oldest(events: Sequence[dict[str, Any]]) -> float:
    return min((event.get("timestamp") or 0.0 for event in events), default=0.0)


def _delete_idle(session: Session, before: dt.datetime, limit: int) -> tuple[int, int]:
    """Delete up to `limit` conversations with nothing newer, nothing waiting and no case, and visitors left without any.

    The rows are locked first and looked at again then, for a message may have come in between. How many of each.
    """
    empty = [~exists(select(table.c.id).where(table.c.conversation_id == conversations.c.id)) for table in (messages, cases)]
    idle = select(conversations.c.id, conversations.c.visitor_id).where(conversations.c.last_at < before, *empty)
    rows = session.execute(idle.order_by(conversations.c.last_at).limit(limit).with_for_update()).all()
    going = (conversations.c.id.in_([row.id for row in rows]), *empty)
    handover.tally(session, select(conversations.c.id).where(*going))
    session.execute(delete(conversations).where(*going))
    theirs = [row.visitor_id for row in rows]
    session.execute(select(visitors.c.id).where(visitors.c.id.in_(theirs)).with_for_update()).all()
    alone = ~exists(select(conversations.c.id).where(conversations.c.visitor_id == visitors.c.id))
    return len(rows), session.execute(delete(visitors).where(visitors.c.id.in_(theirs), alone)).rowcount


def _count(session: Session, table: Table, visitor_id: int) -> int:
    return int(session.execute(select(func.count()).select_from(table).where(belongs(table, visitor_id))).scalar())


def _rows(session: Session, table: Table, visitor_id: int) -> list[dict[str, Any]]:
    columns = [column for column in table.c if not column.info.get("internal")]
    rows = session.execute(select(*columns).where(belongs(table, visitor_id)).order_by(*table.primary_key.columns))
    return [{column.name: _plain(column, value) for column, value in zip(columns, row)} for row in rows]


def _plain(column: Column, value: Any) -> Any:
    """A value as JSON."""
    return json.loads(value) if column.info.get("json") else plain(value)


def _missing() -> NoSuchVisitor:
    return NoSuchVisitor("There is no such visitor, or not any more.")
