"""Words that mean nearly the same, across both languages: 小学生, 娃, kids, youngsters.

General knowledge of language (`thesaurus/*.yml`), nothing of a notice. What words share in meaning is what n-grams
cannot see.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Sequence

import yaml

from knowledge.text.folding import fold
from knowledge.text.tokens import stem, tokenize
from knowledge.text.trie import Trie


def clusters_in(folded: str) -> list[str]:
    """The clusters of meaning in a folded text, in order; the longest word wins."""
    keys = [stem(token.text) for token in tokenize(folded)]
    return [cluster for _, clusters in _trie().matches(keys) for cluster in sorted(clusters)]


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """The single English words of all clusters, in lower case."""
    return frozenset(word.lower() for words in _clusters().values() for word in words.get("en", ()) if " " not in word)


@lru_cache(maxsize=1)
def _trie() -> Trie[str]:
    trie: Trie[str] = Trie()
    for name, words in _clusters().items():
        for word in (*words.get("zh", ()), *words.get("en", ())):
            keys = [stem(token.text) for token in tokenize(fold(word))]
            if keys:
                trie.add(keys, name)
    return trie


@lru_cache(maxsize=1)
def _clusters() -> dict[str, dict[str, Sequence[str]]]:
    """The words of each cluster, by language."""
    found: dict[str, dict[str, Sequence[str]]] = {}
    for path in sorted((Path(__file__).parent / "thesaurus").glob("*.yml")):
        found.update(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader))
    return found
