"""Looking up a case that found nothing: kept for an hour, so that nobody can guess (records/cases/inquiry.py)."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table, Text

from records.models.base import BigId, Moment, belongs_to, metadata

failed_look_ups = Table(
    "failed_look_ups",
    metadata,
    Column("id", BigId, primary_key=True),
    belongs_to("conversations.id", "conversation_id"),
    Column("number", Text, nullable=False),
    Column("at", Moment, nullable=False, index=True),
)
Index("ix_failed_look_ups_conversation", failed_look_ups.c.conversation_id, failed_look_ups.c.at)
Index("ix_failed_look_ups_number", failed_look_ups.c.number, failed_look_ups.c.at)
