"""Likeness of meaning: how near a message stands to the phrases of each candidate, in a space of their own.

The vectors of `knowledge.text.meaning` are turned so that what differs between phrases of one and the same fact (the
language, the register, the wording) counts little, and what differs between facts counts much: within-class covariance
normalisation (Hatch, Kajarekar and Stolcke 2006).
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from knowledge.index import regression
from knowledge.index.products import Products
from knowledge.text.meaning import vector

_KEPT = 256
_SHRINK = 1.0  # of the within-class covariance towards a multiple of the identity


class Likeness(NamedTuple):
    """Scores of the candidates, each of shape (candidates,): cosine with the phrase most alike, cosine with the mean of all, and
    the log probability by softmax regression.
    """

    nearest: np.ndarray
    centre: np.ndarray
    posterior: np.ndarray


class Phrases(NamedTuple):
    """The phrases of an index as vectors, and the space that they span.

    mean, turn: from an encoder's vector to the space of the index. rows: the phrases there, of shape (phrases, dimensions), in
    float16, those of one candidate side by side. starts: where those of each begin. weights: see `knowledge.index.regression`.
    """

    mean: np.ndarray
    turn: np.ndarray
    rows: np.ndarray
    starts: np.ndarray
    weights: np.ndarray

    @classmethod
    def fit(cls, vectors: np.ndarray, starts: np.ndarray) -> "Phrases":
        """Learn from the phrases' vectors, of shape (phrases, dimensions)."""
        mean = vectors.mean(axis=0)
        vectors = _unit(vectors - mean)
        counts = np.diff([*starts, len(vectors)])
        within = vectors - np.repeat(np.add.reduceat(vectors, starts) / counts[:, None], counts, axis=0)
        turn = _whitening(within.T @ within / len(within))
        rows = _unit(vectors @ turn)
        weights = regression.fit(rows, np.repeat(np.arange(len(starts)), counts))
        return cls(mean, turn, rows.astype(np.float16), starts, weights)


class Meanings:
    """Compares texts with phrases, of which it keeps what comparing needs."""

    def __init__(self, phrases: Phrases) -> None:
        self.starts = phrases.starts
        self._mean, self._turn, self._weights = phrases.mean, phrases.turn, phrases.weights
        vectors = phrases.rows.astype(np.float32)
        self._products, self._centres = Products(vectors), _unit(np.add.reduceat(vectors, self.starts))
        self.likeness_of = lru_cache(maxsize=_KEPT)(self._likeness_of)

    def _likeness_of(self, text: str) -> Likeness:
        """The scores of all candidates for a text; `likeness_of` keeps those of the last ones, so that they can be worked out ahead."""
        return self.likeness(vector(text))

    def likeness(self, vector: np.ndarray) -> Likeness:
        """The scores of all candidates for an encoder's vector."""
        turned = _unit(_unit((vector - self._mean)[None]) @ self._turn)[0]
        nearest = np.maximum.reduceat(self._products.with_(turned), self.starts)
        return Likeness(nearest, self._centres @ turned, regression.log_chances(self._weights, turned))


def _unit(rows: np.ndarray) -> np.ndarray:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def _whitening(covariance: np.ndarray) -> np.ndarray:
    """What turns vectors of this covariance into some of one and the same in every direction."""
    size = len(covariance)
    values, directions = np.linalg.eigh(covariance.astype(np.float64) + _SHRINK * np.trace(covariance) / size * np.eye(size))
    return np.asarray((directions * values**-0.5) @ directions.T, dtype=np.float32)
