"""Retention, export and erasure. What hangs on a visitor is found by the tables' own foreign keys, so a new table is reached."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from records.database import Database, Session


@dataclass(frozen=True)
class Purged:
    """What a purge deleted. more: there is more to purge; call again, in another transaction."""

    visitors: int
    messages: int
    more: bool


def export(session: Session, visitor_id: int) -> dict[str, Any]:
    """All that is kept of a visitor, as JSON: a list of rows for each table. In a `Database.read`, it is of one moment.

    Raises:
        NoSuchVisitor: there is none, or not any more.
    """
    raise NotImplementedError


def erase(session: Session, visitor_id: int, now: dt.datetime) -> dict[str, int]:
    """Delete all that is kept of a visitor; how many rows of each table. Statistics stay, without words or names.

    A turn under way cannot bring anything back: what it writes is refused. Call `Database.scrub` after the commit.

    Raises:
        NoSuchVisitor: there is none, or not any more.
    """
    raise NotImplementedError


def purge(session: Session, now: dt.datetime, days: float, limit: int = 500) -> Purged:
    """Delete about `limit` messages older than `days` with all that belongs to them, and visitors with nothing newer.

    Kept are messages that wait for their answer and replies that wait for their delivery. Statistics stay, without words
    or names. A short transaction: visitors wait little.
    """
    raise NotImplementedError


def purge_all(database: Database, now: dt.datetime, days: float) -> Purged:
    """Purge in short transactions until nothing is left to purge, then scrub; the sum of it."""
    raise NotImplementedError
