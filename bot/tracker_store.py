"""A tracker store whose turn cost does not grow with the conversation.

One row a conversation: the slots, the active loop and the events of the last turns, cut at a user message. Stock Rasa
reads and replays every event of a conversation on each turn (docs/decisions.md, 10). The words themselves belong to
the records, not to the tracker.
"""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Any, Iterable

from rasa.core.tracker_store import SerializedTrackerAsText, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import Column, Float, MetaData, Table, Text, create_engine, event, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Engine

KEPT_TURNS = 3

_metadata = MetaData()
_trackers = Table(
    "trackers",
    _metadata,
    Column("sender_id", Text, primary_key=True),
    Column("events", Text, nullable=False),
    Column("updated", Float, nullable=False),
)


class FlatTrackerStore(TrackerStore, SerializedTrackerAsText):
    """Trackers in an SQLite file (or in memory where `path` is None); one row read and one written a turn."""

    def __init__(self, domain: Domain, path: Path | None = None) -> None:
        super().__init__(domain)
        self._engine = _engine(path)
        _metadata.create_all(self._engine)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write the tracker's slots, loop and last turns in one statement."""
        events = json.dumps([e.as_dict() for e in compact(tracker)], ensure_ascii=False)
        await asyncio.to_thread(self._write, tracker.sender_id, events, time.time())

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker with its last turns, or None."""
        events = await asyncio.to_thread(self._read, sender_id)
        if events is None:
            return None
        return DialogueStateTracker.from_events(sender_id, deserialise_events(json.loads(events)), self.domain.slots)

    async def keys(self) -> Iterable[str]:
        """The ids of all conversations."""
        return await asyncio.to_thread(self._keys)

    def _write(self, sender_id: str, events: str, updated: float) -> None:
        row = {"events": events, "updated": updated}
        statement = insert(_trackers).values(sender_id=sender_id, **row)
        with self._engine.begin() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["sender_id"], set_=row))

    def _read(self, sender_id: str) -> str | None:
        with self._engine.connect() as connection:
            events: str | None = connection.execute(select(_trackers.c.events).where(_trackers.c.sender_id == sender_id)).scalar()
        return events

    def _keys(self) -> list[str]:
        with self._engine.connect() as connection:
            return list(connection.execute(select(_trackers.c.sender_id)).scalars())


def compact(tracker: DialogueStateTracker) -> list[Event]:
    """The events that bring a fresh tracker to the state of `tracker`: slots and loop as they were, then the last turns."""
    events = list(tracker.events)
    turns = [index for index, e in enumerate(events) if isinstance(e, UserUttered)]
    if len(turns) <= KEPT_TURNS:
        return events
    cut = turns[-KEPT_TURNS]
    before = DialogueStateTracker.from_events(tracker.sender_id, events[:cut], tracker.slots.values())
    slots: list[Event] = [SlotSet(s.name, s.value, timestamp=events[cut].timestamp) for s in before.slots.values() if s.value is not None]
    loop: list[Event] = [ActiveLoop(before.active_loop_name)] if before.active_loop_name else []
    return [*slots, *loop, ActionExecuted("action_listen", timestamp=events[cut].timestamp), *events[cut:]]


def _engine(path: Path | None) -> Engine:
    if path is None:
        from sqlalchemy.pool import StaticPool

        return create_engine("sqlite://", connect_args={"check_same_thread": False}, poolclass=StaticPool, future=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{path}", connect_args={"check_same_thread": False, "timeout": 10}, future=True)
    event.listen(engine, "connect", _tune)
    return engine


def _tune(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
