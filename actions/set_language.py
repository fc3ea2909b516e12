"""A wish for a language."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Action

from actions.base import Turn, TurnAction
from knowledge.answering.wish import wished_language
from knowledge.reply import Reply

TEXTS = {"zh": "speak_chinese", "en": "speak_english"}


class ActionSetLanguage(TurnAction, Action):  # type: ignore[misc]
    """Fixes the language of the replies until another is asked for."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_set_language"

    async def reply(self, turn: Turn) -> tuple[Reply, Turn]:
        """A word in the language that was asked for."""
        chosen = wished_language(turn.intent, turn.understanding.whole.text, turn.language.reply)
        after = replace(turn, fixed=chosen, language=turn.language._replace(reply=chosen, spoken=chosen))
        return after.service.small_talk(TEXTS[chosen], turn.context.turn), after
