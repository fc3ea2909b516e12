"""The index of a pack: everything that ranking its facts for a message needs, built without training a model.

Each candidate, a fact or a gap, gets a handful of scores: how like its phrases the message is (the topic masked), how
likely its kind of question and its topic are, how much of its wording the message shares, and whether its topic is
one that the message names. A weighted sum ranks the candidates; the weights belong to no pack (`weights.json`,
learned by `calibrate`).
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Callable, Collection, Mapping, NamedTuple, Sequence

import numpy as np

from knowledge.index.features import Analysed, analyse, features
from knowledge.index.relation import Relations
from knowledge.index.ridge import Ridge
from knowledge.linker import Mention, TopicLinker
from knowledge.pack import Fact, Gap, Pack
from knowledge.text.folding import fold

LANGUAGES = ("zh", "en")
GAP = "gap"
FEATURES = (
    "phrases", "wording", "wording_full", "kind", "topic", "exact", "below", "above",
    "asked", "root", "nearest", "nearest_full", "gap",
)  # fmt: skip
_SMOOTH = 0.03
_SHARPNESS = 8.0
_KEPT = 16


class Query(NamedTuple):
    """A message, or a part of one, made ready for ranking.

    named: the topics that it names, or takes over from what was said before. asked: kind of question → probability,
    as the question classifier has it; empty where nothing is known.
    """

    analysed: Analysed
    named: tuple[str, ...]
    asked: Mapping[str, float]


class LanguageIndex(NamedTuple):
    """What is learned from the phrases of one language."""

    masked: Ridge
    full: Ridge
    owner: np.ndarray


class FactIndex:
    """Ranks the facts and gaps of one pack; see the module."""

    def __init__(self, pack: Pack, linker: TopicLinker, parts: dict[str, LanguageIndex]) -> None:
        self.pack, self.linker, self.parts = pack, linker, parts
        self.relations = Relations(pack)
        self.candidates = pack.candidates
        self.position = {candidate.id: index for index, candidate in enumerate(self.candidates)}
        self._kept: dict[tuple[object, ...], np.ndarray] = {}
        self._topics = [*pack.topics, GAP]
        self._kinds = sorted({kind_of(c) for c in self.candidates})
        self._topic_of = np.array([self._topics.index(_topic_class(c)) for c in self.candidates])
        self._kind_of = np.array([self._kinds.index(kind_of(c)) for c in self.candidates])
        self.is_gap = np.array([isinstance(c, Gap) for c in self.candidates])
        texts = [features(fold(_wording(c, pack))) for c in self.candidates]
        self._wordings = {
            language: (part.masked.vectors(texts).T.tocsr(), part.full.vectors(texts).T.tocsr()) for language, part in parts.items()
        }

    @classmethod
    def build(cls, pack: Pack, report: Callable[[str], None] = lambda _: None, leave_out: frozenset[str] = frozenset()) -> "FactIndex":
        """Index `pack`; takes seconds. `leave_out`: phrases that are not learned from, for calibration."""
        linker = TopicLinker(pack)
        candidates = pack.candidates
        topics, kinds = [*pack.topics, GAP], sorted({kind_of(c) for c in candidates})
        parts = {}
        for language in LANGUAGES:
            report(f"{language}: {sum(len(c.asks.in_(language)) for c in candidates)} phrases")
            rows = [(i, a) for i, c in enumerate(candidates) for a in c.asks.in_(language) if a not in leave_out]
            owner = np.array([i for i, _ in rows])
            folded = [fold(ask) for _, ask in rows]
            analysed = [analyse(text, linker.link(text)) for text in folded]
            of_fact = _one_hot(owner, len(candidates))
            of_kind = _one_hot(np.array([kinds.index(kind_of(candidates[i])) for i in owner]), len(kinds))
            of_topic = _one_hot(np.array([topics.index(_topic_class(candidates[i])) for i in owner]), len(topics))
            parts[language] = LanguageIndex(
                masked=Ridge.fit([a.masked for a in analysed], np.hstack([of_fact, of_kind])),
                full=Ridge.fit([a.full for a in analysed], of_topic),
                owner=owner,
            )
        return cls(pack, linker, parts)

    def query(
        self, folded: str, mentions: Sequence[Mention], context: Sequence[str] = (), asked: Mapping[str, float] | None = None
    ) -> Query:
        """A folded text made ready; `context` are the topics that it is taken to be about where it names none."""
        return Query(analyse(folded, mentions), tuple(self.relations.named(mentions) or context), asked or {})

    def features(self, query: Query) -> np.ndarray:
        """The scores of all candidates, of shape (candidates, FEATURES); those of the last few queries are kept."""
        key = (tuple(query.analysed.full), query.named, tuple(query.asked.items()))
        if key not in self._kept:
            if len(self._kept) >= _KEPT:
                self._kept.pop(next(iter(self._kept)), None)
            self._kept[key] = self._measured(query)
        return self._kept[key]

    def _measured(self, query: Query) -> np.ndarray:
        share = query.analysed.han_share
        weights = {"zh": share, "en": 1 - share}
        total = sum(
            (weight * self._features(language, query.analysed) for language, weight in weights.items() if weight > 0.05),
            np.zeros((len(self.candidates), 7), dtype=np.float32),
        )
        relation = self.relations.to((c.topic for c in self.candidates), query.named) * ~self.is_gap[:, None]
        root = (self._topic_of == self._topics.index(self.pack.event.root)) * (not query.named)
        more = np.stack([self._asked(query.asked), root.astype(np.float32)], axis=1)
        return np.hstack([total[:, :5], relation, more, total[:, 5:], self.is_gap[:, None].astype(np.float32)])

    def _asked(self, asked: Mapping[str, float]) -> np.ndarray:
        """The log probability of each candidate's kind of question, by the question classifier."""
        chances = np.array([asked.get(kind, 0.0) + _SMOOTH for kind in self._kinds], dtype=np.float32)
        return np.asarray(np.log(chances / chances.sum())[self._kind_of], dtype=np.float32)

    def _features(self, language: str, analysed: Analysed) -> np.ndarray:
        part = self.parts[language]
        masked, full = part.masked.vectors([analysed.masked]), part.full.vectors([analysed.full])
        like = part.masked.likeness(masked)
        scores = part.masked.scores(like)[0]
        of_fact, of_kind = scores[: len(self.candidates)], scores[len(self.candidates) :]
        like_full = part.full.likeness(full)
        of_topic = part.full.scores(like_full)[0]
        nearest, nearest_full = self._nearest(part, like[0]), self._nearest(part, like_full[0])
        by_masked, by_full = self._wordings[language]
        return np.stack(
            [
                of_fact,
                np.asarray((masked @ by_masked).todense())[0],
                np.asarray((full @ by_full).todense())[0],
                _log_softmax(of_kind)[self._kind_of],
                of_topic[self._topic_of],
                nearest,
                nearest_full,
            ],
            axis=1,
        )

    def _nearest(self, part: LanguageIndex, likeness: np.ndarray) -> np.ndarray:
        """The likeness of each candidate's most alike phrase."""
        nearest = np.zeros(len(self.candidates), dtype=np.float32)
        np.maximum.at(nearest, part.owner, likeness)
        return nearest

    def rank(self, query: Query) -> tuple[np.ndarray, np.ndarray]:
        """Rank scores of all candidates (only their differences mean something), and the likeness of each to its
        nearest phrase; both of shape (candidates,).
        """
        features_ = self.features(query)
        return features_ @ weights(), features_[:, FEATURES.index("nearest")]

    def scores(self, query: Query, ids: Collection[str]) -> dict[str, float]:
        """The rank scores of some candidates."""
        scores, _ = self.rank(query)
        return {id_: float(scores[self.position[id_]]) for id_ in ids}


def kind_of(candidate: Fact | Gap) -> str:
    """The kind of question that a candidate answers; gaps are a kind of their own."""
    return candidate.question.value if isinstance(candidate, Fact) else GAP


def _topic_class(candidate: Fact | Gap) -> str:
    return candidate.topic if isinstance(candidate, Fact) else GAP


def _wording(candidate: Fact | Gap, pack: Pack) -> str:
    if isinstance(candidate, Gap):
        return f"{candidate.about.zh} {candidate.about.en}"
    name = pack.topics[candidate.topic].name
    texts = [w for w in (candidate.say, candidate.detail) if w]
    said = " ".join(f"{w.zh} {w.en}" for w in texts).format_map({k: f"{n.zh} {n.en}" for k, n in pack.names.by_id.items()})
    return f"{said} {name.zh} {name.en}"


def _one_hot(indices: np.ndarray, width: int) -> np.ndarray:
    matrix = np.zeros((len(indices), width), dtype=np.float32)
    matrix[np.arange(len(indices)), indices] = 1
    return matrix


def _log_softmax(scores: np.ndarray) -> np.ndarray:
    scaled = np.exp(_SHARPNESS * (scores - scores.max()))
    return np.asarray(np.log(np.clip(scaled / scaled.sum(), 1e-4, 1)))


@lru_cache(maxsize=1)
def weights() -> np.ndarray:
    """The weights of FEATURES."""
    values = json.loads((Path(__file__).parent / "weights.json").read_text(encoding="utf-8"))
    return np.array([values[name] for name in FEATURES], dtype=np.float32)
