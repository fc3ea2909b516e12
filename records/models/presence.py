"""Who of the staff looks at a conversation, and whether they write."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Boolean, Column, Table, Text

from records.models.base import Moment, belongs_to, metadata

presences = Table(
    "presences",
    metadata,
    belongs_to("conversations.id", "conversation_id", primary_key=True, autoincrement=False),
    Column("staff", Text, primary_key=True),
    Column("typing", Boolean, nullable=False),
    Column("at", Moment, nullable=False, index=True),
    info={"internal": True},  # of the staff, and gone in a minute
)


@dataclass(frozen=True)
class Presence:
    """One of the staff at a conversation. at: when their page last said so."""

    conversation_id: int
    staff: str
    typing: bool
    at: dt.datetime
