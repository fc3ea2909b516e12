"""The texts of a pack with their places."""

from __future__ import annotations

import datetime as dt
from typing import Any, Iterator, NamedTuple

from knowledge.pack import Fact, Pack, Wording
from knowledge.text.tokens import HAN

LANGUAGES = ("zh", "en")
HAN_CHARACTER = f"[{HAN}]"


class Text(NamedTuple):
    """A text that a visitor may read. place: id and field."""

    place: str
    language: str
    text: str


def texts(pack: Pack) -> Iterator[Text]:
    """Every text of the pack that may be said: names, summaries, wordings, what gaps are about."""
    for topic in pack.topics.values():
        yield from _of(f"topic {topic.id} name", topic.name)
        yield from _of(f"topic {topic.id} summary", topic.summary)
    for id_, name in pack.names.by_id.items():
        yield from _of(f"name {id_}", name)
    for gap in pack.gaps.values():
        yield from _of(f"{gap.id} about", gap.about)
    yield from wordings(pack)


def wordings(pack: Pack) -> Iterator[Text]:
    """What the facts say; names stand as `{id}`."""
    for fact in pack.facts.values():
        for field, wording in wordings_of(fact):
            yield from _of(f"{fact.id} {field}", wording)


def wordings_of(fact: Fact) -> Iterator[tuple[str, Wording]]:
    """The wordings of a fact by their fields."""
    for field in ("say", "say_past", "detail"):
        wording = getattr(fact, field)
        if wording:
            yield field, wording


def values(value: Any) -> Iterator[str]:
    """Every text within a structured value; dates as ISO."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for part in value:
            yield from values(part)
    elif isinstance(value, dt.date):
        yield value.isoformat()
    else:
        yield str(value)


def _of(place: str, wording: Wording) -> Iterator[Text]:
    for language in LANGUAGES:
        yield Text(f"{place}.{language}", language, wording.in_(language))
