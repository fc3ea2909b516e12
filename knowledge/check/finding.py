"""What a check finds."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Level(str, Enum):
    """An error makes the pack unfit for use; a warning is for a reviewer to look at."""

    ERROR = "error"
    WARNING = "warning"


class Finding(NamedTuple):
    """place: id and field, as `conference.time say.zh`. what: what is wrong, in a sentence."""

    level: Level
    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


def error(place: str, what: str) -> Finding:
    """Something that makes the pack unfit for use."""
    return Finding(Level.ERROR, place, what)


def warning(place: str, what: str) -> Finding:
    """Something for a reviewer to look at."""
    return Finding(Level.WARNING, place, what)
