"""Answers a question about the conference from the notice."""

from __future__ import annotations

from rasa_sdk import Action

from actions.base import Turn, TurnAction, answer
from knowledge.reply import Reply


class ActionAnswer(TurnAction, Action):  # type: ignore[misc]
    """For every kind of question, and for what the notice is silent about."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_answer"

    async def reply(self, turn: Turn) -> tuple[Reply, Turn]:
        """The facts, a question back, or "the notice doesn't say"."""
        return answer(turn)
