"""What Rasa keeps of a conversation: one row, rewritten with each turn."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Table, Text

from records.models.base import Moment, metadata

trackers = Table(
    "trackers",
    metadata,
    Column("sender", Text, ForeignKey("conversations.public_id", ondelete="CASCADE"), primary_key=True),
    Column("events", Text, nullable=False, info={"json": True}),
    Column("at", Moment, nullable=False),
)
