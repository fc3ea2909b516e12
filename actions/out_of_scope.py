"""What has nothing to do with the conference, and what cannot be read."""

from __future__ import annotations

from rasa_sdk import Action

from actions.base import Turn, TurnAction
from knowledge.reply import Reply


class ActionOutOfScope(TurnAction, Action):  # type: ignore[misc]
    """A short way back."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_out_of_scope"

    async def reply(self, turn: Turn) -> tuple[Reply, Turn]:
        """What can be asked here."""
        return turn.service.out_of_scope("not_understood" if turn.intent == "nonsense" else "far"), turn
