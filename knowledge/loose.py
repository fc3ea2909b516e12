"""Names in other words: `the pavilion on popular science` for `Popular Science Pavilion`.

Latin-script names are compared as bags of words, each weighing what it tells topics apart by; Han names are found by
the linker's tries alone, since their characters keep their order.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Iterable, Sequence

_LITTLE = frozenset(
    {"the", "a", "an", "of", "for", "and", "in", "on", "at", "to", "by", "with", "from", "our", "your", "this", "that", "into", "&", "de"}
)
_COVERED = 0.8  # of the weight of a name's words that must be there
_LEAST = 4.5  # weight of the words found
_SLACK = 3  # words that may stand between


class LooseNames:
    """Latin-script names of topics, by their words. Words are stems, as the linker makes them."""

    def __init__(self, names: Iterable[tuple[str, Sequence[str]]]) -> None:
        bags = {(id_, frozenset(words) - _LITTLE) for id_, words in names}
        self._bags = sorted(((id_, bag) for id_, bag in bags if len(bag) >= 2), key=lambda b: (b[0], sorted(b[1])))
        topics: dict[str, set[str]] = defaultdict(set)
        for id_, bag in self._bags:
            for word in bag:
                topics[word].add(id_)
        total = len({id_ for id_, _ in self._bags})
        self._weight = {word: math.log((1 + total) / len(ids)) for word, ids in topics.items()}

    def find(self, words: Sequence[str]) -> list[tuple[str, int, int]]:
        """The best topics named in `words`: id, first and last (exclusive) word of the place."""
        known = {i: w for i, w in enumerate(words) if w in self._weight}
        best: list[tuple[float, str, int, int]] = []
        if len(known) < 2:
            return []
        for id_, bag in self._bags:
            places = [i for i, word in known.items() if word in bag]
            for first in places:
                near = [i for i in places if first <= i < first + len(bag) + min(_SLACK, len(bag) - 1)]
                found = {known[i] for i in near}
                weight = sum(self._weight[word] for word in found)
                if len(found) >= 2 and weight >= _LEAST and weight >= _COVERED * sum(self._weight[w] for w in bag):
                    best.append((weight, id_, first, near[-1] + 1))
        best.sort(key=lambda b: (-b[0], b[1]))
        taken: set[int] = set()
        chosen = []
        for _, id_, first, last in best:
            if taken.isdisjoint(range(first, last)):
                taken.update(range(first, last))
                chosen.append((id_, first, last))
        return chosen
