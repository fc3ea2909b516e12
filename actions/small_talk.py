"""Small talk: short, kind, and back to the conference."""

from __future__ import annotations

from rasa_sdk import Action

from actions.base import Turn, TurnAction
from knowledge.reply import Reply


class ActionSmallTalk(TurnAction, Action):  # type: ignore[misc]
    """Says the text that has the intent's name."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_small_talk"

    async def reply(self, turn: Turn) -> tuple[Reply, Turn]:
        """The text of the intent."""
        return turn.service.small_talk(turn.intent, turn.context.turn), turn
