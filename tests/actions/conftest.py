"""The small pack as the one in use, and turns of a conversation as an action meets them."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass, field
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import keeping
from knowledge.text.folding import fold
from knowledge.text.language import detect
from knowledge.understanding import Part, Understanding
from records import visits


@dataclass
class Conversation:
    """Runs actions one after the other, keeping the slots and the active loop between them.

    place: its public id in the records. today: a day before the small pack's fair.
    """

    linker: Any
    place: str = "nowhere"
    today: str = "2030-03-01"
    slots: dict[str, Any] = field(default_factory=dict)
    loop: dict[str, Any] = field(default_factory=dict)
    count: Any = field(default_factory=itertools.count)

    def tracker(self, text, intent, latest="action_listen"):
        """The tracker as it stands when an action runs. latest: the action before it."""
        folded = fold(text)
        part = Part(folded, tuple(self.linker.link(folded)), {intent: 0.95})
        message = {
            "text": text,
            "intent": {"name": intent, "confidence": 0.95},
            "entities": [],
            "metadata": {"today": self.today, "message_id": f"{self.place}-{next(self.count)}"},
            "understanding": Understanding(part, (part,), detect(text)).as_dict(),
        }
        slots = {"context": None, "language": None, "filing": None, **self.slots}
        return Tracker(self.place, slots, message, [], paused=False, followup_action=None, active_loop=self.loop, latest_action_name=latest)

    async def say(self, action, text, intent):
        """The one reply of `action` to a message that was understood as `intent`."""
        (reply,) = await self.replies(action, text, intent)
        return reply

    async def replies(self, action, text, intent, latest="action_listen"):
        """The replies of `action`; what it leaves in slots and loop is kept."""
        dispatcher = CollectingDispatcher()
        events = await action().run(dispatcher, self.tracker(text, intent, latest), {})
        self.slots.update({event["name"]: event["value"] for event in events if event["event"] == "slot"})
        for event in events:
            if event["event"] == "active_loop":
                self.loop = {"name": event["name"]} if event["name"] else {}
        return [{"text": said["text"], "buttons": said["buttons"], **said["metadata"]} for said in dispatcher.messages]


@pytest.fixture
def records(scribe):
    """Records that the actions of a test file in."""
    keeping.use(scribe)
    return scribe


@pytest.fixture
def conversation(small, small_library, records):
    """A conversation about the small pack, with records."""
    with records.database.begin() as session:
        place = visits.open_conversation(session, "test", "", "visitor", dt.datetime.now(dt.timezone.utc)).public_id
    return Conversation(small_library.index().linker, place)
