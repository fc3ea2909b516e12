"""A tracker store whose turn cost does not grow with the conversation.

One row a conversation, in the records: the slots, the active loop and the events of the last turns, cut at a user
message. Stock Rasa reads and replays every event of a conversation on each turn (docs/decisions.md, 10).
"""

from __future__ import annotations

import datetime as dt
from typing import Iterable

import orjson
from rasa.core.tracker_store import SerializedTrackerAsText, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker

from connectors.gateway.scribe import Scribe
from records import trackers

KEPT_TURNS = 3


class FlatTrackerStore(TrackerStore, SerializedTrackerAsText):
    """Trackers in the records; one row read and one written a turn."""

    def __init__(self, domain: Domain, scribe: Scribe) -> None:
        super().__init__(domain)
        self._scribe = scribe

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write the tracker's slots, loop and last turns in one statement.

        Raises:
            DatabaseUnavailable: it is not kept.
        """
        events = orjson.dumps([e.as_dict() for e in compact(tracker)]).decode()
        now = dt.datetime.now(dt.timezone.utc)
        await self._scribe.write(lambda session: trackers.write(session, tracker.sender_id, events, now))

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker with its last turns, or None.

        Raises:
            DatabaseUnavailable: whether there is one cannot be told.
        """
        events = await self.read(sender_id)
        if events is None:
            return None
        return DialogueStateTracker.from_events(sender_id, deserialise_events(orjson.loads(events)), self.domain.slots)

    async def read(self, sender_id: str) -> str | None:
        """The events of a tracker as JSON, or None."""
        return await self._scribe.read(lambda session: trackers.read(session, sender_id), here=True)

    async def keys(self) -> Iterable[str]:
        """None: the records list conversations; nothing of Rasa that is used here asks the store."""
        return []


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
