"""Concepts: words of either language that name what is asked for (`phone`, `deadline`, …)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from knowledge.text.data import word_list
from knowledge.text.patterns import any_of

_KEPT = 512  # a clause is asked for several times in a row
_LONG = 6  # letters of a word that is known again with one of them wrong


class ConceptMention(NamedTuple):
    """A concept named in a folded text, with its place in characters."""

    concept: str
    start: int
    end: int


def concepts_in(folded: str) -> list[ConceptMention]:
    """The concepts named in `folded`, in order; the longest word wins where words overlap."""
    return list(_found(folded))


@lru_cache(maxsize=_KEPT)
def _found(folded: str) -> tuple[ConceptMention, ...]:
    index = _index()
    return tuple(ConceptMention(concept, m.start(), m.end()) for m in _pattern().finditer(folded) for concept in index[m.group()])


@lru_cache(maxsize=_KEPT)
def is_misspelt_concept(word: str) -> bool:
    """Whether a Latin word is that of a concept but for one letter ("adress", "orgniser")."""
    if len(word) < _LONG or not word.isalpha() or not word.isascii():
        return False
    return any(known[0] == word[0] and OSA.distance(known, word, score_cutoff=1) <= 1 for known in _long_words())


@lru_cache(maxsize=1)
def _long_words() -> frozenset[str]:
    return frozenset(word for word in _index() if len(word) >= _LONG and word.isalpha() and word.isascii())


@lru_cache(maxsize=1)
def _index() -> dict[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for concept, words in word_list("concepts").items():
        for word in (*words["zh"], *words["en"]):
            index.setdefault(word, []).append(concept)
    return {word: tuple(concepts) for word, concepts in index.items()}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return any_of(_index())
