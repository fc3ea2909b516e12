"""The folded form of a message (knowledge.text.folding), without the words of a correction."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from knowledge.text.corrections import meant
from knowledge.text.folding import fold
from nlu.components.base import FOLDED, Annotator


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class TextFolder(Annotator):
    """Adds `folded`: the one form that everything after works on."""

    def annotate(self, message: Message) -> None:
        """Add the folded form of one message."""
        message.set(FOLDED, heard(message.get(TEXT)))


def heard(text: str) -> str:
    """What is understood of a text: its folded form, and of a correction what is meant."""
    return meant(fold(text))
