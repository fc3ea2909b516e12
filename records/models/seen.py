"""The messages of each channel that were seen: what a channel delivers again has one effect."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from records.models.base import belongs_to, metadata

seen_ids = Table(
    "seen_ids",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("account", Text, primary_key=True),
    Column("channel_message_id", Text, primary_key=True),
    belongs_to("messages.id", "message_id", index=True),
)
