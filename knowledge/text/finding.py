"""Finding any of some words in a folded text."""

from __future__ import annotations

import re
from typing import Iterable

from knowledge.text.folding import fold


def finder(words: Iterable[str]) -> re.Pattern[str] | None:
    """What finds one of `words` in a folded text, Latin ones as whole words; None where there are none."""
    folded = [re.escape(word) for word in map(fold, words) if word]
    found = (rf"(?<![a-z0-9]){word}(?![a-z0-9])" if word.isascii() else word for word in folded)
    return re.compile("|".join(found)) if folded else None
