"""How the topics of a pack stand to the topics that a message names."""

from __future__ import annotations

from typing import Iterable

import numpy as np

from knowledge.linker import Mention
from knowledge.pack import Pack

EXACT, BELOW, ABOVE = 0, 1, 2


class Relations:
    """Topic by topic: is it one that is named, below one, or above one?"""

    def __init__(self, pack: Pack) -> None:
        self._root = pack.event.root
        self._line = {topic: pack.line(topic) for topic in pack.topics}

    def named(self, mentions: Iterable[Mention]) -> list[str]:
        """The topics that are named, without those above another that is named, in order."""
        ids = list(dict.fromkeys(m.id for m in mentions if m.kind == "topic"))
        return [t for t in ids if not any(t != other and t in self._line[other] for other in ids)]

    def to(self, topics: Iterable[str], named: Iterable[str]) -> np.ndarray:
        """Shape (topics, 3): exact, below, above (nearer counts more); the root is below and above nothing."""
        named = list(named)
        return np.array([self._one(topic, named) for topic in topics], dtype=np.float32).reshape(-1, 3)

    def _one(self, topic: str, named: list[str]) -> tuple[float, float, float]:
        exact = below = above = 0.0
        for name in named:
            if topic == name:
                exact = 1.0
            elif name in self._line[topic]:
                below = max(below, 0.0 if name == self._root else 1.0)
            elif topic in self._line[name]:
                above = max(above, 1 / (1 + self._line[name].index(topic)))
        return exact, below, above
