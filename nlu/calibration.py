"""Learns the ranker's weights from a pack's own phrases.

Each is ranked by an index, and classified by a model, that have not seen it. The weights belong to no pack; they are
kept in `knowledge/index/weights.json`.
"""

from __future__ import annotations

from typing import Callable, NamedTuple, Sequence

import numpy as np

from knowledge.index.index import FEATURES, LANGUAGES, FactIndex, weights
from knowledge.pack import Pack
from knowledge.text.folding import fold
from knowledge.understanding import Part
from nlu.model import QuestionModel
from nlu.phrases import pack_phrases, prepared

FOLDS = 5
BEST = 30


class Held(NamedTuple):
    """A phrase that index and model have not seen. features: of the best candidates, of shape (BEST, FEATURES), best
    first; right: the place of its own candidate among them, -1 where it is not.
    """

    phrase: str
    language: str
    features: np.ndarray
    right: int


def held_out(pack: Pack, examples: Sequence[tuple[str, str]], used: int = FOLDS, report: Callable[[str], None] = print) -> list[Held]:
    """Every phrase of the first `used` of FOLDS parts, with the scores of an index built on the others.

    examples: folded training examples with their intents, beside the phrases of the pack.
    """
    phrases = [(ask, language, c.id) for c in pack.candidates for language in LANGUAGES for ask in c.asks.in_(language)]
    part = np.random.RandomState(0).randint(0, FOLDS, len(phrases))
    found: list[Held] = []
    for number in range(used):
        report(f"part {number + 1} of {used}")
        out = [p for p, n in zip(phrases, part) if n == number]
        left = frozenset(p[0] for p in out)
        index = FactIndex.build(pack, leave_out=left)
        model = _model(index, examples, frozenset(map(fold, left)))
        found.extend(_held(index, model, *row) for row in out)
    return found


def _model(index: FactIndex, examples: Sequence[tuple[str, str]], left: frozenset[str]) -> QuestionModel:
    rows = [*examples, *((text, intent) for text, intent in pack_phrases(index.pack) if text not in left)]
    return QuestionModel().fit([prepared(t, index.linker.link(t)) for t, _ in rows], [intent for _, intent in rows])


def _held(index: FactIndex, model: QuestionModel, ask: str, language: str, id_: str) -> Held:
    folded = fold(ask)
    mentions = tuple(index.linker.link(folded))
    chances = dict(zip(model.classes, map(float, model.predict_proba([prepared(folded, mentions)])[0])))
    features = index.features(index.query(folded, mentions, asked=Part(folded, mentions, chances).kinds()))
    best = list(np.argsort(-(features @ weights()), kind="stable")[:BEST])
    right = index.position[id_]
    return Held(ask, language, features[best], best.index(right) if right in best else -1)


def learn(held: Sequence[Held], rounds: int = 400, rate: float = 0.3) -> dict[str, float]:
    """The weights that make the right candidate most likely (softmax over the best; Adam)."""
    rows = [h for h in held if h.right >= 0]
    features, right = np.array([h.features for h in rows]), np.array([h.right for h in rows])
    scale = features.std((0, 1)) + 1e-6
    features = features / scale
    w, mean, square = (np.zeros(len(FEATURES)) for _ in range(3))
    for step in range(rounds):
        scores = features @ w
        chances = np.exp(scores - scores.max(1, keepdims=True))
        chances /= chances.sum(1, keepdims=True)
        told = np.einsum("ij,ijk->k", chances, features) - features[np.arange(len(right)), right].sum(0)
        gradient = told / len(right) + 1e-3 * w
        mean, square = 0.9 * mean + 0.1 * gradient, 0.99 * square + 0.01 * gradient**2
        w -= rate * (1 - step / rounds) * mean / (np.sqrt(square) + 1e-6)
    return {name: round(float(value), 4) for name, value in zip(FEATURES, w / scale)}
