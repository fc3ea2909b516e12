"""What can't be told apart: a name of two topics, a phrase of two facts."""

from __future__ import annotations

from collections import defaultdict
from typing import Iterable, Iterator

from knowledge.check.finding import Finding, error
from knowledge.pack import Pack
from knowledge.text.folding import fold


def doubles(pack: Pack) -> Iterator[Finding]:
    """Aliases of two topics and asks of two facts or gaps, compared folded."""
    names = ((f"topic {t.id}", alias) for t in pack.topics.values() for alias in (t.name.zh, t.name.en, *t.aliases))
    yield from _shared(names, "the name")
    candidates = pack.candidates
    asks = ((candidate.id, ask) for candidate in candidates for ask in candidate.asks)
    yield from _shared(asks, "the phrase")


def _shared(pairs: Iterable[tuple[str, str]], what: str) -> Iterator[Finding]:
    owners: dict[str, dict[str, str]] = defaultdict(dict)
    for owner, text in pairs:
        owners[fold(text)].setdefault(owner, text)
    for sharing in owners.values():
        if len(sharing) > 1:
            first, *others = sharing
            yield error(first, f"{what} {sharing[first]!r} is also one of {', '.join(others)}")
