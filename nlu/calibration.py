"""Learns the ranker's weights from questions whose answers are known.

The questions are those of an evaluation set: a candidate is right where its wording meets all that the set expects; a
question that the notice is silent about is rightly met by any gap. The weights belong to no pack; they are kept in
`knowledge/index/weights.json`.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any, Iterable, Mapping, NamedTuple, Sequence

import numpy as np
from scipy.optimize import minimize

from knowledge.answering.context import Context
from knowledge.answering.outcome import EMAILS, PEOPLE, PHONES, Answer, Found, Resolution
from knowledge.index import FactIndex
from knowledge.index.index import FEATURES
from knowledge.pack import Fact
from knowledge.service import Service
from knowledge.understanding import Part

ASKING, SILENT = ("fact", "false"), "oos"
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣~～〜"), "-")
_FREE = ("root", "gap")  # scores that may count against a candidate
_PULL = 0.03  # of each weight towards 0, in units of its score's spread


class Question(NamedTuple):
    """A question with the scores of all candidates, of shape (candidates, FEATURES), and the places of the right ones."""

    features: np.ndarray
    right: np.ndarray


class Expected(NamedTuple):
    """What a line of an evaluation set wants of the first turn: groups of patterns, one of each to be found."""

    kind: str
    language: str
    groups: Sequence[Sequence[str]]
    forbidden: Sequence[str]

    @classmethod
    def of(cls, line: Mapping[str, Any]) -> "Expected":
        """From the line's JSON."""
        first = line["turns"][0]
        language = line.get("reply_lang") or "en"
        return cls(line["kind"], language, first.get("expect") or (), first.get("forbid") or ())

    def met_by(self, text: str) -> bool:
        """Whether a wording says all that is expected and nothing forbidden."""
        found = all(any(re.search(pattern, text, re.I) for pattern in group) for group in self.groups)
        return found and not any(re.search(pattern, text, re.I) for pattern in self.forbidden)


class Labels:
    """Finds the candidates of a pack that answer a question rightly."""

    def __init__(self, index: FactIndex, today: dt.date) -> None:
        self._index = index
        self._said = {language: self._wordings(Service(index.pack, language, today)) for language in ("zh", "en")}

    def _wordings(self, service: Service) -> list[str]:
        return [comparable(self._wording(service, candidate)) for candidate in self._index.candidates]

    @staticmethod
    def _wording(service: Service, candidate: object) -> str:
        if not isinstance(candidate, Fact):
            return ""
        found = Found(candidate, candidate.topic, (PEOPLE, PHONES, EMAILS) if candidate.contact else ())
        reply, _ = service.answer(Resolution(Answer((found,), 1.0), Context()))
        return reply.text

    def right(self, expected: Expected) -> np.ndarray:
        """The places of the candidates that are right; none where the question is of no use here."""
        if expected.kind == SILENT:
            return np.flatnonzero(self._index.is_gap)
        if expected.kind not in ASKING or not expected.groups:
            return np.zeros(0, dtype=int)
        said = self._said[expected.language]
        return np.array([i for i, text in enumerate(said) if text and expected.met_by(text)], dtype=int)


def questions(index: FactIndex, labels: Labels, asked: Iterable[tuple[Expected, Part]]) -> list[Question]:
    """What is learned from: questions as they are understood, with the candidates' scores."""
    found = []
    for expected, part in asked:
        right = labels.right(expected)
        if len(right):
            query = index.query(part.text, part.mentions, (), part.kinds())
            found.append(Question(index.features(query), right))
    return found


def learn(rows: Sequence[Question]) -> dict[str, float]:
    """The weights under which the right candidates together are most likely."""
    spread = np.mean([row.features.std(axis=0) for row in rows], axis=0) + 1e-6
    scaled = [Question(row.features / spread, row.right) for row in rows]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, gradient = 0.0, np.zeros_like(weights)
        for row in scaled:
            scores = row.features @ weights
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            right = chances[row.right]
            total -= float(np.log(max(right.sum(), 1e-12)))
            gradient += chances @ row.features - (right / max(right.sum(), 1e-12)) @ row.features[row.right]
        return total / len(scaled) + _PULL * float(weights @ weights), gradient / len(scaled) + 2 * _PULL * weights

    bounds = [(None if name in _FREE else 0, None) for name in FEATURES]
    best = minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500})
    return {name: round(float(value), 4) for name, value in zip(FEATURES, best.x / spread)}


def first(rows: Sequence[Question], weights: np.ndarray) -> int:
    """How many questions have a right candidate in the first place."""
    return sum(int(np.argmax(row.features @ weights)) in row.right for row in rows)


def comparable(text: str) -> str:
    """A wording as the patterns of an evaluation set expect it: full width, dashes and blanks in one form."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).translate(_DASHES)).strip()
