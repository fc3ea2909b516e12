"""Values that are chosen from a few."""

from __future__ import annotations

import re
from typing import Any, Callable, Sequence

from actions.forms.readers.reader import Found, Reader, Trouble, Values
from actions.forms.said import Said
from actions.forms.texts import text
from actions.forms.words import choices
from knowledge.service import Service
from knowledge.text.folding import fold

_CHINESE = "一二三四五六七八九"
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_COUNTED = ("one", "two", "three", "four", "five", "six")
_PLACES = {word: place for words in (_CHINESE, _ORDINALS, _COUNTED) for place, word in enumerate(words, 1)}
_UNSURE = "not_sure"
_BETWEEN = re.compile(r"[,，;；、。\n]|\.\s")
_NUMBER = re.compile(
    rf"(?:我?(?:选择?|要)|(?:i(?:'d like|'ll take| take| choose| want) )|(?:choose|take|please) )?(?:第|no\.? ?|number |option |the )?"
    rf"(?P<n>\d{{1,2}}|{'|'.join(_PLACES)})(?:个|项|\.|、|号|\)| one| option)?(?:吧|,? please)?"
)


class Choice(Reader):
    """name: of the field, whose options stand in `words.yml`; their titles are the texts `<name>_<option>`.

    open_to: options that count where they are named unasked; the others are too easily meant otherwise. anywhere: whether
    they do so in any message, or in the first one alone.
    """

    in_prose = False

    def __init__(self, name: str, open_to: Sequence[str] | None = None, anywhere: bool = False) -> None:
        self.name, self.anywhere = name, anywhere
        self._open_to = open_to

    def answer(self, said: Said, values: Values, service: Service) -> Any:
        """The option that is named, by its number, its title or in other words."""
        keys = list(choices(self.name))
        place = taken(said, self.options(values, service))
        if place is not None:
            return keys[place]
        named = [key for key in keys if _first(self.name, key, said.folded) is not None]
        if len(named) == 1:
            return named[0]
        if _UNSURE in named and len(named) > 2:  # "either will do"
            return _UNSURE
        # "a company, not a university" names two: the earlier one is meant
        return min(named, key=lambda key: _first(self.name, key, said.folded) or 0) if named else Trouble("trouble_choice")

    def volunteered(self, said: Said) -> Found | None:
        """The one option that is named, without a span: the words may serve other fields too."""
        keys = self._open_to if self._open_to is not None else list(choices(self.name))
        named = [key for key in keys if _first(self.name, key, said.folded) is not None] or self._listed(said)
        return Found(named[0], 0, 0) if len(named) == 1 else None

    def _listed(self, said: Said) -> list[str]:
        """Options that are a whole part of a message which lists values ("an enterprise, from Norway, may be published")."""
        parts = [part.strip() for part in _BETWEEN.split(said.folded)]
        known = [(key, patterns) for key, patterns in choices(self.name).items() if key != _UNSURE]  # that is said of what is asked
        wholly = [(key, pattern) for key, patterns in known for pattern in patterns]
        return sorted({key for key, pattern in wholly for part in parts if pattern.fullmatch(part)}) if len(parts) > 1 else []

    def options(self, values: Values, service: Service) -> Sequence[str]:  # noqa: ARG002 (a reader's signature)
        """Their titles."""
        return [text(f"{self.name}_{key}", service.language) for key in choices(self.name)]

    def shown(self, value: Any, service: Service) -> str:
        """Its title."""
        return text(f"{self.name}_{value}", service.language)


class Ranked(Choice):
    """A choice in which an earlier option is meant where several are named ("technology for our project")."""

    def volunteered(self, said: Said) -> Found | None:
        """The first option of the list that is named."""
        named = [key for key in choices(self.name) if _first(self.name, key, said.folded) is not None]
        return Found(named[0], 0, 0) if named else None


class YesNo(Reader):
    """cue: says whether a message that answers another question speaks of it, and how."""

    def __init__(self, cue: Callable[[str], bool | None]) -> None:
        self._cue = cue

    def answer(self, said: Said, values: Values, service: Service) -> Any:
        """True or False."""
        place = taken(said, self.options(values, service))
        if place is not None:
            return place == 0
        no, yes = (_first("yes_no", key, said.folded) for key in ("no", "yes"))
        if no is None and yes is None:
            return Trouble("trouble_yes_no")
        return no is None

    def volunteered(self, said: Said) -> Found | None:
        """What is said of it."""
        value = self._cue(said.folded)
        return None if value is None else Found(value, 0, 0)

    def options(self, values: Values, service: Service) -> Sequence[str]:  # noqa: ARG002 (a reader's signature)
        """Yes and no."""
        return [text("option_yes", service.language), text("option_no", service.language)]

    def shown(self, value: Any, service: Service) -> str:
        """Yes or no."""
        return text("option_yes" if value else "option_no", service.language)


def taken(said: Said, titles: Sequence[str]) -> int | None:
    """The place of the title that a message takes, by its number or by itself."""
    folded = said.folded
    for place, title in enumerate(titles):
        if folded in (fold(title), fold(title).split(" (")[0].split("(")[0].strip()):
            return place
    match = _NUMBER.fullmatch(folded)
    if not match:
        return None
    number = _PLACES.get(match["n"]) or int(match["n"])
    return number - 1 if 1 <= number <= len(titles) else None


def _first(name: str, key: str, folded: str) -> int | None:
    starts = [match.start() for pattern in choices(name)[key] if (match := pattern.search(folded))]
    return min(starts) if starts else None
