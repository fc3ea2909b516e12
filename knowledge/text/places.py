"""Places in a text: the province, or the city with a line of its own, that a name stands for."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from knowledge.text.data import word_list
from knowledge.text.patterns import any_of


class PlaceMention(NamedTuple):
    """A place named in a folded text, as a key of `places.yml` (`gansu` for 兰州 and Lanzhou), and where, in characters."""

    place: str
    start: int
    end: int


def place_mentions(folded: str) -> list[PlaceMention]:
    """The places named in a folded text, in order."""
    return [PlaceMention(_index()[match.group()], match.start(), match.end()) for match in _pattern().finditer(folded)]


def places_in(folded: str) -> list[str]:
    """The keys of the places named in a folded text, in order."""
    return [mention.place for mention in place_mentions(folded)]


def without_places(folded: str) -> str:
    """A folded text without the names of places."""
    return _pattern().sub(" ", folded)


@lru_cache(maxsize=1)
def _index() -> dict[str, str]:
    return {name: place for place, names in word_list("places").items() for name in names}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return any_of(_index())
