"""Talk about what was filed: how it stands, adding to it, withdrawing it."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Action

from actions.base import Turn, TurnAction, case_talk
from knowledge.reply import Reply


class ActionCases(TurnAction, Action):  # type: ignore[misc]
    """Does what the intent wishes."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_cases"

    async def reply(self, turn: Turn) -> tuple[Reply, Turn]:
        """What comes of it, and what is asked back."""
        talk = case_talk(turn)
        wished = {"case_status": talk.status, "case_withdraw": talk.withdraw, "case_add": talk.add}
        told = await wished[turn.intent]()
        return told.reply, replace(turn, filings=replace(turn.filings, pending=told.pending))
