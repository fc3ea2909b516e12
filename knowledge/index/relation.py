"""How the topics of a pack stand to the topics that a message names."""

from __future__ import annotations

from functools import lru_cache
from typing import Iterable

import numpy as np

from knowledge.linker import Mention
from knowledge.pack import Fact, Gap, Pack
from knowledge.pack.schema import Question as Kind

_KEPT = 256  # the same topics are asked about again and again
_OF_THE_SECTION = frozenset({Kind.DEADLINE, Kind.PROCEDURE, Kind.FEE})


class Relations:
    """Candidate by candidate: does it stand for a topic that is named, or below one?"""

    def __init__(self, pack: Pack) -> None:
        self._root = pack.event.root
        self._line = {topic: pack.line(topic) for topic in pack.topics}
        self._kinds = {topic: {fact.question for fact in facts} for topic, facts in pack.facts_of.items()}
        self._candidates = pack.candidates
        self._to = lru_cache(maxsize=_KEPT)(self._measured)
        self._parent = {topic.id: topic.parent for topic in pack.topics.values()}

    def named(self, mentions: Iterable[Mention]) -> list[str]:
        """The topics that are named, without those above another that is named, in order."""
        ids = list(dict.fromkeys(m.id for m in mentions if m.kind == "topic"))
        return [t for t in ids if not any(t != other and t in self._line[other] for other in ids)]

    def to(self, named: Iterable[str]) -> np.ndarray:
        """Shape (candidates, 2): own, below.

        How and until when one applies, and what it costs, is inherited: such a fact is a topic's own where it stands above
        it, or beside it (the booth, for every board), and nothing nearer answers that kind of question. Gaps stand for
        whole sections: one is a topic's own where it stands at or above it. The root is above nothing, for what holds for
        the conference need not hold for each of its parts.
        """
        return self._to(tuple(named))

    def _measured(self, named: tuple[str, ...]) -> np.ndarray:
        found = np.array([self._one(candidate, named) for candidate in self._candidates], dtype=np.float32).reshape(-1, 2)
        found.setflags(write=False)
        return found

    def _one(self, candidate: Fact | Gap, named: tuple[str, ...]) -> tuple[float, float]:
        own = below = 0.0
        for name in named:
            if candidate.topic == name or self._inherited(candidate, name):
                own = 1.0
            elif isinstance(candidate, Fact) and name != self._root and name in self._line[candidate.topic]:
                below = 1.0
        return own, below

    def _inherited(self, candidate: Fact | Gap, name: str) -> bool:
        line = self._line[name]
        at = candidate.topic
        if isinstance(candidate, Fact):
            if candidate.question not in _OF_THE_SECTION:
                return False
            at = at if at in line else self._parent[at] or at
        if at == self._root or at not in line:
            return False
        nearer = line[: line.index(at)]
        return isinstance(candidate, Gap) or not any(candidate.question in self._kinds[topic] for topic in nearer)
