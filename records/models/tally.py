"""Statistics of what was purged or erased: figures by day, without words and without anybody's name."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Column, Date, Integer, Table, Text

from records.models.base import metadata

tallies = Table(
    "tallies",
    metadata,
    Column("day", Date, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("language", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("intent", Text, primary_key=True),
    Column("topic", Text, primary_key=True),
    Column("asked", Integer, nullable=False),
    Column("up", Integer, nullable=False),
    Column("down", Integer, nullable=False),
)


@dataclass(frozen=True)
class Tally:
    """How many questions of one sort were asked on a day (UTC), and how many thumbs their replies got.

    Thumbs are counted on the day they were given, under intent "" (a thumb is about a reply, not about an intent).
    """

    day: dt.date
    channel: str
    language: str
    kind: str
    intent: str
    topic: str
    asked: int
    up: int
    down: int
