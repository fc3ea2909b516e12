"""How much of a long reply a channel has taken already, while the rest is still on its way."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table

from records.models.base import belongs_to, metadata

portions = Table(
    "portions",
    metadata,
    belongs_to("messages.id", "message_id", primary_key=True),
    Column("said", Integer, nullable=False),
)
"""said: characters of the text as it is sent."""
