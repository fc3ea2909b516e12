"""How many messages a platform still lets us send to a visitor: after what they wrote, and for a minute after a tap."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Column, Integer, Table

from records.models.base import Moment, belongs_to, metadata

quotas = Table(
    "quotas",
    metadata,
    belongs_to("conversations.id", "conversation_id", primary_key=True),
    Column("written_left", Integer, nullable=False),
    Column("written_until", Moment),
    Column("tapped_left", Integer, nullable=False),
    Column("tapped_until", Moment),
)


@dataclass(frozen=True)
class Quota:
    """written_left: messages that may be sent until `written_until`. tapped_left: those of the minute after a tap."""

    conversation_id: int
    written_left: int = 0
    written_until: dt.datetime | None = None
    tapped_left: int = 0
    tapped_until: dt.datetime | None = None

    def written(self, now: dt.datetime) -> int:
        """How many are left of what was written."""
        return self.written_left if self.written_until and now < self.written_until else 0

    def tapped(self, now: dt.datetime) -> int:
        """How many are left of what was tapped."""
        return self.tapped_left if self.tapped_until and now < self.tapped_until else 0

    def left(self, now: dt.datetime) -> int:
        """How many may be sent now."""
        return self.written(now) + self.tapped(now)
