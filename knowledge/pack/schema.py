"""The data model of a pack. Immutable once loaded."""

from __future__ import annotations

import datetime as dt
import re
from enum import Enum
from functools import cached_property
from typing import Any, Iterator

from pydantic import BaseModel, Field, validator

from knowledge.pack.section import Section


class Question(str, Enum):
    """The kinds of question a fact can answer."""

    TIME = "time"
    DEADLINE = "deadline"
    VENUE = "venue"
    CONTACT = "contact"
    WEBSITE = "website"
    ORGANISER = "organiser"
    PROCEDURE = "procedure"
    FEE = "fee"
    AUDIENCE = "audience"
    CONTENT = "content"
    PURPOSE = "purpose"
    EDITION = "edition"
    NUMBER = "number"
    CHOICE = "choice"
    NAME = "name"


class Model(BaseModel):
    """Strict and immutable: an unknown field is an error."""

    class Config:
        extra = "forbid"
        frozen = True
        keep_untouched = (cached_property,)
        arbitrary_types_allowed = True


class Wording(Model):
    """One text in both languages."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def in_(self, language: str) -> str:
        """The text in `zh` or `en`."""
        return str(getattr(self, language))


class Phrases(Model):
    """Phrases by language."""

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[str]:  # type: ignore[override]
        yield from self.zh
        yield from self.en

    def in_(self, language: str) -> tuple[str, ...]:
        """The phrases in `zh` or `en`."""
        return tuple(getattr(self, language))


class Span(Model):
    """Whole days, both ends included."""

    start: dt.date
    end: dt.date


class Event(Model):
    """The conference itself."""

    id: str
    root: str
    name: Wording
    short_name: Wording
    edition: int
    dates: Span
    arrival: Span
    timezone: str
    website: str
    notice_date: dt.date


class Named(Wording):
    """A body, a person or a place: one name in each language, and other names that people use."""

    aliases: Phrases = Phrases()


class Names(Model):
    """All names of a pack by id."""

    bodies: dict[str, Named] = {}
    people: dict[str, Named] = {}
    places: dict[str, Named] = {}

    @cached_property
    def by_id(self) -> dict[str, Named]:
        """Bodies, people and places together; ids are unique across them."""
        return {**self.bodies, **self.people, **self.places}


class Topic(Model):
    """What a question can be about.

    `parent` is None for the root alone. `hints`: words that point to it where nothing is named.
    """

    id: str
    parent: str | None = None
    name: Wording
    aliases: Phrases = Phrases()
    hints: Phrases = Phrases()
    summary: Wording


class Contact(Model):
    """Whom to ask: ids of people, phone numbers and e-mail addresses, in the order of the notice."""

    people: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


class Fact(Model):
    """One thing that the notice says. amended: staff have said it otherwise since (`knowledge.amending`); no pack does."""

    id: str
    topic: str
    question: Question
    value: dict[str, Any] = {}
    say: Wording | None = None
    say_past: Wording | None = None
    detail: Wording | None = None
    source: tuple[Section, ...]
    next: str | None = None
    denies: Phrases = Phrases()
    asks: Phrases
    amended: bool = False

    @validator("source", pre=True)
    def _one_or_more(cls, value: Any) -> Any:
        if not value:
            raise ValueError("at least one section is needed")
        return [value] if isinstance(value, str) else value

    @cached_property
    def contact(self) -> Contact | None:
        """The contact that a `contact` fact gives."""
        if self.question is not Question.CONTACT:
            return None
        return Contact(**{key: self.value.get(key, ()) for key in ("people", "phones", "emails")})

    @cached_property
    def days(self) -> frozenset[tuple[int, int]]:
        """The days of the value, as month and day."""
        values = [d for v in self.value.values() for d in (v if isinstance(v, list) else [v])]
        return frozenset((d.month, d.day) for d in values if isinstance(d, dt.date))

    @cached_property
    def last_day(self) -> dt.date | None:
        """The latest date of the value: the day after it, the fact is of the past."""
        days = [d for v in self.value.values() for d in (v if isinstance(v, list) else [v]) if isinstance(d, dt.date)]
        return max(days, default=None)


class Gap(Model):
    """Something people ask that the notice does not say. `topic`: whose contact would know."""

    id: str
    about: Wording
    topic: str
    asks: Phrases


class Filed(Model):
    """What the notice says of something that is filed in conversation: a booth request, a need, a forum proposal.

    topic: whose contact to ask. deadline: the fact with the last day; late: what is said of later requests. steps: the fact whose
    items are the formal way; says: facts that are told besides. confidential: likewise, where it is not to be published.
    zones: topics that can be chosen as the place.
    """

    topic: str
    deadline: str | None = None
    late: str | None = None
    steps: str | None = None
    says: tuple[str, ...] = ()
    confidential: str | None = None
    zones: tuple[str, ...] = ()


class Pack(Model):
    """Everything that one edition's notice says. filing: by the name of a form."""

    event: Event
    names: Names
    topics: dict[str, Topic]
    facts: dict[str, Fact]
    gaps: dict[str, Gap]
    filing: dict[str, Filed] = {}
    fingerprint: str

    @cached_property
    def candidates(self) -> tuple[Fact | Gap, ...]:
        """All that a question can come to: the facts, then what the notice is silent about, in the order of the files."""
        return (*self.facts.values(), *self.gaps.values())

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """Topic id → ids of its direct children, in the order of the files."""
        below: dict[str, list[str]] = {topic: [] for topic in self.topics}
        for topic in self.topics.values():
            if topic.parent:
                below[topic.parent].append(topic.id)
        return {topic: tuple(ids) for topic, ids in below.items()}

    @cached_property
    def facts_of(self) -> dict[str, tuple[Fact, ...]]:
        """Topic id → its own facts, in the order of the files."""
        found: dict[str, list[Fact]] = {topic: [] for topic in self.topics}
        for fact in self.facts.values():
            found[fact.topic].append(fact)
        return {topic: tuple(facts) for topic, facts in found.items()}

    @cached_property
    def years(self) -> frozenset[int]:
        """The years that its facts speak of, and that of the conference."""
        said = (f"{w.zh} {w.en}" for fact in self.facts.values() for w in (fact.say, fact.detail) if w)
        found = (int(year) for text in said for year in re.findall(r"(?<![\d.])((?:19|20)\d\d)(?![\d.])", text))
        return frozenset({*found, self.event.dates.start.year})

    def line(self, topic: str) -> list[str]:
        """`topic`, its parent, and so on up to the root."""
        line: list[str] = []
        current: str | None = topic
        while current is not None:
            line.append(current)
            current = self.topics[current].parent
        return line

    def below(self, topic: str) -> list[str]:
        """All topics under `topic`, itself not included, breadth first."""
        found = list(self.children[topic])
        for child in found:
            found.extend(self.children[child])
        return found
