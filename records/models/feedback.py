"""What a visitor thought of a reply."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import Column, Date, Table, Text

from records.models.base import Moment, OneOf, belongs_to, metadata


class Rating(str, Enum):
    """A thumb."""

    UP = "up"
    DOWN = "down"


feedback = Table(
    "feedback",
    metadata,
    belongs_to("messages.id", "message_id", primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("day", Date, nullable=False, index=True),
    Column("channel", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("rating", OneOf(Rating), nullable=False),
    Column("reason", Text, nullable=False),
)


@dataclass(frozen=True)
class Feedback:
    """One opinion. day: of `at`, in UTC. language, kind, topic: of the reply, "" where it has none. reason: "" for none."""

    message_id: int
    at: dt.datetime
    day: dt.date
    channel: str
    language: str
    kind: str
    topic: str
    rating: Rating
    reason: str
