"""Ranked candidates as probabilities, and what may be claimed on their strength."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.answering.presupposition import confirms, contradicts, may_bear_on
from knowledge.answering.questions import Asked
from knowledge.index import FactIndex
from knowledge.pack import Fact, Gap
from knowledge.text.places import places_in
from knowledge.understanding import GAP

CLAIM = 0.2  # the least probability of a fact that is claimed (calibrated on nlu/evaluation)
NEAREST = 0.03  # the least likeness of the message to one of the fact's phrases
SILENT = 0.6  # the probability of all gaps together at which the notice is taken to be silent …
UNLIKELY_NEAR = 0.05  # … unless the classifier takes the question for one that it answers
EXTRA = 0.25  # a fact this share as likely as the best is said too
SURE = 0.75  # above this the best fact stands alone
VERY_SURE = 0.9  # above this a fact goes before another that only its topic or its kind speaks for
AWAY = -4.0  # score of a fact that leads away from the topic that a follow-up takes over
FAR = -5.0  # more, where it points back to that topic, which has a fact of the kind that is asked for
SURE_OF_KIND = 0.9
CONFIRMED = 2.5  # score of a fact that has the day that the question names
DENIED = 2.5  # score of a fact that denies what the question takes for granted
OF_ANOTHER = -1.5  # score of a fact of another topic than the one named, which has one of the kind that is asked for
GOES_ON = -2.5  # score of a gap in a follow-up, which mostly goes on with what the notice says
ELSEWHERE = -2.0  # score of a gap on a topic that has nothing to do with the one asked about
_LOOKED_AT = 12
_BACK = re.compile(
    r"\b(?:it|its|they|them|their|this|that|these|those)\b|[它其]|[他她]们|(?<![东南西北中部区馆会团组坛])[这那](?:个|场|边|里|家|块|活动|项|事)"
)


class Ranked(NamedTuple):
    """A candidate with its probability and its likeness to the nearest of its phrases."""

    candidate: Fact | Gap
    chance: float
    nearest: float


class Ranking(NamedTuple):
    """The best candidates, best first; silent: the probability that the notice says nothing of it."""

    best: list[Ranked]
    silent: float

    @property
    def gap(self) -> Gap | None:
        """The likeliest gap."""
        return next((r.candidate for r in self.best if isinstance(r.candidate, Gap)), None)

    @property
    def facts(self) -> list[Ranked]:
        """The facts among the best."""
        return [r for r in self.best if isinstance(r.candidate, Fact)]


def rank(index: FactIndex, asked: Asked, said: frozenset[str] = frozenset()) -> Ranking:
    """The candidates for one question, but for those whose ids are in `said`: another question has them for its answer."""
    query = index.query(asked.part.text, asked.part.mentions, asked.topics, asked.part.kinds())
    scores, nearest = index.rank(query)
    scores = scores + _prior(index, asked)
    scores[[index.position[id_] for id_ in said]] = -np.inf
    chances = np.exp(scores - scores.max())
    chances /= chances.sum()
    best = np.argsort(-scores, kind="stable")[:_LOOKED_AT]
    ranked = [Ranked(index.candidates[i], float(chances[i]), float(nearest[i])) for i in best]
    return Ranking(ranked, float(chances[index.is_gap].sum()))


def _around(index: FactIndex, asked: Asked) -> set[str]:
    """The topics asked about, those above them but the root, and those below; the root where it alone is asked about."""
    near: set[str] = set()
    root = index.pack.event.root
    for topic in asked.topics:
        near.update(index.pack.line(topic))
        if topic != root:
            near.update(index.pack.below(topic))
    return near if asked.topics == (root,) else near - {root}


def points_back(folded: str) -> bool:
    """Whether a text speaks of something by a pronoun ("who hosts it?")."""
    return _BACK.search(folded) is not None


def _meant(index: FactIndex, asked: Asked, near: set[str]) -> set[str]:
    """The topics that a follow-up points back to ("who hosts it?"): its own, or those around them, where they have a fact of the kind
    that is asked for; else all.
    """
    kind = _sure_kind(asked) if points_back(asked.part.text) else None
    return next((topics for topics in (set(asked.topics), near) if _have(index, topics, kind)), set(index.topics))


def _sure_kind(asked: Asked) -> str | None:
    """The kind of fact that is surely asked for."""
    return next((kind for kind, chance in asked.part.kinds().items() if chance >= SURE_OF_KIND and kind != GAP), None)


def _have(index: FactIndex, topics: set[str], kind: str | None) -> bool:
    """Whether any of the topics has a fact of a kind."""
    return any(fact.question.value == kind for topic in topics for fact in index.pack.facts_of[topic])


def _prior(index: FactIndex, asked: Asked) -> NDArray[np.float32]:
    """What speaks for and against each candidate beside the words: follow-ups stay with their topic, and so do gaps; a
    fact that denies what the question takes for granted, or has the day that it names, is what answers it.
    """
    prior = np.zeros(len(index.candidates), dtype=np.float32)
    near = _around(index, asked)
    if near:
        elsewhere = ~np.isin(index.topics, list(near))
        prior[index.is_gap & elsewhere & (index.topics != index.pack.event.root)] += ELSEWHERE
        if asked.carried and not places_in(asked.part.text):  # a place leads elsewhere
            prior[~index.is_gap & elsewhere] += AWAY
            prior[~index.is_gap & ~np.isin(index.topics, list(_meant(index, asked, near)))] += FAR
        kind = _sure_kind(asked)
        if not asked.carried and _have(index, near, kind):
            prior[elsewhere & (index.kinds == kind)] += OF_ANOTHER
    prior[index.is_gap] += GOES_ON * asked.carried
    for place, fact in index.believed if may_bear_on(index, asked.part.text) else ():
        if contradicts(fact, asked.part.text):
            prior[place] += DENIED
        elif confirms(fact, asked.part.text):
            prior[place] += CONFIRMED
    return prior


def may_claim(ranking: Ranking, near: float) -> bool:
    """Whether the best of a ranking is a fact that may be given as the answer.

    near: how likely the classifier takes the question for one that the notice is silent about.
    """
    best = ranking.best[0]
    if not isinstance(best.candidate, Fact) or best.nearest < NEAREST or best.chance < CLAIM:
        return False
    return ranking.silent <= (SILENT if near >= UNLIKELY_NEAR else 1 - best.chance)


def extras(ranking: Ranking, related: set[str]) -> tuple[Fact, ...]:
    """Facts nearly as likely as the best, on its topic or one of `related`."""
    best = ranking.best[0]
    if best.chance >= SURE:
        return ()
    near = [r.candidate for r in ranking.facts if r.chance >= EXTRA * best.chance and r.candidate is not best.candidate]
    return tuple(f for f in near if isinstance(f, Fact) and f.contact is None and f.topic in related)[:2]
