"""The buttons that were shown: an opaque token stands for what the button means."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from records.models.base import Document, Moment, belongs_to, metadata

button_tokens = Table(
    "button_tokens",
    metadata,
    Column("token", Text, primary_key=True),
    belongs_to("conversations.id", "conversation_id", index=True),
    Column("title", Text, nullable=False),
    Column("payload", Document, nullable=False),
    Column("at", Moment, nullable=False, index=True),
)
