"""One pattern for many words."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Iterable


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Finds words in a folded text, the longest at a place; a Latin one where no Latin letter stands beside it.

    They are sorted by their first characters, so that most places of a text are left at a glance.
    """
    known = sorted(set(words))
    latin, others = [word for word in known if word.isascii()], [word for word in known if not word.isascii()]
    return re.compile("|".join([*_by_first(others), rf"(?<![a-z])(?:{'|'.join(_by_first(latin))})(?![a-z])"]))


def _by_first(words: list[str]) -> list[str]:
    """For each first character: it, and how the words go on, the longest first."""
    found = []
    for first, same in groupby(words, key=lambda word: word[0]):
        rests = sorted((word[1:] for word in same), key=len, reverse=True)
        found.append(f"{re.escape(first)}(?:{'|'.join(map(re.escape, rests))})")
    return found or ["(?!)"]
