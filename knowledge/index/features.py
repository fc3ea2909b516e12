"""What a message and a fact are compared by: n-grams and concepts, with the topic named and with it masked."""

from __future__ import annotations

from typing import Iterable, NamedTuple, Sequence

from knowledge.linker import Mention
from knowledge.text.concepts import concepts_in
from knowledge.text.ngrams import ngrams
from knowledge.text.places import places_in
from knowledge.text.thesaurus import clusters_in
from knowledge.text.tokens import tokenize

_MASK = " xtopic "


class Analysed(NamedTuple):
    """The features of a folded text: as it stands, and with the names of topics masked."""

    full: list[str]
    masked: list[str]
    han_share: float


def analyse(folded: str, mentions: Iterable[Mention]) -> Analysed:
    """The features of `folded`, whose names are `mentions`."""
    tokens = tokenize(folded)
    han = sum(not token.text[0].isascii() for token in tokens)
    latin = sum(token.text[0].isascii() and token.text[0].isalpha() for token in tokens)
    return Analysed(features(folded), features(mask(folded, mentions)), han / max(1, han + 2 * latin))


def mask(folded: str, mentions: Iterable[Mention]) -> str:
    """`folded` with each name of a topic replaced by one and the same word."""
    for start, end in sorted({(m.start, m.end) for m in mentions if m.kind == "topic"}, reverse=True):
        folded = folded[:start] + _MASK + folded[end:]
    return folded


def features(folded: str) -> list[str]:
    """N-grams, places, clusters of meaning, and each concept twice: what is asked for weighs more than how it is put."""
    concepts = (f"c:{mention.concept}" for mention in concepts_in(folded) for _ in range(2))
    places = (f"p:{place}" for place in places_in(folded) for _ in range(2))
    return [*ngrams(folded), *concepts, *places, *(f"s:{cluster}" for cluster in clusters_in(folded))]


def same(features_: Sequence[str]) -> Sequence[str]:
    """The analyser of texts that are features already."""
    return features_
