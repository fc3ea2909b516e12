"""Learns the ranker's weights from a pack's own phrases: each is ranked by an index that has not seen it."""

from __future__ import annotations

from typing import Callable, NamedTuple

import numpy as np

from knowledge.index.index import FEATURES, LANGUAGES, FactIndex
from knowledge.pack import Pack
from knowledge.text.folding import fold

FOLDS = 5


class Held(NamedTuple):
    """A phrase that an index has not seen. features: (candidates, FEATURES); right: the position of its candidate."""

    phrase: str
    language: str
    features: np.ndarray
    right: int


def held_out(pack: Pack, folds: int = FOLDS, used: int = FOLDS, report: Callable[[str], None] = print) -> list[Held]:
    """Every phrase of the first `used` of `folds` parts, with the scores from an index built on the others."""
    phrases = [(ask, language, c.id) for c in (*pack.facts.values(), *pack.gaps.values()) for language in LANGUAGES for ask in c.asks.in_(language)]
    part = np.random.RandomState(0).randint(0, folds, len(phrases))
    found = []
    for number in range(used):
        report(f"part {number + 1} of {used}")
        out = [p for p, n in zip(phrases, part) if n == number]
        index = FactIndex.build(pack, leave_out=frozenset(p[0] for p in out))
        for ask, language, id_ in out:
            folded = fold(ask)
            found.append(Held(ask, language, index.features(index.query(folded, index.linker.link(folded))), index.position[id_]))
    return found


def learn(held: list[Held], rounds: int = 300, rate: float = 0.3) -> dict[str, float]:
    """The weights that make the right candidate most likely (softmax over the candidates; Adam)."""
    width = len(FEATURES)
    scale = np.mean([h.features.std(0) for h in held], axis=0) + 1e-6
    rows = [(h.features / scale, h.right) for h in held]
    w, mean, square = np.zeros(width), np.zeros(width), np.zeros(width)
    for step in range(rounds):
        gradient = 1e-3 * w
        for features, right in rows:
            score = features @ w
            p = np.exp(score - score.max())
            gradient += (features.T @ (p / p.sum()) - features[right]) / len(rows)
        mean, square = 0.9 * mean + 0.1 * gradient, 0.99 * square + 0.01 * gradient**2
        w -= rate * (1 - step / rounds) * mean / (np.sqrt(square) + 1e-6)
    return {name: round(float(value), 4) for name, value in zip(FEATURES, w / scale)}
