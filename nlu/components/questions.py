"""The question classifier: what is asked, in the whole of a message and in each of its clauses."""

from __future__ import annotations

from dataclasses import replace
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
from knowledge.service import FORMS
from knowledge.text.concepts import concepts_in
from knowledge.text.language import Language
from knowledge.text.segments import is_asking, is_question, segments
from knowledge.understanding import ASK, NEAR, Part, Understanding
from nlu.components.base import FOLDED, LANGUAGE, UNDERSTANDING
from nlu.components.folding import heard
from nlu.model import QuestionModel
from nlu.phrases import pack_phrases, prepared

_TALK = frozenset({"greet", "goodbye", "thank", "how_are_you", "praise", "grumble", "wait", "affirm", "deny", "out_of_scope"})
_TOLD = frozenset({*FORMS, "complaint"})
"""What a story looks like whose last clause asks something."""
_CLEARLY = 0.5
_SURELY = 0.9
_WAYS = frozenset({f"{ASK}procedure", f"{ASK}contact", f"{ASK}phone", f"{ASK}email", f"{ASK}choice"})
"""What whoever wishes to file asks as well."""
_SETTLED = frozenset({f"{ASK}time", f"{ASK}deadline", f"{ASK}venue"})
"""What is answered though somebody complains; who can help, only staff can tell."""
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
    return [folded, *segments(folded)]


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


def asking(message: Understanding) -> Part:
    """The part of a message that says what it wants: the whole; or, where that is talk, the clause in it that asks.

    "官网发我下 谢谢", "how long is it? i must book my train": thanks and the world at large stand beside a question.
    """
    best, _ = ranked(message.whole)[0]
    if best in _TOLD:
        return _asked_of_a_story(message) or _price_asked(message.whole) or message.whole
    if best not in _TALK or len(message.clauses) < 2:
        return message.whole
    for clause in message.clauses:
        question, chance = ranked(clause)[0]
        if question.startswith(ASK) and chance >= _CLEARLY and is_asking(clause.text):
            return clause
    return message.whole


def _asked_of_a_story(message: Understanding) -> Part | None:
    """The clause that asks for a fact, of a message that tells of a plan or a grief ("we plan a forum. Which topics are welcome?")."""
    grieves = ranked(message.whole)[0][0] == "complaint"
    for clause in reversed(message.clauses if len(message.clauses) > 1 else ()):
        asks = {name: chance for name, chance in clause.intents.items() if name.startswith(ASK) and name not in _WAYS}
        fitting = {name: chance for name, chance in asks.items() if name in _SETTLED or not grieves}
        if sum(fitting.values()) >= _SURELY and is_question(clause.text):
            return clause
    return None


def _price_asked(whole: Part) -> Part | None:
    """A message as a question, where it looks like a wish to file and asks for a price: whoever does so wishes nothing yet."""
    if ranked(whole)[0][0] not in FORMS or not is_question(whole.text) or not any(m.concept == "fee" for m in concepts_in(whole.text)):
        return None
    asks = {name: chance for name, chance in whole.intents.items() if name.startswith((ASK, NEAR))}
    return replace(whole, intents=asks) if asks else None


def ranked(whole: Part) -> list[tuple[str, float]]:
    """Intents, best first: the questions come before the rest where together they are more likely than it.

    Who names a contact by name or number asks about it, and does not ask for just anybody.
    """
    intents = sorted(whole.intents.items(), key=lambda item: (-item[1], item[0]))
    questions = [(n, p) for n, p in intents if n.startswith(ASK) or n == NEAR]
    others = [(n, p) for n, p in intents if (n, p) not in questions]
    named = any(mention.kind in ("person", "contact", "surname") for mention in whole.mentions)
    if questions and (sum(p for _, p in questions) > max((p for _, p in others), default=0.0) or named):
        return [*questions, *others]
    return [*others, *questions]
