"""The question log, and the statistics drawn from it: of what is still kept, and of what was purged (tallies)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from records.database import Session
from records.models import Asked, Tally


@dataclass(frozen=True)
class Line:
    """A line of the question log with the words that were asked."""

    text: str
    asked: Asked


def log(session: Session, since: dt.datetime, limit: int = 1000) -> list[Line]:
    """What was asked from `since` on, the oldest first."""
    raise NotImplementedError


def statistics(session: Session, first: dt.date, last: dt.date) -> list[Tally]:
    """What was asked, and thought of the replies, from the first to the last day (UTC), in the order of their fields.

    Purges and erasures change nothing in them.
    """
    raise NotImplementedError
