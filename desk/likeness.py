"""Questions that are alike, in groups: those that share most of their pairs of characters."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Sequence

from knowledge.text.folding import fold
from records.reviews import Open

_ALIKE = 0.4
_SHORT = 2


@dataclass(frozen=True)
class Group:
    """Questions that are alike, the newest first; the first stands for all."""

    questions: Sequence[Open]

    @property
    def ids(self) -> list[int]:
        """Of the messages."""
        return [question.asked.message_id for question in self.questions]


def groups(found: Sequence[Open]) -> list[Group]:
    """The largest group first, of equals the newest. Each question joins the group whose first one is most like it."""
    made: list[list[Open]] = []
    pairs: list[frozenset[str]] = []
    where: defaultdict[str, list[int]] = defaultdict(list)
    for question in found:
        mine = pairs_of(question.text)
        shared: Counter[int] = Counter(group for pair in mine for group in where[pair])
        best = max(shared, key=lambda group: _likeness(shared[group], mine, pairs[group]), default=None)
        if best is not None and _likeness(shared[best], mine, pairs[best]) >= _ALIKE:
            made[best].append(question)
            continue
        for pair in mine:
            where[pair].append(len(made))
        made.append([question])
        pairs.append(mine)
    return [Group(questions) for questions in sorted(made, key=len, reverse=True)]


def pairs_of(text: str) -> frozenset[str]:
    """The pairs of characters of a text, folded and without blanks and signs."""
    letters = "".join(c for c in fold(text) if c.isalnum())
    return frozenset({letters} if len(letters) < _SHORT else {letters[n : n + 2] for n in range(len(letters) - 1)})


def _likeness(shared: int, one: frozenset[str], other: frozenset[str]) -> float:
    return shared / (len(one) + len(other) - shared)
