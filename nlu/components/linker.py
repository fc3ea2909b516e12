"""Names of the pack in a message: topics, people, bodies and places (knowledge.linker)."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message

from knowledge import library
from nlu.components.base import FOLDED, MENTIONS, Annotator


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class TopicLinker(Annotator, EntityExtractorMixin):  # type: ignore[misc]
    """Adds the names as entities; nothing is learned, so a new pack needs no training.

    `start` and `end` count in the folded text, which is of the same length as the message only where nothing had to
    be folded.
    """

    def annotate(self, message: Message) -> None:
        """Add the names in one message."""
        mentions = library.shared().index().linker.link(message.get(FOLDED) or "")
        message.set(MENTIONS, mentions)
        entities = [
            {"entity": m.kind, "value": m.id, "start": m.start, "end": m.end, "confidence_entity": m.score, "extractor": self.name}
            for m in mentions
        ]
        message.set(ENTITIES, [*message.get(ENTITIES, []), *entities], add_to_output=True)
