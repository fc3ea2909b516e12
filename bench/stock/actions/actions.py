"""Actions with the names of ours that do less: a reply with buttons and metadata, and two slots kept.

They read no pack and rank no facts, so a turn of the stock project is measured at its best.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher


class _Answer:
    """Says what was understood, and keeps it."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        intent = tracker.latest_message["intent"]
        turn = (tracker.get_slot("context") or {}).get("turn", 0) + 1
        buttons = [{"title": intent["name"], "payload": intent["name"]}]
        metadata = {"kind": "answer", "confidence": intent.get("confidence"), "facts": [], "sources": []}
        dispatcher.utter_message(text=f"{intent['name']} ({turn})", buttons=buttons, metadata=metadata)
        return [SlotSet("context", {"turn": turn, "intent": intent["name"]}), SlotSet("language", {"last": "zh"})]


class ActionAnswer(_Answer, Action):
    def name(self) -> str:
        return "action_answer"


class ActionSmallTalk(_Answer, Action):
    def name(self) -> str:
        return "action_small_talk"


class ActionOutOfScope(_Answer, Action):
    def name(self) -> str:
        return "action_out_of_scope"


class ActionHandOver(_Answer, Action):
    def name(self) -> str:
        return "action_hand_over"


class ActionFile(_Answer, Action):
    def name(self) -> str:
        return "action_file"


class ActionCases(_Answer, Action):
    def name(self) -> str:
        return "action_cases"


class ActionSetLanguage(_Answer, Action):
    def name(self) -> str:
        return "action_set_language"
