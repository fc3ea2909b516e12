"""Concepts: words of either language that name what is asked for (`phone`, `deadline`, …)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from knowledge.text.data import word_list
from knowledge.text.patterns import any_of

_KEPT = 512  # a clause is asked for several times in a row


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
