"""What answering comes to: facts to say, a question back, or the honest "the notice doesn't say"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from knowledge.answering.context import Context, Option
from knowledge.pack import Fact, Gap

PEOPLE, PHONES, EMAILS = "people", "phones", "emails"


@dataclass(frozen=True)
class Found:
    """A fact to be said. about: the topic that was asked for. lines: which parts of a contact, those asked for first.
    person: the one whose numbers are asked for. wrong: the question presupposes something that this fact corrects.
    """

    fact: Fact
    about: str
    lines: tuple[str, ...] = ()
    person: str | None = None
    wrong: bool = False


@dataclass(frozen=True)
class Answer:
    """Facts that answer the message, in the order asked. extra: nearly as likely, said in brief."""

    found: tuple[Found, ...]
    confidence: float
    extra: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Overview:
    """A topic was named and nothing asked: its summary, and what can be asked."""

    topic: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Clarify:
    """Several things could be meant. question: a key of the texts; kind: the kind of question, where it is known."""

    options: tuple[Option, ...]
    kind: str | None = None


@dataclass(frozen=True)
class Unknown:
    """The notice doesn't say. gap: what it is silent about, where that is known. topic: whose contact would know.
    missing: the line of a contact that the notice lacks; instead: what it has in its place.
    """

    gap: Gap | None
    topic: str
    confidence: float
    missing: str | None = None
    instead: Found | None = None


Outcome = Union[Answer, Overview, Clarify, Unknown]


@dataclass(frozen=True)
class Resolution:
    """An outcome, and the context that the next message finds."""

    outcome: Outcome
    context: Context
