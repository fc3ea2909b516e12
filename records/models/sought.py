"""The words of messages as they are searched (records/search.py)."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from records.models.base import BigId, belongs_to, metadata

sought = Table(
    "sought",
    metadata,
    belongs_to("messages.id", "message_id", primary_key=True, autoincrement=False),
    Column("conversation_id", BigId, nullable=False),  # the message's
    Column("words", Text, nullable=False),
    info={"internal": True},  # the messages themselves are exported
)
