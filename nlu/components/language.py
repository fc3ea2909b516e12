"""The language of a message, by script first (knowledge.text.language)."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from knowledge.text.language import detect
from nlu.components.base import LANGUAGE, Annotator


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class LanguageDetector(Annotator):
    """Adds `language`: what to answer in, and how sure that is."""

    def annotate(self, message: Message) -> None:
        """Add the language of one message."""
        message.set(LANGUAGE, detect(message.get(TEXT))._asdict(), add_to_output=True)
