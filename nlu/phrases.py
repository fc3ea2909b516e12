"""Phrases that the question classifier learns from, and the form in which it sees them."""

from __future__ import annotations

from typing import Iterable, Iterator

from knowledge.index.features import mask
from knowledge.linker import Mention
from knowledge.pack import Pack
from knowledge.pack.schema import Phrases
from knowledge.text.folding import fold
from knowledge.understanding import ASK, NEAR
from nlu.model import Text

MOST = 20
"""Questions of one fact in one language that are learned from: more would outweigh the wishes that are none."""


def pack_phrases(pack: Pack) -> Iterator[tuple[str, str]]:
    """The folded questions of a pack with their intents: the kind of each fact, and `out_of_scope_near` for gaps."""
    for fact in pack.facts.values():
        yield from ((fold(ask), ASK + fact.question.value) for ask in _some(fact.asks))
    for gap in pack.gaps.values():
        yield from ((fold(ask), NEAR) for ask in _some(gap.asks))


def _some(asks: Phrases) -> Iterator[str]:
    """At most so many questions of each language, from all over the list."""
    for texts in (asks.zh, asks.en):
        yield from (text for place, text in enumerate(texts) if len(texts) <= MOST or place * MOST % len(texts) < MOST)


def prepared(folded: str, mentions: Iterable[Mention]) -> Text:
    """A folded text for the model: its words as they stand and once more with the names of topics masked."""
    return Text(f"{folded} | {mask(folded, mentions)}", folded)
