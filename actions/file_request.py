"""A wish to file a booth request, a need or a forum proposal."""

from __future__ import annotations

from rasa_sdk import Action

from actions.base import Turn, TurnAction
from knowledge.reply import Reply


class ActionFile(TurnAction, Action):  # type: ignore[misc]
    """Says how it is done, from the notice."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_file"

    def reply(self, turn: Turn) -> tuple[Reply, Turn]:
        """The procedure, its deadline and whom to ask."""
        return turn.service.filing(turn.intent), turn
