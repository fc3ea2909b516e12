"""Talk about what was filed: how it stands, adding to it, withdrawing it."""

from __future__ import annotations

from rasa_sdk import Action

from actions.base import Turn, TurnAction
from actions.casework.finding import case_wish
from actions.casework.turns import about_case
from knowledge.reply import Reply


class ActionCases(TurnAction, Action):  # type: ignore[misc]
    """Does what the intent wishes."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_cases"

    async def reply(self, turn: Turn) -> tuple[Reply, Turn]:
        """What comes of it, and what is asked back."""
        return await about_case(turn, case_wish(turn.said) or turn.intent)
