"""The small pack as the one in use, and turns of a conversation as an action meets them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.keeping import Office, use
from connectors.gateway import in_memory
from knowledge.text.folding import fold
from knowledge.text.language import detect
from knowledge.understanding import Part, Understanding
from records import visits


@dataclass
class Conversation:
    """Runs actions one after the other, keeping the slots between them. today: a day before the small pack's fair."""

    linker: Any
    place: str = "visitor"
    today: str = "2030-03-01"
    slots: dict[str, Any] = field(default_factory=dict)
    messages: int = 0

    def tracker(self, text, intent):
        """The tracker as it stands when an action runs."""
        folded = fold(text)
        self.messages += 1
        part = Part(folded, tuple(self.linker.link(folded)), {intent: 0.95})
        message = {
            "text": text,
            "intent": {"name": intent, "confidence": 0.95},
            "entities": [],
            "metadata": {"today": self.today, "message_id": f"{self.place}-{self.messages}"},
            "understanding": Understanding(part, (part,), detect(text)).as_dict(),
        }
        slots = {"context": None, "language": None, "filing": None, **self.slots}
        return Tracker(
            self.place, slots, message, [], paused=False, followup_action=None, active_loop={}, latest_action_name="action_listen"
        )

    async def say(self, action, text, intent):
        """The last reply of `action` to a message that was understood as `intent`."""
        dispatcher = CollectingDispatcher()
        events = await action().run(dispatcher, self.tracker(text, intent), {})
        self.slots.update({event["name"]: event["value"] for event in events if event["event"] == "slot"})
        *_, message = dispatcher.messages
        return {"text": message["text"], "buttons": message["buttons"], **message["metadata"]}


@pytest.fixture
def conversation(small, small_library):
    """A conversation about the small pack, with records of its own."""
    scribe = in_memory()
    use(Office(scribe))
    with scribe.database.begin() as session:
        place = visits.open_conversation(session, "web", "", "somebody", dt.datetime.now(dt.timezone.utc), "en").public_id
    return Conversation(small_library.index().linker, place)
