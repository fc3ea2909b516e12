"""A conversation as a file has it; the keys are explained in `test_conversations`."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from knowledge.reply import Reply

FILES = sorted(Path(__file__).parent.glob("*.yml"))
TODAY = dt.date(2023, 3, 1)
_NUMBER = re.compile(r"\b(BR|EO|FP|HO)-\d+-\d+\b")


@dataclass(frozen=True)
class Turn:
    """What a visitor does, and what the replies have to be."""

    user: str = ""
    picks: str = ""
    repeat: int = 1
    today: dt.date | None = None
    visitor: str = "visitor"
    kind: str | None = None
    kinds: tuple[str, ...] = ()
    language: str | None = None
    topic: str | None = None
    form: str | None = None
    facts: tuple[str, ...] = ()
    exactly: tuple[str, ...] | None = None
    one_of: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    says_one_of: tuple[str, ...] = ()
    says_not: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    source: str = ""
    buttons: tuple[str, ...] = ()
    starts: str = ""
    long: bool = False
    case: dict[str, Any] | None = None
    cases: int | None = None

    def message(self, before: Reply | None) -> str:
        """What is sent; a pick is the number of its button in the reply before."""
        if not self.picks:
            return self.user * self.repeat
        assert before is not None
        titles = [button.title for button in before.buttons]
        return str(next((number for number, title in enumerate(titles, 1) if self.picks in title), f"not offered: {self.picks}"))


@dataclass(frozen=True)
class Conversation:
    """A file."""

    turns: tuple[Turn, ...]
    today: dt.date = TODAY
    known_failure: str = ""


@dataclass
class Numbers:
    """The numbers of cases that were told last, by their kind; a text names them as $BR, $EO, $FP and $HO."""

    told: dict[str, str] = field(default_factory=dict)

    def hear(self, text: str) -> None:
        """Remember what is told."""
        self.told.update({match[1]: match[0] for match in _NUMBER.finditer(text)})

    def put_in(self, text: str) -> str:
        """A text with the numbers that it names."""
        return re.sub(r"\$(BR|EO|FP|HO)(?![A-Za-z])", lambda match: self.told.get(match[1], match[0]), text)


def read(path: Path) -> Conversation:
    """The conversation of a file; a key that is not known is an error."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    turns = raw.pop("turns")
    assert all(isinstance(turn.get("user", ""), str) for turn in turns), "what a visitor writes has to be a text"
    return Conversation(tuple(Turn(**{key: _frozen(value) for key, value in turn.items()}) for turn in turns), **raw)


def _frozen(value: Any) -> Any:
    """A value as a turn has it. YAML reads `no` and `12` as something else than what a visitor writes."""
    if isinstance(value, list):
        assert all(isinstance(item, str) for item in value), f"not texts: {value}"
        return tuple(value)
    return value
