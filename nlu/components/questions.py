"""The question classifier: what is asked, in the whole of a message and in each of its clauses."""

from __future__ import annotations

from typing import Any, Sequence

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from knowledge import library
from knowledge.index.store import vectors_in
from knowledge.text.language import Language
from knowledge.text.segments import segments
from knowledge.understanding import Part, Understanding
from nlu.asking import asking, ranked
from nlu.components.base import FOLDED, LANGUAGE, UNDERSTANDING
from nlu.components.folding import heard
from nlu.model import QuestionModel
from nlu.phrases import pack_phrases, prepared

_LEAST = 0.01
_RANKED = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class QuestionClassifier(GraphComponent, IntentClassifier):  # type: ignore[misc]
    """A model on words, with the names of topics seen and masked, and on meaning.

    It learns from the examples in `nlu/examples` and from the questions of the pack, whose kind is known. Since the
    topics are masked, a new pack needs no new training.
    """

    def __init__(self, storage: ModelStorage, resource: Resource, model: QuestionModel | None = None) -> None:
        self._storage, self._resource, self._model = storage, resource, model

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "QuestionClassifier":
        """Made by Rasa before training."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **_: Any
    ) -> "QuestionClassifier":
        """Read what `train` wrote."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, QuestionModel.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the intents."""
        examples = [(e.get(FOLDED), e.get(INTENT)) for e in training_data.intent_examples if e.get(FOLDED)]
        shared = library.shared()
        index = shared.index()
        rows = [*examples, *pack_phrases(index.pack)]
        texts = [prepared(folded, index.linker.link(folded)) for folded, _ in rows]
        self._model = QuestionModel().fit(texts, [intent for _, intent in rows], vectors_in(shared.cache))
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add `intent`, `intent_ranking` and `understanding`."""
        for message in messages:
            if message.get(TEXT):
                self._classify(message)
        return messages

    def _classify(self, message: Message) -> None:
        texts = parts_of(message.get(FOLDED) or "")
        known = {part.text: part for part in self._parts(list(dict.fromkeys(texts)))}  # a message of one clause is that clause
        whole, *parts = (known[text] for text in texts)
        understanding = Understanding(whole, tuple(parts), Language(**message.get(LANGUAGE)))
        ranking = [{"name": n, "confidence": c} for n, c in ranked(asking(understanding))[:_RANKED]]
        message.set("intent", ranking[0], add_to_output=True)
        message.set("intent_ranking", ranking, add_to_output=True)
        message.set(UNDERSTANDING, understanding.as_dict(), add_to_output=True)

    def _parts(self, texts: list[str]) -> list[Part]:
        assert self._model is not None
        linker = library.shared().index().linker
        mentions = [tuple(linker.link(text)) for text in texts]
        chances = self._model.predict_proba([prepared(text, found) for text, found in zip(texts, mentions)])
        return [Part(text, found, likely(self._model.classes, row)) for text, found, row in zip(texts, mentions, chances)]


def parts_of(folded: str) -> list[str]:
    """What is classified of a folded message: the whole, then each of its clauses."""
    names = [folded[m.start : m.end] for m in library.shared().index().linker.link(folded) if m.is_written]
    return [folded, *segments(folded, names)]


def read_ahead(text: str) -> None:
    """Work out what a message's parts mean, and how like the pack's phrases that is, before the message is understood.

    It takes longer than all the rest, and keeps no other thread from computing.
    """
    meanings = library.shared().index().meanings
    for part in dict.fromkeys(parts_of(heard(text))):
        meanings.likeness_of(part)


def likely(classes: Sequence[str], chances: np.ndarray) -> dict[str, float]:
    """The intents that count, with their probability given that it is one of them."""
    total = float(chances.sum()) or 1.0
    return {name: float(p) / total for name, p in zip(classes, chances) if p >= _LEAST * total}
