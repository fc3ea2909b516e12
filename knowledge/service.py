"""All that the assistant says in one language on one day: answers, small talk, hand-over, filing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Sequence

from knowledge.answering.context import Context
from knowledge.answering.outcome import Resolution
from knowledge.pack import Fact, Pack
from knowledge.reply import Kind, Metadata, Reply
from knowledge.wording.compose import Composer, sources_of
from knowledge.wording.texts import text

FORMS = {"file_booth": "booth_request", "file_eo": "eo_need", "file_forum": "forum_proposal"}
"""The form of each wish to file something."""


@dataclass(frozen=True)
class Service:
    """Replies from a pack. language: `zh` or `en`. today: a day in the conference's time zone."""

    pack: Pack
    language: str
    today: dt.date

    @property
    def composer(self) -> Composer:
        """What words facts."""
        return Composer(self.pack, self.language, self.today)

    def answer(self, resolution: Resolution) -> tuple[Reply, Context]:
        """A resolution in words, and the context with the titles of what it offers."""
        return self.composer.reply(resolution)

    def small_talk(self, key: str, turn: int = 0) -> Reply:
        """The small talk called `key`."""
        return self._plain(Kind.SMALLTALK, text(key, self.language, turn))

    def out_of_scope(self, key: str) -> Reply:
        """A short way back to the conference."""
        return self._plain(Kind.FALLBACK, text(key, self.language))

    def clarify(self, key: str, **values: object) -> Reply:
        """A sentence that asks for a better message."""
        return self._plain(Kind.CLARIFY, text(key, self.language, 0, **values))

    def failed(self, error_id: str) -> Reply:
        """A turn failed: a clear sentence with the id of the log's entry, and a way to a person."""
        contact, _ = self.composer.whom_to_ask(self.pack.event.root)
        said = text("failed", self.language, id=error_id, contact=contact)
        return Reply(said, Metadata(Kind.ERROR, self.language, error_id=error_id))

    def hand_over(self, topic: str, wish: bool, told: Sequence[str] = ()) -> Reply:
        """The contact for what only a person can settle; nothing is promised. told: what was done about it."""
        contact, fact = self.composer.whom_to_ask(topic)
        lines = [text("handoff_wish" if wish else "handoff", self.language), contact, text("handoff_no_promise", self.language), *told]
        return self._from_facts(Kind.HANDOFF, lines, [fact], topic)

    def _from_facts(self, kind: Kind, lines: list[str], facts: list[Fact], topic: str) -> Reply:
        lines = [*lines, self.composer.source_line(facts)]
        cited = tuple(section.in_(self.language) for section in sources_of(facts))
        metadata = Metadata(kind, self.language, topic, tuple(f.id for f in facts), cited)
        return Reply("\n".join(lines), metadata)

    def _plain(self, kind: Kind, said: str) -> Reply:
        return Reply(said, Metadata(kind, self.language))
