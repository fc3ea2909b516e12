"""A message as a form hears it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property

from actions.forms.words import cue
from knowledge.text.folding import clean, to_simplified

_TALK = frozenset(
    {
        "greet",
        "goodbye",
        "thank",
        "who_are_you",
        "help",
        "how_are_you",
        "praise",
        "insult",
        "grumble",
        "wait",
        "speak_chinese",
        "speak_english",
    }
)
_PERSON = frozenset({"want_person", "complaint"})
_SURE, _LIKELY = 0.75, 0.5
_SHORT = 80
"""Characters up to which a message in Latin letters is taken for talk rather than for a description."""


@dataclass(frozen=True)
class Said:
    """text: as it was written. intent, certainty: what it looks like outside any form. today: the day it is.

    language: `zh` or `en`, of the reply.
    """

    text: str
    intent: str
    certainty: float
    language: str
    today: dt.date

    @cached_property
    def written(self) -> str:
        """The text in NFKC, its characters as the visitor writes them."""
        return clean(self.text)

    @cached_property
    def plain(self) -> str:
        """The text in NFKC and simplified characters, as long as `written`: every reader looks at this."""
        plain = to_simplified(self.written)
        return (
            plain if len(plain) == len(self.written) else "".join(to_simplified(character)[:1] or character for character in self.written)
        )

    def own(self, value: str) -> str:
        """A part of `plain` in the visitor's own characters."""
        at = self.plain.find(value)
        return self.written[at : at + len(value)] if at >= 0 else value

    @cached_property
    def folded(self) -> str:
        """`plain` in lower case, without what stands around it."""
        return self.plain.lower().replace("’", "'").strip(" .。!！,，~～")

    @property
    def asks(self) -> bool:
        """Whether it has the form of a question."""
        return self.plain.rstrip().endswith("?") or cue("question", self.folded)

    def wants_person(self, strict: bool) -> bool:
        """Whether it wants a person, or what only a person can settle. strict: hardly any words are an answer to what is asked."""
        return self.intent in _PERSON and self.certainty >= _SURE and self._is_short and (strict or cue("person", self.folded))

    def is_talk(self, strict: bool) -> bool:
        """Whether it is small talk, or a wish for a language. strict: as above."""
        if self._is_figure or self.intent not in _TALK or self.certainty < _SURE:
            return False
        return self._is_short and (strict or (cue("talk", self.folded) and not cue("body", self.folded)))

    @property
    def looks_like_question(self) -> bool:
        """Whether it is surely meant as a question, though it may have no form of one ("venue")."""
        return self.intent.startswith("ask_") and self.certainty >= _SURE

    @property
    def is_question(self) -> bool:
        """Whether it asks about the conference, or about the world."""
        return self.asks and self.intent.startswith(("ask_", "out_of_scope")) and self.certainty >= _LIKELY

    @property
    def only_asks(self) -> bool:
        """Whether it is a question although it may name a value ("how big is a standard booth?")."""
        return self.is_question and cue("interrogative", self.folded)

    @property
    def is_about_case(self) -> bool:
        """Whether it speaks of a case by its number, or of what the visitor has filed."""
        about = self.intent.startswith("case_") and self.certainty >= _LIKELY
        return about and (cue("case_number", self.folded) or cue("my_cases", self.folded))

    @property
    def erases(self) -> bool:
        """Whether it wants all to be deleted that is kept of the visitor."""
        return cue("erase", self.folded)

    @property
    def opens_form(self) -> bool:
        """Whether it has the form of a wish to file something."""
        return cue("wish", self.folded)

    @property
    def _is_figure(self) -> bool:
        """Whether it has the look of an address or a number, right or wrong."""
        return "@" in self.plain or 2 * sum(character.isdigit() for character in self.plain) > len(self.plain)

    @property
    def _is_short(self) -> bool:
        return len(self.plain) <= (_SHORT if self.plain.isascii() else _SHORT // 2)

    def wishes(self, intents: frozenset[str]) -> str | None:
        """Which of these intents it surely has."""
        return self.intent if self.intent in intents and self.certainty >= _SURE else None

    def without(self, spans: list[tuple[int, int]]) -> "Said":
        """The message without these parts of `plain`, and without what joined them to the rest."""
        left, at = [], 0
        for start, end in sorted(spans):
            left.append(self.written[at:start])
            at = max(at, end)
        rest = " ".join([*left, self.written[at:]])
        return Said(re.sub(r"[\s,，;；、。.]*$|^[\s,，;；、。.:：]*", "", rest), self.intent, self.certainty, self.language, self.today)
