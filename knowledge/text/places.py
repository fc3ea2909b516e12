"""Places in a text: the province, or the city with a line of its own, that a name stands for."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.text.data import word_list
from knowledge.text.patterns import any_of


def places_in(folded: str) -> list[str]:
    """The places named in a folded text, in order, as keys of `places.yml` (`gansu` for 兰州 and Lanzhou)."""
    return [_index()[match.group()] for match in _pattern().finditer(folded)]


def without_places(folded: str) -> str:
    """A folded text without the names of places."""
    return _pattern().sub(" ", folded)


@lru_cache(maxsize=1)
def _index() -> dict[str, str]:
    return {name: place for place, names in word_list("places").items() for name in names}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return any_of(_index())
