"""What the words of a message and of a fact are compared by: n-grams, concepts, places and clusters of meaning."""

from __future__ import annotations

from typing import Iterable, Sequence

from knowledge.linker import Mention
from knowledge.text.concepts import concepts_in
from knowledge.text.ngrams import ngrams
from knowledge.text.places import places_in
from knowledge.text.thesaurus import clusters_in

MASK = " xtopic "


def mask(folded: str, mentions: Iterable[Mention]) -> str:
    """`folded` with each name of a topic replaced by one and the same word."""
    for start, end in sorted({(m.start, m.end) for m in mentions if m.kind == "topic"}, reverse=True):
        folded = folded[:start] + MASK + folded[end:]
    return folded


def features(folded: str) -> list[str]:
    """N-grams, places, clusters of meaning, and each concept twice: what is asked for weighs more than how it is put."""
    concepts = (f"c:{mention.concept}" for mention in concepts_in(folded) for _ in range(2))
    places = (f"p:{place}" for place in places_in(folded) for _ in range(2))
    return [*ngrams(folded), *concepts, *places, *(f"s:{cluster}" for cluster in clusters_in(folded))]


def same(features_: Sequence[str]) -> Sequence[str]:
    """The analyser of texts that are features already."""
    return features_
