"""The folded form of a message (knowledge.text.folding)."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from knowledge.text.folding import fold
from nlu.components.base import FOLDED, Annotator


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class TextFolder(Annotator):
    """Adds `folded`: the one form that everything after works on."""

    def annotate(self, message: Message) -> None:
        """Add the folded form of one message."""
        message.set(FOLDED, fold(message.get(TEXT)))
