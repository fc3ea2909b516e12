"""What the assistant would answer, for staff who ask it while they have the conversation."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Column, Index, Integer, Table, Text, text

from records.models.base import NEVER_REUSED, BigId, Moment, belongs_to, metadata

proposals = Table(
    "proposals",
    metadata,
    Column("id", BigId, primary_key=True),
    belongs_to("conversations.id", "conversation_id", index=True),
    Column("number", Integer, nullable=False),
    Column("staff", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("text", Text),
    Column("answered_at", Moment, index=True),
    **NEVER_REUSED,
)
_PARTLY = {"sqlite_where": text("answered_at IS NULL"), "postgresql_where": text("answered_at IS NULL")}
Index("ix_proposals_waiting", proposals.c.id, **_PARTLY)


@dataclass(frozen=True)
class Proposal:
    """number: of the message that is to be answered. text: None until answered; "" where the assistant has nothing to propose."""

    id: int
    conversation_id: int
    number: int
    staff: str
    at: dt.datetime
    text: str | None
    answered_at: dt.datetime | None
