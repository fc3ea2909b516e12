"""Wrong beliefs in a question: what it takes for granted against what the fact says."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.pack import Fact
from knowledge.text.folding import fold


def contradicts(fact: Fact, folded: str) -> bool:
    """Whether a folded question takes something for granted that `fact` denies.

    The words that show it stand with the fact (`denies`); a question that names the right thing beside the wrong one
    ("A or B?") takes neither for granted.
    """
    words = _denied(tuple(fact.denies))
    return bool(words) and any(_stands_in(word, folded) for word in words) and not _offers_choice(folded)


@lru_cache(maxsize=4096)
def _denied(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, map(fold, words)))


def _offers_choice(folded: str) -> bool:
    return bool(re.search(r"还是|\bor\b|\bwhether\b|或者", folded))


def _stands_in(word: str, folded: str) -> bool:
    if word.isascii():
        return bool(re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", folded))
    return word in folded
