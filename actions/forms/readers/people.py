"""How many people are to come."""

from __future__ import annotations

import re
from typing import Any

from actions.forms.readers.amounts import AMOUNT, amount, spread
from actions.forms.readers.reader import Found, Reader, Trouble, Values
from actions.forms.said import Said
from actions.forms.texts import text
from knowledge.service import Service

_HEADS = r"(?:个人|人|名|位|(?:\w+ )?(?:people|persons?|participants?|attendees|guests?|delegates?|visitors?|pax)\b)"
_PEOPLE = re.compile(rf"{AMOUNT}\s*(?:多|几|来|余)?\s*{_HEADS}", re.I)
_ABOUT = r"(?:大概|大约|约|差不多|about|around|approximately|roughly|some|maybe|up to|~)?"
_BARE = re.compile(rf"{_ABOUT}\s*{AMOUNT}\s*(?:左右|吧|以内|多)?", re.I)
_BOUNDS = re.compile(rf"{AMOUNT}\s*(?:-|~|—|–|到|至|to|or)\s*{AMOUNT}", re.I)
_MOST = 100_000


class People(Reader):
    """A whole number; of a range the upper end."""

    def answer(self, said: Said, values: Values, service: Service) -> Any:  # noqa: ARG002 (a reader's signature)
        """The number, or what is wrong with it."""
        several = spread(said.folded)
        bounds = _BOUNDS.search(said.folded)
        if several or bounds:
            return _checked(several[1] if several else amount(bounds[2]) if bounds else None)
        match = _PEOPLE.search(said.plain) or _BARE.fullmatch(said.folded)
        return _checked(amount(match[1]) if match else None)

    def volunteered(self, said: Said) -> Found | None:
        """A figure that counts people."""
        match = _PEOPLE.search(said.plain)
        figure = _checked(amount(match[1])) if match else None
        return Found(figure, *match.span()) if match and isinstance(figure, int) else None

    def shown(self, value: Any, service: Service) -> str:
        """With what it counts."""
        return text("people", service.language, figure=value)


def _checked(figure: float | None) -> int | Trouble:
    return int(figure) if figure and 1 <= figure <= _MOST and figure == int(figure) else Trouble("trouble_people")
