"""A wish for a person, and what only a person can settle."""

from __future__ import annotations

from rasa_sdk import Action

from actions.base import Turn, TurnAction
from knowledge.answering.contacts import section_named
from knowledge.reply import Reply


class ActionHandOver(TurnAction, Action):  # type: ignore[misc]
    """Names the contact; promises nothing in the organisers' name."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_hand_over"

    def reply(self, turn: Turn) -> tuple[Reply, Turn]:
        """The contact of what it is about."""
        topic = section_named(turn.index, turn.understanding, turn.context)
        return turn.service.hand_over(topic, wish=turn.intent == "want_person"), turn
