"""What staff write to each other about a conversation; visitors are not shown it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Column, Integer, Table, Text

from records.models.base import NEVER_REUSED, BigId, Moment, belongs_to, metadata

notes = Table(
    "notes",
    metadata,
    Column("id", BigId, primary_key=True),
    belongs_to("conversations.id", "conversation_id", index=True),
    Column("number", Integer, nullable=False),
    Column("staff", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False, index=True),
    **NEVER_REUSED,
)


@dataclass(frozen=True)
class Note:
    """number: of the message after which it was written. staff: the login of who wrote it."""

    id: int
    conversation_id: int
    number: int
    staff: str
    text: str
    at: dt.datetime
