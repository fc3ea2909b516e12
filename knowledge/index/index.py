"""The index of a pack: everything that ranking its facts for a message needs, built without training a model.

Each candidate, a fact or a gap, gets a handful of scores: how near in meaning its phrases are to the message, how like
them and its wording the message is in its words (the topic masked), how likely its kind of question is, and whether its
topic is one that the message names. A weighted sum ranks the candidates; the weights belong to no pack (`weights.json`, learned
by `nlu.calibration`).
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Callable, Collection, Mapping, NamedTuple, Sequence

import numpy as np

from knowledge.index.features import MASK, features, mask
from knowledge.index.kept import KeptVectors
from knowledge.index.meanings import Likeness, Meanings, Phrases
from knowledge.index.relation import Relations
from knowledge.index.terms import Terms
from knowledge.linker import Mention, TopicLinker
from knowledge.pack import Fact, Gap, Pack
from knowledge.text.folding import fold

GAP = "gap"
FEATURES = (*Likeness._fields, "words", "wording", "asked", "own", "below", "root", "gap")
_SMOOTH = 0.03
_KEPT = 16

Encode = Callable[[Sequence[str]], np.ndarray]


class Query(NamedTuple):
    """A message, or a part of one, made ready for ranking.

    whole: the text as it would be asked by itself, the topic named. words: its features, topics masked. named: the topics
    that it names, or takes over from what was said before. asked: kind of question → probability, by the question
    classifier; empty where nothing is known.
    """

    whole: str
    words: tuple[str, ...]
    named: tuple[str, ...]
    asked: Mapping[str, float]


class Learned(NamedTuple):
    """What is learned from the phrases of a pack: their meanings, and their words."""

    phrases: Phrases
    terms: Terms


def learn(pack: Pack, linker: TopicLinker, report: Callable[[str], None] = lambda _: None, encode: Encode = KeptVectors(None)) -> Learned:
    """Learn from the phrases of `pack`. encode: gives the vectors of texts; all that takes long."""
    phrases = [[fold(ask) for ask in candidate.asks] for candidate in pack.candidates]
    starts = np.cumsum([0, *map(len, phrases)])[:-1]
    folded = [text for texts in phrases for text in texts]
    report(f"{len(folded):,} phrases")
    words = [features(mask(text, linker.link(text))) for text in folded]
    return Learned(Phrases.fit(encode(folded), starts), Terms.fit(words))


class FactIndex:
    """Ranks the facts and gaps of one pack; see the module.

    candidates: facts and gaps in order, as in all arrays; kinds: of each. believed: place and fact of those that a question may believe
    something wrong or right of. denied: the words of wrong beliefs, folded, by their first two characters.
    """

    def __init__(self, pack: Pack, linker: TopicLinker, learned: Learned) -> None:
        self.linker, self.meanings, self.terms = linker, Meanings(learned.phrases), learned.terms
        self.relations = Relations(pack)
        self.use(pack)
        self.position = {candidate.id: index for index, candidate in enumerate(self.candidates)}
        self.topics = np.array([candidate.topic for candidate in self.candidates])
        self.is_gap = np.array([isinstance(c, Gap) for c in self.candidates])
        self.kinds = np.array([kind_of(c) for c in self.candidates])
        self._kinds, self._kind_of = np.unique(self.kinds, return_inverse=True)
        self._of_root = np.array([isinstance(c, Fact) and c.topic == pack.event.root for c in self.candidates])
        self._wordings = learned.terms.vectors([features(fold(_wording(c, pack))) for c in self.candidates]).T.tocsr()

    def use(self, pack: Pack) -> None:
        """Speak by this pack from now on: the same one, but for what some facts say (knowledge/amending.py)."""
        self.pack, self.candidates = pack, pack.candidates
        self.believed = [(i, c) for i, c in enumerate(self.candidates) if isinstance(c, Fact) and (any(c.denies) or c.days)]
        self.denied: dict[str, list[str]] = {}
        for word in {fold(word) for _, fact in self.believed for word in fact.denies} - {""}:
            self.denied.setdefault(word[:2], []).append(word)
        self._kept: dict[tuple[object, ...], np.ndarray] = {}

    @classmethod
    def build(cls, pack: Pack, report: Callable[[str], None] = lambda _: None, encode: Encode = KeptVectors(None)) -> "FactIndex":
        """Index `pack`. report, encode: see `learn`."""
        linker = TopicLinker(pack)
        return cls(pack, linker, learn(pack, linker, report, encode))

    def query(
        self, folded: str, mentions: Sequence[Mention], context: Sequence[str] = (), asked: Mapping[str, float] | None = None
    ) -> Query:
        """A folded text made ready; `context` are the topics that it is taken to be about where it names none."""
        named = tuple(self.relations.named(mentions) or context)
        return Query(self._whole(folded, named), tuple(features(mask(folded, mentions))), named, asked or {})

    def _whole(self, folded: str, named: Sequence[str]) -> str:
        """The text with the topic's name where it is masked: the question of an earlier message, asked again."""
        if MASK.strip() not in folded:
            return folded
        wording = self.pack.topics[named[0] if named else self.pack.event.root].name
        return folded.replace(MASK.strip(), fold(wording.en if folded.isascii() else wording.zh))

    def features(self, query: Query) -> np.ndarray:
        """The scores of all candidates, of shape (candidates, FEATURES); those of the last few queries are kept."""
        key = (query.whole, query.words, query.named, tuple(query.asked.items()))
        if key not in self._kept:
            if len(self._kept) >= _KEPT:
                self._kept.pop(next(iter(self._kept)), None)
            self._kept[key] = self._measured(query)
        return self._kept[key]

    def _measured(self, query: Query) -> np.ndarray:
        meaning = self.meanings.likeness_of(query.whole)
        terms = self.terms
        message = terms.vectors([query.words])
        words = np.maximum.reduceat(terms.likeness(message)[0], self.meanings.starts)
        wording = np.asarray((message @ self._wordings).todense())[0]
        relation = self.relations.to(query.named)
        root = self._of_root * (query.named in {(), (self.pack.event.root,)})
        columns = [*meaning, words, wording, self._asked(query.asked), *relation.T, root, self.is_gap]
        return np.asarray(np.stack(columns, axis=1), dtype=np.float32)

    def _asked(self, asked: Mapping[str, float]) -> np.ndarray:
        """The log probability of each candidate's kind of question, by the question classifier."""
        chances = np.array([asked.get(kind, 0.0) + _SMOOTH for kind in self._kinds], dtype=np.float32)
        return np.asarray(np.log(chances / chances.sum())[self._kind_of], dtype=np.float32)

    def rank(self, query: Query) -> tuple[np.ndarray, np.ndarray]:
        """Rank scores of all candidates (only their differences mean something), and the likeness in meaning of each to
        its nearest phrase; both of shape (candidates,).
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


def _wording(candidate: Fact | Gap, pack: Pack) -> str:
    if isinstance(candidate, Gap):
        return f"{candidate.about.zh} {candidate.about.en}"
    name = pack.topics[candidate.topic].name
    texts = [w for w in (candidate.say, candidate.detail) if w]
    said = " ".join(f"{w.zh} {w.en}" for w in texts).format_map({k: f"{n.zh} {n.en}" for k, n in pack.names.by_id.items()})
    return f"{said} {name.zh} {name.en}"


@lru_cache(maxsize=1)
def weights() -> np.ndarray:
    """The weights of FEATURES."""
    values = json.loads((Path(__file__).parent / "weights.json").read_text(encoding="utf-8"))
    return np.array([values[name] for name in FEATURES], dtype=np.float32)
