"""Values that are words of the visitor: names, titles, descriptions."""

from __future__ import annotations

import re
from typing import Any

from actions.forms.readers.reader import Found, Reader, Trouble, Values
from actions.forms.said import Said
from actions.forms.words import cue, has_label, labelled, lead, wholly
from knowledge.service import Service
from knowledge.text.folding import as_written
from knowledge.text.tokens import HAN

_WIDE = dict(zip(",;:?!()", "，；：？！（）"))
_NARROW = re.compile(rf"(?<=[{HAN}])[,;:?!()]|[,;:?!()](?=[{HAN}])")
_AROUND = " ,，.。:：;；!！\"“”「」'‘’"


class Text(Reader):
    """name: of the field, whose words in `words.yml` lead to it. shortest, longest: in characters. anywhere: see `Reader`.

    is_name: what stands beside the words that name it is the value, whatever else is said.
    """

    strict = False

    def __init__(self, name: str, shortest: int = 2, longest: int = 100, *, anywhere: bool = False, is_name: bool = False) -> None:
        self.name, self.shortest, self.longest, self.anywhere, self.is_name = name, shortest, longest, anywhere, is_name

    @property
    def is_prose(self) -> bool:
        """Whether an answer is words of any kind."""
        return not self.is_name

    def answer(self, said: Said, values: Values, service: Service) -> Any:  # noqa: ARG002 (a reader's signature)
        """The words, without what leads to them."""
        if any(wholly(command, said.folded) for command in ("yes", "no")):
            return Trouble("trouble_text", {"field": self.name})
        found = self.volunteered(said)
        named = found is not None and (self.is_name or len(found.value) * 2 > len(said.plain))
        value = (found.value if found and named else lead(self.name, said.plain)).strip(_AROUND)
        signs, letters = sum(map(str.isalnum, value)), sum(map(str.isalpha, value))
        if signs < self.shortest or not letters or (self.is_name and cue("nameless", value.lower())):
            return Trouble("trouble_text", {"field": self.name})
        if len(value) > self.longest:
            return Trouble("trouble_long", {"limit": self.longest, "length": len(value)})
        return set_full(said.own(value))

    def volunteered(self, said: Said) -> Found | None:
        """What stands beside the words that name it."""
        if not has_label(self.name):
            return None
        for match in labelled(self.name, said.plain):
            value = match["v"].strip(_AROUND)
            if self.shortest <= len(value) <= self.longest and not (self.is_name and cue("nameless", value.lower())):
                return Found(set_full(said.own(value)), *match.span())
        return None

    def shown(self, value: Any, service: Service) -> str:  # noqa: ARG002 (a reader's signature)
        """As it was written."""
        return as_written(str(value))


class Account(Text):
    """A description: all of what is written."""

    def __init__(self, name: str, longest: int = 800) -> None:
        super().__init__(name, 4, longest)

    def answer(self, said: Said, values: Values, service: Service) -> Any:
        """The words as they stand, punctuation and all."""
        value = super().answer(said, values, service)
        return value if isinstance(value, Trouble) else set_full(" ".join(said.text.split()))

    def volunteered(self, said: Said) -> Found | None:  # noqa: ARG002 (a reader's signature)
        """None: nothing tells it from other words."""
        return None


class PersonName(Text):
    """The name of a person."""

    def __init__(self, name: str = "contact_name") -> None:
        super().__init__(name, 2, 60, anywhere=True, is_name=True)

    def answer(self, said: Said, values: Values, service: Service) -> Any:
        """The name; digits and at-signs make none."""
        value = super().answer(said, values, service)
        if isinstance(value, str) and ("@" in value or any(character.isdigit() for character in value)):
            return Trouble("trouble_text", {"field": self.name})
        return value


def set_full(words: str) -> str:
    """Words with the punctuation that stands beside Chinese characters as wide as they are, as people write it."""
    return _NARROW.sub(lambda match: _WIDE[match.group()], words)
