"""A wish for a person, and what only a person can settle."""

from __future__ import annotations

from rasa_sdk import Action

from actions.base import Turn, TurnAction
from actions.casework.turns import handed_over
from knowledge.reply import Reply


class ActionHandOver(TurnAction, Action):  # type: ignore[misc]
    """Files a case for staff and names the contact; promises nothing in the organisers' name."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_hand_over"

    async def reply(self, turn: Turn) -> tuple[Reply, Turn]:
        """The contact of what it is about, the number of the case, and how the visitor can be reached."""
        return await handed_over(turn)
