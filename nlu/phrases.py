"""Phrases that the question classifier learns from, and the form in which it sees them."""

from __future__ import annotations

from typing import Iterable, Iterator

from knowledge.index.features import mask
from knowledge.linker import Mention
from knowledge.pack import Pack
from knowledge.text.folding import fold
from knowledge.understanding import ASK, NEAR
from nlu.model import Text


def pack_phrases(pack: Pack) -> Iterator[tuple[str, str]]:
    """The folded questions of a pack with their intents: the kind of each fact, and `out_of_scope_near` for gaps."""
    for fact in pack.facts.values():
        yield from ((fold(ask), ASK + fact.question.value) for ask in fact.asks)
    for gap in pack.gaps.values():
        yield from ((fold(ask), NEAR) for ask in gap.asks)


def prepared(folded: str, mentions: Iterable[Mention]) -> Text:
    """A folded text for the model: its words as they stand and once more with the names of topics masked."""
    return Text(f"{folded} | {mask(folded, mentions)}", folded)
