"""The zone of the exhibition: topics of the pack, the likeliest for what is exhibited first."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Sequence

import numpy as np

from actions.forms.readers.choice import taken
from actions.forms.readers.reader import Reader, Trouble, Values
from actions.forms.said import Said
from actions.forms.texts import text
from actions.forms.words import cue
from knowledge.pack import Pack
from knowledge.service import Service
from knowledge.text.encoder import Vector
from knowledge.text.folding import fold
from knowledge.text.meaning import vector
from knowledge.wording.names import topic_name

_SHOWN = 4


class Zone(Reader):
    """The id of a topic, "" where the visitor leaves it to the organisers. key: of the form, whose zones the pack lists."""

    def __init__(self, key: str) -> None:
        self._key = key

    def answer(self, said: Said, values: Values, service: Service) -> Any:
        """The zone that is named: by number, name or alias, or by a word that only its name has among those offered."""
        offered = self._offered(values, service)
        place = taken(said, self.options(values, service))
        if place is not None:
            return offered[place] if place < len(offered) else ""
        zones = service.pack.filing[self._key].zones
        named = [zone for zone in zones if _names(zone, service.pack, said.folded)]
        if len(named) == 1:
            return named[0]
        if cue("unsure", said.folded):
            return ""
        return self._hinted(said, offered, service.pack) or Trouble("trouble_choice")

    def options(self, values: Values, service: Service) -> Sequence[str]:
        """The likeliest, and "not sure"."""
        return [
            *(topic_name(zone, service.pack, service.language) for zone in self._offered(values, service)),
            text("zone_unsure", service.language),
        ]

    def shown(self, value: Any, service: Service) -> str:
        """The name of the topic."""
        known = value in service.pack.topics
        return topic_name(value, service.pack, service.language) if known else text("zone_unsure", service.language)

    def _hinted(self, said: Said, offered: Sequence[str], pack: Pack) -> str | None:
        """The one of those offered that a word points to, by its name or else by what it is about."""
        for told in (_named, _told_of):
            hinted = [zone for zone in offered if any(word in told(zone, pack) for word in _words(said))]
            first = [zone for zone in hinted if any(_begins(zone, pack, word) for word in _words(said))]
            for found in (hinted, first):
                if len(found) == 1:
                    return found[0]
        return None

    def _offered(self, values: Values, service: Service) -> list[str]:
        zones = service.pack.filing[self._key].zones
        about = fold(" ".join(str(values[key]) for key in ("exhibits", "organisation") if values.get(key)))
        best = likeliest(about, zones, service.pack)[: _SHOWN - 1]
        return [*best, *(zone for zone in zones if zone not in best)][:_SHOWN]  # the pack's first zones suit most


def likeliest(about: str, zones: Sequence[str], pack: Pack) -> list[str]:
    """`zones`, the likest in meaning to `about` first; as they are where nothing is said."""
    if not about or not zones:
        return list(zones)
    meanings = _meanings(tuple(_said_of(zone, pack) for zone in zones))
    common = meanings.mean(axis=0)  # what is meant by a zone at all tells none from another
    likeness = (meanings - common) @ (vector(about) - common)
    return [zones[place] for place in np.argsort(-likeness, kind="stable")]


@lru_cache(maxsize=4)
def _meanings(texts: tuple[str, ...]) -> Vector:
    return np.array([vector(text) for text in texts])


def _said_of(zone: str, pack: Pack) -> str:
    topic = pack.topics[zone]
    return fold(f"{topic.name.zh} {topic.summary.zh} {topic.name.en}")


def _named(zone: str, pack: Pack) -> str:
    return fold(f"{pack.topics[zone].name.zh} {pack.topics[zone].name.en}")


def _begins(zone: str, pack: Pack, word: str) -> bool:
    name = pack.topics[zone].name
    return any(fold(written).startswith(word) for written in (name.zh, name.en))


def _told_of(zone: str, pack: Pack) -> str:
    return fold(f"{_named(zone, pack)} {pack.topics[zone].summary.zh} {pack.topics[zone].summary.en}")


def _names(zone: str, pack: Pack, folded: str) -> bool:
    topic = pack.topics[zone]
    return any(fold(name) in folded for name in (topic.name.zh, topic.name.en, *topic.aliases) if len(name) > 1)


def _words(said: Said) -> list[str]:
    """The words of an answer that may point to one of what is offered: "the Beijing one"."""
    plain = said.folded
    for filler in ("the", "one", "that", "please", "那个", "的", "一个", "展区", "板块", "选"):
        plain = plain.replace(filler, " ")
    return [word for word in plain.split() if len(word) > 1 and word.isalpha()]
