"""A wish for a language."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Action

from actions.base import Turn, TurnAction
from knowledge.reply import Reply

_LANGUAGES = {"speak_chinese": "zh", "speak_english": "en"}


class ActionSetLanguage(TurnAction, Action):  # type: ignore[misc]
    """Fixes the language of the replies until another is asked for."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_set_language"

    def reply(self, turn: Turn) -> tuple[Reply, Turn]:
        """A word in the language that was asked for."""
        chosen = _LANGUAGES[turn.intent]
        after = replace(turn, fixed=chosen, language=turn.language._replace(reply=chosen, spoken=chosen))
        return after.service.small_talk(turn.intent, turn.context.turn), after
